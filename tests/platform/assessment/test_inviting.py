"""An assessor is invited to units, sees their work, and nothing else of the organisation."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from skillmark.platform.assessment import queue
from skillmark.platform.assessment.errors import InvalidError
from skillmark.platform.assessment.models import Assignment, OfferedAssignment
from skillmark.platform.assessment.services import plans
from skillmark.platform.orgs import services as orgs
from skillmark.platform.orgs.models import Membership, Role

if TYPE_CHECKING:
    from conftest import HandIn
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db
EMAIL = "tomas@assessors.example"


def _links(html: str, slug: str) -> set[str]:
    return set(re.findall(rf'href="(/studio/{slug}/[^"?#]*)"', html))


def test_an_invitation_gives_its_units_and_no_others(
    *,
    studio: Client,
    organisation: "Organisation",
    plan: "Plan",
    make_plan: Any,
    make_version: Any,
    make_user: Any,
    hand_in: "HandIn",
    client_of: Callable[["User"], Client],
    deliver: Callable[[], None],
) -> None:
    other = make_plan(make_version(name="Heavy weights"))
    url = reverse("assessment:invite", args=[organisation.slug])
    assert "Heavy weights" in studio.get(url).text
    said = {"email": EMAIL, "part": "assessor"}
    assert studio.post(url, said).status_code == 422
    assert studio.post(url, said | {"units": [str(plan.pk)]}).status_code == 302
    page = reverse("assessment:plan", args=[organisation.slug, plan.pk])
    assert EMAIL in studio.get(page).text
    deliver()
    invitation = OfferedAssignment.objects.get().invitation
    token = orgs.resend(invitation, actor=invitation.invited_by)
    tomas = make_user(EMAIL)
    browser = client_of(tomas)
    landed = browser.post(reverse("orgs:accept", args=[token]), follow=True)
    assert landed.redirect_chain[-1][0] == reverse("assessment:queue", args=[organisation.slug])
    assert "Fire prevention" in landed.text
    assert "Heavy weights" not in landed.text
    hand_in(None, plan)
    assert [mark.submission.plan for mark in queue.waiting(tomas)] == [plan]
    assert [row.plan for row in Assignment.objects.filter(user=tomas)] == [plan]
    assert other.offers.count() == 0
    assert EMAIL not in studio.get(page).text


def test_an_assessor_sees_the_queue_and_no_other_section(
    client_of: Callable[["User"], Client], assessor: "User", organisation: "Organisation"
) -> None:
    browser = client_of(assessor)
    shown = browser.get(reverse("orgs:overview", args=[organisation.slug]), follow=True)
    assert shown.redirect_chain[-1][0] == reverse("assessment:queue", args=[organisation.slug])
    linked = _links(shown.text, organisation.slug)
    assert linked == {
        f"/studio/{organisation.slug}/",  # the switcher, which leads back here
        f"/studio/{organisation.slug}/assess",
    }
    for name in (
        "catalog:achievements",
        "issuing:credentials",
        "orgs:audit",
        "assessment:plans",
    ):
        assert browser.get(reverse(name, args=[organisation.slug])).status_code == 403


def test_who_may_not_mark_gets_no_units(
    organisation: "Organisation", plan: "Plan", user: "User", make_user: Any
) -> None:
    invitation = plans.invite(organisation, EMAIL, [plan.pk], actor=user)
    with pytest.raises(InvalidError):
        plans.invite(organisation, EMAIL, [], actor=user)
    invitation.role = Role.VIEWER
    invitation.save(update_fields=["role"])
    token = orgs.resend(invitation, actor=user)
    orgs.accept(token, user=make_user(EMAIL))
    assert Membership.objects.get(user__email=EMAIL).role == Role.VIEWER
    assert not Assignment.objects.exists()
