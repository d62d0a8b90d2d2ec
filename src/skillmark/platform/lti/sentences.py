"""Why a decision was not written back."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("The course or the person is no longer known."),
    gettext_noop("The platform is suspended."),
)
