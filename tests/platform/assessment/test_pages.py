"""The pages of assessors, learners and owners, as a browser meets them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from skillmark.platform.assessment import queue
from skillmark.platform.assessment.evidence import Piece
from skillmark.platform.assessment.models import Conflict, Mark, Plan, Submission

if TYPE_CHECKING:
    from conftest import HandIn, Judge
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]
FILE = Piece.upload("Report", "report.pdf", b"%PDF-1.7\n0123")


def test_a_learner_shows_hands_in_and_reads_what_was_decided(
    client_of: ClientOf, plan: Plan, learner: "User", assessor: "User", judge: "Judge"
) -> None:
    browser = client_of(learner)
    listed = browser.get(reverse("assessment:works"))
    begin = reverse("assessment:begin", args=[plan.pk])
    assert begin in listed.text
    assert "Secure" in browser.get(begin).text
    asked = {"name": "Mark Olsen", "email": "mark@learner.example"}
    page = browser.post(begin, asked, follow=True)
    work = Submission.objects.get()
    here = reverse("assessment:work", args=[work.pk])
    assert page.redirect_chain[-1][0] == here
    add = reverse("assessment:add", args=[work.pk])
    refused = browser.post(add, {"kind": "link", "url": "nonsense"})
    assert (refused.status_code, "begins with https" in refused.text) == (422, True)
    sent = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")
    refused = browser.post(add, {"kind": "file", "file": sent})
    assert refused.status_code == 422
    browser.post(add, {"kind": "text", "title": "Report", "body": "Three *fires*."})
    sent = SimpleUploadedFile("report.pdf", b"%PDF-1.7\n0123")
    browser.post(add, {"kind": "file", "file": sent, "outcomes": ["o1"]})
    shown = browser.get(here)
    assert "Three <em>fires</em>." in shown.text
    assert "report.pdf" in shown.text
    browser.post(reverse("assessment:submit", args=[work.pk]), {"note": "Thank you."})
    assert "Being marked" in browser.get(here).text
    judge(assessor, outcome="not_yet", reasons="Show the **second** fire.")
    decided = browser.get(here).text
    for words in ("Not yet", "<strong>second</strong>", "2 attempts left", "Appeal"):
        assert words in decided
    assert assessor.email not in decided


def test_how_a_unit_is_assessed_is_shown_to_its_learners_only(
    client_of: ClientOf, plan: Plan, learner: "User", make_user: Any
) -> None:
    from skillmark.platform.assessment.services import plans

    begin = reverse("assessment:begin", args=[plan.pk])
    stranger = client_of(make_user())
    assert client_of(learner).get(begin).status_code == 200
    assert stranger.get(begin).status_code == 404
    plans.change(plan.pk, plans.Terms(takes_prior_learning=True), actor=learner)
    assert "Enrol in a programme" in stranger.get(begin).text
    assert "Begin" in stranger.get(f"{begin}?kind=prior").text


def test_an_assessor_marks_by_keyboard_alone(
    client_of: ClientOf, assessor: "User", hand_in: "HandIn", organisation: Any
) -> None:
    hand_in(None, None, "work", FILE)
    browser = client_of(assessor)
    first = browser.get(reverse("assessment:assess"), follow=True)
    assert first.redirect_chain[-1][0] == reverse("assessment:queue", args=[organisation.slug])
    mark = queue.waiting(assessor).get()
    here = reverse("assessment:mark", args=[organisation.slug, mark.pk])
    assert here in first.text
    shown = browser.get(here).text
    for words in ("Sees the hazard", "Excellent", "report.pdf", "Finish the mark"):
        assert words in shown
    draft = {"level_c1": "l2", "comment_c1": "Quick."}
    browser.post(here, draft | {"act": "save"})
    assert "Quick." in browser.get(here).text
    refused = browser.post(here, draft | {"act": "finish", "outcome": "competent"})
    assert (refused.status_code, "Acts in time" in refused.text) == (422, True)
    said = draft | {"level_c2": "l3", "outcome": "competent", "reasons": "Good."}
    done = browser.post(here, said | {"act": "finish"}, follow=True)
    assert "Nothing waits" in done.text
    assert "Your mark" in browser.get(here).text


def test_the_queue_shows_the_date_by_which_it_is_ordered(
    client_of: ClientOf, assessor: "User", hand_in: "HandIn", organisation: Any
) -> None:
    hand_in()
    Mark.objects.filter(pk=queue.waiting(assessor).get().pk).update(
        queued_at=datetime(2026, 2, 1, tzinfo=UTC)
    )
    page = client_of(assessor).get(reverse("assessment:queue", args=[organisation.slug])).text
    assert "Waiting since" in page
    assert ">1 February 2026</time>" in page


def test_a_conflict_takes_the_work_away_for_good(
    client_of: ClientOf, make_assessor: Any, plan: Plan, hand_in: "HandIn", organisation: Any
) -> None:
    one, other = make_assessor(plan), make_assessor(plan)
    hand_in()
    mark = queue.waiting(one).get()
    browser = client_of(one)
    url = reverse("assessment:conflict", args=[organisation.slug, mark.pk])
    assert browser.post(url, {"reason": " "}).status_code == 422
    gone = browser.post(url, {"reason": "My neighbour"}, follow=True)
    assert "Nothing waits" in gone.text
    here = reverse("assessment:mark", args=[organisation.slug, mark.pk])
    assert browser.get(here).status_code == 404
    assert Conflict.objects.get().user == one
    assert queue.waiting(other).get() == mark


def test_supervision_and_identity_are_noted(
    client_of: ClientOf,
    make_plan: Any,
    make_assessor: Any,
    hand_in: "HandIn",
    organisation: Any,
) -> None:
    plan = make_plan(needs_supervision=True, needs_identity=True)
    assessor = make_assessor(plan)
    work = hand_in(None, plan)
    mark = queue.waiting(assessor).get()
    browser = client_of(assessor)
    here = reverse("assessment:mark", args=[organisation.slug, mark.pk])
    said = {"level_c1": "l2", "level_c2": "l2", "outcome": "competent", "act": "finish"}
    assert "supervised" in browser.post(here, said).text
    for kind, method in (("supervision", "onsite"), ("identity", "document")):
        url = reverse("assessment:check", args=[organisation.slug, mark.pk, kind])
        browser.post(url, {f"{kind}-method": "nonsense"})
        browser.post(url, {f"{kind}-method": method, f"{kind}-note": "At nine o'clock"})
    assert work.checks.count() == 2
    assert "nine o&#x27;clock" in browser.get(here).text
    assert browser.post(here, said).status_code == 302


def test_files_leave_as_downloads_to_those_who_may(
    *,
    client_of: ClientOf,
    assessor: "User",
    hand_in: "HandIn",
    learner: "User",
    make_learner: Any,
    organisation: Any,
) -> None:
    work = hand_in(None, None, "work", FILE)
    piece = work.evidence.get()
    for_marker = reverse("assessment:marker-file", args=[organisation.slug, piece.pk])
    for_owner = reverse("assessment:own-file", args=[work.pk, piece.pk])
    other = make_learner("Ida Lindqvist", "ida@learner.example")
    for user, url in ((assessor, for_marker), (learner, for_owner)):
        got = client_of(user).get(url)
        assert got.getvalue() == b"%PDF-1.7\n0123"
        assert got["Content-Disposition"].startswith("attachment")
        assert "sandbox" in got["Content-Security-Policy"]
        assert got["X-Content-Type-Options"] == "nosniff"
    assert client_of(other).get(for_owner).status_code == 404
    assert client_of(learner).get(for_marker).status_code == 404


def test_an_owner_plans_assigns_and_looks(
    *,
    studio: Client,
    version: Any,
    make_member: Any,
    organisation: Any,
    make_learner: Any,
    hand_in: "HandIn",
    judge: "Judge",
    deliver: Callable[[], None],
) -> None:
    from skillmark.platform.orgs.models import Role

    assessor = make_member(Role.ASSESSOR)
    home = reverse("assessment:plans", args=[organisation.slug])
    assert "No plan yet" in studio.get(home).text
    new = reverse("assessment:new", args=[organisation.slug])
    assert "Fire prevention" in studio.get(new).text
    studio.post(new, {"version": str(version.pk)})
    plan = Plan.objects.get()
    edit = reverse("assessment:plan-edit", args=[organisation.slug, plan.pk])
    assert "Acts in time" in studio.get(edit).text
    terms = {"level_c1": "l1", "level_c2": "l3", "sample_percent": "0", "appeal_days": "7"}
    assert studio.post(edit, terms | {"attempts": "0"}).status_code == 422
    assert studio.post(edit, terms | {"attempts": "", "is_open": "on"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.required_levels, plan.attempts) == ({"c1": "l1", "c2": "l3"}, None)
    here = reverse("assessment:plan", args=[organisation.slug, plan.pk])
    studio.post(f"{here}/people", {"user": str(assessor.pk), "part": "assessor"})
    work = hand_in(None, plan)
    assert "Mark Olsen" in studio.get(here).text
    judge(assessor)
    one = reverse("assessment:studio-work", args=[organisation.slug, work.pk])
    assert "Try again now" in studio.get(one).text
    studio.post(f"{one}/issue")
    deliver()
    shown = studio.get(one).text
    assert (
        reverse(
            "issuing:credential", args=[organisation.slug, work.decisions.get().credential_id]
        )
        in shown
    )
    studio.post(f"{here}/people/{plan.assignments.get().pk}")
    assert "Nobody marks" in studio.get(home).text


def test_an_owner_who_has_to_judge_sees_no_mark_before(
    *,
    studio: Client,
    user: "User",
    make_plan: Any,
    make_assessor: Any,
    hand_in: "HandIn",
    judge: "Judge",
    organisation: Any,
) -> None:
    from skillmark.platform.assessment.services import plans

    plan = make_plan(sample_percent=100)
    first = make_assessor(plan)
    plans.assign(plan.pk, user, "assessor", actor=user)
    work = hand_in(None, plan)
    judge(first, comments={"c1": "Telling words"})
    one = reverse("assessment:studio-work", args=[organisation.slug, work.pk])
    assert "Telling words" not in studio.get(one).text
    judge(user)
    assert "Telling words" in studio.get(one).text
