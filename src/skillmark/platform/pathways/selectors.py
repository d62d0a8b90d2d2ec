"""Reading pathways; inside the scope of an organisation, but for what is ``public``."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.issuing.selectors.credentials import readable
from skillmark.platform.pathways.models import (
    DryRun,
    DryRunRow,
    Effect,
    Equivalence,
    Learner,
    Pathway,
    PathwayAward,
    PathwayVersion,
)

UNPUBLISHED: Final = (State.DRAFT, State.REVIEW)
SORTS: Final = {
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "changed": ("updated_at", "pk"),
    "-changed": ("-updated_at", "-pk"),
}
LEARNER_SORTS: Final = {
    "name": ("name", "email"),
    "-name": ("-name", "-email"),
    "progress": ("have", "name"),
    "-progress": ("-have", "name"),
    "looked": ("looked_at", "pk"),
    "-looked": ("-looked_at", "-pk"),
}


def pathways(query: str = "", state: str = "", sort: str = "") -> QuerySet[Pathway]:
    """Return the pathways of the current organisation, those matching only."""
    rows: QuerySet[Pathway] = Pathway.objects.all()
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(slug__icontains=query))
    if state in State.values:
        rows = rows.filter(state=state)
    return rows.order_by(*SORTS.get(sort, SORTS["-changed"]))


def counts() -> dict[str, int]:
    """Return how many pathways of the current organisation stand in each state, and ``all``."""
    rows = Pathway.objects.order_by().values_list("state").annotate(n=Count("pk"))
    by_state = {**dict.fromkeys(State.values, 0), **dict(rows)}
    return {"all": sum(by_state.values()), **by_state}


def pathway(pathway_id: UUID) -> Pathway | None:
    """Return one pathway of the current organisation."""
    rows = Pathway.objects.select_related("organisation")
    found: Pathway | None = rows.filter(pk=pathway_id).first()
    return found


def versions(of: Pathway) -> list[PathwayVersion]:
    """Return every version, newest first."""
    rows = PathwayVersion.objects.with_scopes_disabled().filter(pathway=of)
    return list(rows.select_related("published_by", "achievement").order_by("-number"))


def draft(of: Pathway) -> PathwayVersion | None:
    """Return the draft, or the version that is in review."""
    return next((one for one in versions(of) if one.state in UNPUBLISHED), None)


def published(of: Pathway) -> PathwayVersion | None:
    """Return the version that is published."""
    return next((one for one in versions(of) if one.state == State.PUBLISHED), None)


def shown(of: Pathway) -> PathwayVersion:
    """Return the version that a page about the pathway shows: the draft, else the newest."""
    return versions(of)[0]


def public(slug: str) -> Pathway | None:
    """Return a pathway that was published, of any organisation."""
    everywhere = Pathway.objects.with_scopes_disabled().select_related("organisation")
    found: Pathway | None = everywhere.filter(
        slug=slug, versions__published_at__isnull=False
    ).first()
    return found


def public_version(of: Pathway, number: int | None = None) -> PathwayVersion | None:
    """Return a version that was published: of a number, else the one that holds, else the last."""
    out = [one for one in versions(of) if one.published_at is not None]
    if number is not None:
        return next((one for one in out if one.number == number), None)
    current = [one for one in out if one.state == State.PUBLISHED]
    return next(iter([*current, *out]), None)


def public_of(organisation_id: UUID) -> QuerySet[Pathway]:
    """Return what an organisation's public page lists."""
    everywhere = Pathway.objects.with_scopes_disabled()
    rows: QuerySet[Pathway] = everywhere.filter(
        organisation_id=organisation_id, state=State.PUBLISHED
    )
    return rows.order_by("name", "pk")


def learners(
    of: Pathway, query: str = "", state: str = "", sort: str = ""
) -> QuerySet[Learner]:
    """Return the people on a pathway.

    Args:
        of: the pathway.
        query: part of a name or an address.
        state: ``fulfilled``, ``on_the_way``, ``problem``, or "" for all.
        sort: a key of `LEARNER_SORTS`.
    """
    rows: QuerySet[Learner] = Learner.objects.filter(pathway=of)
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(email__icontains=query))
    if state == "fulfilled":
        rows = rows.filter(satisfied=True)
    elif state == "on_the_way":
        rows = rows.filter(satisfied=False, have__gt=0)
    elif state == "problem":
        rows = rows.exclude(problem="")
    return rows.order_by(*LEARNER_SORTS.get(sort, LEARNER_SORTS["-progress"]))


def awards_of(rows: Collection[Learner]) -> dict[UUID, PathwayAward]:
    """Return the final of each learner who has one."""
    awards = PathwayAward.objects.filter(learner__in=[row.pk for row in rows])
    return {one.learner_id: one for one in awards.select_related("credential", "version")}


def award_of_credential(credential_id: UUID) -> PathwayAward | None:
    """Return the award behind a final, of any organisation.

    Raises:
        ErasedError: the final was erased by its holder.
    """
    everywhere = PathwayAward.objects.with_scopes_disabled().select_related(
        "pathway__organisation", "version", "credential", "decisions"
    )
    found: PathwayAward | None = everywhere.filter(credential_id=credential_id).first()
    if found is not None:
        readable(found.credential)
    return found


def awarded_by_pathways(credential_ids: Collection[UUID]) -> set[UUID]:
    """Return which of some credentials are finals, of any organisation."""
    rows = PathwayAward.objects.with_scopes_disabled().filter(credential__in=credential_ids)
    return set(rows.values_list("credential_id", flat=True))


def finals_of(credential_id: UUID) -> list[PathwayAward]:
    """Return the finals that a credential counted towards, of any organisation."""
    rows = (
        PathwayAward.objects.with_scopes_disabled()
        .filter(constituents__credential_id=credential_id)
        .select_related("pathway", "credential__achievement_version")
    )
    return list(rows.order_by("awarded_at", "pk"))


def equivalences(query: str = "", *, withdrawn: bool = False) -> QuerySet[Equivalence]:
    """Return the recognition decisions of the current organisation, newest first."""
    rows: QuerySet[Equivalence] = Equivalence.objects.select_related("decided_by")
    rows = rows.filter(withdrawn_at__isnull=not withdrawn)
    if query:
        rows = rows.filter(Q(title__icontains=query) | Q(issuer__icontains=query))
    return rows.order_by("-created_at", "-pk")


def dry_runs(version: PathwayVersion) -> QuerySet[DryRun]:
    """Return the dry runs of a version, newest first."""
    rows: QuerySet[DryRun] = DryRun.objects.filter(version=version).select_related("job")
    return rows.order_by("-created_at", "-pk")


def dry_run_rows(run: DryRun, query: str = "", effect: str = "") -> QuerySet[DryRunRow]:
    """Return the people for whom a draft would change something."""
    rows: QuerySet[DryRunRow] = DryRunRow.objects.filter(dry_run=run)
    if effect in Effect.values:
        rows = rows.filter(effect=effect)
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(email__icontains=query))
    return rows.order_by("effect", "name", "email")
