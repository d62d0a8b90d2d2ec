"""The rules of pathways: reading one, what it asks for, and who hears of which credential."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from uuid import UUID

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject
from skillmark.core.stack import Decisions, Rule, load_rule
from skillmark.core.stack.rule import TYPE, VERSION
from skillmark.platform.pathways import addresses, recognition
from skillmark.platform.pathways.models import PathwayVersion, RuleLeaf

EMPTY: Final[JsonObject] = {"type": TYPE, "version": VERSION, "rule": {"all": []}}


def published_rule(version: PathwayVersion) -> Rule:
    """Return the rule of a version that was published."""
    return _read(bytes(version.document))


def draft_rule(document: JsonObject) -> Rule:
    """Return the rule in a draft.

    Raises:
        JsonError: it is larger than a rule may be.
        RuleDocumentError: with every problem that was found.
    """
    return load_rule(jsonio.dumps(document))


def wanted(rule: Rule, decisions: Decisions | None) -> set[str]:
    """Return the addresses of all achievements whose credentials can count."""
    found = set(rule.leaves)
    if decisions is not None:
        found |= {one.achievement for one in decisions.decisions if set(one.counts_as) & found}
    return found


def local(iris: Iterable[str]) -> list[UUID]:
    """Return the achievements of this site among some addresses."""
    return sorted(set(addresses.achievements(set(iris)).values()))


def note_leaves(version: PathwayVersion) -> None:
    """Write down which credentials a published version wants to hear of, in its scope."""
    iris = wanted(published_rule(version), recognition.standing(version.organisation_id))
    known = addresses.achievements(iris)
    RuleLeaf.objects.filter(version=version).delete()
    RuleLeaf.objects.bulk_create(
        RuleLeaf(
            organisation_id=version.organisation_id,
            version=version,
            achievement_id=known.get(iri),
            iri=iri,
        )
        for iri in sorted(iris)
    )


@lru_cache(maxsize=256)
def _read(document: bytes) -> Rule:
    return load_rule(document)
