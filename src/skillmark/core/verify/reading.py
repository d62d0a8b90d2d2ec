"""The first question: what are these bytes, and can they be read strictly?

Takes the file as it came (JSON, a baked PNG or SVG) down to one JSON object. A format that is
known and not supported yet is named as such and never counts as read.
"""

from dataclasses import dataclass
from typing import Final

from skillmark.core import bake, jsonio
from skillmark.core.bake import Kind
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.fields import texts
from skillmark.core.verify.report import Check, failed, failed_by, not_run, passed

_OLD_BADGES: Final = frozenset(
    {
        "https://w3id.org/openbadges/v1",
        "https://w3id.org/openbadges/v2",
        "https://openbadgespec.org/v2/context.json",
        "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld",
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the input: the object when there is one, the check, what it was."""

    check: Check
    kind: str
    document: JsonObject | None = None


def read(source: bytes | JsonObject) -> Reading:
    """Return the JSON object in the input, or why there is none."""
    if isinstance(source, dict):
        return _read_object(source, "json")
    kind = bake.sniff(source)
    try:
        # Unknown bytes are read as JSON, whose reader says exactly what is wrong with them.
        as_they_are = kind in {Kind.JSON, Kind.UNKNOWN, Kind.JWT}
        data = source if as_they_are else bake.extract(source)
        if bake.sniff(data) is Kind.JWT:
            return Reading(_unsupported("jwt", "a JSON Web Token"), "jwt")
        return _read_object(jsonio.load_object(data), kind.value)
    except SkillmarkError as error:
        return Reading(failed_by("format", error), kind.value)


def _read_object(document: JsonObject, kind: str) -> Reading:
    if set(texts(document.get("@context"))) & _OLD_BADGES:
        return Reading(_unsupported("open_badges_2", "an Open Badge of version 2"), kind)
    if "VerifiablePresentation" in texts(document.get("type")):
        return Reading(_presentation(document), kind)
    check = passed("format", "format.read", "The file was read.", kind=kind)
    return Reading(check, kind, document)


def _presentation(document: JsonObject) -> Check:
    if "proof" not in document:
        return failed(
            "format",
            "presentation.unsigned",
            "This presentation of credentials carries no proof of who presents them.",
        )
    return _unsupported("presentation", "a presentation of credentials")


def _unsupported(name: str, words: str) -> Check:
    return not_run(
        "format",
        f"unsupported.{name}",
        f"This is {words}, which cannot be checked yet.",
    )
