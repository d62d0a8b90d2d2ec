"""A rule drawn as SVG on the server: the final on top, what it asks for below, line by line.

Colours come from the page's style sheet by class, so the picture follows light and dark; without
one the ink is the text's own. It carries a title and a description for those who do not see it,
and the page says the same as a list. In a language written from the right it is mirrored, but for
its letters and ticks. Letters of the rule are escaped; nothing else comes in.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from skillmark.platform.pathways.words import MET, PARTLY, Line

_LEAST_WIDTH: Final = (
    350  # units of the drawing, near the pixels of a phone: letters stay legible
)
_LEAST_ROOM: Final = 190  # for the words of the deepest line
_LEFT: Final = 26
_INDENT: Final = 26
_DOT: Final = 9  # radius
_GAP: Final = 14  # between lines
_TEXT: Final = 15  # font size of a label
_SMALL: Final = 12.5  # of a detail
_LEADING: Final = 19
_SMALL_LEADING: Final = 16
_EM: Final = 0.53  # how wide a letter is, of the font size
_TICK: Final = "M-4.2 .2l2.8 3 5.4-6.2"


def svg(title: str, lines: Sequence[Line], *, name: str) -> str:
    """Return the picture of a rule.

    Args:
        title: what fulfilling it awards.
        lines: the rule in words, perhaps with somebody's progress.
        name: distinguishes the ids inside, where a page has several pictures.
    """
    deepest = max((line.depth for line in lines), default=0)
    width = max(_LEAST_WIDTH, _LEFT + deepest * _INDENT + _LEAST_ROOM)
    words: list[str] = []
    marks: list[str] = []
    dots: list[tuple[float, float]] = []
    bottom = 30.0
    head = _wrapped(title, width - 60, 17)
    for at, text in enumerate(head):
        words.append(_text(_across(52, width), bottom + at * 22, text, "stack-final", 17))
    marks.append(f'<path class="stack-mark" d="{_mark(26, bottom - 5)}"/>')
    bottom += (len(head) - 1) * 22 + 34
    for line in lines:
        x = _LEFT + line.depth * _INDENT
        dots.append((x, bottom))
        drawn, height = _row(line, x, bottom, width)
        words += drawn
        marks.append(_dot(line.state, x, bottom))
        bottom += height + _GAP
    shapes = "".join([*_wires(lines, dots), *marks])
    if get_language_bidi():
        shapes = f'<g transform="matrix(-1 0 0 1 {width} 0)">{shapes}</g>'
    described = escape(description(lines))
    return (
        f'<svg class="stack-diagram" viewBox="0 0 {width} {round(bottom)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{described}</desc>'
        f"{shapes}{''.join(words)}</svg>"
    )


def description(lines: Sequence[Line]) -> str:
    """Return the picture in one paragraph."""
    if not lines:
        return ""
    root = lines[0]
    leaves = [line for line in lines if not any(one.parent == line.index for one in lines)]
    said = _("%(what)s: %(parts)s.") % {
        "what": root.label,
        "parts": ", ".join(_leaf_words(line) for line in leaves),
    }
    return f"{said} {root.progress}".strip()


def _leaf_words(line: Line) -> str:
    return f"{line.label} ({line.state_word})" if line.state else line.label


def _across(x: float, width: float) -> float:
    """Return where a text begins that stands `x` from the beginning of the line."""
    return width - x if get_language_bidi() else x


def _row(line: Line, x: float, y: float, width: float) -> tuple[list[str], float]:
    """Return the words of one line, and how high it is."""
    start, room = _across(x + 22, width), width - x - 26
    label = _wrapped(line.label, room, _TEXT)
    small = " · ".join(filter(None, [line.progress, line.detail, line.reason]))
    detail = _wrapped(small, room, _SMALL) if small else []
    top = y + 5
    drawn = [
        _text(start, top + at * _LEADING, one, "stack-label", _TEXT)
        for at, one in enumerate(label)
    ]
    below = top + (len(label) - 1) * _LEADING + _SMALL_LEADING + 1
    drawn += [
        _text(start, below + at * _SMALL_LEADING, one, "stack-detail", _SMALL)
        for at, one in enumerate(detail)
    ]
    return drawn, len(label) * _LEADING + len(detail) * _SMALL_LEADING


def _wires(lines: Sequence[Line], dots: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Yield the lines between a node and its parts: down, then across."""
    yield f'<path class="stack-wire" d="M26 44V{dots[0][1] - _DOT:g}"/>' if dots else ""
    for line, (x, y) in zip(lines, dots, strict=True):
        if line.parent is None:
            continue
        above_x, above_y = dots[line.parent]
        way = f"M{above_x:g} {above_y + _DOT:g}V{y:g}H{x - _DOT:g}"
        kind = "stack-wire is-met" if line.state == MET else "stack-wire"
        yield f'<path class="{kind}" d="{way}"/>'


def _dot(state: str, x: float, y: float) -> str:
    kind = {MET: "is-met", PARTLY: "is-partly"}.get(state, "is-open")
    circle = f'<circle class="stack-dot {kind}" cx="{x:g}" cy="{y:g}" r="{_DOT}"/>'
    if state == MET:
        return f'{circle}<path class="stack-tick" transform="{_upright(x, y)}" d="{_TICK}"/>'
    if state == PARTLY:
        return f'{circle}<circle class="stack-part" cx="{x:g}" cy="{y:g}" r="4"/>'
    return circle


def _upright(x: float, y: float) -> str:
    """Return the way to a place, turned back where the picture is mirrored."""
    return f"translate({x:g} {y:g})" + (" scale(-1 1)" if get_language_bidi() else "")


def _mark(x: float, y: float) -> str:
    """Return a struck mark: an octagon."""
    far, near = 13, 5.4
    points = [
        (-near, -far), (near, -far), (far, -near), (far, near),
        (near, far), (-near, far), (-far, near), (-far, -near),
    ]  # fmt: skip
    return "M" + "L".join(f"{x + dx:g} {y + dy:g}" for dx, dy in points) + "Z"


def _text(x: float, y: float, text: str, kind: str, size: float) -> str:
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" font-size="{size:g}" '
        f'fill="currentColor">{escape(text)}</text>'
    )


def _wrapped(text: str, room: float, size: float) -> list[str]:
    """Return a text in lines that fit, three at most; a word too long is cut."""
    most = max(8.0, room / (size * _EM))
    found: list[str] = []
    for word in _words(text, most):
        if found and _width(f"{found[-1]} {word}") <= most:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    if len(found) > 3:  # noqa: PLR2004 - three lines
        return [*found[:2], f"{found[2]} …"]
    return found or [""]


def _words(text: str, most: float) -> Iterator[str]:
    for word in text.split():
        rest = word
        while _width(rest) > most:
            cut = max(1, int(most * len(rest) / _width(rest)) - 1)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _width(text: str) -> float:
    """Return how wide a text is, in letters; those of East Asia are two wide."""
    return sum(1.9 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
