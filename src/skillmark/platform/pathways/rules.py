"""The rules of pathways: reading one, what it asks for, and who hears of which credential."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Final
from uuid import UUID

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.stack import Decisions, Kind, Rule, load_rule
from skillmark.core.stack.parsing import MAX_ISSUERS
from skillmark.core.stack.rule import SAME, TYPE, VERSION
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.pathways import addresses, recognition, rule_edit
from skillmark.platform.pathways.models import PathwayVersion, RuleLeaf
from skillmark.platform.trust.models import IssuerIdentity

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


def with_issuers(document: JsonObject) -> JsonObject:
    """Return a rule in which every achievement of this site names who may issue it.

    That is the organisation it belongs to, by all its DIDs, new ones too. What names others, or
    says that any counts, stays as it is; so does what is not of this site, which must say it
    itself.
    """
    made: JsonObject = deepcopy(dict(document))
    leaves = list(_leaves(made.get("rule")))
    names = {iri for node in leaves if (iri := _iri(node))}
    known = addresses.achievements(names)
    owners = dict(
        Achievement.objects.with_scopes_disabled()
        .filter(pk__in=known.values())
        .values_list("pk", "organisation_id")
    )
    dids = _dids(owners.values())
    for node in leaves:
        found = dids.get(owners.get(known.get(_iri(node))))
        said = node.get("issuers")
        if found and (said is None or _all_in(said, found)):
            node["issuers"] = list(found[-MAX_ISSUERS:])
    return made


def _leaves(node: JsonValue) -> Iterator[JsonObject]:
    """Yield the achievements under a node for which no node above says who may issue them."""
    if not isinstance(node, dict):
        return
    if Kind.ACHIEVEMENT.value in node:
        yield node
    elif node.get("issuers") in (None, SAME):
        for part in rule_edit.parts_of(node):
            yield from _leaves(part)


def _all_in(said: JsonValue, dids: list[str]) -> bool:
    return isinstance(said, list) and bool(said) and all(one in dids for one in said)


def _iri(node: JsonObject) -> str:
    asked = node.get(Kind.ACHIEVEMENT.value)
    found = asked.get("id") if isinstance(asked, dict) else None
    return found if isinstance(found, str) else ""


def _dids(organisations: Iterable[UUID]) -> dict[UUID | None, list[str]]:
    rows = IssuerIdentity.objects.with_scopes_disabled().filter(
        organisation_id__in=set(organisations)
    )
    found: dict[UUID | None, list[str]] = {}
    for owner, did in rows.order_by("created_at", "pk").values_list("organisation_id", "did"):
        found.setdefault(owner, []).append(did)
    return found


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
