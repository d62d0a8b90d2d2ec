"""What can be wrong with a proof."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class ProofError(SkillmarkError):
    """The proof does not secure the document."""

    code: ClassVar[str] = "proof"


class ProofMissingError(ProofError):
    """The document is unsigned."""

    code: ClassVar[str] = "proof.missing"


class ProofShapeError(ProofError):
    """A member of the proof is missing or malformed (Data Integrity 1.0 §2.1)."""

    code: ClassVar[str] = "proof.shape"


class UnknownCryptosuiteError(ProofError):
    """The proof is made in a way we do not know."""

    code: ClassVar[str] = "proof.suite_unknown"


class ReadOnlyCryptosuiteError(ProofError):
    """The cryptosuite is read for the sake of old documents, never written."""

    code: ClassVar[str] = "proof.suite_read_only"


class KeyTypeError(ProofError):
    """The key is of a type the cryptosuite does not use."""

    code: ClassVar[str] = "proof.key_type"


class ProofValueError(ProofError):
    """The proof value is not in the one spelling of its cryptosuite."""

    code: ClassVar[str] = "proof.value"


class ProofContextError(ProofError):
    """The proof names another context than the document it secures."""

    code: ClassVar[str] = "proof.context"


class ProofSignatureError(ProofError):
    """The signature does not match: other key, other document, or changed since."""

    code: ClassVar[str] = "proof.signature_invalid"


class ProofExpiredError(ProofError):
    """The proof says of itself that it holds no longer."""

    code: ClassVar[str] = "proof.expired"


class ProofCreatedError(ProofError):
    """The proof says that it was made in the future."""

    code: ClassVar[str] = "proof.created_in_future"


class ProofPurposeError(ProofError):
    """The proof was made for another purpose."""

    code: ClassVar[str] = "proof.purpose"


class ProofIdError(ProofError):
    """Two proofs of one document have the same id."""

    code: ClassVar[str] = "proof.id_twice"


class AlreadySignedError(ProofError):
    """The document has a proof where an unsigned one was asked for."""

    code: ClassVar[str] = "proof.already_signed"


class PreviousProofError(ProofError):
    """The proof builds on a proof that the document does not have."""

    code: ClassVar[str] = "proof.previous_missing"


class ProofLoopError(ProofError):
    """The proof builds, perhaps by way of others, on itself."""

    code: ClassVar[str] = "proof.loop"


class MethodUnauthorizedError(ProofError):
    """The key is not one its owner lets sign for this purpose."""

    code: ClassVar[str] = "proof.method_unauthorized"


class MethodControllerError(ProofError):
    """The key answers to someone else than the issuer."""

    code: ClassVar[str] = "proof.method_controller"


class MethodExpiredError(ProofError):
    """The key had expired."""

    code: ClassVar[str] = "proof.method_expired"


class MethodRevokedError(ProofError):
    """The key had been revoked."""

    code: ClassVar[str] = "proof.method_revoked"
