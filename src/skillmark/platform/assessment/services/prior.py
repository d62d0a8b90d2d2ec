"""Claims of prior learning: one claim, several units, each judged outcome by outcome.

A piece of evidence may show outcomes of several units; each unit keeps its own row of it, the bytes
of a file are kept once. What is proven is issued unit by unit, whatever becomes of the others.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from skillmark.platform.assessment import eligibility
from skillmark.platform.assessment.errors import EvidenceError, InvalidError, StateError
from skillmark.platform.assessment.evidence import Piece
from skillmark.platform.assessment.models import Claim, Evidence, Plan, Submission
from skillmark.platform.assessment.services import submitting
from skillmark.platform.assessment.services.submitting import Learner
from skillmark.platform.assessment.vocabulary import Kind, SubmissionState
from skillmark.platform.people import services as persons
from skillmark.platform.people.models import User
from skillmark.platform.programmes.models import Programme
from skillmark.platform.programmes.selectors import giving

MAX_UNITS: Final = 60


def plans_of(programme: Programme) -> list[Plan]:
    """Return the plans of the provider's own units that take prior learning, in their order."""
    rows = Plan.objects.filter(
        achievement__organisation_id=programme.organisation_id,
        achievement_id__in=giving().filter(programme=programme).values("achievement_id"),
        takes_prior_learning=True,
        is_open=True,
    )
    order = {row.achievement_id: row.position for row in programme.units.all()}
    found = rows.select_related("achievement")
    return sorted(found, key=lambda plan: (order[plan.achievement_id], plan.pk))


def claimable(programme: Programme, user: User) -> list[Plan]:
    """Return those of `plans_of` for which the account can begin an attempt now."""
    listed = plans_of(programme)
    return [one for one in listed if not eligibility.standing(one, user, Kind.PRIOR).reason]


def begin(programme: Programme, plans: Iterable[UUID], learner: Learner) -> Claim:
    """Begin a claim with a draft for each unit.

    Raises:
        InvalidError: no unit, or one that cannot be claimed.
        AssessmentError: an attempt cannot begin.
    """
    wanted = set(plans)
    with transaction.atomic():
        chosen = [one for one in claimable(programme, learner.user) if one.pk in wanted]
        if not chosen or len(chosen) != len(wanted):
            raise InvalidError({"units": _("Choose the units that you can claim.")})
        claim: Claim = Claim.objects.create(
            organisation_id=programme.organisation_id,
            programme=programme,
            person=persons.ensure_person(learner.user),
        )
        for plan in chosen[:MAX_UNITS]:
            work = submitting.begin(plan.pk, learner, kind=Kind.PRIOR)
            work.claim = claim
            work.save(update_fields=["claim"])
    return claim


def add(
    claim_id: UUID, piece: Piece, shows: dict[UUID, list[str]], *, actor: User
) -> list[Evidence]:
    """Add a piece of evidence to each unit of which it shows something.

    Args:
        claim_id: one's own claim.
        piece: what is shown.
        shows: by submission, the outcomes that it shows.
        actor: whose claim it is.

    Raises:
        EvidenceError: it shows nothing, or something of no unit of the claim.
        StateError: a unit is handed in already.
    """
    with transaction.atomic():
        known = set(works_of(claim_id, actor).values_list("pk", flat=True))
        chosen = {work: keys for work, keys in shows.items() if keys}
        if not chosen or not chosen.keys() <= known:
            raise EvidenceError(_("Say which outcomes it shows."), field="outcomes")
        return [
            submitting.add(work, replace(piece, outcomes=tuple(keys)), actor=actor)
            for work, keys in chosen.items()
        ]


def submit(claim_id: UUID, *, actor: User, note: str = "") -> list[Submission]:
    """Hand in every unit that shows something; drafts that show nothing are given up.

    Raises:
        StateError: everything is handed in already.
        EvidenceError: no unit shows anything.
    """
    with transaction.atomic():
        drafts = works_of(claim_id, actor).filter(state=SubmissionState.DRAFT)
        listed = list(drafts)
        if not listed:
            raise StateError(_("This is handed in already."))
        full = [work for work in listed if work.evidence.exists()]
        if not full:
            raise EvidenceError(_("Add at least one piece of evidence, then hand it in."))
        for work in listed:
            if work not in full:
                submitting.withdraw(work.pk, actor=actor)
        return [submitting.submit(work.pk, actor=actor, note=note) for work in full]


def works_of(claim_id: UUID, user: User) -> QuerySet[Submission]:
    """Return the units of a claim if it is the account's own; of another's, none."""
    rows: QuerySet[Submission] = Submission.objects.filter(claim_id=claim_id, person__user=user)
    return rows.select_related("version", "plan").order_by("created_at", "pk")
