"""What can be wrong with a DID, a DID URL or a DID document."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class DidError(SkillmarkError):
    """The identifier or its document cannot be used."""

    code: ClassVar[str] = "did"


class DidSyntaxError(DidError):
    """Not a DID or DID URL (DID 1.1 §3)."""

    code: ClassVar[str] = "did.syntax"


class DidMethodError(DidError):
    """The DID is of another method than the one asked for."""

    code: ClassVar[str] = "did.method"


class DidKeyError(DidError):
    """A did:key or did:jwk does not spell a key we can use."""

    code: ClassVar[str] = "did.key_invalid"


class DidWebError(DidError):
    """A did:web does not name one host and path in its only spelling."""

    code: ClassVar[str] = "did.web_refused"


class DidDocumentError(DidError):
    """The DID document does not have the form of DID 1.1 §4 and §5."""

    code: ClassVar[str] = "did.document_invalid"


class MethodNotFoundError(DidError):
    """The DID document has no verification method of that id."""

    code: ClassVar[str] = "did.method_not_found"


class MethodUnusableError(DidError):
    """The verification method is there, and its key is none we can use."""

    code: ClassVar[str] = "did.method_unusable"
