"""What can go wrong between a learning platform and us, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.fields import FieldsError


class LtiError(SkillmarkError):
    """Something between a learning platform and us is wrong."""

    code: ClassVar[str] = "lti"


class InvalidError(FieldsError, LtiError):
    """Values of a registration cannot be taken; its ``problems`` say so field by field."""

    code = "lti.invalid"


class LaunchError(LtiError):
    """A launch is refused."""

    code = "lti.launch"


class SuspendedError(LaunchError):
    """The organisation has suspended the platform."""

    code = "lti.suspended"


class LoginError(LaunchError):
    """The platform did not say what a login needs (Security Framework 1.0 §5.1.1.1)."""

    code = "lti.login"


class TargetError(LaunchError):
    """The target of the launch is on another site."""

    code = "lti.target"


class PlatformError(LaunchError):
    """The platform itself says that it cannot sign the person in."""

    code = "lti.platform"


class StateError(LaunchError):
    """The state is unknown, used, expired, or of another platform: a replay or a very late launch."""

    code = "lti.state"


class BrowserError(LaunchError):
    """The launch was begun in another browser."""

    code = "lti.browser"


class GoneError(LaunchError):
    """The launch is over, or never was."""

    code = "lti.gone"


class TokenError(LaunchError):
    """The identity token is no token: too large, not three parts, not strict JSON."""

    code = "lti.token"


class AlgorithmError(TokenError):
    """The token is not signed with RS256, or its header names a key of its own."""

    code = "lti.algorithm"


class KeyUnknownError(TokenError):
    """The platform has published no such key."""

    code = "lti.key"


class KeySetError(TokenError):
    """The platform's keys cannot be got or read."""

    code = "lti.key_set"


class SignatureError(TokenError):
    """The signature does not hold."""

    code = "lti.signature"


class IssuerError(TokenError):
    """The token was issued by another platform."""

    code = "lti.issuer"


class AudienceError(TokenError):
    """The token is for another tool (``aud``, ``azp``)."""

    code = "lti.audience"


class ExpiredError(TokenError):
    """The token has expired, is too old, or is not valid yet."""

    code = "lti.expired"


class NonceError(TokenError):
    """The token answers another login, or was sent before."""

    code = "lti.nonce"


class DeploymentError(TokenError):
    """The deployment is not one that the organisation has registered."""

    code = "lti.deployment"


class VersionError(TokenError):
    """The message is of another version than 1.3.0."""

    code = "lti.version"


class MessageError(TokenError):
    """The message is of a type we do not know, or lacks what its type asks for."""

    code = "lti.message"


class SubjectError(TokenError):
    """The message does not say who launches."""

    code = "lti.subject"


class AddressError(LtiError):
    """The platform gives no address, or one that the account has not proven."""

    code = "lti.address"


class OtherAccountError(LtiError):
    """The person of the platform belongs to another account."""

    code = "lti.other_account"


class RoleError(LtiError):
    """Only those who teach may do that."""

    code = "lti.role"


class ServiceError(LtiError):
    """A service of the platform did not answer as the specification says."""

    code = "lti.service"


class ScopeError(ServiceError):
    """The platform does not let us use the service."""

    code = "lti.scope"


class RegistrationError(LtiError):
    """A platform could not register itself."""

    code = "lti.registration"
