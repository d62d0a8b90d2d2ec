"""What a version says in the reader's language, as far as it was written in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import LANGUAGES

_NAMES = dict(LANGUAGES)
_RIGHT_TO_LEFT = frozenset({"ar"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; what it lacks stands in the main language.

    Attributes:
        language: of these words.
        direction: ``ltr`` or ``rtl``.
        others: the other languages there are, code → name.
    """

    language: str
    direction: str
    name: str
    description: str
    criteria_markdown: str
    outcomes: tuple[str, ...]
    others: dict[str, str]


def of(version: AchievementVersion, wanted: Iterable[str] = ()) -> Words:
    """Return the words of the first wanted language there is, else of the main one."""
    there = [version.language, *version.translations]
    chosen = next((code for code in wanted if code in there), version.language)
    said: dict[str, Any] = version.translations.get(chosen, {})
    return Words(
        language=chosen,
        direction="rtl" if chosen in _RIGHT_TO_LEFT else "ltr",
        name=said.get("name") or version.name,
        description=said.get("description") or version.description,
        criteria_markdown=said.get("criteria_markdown") or version.criteria_markdown,
        outcomes=tuple(said.get("outcomes") or version.outcomes),
        others={code: _NAMES.get(code, code) for code in there if code != chosen},
    )


def wanted_by(request: HttpRequest) -> list[str]:
    """Return the languages a reader wants: ``?words=`` first, then the page's, then the browser's.

    Regions are left out: ``de-AT`` wants ``de``.
    """
    asked = request.GET.get("words", "")
    page = getattr(request, "LANGUAGE_CODE", "")
    browser = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    codes = [asked, page, *(code for code, _priority in browser)]
    return list(dict.fromkeys(code.partition("-")[0] for code in codes if code))
