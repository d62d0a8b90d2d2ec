"""What is wrong with letters and with reports of what became of them."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Services.
    gettext_noop("There is no letter of this kind."),
    gettext_noop("This letter is the platform's."),
    gettext_noop("This link belongs to no mail of ours."),
)
