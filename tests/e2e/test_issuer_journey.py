"""Define, issue a thousand, open one from its mail, check it, tamper, revoke: in a browser.

The steps are those that a new issuer takes in the first hour; every step is a check.
"""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from skillmark.platform.demo import bulk, people

REASON = "The practical check was taken by somebody else."
ISSUED_MS = 60_000  # a batch of a thousand may take here


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill(email)
    page.get_by_label("Password", exact=True).fill(people.PASSWORD)
    page.get_by_role("main").get_by_role(
        "button", name=re.compile("log in|sign in", re.IGNORECASE)
    ).click()
    page.wait_for_url(re.compile("/studio|/backpack"))


def upload(page: Page, data: bytes) -> None:
    """Walk the stepper to the check of a file for Workplace Safety Foundations."""
    page.goto("/studio/harbour/issue")
    page.get_by_role("link", name="Workplace Safety Foundations").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "bulk_1000.csv", "mimeType": "text/csv", "buffer": data}
    )
    page.locator("input[name=not_before]").fill(bulk.COURSE_START.isoformat())
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_url(re.compile("/batches/"))


def problems(page: Page) -> dict[int, str]:
    """Return the rows to mend as they are shown: row → column and advice."""
    rows = page.locator("#rows tbody tr")
    return {
        int(row.locator("th").inner_text()): " | ".join(row.locator("td").all_inner_texts())
        for row in rows.all()
    }


def verdict(page: Page, name: str, data: bytes) -> str:
    """Drop a file on the verify page and return the sentence that answers."""
    page.goto("/verify")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".verdict")).to_be_visible()
    return page.locator(".verdict").inner_text()


def test_journey_of_an_issuer(page: Page, tmp_path: Path) -> None:
    data = bulk.build()
    sign_in(page, people.OWNER.email)

    # 1,000 rows, seven planted errors: each is named by row, column and reason.
    upload(page, data)
    found = problems(page)
    assert found.keys() == bulk.PLANTED.keys()
    for line, (column, word) in {
        58: ("email", "@"),
        203: ("email", "102"),
        347: ("achievement", "safty"),
        412: ("achieved_on", "2025"),
        589: ("name", "name"),
        731: ("name", "="),
        964: ("name", "UTF-8"),
    }.items():
        assert column in found[line], found[line]
        assert word in found[line], found[line]

    # The bad rows download; the good rows go.
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the 7 rows to mend").click()
    mend = tmp_path / "mend.csv"
    download.value.save_as(mend)
    assert len(mend.read_text("utf-8-sig").strip().splitlines()) == 1 + len(bulk.PLANTED)
    page.get_by_role("button", name="Issue 993 credentials").click()
    expect(page.get_by_text("993 credentials issued.")).to_be_visible(timeout=ISSUED_MS)

    # One is opened from its mail, without an account.
    person = bulk.row(500, "")
    mail = open_mail(page, person["email"])
    page.context.clear_cookies()
    page.goto(mail)
    expect(
        page.get_by_role("heading", name="Workplace Safety Foundations").first
    ).to_be_visible()
    expect(page.get_by_text(person["name"]).first).to_be_visible()

    # Its PNG, dropped on the verify page, is valid; with one byte flipped it is not.
    address = credential_address(page)
    png = page.request.get(f"{address}.png").body()
    assert png.startswith(b"\x89PNG")
    assert verdict(page, "badge.png", png).startswith("Valid")
    document = page.request.get(f"{address}.json").body()
    spoilt = document.replace(b"Workplace Safety", b"Workplace safety", 1)
    assert len(spoilt) == len(document)
    assert spoilt != document
    answer = verdict(page, "badge.json", spoilt)
    assert answer.startswith("Invalid")
    assert "changed" in answer

    # Revoked with a reason: the page and the verdict change at once.
    sign_in(page, people.OWNER.email)
    identifier = address.rsplit("/", 1)[1]
    page.goto(f"/studio/harbour/credentials/{identifier}")
    revoke(page)
    page.context.clear_cookies()
    page.goto(address)
    expect(page.locator(".verdict")).to_contain_text("Revoked")
    expect(page.get_by_text(REASON).first).to_be_visible()
    answer = verdict(page, "badge.png", png)
    assert answer.startswith("Invalid")
    assert "revoked" in answer.lower()
    assert REASON in page.get_by_role("main").inner_text()

    # The same file again issues nothing and mails nobody.
    sign_in(page, people.OWNER.email)
    before = mails(page)
    upload(page, data)
    expect(page.get_by_role("button", name=re.compile("Issue .* credential"))).to_have_count(0)
    expect(page.get_by_text("Issued before").first).to_be_visible()
    assert mails(page) == before


def open_mail(page: Page, address: str) -> str:
    """Return the claim link in the newest mail to an address."""
    for _attempt in range(60):
        page.goto(f"/mailbox?q={address}")
        links = page.get_by_role("main").locator("a[href^='/mailbox/']")
        if links.count():
            break
        page.wait_for_timeout(500)
    links.first.click()
    page.wait_for_url(re.compile("/mailbox/[0-9a-f-]+$"))
    text = page.get_by_role("main").inner_text()
    found = re.search(r"http://127\.0\.0\.1:\d+/claim/[\w-]+", text)
    assert found, text
    return found.group()


def credential_address(page: Page) -> str:
    """Return the public address of the credential that a claim page shows."""
    link = page.locator("a[href*='/c/']").first.get_attribute("href")
    assert link
    found = re.search(r"/c/[0-9a-f-]{36}", link)
    assert found, link
    return page.url.split("/claim")[0] + found.group()


def revoke(page: Page) -> None:
    """Revoke the credential on the screen."""
    page.get_by_role("link", name="Revoke").or_(
        page.get_by_role("button", name="Revoke")
    ).first.click()
    page.locator("[name=reason]:visible").first.fill(REASON)
    page.get_by_role("button", name=re.compile("^Revoke")).last.click()
    expect(page.get_by_text("Revoked").first).to_be_visible()


def mails(page: Page) -> str:
    """Return what the mailbox says of its size."""
    page.goto("/mailbox")
    return page.locator(".paging-count, .paging").first.inner_text()
