"""The tutorial "Your first hour as an issuer", walked in a browser, with its pictures.

Every step presses what ``docs/tutorial/first-hour.md`` says to press, by the words on the screen:
where a label changes, the walk stops, and the page wants the same change.
"""

import re
import secrets
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Locator, Page

from camera import end_of, fresh_page, keep, keep_view

PASSWORD: Final = "tide-and-time-9"  # noqa: S105 - of an invented person in a demo
PASSPHRASE: Final = "seven slow ships at sea"  # noqa: S105 - the same
PEOPLE: Final = Path(__file__).resolve().parents[1] / "docs" / "examples" / "quayside.csv"
ACHIEVEMENT: Final = "Lift Heavy Loads Safely"
BEGUN: Final = {
    "Name": ACHIEVEMENT,
    "Short description": "Lifts, carries and sets down heavy loads without getting hurt.",
}
ANSWERS: Final = {
    "criteria_markdown": (
        "Pass the **practical check**: plan a lift, lift 25 kg, and work with a partner."
    ),
    "outcomes": "Lift heavy loads with a straight back",
    "course_start": "2026-09-01",
}
SIZE: Final = {"workload_hours": "6", "awarding_country": "IE"}


def walk(browser: Browser, site: str) -> None:
    """Walk the whole hour as Rosa, with Ben as the second person and Wim as a learner."""
    mark = secrets.token_hex(2)  # so that one demo can be walked twice
    rosa_mail, ben_mail = f"rosa.{mark}@quayside.example", f"ben.{mark}@quayside.example"
    with fresh_page(browser, site) as rosa, fresh_page(browser, site) as ben:
        studio = found(rosa, rosa_mail)
        keep_a_copy(rosa)
        name_a_domain(rosa)
        invite(rosa, ben_mail)
        join(ben, mail(rosa, ben_mail, "Accept the invitation"), ben_mail)
        ask_for_second_persons(rosa, studio)
        define(rosa, studio)
        press(rosa, "Ask for review")
        press(rosa, "Ask for review")
        rosa.get_by_text("A second person is asked.").wait_for()
        publish(ben, studio)
        issue_to_one(rosa, studio)
        issue_a_file(rosa, studio)
        public = claim(browser, site, mail(rosa, "wim.kuiper@people.example", "Take your"))
        correct(rosa, studio, public)
        take_back(rosa, studio)
        read_the_trail(rosa, studio)


def main_of(page: Page) -> Locator:
    """Return what the page is about, without its frame."""
    return page.get_by_role("main")


def press(page: Page, words: str) -> None:
    """Press the button or link with exactly these words, whichever it is."""
    main = main_of(page)
    exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
    either = main.get_by_role("button", name=exact).or_(main.get_by_role("link", name=exact))
    either.or_(main.locator("summary", has_text=exact)).locator("visible=true").first.click()
    page.wait_for_load_state()


def field(page: Page, label: str) -> Locator:
    """Return the field with this label."""
    words = re.compile(rf"^\s*{re.escape(label)}(\s*optional)?\s*$")
    return main_of(page).get_by_label(words).and_(page.locator("input, select, textarea"))


def rail(page: Page, words: str) -> None:
    """Choose a page of the studio on the left."""
    page.get_by_role("navigation").get_by_role("link", name=words, exact=True).first.click()
    page.wait_for_load_state()


def sign_up(page: Page, name: str, email: str) -> None:
    """Fill in the form for an account."""
    field(page, "Your name").fill(name)
    field(page, "Email").fill(email)
    field(page, "Password").fill(PASSWORD)
    press(page, "Create an account")


def found(page: Page, email: str) -> str:
    """Make an account and an organisation; return the address of its studio."""
    page.goto("/")
    press(page, "Start issuing")
    press(page, "Create an account")
    sign_up(page, "Rosa Quay", email)
    field(page, "Name of the organisation").fill("Quayside Academy")
    press(page, "Create the organisation")
    page.get_by_role("heading", name="First steps").wait_for()
    keep(page, "first-steps", 780)
    return page.url.rstrip("/")


def keep_a_copy(page: Page) -> None:
    """Seal a copy of the keys and download it."""
    press(page, "Keep a copy of your keys")
    press(page, "Download a copy")
    field(page, "Password").fill(PASSWORD)
    press(page, "Go on")
    field(page, "Passphrase").fill(PASSPHRASE)
    field(page, "The passphrase again").fill(PASSPHRASE)
    with page.expect_download():
        press(page, "Seal and download")


def name_a_domain(page: Page) -> None:
    """Say which domain is one's own, and see what is asked for."""
    rail(page, "Settings")
    press(page, "Domain")
    field(page, "Domain").fill("quayside.example")
    press(page, "Begin")
    press(page, "Check now")
    main_of(page).get_by_text("What we found on").wait_for()


def invite(page: Page, email: str) -> None:
    """Invite a colleague as approver."""
    press(page, "Members")
    form = page.locator("form", has=page.get_by_role("button", name="Send the invitation"))
    form.get_by_label("E-mail address").fill(email)
    form.get_by_label("Role").select_option(label="Approver")
    press(page, "Send the invitation")


def mail(page: Page, address: str, words: str) -> str:
    """Return where the link in the newest mail to an address leads."""
    links = main_of(page).locator("a[href^='/mailbox/']")
    for _attempt in range(60):  # the outbox may still be at work
        page.goto(f"/mailbox?q={address}")
        if links.count():
            break
        page.wait_for_timeout(500)
    links.first.click()
    button = page.frame_locator("iframe").get_by_role("link", name=words).first
    return button.get_attribute("href") or ""


def join(page: Page, address: str, email: str) -> None:
    """Accept the invitation with a new account."""
    page.goto(address)
    press(page, "Create an account")
    sign_up(page, "Ben Tide", email)
    press(page, "Accept the invitation")
    page.get_by_role("heading", name="First steps").wait_for()


def ask_for_second_persons(page: Page, studio: str) -> None:
    """Let nobody publish alone."""
    page.goto(studio)
    rail(page, "Settings")
    press(page, "Policies")
    field(page, "A second person publishes achievements").check()
    press(page, "Save")


def define(page: Page, studio: str) -> None:
    """Define what is awarded, with the skills picker and the quality panel."""
    page.goto(studio)
    rail(page, "Achievements")
    press(page, "Define an achievement")
    for label, value in BEGUN.items():
        field(page, label).fill(value)
    for name, value in ANSWERS.items():
        main_of(page).locator(f"[name={name}]").first.fill(value)
    query = field(page, "What can a holder do?")
    query.press_sequentially("can lift heavy weights without hurting the back", delay=15)
    option = page.locator("[role=option]", has_text="lift heavy weights").first
    option.wait_for()
    page.locator("#quality").get_by_text("6 of 9 required", exact=True).wait_for()
    page.evaluate("document.querySelector('#alignments').scrollIntoView()")
    keep_view(page, "first-hour-define")
    option.click()
    query.fill("")
    for name, value in SIZE.items():
        main_of(page).locator(f"[name={name}]").fill(value)
    field(page, "Practical assessment").check()
    field(page, "About the assessment").fill("Three lifts, watched by a trainer.")
    field(page, "Form of participation").select_option(label="On site")
    supervised = "Supervised on site, identity verified"
    field(page, "Supervision and identity check").select_option(label=supervised)
    internal = "Internal: the provider's own quality assurance"
    field(page, "Quality assurance").select_option(label=internal)
    field(page, "For a number of months").check()
    field(page, "Valid for, in months").fill("24")
    page.locator("#quality").get_by_text("Everything required is there.").wait_for()
    main_of(page).get_by_role("button", name="Save and close", exact=True).last.click()
    page.get_by_role("heading", name=ACHIEVEMENT).wait_for()


def publish(page: Page, studio: str) -> None:
    """Look at what is asked, as the second person, and publish it."""
    page.goto(studio)
    main_of(page).get_by_role("link", name=f"Publish version 1 of “{ACHIEVEMENT}”").click()
    press(page, "Look at it")
    press(page, "Publish it")
    page.get_by_text("Version 1 is published.").wait_for()


def issue_to_one(page: Page, studio: str) -> None:
    """Issue to one person."""
    begin_issuing(page, studio)
    press(page, "One person")
    field(page, "Full name").fill("Greta Vogel")
    field(page, "E-mail address").fill("greta.vogel@people.example")
    press(page, "Check")
    press(page, "Issue the credential")
    page.get_by_text("Issued to Greta Vogel.").wait_for()


def begin_issuing(page: Page, studio: str) -> None:
    """Choose what is issued."""
    page.goto(studio)
    rail(page, "Issue")
    main_of(page).get_by_role("link", name=ACHIEVEMENT).first.click()
    page.wait_for_load_state()


def issue_a_file(page: Page, studio: str) -> None:
    """Check a file with four mistakes, issue the rest, mend and send again."""
    begin_issuing(page, studio)
    send(page, PEOPLE.name, PEOPLE.read_bytes())
    keep(page, "first-hour-check", end_of(page, "#rows") + 32)
    with page.expect_download() as download:
        press(page, "Download the 4 rows to mend")
    wrong = download.value.path().read_text("utf-8-sig")
    press(page, "Issue 4 credentials")
    page.get_by_text("4 credentials issued.").wait_for()
    begin_issuing(page, studio)
    send(page, "people-to-mend.csv", mended(wrong).encode())
    press(page, "Issue 3 credentials")
    page.get_by_text("3 credentials issued.").wait_for()
    begin_issuing(page, studio)
    send(page, PEOPLE.name, PEOPLE.read_bytes())
    page.get_by_text("There is nothing to issue").wait_for()
    press(page, "Throw the file away")


def send(page: Page, name: str, data: bytes) -> None:
    """Give a file and let it be checked."""
    chosen = {"name": name, "mimeType": "text/csv", "buffer": data}
    page.locator("input[type=file]").set_input_files(chosen)  # type: ignore[arg-type]
    press(page, "Check the file")
    page.wait_for_url(re.compile("/batches/"))


def mended(rows: str) -> str:
    """Return the rows to mend as a person mends them: the second Mark is taken out."""
    kept = [line for line in rows.splitlines() if not line.startswith("Mark Olsen,")]
    text = "\n".join(kept).replace("(at)", "@", 1).replace("2026-08-16", "2026-11-16", 1)
    return text.replace("\n,sukarni@", "\nSukarni,sukarni@", 1)


def claim(browser: Browser, site: str, address: str) -> str:
    """Take a credential from its mail without an account; return its public address."""
    with fresh_page(browser, site) as page:
        page.goto(address)
        press(page, "Take my credential")
        page.get_by_text("It is yours.").wait_for()
        keep(page, "first-hour-claim", end_of(page, "main") + 8)
        with page.expect_download():
            press(page, "Picture (PNG)")
        press(page, "Public page")
        page.locator(".verdict", has_text="Valid").wait_for()
        return page.url


def correct(page: Page, studio: str, public: str) -> None:
    """Put a misspelt name right; the old link leads to the right one."""
    open_credential(page, studio, "Wim")
    press(page, "Correct a mistake")
    field(page, "Full name").fill("Wim Kuipers")
    press(page, "Issue the corrected one")
    page.get_by_role("heading", name="Wim Kuipers").wait_for()
    page.get_by_role("heading", name="What was corrected").wait_for()
    keep(page, "first-hour-corrected", end_of(page, ".facts, dl") + 24)
    page.goto(public)
    page.get_by_text("This is the one that counts.").wait_for()


def take_back(page: Page, studio: str) -> None:
    """Suspend, lift and revoke."""
    open_credential(page, studio, "Ruth")
    press(page, "Suspend for the time being")
    page.locator("[name=reason]:visible").fill("An appeal is pending.")
    press(page, "Suspend")
    press(page, "Lift the suspension")
    press(page, "Revoke for good")
    reason = page.locator("[name=reason]:visible").last
    reason.fill("The practical check was taken by somebody else.")
    dialog = page.locator("dialog[open]")
    scope = dialog if dialog.count() else main_of(page)
    scope.get_by_role("button", name="Revoke for good").last.click()
    page.get_by_text("It is revoked.").wait_for()


def open_credential(page: Page, studio: str, words: str) -> None:
    """Open the newest credential that a search finds."""
    page.goto(f"{studio}/credentials?q={words}")
    main_of(page).locator("tbody th a").first.click()
    page.wait_for_url(re.compile(r"/credentials/[0-9a-f-]{36}$"))


def read_the_trail(page: Page, studio: str) -> None:
    """Read who did what, check the chain, export it."""
    page.goto(studio)
    rail(page, "Audit")
    keep(page, "first-hour-audit", 900)
    press(page, "Export")
    with page.expect_download():
        press(page, "Everything, to check elsewhere (JSON Lines)")
    press(page, "Check that the trail is complete")
    page.get_by_text("The trail is complete").first.wait_for()
