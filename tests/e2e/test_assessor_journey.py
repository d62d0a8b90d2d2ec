"""J2, the assessor's journey, in one browser test: from the invitation to a decision superseded.

Two assessors, a moderator, three learners and the owner, each in a browser of their own. Every step
is a check.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import assessor_steps as acts
import course_steps as courses
import issuer_steps as steps
import pytest
from assessor_steps import Terms
from issuer_steps import main
from learning_platform import LearningPlatform
from playwright.sync_api import Browser, Page, expect

FIRES, LOADS, HAZARDS, GEAR = "Prevent Fires", "Lift Loads", "Find Hazards", "Wear the Gear"
OUTCOMES = ["Name hazards", "Report hazards"]
GEAR_OUTCOMES = ["Choose gear", "Put gear on"]
SECRET = "A photo of the third fire."


@dataclass(slots=True)
class Cast:
    """Who plays, each on a page of their own, and where."""

    owner: Page
    studio: str
    programme: str
    dock: str
    assessor: Page
    other: Page
    moderator: Page
    mark: Page
    ida: Page
    yusuf: Page
    lms: LearningPlatform

    def pages(self) -> list[Page]:
        """Return everybody's page but the owner's."""
        return [self.assessor, self.other, self.moderator, self.mark, self.ida, self.yusuf]


@pytest.fixture
def people(page: Page, browser: Browser, lms: LearningPlatform) -> Iterator[Cast]:
    """An organisation with four units, and everybody who has to do with them."""
    dock = f"{uuid4().hex[:8]}.example"  # the demo may be one that runs already
    steps.sign_up(page, "Vera Lund", f"vera@{dock}")
    studio = steps.found(page, "Northgate Training")
    program = acts.program(page, studio)
    units = [
        program.publish(FIRES, rubric=acts.RUBRIC),
        program.publish(LOADS, rubric=acts.RUBRIC),
        program.publish(HAZARDS, outcomes=OUTCOMES),
        program.publish(GEAR, outcomes=GEAR_OUTCOMES),
    ]
    programme = program.offer("Northgate Safety", units)
    acts.plan(page, studio, FIRES, Terms(watched=True, more={"attempts": "2"}))
    acts.plan(page, studio, LOADS, Terms(sample=100))
    acts.plan(page, studio, HAZARDS, Terms(prior=True))
    acts.plan(page, studio, GEAR, Terms(prior=True))

    def staff(name: str, email: str, part: str, *chosen: str) -> Page:
        acts.invite(page, studio, email, chosen, part)
        return steps.join(browser, page, name, email)

    def learner(name: str, email: str) -> Page:
        return acts.learner(browser, page, name, email)

    cast = Cast(
        page,
        studio,
        programme,
        dock,
        staff("Tomas Berg", f"tomas@{dock}", "assessor", FIRES, LOADS),
        staff("Ana Reis", f"ana@{dock}", "assessor", FIRES, LOADS, HAZARDS, GEAR),
        staff("Mo Idris", f"mo@{dock}", "moderator", LOADS),
        learner("Mark Holm", f"mark@{dock}"),
        learner("Ida Lindqvist", f"ida@{dock}"),
        learner("Yusuf Kaya", f"yusuf@{dock}"),
        lms,
    )
    yield cast
    for one in cast.pages():
        one.context.close()


def test_journey_of_an_assessor(people: Cast) -> None:
    sees_two_units_and_nothing_else(people)
    work = oldest_first(people)
    beside_the_rubric(people)
    a_conflict_removes_the_work(people)
    a_draft_is_kept_then_not_yet(people, work)
    second = supervised_and_identified(people)
    first_credential = issued_by_itself(people, second)
    results_fill_a_criterion(people)
    two_disagree_and_a_moderator_decides(people)
    an_appeal_supersedes(people, second, first_credential)
    prior_learning_unit_by_unit(people)
    told_of_work(people)


def sees_two_units_and_nothing_else(people: Cast) -> None:
    """Step 1."""
    page = people.assessor
    expect(page).to_have_url(re.compile("/assess/northgate"))
    lead = main(page).get_by_text("Your units:")
    expect(lead).to_contain_text(f"{LOADS}, {FIRES}")
    expect(lead).not_to_contain_text(HAZARDS)
    rail = page.get_by_role("navigation", name="Studio").get_by_role("link")
    expect(rail).to_have_count(1)
    expect(rail).to_contain_text("To assess")
    slug = people.studio.rsplit("/", 1)[1]
    for path in (
        "achievements",
        "credentials",
        "issue",
        "settings/members",
        "audit",
        "quizzes",
    ):
        assert page.request.get(f"/studio/{slug}/{path}").status == 403, path
    assert page.request.get(f"/studio/{slug}/programmes").status == 403
    page.goto("/studio")
    expect(page).to_have_url(re.compile("/assess/northgate"))


def oldest_first(people: Cast) -> str:
    """Step 2: in the order in which it was handed in; nothing of other units."""
    marks = acts.enrol(people.mark, people.programme)
    idas = acts.enrol(people.ida, people.programme)
    acts.hand_in(people.ida, idas, HAZARDS, "Ice on the quay.")
    work = acts.hand_in(people.mark, marks, FIRES, "I put out *two* fires.")
    acts.hand_in(people.ida, idas, FIRES, "I put out three fires.")
    assert acts.queue(people.assessor) == [f"{FIRES} / Mark Holm", f"{FIRES} / Ida Lindqvist"]
    return work


def beside_the_rubric(people: Cast) -> None:
    """Step 3."""
    page = people.assessor
    acts.take(page, "Mark Holm")
    evidence = main(page).locator("section[aria-labelledby=evidence]")
    expect(evidence.locator("em")).to_have_text("two")
    rubric = page.locator("form", has=page.get_by_role("heading", name="Rubric"))
    for words in (
        "Sees the hazard",
        "Acts in time",
        "Beginning",
        "Excellent",
        "Required: Secure",
    ):
        expect(rubric.get_by_text(words).first).to_be_visible()
    left, right = evidence.bounding_box(), rubric.bounding_box()
    assert left is not None
    assert right is not None
    assert right["x"] >= left["x"] + left["width"], "the rubric stands beside the evidence"
    expect(rubric.get_by_role("group", name="Outcome")).not_to_contain_text("optional")


def a_conflict_removes_the_work(people: Cast) -> None:
    """Step 4."""
    page = people.assessor
    acts.take(page, "Ida Lindqvist")
    here = page.url
    page.get_by_role("link", name="Conflict of interest").click()
    page.locator("[name=reason]").fill("Ida is my neighbour.")
    page.get_by_role("button", name="Declare it").click()
    assert acts.queue(page) == [f"{FIRES} / Mark Holm"]
    assert page.request.get(here).status == 404
    assert f"{FIRES} / Ida Lindqvist" in acts.queue(people.other)


def a_draft_is_kept_then_not_yet(people: Cast, work: str) -> None:
    """Steps 5 and 6."""
    page, learner = people.assessor, people.mark
    acts.take(page, "Mark Holm")
    page.locator("input[name=level_c1][value=l2]").check()
    page.locator("textarea[name=comment_c1]").fill("You saw it early.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is kept.")).to_be_visible()
    learner.goto(work)
    expect(main(learner).get_by_text("You saw it early.")).to_have_count(0)
    acts.take(page, "Mark Holm")
    expect(page.locator("textarea[name=comment_c1]")).to_have_value("You saw it early.")
    page.get_by_role("button", name="Finish the mark").click()
    expect(main(page).get_by_text("Choose a level for: Acts in time.").first).to_be_visible()
    page.locator("textarea[name=comment_c2]").fill("The alarm came late.")
    acts.judge(page, {"c2": "l1"}, "not_yet", f"One thing is missing: {SECRET}")
    acts.finish(page)
    learner.goto(work)
    decision = acts.decisions(learner)
    for words in ("Not yet", SECRET, "You saw it early.", "The alarm came late.", "Beginning"):
        expect(decision).to_contain_text(words)
    expect(main(learner).get_by_text("You have 1 attempt left.")).to_be_visible()
    expect(main(learner)).not_to_contain_text("Tomas")
    assert "/learning/work/" in acts.letter(learner, f"mark@{people.dock}", "Not yet")


def supervised_and_identified(people: Cast) -> str:
    """Step 7, with the second attempt: competent only once both are noted."""
    learner, page = people.mark, people.assessor
    learner.goto("/learning/work")
    main(learner).get_by_role("link", name=FIRES).first.click()
    learner.get_by_role("button", name="Begin").click()
    acts.show(learner, SECRET)
    learner.get_by_role("button", name="Hand it in").click()
    expect(learner.get_by_text("Handed in.")).to_be_visible()
    acts.take(page, "Mark Holm")
    acts.judge(page, {"c1": "l2", "c2": "l2"}, "competent", "Well done.")
    page.get_by_role("button", name="Finish the mark").click()
    expect(main(page).get_by_text("Note how it was supervised.")).to_be_visible()
    acts.note(page, "supervision", "onsite", "At nine at the ground.")
    acts.note(page, "identity", "document", "Passport seen.")
    acts.judge(page, {"c1": "l2", "c2": "l2"}, "competent", "Well done.")
    acts.finish(page)
    return learner.url


def issued_by_itself(people: Cast, work: str) -> str:
    """Step 10: the credential says how it was earned, to people and to programs."""
    page = people.mark
    address = acts.credential(page, work)
    expect(page.locator(".verdict")).to_contain_text("Valid")
    assessed = main(page).locator("section[aria-labelledby=assessed]")
    for words in ("Sees the hazard", "Secure", "on site, identity verified", "1 person"):
        expect(assessed).to_contain_text(words)
    expect(main(page)).not_to_contain_text("Tomas")
    document = page.request.get(f"{address}.json").json()
    subject = document["credentialSubject"]
    rubric = subject["achievement"]["resultDescription"]
    levels = {level["id"] for one in rubric for level in one.get("rubricCriterionLevel", ())}
    reached = [one["achievedLevel"] for one in subject["result"] if "achievedLevel" in one]
    assert len(reached) == 2
    assert levels.issuperset(reached)
    evidence = {one["genre"]: one for one in document["evidence"]}
    how = evidence["Assessment"]["narrative"]
    for words in (
        "Supervised on site, identity verified",
        "TrustEd class",
        "urn:uuid:",
    ):
        assert words in how, how
    assert "SHA-256" in evidence["Evidence"]["narrative"]
    text = json.dumps(document)
    assert SECRET not in text
    assert "Tomas" not in text
    verdict = steps.verdict(page, "badge.json", page.request.get(f"{address}.json").body())
    assert verdict.startswith("Valid")
    return address


def results_fill_a_criterion(people: Cast) -> None:
    """Step 13, by CSV and LTI: what is wrong is named, what is known changes nothing."""
    owner, page = people.owner, people.other
    courses.register(owner, people.studio, people.lms)
    courses.comes_from_the_course(people.ida, people.lms, "ida", f"ida@{people.dock}")
    courses.import_results(owner, people.lms, {FIRES, "Sees the hazard"}, {"ida": (2, 4)})
    today = datetime.now(UTC).date().isoformat()
    rows = [
        "email,unit,criterion,level,score,date",
        f"ida@{people.dock},{FIRES},Acts in time,,4,{today}",
        f"ida@{people.dock},{FIRES},Acts in style,,4,{today}",
    ]
    file: Any = {
        "name": "results.csv",
        "mimeType": "text/csv",
        "buffer": "\n".join(rows).encode(),
    }
    for expected in ("Keep 1 result", ""):
        owner.goto(f"{people.studio}/assessment/results")
        owner.locator("input[type=file]").set_input_files(file)
        owner.get_by_role("button", name="Look at it").click()
        expect(
            main(owner).get_by_text("The unit has no criterion of this name.")
        ).to_be_visible()
        if expected:
            owner.get_by_role("button", name=expected).click()
            expect(owner.get_by_text("1 result kept.")).to_be_visible()
    expect(main(owner).locator("tbody").get_by_text("Kept before")).to_be_visible()
    expect(owner.get_by_role("button", name=re.compile("Keep"))).to_have_count(0)
    acts.take(page, "Ida Lindqvist", unit=FIRES)
    expect(page.locator("input[name=level_c1][value=l2]")).to_be_checked()
    expect(main(page).get_by_text("Final test")).to_be_visible()
    expect(page.locator("input[name=level_c2][value=l3]")).to_be_checked()
    expect(main(page).get_by_text("results that were imported")).to_be_visible()


def two_disagree_and_a_moderator_decides(people: Cast) -> None:
    """Steps 8 and 9: blind; more than one level apart goes to a moderator; both marks stay."""
    learner = people.mark
    learner.goto("/learning")
    main(learner).get_by_role("link", name="Northgate Safety").first.click()
    work = acts.hand_in(learner, learner.url, LOADS, "I lifted forty crates.")
    acts.take(people.assessor, "Mark Holm")
    people.assessor.locator("textarea[name=comment_c1]").fill("A telling word.")
    acts.judge(people.assessor, {"c1": "l3", "c2": "l3"}, "competent", "Very good.")
    acts.finish(people.assessor)
    assert acts.queue(people.assessor) == []
    learner.goto(work)
    expect(acts.decisions(learner)).to_have_count(0)
    acts.take(people.other, "Mark Holm")
    for words in ("A telling word.", "econd", "Tomas"):
        expect(main(people.other)).not_to_contain_text(words)
    acts.judge(people.other, {"c1": "l1", "c2": "l3"}, "not_yet", "The back was bent.")
    acts.finish(people.other)
    acts.take(people.moderator, "Mark Holm", tab="moderate")
    both = main(people.moderator).locator("section[aria-labelledby=others]")
    for words in ("First assessor", "A telling word.", "Second assessor", "The back was bent."):
        expect(both).to_contain_text(words)
    acts.judge(people.moderator, {"c1": "l2", "c2": "l3"}, "competent", "Secure enough.")
    acts.finish(people.moderator)
    acts.credential(learner, work)
    owner = people.owner
    owner.goto(f"{people.studio}/assessment")
    main(owner).get_by_role("link", name=LOADS, exact=True).click()
    expect(main(owner).get_by_role("heading", name=re.compile("agree"))).to_be_visible()
    main(owner).get_by_role("link", name="Mark Holm").click()
    for words in ("First mark", "Second mark", "Moderation", "A telling word.", "Tomas", "Ana"):
        expect(main(owner)).to_contain_text(words)


def an_appeal_supersedes(people: Cast, work: str, before: str) -> None:
    """Steps 11 and 14: somebody new marks; the first decision stands there as it was."""
    learner, page = people.mark, people.other
    learner.goto(work)
    main(learner).locator("summary", has_text="Appeal").click()
    learner.locator("textarea[name=grounds]").fill("I acted in time: see the photo.")
    learner.get_by_role("button", name="Appeal", exact=True).click()
    expect(learner.get_by_text("Your appeal is on record.")).to_be_visible()
    assert f"{FIRES} / Mark Holm" not in acts.queue(people.assessor)
    acts.take(page, "Mark Holm", unit=FIRES)
    expect(main(page)).not_to_contain_text("I acted in time")
    acts.judge(page, {"c1": "l2", "c2": "l3"}, "competent", "The photo shows it.")
    acts.finish(page)
    after = acts.credential(learner, work)
    assert after != before
    expect(learner.locator(".verdict")).to_contain_text("Valid")
    learner.goto(before)
    expect(learner.locator(".verdict")).to_contain_text("Revoked")
    learner.goto(work)
    both = acts.decisions(learner)
    expect(both).to_have_count(2)
    expect(both.first).to_contain_text("The photo shows it.")
    expect(both.last).to_contain_text("Well done.")
    expect(both.last).to_contain_text("Replaced")
    acts.take(people.other, "Mark Holm", tab="done")
    expect(people.other.get_by_role("button", name="Finish the mark")).to_have_count(0)


def prior_learning_unit_by_unit(people: Cast) -> None:
    """Step 12: evidence is mapped to outcomes; what is proven is awarded, the rest is not."""
    learner, page = people.yusuf, people.other
    learner.goto(f"/programmes/{people.programme}")
    main(learner).get_by_role("link", name="Claim prior learning").click()
    for unit in (HAZARDS, GEAR):
        learner.get_by_role("checkbox", name=unit).check()
    learner.get_by_role("button", name="Begin").click()
    acts.show(learner, "Ten years on the dock.", (*OUTCOMES, GEAR_OUTCOMES[0]))
    learner.get_by_role("button", name="Hand it in").click()
    claim = learner.url
    for unit, second, outcome in ((HAZARDS, "yes", "competent"), (GEAR, "no", "not_yet")):
        acts.take(page, "Yusuf Kaya", unit=unit)
        expect(main(page).get_by_text("Ten years on the dock.")).to_be_visible()
        acts.judge(page, {"o1": "yes", "o2": second}, outcome, "Putting on was not shown.")
        acts.finish(page)
    learner.goto(claim)
    expect(main(learner).get_by_text("1 of 2 units proven")).to_be_visible()
    main(learner).get_by_role("link", name=HAZARDS).click()
    address = acts.credential(learner, learner.url)
    document = learner.request.get(f"{address}.json").json()
    genres = {one["genre"] for one in document["evidence"]}
    assert "Recognition of prior learning" in genres


def told_of_work(people: Cast) -> None:
    """Whoever marks got one mail about all that, not one a piece."""
    page = people.owner
    mail = acts.letter(page, f"ana@{people.dock}", "to assess at")
    assert "List-Unsubscribe" in mail
    page.goto(f"/mailbox?q=ana@{people.dock}")
    expect(main(page).get_by_text(re.compile("to assess at"))).to_have_count(1)
