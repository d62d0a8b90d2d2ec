"""What a learner does from a goal to a stack, step by step, in a browser (journey J3)."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import issuer_steps as steps
from demo_site import sign_in
from foreign_formats import claims, token
from playwright.sync_api import Browser, Locator, Page, expect
from signed_credentials import SALT, TestIssuer, badge

from skillmark.core import jsonio
from skillmark.core.badges.identity import hash_identity

UUID = "[0-9a-f-]{36}"
SOON_MS = 60_000  # within a minute: what the final credential is promised in
REPORT = "I planned it, did it twice under the assessor's eyes, and wrote it into the book."
# The program, run where no socket can be made: what it says it says without a network.
_OFFLINE = (
    "import sys\n"
    "def off(event, _facts):\n"
    "    if event in {'socket.__new__', 'socket.connect', 'socket.getaddrinfo'}:\n"
    "        raise OSError('the network is off')\n"
    "sys.addaudithook(off)\n"
    "from skillmark.cli.main import app\n"
    "app(sys.argv[1:])\n"
)
main = steps.main


def browser_of(browser: Browser, page: Page) -> Page:
    """Return a page of a fresh browser on the same site."""
    base = re.sub(r"(https?://[^/]+).*", r"\1", page.url)
    fresh = browser.new_context(base_url=base, locale="en-GB", timezone_id="UTC").new_page()
    fresh.set_default_timeout(30_000)
    return fresh


def staff(browser: Browser, page: Page, email: str) -> Page:
    """Return a page on which one of the demo's people is signed in."""
    fresh = browser_of(browser, page)
    sign_in(fresh, email)
    return fresh


def join(page: Page, name: str, email: str) -> None:
    """Make an account and prove the address by the link of the mail."""
    steps.sign_up(page, name, email)
    page.wait_for_url("**/studio/new")
    page.goto(steps.letter(page, email, "Yes, it is mine"))
    main(page).get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_load_state()
    page.goto("/backpack/passport")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()


def programme(page: Page, title: str) -> None:
    """Open a programme from the catalogue's search."""
    page.goto(f"/programmes?q={title}")
    main(page).get_by_role("link", name=title, exact=True).click()
    page.wait_for_url(re.compile(rf"/programmes/{UUID}$"))


def enrol(page: Page, title: str) -> str:
    """Take a place in the group that one can begin with any day; return one's page of it."""
    programme(page, title)
    main(page).get_by_role("link", name="Register").first.click()
    expect(main(page).get_by_text("Begin any day").first).to_be_attached()
    main(page).get_by_role("radio", name=re.compile("Begin any day")).or_(
        main(page).locator("select[name=cohort]")
    ).first.wait_for()
    choose_group(page)
    page.get_by_role("button", name="Register").click()
    page.wait_for_url(re.compile(rf"/learning/{UUID}$"))
    expect(page.get_by_text("You have a place.")).to_be_visible()
    return page.url


def choose_group(page: Page) -> None:
    """Choose the group without fixed days."""
    menu = main(page).locator("select[name=cohort]")
    if menu.count():
        option = menu.locator("option", has_text="Begin any day").first
        menu.select_option(option.get_attribute("value") or "")
    else:
        main(page).get_by_role("radio", name=re.compile("Begin any day")).check()


def hand_in(page: Page, learning: str, unit: str) -> str:
    """Begin at a unit on one's page of the programme, show something, hand it in."""
    page.goto(learning)
    todo = main(page).locator("section[aria-labelledby=to-show]")
    todo.get_by_role("link", name=unit, exact=True).click()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(rf"/learning/work/{UUID}$"))
    page.locator("input[name=title]").fill("What I did")
    page.locator("textarea[name=body]").fill(REPORT)
    page.get_by_role("button", name="Add it").click()
    main(page).get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Handed in.")).to_be_visible()
    return page.url


def mark(page: Page, learner: str, unit: str) -> None:
    """Take somebody's work from the queue, note the checks, and find it competent."""
    page.goto("/assess/harbour")
    row = main(page).locator("tbody tr", has_text=learner).filter(has_text=unit)
    row.get_by_role("link").first.click()
    for kind, method in (("supervision", "onsite"), ("identity", "document")):
        page.locator(f"select[name={kind}-method]").select_option(method)
        button = re.compile(f"Note it {kind}", re.IGNORECASE)
        page.get_by_role("button", name=button).click()
    for level in main(page).locator("input[name^=level_][value=reached]").all():
        level.check()
    page.locator("input[name=outcome][value=competent]").check()
    page.get_by_role("button", name="Finish the mark").click()
    expect(page.get_by_text("Finished. Your mark is on record.")).to_be_visible()


def letter_about(page: Page, email: str, unit: str) -> str:
    """Return where the mail about one credential leads."""
    links = main(page).locator("a[href^='/mailbox/']", has_text=f"Well done: {unit}")
    for _attempt in range(120):  # the outbox may still be at work
        page.goto(f"/mailbox?q={email}")
        if links.count():
            break
        page.wait_for_timeout(500)
    links.first.click()
    button = page.frame_locator("iframe").get_by_role("link", name="Take your credential")
    return button.first.get_attribute("href") or ""


def take(browser: Browser, address: str, unit: str, holder: str) -> str:
    """Open a credential by the link of its mail, signed in nowhere; return its public address."""
    stranger = browser.new_context(locale="en-GB").new_page()
    stranger.goto(address)
    expect(stranger.get_by_role("heading", name=unit)).to_be_visible()
    expect(stranger.get_by_text(holder)).to_be_visible()
    stranger.get_by_role("button", name="Take my credential").click()
    stranger.get_by_role("link", name="Public page").click()
    expect(stranger.locator(".verdict")).to_contain_text("Valid")
    public = stranger.url
    stranger.context.close()
    return public


def until(page: Page, address: str, shown: Locator, ms: int = SOON_MS) -> None:
    """Load a page again and again until something is on it."""
    for _attempt in range(ms // 1_000):
        page.goto(address)
        if shown.count():
            return
        page.wait_for_timeout(1_000)
    expect(shown.first).to_be_visible(timeout=1_000)


def offline(bundle: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Re-run the proof of a stack by the program, where no socket can be made."""
    return without_network("verify", "--stack", "--offline", str(bundle), *more)


def without_network(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program where no socket can be made."""
    return subprocess.run(
        [sys.executable, "-c", _OFFLINE, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def day(days_ago: int) -> str:
    """Return the day so many days ago as forms take it."""
    return (datetime.now(UTC) - timedelta(days=days_ago)).date().isoformat()


def certificate(by: TestIssuer, slug: str, name: str, email: str) -> tuple[str, Any]:
    """Return a certificate of another system, not signed yet, behind the address of its achievement."""
    home = "https://northgate-elsewhere.example"
    unsigned: Any = badge(by)
    unsigned["id"] = f"{home}/c/{slug}-{email}"
    unsigned["name"] = name
    unsigned["issuer"]["name"] = "Northgate Institute"
    subject = unsigned["credentialSubject"]
    subject["id"] = f"{unsigned['id']}#subject"
    subject["identifier"][0]["identityHash"] = hash_identity(email, SALT)
    achievement = {"id": f"{home}/badges/{slug}", "name": name}
    subject["achievement"] |= achievement | {"description": f"{name}, with labs."}
    return achievement["id"], unsigned


def as_file(by: TestIssuer, unsigned: Any) -> dict[str, Any]:
    """Return the certificate as a file with an embedded proof."""
    data = jsonio.dumps(by.sign(unsigned))
    return {"name": "badge.json", "mimeType": "application/json", "buffer": data}


def as_token(by: TestIssuer, unsigned: Any) -> dict[str, Any]:
    """Return the certificate as a file with a token (Open Badges 3.0 §8.2)."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": by.method}
    data = token(header, claims(unsigned), by.private)
    return {"name": "badge.jwt", "mimeType": "application/jwt", "buffer": data}
