"""Why a time stamp does not go on, as the pages say it."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("The calendar's answer is no time stamp."),
    gettext_noop("The calendar promises nothing."),
    gettext_noop("The calendar promises in the name of another one."),
    gettext_noop("The block does not contain what the calendar says it does."),
    gettext_noop("The explorer answers nonsense."),
    gettext_noop("The explorer's header does not show its work."),
    gettext_noop("The header is of another block than the explorer says."),
    gettext_noop("No calendar has answered yet."),
)
