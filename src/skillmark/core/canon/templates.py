"""Canonical N-Quads with gaps: what all documents of one shape have in common.

A document whose texts are markers is expanded once; every marker that comes out whole, as an IRI or
as a literal's text, is a gap. `Template.render` checks the texts, fills the gaps, hashes the
blank nodes again and sorts. Whatever could make the full way answer otherwise, it declines
(returns nothing), and `skillmark.core.canon.compiled` then goes the full way.
"""

import re
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any, Final, NamedTuple

from skillmark.core.canon import jsonld, rdf, rdfc, shapes
from skillmark.core.canon.iris import ILLEGAL
from skillmark.core.canon.quads import Quad, escape, is_blank
from skillmark.core.canon.spelling import ABOUT_ROOT
from skillmark.core.jsonio import JsonObject

SCHEMES: Final = ("data", "did", "http", "https", "mailto", "urn")
"""What an IRI in a gap may begin with; no bundled context has a term of that name."""

MAX_LAYOUT_LINES: Final = 2_048  # lines kept for one template, over all orders of blank nodes

_IRIS: Final = re.compile(rf"(?:(?:{'|'.join(SCHEMES)}):[^\s{ILLEGAL}]*+\n)*+\Z")
_MARKER: Final = "urn:gap:"
_GAP: Final = re.compile(rf'(<){_MARKER}(\d+):>|"{_MARKER}(\d+):"(.*)', re.DOTALL)

type Pick = Callable[[list[str]], tuple[str, ...]]


class NoTemplateError(Exception):
    """Documents of this shape have to go the full way."""


class Template:
    """What documents of one shape have in common, for one hash and fixed pinned texts.

    Attributes:
        iris: the indexes of the texts that stand where IRIs do.
    """

    def __init__(self, document: JsonObject, pinned: dict[int, str], hash_name: str) -> None:
        """Compile a shape.

        Args:
            document: any document of the shape.
            pinned: texts that belong to the shape, by index.
            hash_name: the hash inside RDFC-1.0.

        Raises:
            NoTemplateError: a marker does not come out whole, or blank nodes look alike.
            CanonError: the shape itself is refused.
        """
        count = len(shapes.places(document))
        marked = shapes.refill(
            document, [pinned.get(index, f"{_MARKER}{index}:") for index in range(count)]
        )
        self._quads = sorted(rdf.quads(jsonld.expand(marked)))
        gaps = [gap for quad in self._quads for term in quad if (gap := _term(term)).gap >= 0]
        self.iris = sorted({gap.gap for gap in gaps if gap.is_iri})
        self._literals = sorted({gap.gap for gap in gaps if not gap.is_iri})
        if sorted((*self.iris, *self._literals, *pinned)) != list(range(count)):
            raise NoTemplateError
        self._pick_iris = _picker(self.iris)
        self._pick_literals = _picker(self._literals)
        self._root, self._describing = _roots(marked)
        digest = rdfc.hasher(hash_name)
        self._blanks = [
            _Blank(self._quads, node, digest)
            for node in sorted({*rdfc.blank_nodes(self._quads)})
        ]
        self._layouts: dict[tuple[int, ...], _Lines] = {}

    def render(self, texts: list[str]) -> bytes | None:
        """Return the canonical bytes, or nothing when the full way has to decide.

        Args:
            texts: the document's texts in `shapes.read`'s order.
        """
        iris = "\n".join((*self._pick_iris(texts), ""))
        if iris.count("\n") != len(self.iris) or not _IRIS.match(iris):
            return None
        if self._root >= 0 and texts[self._root] in self._describing(texts):
            return None
        texts = self._escaped(texts)
        try:
            hashes = [blank.hash(texts) for blank in self._blanks]
            if len(set(hashes)) != len(hashes):
                return None
            lines = self._layout(hashes).fill(texts)
            lines.sort()
            return "\n".join((*dict.fromkeys(lines), "")).encode()
        except UnicodeEncodeError:
            return None

    def _escaped(self, texts: list[str]) -> list[str]:
        literals = "".join(self._pick_literals(texts))
        if literals.isprintable() and '"' not in literals and "\\" not in literals:
            return texts
        escaped = texts.copy()
        for index in self._literals:
            escaped[index] = escape(texts[index])
        return escaped

    def _layout(self, hashes: list[str]) -> "_Lines":
        order = tuple(sorted(range(len(hashes)), key=hashes.__getitem__))
        layout = self._layouts.get(order)
        if layout is None:
            labels = {self._blanks[i].node: f"_:c14n{rank}" for rank, i in enumerate(order)}
            layout = _Lines(self._quads, labels)
            if len(self._quads) * len(self._layouts) < MAX_LAYOUT_LINES:
                self._layouts[order] = layout
        return layout


class _Blank:
    """One blank node's first-degree hash (RDFC-1.0 §4.6.3), from its lines with gaps."""

    __slots__ = ("_digest", "_last", "_lines", "_named", "node")

    def __init__(self, quads: Iterable[Quad], node: str, digest: rdfc.Hash) -> None:
        self.node = node
        self._digest = digest
        mentions = [quad for quad in quads if node in {quad.subject, quad.object, quad.graph}]
        self._lines = _Lines(mentions, {node: "_:a"}, otherwise="_:z")
        self._named = _Lines(mentions, {})
        self._last: tuple[tuple[str, ...], str] | None = None

    def hash(self, texts: list[str]) -> str:
        picked = self._lines.pick(texts)
        last = self._last
        if last is not None and last[0] == picked:
            return last[1]
        lines = self._lines.fill(texts)
        if len(set(lines)) != len(lines):
            # Texts may have made two statements one; unlike statements about two other blank
            # nodes, which only look alike here, they have to be counted once.
            lines = [*dict(zip(self._named.fill(texts), lines, strict=True)).values()]
        lines.sort()
        value = self._digest("\n".join((*lines, "")))
        self._last = (picked, value)  # one assignment, so threads see both or neither
        return value


class _Lines:
    """Lines of N-Quads with gaps, filled all at once."""

    __slots__ = ("_text", "pick")

    def __init__(
        self, quads: Iterable[Quad], labels: dict[str, str], otherwise: str = ""
    ) -> None:
        lines: list[str] = []
        gaps: list[int] = []
        for quad in quads:
            terms = [_term(term, labels, otherwise) for term in quad if term]
            gaps.extend(term.gap for term in terms if term.gap >= 0)
            lines.append(" ".join((*(term.text for term in terms), ".")))
        self._text = "\n".join(lines)
        self.pick = _picker(gaps)

    def fill(self, texts: list[str]) -> list[str]:
        return (self._text % self.pick(texts)).split("\n")


class _Term(NamedTuple):
    text: str  # a %-format
    gap: int  # the index of the text that fills it, or -1
    is_iri: bool


def _term(term: str, labels: dict[str, str] | None = None, otherwise: str = "") -> _Term:
    if is_blank(term):
        return _Term((labels or {}).get(term, otherwise or term), -1, is_iri=False)
    match = _GAP.fullmatch(term)
    rest = match[4] or "" if match else term
    if _MARKER in rest:
        raise NoTemplateError
    written = rest.replace("%", "%%")
    if match is None:
        return _Term(written, -1, is_iri=False)
    if match[1]:
        return _Term("<%s>", int(match[2]), is_iri=True)
    return _Term(f'"%s"{written}', int(match[3]), is_iri=False)


def _picker(indexes: list[int]) -> Pick:
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda texts: tuple(texts[index] for index in indexes)


def _roots(marked: JsonObject) -> tuple[int, Pick]:
    """Return the gap of the root's id, and those that must not name the root too."""
    found: list[int] = []
    stack: list[Any] = list(marked.values())
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if not value.keys() <= ABOUT_ROOT:
                found.append(_gap_of(value.get("id")))
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return _gap_of(marked.get("id")), _picker([gap for gap in found if gap >= 0])


def _gap_of(text: object) -> int:
    if isinstance(text, str) and text.startswith(_MARKER):
        return int(text.removeprefix(_MARKER).removesuffix(":"))
    return -1
