"""What assessors, moderators and their learners do, step by step, in a browser (journey J2)."""

import re
from dataclasses import dataclass, field
from typing import Any

import issuer_steps as steps
from playwright.sync_api import APIResponse, Browser, Locator, Page, expect

LEVELS = [
    {"id": "l1", "name": "Beginning", "points": "0"},
    {"id": "l2", "name": "Secure", "points": "2"},
    {"id": "l3", "name": "Excellent", "points": "4"},
]
RUBRIC = [
    {"id": "c1", "name": "Sees the hazard", "description": "Early.", "levels": LEVELS},
    {"id": "c2", "name": "Acts in time", "levels": LEVELS},
]
FACTS: dict[str, Any] = {
    "description": "Works safely where others can get hurt.",
    "criteria_markdown": "Pass the **practical** test.",
    "workload_hours": "3",
    "assessment_types": ["practical"],
    "assessment_description": "Done at the training ground.",
}
UUID = "[0-9a-f-]{36}"
main = steps.main


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the organisation, with a key that the owner has made."""

    page: Page
    key: str

    def post(self, path: str, body: Any = None, *, method: str = "POST") -> Any:
        """Send something to the REST API and return what it answers."""
        answer: APIResponse = self.page.request.fetch(
            f"/api/v1/{path}",
            method=method,
            data=body or {},
            headers={"Authorization": f"Bearer {self.key}"},
        )
        assert answer.ok, (path, answer.text())
        return answer.json()

    def publish(self, name: str, **more: Any) -> str:
        """Define and publish an achievement; return its id."""
        made = self.post("achievements", {"name": name, **FACTS, **more})
        self.post(f"achievements/{made['id']}/publish")
        return str(made["id"])

    def offer(self, title: str, units: list[str]) -> str:
        """Publish a programme with these units and a group that anybody can join."""
        facts = {"title": title, "summary": "Staying whole.", "hours": "12"}
        made = self.post("programmes", facts | {"cost_minor": 0, "currency": "EUR"})
        one = f"programmes/{made['id']}"
        self.post(f"{one}/achievements", {"units": units}, method="PUT")
        self.post(f"{one}/groups", {"name": "Any time"})
        self.post(f"{one}/publish")
        return str(made["id"])


@dataclass(frozen=True, slots=True)
class Terms:
    """How strictly a unit is assessed."""

    sample: int = 0
    watched: bool = False
    prior: bool = False
    more: dict[str, str] = field(default_factory=dict)


def program(page: Page, studio: str) -> Program:
    """Make a key for a program and copy it."""
    page.goto(f"{studio}/settings/keys")
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(steps.PASSWORD)
        main(page).get_by_role("button").first.click()
    page.locator("form input[name=name]").fill("Course system")
    for scope in ("achievements:write", "programmes:write"):
        page.locator(f"input[name=scopes][value='{scope}']").check()
    page.get_by_role("button", name="Create the key").click()
    return Program(page, page.locator("figure.code code").first.inner_text().strip())


def plan(page: Page, studio: str, unit: str, terms: Terms) -> str:
    """Plan how a unit is assessed; return the address of the plan."""
    page.goto(f"{studio}/assessment/new")
    page.locator("select[name=version]").select_option(label=unit)
    page.get_by_role("button", name="Make the plan").click()
    page.locator("input[name=sample_percent]").fill(str(terms.sample))
    for name, value in terms.more.items():
        page.locator(f"[name={name}]").fill(value)
    if terms.watched:
        page.locator("input[name=needs_supervision]").check()
        page.locator("input[name=needs_identity]").check()
    if terms.prior:
        page.locator("input[name=takes_prior_learning]").check()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile(rf"/assessment/{UUID}$"))
    return page.url


def invite(page: Page, studio: str, email: str, units: tuple[str, ...], part: str) -> None:
    """Invite somebody to these units and no others."""
    page.goto(f"{studio}/assessment/invite")
    page.locator("input[name=email]").fill(email)
    page.locator("select[name=part]").select_option(part)
    for unit in units:
        page.get_by_role("checkbox", name=unit).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()


def learner(browser: Browser, page: Page, name: str, email: str) -> Page:
    """Make an account and prove its address, in a browser of its own."""
    base = re.sub(r"(https?://[^/]+).*", r"\1", page.url)
    fresh = browser.new_context(base_url=base, locale="en-GB", timezone_id="UTC").new_page()
    steps.sign_up(fresh, name, email)
    fresh.wait_for_url("**/studio/new")
    fresh.goto(steps.letter(fresh, email, "Yes, it is mine"))
    main(fresh).get_by_role("button", name="Yes, it is mine").click()
    fresh.wait_for_load_state()
    return fresh


def letter(page: Page, address: str, subject: str) -> str:
    """Return the text of the newest mail to an address whose subject says something."""
    link = main(page).locator("a[href^='/mailbox/']", has_text=subject).first
    for _attempt in range(90):  # the outbox and the round may still be at work
        page.goto(f"/mailbox?q={address}")
        if link.count():
            break
        page.wait_for_timeout(500)
    path = link.get_attribute("href") or ""
    return page.request.get(f"{path}.eml").text()


def enrol(page: Page, programme: str) -> str:
    """Take a place in a programme; return the address of one's page of it."""
    page.goto(f"/programmes/{programme}")
    main(page).get_by_role("link", name="Register").first.click()
    page.get_by_role("button", name="Register").click()
    page.wait_for_url(re.compile(rf"/learning/{UUID}$"))
    return page.url


def show(page: Page, text: str, outcomes: tuple[str, ...] = ()) -> None:
    """Add a piece of evidence."""
    page.locator("input[name=title]").fill("Report")
    page.locator("textarea[name=body]").fill(text)
    for outcome in outcomes:
        page.get_by_role("checkbox", name=outcome).check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Added.")).to_be_visible()


def hand_in(page: Page, learning: str, unit: str, text: str) -> str:
    """Begin at a unit on one's page of the programme, show something, hand it in."""
    page.goto(learning)
    main(page).get_by_role("link", name=unit, exact=True).last.click()
    if page.url.endswith("?kind=work") or "/begin/" in page.url:
        page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(rf"/learning/work/{UUID}$"))
    show(page, text)
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Handed in.")).to_be_visible()
    return page.url


def queue(page: Page) -> list[str]:
    """Return what waits for an assessor, in order: unit and learner."""
    page.goto("/assess")
    page.wait_for_url(re.compile("/assess/"))
    rows = main(page).locator("tbody tr")
    return [
        f"{row.locator('th').inner_text()} / {row.locator('td').first.inner_text()}"
        for row in rows.all()
    ]


def take(page: Page, learner_name: str, *, unit: str = "", tab: str = "") -> None:
    """Open somebody's work from the queue."""
    page.goto("/assess")
    page.wait_for_url(re.compile("/assess/"))
    if tab:
        page.goto(f"{page.url}?tab={tab}")
    row = main(page).locator("tbody tr", has_text=learner_name).filter(has_text=unit).first
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Evidence")).to_be_visible()


def judge(page: Page, levels: dict[str, str], outcome: str, reasons: str = "") -> None:
    """Choose levels and an outcome, and say why."""
    for criterion, level in levels.items():
        page.locator(f"input[name=level_{criterion}][value={level}]").check()
    page.locator(f"input[name=outcome][value={outcome}]").check()
    page.locator("textarea[name=reasons]").fill(reasons)


def finish(page: Page) -> None:
    """Finish the mark on the screen."""
    page.get_by_role("button", name="Finish the mark").click()
    expect(page.get_by_text("Finished. Your mark is on record.")).to_be_visible()


def note(page: Page, kind: str, method: str, words: str) -> None:
    """Note how supervision or identity was checked."""
    page.locator(f"select[name={kind}-method]").select_option(method)
    page.locator(f"input[name={kind}-note]").fill(words)
    page.get_by_role("button", name=re.compile(f"Note it {kind}", re.IGNORECASE)).click()
    expect(main(page).get_by_text(words)).to_be_visible()


def credential(page: Page, work: str) -> str:
    """Wait until what was decided is issued; return the address of the public page."""
    link = decisions(page).first.get_by_role("link", name="See your credential")
    for _attempt in range(60):
        page.goto(work)
        if link.count():
            break
        page.wait_for_timeout(500)
    link.click()
    page.wait_for_url(re.compile(rf"/c/{UUID}$"))
    return page.url


def decisions(page: Page) -> Locator:
    """Return the decisions on the learner's page of a piece of work, the newest first."""
    return main(page).locator("section[aria-labelledby^=decision-]")
