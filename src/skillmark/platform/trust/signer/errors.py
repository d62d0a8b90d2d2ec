"""Why the signer does not sign, each with its stable code."""

from typing import ClassVar

from skillmark.platform.trust.errors import TrustError


class SignerError(TrustError):
    """The signer does not take the order."""

    code: ClassVar[str] = "trust.signer"


class OrderError(SignerError):
    """The order is not in a form the signer reads, or too large."""

    code = "trust.signer_order"


class FrameError(SignerError):
    """What came over the socket is no frame of ours: too long, cut off, or too slow."""

    code = "trust.signer_frame"


class PeerError(SignerError):
    """The account at the other end of the socket may not ask this signer."""

    code = "trust.signer_peer"


class TenantError(SignerError):
    """The key belongs to another organisation, to another purpose, or signs no more."""

    code = "trust.signer_tenant"


class BackDatedError(SignerError):
    """The signature would carry another time than now."""

    code = "trust.signer_back_dated"


class QuotaError(SignerError):
    """The key has signed as much as it may in a minute or a day."""

    code = "trust.signer_quota"


class SecondPersonError(SignerError):
    """So much is only signed after a second person has agreed, and none has."""

    code = "trust.signer_second_person"


class IntentReusedError(SignerError):
    """The id of the order was used before, for something else."""

    code = "trust.signer_intent_reused"


class SignerUnreachableError(SignerError):
    """The signer's process does not answer."""

    code = "trust.signer_unreachable"


class SignerFailedError(SignerError):
    """Something broke inside the signer; nothing was handed out."""

    code = "trust.signer_failed"
