"""What can go wrong with the right to issue, each with its stable code."""

from skillmark.platform.trust.errors import TrustError


class RightsError(TrustError):
    """Something about the right to issue is wrong."""

    code = "rights"


class NotEntitledError(RightsError):
    """The achievement is another organisation's, and nothing lets this one issue it."""

    code = "rights.not_entitled"


class GrantExpiredError(RightsError):
    """The grant to issue it has ended."""

    code = "rights.grant_expired"


class GrantNotBegunError(RightsError):
    """The grant to issue it begins later."""

    code = "rights.grant_not_begun"


class GrantRevokedError(RightsError):
    """The grant to issue it was revoked."""

    code = "rights.grant_revoked"


class RightsDecidedError(RightsError):
    """It was decided, revoked or taken back before."""

    code = "rights.decided"


class RightsPartyError(RightsError):
    """There is no such organisation, or it is the asker itself."""

    code = "rights.party"


class RightsPeriodError(RightsError):
    """The time of a grant or endorsement ends before it begins, or is over."""

    code = "rights.period"


class RightsSubjectError(RightsError):
    """What it is about is not published, or not the organisation's own."""

    code = "rights.subject"


class RightsTakenError(RightsError):
    """The same is offered, asked or in force already."""

    code = "rights.taken"


class RightsReasonError(RightsError):
    """A revocation needs a reason."""

    code = "rights.reason_missing"
