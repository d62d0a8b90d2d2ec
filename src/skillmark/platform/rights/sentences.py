"""Why a right cannot be given, used or taken back."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop(
        "This achievement belongs to another organisation. It has to let you issue it first."
    ),
    gettext_noop("The right to issue this achievement has ended. Ask its owner for a new one."),
    gettext_noop("The right to issue this achievement begins later."),
    gettext_noop("The owner took back the right to issue this achievement."),
)
