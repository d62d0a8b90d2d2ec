"""Whom and what a credential speaks of, taken out of the document for a person to read.

Everything here is the credential's own word. Whether it is proven, the report says; odd values
are left out, never trusted to have a shape.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from skillmark.core.jsonio import JsonObject, JsonValue

MAX_SHOWN: Final = 200  # characters of a name
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN")
_OVERRIDES: Final = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a credential says of its holder, its achievement and its issuer."""

    holder: str = ""
    achievement: str = ""
    issuer: str = ""
    issuer_mixes_scripts: bool = False
    awarded: str = ""  # RFC 3339, when it says another day than that of its issue


def subject_of(document: JsonObject | None) -> Subject:
    """Return what can be read, empty where there is nothing."""
    if document is None:
        return Subject()
    about = _first(document.get("credentialSubject"))
    achievement = _first(about.get("achievement")).get("name")
    issuer = shown(_text(_first(document.get("issuer")).get("name")))
    return Subject(
        holder=next(_names(about), ""),
        achievement=shown(_text(achievement) or _text(document.get("name"))),
        issuer=issuer,
        issuer_mixes_scripts=mixes_scripts(issuer),
        awarded=_text(document.get("awardedDate")),
    )


def shown(name: str) -> str:
    """Return a name as one short line that cannot pretend to be something else."""
    kept = (
        character
        for character in " ".join(name.split())
        if character not in _OVERRIDES and unicodedata.category(character) not in {"Cc", "Cs"}
    )
    text = "".join(kept)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def mixes_scripts(name: str) -> bool:
    """Tell whether one word mixes alphabets whose letters look alike (UTS 39 §5.1)."""
    for word in name.split():
        scripts = {
            script
            for character in word
            for script in _SCRIPTS
            if unicodedata.name(character, "").startswith(f"{script} ")
        }
        if len(scripts) > 1:
            return True
    return False


def _names(about: JsonObject) -> Iterator[str]:
    """Yield the names of the holder, the one in an identifier of Open Badges first."""
    for entry in _objects(about.get("identifier")):
        if entry.get("identityType") == "name" and entry.get("hashed") is not True:
            yield from filter(None, [shown(_text(entry.get("identityHash")))])
    yield from filter(None, [shown(_text(about.get("name")))])


def _first(value: JsonValue) -> JsonObject:
    return next(_objects(value), {})


def _objects(value: JsonValue) -> Iterator[JsonObject]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def _text(value: JsonValue) -> str:
    if isinstance(value, dict):
        value = next((part for part in value.values() if isinstance(part, str)), "")
    return value if isinstance(value, str) else ""
