"""The ways into assessment: from one's page of a programme, and from the programme's own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from issued_credentials import issue

from skillmark.platform.assessment import units
from skillmark.platform.assessment.services import plans
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.programmes.models import Enrolment

if TYPE_CHECKING:
    from conftest import HandIn
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db
type ClientOf = Callable[[User], Client]


def test_a_learner_finds_units_to_show_and_the_newest_attempt(
    client_of: ClientOf, plan: "Plan", learner: "User", hand_in: "HandIn"
) -> None:
    browser = client_of(learner)
    page = reverse("programmes:learning-one", args=[Enrolment.objects.get().pk])
    assert reverse("assessment:begin", args=[plan.pk]) in browser.get(page).text
    work = hand_in()
    shown = browser.get(page).text
    assert reverse("assessment:work", args=[work.pk]) in shown
    assert reverse("assessment:begin", args=[plan.pk]) not in shown
    assert reverse("assessment:works") in browser.get(reverse("programmes:learning")).text


def test_a_unit_one_holds_is_not_called_not_begun(
    client_of: ClientOf, plan: "Plan", learner: "User"
) -> None:
    browser, begin = client_of(learner), reverse("assessment:begin", args=[plan.pk])
    page = reverse("programmes:learning-one", args=[Enrolment.objects.get().pk])
    works = reverse("assessment:works")
    assert ("Not begun" in browser.get(page).text, begin in browser.get(works).text) == (
        True,
        True,
    )
    version = units.published(plan)
    assert version is not None
    with organisation_scope(plan.organisation_id):
        issue(version, email=learner.email)
    shown = browser.get(page).text
    assert ("Not begun" in shown, begin in shown) == (False, True)
    assert begin not in browser.get(works).text


def test_closed_units_are_not_offered(
    client_of: ClientOf, plan: "Plan", learner: "User"
) -> None:
    page = reverse("programmes:learning-one", args=[Enrolment.objects.get().pk])
    plans.change(plan.pk, plans.Terms(is_open=False), actor=learner)
    assert "Show what you can do" not in client_of(learner).get(page).text


def test_prior_learning_is_offered_where_it_counts(
    client: Client, programme: Any, plan: "Plan", user: "User"
) -> None:
    offered = programme.programme.pk
    page = reverse("programmes:public", args=[offered])
    claim = reverse("assessment:claim-new", args=[offered])
    assert claim not in client.get(page).text
    plans.change(plan.pk, plans.Terms(takes_prior_learning=True), actor=user)
    assert claim in client.get(page).text
