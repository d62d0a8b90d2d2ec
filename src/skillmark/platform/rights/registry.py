"""The registry of this site: organisations whose domain is proven, under which DIDs, since when.

Verifiers may put it into their policy, or build their own from it. An organisation without a
proven domain is not in it: a name alone is nobody's.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from skillmark.core import jsonio
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.rights import Known, Registry
from skillmark.core.rights.registry import TYPE, VERSION
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people import names
from skillmark.platform.rights import addresses
from skillmark.platform.rights.models import Definition
from skillmark.platform.rights.own import uuid_of
from skillmark.platform.transparency.selectors import POLICY_PARTS
from skillmark.platform.trust.models import IdentityLog, IssuerIdentity, IssuerKey


def document() -> bytes:
    """Return the registry as it is served."""
    proven = Organisation.objects.exclude(domain_proven_at=None).exclude(domain="")
    rows = list(proven.order_by("pk"))
    dids, owned = _dids([row.pk for row in rows]), _owned([row.pk for row in rows])
    entries: list[JsonValue] = [
        _entry(row, dids[row.pk], owned[row.pk]) for row in rows if dids[row.pk]
    ]
    return jsonio.dumps({"type": TYPE, "version": VERSION, "issuers": entries})


def policy_part() -> JsonObject:
    """Return what a verifier's policy file of this site says of issuers: every organisation here.

    With their keys, so that a bundle of a did:web is judged where nothing can be fetched. Names
    that nobody proved are there to be compared with others, and give nobody a right.
    """
    rows = list(Organisation.objects.order_by("pk"))
    ids = [row.pk for row in rows]
    dids, owned, keys = _dids(ids), _owned(ids), _public_keys(ids)
    entries: list[JsonValue] = [
        _trusted(row, dids[row.pk], owned[row.pk], keys[row.pk]) for row in rows if dids[row.pk]
    ]
    return {"issuers": {"type": TYPE, "version": VERSION, "issuers": entries}}


def same_name(name: str, did: str) -> Organisation | None:
    """Return an organisation of this site whose name looks like this one, under another DID.

    Args:
        name: as an issuer gives itself.
        did: under which it signed.
    """
    if not name.strip():
        return None
    here = IssuerIdentity.objects.with_scopes_disabled()
    own = here.filter(did=did).values_list("organisation_id", flat=True).first()
    alike = Organisation.objects.filter(skeleton=names.skeleton(name)[:200])
    found: Organisation | None = alike.exclude(pk=own).order_by("created_at").first()
    if found is None or (own is not None and _is_older(own, found)):
        return None
    return found if here.filter(organisation=found).exists() else None


class SiteRegistry(Registry):
    """Every organisation of this site, looked up one by one; strangers are refused by nobody."""

    def __init__(self) -> None:
        super().__init__((), closed=False)

    def find(self, did: str, at: datetime) -> Known | None:
        """Return the organisation that a DID means."""
        del at  # whoever is here is known
        rows: Any = IssuerIdentity.objects.with_scopes_disabled()
        found = rows.filter(did=did).first()
        if found is None and did.startswith("did:webvh:"):
            log = IdentityLog.objects.with_scopes_disabled().filter(did=did).first()
            found = log.identity if log is not None else None
        return None if found is None else _known(found.organisation_id)

    def owner_of(self, *achievements: str) -> Known | None:
        """Return whose an achievement of this site is, by one of its addresses."""
        here = addresses.lasting_prefix()
        ids = [uuid_of(one.removeprefix(here)) for one in achievements if one.startswith(here)]
        wanted = [one for one in ids if one is not None]
        if not wanted:
            return None
        rows: Any = AchievementVersion.objects.with_scopes_disabled()
        found = rows.filter(Q(pk__in=wanted) | Q(achievement_id__in=wanted)).first()
        return None if found is None else _known(found.organisation_id)

    def same_look(self, name: str, did: str) -> Known | None:
        """Return an organisation of this site that has this name, and another DID."""
        found = same_name(name, did)
        return None if found is None else _known(found.pk)


def _known(organisation_id: UUID) -> Known | None:
    dids = _dids([organisation_id])[organisation_id]
    return Known(did=dids[0], also=tuple(dids[1:])) if dids else None


def _is_older(own: UUID, other: Organisation) -> bool:
    """Tell whether an organisation of this site was here before its namesake."""
    mine = Organisation.objects.filter(pk=own).first()
    return mine is not None and mine.created_at <= other.created_at


def _entry(row: Organisation, dids: list[str], owned: list[UUID]) -> JsonObject:
    aliases: list[JsonValue] = list(dids[1:])
    names_of: list[JsonValue] = [row.name]
    domains: list[JsonValue] = [row.domain]
    achievements: list[JsonValue] = [addresses.lasting(one) for one in owned]
    entry: JsonObject = {"did": dids[0], "names": names_of, "domains": domains}
    if aliases:
        entry["alsoKnownAs"] = aliases
    if achievements:
        entry["achievements"] = achievements
    if row.domain_proven_at is not None:
        entry["validFrom"] = timestamp.encode(row.created_at)
    return entry


def _trusted(
    row: Organisation, dids: list[str], owned: list[UUID], keys: list[str]
) -> JsonObject:
    entry = _entry(row, dids, owned)
    entry.pop("validFrom", None)
    if not row.domain_proven_at or not row.domain:
        entry.pop("domains")
    listed: list[JsonValue] = list(keys)
    return entry | ({"keys": listed} if listed else {})


def _public_keys(organisations: list[UUID]) -> dict[UUID, list[str]]:
    """Return the keys of organisations that were never revoked, as Multikey."""
    rows: Any = IssuerKey.objects.with_scopes_disabled()
    found: dict[UUID, list[str]] = defaultdict(list)
    good = rows.filter(organisation_id__in=organisations, revoked_at=None)
    good = good.exclude(identity__did__startswith="did:key:")  # which names its key itself
    for owner, key in good.order_by("created_at", "pk").values_list(
        "organisation_id", "public_multikey"
    ):
        found[owner].append(key)
    return found


def _dids(organisations: list[UUID]) -> dict[UUID, list[str]]:
    """Return the DIDs of organisations, the current one first."""
    rows: Any = IssuerIdentity.objects.with_scopes_disabled()
    found: dict[UUID, list[str]] = defaultdict(list)
    wanted = rows.filter(organisation_id__in=organisations)
    for row in wanted.order_by("-is_current", "created_at"):
        found[row.organisation_id].append(row.did)
    logs: Any = IdentityLog.objects.with_scopes_disabled()
    histories = logs.filter(identity__organisation_id__in=organisations).exclude(did="")
    for owner, did in histories.values_list("identity__organisation_id", "did"):
        found[owner].append(did)
    return found


def _owned(organisations: list[UUID]) -> dict[UUID, list[UUID]]:
    """Return the achievements that organisations signed definitions of, each once."""
    rows: Any = Definition.objects.with_scopes_disabled()
    pairs = rows.filter(organisation_id__in=organisations).values_list(
        "organisation_id", "version__achievement_id"
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for organisation_id, achievement_id in pairs.order_by("version__achievement_id").distinct():
        found[organisation_id].append(achievement_id)
    return found


POLICY_PARTS["rights"] = policy_part
