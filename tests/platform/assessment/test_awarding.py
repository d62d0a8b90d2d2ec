"""A decision issues by itself, once, with the rigor block."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from skillmark.core.badges import schema
from skillmark.core.lint import before_issue
from skillmark.platform.assessment import awarding, sampling
from skillmark.platform.assessment.evidence import Piece
from skillmark.platform.assessment.models import Decision, Secret
from skillmark.platform.issuing.models import Award, Credential

if TYPE_CHECKING:
    from conftest import HandIn, Judge
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db

FILE = Piece.upload("Report", "report.pdf", b"%PDF-1.7\n0123")


def document(credential: Credential) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(credential.document))
    return found


def test_a_positive_decision_issues_once(
    assessor: "User", hand_in: "HandIn", judge: "Judge", deliver: Callable[[], None]
) -> None:
    work = hand_in()
    judge(assessor)
    assert not Credential.objects.exists()
    deliver()
    decision = work.decisions.get()
    credential = Credential.objects.get()
    assert decision.credential == credential
    assert (credential.award.recipient_name, credential.award.source) == (
        "Mark Olsen",
        "assessed",
    )
    awarding.ask(decision, again="once more")
    deliver()
    Decision.objects.filter(pk=decision.pk).update(credential=None)  # as after a crash
    awarding.settle(decision.pk)
    assert Credential.objects.get() == credential
    assert Decision.objects.get(pk=decision.pk).credential == credential


def test_not_yet_issues_nothing(
    assessor: "User", hand_in: "HandIn", judge: "Judge", deliver: Callable[[], None]
) -> None:
    hand_in()
    judge(assessor, outcome="not_yet", reasons="More.")
    deliver()
    assert not Award.objects.exists()


def test_the_rigor_block_says_how_it_was_assessed(
    assessor: "User", hand_in: "HandIn", judge: "Judge", deliver: Callable[[], None]
) -> None:
    public = Piece(
        **{name: getattr(FILE, name) for name in FILE.__slots__} | {"is_public": True}
    )
    work = hand_in(None, None, "work", FILE, public)
    judge(assessor)
    deliver()
    subject = document(Credential.objects.get())["credentialSubject"]
    described = {one["id"]: one for one in subject["achievement"]["resultDescription"]}
    whole, *levels = subject["result"]
    assert (described[whole["resultDescription"]]["name"], whole["status"]) == (
        "Overall result",
        "Completed",
    )
    reached = {}
    for one in levels:
        criterion = described[one["resultDescription"]]
        names = {level["id"]: level["name"] for level in criterion["rubricCriterionLevel"]}
        reached[criterion["name"]] = names[one["achievedLevel"]]
    assert reached == {"Sees the hazard": "Secure", "Acts in time": "Excellent"}
    private, named, how = document(Credential.objects.get())["evidence"]
    assert (private["name"], private["genre"]) == ("Piece of evidence 1", "Evidence")
    assert FILE.sha256 in private["narrative"]
    assert named["name"] == "Report"
    assert "report.pdf" not in json.dumps(private)
    words = how["narrative"]
    key = sampling.pseudonym(bytes(Secret.objects.get().naming), assessor.pk)
    for said in (
        "[Practical assessment](http://data.europa.eu/snb/assessment/6a4db9f11d)",
        "Unsupervised, identity not verified",
        "TrustEd class: Application",
        "Attempt: 1",
        f"Assessor: `{key}`",
        "Sees the hazard: Secure (required: Secure)",
        "Acts in time: Excellent (required: Secure)",
    ):
        assert said in words
    assert str(assessor.pk) not in words
    assert assessor.email not in json.dumps(how)
    assert work.kind == "work"


def test_it_passes_the_lint_and_the_published_schema(
    assessor: "User", hand_in: "HandIn", judge: "Judge", deliver: Callable[[], None]
) -> None:
    hand_in(None, None, "work", FILE, Piece.link("", "https://work.example/mark"))
    judge(assessor)
    deliver()
    found = document(Credential.objects.get())
    assert schema.published_problems(found, several_statuses=True) == ()
    unsigned = {name: value for name, value in found.items() if name != "proof"}
    assert before_issue(unsigned, at=timezone.now()) == ()


def test_a_unit_without_a_rubric_is_marked_by_its_outcomes(
    *,
    make_version: Any,
    make_plan: Any,
    make_assessor: Any,
    hand_in: "HandIn",
    judge: "Judge",
    learner: "User",
    deliver: Callable[[], None],
) -> None:
    plan = make_plan(make_version(name="First aid", rubric=[]), takes_prior_learning=True)
    assessor = make_assessor(plan)
    hand_in(learner, plan, "prior")
    judge(assessor, levels={"o1": "yes", "o2": "yes"})
    deliver()
    found = document(Credential.objects.get())
    assert found["credentialSubject"]["result"][0]["status"] == "Completed"
    assert found["evidence"][-1]["genre"] == "Recognition of prior learning"
    assert "Clear the way out: Shown" in found["evidence"][-1]["narrative"]


def test_what_cannot_be_signed_now_is_issued_later(
    assessor: "User",
    hand_in: "HandIn",
    judge: "Judge",
    deliver: Callable[[], None],
    user: "User",
) -> None:
    from datetime import timedelta

    from skillmark.platform.events import outbox
    from skillmark.platform.trust import pausing

    work = hand_in()
    judge(assessor)
    pausing.pause(work.organisation, reason="Stolen laptop", actor=user)
    deliver()
    assert not Credential.objects.exists()
    pausing.resume(work.organisation, actor=user)
    outbox.dispatch_all(now=timezone.now() + timedelta(hours=1))
    assert Credential.objects.count() == 1


def test_a_correction_keeps_the_rigor_block(
    assessor: "User",
    hand_in: "HandIn",
    judge: "Judge",
    deliver: Callable[[], None],
    user: "User",
) -> None:
    import dataclasses

    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.services import replacement

    hand_in()
    judge(assessor)
    deliver()
    old = Credential.objects.get()
    right = dataclasses.replace(intent.from_json(old.award.fields), name="Marc Olsen")
    new = replacement.replace(old.pk, right, actor=user).new
    before, after = document(old), document(new)
    assert after["evidence"] == [
        one | {"id": here["id"]}
        for one, here in zip(before["evidence"], after["evidence"], strict=True)
    ]
    levels = [
        [one.get("achievedLevel") for one in found["credentialSubject"]["result"]]
        for found in (before, after)
    ]
    assert levels[0] == levels[1]
    assert levels[0][1:]


def test_the_public_page_says_how_it_was_assessed_and_names_no_assessor(
    client: Client, assessor: "User", hand_in: "HandIn", judge: "Judge", deliver: Any
) -> None:
    hand_in(None, None, "work", FILE)
    judge(assessor, comments={"c1": "Between us."})
    deliver()
    page = client.get(f"/c/{Credential.objects.get().pk}").text
    shown = page[page.index('aria-labelledby="assessed"') :]
    for words in ("Acts in time", "Excellent", "Secure", "One assessor", "1 person", "Kept by"):
        assert words in shown, words
    for words in (str(assessor), "Between us.", FILE.title, "report.pdf"):
        assert words not in page
