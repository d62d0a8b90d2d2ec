"""Template tags of the design system; usage in ``ui/COMPONENTS.md``.

Each tag draws one component from plain values. None of them reads the database.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import segno
from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from lucide import _render_icon

from skillmark.platform.ui import language, navigation, saying, vocabulary
from skillmark.platform.ui.account_words import reworded

register = template.Library()

_ICON_STROKE: Final = "1.75"  # px on the 24 px grid; reads well beside the sans at 16 px


@register.simple_tag
def icon(name: str, *, label: str = "", css: str = "") -> SafeString:
    """Return the Lucide icon ``name`` as inline SVG.

    Args:
        name: a Lucide name such as ``circle-check``.
        label: what the picture says; without it the icon is hidden from screen readers.
        css: further classes, e.g. ``icon-flip`` for arrows that turn in right-to-left text.

    Raises:
        lucide.IconDoesNotExist: there is no such icon.
    """
    return _drawn(name, str(label), css)


@lru_cache(maxsize=2048)  # each is a file of an archive, to be read and parsed
def _drawn(name: str, label: str, css: str) -> SafeString:
    names = f"icon {css}".strip()
    facts: dict[str, str] = {"class": names, "focusable": "false"}
    if label:
        facts |= {"role": "img", "aria_label": label}
    else:
        facts["aria_hidden"] = "true"
    drawn = _render_icon(name, None, stroke_width=_ICON_STROKE, **facts)
    return mark_safe(drawn)  # noqa: S308 -- ElementTree has escaped every attribute


@register.simple_tag
def status(key: str, *, word: str = "") -> SafeString:
    """Return the status pill for ``key``: an icon and a word, never colour alone.

    Args:
        key: see `vocabulary.STATUSES`; an unknown key is shown as "Could not tell".
        word: replaces the usual word.
    """
    known = vocabulary.status_of(key)
    text = escape(word or known.word)
    return mark_safe(  # noqa: S308 -- both parts are escaped
        f'<span class="pill pill-{known.tone}">{icon(known.icon)}<span>{text}</span></span>'
    )


@register.inclusion_tag("ui/components/language_menu.html", takes_context=True)
def language_menu(context: template.Context) -> dict[str, Any]:
    """Draw the menu of languages: links to this very page in each of them."""
    request = context.get("request")
    return {"languages": [] if request is None else language.choices(request)}


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, *, counter: bool = False) -> dict[str, Any]:
    """Draw a form field with label, hint, error and (if asked) a character counter."""
    limit = counter and bound.field.widget.attrs.get("maxlength")
    return {"field": reworded(bound), "counter": limit}


@register.filter
def widget_kind(bound: BoundField) -> str:
    """Return ``checkbox``, ``choices``, ``file``, ``hidden`` or ``text``: how to lay it out."""
    if bound.is_hidden:
        return "hidden"
    name = bound.field.widget.__class__.__name__
    if name == "CheckboxInput":
        return "checkbox"
    if name in {"CheckboxSelectMultiple", "RadioSelect"}:
        return "choices"
    if "File" in name:
        return "file"
    return "text"


@register.inclusion_tag("ui/components/sort_header.html", takes_context=True)
def sort_header(
    context: template.Context, key: str, label: str, *, numeric: bool = False
) -> dict[str, Any]:
    """Draw a ``<th>`` that sorts by ``?sort=key``, then ``?sort=-key``."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    ascending, descending = current == key, current == f"-{key}"
    query.pop("page", None)
    query["sort"] = f"-{key}" if ascending else key
    order = "ascending" if ascending else "descending" if descending else "none"
    return {"label": label, "order": order, "numeric": numeric, "href": "?" + query.urlencode()}


@register.inclusion_tag("ui/components/paging.html", takes_context=True)
def paging(context: template.Context, page: Page[Any], *, noun: str = "") -> dict[str, Any]:
    """Draw the paging of a Django `Page`, keeping every other query parameter."""
    base = context["request"].GET.copy()
    base.pop("page", None)

    def link(number: int) -> str:
        query = base.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    entries = [
        {"number": n, "href": link(n)} if isinstance(n, int) else {"gap": True}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "noun": noun,
        "entries": entries,
        "previous": link(page.number - 1) if page.has_previous() else "",
        "next": link(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("ui/components/search.html", takes_context=True)
def search(
    context: template.Context, label: str, *, name: str = "q", target: str = ""
) -> dict[str, Any]:
    """Draw a search box that keeps the other query parameters; ``target`` makes it live."""
    query = context["request"].GET
    kept = [
        (key, value)
        for key, values in query.lists()
        if key not in {name, "page"}
        for value in values
    ]
    return {
        "label": label,
        "name": name,
        "value": query.get(name, ""),
        "kept": kept,
        "target": target,
    }


@register.inclusion_tag("ui/components/empty.html")
def empty_state(
    title: str, text: str = "", *, symbol: str = "stamp", href: str = "", action: str = ""
) -> dict[str, str]:
    """Draw an empty state with the next step."""
    return {"title": title, "text": text, "symbol": symbol, "href": href, "action": action}


@register.inclusion_tag("ui/components/badge_tile.html")
def badge_tile(
    picture: str, title: str, *, href: str = "", meta: str = "", state: str = ""
) -> dict[str, str]:
    """Draw a badge with its title; ``picture`` is an address, ``state`` a status key."""
    return {"picture": picture, "title": title, "href": href, "meta": meta, "state": state}


@register.inclusion_tag("ui/components/stepper.html")
def stepper(current: int, *labels: str) -> dict[str, Any]:
    """Draw the steps of a longer way; ``current`` counts from 1."""
    states = [
        "done" if n < current else "current" if n == current else "next"
        for n in range(1, len(labels) + 1)
    ]
    return {"steps": list(zip(labels, states, strict=True))}


@register.inclusion_tag("ui/components/code.html")
def code(text: str, *, label: str = "", copy: bool = True) -> dict[str, Any]:
    """Draw a block of code, or a hash, with a copy button."""
    key = "code-" + re.sub(r"\W+", "", f"{label}{len(text)}{text[:12]}")
    return {"text": text, "label": label, "copy": copy, "key": key}


@register.inclusion_tag("ui/components/checklist.html")
def checklist(checks: Sequence[Any], *, unfolded: bool = False) -> dict[str, Any]:
    """Draw the checks of a verdict: objects with outcome, title, reason and (maybe) detail."""
    return {"checks": checks, "unfolded": unfolded}


@register.inclusion_tag("ui/components/diff.html")
def diff(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw what changed: rows with ``label``, ``before`` and ``after``."""
    return {"rows": rows}


@register.simple_tag
def avatar(name: str) -> SafeString:
    """Return a disc with the initials of ``name`` (decoration; the name stands beside it)."""
    letters = vocabulary.initials(name)
    tone = vocabulary.tone_of(name)
    return mark_safe(  # noqa: S308 -- initials are escaped, the tone is a digit
        f'<span class="avatar avatar-{tone}" aria-hidden="true">{escape(letters)}</span>'
    )


@register.simple_tag
def qr(text: str, *, label: str) -> SafeString:
    """Return ``text`` as a QR code, inline SVG in the colour of the ink; no request is made."""
    svg = segno.make(text, error="m", micro=False).svg_inline(
        border=2, svgclass="qr", lineclass=None, omitsize=True, title=label
    )
    return mark_safe(svg)  # noqa: S308 -- segno escapes the title


@register.simple_tag(takes_context=True)
def studio_links(context: template.Context, slug: str) -> list[navigation.Link]:
    """Return the entries of the console's rail that open for the member; one is the current."""
    request = context["request"]
    role = getattr(getattr(request, "membership", None), "role", "")
    return navigation.links(slug, request.path, role, request if role else None)


@register.filter
def figure(value: int | None) -> str:
    """Return a count with its thousands grouped as the language does; none is 0."""
    return number_format(value or 0, force_grouping=True)


@register.filter
def day(value: str | date | None) -> str:
    """Return a date, or its ISO spelling, with the month in letters; other text as it is."""
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return str(date_format(value, "DATE_FORMAT")) if value else ""


@register.filter
def opens_for(url: str, membership: Any) -> bool:
    """Return whether the page at ``url`` lets a member in: no link leads to a closed door."""
    return navigation.may_open(url, getattr(membership, "role", ""))


@register.filter
def outcome_status(outcome: object) -> str:
    """Return the status key for the outcome of a check."""
    return vocabulary.outcome_key(str(getattr(outcome, "value", outcome)))


@register.filter
def said(message: object) -> str:
    """Return a sentence in the reader's language; English without a translation is marked."""
    text = str(message)
    if isinstance(text, SafeData):  # markup of our own, such as a message with a link
        return text
    words = (
        f'<span lang="en" dir="ltr">{escape(part.words)}</span>'
        if part.english
        else escape(part.words)
        for part in saying.parts(text)
    )
    return mark_safe(" ".join(words))  # noqa: S308 -- every part is escaped


@register.filter
def said_plainly(message: object) -> str:
    """Return a sentence in the reader's language, without markup: for attributes and mails."""
    return saying.said(message)
