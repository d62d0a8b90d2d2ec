"""Reading grants, endorsements and definitions, from either side and from outside.

A grant is the row of who gives it; the functions for the other side step outside the scope and
look for that side's own name only.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from django_scopes import get_scope

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.rights.models import (
    Definition,
    Endorsement,
    EndorsementState,
    Grant,
    GrantState,
)

_SIGNED = (GrantState.ACTIVE, GrantState.REVOKED)
_PARTS = ("organisation", "grantee", "achievement")
_SIDES = ("organisation", "subject", "version")


def given() -> QuerySet[Grant]:
    """Return the grants that the current organisation gave or offers, the newest first."""
    rows: QuerySet[Grant] = Grant.objects.select_related(*_PARTS)
    return rows.defer("document", "ended_document")


def received(organisation: Organisation) -> QuerySet[Grant]:
    """Return the grants that an organisation holds or was offered, the newest first."""
    rows: QuerySet[Grant] = Grant.objects.with_scopes_disabled().filter(grantee=organisation)
    shown = rows.exclude(state=GrantState.WITHDRAWN)
    return shown.select_related(*_PARTS).defer("document", "ended_document")


def grant_of(organisation: Organisation, grant_id: UUID) -> Grant | None:
    """Return a grant that an organisation gave or received."""
    rows: Any = Grant.objects.with_scopes_disabled().select_related(*_PARTS)
    received_one = Q(grantee=organisation) & ~Q(state=GrantState.WITHDRAWN)
    found: Grant | None = rows.filter(
        Q(organisation=organisation) | received_one, pk=grant_id
    ).first()
    return found


def signed_for(
    organisation_id: UUID, achievement_id: UUID, *, held: bool = False
) -> list[Grant]:
    """Return every signed grant of an achievement to an organisation, the newest first.

    Args:
        organisation_id: who may issue it.
        achievement_id: whatever its version.
        held: until the transaction ends nobody revokes one; who is revoking is waited for.
    """
    rows: Any = Grant.objects.with_scopes_disabled()
    rows = rows.select_for_update(of=("self",)) if held else rows
    found = rows.filter(
        grantee_id=organisation_id, achievement_id=achievement_id, state__in=_SIGNED
    )
    return list(found.order_by("-decided_at", "-pk"))


def issuable(organisation: Organisation | UUID, at: datetime) -> QuerySet[AchievementVersion]:
    """Return what an organisation may issue now: its own by name, then what others let it."""
    held = Grant.objects.with_scopes_disabled().filter(
        Q(valid_until=None) | Q(valid_until__gt=at),
        grantee=organisation,
        state=GrantState.ACTIVE,
        valid_from__lte=at,
    )
    rows: QuerySet[AchievementVersion] = AchievementVersion.objects.with_scopes_disabled()
    mine = Q(organisation=organisation) | Q(achievement__in=held.values("achievement"))
    own_first = Case(When(organisation=organisation, then=0), default=1)
    return (
        rows.filter(mine, state=State.PUBLISHED)
        .select_related("achievement", "organisation")
        .order_by(own_first, "name", "pk")
    )


def issuable_here() -> QuerySet[AchievementVersion]:
    """Return what the current organisation may issue now; see `issuable`."""
    current: UUID = get_scope()["organisation"]
    return issuable(current, timezone.now())


def endorsing() -> QuerySet[Endorsement]:
    """Return what the current organisation was asked to endorse or endorses."""
    rows: QuerySet[Endorsement] = Endorsement.objects.exclude(state=EndorsementState.WITHDRAWN)
    return rows.select_related(*_SIDES).defer("document")


def endorsed(organisation: Organisation) -> QuerySet[Endorsement]:
    """Return what an organisation asked others to endorse, the newest first."""
    rows: QuerySet[Endorsement] = Endorsement.objects.with_scopes_disabled()
    return rows.filter(subject=organisation).select_related(*_SIDES).defer("document")


def endorsement_of(organisation: Organisation, endorsement_id: UUID) -> Endorsement | None:
    """Return an endorsement that an organisation gives or asked for."""
    rows: Any = Endorsement.objects.with_scopes_disabled().select_related(*_SIDES)
    asked_here = Q(organisation=organisation) & ~Q(state=EndorsementState.WITHDRAWN)
    found: Endorsement | None = rows.filter(
        Q(subject=organisation) | asked_here, pk=endorsement_id
    ).first()
    return found


def public_endorsements(
    organisation_id: UUID, at: datetime, version_ids: tuple[UUID, ...] = ()
) -> list[Endorsement]:
    """Return the endorsements in force of an organisation or of versions of its achievements."""
    about = Q(subject_id=organisation_id, version=None)
    if version_ids:
        about |= Q(version_id__in=version_ids)
    rows: Any = Endorsement.objects.with_scopes_disabled().filter(
        about, Q(valid_until=None) | Q(valid_until__gt=at), state=EndorsementState.GIVEN
    )
    return list(rows.select_related(*_SIDES).order_by("decided_at", "pk"))


def public_grants(organisation_id: UUID, at: datetime) -> list[Grant]:
    """Return the grants in force that an organisation gave or holds, the newest first."""
    side = Q(organisation_id=organisation_id) | Q(grantee_id=organisation_id)
    rows: Any = Grant.objects.with_scopes_disabled().filter(
        side,
        Q(valid_until=None) | Q(valid_until__gt=at),
        state=GrantState.ACTIVE,
        valid_from__lte=at,
    )
    return list(rows.select_related(*_PARTS).defer("document", "ended_document"))


def public_grant(grant_id: UUID) -> Grant | None:
    """Return a grant that was signed, for its public page."""
    rows: Any = Grant.objects.with_scopes_disabled().select_related(*_PARTS)
    found: Grant | None = rows.filter(pk=grant_id, state__in=_SIGNED).first()
    return found


def public_endorsement(endorsement_id: UUID) -> Endorsement | None:
    """Return an endorsement that was signed, for its public page."""
    signed = (EndorsementState.GIVEN, EndorsementState.REVOKED)
    rows: Any = Endorsement.objects.with_scopes_disabled().select_related(*_SIDES)
    found: Endorsement | None = rows.filter(pk=endorsement_id, state__in=signed).first()
    return found


def definition(version_id: UUID) -> Definition | None:
    """Return the signed definition of a version, in any organisation."""
    rows: Any = Definition.objects.with_scopes_disabled()
    found: Definition | None = rows.filter(version_id=version_id).first()
    return found


def papers_for(organisation_id: UUID, version: AchievementVersion, at: datetime) -> list[bytes]:
    """Return what shows the right to issue a version, as a verifier is to get it.

    That is its definition, the grants to the issuer with their ends, and the endorsements in
    force of the issuer, of the owner and of the version: the exact signed bytes.
    """
    found = definition(version.pk)
    texts = [bytes(found.document)] if found else []
    if version.organisation_id != organisation_id:
        for grant in signed_for(organisation_id, version.achievement_id):
            texts += [bytes(part) for part in (grant.document, grant.ended_document) if part]
    for one in (organisation_id, version.organisation_id):
        for endorsement in public_endorsements(one, at, (version.pk,)):
            text = endorsement.data
            if text not in texts:
                texts.append(text)
    return texts
