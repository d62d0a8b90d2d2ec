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
    expect(page.locator(".verdict")).to_be_visible(
        timeout=30_000
    )  # a chosen file is sent at once
    return page.locator(".verdict").inner_text()


def test_journey_of_an_issuer(page: Page, tmp_path: Path) -> None:
    data = bulk.build()
    sign_in(page, people.INES.email)
    upload(page, data)
    names_every_problem(page)
    bad_rows_download(page, tmp_path / "to-mend.csv")

    page.get_by_role("button", name="Issue 993 credentials").click()
    expect(page.get_by_text("993 credentials issued.")).to_be_visible(timeout=ISSUED_MS)

    page.context.clear_cookies()
    claim = open_mail(page, bulk.row(500, "")["email"])
    address, png = take(claim, bulk.row(500, "")["name"])
    assert verdict(page, "badge.png", png).startswith("Valid")
    one_changed_byte_is_invalid(page, address)

    sign_in(page, people.INES.email)
    page.goto(f"/studio/harbour/credentials/{address.rsplit('/', 1)[1]}")
    revoke(page)
    page.context.clear_cookies()
    revoked_everywhere(page, address, png)

    sign_in(page, people.INES.email)
    before = mails(page)
    upload(page, data)
    expect(page.get_by_text("There is nothing to issue")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Issue .* credential"))).to_have_count(0)
    assert mails(page) == before


def names_every_problem(page: Page) -> None:
    """Each of the seven planted errors is named by row, column and reason."""
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


def bad_rows_download(page: Page, path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the 7 rows to mend").click()
    download.value.save_as(path)
    assert len(path.read_text("utf-8-sig").strip().splitlines()) == 1 + len(bulk.PLANTED)


def take(claim: Page, name: str) -> tuple[str, bytes]:
    """Claim without an account; return the public address and the picture."""
    expect(claim.get_by_role("heading", name="Workplace Safety Foundations")).to_be_visible()
    expect(claim.get_by_text(name)).to_be_visible()
    claim.get_by_role("button", name="Take my credential").click()
    expect(claim.get_by_text("It is yours.")).to_be_visible()
    with claim.expect_download() as download:
        claim.get_by_role("link", name="Picture (PNG)").click()
    png = download.value.path().read_bytes()
    assert png.startswith(b"\x89PNG")
    claim.get_by_role("link", name="Public page").click()
    expect(claim.locator(".verdict")).to_contain_text("Valid")
    return claim.url, png


def one_changed_byte_is_invalid(page: Page, address: str) -> None:
    document = page.request.get(f"{address}.json").body()
    spoilt = document.replace(b"Workplace Safety", b"Workplace safety", 1)
    assert len(spoilt) == len(document)
    assert spoilt != document
    answer = verdict(page, "badge.json", spoilt)
    assert answer.startswith("Not valid")
    assert "changed" in answer


def revoked_everywhere(page: Page, address: str, png: bytes) -> None:
    """The page and the verdict on the file say so at once, with the reason."""
    page.goto(address)
    expect(page.locator(".verdict")).to_contain_text("Revoked")
    expect(page.get_by_text(REASON).first).to_be_visible()
    assert "revoked" in verdict(page, "badge.png", png).lower()
    assert REASON in page.get_by_role("main").inner_text()


def open_mail(page: Page, address: str) -> Page:
    """Return the page that the button in the newest mail to an address opens."""
    links = page.get_by_role("main").locator("a[href^='/mailbox/']")
    for _attempt in range(60):  # the outbox may still be at work
        page.goto(f"/mailbox?q={address}")
        if links.count():
            break
        page.wait_for_timeout(500)
    links.first.click()
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Take your credential").click()
    return opened.value


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
