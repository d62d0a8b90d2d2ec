"""What is said of erasures that no template says."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("You have asked for this already."),
    gettext_noop("Nothing is kept of this address here."),
    gettext_noop("It has begun, and cannot be undone any more."),
)
