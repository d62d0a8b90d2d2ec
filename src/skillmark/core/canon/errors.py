"""What canonicalisation refuses: one class and one stable code for each reason.

All descend from `CanonError`. The context family (`ContextError`) speaks of ``@context``, the
document family (`DocumentError`) of the statements themselves, the dataset family of N-Quads.
"""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class CanonError(SkillmarkError):
    """The document has no canonical bytes."""

    code: ClassVar[str] = "canon"


# JCS -------------------------------------------------------------------------------------


class JcsError(CanonError):
    """The value is no I-JSON, so RFC 8785 gives it no bytes."""

    code: ClassVar[str] = "canon.jcs"


class DepthError(CanonError):
    """Arrays and objects lie deeper inside each other than we read."""

    code: ClassVar[str] = "canon.depth"


class SizeError(CanonError):
    """The document has more parts than we read."""

    code: ClassVar[str] = "canon.size"


class NumberError(CanonError):
    """A number that others would round: NaN, infinite, or beyond ±(2⁵³-1)."""

    code: ClassVar[str] = "canon.number"


class SurrogateError(CanonError):
    """A text holds a lone surrogate, which UTF-8 cannot write."""

    code: ClassVar[str] = "canon.surrogate"


# Contexts --------------------------------------------------------------------------------


class ContextError(CanonError):
    """A ``@context`` that we do not follow."""

    code: ClassVar[str] = "canon.context"


class ContextUnknownError(ContextError):
    """The context is not one of the bundled ones; nothing is ever fetched."""

    code: ClassVar[str] = "canon.context_unknown"


class ContextInsecureError(ContextError):
    """The context is named by an ``http:`` address."""

    code: ClassVar[str] = "canon.context_http"


class ContextHashError(ContextError):
    """A bundled context file is not the one that was pinned."""

    code: ClassVar[str] = "canon.context_hash"


class ContextMissingError(ContextError):
    """The document has no ``@context``, or an empty one."""

    code: ClassVar[str] = "canon.context_missing"


class ContextNullError(ContextError):
    """A ``null`` context would wipe out what the earlier ones define."""

    code: ClassVar[str] = "canon.context_null"


class ContextInlineError(ContextError):
    """The document brings its own definitions; the signature would not cover them."""

    code: ClassVar[str] = "canon.context_inline"


class ContextVocabError(ContextInlineError):
    """A ``@vocab`` would give a meaning to every undefined term."""

    code: ClassVar[str] = "canon.context_vocab"


class ContextImportError(ContextInlineError):
    """The document's context imports another one."""

    code: ClassVar[str] = "canon.context_import"


class KeywordAliasError(ContextInlineError):
    """The document gives a JSON-LD keyword a name of its own."""

    code: ClassVar[str] = "canon.keyword_alias"


class TermRedefinedError(ContextError):
    """A term that is already defined, or protected, gets a second meaning."""

    code: ClassVar[str] = "canon.term_redefined"


class ContextNestedError(ContextError):
    """A ``@context`` inside the document, outside an enclosed credential."""

    code: ClassVar[str] = "canon.context_nested"


class ContextOrderError(ContextError):
    """A base context of VCDM stands after another context, or beside the other base."""

    code: ClassVar[str] = "canon.context_order"


class ContextShapeError(ContextError):
    """A ``@context`` is neither an address nor a list of addresses."""

    code: ClassVar[str] = "canon.context_shape"


# Statements ------------------------------------------------------------------------------


class DocumentError(CanonError):
    """The document says something that its RDF would not, or not only so."""

    code: ClassVar[str] = "canon.document"


class SyntaxRefusedError(DocumentError):
    """JSON-LD 1.1 itself calls the document an error."""

    code: ClassVar[str] = "canon.jsonld_syntax"


class UndefinedTermError(DocumentError):
    """No context defines this property, so the signature would not cover it."""

    code: ClassVar[str] = "canon.term_undefined"


class UndefinedTypeError(DocumentError):
    """No context defines this type, so the signature would not cover it."""

    code: ClassVar[str] = "canon.type_undefined"


class RelativeIriError(DocumentError):
    """An identifier that means something else wherever the document lies."""

    code: ClassVar[str] = "canon.iri_relative"


class IllegalIriError(DocumentError):
    """An identifier holds a character that no IRI may hold."""

    code: ClassVar[str] = "canon.iri_illegal"


class PropertySpellingError(DocumentError):
    """A property is written as an IRI, hiding it from whoever reads its term."""

    code: ClassVar[str] = "canon.property_spelling"


class TypeSpellingError(DocumentError):
    """A type is written as an IRI although a context has a term for it."""

    code: ClassVar[str] = "canon.type_spelling"


class KeywordError(DocumentError):
    """A JSON-LD keyword that has no place in a credential."""

    code: ClassVar[str] = "canon.keyword"


class KeywordSpellingError(KeywordError):
    """``@id`` or ``@type`` where readers look for ``id`` or ``type``, or another alias."""

    code: ClassVar[str] = "canon.keyword_spelling"


class GraphError(KeywordError):
    """A ``@graph`` moves statements out of the credential."""

    code: ClassVar[str] = "canon.graph"


class IncludedError(KeywordError):
    """An ``@included`` block adds statements beside the credential."""

    code: ClassVar[str] = "canon.included"


class ReverseError(KeywordError):
    """A ``@reverse`` turns a statement round."""

    code: ClassVar[str] = "canon.reverse"


class DirectionError(KeywordError):
    """RDF has no place for ``@direction``, so the signature would not cover it."""

    code: ClassVar[str] = "canon.direction"


class IndexRefusedError(KeywordError):
    """RDF has no place for ``@index``, so the signature would not cover it."""

    code: ClassVar[str] = "canon.index"


class LanguageError(DocumentError):
    """A language tag that is not well-formed, BCP 47 §2.2.9."""

    code: ClassVar[str] = "canon.language"


class RootDescribedError(DocumentError):
    """The credential is described a second time inside itself."""

    code: ClassVar[str] = "canon.root_described"


class EmptyError(DocumentError):
    """The document makes no statement at all."""

    code: ClassVar[str] = "canon.empty"


# Datasets --------------------------------------------------------------------------------


class NQuadsError(CanonError):
    """The text is not N-Quads (RDF 1.1 N-Quads §3)."""

    code: ClassVar[str] = "canon.nquads"


class WorkLimitError(CanonError):
    """Telling the blank nodes apart would take more work than we spend (RDFC-1.0 §7.1)."""

    code: ClassVar[str] = "canon.work_limit"


class HashNameError(CanonError):
    """RDFC-1.0 is defined here over SHA-256 and SHA-384 only."""

    code: ClassVar[str] = "canon.hash_name"
