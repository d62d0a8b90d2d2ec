"""One meaning, one spelling: the checks on a document before it is expanded.

RDF forgets how a statement was written: ``"credentialStatus"``, the same IRI written out, and a
term of the attacker's own context give the same signed dataset, but whoever reads the JSON sees
only the first. So no document may bring definitions (*no* inline context is allowed, however
harmless: the signature does not cover it, and it can rename ``validUntil``), spell a property
as an IRI or as the class that shares its IRI (``Criteria`` for ``criteria``), write ``@id`` for
``id``, or describe its own root twice.

Reads plain JSON; the expansion itself is `skillmark.core.canon.jsonld`'s work.
"""

from functools import cache
from typing import Any, Final, NoReturn

from pyld import jsonld as pyld

from skillmark.core.canon import contexts
from skillmark.core.canon.errors import (
    ContextImportError,
    ContextInlineError,
    ContextMissingError,
    ContextNestedError,
    ContextNullError,
    ContextOrderError,
    ContextShapeError,
    ContextVocabError,
    DepthError,
    DirectionError,
    GraphError,
    IncludedError,
    IndexRefusedError,
    KeywordAliasError,
    KeywordError,
    KeywordSpellingError,
    PropertySpellingError,
    ReverseError,
    RootDescribedError,
    SizeError,
    SyntaxRefusedError,
    TermRedefinedError,
    TypeSpellingError,
)
from skillmark.core.jsonio import JsonObject, JsonValue

MAX_DEPTH: Final = 64  # arrays and objects inside each other
MAX_PARTS: Final = 25_000  # values in one document; a transcript of 500 credentials has fewer
EXAMPLES: Final = frozenset(
    {
        "https://www.w3.org/ns/credentials/examples/v2",
    }
)
"""The context for documentation, whose ``@vocab`` defines every term."""

_ENCLOSING: Final = frozenset({"endorsement", "verifiableCredential"})  # documents themselves
BASES: Final = frozenset(
    {"https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"}
)
"""The contexts that come first (VCDM 2.0 §4.3, VCDM 1.1 §4.1), so never two of them."""

ABOUT_ROOT: Final = frozenset({"id", "type", "endorsementComment"})
"""What may be said of the root elsewhere in the document: an endorsement's comment."""

CLASSES: Final = frozenset(
    {"Achievement", "Address", "Criteria", "GeoCoordinates", "Image", "Profile"}
)
PROPERTIES: Final = frozenset({"achievement", "address", "creator", "criteria", "geo", "image"})
"""Words of Open Badges 3.0 whose IRI is that of one of `CLASSES`: each only in its own place."""

_NAMED: Final[dict[str, type[KeywordError]]] = {
    "@direction": DirectionError,
    "@graph": GraphError,
    "@id": KeywordSpellingError,
    "@included": IncludedError,
    "@index": IndexRefusedError,
    "@reverse": ReverseError,
    "@type": KeywordSpellingError,
}
_VALUE_KEYS: Final = frozenset({"@value", "@type", "@language"})
TYPE_SCHEMES: Final = ("https://", "http://", "urn:", "did:")


def check(document: JsonObject, *, allow_examples: bool = False) -> None:
    """Refuse a document that could be read in two ways.

    Args:
        document: the document as its reader sees it.
        allow_examples: follow the W3C example contexts, for published test vectors only.

    Raises:
        ContextError: a ``@context`` that is missing, unknown, inline, null or misplaced.
        DocumentError: a keyword, property or type in a spelling that readers would miss.
        DepthError: more than `MAX_DEPTH` arrays and objects inside each other.
        SizeError: more than `MAX_PARTS` values.
    """
    if not isinstance(document, dict):
        raise SyntaxRefusedError("The document is not a JSON object.")
    _check_contexts(document.get("@context", []), allow_examples=allow_examples)
    reader = _Reader(document, allow_examples=allow_examples)
    reader.node(document, 1)


class _Reader:
    """Walks one document; knows its root and whether example contexts are followed."""

    def __init__(self, root: JsonObject, *, allow_examples: bool) -> None:
        self._root = root
        self._root_id = root.get("id")
        self._allow_examples = allow_examples
        self._parts_left = MAX_PARTS

    def node(self, node: JsonObject, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise DepthError("The document is nested too deeply.", limit=MAX_DEPTH)
        if "@value" in node or "@language" in node:
            _check_value_object(node)
            return
        if node is not self._root and self._adds_to_root(node):
            raise RootDescribedError(
                "The document describes itself twice.", id=str(self._root_id)
            )
        for key, value in node.items():
            if key.startswith("@") and key != "@context":
                raise _NAMED.get(key, KeywordError)(
                    "This keyword has no place in a credential.", keyword=key
                )
            if ":" in key or key in CLASSES:
                raise PropertySpellingError(
                    "A property is written as an IRI, or a class, instead of its term.",
                    property=key,
                )
            if key == "type":
                _check_types(value)
            elif key != "@context":
                self.value(value, depth + 1, enclosed=key in _ENCLOSING)

    def _adds_to_root(self, node: JsonObject) -> bool:
        """Tell whether a node states about the root what readers look for in the root."""
        same = self._root_id is not None and node.get("id") == self._root_id
        return same and not node.keys() <= ABOUT_ROOT

    def value(self, value: JsonValue, depth: int, *, enclosed: bool) -> None:
        self._parts_left -= 1
        if self._parts_left < 0:
            raise SizeError("The document has too many parts.", limit=MAX_PARTS)
        if isinstance(value, list):
            if depth > MAX_DEPTH:
                raise DepthError("The document is nested too deeply.", limit=MAX_DEPTH)
            for item in value:
                self.value(item, depth + 1, enclosed=enclosed)
        elif isinstance(value, dict):
            if "@context" in value:
                if not enclosed:
                    raise ContextNestedError("A context stands inside the document.")
                _check_contexts(value["@context"], allow_examples=self._allow_examples)
            self.node(value, depth)
        elif value is not None and not isinstance(value, str | int | float):
            raise SyntaxRefusedError("The document holds something that is no JSON value.")


def _check_value_object(node: JsonObject) -> None:
    for key in node:
        if key not in _VALUE_KEYS:
            raise _NAMED.get(key, SyntaxRefusedError)(
                "A value object holds something else.", key=key
            )
    if node.get("@value") is None:  # null states nothing, so words beside it are not signed
        raise SyntaxRefusedError("A value object holds no value.")


def _check_types(value: JsonValue) -> None:
    for name in value if isinstance(value, list) else [value]:
        if not isinstance(name, str):
            raise SyntaxRefusedError("A type is not a text.")
        iri = ":" in name and (not name.startswith(TYPE_SCHEMES) or name in _vocabulary())
        if iri or name in PROPERTIES:
            raise TypeSpellingError(
                "A type is written as an IRI, or a property, instead of its term.", type=name
            )


@cache
def _vocabulary() -> frozenset[str]:
    """Return every IRI for which some bundled context has a term of its own."""
    found: set[str] = set()
    for url in contexts.known():
        processor = pyld.JsonLdProcessor()
        options: dict[str, Any] = {
            "base": "",
            "contextResolver": pyld.ContextResolver({}, contexts.loader),
            "documentLoader": contexts.loader,
        }
        active = processor.process_context({"mappings": {}}, url, options)
        found.update(m["@id"] for m in active["mappings"].values() if m and m.get("@id"))
    return frozenset(found)


def _check_contexts(value: JsonValue, *, allow_examples: bool) -> None:
    entries = value if isinstance(value, list) else [value]
    if not entries:
        raise ContextMissingError("The document names no context.")
    before: list[str] = []
    for entry in entries:
        if entry is None:
            raise ContextNullError("A null context would wipe out the definitions.")
        if isinstance(entry, dict):
            _refuse_inline(entry, before)
        if not isinstance(entry, str):
            raise ContextShapeError("A context is neither an address nor a list of them.")
        contexts.check(entry)
        if entry in EXAMPLES and not allow_examples:
            raise ContextVocabError("This context is for examples only.", url=entry)
        if entry in BASES and before:
            raise ContextOrderError("This context comes first or not at all.", url=entry)
        before.append(entry)


def _refuse_inline(entry: JsonObject, before: list[str]) -> NoReturn:
    """Say what is worst about an inline context; all of them are refused."""
    if "@vocab" in entry:
        raise ContextVocabError("An inline context gives every undefined term a meaning.")
    if "@import" in entry:
        raise ContextImportError("An inline context imports another one.")
    defined = {term for url in before for term in _terms(url)}
    for term, meaning in entry.items():
        target = meaning.get("@id") if isinstance(meaning, dict) else meaning
        if not term.startswith("@") and isinstance(target, str) and target.startswith("@"):
            raise KeywordAliasError("An inline context renames a keyword.", term=term)
        if term in defined:
            raise TermRedefinedError("An inline context redefines a term.", term=term)
    raise ContextInlineError("The document brings its own definitions.")


@cache
def _terms(url: str) -> frozenset[str]:
    """Return every term that a bundled context defines, at whatever depth."""
    found: set[str] = set()
    stack: list[JsonValue] = [contexts.load(url)]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            found.update(key for key in value if not key.startswith("@"))
            stack.extend(value.values())
    return frozenset(found)
