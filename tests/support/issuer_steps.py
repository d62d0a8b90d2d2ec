"""What a new issuer does in the first hour, step by step, in a browser (journey J1)."""

import hashlib
import hmac
import json
import re
import time
from pathlib import Path

from demo_site import MAIL_SECRET
from own_domain import OwnDomain
from playwright.sync_api import Browser, Locator, Page, expect

PASSWORD = "tide-and-time-9"
PASSPHRASE = "seven slow ships at sea"
BATCH_MS = 90_000  # a batch of a thousand may take here


def main(page: Page) -> Locator:
    """Return what the page is about, without its frame."""
    return page.get_by_role("main")


def sign_up(page: Page, name: str, email: str, *, at: str = "/accounts/signup/") -> None:
    """Make an account."""
    page.goto(at)
    page.locator("input[name=display_name]").fill(name)
    if page.locator("input[name=email]").is_editable():
        page.locator("input[name=email]").fill(email)
    page.locator("input[name=password1]").fill(PASSWORD)
    main(page).get_by_role("button", name="Create an account").click()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in on a browser that nobody is signed in on."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    main(page).get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/studio|/backpack"))


def found(page: Page, name: str) -> str:
    """Create an organisation and return the address of its studio."""
    page.wait_for_url("**/studio/new")
    page.locator("input[name=name]").fill(name)
    main(page).get_by_role("button", name="Create the organisation").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    return page.url.rstrip("/")


def keep_a_backup(page: Page, studio: str, path: Path) -> None:
    """Download the sealed keys; only age opens what comes."""
    page.goto(f"{studio}/settings/trust")
    expect(main(page).get_by_text("did:").first).to_be_visible()
    main(page).get_by_role("link", name="Download a copy").click()
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        main(page).get_by_role("button").first.click()
    for field in page.locator("input[type=password]").all():
        field.fill(PASSPHRASE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Seal and download").click()
    download.value.save_as(path)
    assert path.read_bytes().startswith((b"age-encryption.org/v1", b"-----BEGIN AGE"))


def prove_domain(page: Page, studio: str, domain: OwnDomain) -> None:
    """Put the file where it is asked for and let the site look."""
    page.goto(f"{studio}/settings/domain")
    page.locator("input[name=domain]").fill(domain.name)
    main(page).get_by_role("button", name="Begin").click()
    expect(main(page).get_by_text("Not proven yet")).to_be_visible()
    with page.expect_download() as download:
        main(page).get_by_role("link", name="Download the file").click()
    domain.files["/.well-known/skillmark.json"] = download.value.path().read_bytes()
    main(page).get_by_role("button", name="Check now").click()
    expect(main(page).get_by_text("Proven", exact=True)).to_be_visible()


def invite(page: Page, studio: str, email: str, role: str) -> None:
    """Invite a colleague."""
    page.goto(f"{studio}/settings/members")
    page.locator("input[name=email]").fill(email)
    page.locator("form:has(input[name=email]) select[name=role]").select_option(role)
    page.get_by_role("button", name="Send the invitation").click()
    expect(main(page).get_by_text(email).first).to_be_visible()


def ask_second_persons(page: Page, studio: str) -> None:
    """Let nobody publish alone."""
    page.goto(f"{studio}/settings/policies")
    page.locator("input[name=review_definitions]").check()
    main(page).get_by_role("button", name="Save").click()
    expect(page.locator("input[name=review_definitions]")).to_be_checked()


def letter(page: Page, address: str, words: str) -> str:
    """Return where the link in the newest mail to an address leads."""
    links = main(page).locator("a[href^='/mailbox/']")
    for _attempt in range(60):  # the outbox may still be at work
        page.goto(f"/mailbox?q={address}")
        if links.count():
            break
        page.wait_for_timeout(500)
    links.first.click()
    button = page.frame_locator("iframe").get_by_role("link", name=words).first
    address = button.get_attribute("href") or ""
    assert address.startswith(("http://127.0.0.1", "/")), address
    return address


def join(browser: Browser, page: Page, name: str, email: str) -> Page:
    """Let the invited colleague make an account and accept, in a browser of their own."""
    address = letter(page, email, "invitation")
    fresh = browser.new_context(base_url=page.url.split("/mailbox")[0], locale="en-GB")
    colleague = fresh.new_page()
    colleague.goto(address)
    sign_up_at = main(colleague).get_by_role("link", name="Create an account")
    sign_up(colleague, name, email, at=sign_up_at.get_attribute("href") or "")
    main(colleague).get_by_role("button", name="Accept the invitation").click()
    colleague.wait_for_url(re.compile("/studio/|/assess/"))
    return colleague


def begin_definition(page: Page, studio: str, name: str) -> None:
    """Open the editor with a name alone; the quality panel names what is missing."""
    page.goto(f"{studio}/achievements/new")
    page.locator("input[name=name]").fill(name)
    page.get_by_role("button", name="Check again").click()
    panel = page.locator("#quality")
    for missing in ("Short description", "Learning outcomes", "Workload"):
        expect(panel.get_by_role("link", name=re.compile(missing)).first).to_be_visible()


def pick_skill(page: Page, sentence: str, skill: str) -> None:
    """Type what a holder can do and choose a skill that fits."""
    query = page.locator("#skill-query")
    query.press_sequentially(sentence, delay=5)
    option = page.get_by_role("option", name=re.compile(skill)).first
    expect(option).to_be_visible()
    option.click()
    expect(page.locator("[data-chosen]").get_by_text(skill).first).to_be_visible()
    query.fill("")


def fill_definition(page: Page, *, months: int = 12) -> None:
    """Fill in what the quality profiles ask for, and the validity."""
    page.locator("input[name=validity][value=months]").check()
    for name, value in {
        "description": "Finds, names and reports what can hurt people on a work site.",
        "criteria_markdown": "Pass the **practical check** on a mocked-up site.",
        "outcomes": "Identify and report hazards",
        "workload_hours": "12",
        "validity_months": str(months),
        "renewal_days": "60",
        "review_by": "2028-01-31",
        "course_start": "2026-03-02",
    }.items():
        main(page).locator(f"[name={name}]").first.fill(value)
    page.locator("select[name=eqf_level]").select_option("3")
    page.locator("select[name=participation]").select_option("presential")
    page.locator("select[name=supervision]").select_option("supervised_onsite_id")
    page.locator("select[name=quality_assurance]").select_option("internal")
    page.locator("input[name=assessment_types][value=practical]").check()


def save(page: Page) -> str:
    """Save the draft and return the address of the achievement."""
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile(r"/achievements/[0-9a-f-]{36}"))
    return re.sub(r"(/achievements/[0-9a-f-]{36}).*", r"\1", page.url)


def publish_with(page: Page, colleague: Page, achievement: str) -> None:
    """Ask for review; the asker cannot decide, the colleague publishes."""
    page.goto(f"{achievement}/publish")
    page.get_by_role("button", name="Ask for review").click()
    page.goto(f"{achievement}/review")
    expect(page.get_by_role("button", name="Publish it")).to_have_count(0)
    colleague.goto(f"{achievement}/review")
    colleague.get_by_role("button", name="Publish it").click()
    expect(main(colleague).get_by_text("Published").first).to_be_visible()


def upload(page: Page, studio: str, achievement: str, name: str, data: bytes) -> None:
    """Walk the stepper to the check of a file."""
    page.goto(f"{studio}/issue?q={achievement}")
    main(page).get_by_role("link", name=achievement).first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_url(re.compile("/batches/"))


def problems(page: Page) -> dict[int, str]:
    """Return the rows to mend as they are shown: row → column and advice."""
    rows = page.locator("#rows tbody tr")
    return {
        int(row.locator("th").inner_text()): " | ".join(row.locator("td").all_inner_texts())
        for row in rows.all()
    }


def report_bounce(page: Page, address: str) -> None:
    """Say of the mail on the screen, as a mail provider does, that its address is not there."""
    mail = page.request.get(f"{page.url}.eml").text()
    message_id = re.search(r"^Message-ID: *(<[^>]+>)", mail, re.IGNORECASE | re.MULTILINE)
    assert message_id is not None
    body = json.dumps(
        {
            "reports": [
                {
                    "outcome": "bounced",
                    "message_id": message_id[1],
                    "address": address,
                    "permanent": True,
                    "words": "550 5.1.1 no such user",
                }
            ]
        }
    ).encode()
    at = int(time.time())
    mac = hmac.new(MAIL_SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256)
    answer = page.request.post(
        "/mail/reports",
        data=body,
        headers={
            "Content-Type": "application/json",
            "Skillmark-Signature": f"t={at},v1={mac.hexdigest()}",
        },
    )
    assert answer.json()["taken"] == 1, answer.text()


def open_credential(page: Page, studio: str, search: str) -> str:
    """Open the one credential that a search finds; return its address in the studio."""
    page.goto(f"{studio}/credentials?q={search}")
    main(page).locator("tbody th a").first.click()
    page.wait_for_url(re.compile(r"/credentials/[0-9a-f-]{36}$"))
    return page.url


def verdict(page: Page, name: str, data: bytes) -> str:
    """Drop a file on the verify page and return the sentence that answers."""
    page.goto("/verify")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    expect(page.locator(".verdict")).to_be_visible(timeout=30_000)  # it is sent at once
    return page.locator(".verdict").inner_text()
