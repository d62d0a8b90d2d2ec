"""Who learns in the demo, and how their work is assessed: plans, a queue, marks, an appeal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import F

from skillmark.platform.assessment import awarding, criteria
from skillmark.platform.assessment.evidence import Piece
from skillmark.platform.assessment.models import Mark, Plan, Submission
from skillmark.platform.assessment.services import (
    appeals,
    marking,
    plans,
    prior,
    submitting,
)
from skillmark.platform.assessment.services.marking import Judgement
from skillmark.platform.assessment.services.plans import Terms
from skillmark.platform.assessment.services.submitting import Learner as Candidate
from skillmark.platform.assessment.vocabulary import (
    TO_DO,
    CheckKind,
    Method,
    Outcome,
    Part,
    SubmissionState,
)
from skillmark.platform.demo import courses, people, quiz, stacks
from skillmark.platform.demo.definitions import courses as definitions
from skillmark.platform.demo.desk import Desk
from skillmark.platform.demo.people import Learner, Staff
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.models import User

WANTED: Final = "A short report of what you did on the site, in your own words. Photos help; leave out faces."
REPORT: Final = (
    "I walked the loading bay with the checklist on Tuesday evening. I found a **blocked exit**, an "
    "open cable at dock 3 and a pallet with a broken board. I judged the exit worst, moved what "
    "stood in front of it, and wrote the other two into the report book for the shift leader."
)
NOT_YET: Final = (
    "The gear fits the task. What is missing is the check before use: show how you look a harness "
    "and a helmet over, and what you do when you find a crack."
)
GROUNDS: Final = (
    "The second criterion was judged from the photo alone. I showed the extinguisher to the "
    "assessor in the workshop, and can show it again."
)
FORECASTS: Final = (
    "Four years of forecasting demand: three pipelines with tests, and the models they feed. My "
    "reference can be reached at work."
)


@dataclass(frozen=True, slots=True)
class Class:
    """Everything that assessment in the demo needs: desks, accounts, places, plans by code."""

    desks: Mapping[str, Desk]
    accounts: Mapping[str, User]
    catalogue: courses.Catalogue
    plans: dict[str, Plan]

    def hand_in(self, code: str, learner: Learner, days_ago: int) -> Mark:
        """Let a learner hand in work so many days ago; return the mark that waits."""
        work = self.draft(code, learner)
        submitting.submit(work.pk, actor=self.accounts[learner.email])
        age = timedelta(days=days_ago)
        Submission.objects.filter(pk=work.pk).update(
            created_at=F("created_at") - age - timedelta(days=2),
            submitted_at=F("submitted_at") - age,
        )
        Mark.objects.filter(submission=work).update(queued_at=F("queued_at") - age)
        return waiting(work)

    def draft(self, code: str, learner: Learner) -> Submission:
        """Let a learner begin an attempt, with a report."""
        user = self.accounts[learner.email]
        work = submitting.begin(self.plans[code].pk, Candidate(user=user))
        submitting.add(work.pk, Piece.words("What I did", REPORT), actor=user)
        return work

    def mark(self, mark: Mark, assessor: Staff, level: int, reasons: str = "") -> Mark:
        """Let an assessor mark a piece of work, each criterion with the level of this place."""
        actor = self.desks["harbour"].account(assessor)
        marking.note_check(mark.pk, CheckKind.SUPERVISION, Method.ONSITE, actor=actor)
        marking.note_check(mark.pk, CheckKind.IDENTITY, Method.DOCUMENT, actor=actor)
        scales = marking.scales_of(mark)
        said = Judgement(
            levels={scale.id: scale.steps[level].id for scale in scales},
            comments={scales[0].id: reasons or "Calm, complete, and in the right order."},
            outcome=Outcome.COMPETENT if level else Outcome.NOT_YET,
            reasons=reasons,
        )
        return marking.finish(mark.pk, said, actor=actor)


def begin(desks: Mapping[str, Desk], accounts: Mapping[str, User]) -> None:
    """Publish programmes and plans, and let people learn.

    Args:
        desks: of the organisations, by slug.
        accounts: of the learners, by address.
    """
    catalogue = courses.offer(desks)
    taught = Class(desks, accounts, catalogue, {})
    harbour, meridiana = desks["harbour"], desks["meridiana"]
    for learner in (people.MARK, *people.CANDIDATES):
        title = definitions.SAFETY
        if learner in {people.PETRA, people.ANA}:
            title = definitions.SAFETY_PARTS
        elif learner in {people.AMELIE, people.DIEGO, people.HUGO}:
            title = "First Aid at Work"
        catalogue.enrol(title, accounts[learner.email])
    with organisation_scope(harbour.organisation):
        _plan_safety(taught, harbour)
        quiz.ask(harbour, "ITS-1", catalogue.programmes["IT Support Professional"])
        _safety(taught)
        _first_aid(taught)
    with organisation_scope(meridiana.organisation):
        _prior(taught, meridiana)
        stacks.master(meridiana)
        stacks.digital(meridiana, harbour)


def waiting(work: Submission) -> Mark:
    """Return the mark of a piece of work that somebody has to finish."""
    rows = Mark.objects.filter(submission=work, state__in=TO_DO)
    found: Mark = rows.select_related("submission__plan", "submission__version").get()
    return found


def _plan_safety(taught: Class, desk: Desk) -> None:
    """Say how Harbour assesses; first aid is marked twice always, IT by a test as well."""
    both, all_three = (people.LENA, people.OMAR), (people.LENA, people.OMAR, people.NILS)
    # The units are marked once: a sample would make the demo another one each time.
    for code, assessors, percent in (
        ("WSF-1", both, 0),
        ("WSF-2", both, 0),
        ("WSF-3", all_three, 0),
        ("WSF-4", all_three, 0),
        ("WSF", both, 0),
        ("FA", both, 100),
        ("ITS-1", both, 10),
    ):
        supervised = code != "ITS-1"
        taught.plans[code] = _plan(
            desk,
            code,
            assessors,
            people.MIKAEL,
            Terms(
                required_levels=criteria.usual_levels(desk.catalogue[code]),
                evidence_wanted=WANTED,
                deadline_days=60,
                sample_percent=percent,
                needs_supervision=supervised,
                needs_identity=supervised,
                takes_prior_learning=code.startswith("WSF-"),
            ),
        )


def _plan(
    desk: Desk, code: str, assessors: tuple[Staff, ...], moderator: Staff, terms: Terms
) -> Plan:
    plan = plans.create(desk.organisation, desk.catalogue[code], terms, actor=desk.actor)
    for one in assessors:
        plans.assign(plan.pk, desk.account(one), Part.ASSESSOR, actor=desk.actor)
    plans.assign(plan.pk, desk.account(moderator), Part.MODERATOR, actor=desk.actor)
    return plan


def _safety(taught: Class) -> None:
    """Let a queue wait; mark some of it, with an appeal; Mark's fourth unit is the newest."""
    taught.hand_in("WSF-1", people.EMEKA, 9)
    taught.hand_in("WSF-2", people.LIV, 4)
    taught.draft("WSF-1", people.TARIQ)
    taught.mark(taught.hand_in("WSF-3", people.PETRA, 6), people.NILS, 1)
    taught.mark(taught.hand_in("WSF-2", people.KENJI, 7), people.LENA, 0, NOT_YET)
    appealed = taught.mark(taught.hand_in("WSF-3", people.ANA, 8), people.NILS, 0, NOT_YET)
    user = taught.accounts[people.ANA.email]
    appeals.appeal(appealed.submission_id, GROUNDS, actor=user)
    taught.hand_in("WSF-4", people.MARK, 1)
    _issue()


def _first_aid(taught: Class) -> None:
    """Let first aid be marked twice: alike, apart, and by one assessor so far."""
    alike = taught.mark(taught.hand_in("FA", people.HUGO, 12), people.LENA, 2)
    taught.mark(waiting(alike.submission), people.OMAR, 1)
    apart = taught.mark(taught.hand_in("FA", people.DIEGO, 5), people.LENA, 2)
    taught.mark(waiting(apart.submission), people.OMAR, 0, NOT_YET)
    taught.mark(taught.hand_in("FA", people.AMELIE, 3), people.LENA, 1)
    _issue()


def _issue() -> None:
    """Issue what was found competent at once, as the outbox does."""
    found = Submission.objects.filter(
        state=SubmissionState.DECIDED, outcome=Outcome.COMPETENT
    ).order_by("pk")
    for work in found:
        decision = submitting.newest_decision(work)
        if decision is not None:
            awarding.settle(decision.pk)


def _prior(taught: Class, desk: Desk) -> None:
    """Let somebody claim two modules by what he did at work."""
    for code in ("DSC-2", "DSC-4"):
        version = desk.catalogue[code]
        terms = Terms(
            required_levels=criteria.usual_levels(version),
            evidence_wanted="A project on your own data.",
            takes_prior_learning=True,
        )
        taught.plans[code] = _plan(desk, code, (people.NURIA,), people.BEATRIZ, terms)
    user = taught.accounts[people.YUSUF.email]
    programme = taught.catalogue.programmes[definitions.SCIENCE]
    chosen = [taught.plans["DSC-2"].pk, taught.plans["DSC-4"].pk]
    claim = prior.begin(programme, chosen, Candidate(user=user))
    shows = {
        work.pk: [key for key, _words in criteria.outcomes(work.version)]
        for work in prior.works_of(claim.pk, user)
    }
    prior.add(claim.pk, Piece.words("Forecasts at work", FORECASTS), shows, actor=user)
    prior.submit(claim.pk, actor=user)
