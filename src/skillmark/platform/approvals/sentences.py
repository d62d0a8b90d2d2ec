"""Why an approval does not go on."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Services.
    gettext_noop("There is no such kind of approval."),
)
