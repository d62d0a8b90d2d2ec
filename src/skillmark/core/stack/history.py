"""What a learner has earned, as plain values a rule can be held against.

`item_of` reads one from an Open Badge whose proof was checked before: what the issuer signed
and nothing else. Open Badges 3.0 gives credits without a unit; ours stand with their unit among
the criteria (``## Size and level``), where the amount has to be the one of the member.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.stack.errors import HistoryError
from skillmark.core.stack.rule import unit_key
from skillmark.core.vc import VcError, parse_credential

EQF: Final = "EQF"
HOURS: Final = "hours"
CPD: Final = "CPD"

_EQF_LEVEL: Final = re.compile(r"https?://data\.europa\.eu/snb/eqf/([1-8])", re.ASCII)
_SIZE: Final = "## Size and level"
_NUMBER: Final = r"([0-9]{1,6}(?:\.[0-9]{1,3})?)"
_LINES: Final = {
    HOURS: re.compile(rf"- Workload: {_NUMBER} hours", re.ASCII),
    CPD: re.compile(rf"- CPD points: {_NUMBER}", re.ASCII),
}
_CREDITS: Final = re.compile(
    rf"- Credits: \[?{_NUMBER} ([A-Za-z][A-Za-z0-9 ._-]{{0,39}}?)(?:\]\(\S+\))?", re.ASCII
)


class Standing(StrEnum):
    """What has become of a credential since it was issued."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """One credential of one learner.

    Attributes:
        credential: its id.
        achievements: what it is of: the IRIs of its achievement, and of what it was recognised
            as; each with its version, or None when that is not known.
        issuer: the DID of the issuer.
        credits: amounts by unit; units in small letters (`rule.unit_key`).
        levels: levels by framework; frameworks in small letters.
        achieved: the day on which it was earned.
        valid_from: when it begins to hold, with a zone.
        valid_until: when it ceases to hold, or None.
        standing: whether it counts at all.
    """

    credential: str
    achievements: Mapping[str, str | None]
    issuer: str
    credits: Mapping[str, Decimal] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    achieved: date
    valid_from: datetime
    valid_until: datetime | None = None
    standing: Standing = Standing.ACTIVE


def item_of(document: JsonObject, standing: Standing = Standing.ACTIVE) -> HistoryItem:
    """Return what a credential counts as.

    Args:
        document: an OpenBadgeCredential whose proof was found good; see `core.verify`.
        standing: what its status list says, and the issuer's own records where they are at hand.

    Raises:
        HistoryError: it is no credential of one achievement of one subject, it has no id, or it
            does not say since when it holds.
    """
    try:
        credential = parse_credential(document)
    except VcError as error:
        raise HistoryError(f"It is no credential. {error.message}", cause=error.code) from error
    subjects = Node(document, "").children("credentialSubject")
    achievements = subjects[0].children("achievement") if len(subjects) == 1 else []
    if len(achievements) != 1 or achievements[0].text("id") is None:
        raise HistoryError("The credential is not of one achievement with an id.")
    if credential.id is None or credential.valid_from is None:
        raise HistoryError(
            "The credential does not say what it is called and since when it is."
        )
    subject, achievement = subjects[0], achievements[0]
    awarded = Node(document, "").moment("awardedDate")
    return HistoryItem(
        credential=credential.id,
        achievements=dict.fromkeys(_names(achievement), achievement.text("version")),
        issuer=credential.issuer.id,
        credits=_credits(subject, achievement),
        levels=_levels(achievement),
        achieved=(awarded or credential.valid_from).date(),
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        standing=standing,
    )


def _names(achievement: Node) -> Iterator[str]:
    """Yield the id of an achievement, and the lasting one of all its versions.

    The lasting one is another identifier under the same origin: an issuer may name what it
    keeps itself, never what lies elsewhere.
    """
    own = achievement.text("id") or ""
    yield own
    for entry in achievement.children("otherIdentifier"):
        name = entry.text("identifier")
        if name and _origin(name) == _origin(own) != "":
            yield name


def _origin(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if mark else ""


def _levels(achievement: Node) -> dict[str, int]:
    """Return the level of the European Qualifications Framework it is aligned to.

    Of several the lowest counts: that much is certain.
    """
    found = [
        int(match[1])
        for alignment in achievement.children("alignment")
        if (match := _EQF_LEVEL.fullmatch(alignment.text("targetUrl") or ""))
    ]
    return {unit_key(EQF): min(found)} if found else {}


def _credits(subject: Node, achievement: Node) -> dict[str, Decimal]:
    criteria = achievement.child("criteria")
    lines = _size_lines(criteria.text("narrative") or "" if criteria else "")
    found: dict[str, Decimal] = {}
    for unit, pattern in _LINES.items():
        amounts = [Decimal(match[1]) for line in lines if (match := pattern.fullmatch(line))]
        if len(amounts) == 1:
            found[unit_key(unit)] = amounts[0]
    available = _amount(achievement.value.get("creditsAvailable"))
    named = [match for line in lines if (match := _CREDITS.fullmatch(line))]
    if len(named) == 1 and available == Decimal(named[0][1]):
        earned = _amount(subject.value.get("creditsEarned"))
        amount = available if earned is None else min(available, earned)
        found[unit_key(named[0][2])] = amount
    return {unit: amount for unit, amount in found.items() if amount > 0}


def _size_lines(narrative: str) -> list[str]:
    """Return the lines under the last heading on size and level; it is the issuer's system's."""
    if _SIZE not in narrative.split("\n"):
        return []
    lines = narrative.split("\n")
    start = len(lines) - lines[::-1].index(_SIZE)
    body = lines[start:]
    end = next((at for at, line in enumerate(body) if line.startswith("#")), len(body))
    return body[:end]


def _amount(value: JsonValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
