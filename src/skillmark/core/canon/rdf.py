"""From expanded JSON-LD to RDF: JSON-LD 1.1 API §8.1, without losing anything.

Where the algorithm would drop a statement (a relative IRI, a direction, an ill-formed tag) or round
a number, this raises instead. Input comes from `skillmark.core.canon.jsonld.expand`; the result
is a set of quads whose blank nodes are named ``_:b0``, ``_:b1`` and so on.
"""

import math
import re
from collections.abc import Iterable
from typing import Final, cast

from skillmark.core.canon import jcs
from skillmark.core.canon.errors import (
    DirectionError,
    IncludedError,
    IndexRefusedError,
    LanguageError,
    NumberError,
    RelativeIriError,
    SurrogateError,
    SyntaxRefusedError,
)
from skillmark.core.canon.iris import check_absolute, check_node
from skillmark.core.canon.quads import RDF, XSD, Quad, iri, literal
from skillmark.core.jsonio import JsonObject, JsonValue

_LANGUAGE: Final = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*\Z")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TRAILING_ZEROS: Final = re.compile(r"(\d)0*E\+?(-?)0*(\d)")
_FIRST: Final = iri(f"{RDF}first")
_REST: Final = iri(f"{RDF}rest")
_NIL: Final = iri(f"{RDF}nil")
_TYPE: Final = iri(f"{RDF}type")
_LARGE: Final = 1e21  # from here on an integer is written as a double, §8.6


def quads(expanded: list[JsonValue]) -> set[Quad]:
    """Return the dataset that an expanded document states, JSON-LD 1.1 API §8.1.

    Raises:
        DocumentError: a statement that RDF cannot carry.
        NumberError: a number whose lexical form would not read back as itself.
        SurrogateError: a text that UTF-8 cannot write.
    """
    writer = _Writer()
    for node in expanded:
        writer.node(cast("JsonObject", node), "")
    return writer.quads


class _Writer:
    """Collects the quads of one document and names its blank nodes."""

    def __init__(self) -> None:
        self.quads: set[Quad] = set()
        self._labels: dict[str, str] = {}
        self._issued = 0

    def node(self, node: JsonObject, graph: str) -> str:
        """Write a node object and what it holds; return its term."""
        subject = self._subject(node["@id"]) if "@id" in node else self._blank()
        for key, value in node.items():
            if key == "@type":
                for name in cast("list[str]", value):
                    check_absolute(name)
                    self.quads.add(Quad(subject, _TYPE, iri(name), graph))
            elif key == "@graph":
                for inner in cast("list[JsonObject]", value):
                    self.node(inner, subject)
            elif key == "@reverse":
                self._reverse(subject, cast("JsonObject", value), graph)
            elif key != "@id":
                self._property(subject, key, cast("list[JsonObject]", value), graph)
        return subject

    def _property(
        self, subject: str, key: str, values: Iterable[JsonObject], graph: str
    ) -> None:
        if key in _REFUSED_KEYS:
            raise _REFUSED_KEYS[key]("The document uses a keyword RDF drops.", keyword=key)
        check_absolute(key)
        predicate = iri(key)
        for value in values:
            self.quads.add(Quad(subject, predicate, self._object(value, graph), graph))

    def _reverse(self, target: str, properties: JsonObject, graph: str) -> None:
        for key, values in properties.items():
            check_absolute(key)
            for value in cast("list[JsonObject]", values):
                self.quads.add(Quad(self.node(value, graph), iri(key), target, graph))

    def _subject(self, identifier: JsonValue) -> str:
        if not isinstance(identifier, str):
            raise RelativeIriError("An identifier is no text that is an IRI.")
        check_node(identifier)
        if not identifier.startswith("_:"):
            return iri(identifier)
        if identifier not in self._labels:
            self._labels[identifier] = self._blank()
        return self._labels[identifier]

    def _blank(self) -> str:
        self._issued += 1
        return f"_:b{self._issued - 1}"

    def _object(self, value: JsonObject, graph: str) -> str:
        if "@value" in value:
            return _literal(value)
        if "@list" in value:
            return self._list(cast("list[JsonObject]", value["@list"]), graph)
        return self.node(value, graph)

    def _list(self, items: list[JsonObject], graph: str) -> str:
        rest = _NIL
        for item in reversed(items):
            cell = self._blank()
            self.quads.add(Quad(cell, _FIRST, self._object(item, graph), graph))
            self.quads.add(Quad(cell, _REST, rest, graph))
            rest = cell
        return rest


_REFUSED_KEYS: Final[dict[str, type[DirectionError | IncludedError | IndexRefusedError]]] = {
    "@direction": DirectionError,
    "@included": IncludedError,
    "@index": IndexRefusedError,
}


def _literal(item: JsonObject) -> str:
    for key in ("@direction", "@index"):
        if key in item:
            raise _REFUSED_KEYS[key]("The document uses a keyword RDF drops.", keyword=key)
    value, datatype, language = item["@value"], item.get("@type"), item.get("@language")
    if datatype == "@json":
        return literal(jcs.canonicalize(value).decode(), datatype=f"{RDF}JSON")
    if isinstance(value, str) and isinstance(language, str):
        if not _LANGUAGE.match(language):
            raise LanguageError("A language tag is not well-formed.", language=repr(language))
        return literal(_text(value), language=language)
    if isinstance(datatype, str):
        check_absolute(datatype)
    return _native(value, cast("str | None", datatype))


def _native(value: JsonValue, datatype: str | None) -> str:
    if isinstance(value, str):
        return literal(_text(value), datatype=datatype or "")
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype=datatype or f"{XSD}boolean")
    if isinstance(value, int | float):
        return _number(value, datatype)
    raise SyntaxRefusedError("A value object holds neither text, number nor truth value.")


def _number(value: float, datatype: str | None) -> str:
    if not math.isfinite(value):
        raise NumberError("A number is not finite.")
    if value == int(value) and abs(value) < _LARGE and datatype != f"{XSD}double":
        return literal(str(int(value)), datatype=datatype or f"{XSD}integer")
    lexical = _TRAILING_ZEROS.sub(r"\1E\2\3", f"{value:1.15E}")
    if float(lexical) != value:
        raise NumberError("A number would be rounded on its way to RDF.", value=repr(value))
    return literal(lexical, datatype=datatype or f"{XSD}double")


def _text(value: str) -> str:
    if _SURROGATE.search(value):
        raise SurrogateError("A text holds a lone surrogate.")
    return value
