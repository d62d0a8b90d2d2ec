"""Is a text that a stranger wrote shown as text? Pages, mails and pictures are parsed and looked at."""

from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

_LOADED: Final = {
    "src",
    "srcset",
    "href",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
}
_SCHEMES: Final = ("javascript:", "vbscript:", "data:text", "file:")
_FORBIDDEN: Final = {"iframe", "object", "embed", "base", "foreignobject", "style"}


class _Looker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        if tag == "script" and "src" not in names:
            self.found.append("inline script")
        if tag in _FORBIDDEN:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(f"{tag} {name}")
            if name in _LOADED and (value or "").strip().lower().startswith(_SCHEMES):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def live_parts(html: str, *, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Return whatever in `html` would run or load, which should be nothing."""
    looker = _Looker()
    looker.feed(html)
    return [part for part in looker.found if part not in allowed]


def words_of(html: str) -> str:
    """Return the text of a page as a reader sees it."""
    looker = _Looker()
    looker.feed(html)
    return " ".join(" ".join(looker.text).split())


def live_parts_of_svg(svg: bytes) -> list[str]:
    """Return whatever in an SVG would run or load; the parser knows no entities."""
    assert b"<!ENTITY" not in svg
    assert b"<!DOCTYPE" not in svg
    found = []
    for element in ET.fromstring(svg).iter():  # noqa: S314 - our own drawing, without entities
        tag = element.tag.rpartition("}")[2].lower()
        if tag in {"script", *_FORBIDDEN} - {"style"}:
            found.append(tag)
        for name, value in element.attrib.items():
            short = name.rpartition("}")[2].lower()
            if short.startswith("on"):
                found.append(f"{tag} {short}")
            if short == "href" and not value.startswith(("#", "data:image/")):
                found.append(f"{tag} {short}={value}")
    return found
