"""Places: who gets one, who waits, who moves up, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from issued_credentials import issue, published

from skillmark.platform.orgs.access import organisation_scope

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.programmes.models import Cohort, Programme

pytestmark = pytest.mark.django_db


def _states(cohort: "Cohort") -> list[str]:
    from skillmark.platform.programmes.models import Enrolment

    with scopes_disabled():
        rows = Enrolment.objects.filter(cohort=cohort).order_by("queued_at", "pk")
        return list(rows.values_list("state", flat=True))


def _acts(organisation: "Organisation") -> list[str]:
    from skillmark.platform.events.models import AuditEntry

    rows = AuditEntry.objects.with_scopes_disabled().filter(organisation_id=organisation.pk)
    actions = rows.order_by("sequence").values_list("action", flat=True)
    return [one for one in actions if one.startswith("enrolment.")]


def test_somebody_gets_a_place_and_a_mail(
    cohort: "Cohort", make_user: Any, enrol: Any, deliver: Callable[[], None]
) -> None:
    from skillmark.platform.events.models import StoredMail

    learner = make_user("mark@learner.example", name="Mark Olsen")
    made = enrol(cohort, learner)
    assert made.state == "enrolled"
    assert (made.cost_minor, made.currency) == (12050, "EUR")
    deliver()
    mail = StoredMail.objects.get(recipient__contains="mark@learner.example")
    assert mail.subject == "You have a place: Workplace Safety Foundations"
    assert f"/learning/{made.pk}" in mail.text
    assert _acts(cohort.organisation) == ["enrolment.enrolled"]


def test_the_full_group_makes_people_wait_and_move_up_in_order(
    programme: "Programme",
    make_cohort: Any,
    make_user: Any,
    enrol: Any,
    deliver: Callable[[], None],
) -> None:
    from skillmark.platform.events.models import StoredMail
    from skillmark.platform.programmes.services import enrolling

    cohort = make_cohort(programme, capacity=1)
    users = [make_user() for _ in range(3)]
    made = [enrol(cohort, user) for user in users]
    assert [one.state for one in made] == ["enrolled", "waitlisted", "waitlisted"]
    with organisation_scope(cohort.organisation_id):
        enrolling.leave(made[0].pk, actor=users[0])
    assert _states(cohort) == ["withdrawn", "enrolled", "waitlisted"]
    with organisation_scope(cohort.organisation_id):
        enrolling.remove(made[1].pk, reason="Did not come.", actor=None)
    assert _states(cohort) == ["withdrawn", "removed", "enrolled"]
    deliver()
    subjects = StoredMail.objects.filter(recipient__contains=users[2].email)
    assert sorted(subjects.values_list("subject", flat=True)) == [
        "A place came free: Workplace Safety Foundations",
        "On the waiting list: Workplace Safety Foundations",
    ]
    assert _acts(cohort.organisation)[-4:] == [
        "enrolment.withdrawn",
        "enrolment.promoted",
        "enrolment.removed",
        "enrolment.promoted",
    ]


def test_nobody_overtakes_those_who_wait(
    programme: "Programme", make_cohort: Any, make_user: Any, enrol: Any
) -> None:
    """A place is free while somebody waits only for a moment; who comes then stands behind."""
    from skillmark.platform.programmes.models import Cohort

    cohort = make_cohort(programme, capacity=1)
    for _ in range(2):
        enrol(cohort, make_user())
    Cohort.objects.with_scopes_disabled().filter(pk=cohort.pk).update(capacity=2)
    assert enrol(cohort, make_user()).state == "waitlisted"


def test_more_places_let_the_next_ones_in(
    programme: "Programme", make_cohort: Any, make_user: Any, enrol: Any
) -> None:
    from skillmark.platform.programmes.errors import InvalidError
    from skillmark.platform.programmes.services import cohorts
    from skillmark.platform.programmes.terms import Run

    cohort = make_cohort(programme, capacity=1)
    for _ in range(4):
        enrol(cohort, make_user())
    with organisation_scope(cohort.organisation_id):
        cohorts.change_cohort(cohort.pk, Run(name="Spring", capacity=3), actor=None)
        assert _states(cohort) == ["enrolled"] * 3 + ["waitlisted"]
        with pytest.raises(InvalidError):
            cohorts.change_cohort(cohort.pk, Run(name="Spring", capacity=2), actor=None)
        cohorts.change_cohort(cohort.pk, Run(name="Spring"), actor=None)
    assert _states(cohort) == ["enrolled"] * 4


def test_a_cancelled_group_lets_everybody_know_why(
    cohort: "Cohort", make_user: Any, enrol: Any, deliver: Callable[[], None]
) -> None:
    from skillmark.platform.events.models import StoredMail
    from skillmark.platform.programmes.errors import InvalidError, NotOpenError
    from skillmark.platform.programmes.services import cohorts

    learner = make_user()
    enrol(cohort, learner)
    with organisation_scope(cohort.organisation_id):
        with pytest.raises(InvalidError):
            cohorts.cancel_cohort(cohort.pk, reason="  ", actor=None)
        cohorts.cancel_cohort(cohort.pk, reason="The teacher is ill.", actor=None)
    assert _states(cohort) == ["removed"]
    with pytest.raises(NotOpenError):
        enrol(cohort, learner)
    deliver()
    mails = StoredMail.objects.filter(recipient__contains=learner.email)
    assert any("The teacher is ill." in mail.text for mail in mails)


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({"registration_from": 1}, "early"),
        ({"registration_until": -1}, "closed"),
        ({"starts_on": -9, "ends_on": -1}, "over"),
        ({"registration_from": 0, "registration_until": 0}, "open"),
        ({"starts_on": -9, "ends_on": 0}, "open"),
    ],
)
def test_registration_opens_and_closes_by_days_that_count_in_full(  # noqa: PLR0917 - fixtures
    programme: "Programme",
    make_cohort: Any,
    make_user: Any,
    enrol: Any,
    today: date,
    facts: dict[str, int],
    phase: str,
) -> None:
    from skillmark.platform.programmes.errors import NotOpenError

    days = {name: today + timedelta(days=days) for name, days in facts.items()}
    cohort = make_cohort(programme, **days)
    assert cohort.phase == phase
    if phase == "open":
        assert enrol(cohort, make_user()).state == "enrolled"
    else:
        with pytest.raises(NotOpenError):
            enrol(cohort, make_user())


def test_what_is_not_published_takes_nobody(
    make_programme: Any, make_cohort: Any, make_user: Any, enrol: Any
) -> None:
    from skillmark.platform.programmes.errors import NotOpenError

    cohort = make_cohort(make_programme(draft=True))
    with pytest.raises(NotOpenError):
        enrol(cohort, make_user())


def test_one_place_in_a_programme_at_a_time(
    programme: "Programme", make_cohort: Any, make_user: Any, enrol: Any
) -> None:
    from skillmark.platform.programmes.errors import AlreadyEnrolledError
    from skillmark.platform.programmes.services import enrolling

    first, second = make_cohort(programme), make_cohort(programme, name="Autumn")
    learner = make_user()
    made = enrol(first, learner)
    with pytest.raises(AlreadyEnrolledError):
        enrol(second, learner)
    with organisation_scope(first.organisation_id):
        enrolling.leave(made.pk, actor=learner)
    assert enrol(second, learner).state == "enrolled"


@pytest.mark.parametrize("email", ["", "somebody@else.example", "mark@learner.example "])
def test_only_a_proven_address_is_taken(
    cohort: "Cohort", make_user: Any, enrol: Any, email: str
) -> None:
    from skillmark.platform.programmes.errors import AddressError

    learner = make_user("mark@learner.example")
    if email.strip() == learner.email:
        assert enrol(cohort, learner, email=email).email == learner.email
    else:
        with pytest.raises(AddressError):
            enrol(cohort, learner, email=email)


def test_a_prerequisite_of_another_organisation_is_looked_up_in_what_one_holds(
    make_programme: Any,
    make_cohort: Any,
    make_user: Any,
    enrol: Any,
    other_organisation: "Organisation",
) -> None:
    from skillmark.platform.issuing import services as issuing
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.programmes.errors import PrerequisitesError

    asked = published(other_organisation, "First aid")
    cohort = make_cohort(make_programme(asks=(asked,)))
    learner = make_user("mark@learner.example")
    with pytest.raises(PrerequisitesError) as refused:
        enrol(cohort, learner)
    assert "First aid" in refused.value.message
    credential = issue(asked)
    everywhere = Credential.objects.with_scopes_disabled().filter(pk=credential.pk)
    for change in (
        {"valid_until": timezone.now()},
        {"valid_until": None, "valid_from": timezone.now() + timedelta(days=1)},
    ):
        everywhere.update(**change)
        with pytest.raises(PrerequisitesError):
            enrol(cohort, learner)
    everywhere.update(valid_from=timezone.now())
    made = enrol(cohort, learner)
    assert made.prerequisites_met == [str(credential.pk)]
    with organisation_scope(other_organisation):
        issuing.revoke(credential.pk, reason="Mistake.", actor=None)
    stranger = make_user("other@learner.example")
    with pytest.raises(PrerequisitesError):
        enrol(cohort, stranger)


def test_a_revoked_credential_meets_nothing(
    make_programme: Any, make_cohort: Any, make_user: Any, enrol: Any, organisation: Any
) -> None:
    from skillmark.platform.issuing import services as issuing
    from skillmark.platform.programmes.errors import PrerequisitesError

    asked = published(organisation, "First aid")
    cohort = make_cohort(make_programme(asks=(asked,)))
    credential = issue(asked)
    with organisation_scope(organisation):
        issuing.revoke(credential.pk, reason="Mistake.", actor=None)
    with pytest.raises(PrerequisitesError):
        enrol(cohort, make_user("mark@learner.example"))


def test_who_ended_cannot_end_again(cohort: "Cohort", make_user: Any, enrol: Any) -> None:
    from skillmark.platform.programmes.errors import StateError
    from skillmark.platform.programmes.services import enrolling

    learner = make_user()
    made = enrol(cohort, learner)
    with organisation_scope(cohort.organisation_id):
        enrolling.complete(made.pk, actor=None)
        enrolling.complete(made.pk, actor=None)
        for act in (
            lambda: enrolling.leave(made.pk, actor=learner),
            lambda: enrolling.remove(made.pk, reason="No.", actor=None),
        ):
            with pytest.raises(StateError):
                act()
    assert _acts(cohort.organisation) == ["enrolment.enrolled", "enrolment.completed"]
