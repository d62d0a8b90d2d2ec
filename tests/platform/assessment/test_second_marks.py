"""Blind second marks, moderation, appeals, and how far assessors agree."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.assessment import errors, judging, queue, sampling
from skillmark.platform.assessment.agreement import Agreement, weighted_kappa
from skillmark.platform.assessment.models import Appeal, Decision, Mark
from skillmark.platform.assessment.services import appeals, submitting
from skillmark.platform.assessment.services.submitting import Learner
from skillmark.platform.issuing.models import Credential

if TYPE_CHECKING:
    from conftest import HandIn, Judge
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.people.models import User

SECRET = b"s" * 32


@pytest.fixture
def twice(make_plan: Any) -> "Plan":
    """A plan all of whose work is marked twice."""
    plan: Plan = make_plan(sample_percent=100, required_levels={})
    return plan


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("second", "moderated"),
    [
        pytest.param({}, False, id="the same"),
        pytest.param({"levels": {"c1": "l3", "c2": "l2"}}, False, id="one level apart"),
        pytest.param({"levels": {"c1": "l2", "c2": "l1"}}, True, id="two levels apart"),
        pytest.param({"outcome": "not_yet"}, True, id="another outcome"),
    ],
)
def test_two_marks_agree_or_go_to_a_moderator(
    *,
    twice: "Plan",
    make_assessor: Any,
    hand_in: "HandIn",
    judge: "Judge",
    second: Any,
    moderated: bool,
) -> None:
    one, other = make_assessor(twice), make_assessor(twice)
    moderator = make_assessor(twice, "moderator")
    work = hand_in(None, twice)
    judge(one)
    assert not queue.waiting(one).exists()
    assert not work.decisions.exists()
    judge(other, **second)
    work.refresh_from_db()
    if not moderated:
        assert (work.state, work.decisions.get().basis) == ("decided", "agreement")
        return
    assert work.state == "submitted"
    assert not queue.waiting(moderator).exists()
    judge(moderator, "moderator", outcome="not_yet", reasons="The second fire is missing.")
    decision = work.decisions.get()
    assert (decision.basis, decision.outcome) == ("moderation", "not_yet")
    kept = {row.round: row.outcome for row in work.marks.all()}
    assert kept == {
        "first": "competent",
        "second": second.get("outcome", "competent"),
        "moderation": "not_yet",
    }


@pytest.mark.django_db
def test_the_second_assessor_learns_nothing_of_the_first(
    twice: "Plan",
    make_assessor: Any,
    hand_in: "HandIn",
    judge: "Judge",
    client_of: Callable[..., Any],
) -> None:
    one, other = make_assessor(twice), make_assessor(twice)
    work = hand_in(None, twice)
    before = queue.waiting(other).get()
    slug = work.organisation.slug
    fresh = client_of(other).get(reverse("assessment:mark", args=[slug, before.pk])).text
    judge(one, comments={"c1": "Telling words"}, reasons="More telling words")
    mark = queue.waiting(other).get()
    assert (mark.queued_at, mark.pk) == (work.submitted_at, mark.pk)
    shown = client_of(other).get(reverse("assessment:mark", args=[slug, mark.pk])).text
    assert "elling words" not in shown
    same = shown.replace(str(mark.pk), str(before.pk))
    assert _steady(same) == _steady(fresh)


def _steady(page: str) -> list[str]:
    lines = page.split("<main")[1].split("</main>", maxsplit=1)[0].splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


@pytest.mark.django_db
def test_an_owner_sees_what_nobody_may_judge(
    twice: "Plan", make_assessor: Any, hand_in: "HandIn", judge: "Judge"
) -> None:
    from skillmark.platform.assessment import selectors
    from skillmark.platform.assessment.services import marking

    assert selectors.unmarkable(twice) == 0
    hand_in(None, twice)
    assert selectors.unmarkable(twice) == 1
    one = make_assessor(twice)
    assert selectors.unmarkable(twice) == 0
    judge(one)
    assert selectors.unmarkable(twice) == 1
    other = make_assessor(twice)
    assert selectors.unmarkable(twice) == 0
    mark = queue.waiting(other).get()
    marking.declare_conflict(mark.pk, "My neighbour", actor=other)
    assert selectors.unmarkable(twice) == 1


@pytest.mark.django_db
def test_the_first_assessor_cannot_mark_twice(
    twice: "Plan", make_assessor: Any, hand_in: "HandIn", judge: "Judge"
) -> None:
    one = make_assessor(twice)
    hand_in(None, twice)
    judge(one)
    waiting = Mark.objects.get(round="second")
    with pytest.raises(Mark.DoesNotExist):
        queue.to_mark(waiting.pk, one)


@pytest.mark.django_db
def test_both_markers_and_the_moderator_stand_in_the_credential(
    *,
    twice: "Plan",
    make_assessor: Any,
    hand_in: "HandIn",
    judge: "Judge",
    deliver: Callable[[], None],
) -> None:
    one, other = make_assessor(twice), make_assessor(twice)
    moderator = make_assessor(twice, "moderator")
    hand_in(None, twice)
    judge(one, outcome="not_yet", reasons="Missing.")
    judge(other)
    judge(moderator, "moderator")
    deliver()
    words = bytes(Credential.objects.get().document).decode()
    from skillmark.platform.assessment.models import Secret

    naming = bytes(Secret.objects.get().naming)
    for said, user in (
        ("Assessor", one),
        ("Second assessor, blind", other),
        ("Moderator", moderator),
    ):
        assert f"{said}: `{sampling.pseudonym(naming, user.pk)}`" in words


@pytest.mark.django_db
def test_an_appeal_goes_to_somebody_new_and_supersedes(
    *,
    plan: "Plan",
    make_assessor: Any,
    hand_in: "HandIn",
    judge: "Judge",
    learner: "User",
    deliver: Callable[[], None],
) -> None:
    one, other = make_assessor(plan), make_assessor(plan)
    work = hand_in()
    judge(one, outcome="not_yet", reasons="The second fire is missing.")
    appeals.appeal(work.pk, "It is on page two.", actor=learner)
    assert not queue.waiting(one).exists()
    judge(other)
    deliver()
    newest, first = work.decisions.all()
    assert (newest.supersedes, newest.basis, newest.outcome) == (first, "appeal", "competent")
    assert first.outcome == "not_yet"
    row = Appeal.objects.get()
    assert (row.state, row.answer) == ("decided", newest)
    assert newest.credential == Credential.objects.get()
    work.refresh_from_db()
    assert work.outcome == "competent"
    with pytest.raises(errors.AppealError, match="on appeal already"):
        appeals.appeal(work.pk, "Again.", actor=learner)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("levels", "outcome", "states"),
    [
        pytest.param({"c1": "l2", "c2": "l3"}, "competent", ["active"], id="the same"),
        pytest.param(
            {"c1": "l3", "c2": "l3"}, "competent", ["revoked", "active"], id="other levels"
        ),
        pytest.param({"c1": "l1", "c2": "l3"}, "not_yet", ["revoked"], id="not yet"),
    ],
)
def test_credentials_follow_what_an_appeal_decides(
    *,
    plan: "Plan",
    make_assessor: Any,
    hand_in: "HandIn",
    judge: "Judge",
    learner: "User",
    deliver: Callable[[], None],
    levels: Any,
    outcome: str,
    states: list[str],
) -> None:
    one, other = make_assessor(plan), make_assessor(plan)
    work = hand_in()
    judge(one)
    deliver()
    appeals.appeal(work.pk, "I was better than that.", actor=learner)
    judge(other, levels=levels, outcome=outcome, reasons="Looked at anew.")
    deliver()
    found = [row.state for row in Credential.objects.order_by("issued_at", "pk")]
    assert found == states


@pytest.mark.django_db
def test_appeals_have_their_time_and_their_place(
    plan: "Plan", assessor: "User", hand_in: "HandIn", judge: "Judge", learner: "User"
) -> None:
    work = hand_in()
    with pytest.raises(errors.AppealError, match="no decision"):
        appeals.appeal(work.pk, "Too soon.", actor=learner)
    judge(assessor, outcome="not_yet", reasons="Missing.")
    with pytest.raises(errors.InvalidError):
        appeals.appeal(work.pk, "  ", actor=learner)
    draft = submitting.begin(plan.pk, Learner(user=learner))
    with pytest.raises(errors.AppealError, match="another attempt"):
        appeals.appeal(work.pk, "Both.", actor=learner)
    submitting.withdraw(draft.pk, actor=learner)
    early = timezone.now() - timedelta(days=15)
    Decision.objects.filter(submission=work).update(decided_at=early)
    with pytest.raises(errors.AppealError, match="time"):
        appeals.appeal(work.pk, "Too late.", actor=learner)


@pytest.mark.django_db
def test_owners_see_how_far_assessors_agree(
    *,
    twice: "Plan",
    make_assessor: Any,
    make_learner: Any,
    hand_in: "HandIn",
    judge: "Judge",
    studio: Any,
    django_assert_num_queries: Any,
) -> None:
    one, other = make_assessor(twice), make_assessor(twice)
    assert judging.of_plan(twice) == []
    assert judging.of_outcomes([twice]) == {}
    pairs = [("l2", "l2"), ("l3", "l2"), ("l2", "l3"), ("l3", "l3")]
    for place, (first, second) in enumerate(pairs):
        hand_in(make_learner(f"P{place}", f"p{place}@learner.example"), twice)
        judge(one, levels={"c1": first, "c2": "l2"})
        judge(other, levels={"c1": second, "c2": "l2"})
    outcome, hazard, action = judging.of_plan(twice)
    assert (outcome.name, outcome.found.count, outcome.kappa) == ("Outcome", 4, "")
    assert (hazard.name, hazard.kappa, hazard.found.same) == ("Sees the hazard", "0.00", 2)
    assert hazard.found.table == ((0, 0, 0), (0, 1, 1), (0, 1, 1))
    assert action.kappa == ""
    with django_assert_num_queries(1):
        assert judging.of_outcomes([twice]) == {twice.pk: outcome}
    plans = reverse("assessment:plans", args=[twice.organisation.slug])
    here = reverse("assessment:plan", args=[twice.organisation.slug, twice.pk])
    listed = studio.get(plans).text
    assert f'href="{here}#agreement">4 of 4 the same<' in listed


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        pytest.param([[20, 5], [10, 15]], 0.4, id="two readers, 50 proposals (two levels)"),
        pytest.param(
            [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]],
            0.3320,
            id="Hout, Duncan and Sobel 1987, Fleiss-Cohen weights",
        ),
        pytest.param([[5, 0, 0], [0, 5, 0], [0, 0, 5]], 1.0, id="full agreement"),
        pytest.param([[0, 5], [5, 0]], -1.0, id="full disagreement"),
    ],
)
def test_kappa_has_its_published_values(table: list[list[int]], kappa: float) -> None:
    found = weighted_kappa(table)
    assert found is not None
    assert float(found) == pytest.approx(kappa, abs=5e-5)


@pytest.mark.parametrize("table", [[], [[0, 0], [0, 0]], [[7, 0], [0, 0]]])
def test_kappa_does_not_exist_where_chance_explains_all(table: list[list[int]]) -> None:
    assert weighted_kappa(table) is None


PLACES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30)


@given(PLACES)
def test_kappa_is_the_same_whoever_was_first_and_at_most_one(
    pairs: list[tuple[int, int]],
) -> None:
    found = Agreement.of(pairs, 4).exact
    turned = Agreement.of([(b, a) for a, b in pairs], 4).exact
    upside_down = Agreement.of([(3 - a, 3 - b) for a, b in pairs], 4).exact
    assert found == turned == upside_down
    assert found is None or Fraction(-1) <= found <= 1
    assert found != 1 or all(a == b for a, b in pairs)


def test_a_place_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="scale"):
        Agreement.of([(0, 4)], 4)


@given(st.uuids(), st.integers(0, 100))
def test_the_sample_is_steady_and_grows_with_its_share(work: UUID, percent: int) -> None:
    chosen = sampling.chosen(SECRET, work, percent)
    assert sampling.chosen(SECRET, work, percent) == chosen
    assert sampling.chosen(SECRET, work, 100)
    assert not sampling.chosen(SECRET, work, 0)
    assert not chosen or all(sampling.chosen(SECRET, work, p) for p in range(percent, 101))


def test_the_sample_is_as_large_as_it_should_be() -> None:
    found = sum(sampling.chosen(SECRET, UUID(int=n), 10) for n in range(10_000))
    assert 900 < found < 1_100


@given(st.uuids(), st.binary(min_size=32, max_size=32))
def test_a_pseudonym_is_a_good_urn_and_hangs_on_the_secret(user: UUID, secret: bytes) -> None:
    name = sampling.pseudonym(SECRET, user)
    parsed = UUID(name)
    assert (name.startswith("urn:uuid:"), parsed.version, parsed.urn) == (True, 8, name)
    assert secret == SECRET or sampling.pseudonym(secret, user) != name
