"""The catalogue, the assessors' queues and the stacks of the demo: what the tour sends people to see."""

from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone
from seeded_demo import Demo

from skillmark.platform.assessment import judging, queue
from skillmark.platform.assessment.models import Decision, Mark, Plan, Submission
from skillmark.platform.assessment.vocabulary import Outcome, Part, Round
from skillmark.platform.demo import people
from skillmark.platform.demo.definitions import courses
from skillmark.platform.demo.people import Staff
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.pathways.models import Equivalence, Learner
from skillmark.platform.people.models import User
from skillmark.platform.programmes import catalogue
from skillmark.platform.programmes.catalogue import Wanted
from skillmark.platform.quizzes.models import Question, Quiz, Section
from skillmark.platform.verifying import checking


def everywhere(model: Any) -> Any:
    """Return the rows of every organisation."""
    return model.objects.with_scopes_disabled().all()


def queue_of(staff: Staff, part: str = Part.ASSESSOR, slug: str = "harbour") -> list[Mark]:
    """Return what waits for somebody, the oldest first."""
    with organisation_scope(Organisation.objects.get(slug=slug)):
        return list(queue.waiting(User.objects.get(email=staff.email), part))


def test_two_facilitators_are_compared_side_by_side(demo: Demo, client: Client) -> None:
    assert demo.now
    both = [
        row
        for row in catalogue.offered(Wanted(search="workplace safety"))
        if row.title in {courses.SAFETY, courses.SAFETY_SHORT}
    ]
    assert {row.organisation.slug for row in both} == {"harbour", "brightwater"}
    page = client.get("/programmes/compare", {"p": [str(row.pk) for row in both]})
    said = page.content.decode()
    for words in (
        "A credential for each unit, and the final one",
        "The final credential only",
        "240",
        "150",
        courses.BOARD,
    ):
        assert words in said


def test_a_goal_leads_to_both(demo: Demo, client: Client) -> None:
    assert demo.now
    said = client.get("/programmes?goal=safety+officer").content.decode()
    for title in (courses.SAFETY, courses.SAFETY_SHORT, "First Aid at Work"):
        assert title in said


def test_the_queue_is_of_several_ages_and_the_oldest_stands_first(demo: Demo) -> None:
    waiting = queue_of(people.LENA)
    names = [mark.submission.name for mark in waiting]
    wanted = [people.EMEKA, people.LIV, people.MARK, people.ANA]
    assert names == [one.name for one in wanted]
    ages = [(demo.now - mark.queued_at).days for mark in waiting]
    assert ages[:3] == [8, 3, 0]
    assert waiting[-1].round == Round.APPEAL


def test_each_round_waits_for_the_one_who_may_do_it(demo: Demo) -> None:
    assert demo.now
    omar = [mark for mark in queue_of(people.OMAR) if mark.round == Round.SECOND]
    assert [mark.submission.name for mark in omar] == [people.AMELIE.name]
    (moderation,) = queue_of(people.MIKAEL, Part.MODERATOR)
    assert moderation.submission.name == people.DIEGO.name
    nils = {mark.submission.version.human_code for mark in queue_of(people.NILS)}
    assert nils == {"WSF-4"}  # the appeal is against his own mark
    claimed = queue_of(people.NURIA, slug="meridiana")
    assert {mark.submission.name for mark in claimed} == {people.YUSUF.name}
    assert {mark.submission.version.human_code for mark in claimed} == {"DSC-2", "DSC-4"}


def test_what_was_found_competent_is_issued_with_its_rigor_block(demo: Demo) -> None:
    assert demo.now
    decided = everywhere(Decision).filter(outcome=Outcome.COMPETENT)
    names = {one.submission.name for one in decided.select_related("submission")}
    assert names == {people.PETRA.name, people.HUGO.name}
    for one in decided:
        document = bytes(one.credential.document)
        assert checking.check(document, at=timezone.now()).report.verdict in {
            "valid",
            "valid_but",
        }
        assert b"How this was assessed" in document
    assert everywhere(Submission).get(name=people.KENJI.name).outcome == Outcome.NOT_YET


def test_the_agreement_of_first_aid_can_be_told(demo: Demo) -> None:
    assert demo.now
    harbour = Organisation.objects.get(slug="harbour")
    with organisation_scope(harbour):
        plan = Plan.objects.get(achievement__human_code="FA")
        assert judging.of_plan(plan)[0].found.count == 2


def test_a_test_draws_from_a_bank_of_every_kind(demo: Demo) -> None:
    assert demo.now
    bank = everywhere(Question)
    assert bank.count() == 12
    kinds = {"single", "multiple", "true_false", "numeric", "text", "ordering", "matching"}
    assert set(bank.values_list("kind", flat=True)) == kinds
    quiz, part = everywhere(Quiz).get(), everywhere(Section).get()
    assert (quiz.state, quiz.criterion, part.draw) == ("published", "c1", 10)


def test_the_certificate_counts_as_fifteen_of_the_master_s_credits(demo: Demo) -> None:
    assert demo.now
    rows = everywhere(Learner).filter(pathway__name="MSc Data Science")
    assert {(row.have, row.need) for row in rows} == {(Decimal(15), Decimal(60))}
    assert rows.count() == 3


def test_hours_of_the_diploma_are_recognised_from_elsewhere(demo: Demo) -> None:
    assert demo.now
    found = {row.credits["hours"] for row in everywhere(Equivalence)}
    assert found == {"137", "165"}
    rows = everywhere(Learner).filter(pathway__name="Digital Work Diploma")
    assert {(row.have, row.need) for row in rows} == {(Decimal(165), Decimal(300))}
