"""What can be wrong with a token: a compact JWS that holds a credential."""

from typing import ClassVar

from skillmark.core.proof.errors import ProofError


class TokenError(ProofError):
    """The token does not secure a credential."""

    code: ClassVar[str] = "token"


class TokenShapeError(TokenError):
    """It is not header, payload and signature in their only spelling (RFC 7515 §7.1)."""

    code: ClassVar[str] = "token.shape"


class TokenHeaderError(TokenError):
    """The header asks for what a credential must not (RFC 7515 §4)."""

    code: ClassVar[str] = "token.header"


class TokenAlgorithmError(TokenError):
    """``alg`` names no signature with a public key: ``none``, an HMAC, or nothing."""

    code: ClassVar[str] = "token.algorithm"


class TokenAlgorithmUnsupportedError(TokenError):
    """``alg`` names a signature that cannot be checked here."""

    code: ClassVar[str] = "token.algorithm_unsupported"


class TokenKeyTypeError(TokenError):
    """``alg`` does not belong to the type of the issuer's key."""

    code: ClassVar[str] = "token.key_type"


class TokenTypeError(TokenError):
    """It is a token of another kind, such as one for signing in."""

    code: ClassVar[str] = "token.type"


class TokenClaimError(TokenError):
    """A claim of the token is malformed, or says something else than the credential."""

    code: ClassVar[str] = "token.claim"


class TokenTooLargeError(TokenError):
    """The token is larger than any credential."""

    code: ClassVar[str] = "token.too_large"
