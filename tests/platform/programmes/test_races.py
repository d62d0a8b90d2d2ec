"""Many register, leave and come at once: no place is given twice, none is left empty."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
from django.db import close_old_connections, connection
from django_scopes import scopes_disabled

AT_ONCE: Final = 8  # threads
PLACES: Final = 3
PEOPLE: Final = 10


def _all_at_once(act: Callable[[Any], Any], things: list[Any]) -> list[Any]:
    def run(one: Any) -> Any:
        try:
            return act(one)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, things))


@pytest.mark.django_db(transaction=True)
def test_no_place_is_given_twice_and_none_stays_empty(
    make_programme: Any, make_cohort: Any, make_user: Any, enrol: Any
) -> None:
    from skillmark.platform.events import audit
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.programmes.models import Enrolment
    from skillmark.platform.programmes.services import enrolling

    cohort = make_cohort(make_programme(units=("One",), final=""), capacity=PLACES)
    users = [make_user() for _ in range(PEOPLE)]

    def states() -> dict[str, int]:
        with scopes_disabled():
            found = list(Enrolment.objects.values_list("state", flat=True))
        return {state: found.count(state) for state in set(found)}

    _all_at_once(lambda user: enrol(cohort, user), users)
    assert states() == {"enrolled": PLACES, "waitlisted": PEOPLE - PLACES}
    with scopes_disabled():
        holders = list(
            Enrolment.objects.filter(state="enrolled").select_related("person__user")
        )

    def leave(one: Any) -> None:
        with organisation_scope(cohort.organisation_id):
            enrolling.leave(one.pk, actor=one.person.user)

    _all_at_once(leave, holders)
    waiting = PEOPLE - 2 * PLACES
    assert states() == {"withdrawn": PLACES, "enrolled": PLACES, "waitlisted": waiting}
    assert audit.verify(cohort.organisation_id).intact


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_often_has_one_place(
    make_programme: Any, make_cohort: Any, make_user: Any, enrol: Any
) -> None:
    from skillmark.platform.programmes.errors import AlreadyEnrolledError
    from skillmark.platform.programmes.models import Enrolment

    programme = make_programme(units=("One",), final="")
    cohorts = [make_cohort(programme, name=f"Group {n}") for n in range(6)]
    learner = make_user()

    def press(cohort: Any) -> bool:
        try:
            return bool(enrol(cohort, learner))
        except AlreadyEnrolledError:
            return False

    assert sum(_all_at_once(press, cohorts)) == 1
    with scopes_disabled():
        assert Enrolment.objects.count() == 1
