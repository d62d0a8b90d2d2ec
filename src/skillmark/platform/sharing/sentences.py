"""Why something cannot be shared."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Services.
    gettext_noop(
        "Give the number of your LinkedIn page: open its admin view and copy the digits after /company/ from the address."
    ),
)
