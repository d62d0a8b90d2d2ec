"""Where a document leaves Open Badges 2.0."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class OldBadgeError(SkillmarkError):
    """The document is no part of an Open Badge of version 2."""

    code: ClassVar[str] = "badge2"


class OldContextError(OldBadgeError):
    """``@context`` is not that of Open Badges 2.0, or a word in it is redefined."""

    code: ClassVar[str] = "badge2.context"


class OldTypeError(OldBadgeError):
    """``type`` is not the one that belongs in this place."""

    code: ClassVar[str] = "badge2.type"


class OldShapeError(OldBadgeError):
    """A member is missing or malformed."""

    code: ClassVar[str] = "badge2.shape"


class OldNameError(OldBadgeError):
    """What lies at an address calls itself by another name."""

    code: ClassVar[str] = "badge2.name"
