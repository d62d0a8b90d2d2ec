"""From handing in to a decision: who sees the work, what a mark needs, what follows."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from skillmark.platform.assessment import errors, queue
from skillmark.platform.assessment.evidence import Piece
from skillmark.platform.assessment.services import marking, plans, submitting
from skillmark.platform.assessment.services.marking import Judgement
from skillmark.platform.assessment.services.submitting import Learner

if TYPE_CHECKING:
    from conftest import HandIn, Judge
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + b"0" * 100


def test_the_queue_holds_the_assigned_units_oldest_first(
    make_plan: Any, make_version: Any, make_assessor: Any, hand_in: "HandIn", make_learner: Any
) -> None:
    mine = make_plan()
    one = make_assessor(mine)
    other = make_plan(make_version(name="First aid"), takes_prior_learning=True)
    stranger = make_assessor(other)
    people = [make_learner(f"Person {n}", f"p{n}@learner.example") for n in range(3)]
    works = [hand_in(person, mine) for person in people]
    hand_in(people[0], other, "prior")
    assert [row.submission_id for row in queue.waiting(one)] == [work.pk for work in works]
    assert queue.waiting(stranger).count() == 1
    with pytest.raises(errors.NotAssignedError):
        marking.save(queue.waiting(one)[0].pk, Judgement(), actor=stranger)


def test_a_draft_is_kept_and_belongs_to_who_began(
    plan: "Plan", make_assessor: Any, hand_in: "HandIn"
) -> None:
    one, other = make_assessor(plan), make_assessor(plan)
    hand_in()
    row = queue.waiting(one)[0]
    marking.save(row.pk, Judgement(levels={"c1": "l2"}, comments={"c1": "Good."}), actor=one)
    row.refresh_from_db()
    assert (row.levels, row.comments, row.marker) == ({"c1": "l2"}, {"c1": "Good."}, one)
    assert not queue.waiting(other).exists()
    with pytest.raises(errors.NotAssignedError):
        marking.save(row.pk, Judgement(), actor=other)
    marking.put_back(row.pk, actor=one)
    assert queue.waiting(other).get().levels == {}


@pytest.mark.parametrize(
    ("said", "error"),
    [
        pytest.param({"levels": {"c1": "l2"}}, errors.IncompleteError, id="a level is missing"),
        pytest.param({"outcome": ""}, errors.IncompleteError, id="no outcome"),
        pytest.param(
            {"outcome": "not_yet", "reasons": " "}, errors.IncompleteError, id="no reasons"
        ),
        pytest.param(
            {"levels": {"c1": "l1", "c2": "l3"}}, errors.BelowRequiredError, id="below required"
        ),
        pytest.param({"levels": {"c1": "l9", "c2": "l3"}}, errors.InvalidError, id="no level"),
        pytest.param({"levels": {"x": "l1"}}, errors.InvalidError, id="no criterion"),
        pytest.param({"outcome": "superb"}, errors.InvalidError, id="no such outcome"),
        pytest.param({"reasons": "x" * 5_000}, errors.InvalidError, id="too long"),
    ],
)
def test_a_mark_is_finished_when_it_says_all(
    assessor: "User", hand_in: "HandIn", judge: "Judge", said: Any, error: type[Exception]
) -> None:
    work = hand_in()
    with pytest.raises(error):
        judge(assessor, **said)
    work.refresh_from_db()
    assert (work.state, work.decisions.count()) == ("submitted", 0)
    assert queue.waiting(assessor).get().state == "waiting"


def test_a_finished_mark_decides_and_never_changes(
    assessor: "User", hand_in: "HandIn", judge: "Judge"
) -> None:
    work = hand_in()
    mark = judge(assessor, comments={"c1": "Very quick."})
    work.refresh_from_db()
    decision = work.decisions.get()
    assert (work.state, work.outcome, decision.basis) == ("decided", "competent", "mark")
    assert decision.comments == {"c1": "Very quick."}
    mark.reasons = "Something else"
    with pytest.raises(errors.FrozenError):
        mark.save()
    decision.outcome = "not_yet"
    for fields in (None, ["outcome"], ["credential", "levels"]):
        with pytest.raises(errors.FrozenError):
            decision.save(**({"update_fields": fields} if fields else {}))
    with pytest.raises(errors.NotAssignedError):
        marking.finish(mark.pk, Judgement(), actor=assessor)


def test_not_yet_leaves_attempts_until_none_is_left(
    make_plan: Any, make_assessor: Any, hand_in: "HandIn", judge: "Judge", learner: "User"
) -> None:
    plan = make_plan(attempts=2)
    assessor = make_assessor(plan)
    for number in (1, 2):
        work = hand_in(learner, plan)
        assert work.number == number
        judge(assessor, outcome="not_yet", reasons="Show the second fire.")
    with pytest.raises(errors.AttemptsError):
        submitting.begin(plan.pk, Learner(user=learner))


def test_nobody_hands_in_twice_at_once_or_what_is_proven(
    plan: "Plan", assessor: "User", hand_in: "HandIn", judge: "Judge", learner: "User"
) -> None:
    draft = submitting.begin(plan.pk, Learner(user=learner))
    assert submitting.begin(plan.pk, Learner(user=learner)).pk == draft.pk
    work = hand_in()
    assert work.pk == draft.pk
    with pytest.raises(errors.NotOpenError, match="not decided"):
        submitting.begin(plan.pk, Learner(user=learner))
    judge(assessor)
    with pytest.raises(errors.NotOpenError, match="already"):
        submitting.begin(plan.pk, Learner(user=learner))


def test_only_who_is_enrolled_hands_in_work(plan: "Plan", make_user: Any) -> None:
    with pytest.raises(errors.NotOpenError, match="Enrol"):
        submitting.begin(plan.pk, Learner(user=make_user()))


def test_deadlines_hold_and_can_be_moved(make_plan: Any, learner: "User", user: "User") -> None:
    plan = make_plan(deadline_days=5)
    work = submitting.begin(plan.pk, Learner(user=learner))
    submitting.add(work.pk, Piece.words("", "Here."), actor=learner)
    type(work).objects.filter(pk=work.pk).update(due_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(errors.DeadlineError):
        submitting.submit(work.pk, actor=learner)
    submitting.extend(work.pk, 3, actor=user)
    assert submitting.submit(work.pk, actor=learner).state == "submitted"
    with pytest.raises(errors.StateError):
        submitting.extend(work.pk, 3, actor=user)


def test_evidence_is_the_learners_own_and_of_a_draft(
    plan: "Plan", learner: "User", make_learner: Any
) -> None:
    from skillmark.platform.assessment.models import EvidenceFile, Submission

    work = submitting.begin(plan.pk, Learner(user=learner))
    other = make_learner("Ida Lindqvist", "ida@learner.example")
    file = Piece.upload("", "plan.pdf", PDF)
    with pytest.raises(Submission.DoesNotExist):
        submitting.add(work.pk, file, actor=other)
    with pytest.raises(errors.EvidenceError, match="at least one"):
        submitting.submit(work.pk, actor=learner)
    rows = [submitting.add(work.pk, file, actor=learner) for _ in range(2)]
    assert EvidenceFile.objects.count() == 1
    for row in rows:
        assert bytes(row.file.data) == PDF
    submitting.remove(work.pk, rows[0].pk, actor=learner)
    assert EvidenceFile.objects.count() == 1
    submitting.remove(work.pk, rows[1].pk, actor=learner)
    assert EvidenceFile.objects.count() == 0
    submitting.add(work.pk, file, actor=learner)
    submitting.submit(work.pk, actor=learner)
    with pytest.raises(errors.StateError):
        submitting.add(work.pk, file, actor=learner)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: Piece.upload("", "page.html", b"<script>"), id="HTML"),
        pytest.param(lambda: Piece.upload("", "x.svg", b"<svg/>"), id="SVG"),
        pytest.param(lambda: Piece.upload("", "x.pdf", b"<script>"), id="HTML called PDF"),
        pytest.param(lambda: Piece.upload("", "x.pdf", b""), id="empty"),
        pytest.param(
            lambda: Piece.upload("", "x.pdf", b"%PDF-" + b"0" * (20 * 2**20)), id="too large"
        ),
        pytest.param(lambda: Piece.link("", "javascript:alert(1)"), id="script address"),
        pytest.param(lambda: Piece.link("", "page"), id="no address"),
        pytest.param(lambda: Piece.words("", " \x00"), id="no text"),
        pytest.param(lambda: Piece.words("", "x" * 50_001), id="long text"),
    ],
)
def test_what_is_no_evidence_is_refused(make: Callable[[], Piece]) -> None:
    with pytest.raises(errors.EvidenceError):
        make()


def test_work_can_be_taken_back_until_it_is_marked(
    assessor: "User", hand_in: "HandIn", judge: "Judge", learner: "User"
) -> None:
    work = hand_in()
    assert submitting.withdraw(work.pk, actor=learner).state == "withdrawn"
    assert not queue.waiting(assessor).exists()
    again = hand_in()
    assert again.number == 2
    judge(assessor)
    with pytest.raises(errors.StateError):
        submitting.withdraw(again.pk, actor=learner)


def test_nobody_marks_their_own_work(
    plan: "Plan", assessor: "User", hand_in: "HandIn", programme: Any
) -> None:
    from skillmark.platform.programmes.services import enrolling

    enrolling.enrol(
        programme.pk,
        enrolling.Applicant(user=assessor, name="An Assessor", email=assessor.email),
    )
    hand_in(assessor)
    assert not queue.waiting(assessor).exists()


def test_every_act_stands_in_the_trail_without_the_persons_name(
    assessor: "User", hand_in: "HandIn", judge: "Judge", user: "User", plan: "Plan"
) -> None:
    from skillmark.platform.events import audit
    from skillmark.platform.events.models import AuditEntry

    hand_in()
    judge(assessor, comments={"c1": "Secret words"})
    plans.change(plan.pk, plans.Terms(sample_percent=20), actor=user)
    rows = list(AuditEntry.objects.order_by("sequence"))
    found = [row.action for row in rows]
    wanted = ["submission.begun", "submission.handed_in", "mark.finished", "decision.made"]
    assert [one for one in found if one in wanted] == wanted
    assert {"assessment.planned", "assessment.assigned", "assessment.plan_changed"} <= set(
        found
    )
    everything = " ".join(f"{row.label} {row.before} {row.after}" for row in rows)
    assert "Secret words" not in everything
    assert "Mark Olsen" not in everything
    assert "mark@learner" not in everything
    assert audit.verify(plan.organisation_id).intact
