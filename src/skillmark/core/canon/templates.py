"""Canonical N-Quads with gaps: what all documents of one shape have in common.

A document whose texts are markers is expanded once; every marker that comes out whole, as an IRI or
as a literal's text, is a gap; so is every blank node's label. `Template.render` checks the texts,
hashes the blank nodes again, fills the gaps and sorts; texts that stay the same over many
documents are checked and filled once. Whatever could make the full way answer otherwise, it
declines (returns nothing), and `skillmark.core.canon.compiled` then goes the full way.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, Final, NamedTuple

from skillmark.core.canon import jsonld, rdf, rdfc, shapes
from skillmark.core.canon.iris import ILLEGAL
from skillmark.core.canon.quads import Quad, escape, is_blank
from skillmark.core.canon.spelling import ABOUT_ROOT
from skillmark.core.jsonio import JsonObject

SCHEMES: Final = ("data", "did", "http", "https", "mailto", "urn")
"""What an IRI in a gap may begin with; no bundled context has a term of that name."""

SETTLE_AT: Final = 16  # documents in a row over which a text stays the same
MAX_SETTLED: Final = 32_768  # characters of the texts that one template keeps

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
        gaps = [
            gap
            for quad in self._quads
            for term in quad
            if (gap := _term(term, {}, "", {})).gap >= 0
        ]
        self.iris = sorted({gap.gap for gap in gaps if gap.is_iri})
        self._literals = sorted({gap.gap for gap in gaps if not gap.is_iri})
        if sorted((*self.iris, *self._literals, *pinned)) != list(range(count)):
            raise NoTemplateError
        self._root, self._describing = _roots(marked)
        digest = rdfc.hasher(hash_name)
        self._blanks = [
            _Blank(self._quads, node, digest)
            for node in sorted({*rdfc.blank_nodes(self._quads)})
        ]
        self._labels = {blank.node: count + i for i, blank in enumerate(self._blanks)}
        self._open = self._settled = self._plan([], {})
        self._habit = _NO_HABIT

    def render(self, texts: list[str]) -> bytes | None:
        """Return the canonical bytes, or nothing when the full way has to decide.

        Args:
            texts: the document's texts in `shapes.read`'s order.
        """
        plan = self._settled if self._settled.fits(texts) else self._open
        if not plan.has_absolute_iris(texts):
            return None
        if self._root >= 0 and texts[self._root] in self._describing(texts):
            return None
        escaped = plan.escaped(texts)
        try:
            hashes = [blank.hash(escaped) for blank in self._blanks]
            if len(set(hashes)) != len(hashes):
                return None
            labels = [""] * len(hashes)
            for rank, index in enumerate(sorted(range(len(hashes)), key=hashes.__getitem__)):
                labels[index] = f"_:c14n{rank}"
            lines = plan.lines([*escaped, *labels])
            lines.sort()
            made = "\n".join((*dict.fromkeys(lines), "")).encode()
        except UnicodeEncodeError:
            return None
        if plan is self._open:
            self._learn(texts, escaped)
        return made

    def _learn(self, texts: list[str], escaped: list[str]) -> None:
        """Settle what stayed the same over some documents that were rendered."""
        if sum(map(len, texts)) > MAX_SETTLED:
            return
        habit = self._habit.after(texts)
        if not habit.same:
            habit = _NO_HABIT.after(texts)
        elif habit.seen == SETTLE_AT:
            self._settled = self._plan(escaped, {i: texts[i] for i in sorted(habit.same)})
            habit = _NO_HABIT
        self._habit = habit  # threads may overwrite each other's: a plan then fits fewer

    def _plan(self, escaped: list[str], settled: Mapping[int, str]) -> "_Plan":
        rows = [_row(quad, {}, slots=self._labels) for quad in self._quads]
        return _Plan(rows, self.iris, self._literals, escaped, settled)


class _Habit(NamedTuple):
    """Which texts stayed the same over the last documents."""

    texts: list[str]
    same: frozenset[int]
    seen: int

    def after(self, texts: list[str]) -> "_Habit":
        """Return the habit after one more document."""
        if not self.seen:
            return _Habit(texts, frozenset(range(len(texts))), 1)
        same = frozenset([index for index in self.same if self.texts[index] == texts[index]])
        return _Habit(texts, same, self.seen + 1)


_NO_HABIT: Final = _Habit([], frozenset(), 0)


class _Plan:
    """How texts are checked and filled in, some of them once and for all.

    A settled text stood in a document that was rendered, so it has passed its check. Lines that
    hold settled texts only are kept as they came out.
    """

    __slots__ = (
        "_fixed",
        "_iris",
        "_lines",
        "_literals",
        "_pick",
        "_pick_iris",
        "_pick_literals",
        "_texts",
    )

    def __init__(
        self,
        rows: Iterable["_Row"],
        iris: Iterable[int],
        literals: Iterable[int],
        escaped: list[str],
        settled: Mapping[int, str],
    ) -> None:
        self._pick = _picker(list(settled))
        self._texts = tuple(settled.values())
        self._iris = [index for index in iris if index not in settled]
        self._literals = [i for i in literals if i not in settled or settled[i] != escaped[i]]
        self._pick_iris = _picker(self._iris)
        self._pick_literals = _picker(self._literals)
        fixed: list[str] = []
        filled: list[_Row] = []
        for row in rows:
            if settled.keys() >= {*row.gaps}:
                fixed.append(row.text % tuple(escaped[gap] for gap in row.gaps))
            else:
                filled.append(row)
        self._fixed = sorted(fixed)
        self._lines = _Lines(filled)

    def fits(self, texts: list[str]) -> bool:
        """Say whether the settled texts are these."""
        return self._pick(texts) == self._texts

    def has_absolute_iris(self, texts: list[str]) -> bool:
        """Say whether the texts that stand where IRIs do are some, beyond doubt."""
        iris = "\n".join((*self._pick_iris(texts), ""))
        return iris.count("\n") == len(self._iris) and _IRIS.match(iris) is not None

    def escaped(self, texts: list[str]) -> list[str]:
        """Return the texts as N-Quads writes them."""
        literals = "".join(self._pick_literals(texts))
        if literals.isprintable() and '"' not in literals and "\\" not in literals:
            return texts
        escaped = texts.copy()
        for index in self._literals:
            escaped[index] = escape(texts[index])
        return escaped

    def lines(self, texts: list[str]) -> list[str]:
        """Return all lines; the texts are escaped, the labels follow them."""
        return self._fixed + self._lines.fill(texts)


class _Blank:
    """One blank node's first-degree hash (RDFC-1.0 §4.6.3), from its lines with gaps."""

    __slots__ = ("_digest", "_last", "_lines", "_named", "node")

    def __init__(self, quads: Iterable[Quad], node: str, digest: rdfc.Hash) -> None:
        self.node = node
        self._digest = digest
        mentions = [quad for quad in quads if node in {quad.subject, quad.object, quad.graph}]
        self._lines = _Lines(_row(quad, {node: "_:a"}, "_:z") for quad in mentions)
        self._named = _Lines(_row(quad, {}) for quad in mentions)
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


class _Row(NamedTuple):
    """One line of N-Quads with gaps."""

    text: str  # a %-format
    gaps: tuple[int, ...]


def _row(
    quad: Quad,
    labels: Mapping[str, str],
    otherwise: str = "",
    slots: Mapping[str, int] | None = None,
) -> _Row:
    """Return the line of a quad.

    Args:
        quad: the quad, its texts being markers.
        labels: what some blank nodes are called.
        otherwise: what the other blank nodes are called; by default as in the quad.
        slots: blank nodes whose labels are gaps, too.
    """
    terms = [_term(term, labels, otherwise, slots or {}) for term in quad if term]
    text = " ".join((*(term.text for term in terms), "."))
    return _Row(text, tuple(term.gap for term in terms if term.gap >= 0))


class _Lines:
    """Lines of N-Quads with gaps, filled all at once."""

    __slots__ = ("_text", "pick")

    def __init__(self, rows: Iterable[_Row]) -> None:
        rows = list(rows)
        self._text = "\n".join([row.text for row in rows])
        self.pick = _picker([gap for row in rows for gap in row.gaps])

    def fill(self, texts: list[str]) -> list[str]:
        return (self._text % self.pick(texts)).split("\n") if self._text else []


class _Term(NamedTuple):
    text: str  # a %-format
    gap: int  # the index of the text that fills it, or -1
    is_iri: bool


def _term(
    term: str, labels: Mapping[str, str], otherwise: str, slots: Mapping[str, int]
) -> _Term:
    if term in slots:
        return _Term("%s", slots[term], is_iri=False)
    if is_blank(term):
        return _Term(labels.get(term, otherwise or term), -1, is_iri=False)
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
