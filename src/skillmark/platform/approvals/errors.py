"""What can go wrong when a second person is asked."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class ApprovalError(SkillmarkError):
    """A request for approval cannot be made or decided."""

    code: ClassVar[str] = "approval.invalid"


class OwnRequestError(ApprovalError):
    """Whoever asked cannot be the second person."""

    code: ClassVar[str] = "approval.own_request"


class DecidedError(ApprovalError):
    """The request was decided or withdrawn before."""

    code: ClassVar[str] = "approval.decided"


class ReasonMissingError(ApprovalError):
    """A no comes with its reason."""

    code: ClassVar[str] = "approval.reason_missing"
