"""One strict pass over an SVG: well-formed, without entities, within limits.

Finds the root's start tag and the credential elements as byte ranges, so that baking changes
nothing else, and hands every element to a visitor. Nothing is ever fetched: a document type
may name its public DTD (many drawing programs write one) but may declare nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from skillmark.core.bake.errors import SvgEntityError, SvgError, TooLargeError
from skillmark.core.bake.payload import MAX_PAYLOAD, Edition

SVG: Final = "http://www.w3.org/2000/svg"
OPEN_BADGES_3: Final = "https://purl.imsglobal.org/ob/v3p0"
OPEN_BADGES_2: Final = "http://openbadges.org"
MAX_FILE: Final = 5 * 1024 * 1024  # bytes
MAX_DEPTH: Final = 128
MAX_ELEMENTS: Final = 100_000
_TAG: Final = re.compile(rb"""<(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_SEPARATOR: Final = " "  # cannot stand in a namespace name that we compare
_CARRIERS: Final = {
    f"{OPEN_BADGES_3}{_SEPARATOR}credential": Edition.OPEN_BADGES_3,
    f"{OPEN_BADGES_2}{_SEPARATOR}assertion": Edition.OPEN_BADGES_2,
}

type Visitor = Callable[[str, str, Mapping[str, str]], None]
"""Called with namespace, local name and attributes (names as ``namespace local``)."""


@dataclass(slots=True)
class Carrier:
    """An element that carries a credential.

    Attributes:
        edition: by its name.
        verify: the attribute that holds a JWT, if any.
        text: its character data so far.
        start, end: byte range of the whole element.
    """

    edition: Edition
    verify: str | None
    start: int
    end: int = 0
    text: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one pass has found.

    Attributes:
        root: byte offset of the root's start tag.
        carriers: the credential elements, in order.
        styles: the content of all ``style`` elements.
        encoding: as the XML declaration has it, in small letters, or "".
    """

    root: int
    carriers: tuple[Carrier, ...]
    styles: str
    encoding: str


def read(image: bytes, visit: Visitor | None = None) -> Drawing:
    """Return where root and credentials stand.

    Args:
        image: an SVG in UTF-8, UTF-16, Latin-1 or ASCII.
        visit: sees each element before its content; may raise to refuse the drawing.

    Raises:
        TooLargeError: more than `MAX_FILE` bytes, `MAX_ELEMENTS` elements or `MAX_DEPTH` levels.
        SvgEntityError: an internal DTD subset.
        SvgError: not well-formed, or the root is not ``svg``.
    """
    if len(image) > MAX_FILE:
        raise TooLargeError("The picture is too large.", size=len(image), limit=MAX_FILE)
    return _Pass(image, visit).run()


class _Pass:
    def __init__(self, image: bytes, visit: Visitor | None) -> None:
        self._image = image
        self._visit = visit
        self._depth = 0
        self._elements = 0
        self._root = -1
        self._text_size = 0
        self._carriers: list[Carrier] = []
        self._open: Carrier | None = None
        self._open_depth = 0
        self._styles: list[str] = []
        self._in_style = False
        self._encoding = ""
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)

    def run(self) -> Drawing:
        parser = self._parser
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ProcessingInstructionHandler = self._instruction
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        try:
            parser.Parse(self._image, True)  # noqa: FBT003 - expat takes it by position
        except (expat.ExpatError, LookupError, ValueError) as error:
            line = getattr(error, "lineno", None)
            raise SvgError("The picture is not well-formed XML.", line=line) from None
        styles = "".join(self._styles)
        return Drawing(self._root, tuple(self._carriers), styles, self._encoding)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self._encoding = (encoding or "").lower()

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, has_subset: int
    ) -> None:
        if has_subset:
            raise SvgEntityError("The picture declares entities of its own.")

    def _instruction(self, target: str, _data: str) -> None:
        if self._visit is not None:
            self._visit("", f"?{target}", {})

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise TooLargeError("The picture has too many parts.", limit=MAX_ELEMENTS)
        namespace, _, local = name.rpartition(_SEPARATOR)
        if self._depth == 1:
            if (namespace, local) != (SVG, "svg"):
                raise SvgError("The picture's root is not an svg element.")
            self._root = self._parser.CurrentByteIndex
        if self._visit is not None:
            self._visit(namespace, local, attributes)
        self._in_style = (namespace, local) == (SVG, "style")
        edition = _CARRIERS.get(name)
        if edition is not None and self._open is None:
            self._open_depth = self._depth
            self._open = Carrier(
                edition, attributes.get("verify"), self._parser.CurrentByteIndex
            )

    def _end(self, _name: str) -> None:
        self._in_style = False
        if self._open is not None and self._depth == self._open_depth:
            first = tag_end(self._image, self._open.start)
            closed = self._image[first - 2 : first] == b"/>"
            last = self._parser.CurrentByteIndex
            self._open.end = first if closed else tag_end(self._image, last)
            self._carriers.append(self._open)
            self._open = None
        self._depth -= 1

    def _characters(self, text: str) -> None:
        if self._in_style:
            self._styles.append(text)
        if self._open is not None:
            self._text_size += len(text)
            if self._text_size > MAX_PAYLOAD:
                raise TooLargeError("The credential is too large.", limit=MAX_PAYLOAD)
            self._open.text.append(text)


def tag_end(image: bytes, start: int) -> int:
    """Return the offset just after the ``>`` of the tag that starts at `start`.

    Only for a well-formed document in an encoding that writes ASCII as ASCII.
    """
    tag = _TAG.match(image, start)
    return tag.end() if tag else start
