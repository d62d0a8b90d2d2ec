"""Recorded decisions: this certificate of that issuer counts as that achievement, or so much.

An institution recognises what others awarded and says so once, in a document of its own. The
final credential carries its digest, so whoever re-checks the stack sees which certificates
were recognised, by the word of the final's issuer, and what as. A decision binds the issuer's
DID, never its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from skillmark.core.canon import jcs
from skillmark.core.jsonio import JsonObject
from skillmark.core.stack.digests import digest
from skillmark.core.stack.errors import EquivalencesDocumentError
from skillmark.core.stack.history import HistoryItem
from skillmark.core.stack.parsing import MAX_LEVEL
from skillmark.core.stack.places import MAX_IRI, Place, Problems, as_place
from skillmark.core.stack.rule import unit_key
from skillmark.core.vc.values import is_iri

TYPE: Final = "RecognitionDecisions"
VERSION: Final = 1
MAX_DECISIONS: Final = 500
MAX_REASON: Final = 2_000  # characters

_MAX_NAMES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision.

    Attributes:
        achievement: the IRI of the achievement that is recognised.
        issuer: the DID of whose credentials of it are meant.
        counts_as: the IRIs of the achievements it counts as besides its own.
        credits: amounts by unit that it is worth here, instead of its own.
        levels: levels by framework that it has here, instead of its own.
        decided: the day of the decision.
        reason: why, in the words of who decided.
    """

    achievement: str
    issuer: str
    counts_as: tuple[str, ...] = ()
    credits: Mapping[str, Decimal] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    decided: date
    reason: str = ""

    def to_json(self) -> JsonObject:
        """Return the decision as `parse_decisions` reads it."""
        document: JsonObject = {"achievement": self.achievement, "issuer": self.issuer}
        if self.counts_as:
            document["countsAs"] = list(self.counts_as)
        if self.credits:
            document["credits"] = [
                {"amount": f"{amount.normalize():f}", "unit": unit}
                for unit, amount in self.credits.items()
            ]
        if self.levels:
            document["levels"] = [
                {"framework": framework, "level": level}
                for framework, level in self.levels.items()
            ]
        document["decided"] = self.decided.isoformat()
        return {**document, "reason": self.reason} if self.reason else document


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that stood when something was awarded.

    Attributes:
        decisions: in the order of the document.
        document: what they were read from.
        canonical: the canonical bytes of the document.
        digest: sha2-256 of those, as multibase base58btc.
    """

    decisions: tuple[Decision, ...]
    document: JsonObject
    canonical: bytes
    digest: str

    def applied(self, items: Iterable[HistoryItem]) -> list[HistoryItem]:
        """Return a history in which every recognised credential counts as was decided.

        A decision looks at what a credential is by itself, not at what another made of it; where
        two say something of one unit or framework, the later one holds.
        """
        return [self._applied_to(item) for item in items]

    def _applied_to(self, item: HistoryItem) -> HistoryItem:
        found = item
        for decision in self.decisions:
            meant = item.issuer == decision.issuer
            if meant and decision.achievement in item.achievements:
                found = _recognised(found, decision)
        return found


def write_decisions(decisions: Iterable[Decision]) -> Decisions:
    """Return the document of some decisions, in the order given.

    Raises:
        EquivalencesDocumentError: one of them says what no decision may say.
    """
    document: JsonObject = {
        "type": TYPE,
        "version": VERSION,
        "decisions": [decision.to_json() for decision in decisions],
    }
    return parse_decisions(document)


def parse_decisions(document: JsonObject) -> Decisions:
    """Read a document of decisions.

    Raises:
        EquivalencesDocumentError: with every problem that was found.
    """
    problems = Problems("decisions")
    place = Place(document, "", problems)
    place.constant("type", (TYPE,))
    place.constant("version", (VERSION,))
    found = []
    for value, path in place.entries("decisions", MAX_DECISIONS):
        inside = as_place(value, path, place)
        if inside:
            found.append(_decision(inside))
    place.finish()
    if problems.found:
        raise EquivalencesDocumentError(tuple(problems.found))
    canonical = jcs.canonicalize(document)
    return Decisions(tuple(found), document, canonical, digest(canonical))


def _decision(place: Place) -> Decision:
    if "decided" not in place.value:
        place.refuse("missing", "decided", "“decided” is missing.")
    decision = Decision(
        achievement=place.iri("achievement"),
        issuer=place.did("issuer"),
        counts_as=_names(place),
        credits=_credits(place),
        levels=_levels(place),
        decided=place.day("decided") or date.min,
        reason=place.text("reason", MAX_REASON) or "",
    )
    place.finish()
    if not any(name in place.value for name in ("countsAs", "credits", "levels")):
        place.refuse("empty", "", "A decision says what something counts as.")
    return decision


def _names(place: Place) -> tuple[str, ...]:
    if not place.has("countsAs"):
        return ()
    found = []
    for value, path in place.entries("countsAs", _MAX_NAMES):
        if isinstance(value, str) and len(value) <= MAX_IRI and is_iri(value):
            found.append(value)
        else:
            place.problems.add("form", path, "This must be the IRI of an achievement.")
    return tuple(found)


def _credits(place: Place) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for entry in _entries(place, "credits"):
        unit = unit_key(entry.required("unit", 40))
        amount = entry.decimal("amount")
        entry.finish()
        if unit in found:
            entry.refuse("duplicate", "unit", "This unit stands there twice.")
        found[unit] = amount or Decimal(0)
    return found


def _levels(place: Place) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in _entries(place, "levels"):
        framework = unit_key(entry.required("framework", 40))
        if "level" not in entry.value:
            entry.refuse("missing", "level", "“level” is missing.")
        level = entry.whole("level", 0, MAX_LEVEL)
        entry.finish()
        if framework in found:
            entry.refuse("duplicate", "framework", "This framework stands there twice.")
        found[framework] = level or 0
    return found


def _entries(place: Place, name: str) -> list[Place]:
    if not place.has(name):
        return []
    found = (as_place(value, path, place) for value, path in place.entries(name, _MAX_NAMES))
    return [entry for entry in found if entry]


def _recognised(item: HistoryItem, decision: Decision) -> HistoryItem:
    names = dict.fromkeys(decision.counts_as)
    return replace(
        item,
        achievements={**names, **item.achievements},
        credits={**item.credits, **decision.credits},
        levels={**item.levels, **decision.levels},
    )
