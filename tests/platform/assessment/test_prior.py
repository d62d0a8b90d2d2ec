"""Prior learning: one claim, several units, credit for those that are proven."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skillmark.platform.assessment import errors
from skillmark.platform.assessment.evidence import Piece
from skillmark.platform.assessment.models import Claim, EvidenceFile
from skillmark.platform.assessment.services import prior
from skillmark.platform.assessment.services.submitting import Learner
from skillmark.platform.issuing.models import Credential

if TYPE_CHECKING:
    from conftest import Judge
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db

type Offer = tuple[Any, list[Any], User]


@pytest.fixture
def offer(
    programme: Any, make_version: Any, make_plan: Any, make_assessor: Any, user: "User"
) -> Offer:
    """A programme of three units, two of which take prior learning, and their assessor."""
    from skillmark.platform.assessment.services import plans
    from skillmark.platform.programmes.services import offers

    units = [make_version(name=name) for name in ("First aid", "Heavy weights")]
    first = programme.programme.units.get().achievement_id
    offers.set_achievements(
        programme.programme_id,
        units=[first, *(one.achievement_id for one in units)],
        final=None,
        prerequisites=[],
        actor=user,
    )
    made = [make_plan(one, takes_prior_learning=True) for one in units]
    make_plan()
    assessor = make_assessor(made[0])
    plans.assign(made[1].pk, assessor, "assessor", actor=user)
    return programme.programme, made, assessor


def test_what_is_proven_is_issued_unit_by_unit(
    offer: Offer,
    make_user: Any,
    client_of: Callable[..., Any],
    judge: "Judge",
    deliver: Callable[[], None],
) -> None:
    programme, plans, assessor = offer
    person = make_user("ana@learner.example", name="Ana Pereira")
    browser = client_of(person)
    new = reverse("assessment:claim-new", args=[programme.pk])
    shown = browser.get(new).text
    assert ("First aid" in shown, "Heavy weights" in shown) == (True, True)
    assert str(programme.units.first().pk) not in shown
    said = {"name": "Ana Pereira", "email": "ana@learner.example"}
    assert browser.post(new, said).status_code == 422
    browser.post(new, said | {"units": [str(one.pk) for one in plans]})
    claim = Claim.objects.get()
    one, other = claim.works.order_by("created_at", "pk")
    add = reverse("assessment:claim-add", args=[claim.pk])
    assert browser.post(add, {"kind": "text", "body": "Ten years at sea."}).status_code == 422
    sent = SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n0123")
    shows = [f"{one.pk}/o1", f"{one.pk}/o2", f"{other.pk}/o1"]
    browser.post(add, {"kind": "file", "file": sent, "outcomes": shows})
    assert EvidenceFile.objects.count() == 1
    assert [row.evidence.get().outcomes for row in (one, other)] == [["o1", "o2"], ["o1"]]
    browser.post(reverse("assessment:claim-submit", args=[claim.pk]), {"note": "Thank you."})
    judge(assessor, levels={"o1": "yes", "o2": "yes"})
    judge(
        assessor,
        levels={"o1": "yes", "o2": "no"},
        outcome="not_yet",
        reasons="Show the second outcome.",
    )
    deliver()
    credential = Credential.objects.get()
    assert credential.achievement_version == one.version
    page = browser.get(reverse("assessment:claim", args=[claim.pk])).text
    assert "1 of 2 units proven" in page


def test_a_unit_cannot_be_proven_below_its_outcomes(
    offer: Offer, make_user: Any, judge: "Judge"
) -> None:
    programme, plans, assessor = offer
    person = make_user("ana@learner.example", name="Ana Pereira")
    claim = prior.begin(programme, [plans[0].pk], Learner(user=person))
    work = claim.works.get()
    prior.add(claim.pk, Piece.words("", "Ten years."), {work.pk: ["o1"]}, actor=person)
    prior.submit(claim.pk, actor=person)
    with pytest.raises(errors.BelowRequiredError):
        judge(assessor, levels={"o1": "yes", "o2": "no"})


def test_claims_are_ones_own_and_of_units_that_take_them(
    offer: Offer, make_user: Any, client_of: Callable[..., Any]
) -> None:
    from skillmark.platform.assessment.models import Plan

    programme, plans, _assessor = offer
    person, other = make_user(), make_user()
    closed = Plan.objects.get(takes_prior_learning=False)
    for wrong in ([], [closed.pk], [plans[0].pk, closed.pk]):
        with pytest.raises(errors.InvalidError):
            prior.begin(programme, wrong, Learner(user=person))
    claim = prior.begin(programme, [one.pk for one in plans], Learner(user=person))
    with pytest.raises(errors.EvidenceError, match="at least one"):
        prior.submit(claim.pk, actor=person)
    work = claim.works.first()
    for keys in ({}, {work.pk: []}, {work.pk: ["o9"]}, {plans[0].pk: ["o1"]}):
        with pytest.raises(errors.EvidenceError):
            prior.add(claim.pk, Piece.words("", "x"), keys, actor=person)
    with pytest.raises(errors.EvidenceError):
        prior.add(claim.pk, Piece.words("", "x"), {work.pk: ["o1"]}, actor=other)
    url = reverse("assessment:claim", args=[claim.pk])
    assert client_of(other).get(url).status_code == 404
    prior.add(claim.pk, Piece.words("", "x"), {work.pk: ["o1"]}, actor=person)
    assert [one.pk for one in prior.submit(claim.pk, actor=person)] == [work.pk]
    states = set(claim.works.values_list("state", flat=True))
    assert states == {"submitted", "withdrawn"}
    with pytest.raises(errors.StateError):
        prior.submit(claim.pk, actor=person)
