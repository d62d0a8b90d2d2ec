"""What can keep a time stamp from becoming final."""

from typing import ClassVar

from skillmark.platform.anchors.errors import AnchorsError


class CalendarAnswerError(AnchorsError):
    """The calendar's answer is no time stamp of what it was given."""

    code: ClassVar[str] = "anchors.calendar_answer"


class CalendarForeignError(AnchorsError):
    """The calendar promises in the name of a calendar that is not configured."""

    code: ClassVar[str] = "anchors.calendar_foreign"


class ExplorerAnswerError(AnchorsError):
    """The explorer's answer is no header of a Bitcoin block."""

    code: ClassVar[str] = "anchors.explorer_answer"


class BlockRefutedError(AnchorsError):
    """The block does not contain what the calendar says it does."""

    code: ClassVar[str] = "anchors.block_refuted"


class NoTimestampError(AnchorsError):
    """There is no time stamp that could be written to a file yet."""

    code: ClassVar[str] = "anchors.no_timestamp"
