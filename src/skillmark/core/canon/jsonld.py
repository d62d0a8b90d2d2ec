"""JSON-LD 1.1 expansion in safe mode: what is not signed is refused, never dropped.

PyLD does the expansion over the bundled contexts; `skillmark.core.canon.spelling` reads the document
before, `_check` reads the result after, and together they leave PyLD nothing to drop. The RDF
is `skillmark.core.canon.rdf`'s work. Nothing is fetched, and no argument is changed.
"""

import threading
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, Final, NoReturn, cast

from pyld import jsonld as pyld

from skillmark.core.canon import contexts, rdf, spelling
from skillmark.core.canon.errors import (
    CanonError,
    EmptyError,
    GraphError,
    RelativeIriError,
    SyntaxRefusedError,
    TermRedefinedError,
    UndefinedTermError,
    UndefinedTypeError,
)
from skillmark.core.canon.iris import check_node, check_written
from skillmark.core.jsonio import JsonObject, JsonValue

# Whatever PyLD resolves against the base comes out under this scheme, and is refused for it.
_RELATIVE: Final = "relative-to-the-document:"
_BASE: Final = f"{_RELATIVE}//base/"
_REDEFINED: Final = {"protected term redefinition", "invalid context nullification"}

MAX_DERIVED: Final = 512  # active contexts that are kept

# PyLD and `_Derived` keep what they derive from the contexts in plain dicts: one thread at a time.
_lock: Final = threading.Lock()
_resolver: Final = pyld.ContextResolver({}, contexts.loader)


class _Derived:
    """Remembers which active context a context makes of another one.

    PyLD derives the context of each typed node anew, most of its time. Its active contexts are
    frozen, and the contexts of terms and types are always the same objects, so both are known
    again by their identity; they are kept alive here, so that no identity is used twice.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[Any, Any, Any]] = {}

    def derive(
        self, process: Callable[..., Any], active: Any, local: Any, *more: Any, **options: Any
    ) -> Any:
        """Return what ``process`` (PyLD's context processing) returned for the same before."""
        if "cycles" in options or type(active) is dict:  # still being made
            return process(active, local, *more, **options)
        # A document's contexts are addresses; those of terms and types are objects.
        same = tuple(local) if isinstance(local, list) else local
        key = (
            id(active),
            id(local) if isinstance(local, dict) else same,
            options.get("override_protected"),
            options.get("propagate"),
        )
        if key not in self._known:
            result = process(active, local, *more, **options)
            if len(self._known) >= MAX_DERIVED:
                self._known.clear()
            self._known[key] = (result, active, local)
        return self._known[key][0]


_derived: Final = _Derived()


def expand(document: JsonObject, *, allow_examples: bool = False) -> list[JsonValue]:
    """Return the expanded document, JSON-LD 1.1 API §5.1, or refuse it.

    Args:
        document: a JSON-LD document that names bundled contexts only.
        allow_examples: follow the W3C example contexts, whose ``@vocab`` defines every term;
            for published test vectors only.

    Raises:
        ContextError: a context we do not follow, or a term with two meanings.
        DocumentError: something that RDF would drop, or that two readers would read apart.
        DepthError: more than 64 arrays and objects inside each other.
        SizeError: more than 25,000 values.
    """
    spelling.check(document, allow_examples=allow_examples)
    processor = _processor()
    options: dict[str, Any] = {
        "base": _BASE,
        "contextResolver": _resolver,
        "documentLoader": contexts.loader,
    }
    try:
        with _lock:
            expanded = processor.expand(document, options)
    except pyld.JsonLdError as error:
        raise _named(error) from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise SyntaxRefusedError("The document is no JSON-LD that can be read.") from error
    if len(expanded) != 1:
        raise EmptyError("The document states nothing.")
    _check(expanded[0])
    return cast("list[JsonValue]", expanded)


def to_nquads(document: JsonObject, *, allow_examples: bool = False) -> list[str]:
    """Return the document's statements as canonical N-Quads lines, sorted.

    Blank nodes carry the labels of this conversion; `skillmark.core.canon.rdfc` gives them the
    canonical ones.

    Raises:
        CanonError: as `expand`, and a number or text that RDF cannot carry exactly.
    """
    return sorted(
        quad.line() for quad in rdf.quads(expand(document, allow_examples=allow_examples))
    )


def _processor() -> Any:
    processor = pyld.JsonLdProcessor(on_property_dropped=_refuse_property)
    # Should PyLD rename its method, this is never called, and the bytes are the same.
    process = attrgetter("_process_context")(processor)
    vars(processor)["_process_context"] = partial(_derived.derive, process)
    return processor


def _refuse_property(name: str | None) -> NoReturn:
    raise UndefinedTermError("No context defines this property.", term=name)


def _named(error: BaseException) -> CanonError:
    """Return the error of ours that says what PyLD found."""
    found = ""
    cause: BaseException | None = error
    while cause is not None:
        found = getattr(cause, "code", None) or found
        cause = cause.__cause__
    if found in _REDEFINED:
        return TermRedefinedError("A protected term is given another meaning.")
    return SyntaxRefusedError("The document is no valid JSON-LD.", reason=found)


def _check(node: Any) -> None:
    """Refuse identifiers that stayed relative, and graphs that hold nothing."""
    if "@value" in node:
        _check_identifier(node.get("@type"), datatype=True)
        return
    if "@id" in node:
        _check_identifier(node["@id"])
    for name in node.get("@type", ()):
        if not isinstance(name, str) or ":" not in name or name.startswith(_RELATIVE):
            raise UndefinedTypeError("No context defines this type.", type=_written(name))
        check_written(name)
    for key, values in node.items():
        if key == "@graph" and any(not _is_described(inner) for inner in values):
            raise GraphError("A graph holds something that is no description.")
        if key == "@reverse":
            for inner in values.values():
                _check_all(inner)
        elif key not in {"@id", "@type", "@index", "@language"}:
            _check_all(values)


def _check_all(values: Any) -> None:
    for value in values:
        _check(value)


def _check_identifier(value: object, *, datatype: bool = False) -> None:
    if datatype and value in {None, "@json"}:
        return
    if not isinstance(value, str) or value.startswith(_RELATIVE):
        raise RelativeIriError("An identifier is not an absolute IRI.", value=_written(value))
    check_node(value)


def _is_described(node: Any) -> bool:
    return "@value" not in node and "@list" not in node and bool(set(node) - {"@id"})


def _written(value: object) -> str:
    return str(value).removeprefix(_BASE).removeprefix(_RELATIVE)
