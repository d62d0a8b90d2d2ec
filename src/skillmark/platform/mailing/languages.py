"""Which language a letter is written in, and which way that language runs."""

from typing import Final

from django.conf import settings
from django.utils import translation

ENGLISH: Final = "en"


def offered() -> list[tuple[str, str]]:
    """Return the languages letters can be written in: code and own name."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def choose(*wanted: str | None) -> str:
    """Return the first language that we write, exactly or its general form; else English."""
    known = {code for code, _name in settings.LANGUAGES}
    for tag in wanted:
        exact = (tag or "").strip().lower()
        for candidate in (exact, exact.partition("-")[0]):
            if candidate in known:
                return candidate
    return ENGLISH


def direction(language: str) -> str:
    """Return ``rtl`` for a language written from right to left, else ``ltr``."""
    with translation.override(language):
        return "rtl" if translation.get_language_bidi() else "ltr"
