"""The shape cache: the same canonical bytes, without expanding the same shape again.

Credentials of one achievement differ in a few texts only. The second time a shape is seen it is
compiled (`skillmark.core.canon.templates`), proven on two sets of values against the full way, and
kept in a bounded cache, least recently used shapes leaving first: anyone can mint shapes. A
document that does not meet a template's conditions goes the full way, so the answer, bytes or
refusal, is always that of `skillmark.core.canon.canonicalize`.
"""

import threading
from collections import OrderedDict
from typing import Final

from skillmark.core.canon import canonicalize, shapes
from skillmark.core.canon.errors import CanonError
from skillmark.core.canon.templates import SCHEMES, NoTemplateError, Template
from skillmark.core.jsonio import JsonObject

MAX_SHAPES: Final = 256  # shapes, unless the caller says otherwise
MAX_VARIANTS: Final = 16  # sets of pinned texts kept for one shape
MAX_KEY: Final = 65_536  # characters of a shape that is remembered
COMPILE_AT: Final = 2  # the sighting at which a shape is compiled

_AWKWARD: Final = 'a"b\\c\n\r\t\b\f\x00\x1f\x7f\u00e9\u2028\U0001f393 %s %% <x> {} '


class ShapeCache:
    """Canonicalises documents, fast for shapes it has seen; safe to share between threads."""

    def __init__(self, max_shapes: int = MAX_SHAPES, *, compile_at: int = COMPILE_AT) -> None:
        """Make an empty cache.

        Args:
            max_shapes: how many shapes are remembered.
            compile_at: at which sighting a shape is compiled; 1 when all documents are ours.
        """
        self._max_shapes = max_shapes
        self._compile_at = compile_at
        self._lock = threading.Lock()
        self._shapes: OrderedDict[tuple[str, shapes.Key], _Shape] = OrderedDict()

    def __len__(self) -> int:
        return len(self._shapes)

    def canonicalize(self, document: JsonObject, hash_name: str = "sha256") -> bytes:
        """Return the canonical N-Quads of a JSON-LD document as UTF-8.

        Args:
            document: a JSON-LD document that names bundled contexts only.
            hash_name: ``"sha256"`` or ``"sha384"``, the hash inside RDFC-1.0.

        Raises:
            CanonError: the document is refused; its subclass says why.
        """
        return self.rendered(document, hash_name) or canonicalize(document, hash_name)

    def rendered(self, document: JsonObject, hash_name: str = "sha256") -> bytes | None:
        """Return the canonical bytes when the shape way gives them, else nothing."""
        try:
            key, texts = shapes.read(document)
            shape = self._shape(hash_name, key)
        except (shapes.UnshapedError, TypeError):
            return None
        template = shape.template(document, texts, hash_name, self._compile_at)
        return template.render(texts) if template else None

    def _shape(self, hash_name: str, key: shapes.Key) -> "_Shape":
        with self._lock:
            shape = self._shapes.get((hash_name, key))
            if shape is None:
                if len(repr(key)) > MAX_KEY:
                    raise shapes.UnshapedError
                shape = self._shapes[hash_name, key] = _Shape()
                if len(self._shapes) > self._max_shapes:
                    self._shapes.popitem(last=False)
            else:
                self._shapes.move_to_end((hash_name, key))
            return shape


class _Shape:
    """One shape: how often it was seen, which texts are pinned, and its templates."""

    __slots__ = ("_lock", "_pinned", "_sightings", "_variants")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sightings = 0
        self._pinned: tuple[int, ...] = ()
        self._variants: dict[tuple[str, ...], Template | None] = {}

    def template(
        self, document: JsonObject, texts: list[str], hash_name: str, compile_at: int
    ) -> Template | None:
        """Return the template for these texts, compiled now when it is time."""
        variant = tuple([texts[index] for index in self._pinned])
        if variant in self._variants:
            return self._variants[variant]
        with self._lock:
            self._sightings += 1
            if self._sightings < compile_at or len(self._variants) >= MAX_VARIANTS:
                return None
            return self._compile(document, texts, hash_name)

    def _compile(
        self, document: JsonObject, texts: list[str], hash_name: str
    ) -> Template | None:
        pinned = self._pinned
        template = _proven(document, texts, pinned, hash_name)
        if template and not pinned:
            pinned = tuple(index for index in template.iris if ":" not in texts[index])
            if pinned:
                template = _proven(document, texts, pinned, hash_name)
                if template is None:  # this document is at fault, not its shape
                    return None
        self._pinned = pinned
        self._variants[tuple([texts[index] for index in pinned])] = template
        return template


def _proven(
    document: JsonObject, texts: list[str], pinned: tuple[int, ...], hash_name: str
) -> Template | None:
    """Return a template that agrees with the full way on two sets of texts, if there is one."""
    try:
        template = Template(document, {index: texts[index] for index in pinned}, hash_name)
        for values in _value_sets(texts, template, pinned):
            full = canonicalize(shapes.refill(document, values), hash_name)
            if template.render(values) != full:
                return None
    except (CanonError, NoTemplateError):
        return None
    return template


def _value_sets(
    texts: list[str], template: Template, pinned: tuple[int, ...]
) -> tuple[list[str], list[str]]:
    """Return two sets of texts that differ in order and in what has to be escaped."""
    plain, awkward = texts.copy(), texts.copy()
    for index in range(len(texts)):
        if index in pinned:
            continue
        if index in template.iris:
            plain[index] = f"https://example.org/{index}"
            awkward[index] = f"{SCHEMES[index % len(SCHEMES)]}:{1000 - index}%41/\u00e9?#"
        else:
            plain[index] = f"text {index}"
            awkward[index] = f"{1000 - index}{_AWKWARD}"
    return plain, awkward
