"""J1, the issuer's journey, in one browser test: from signing up to the audit trail.

Sign up, back up, prove a domain, define with the quality checks and the skills picker, a second
person publishes; a thousand rows with seven mistakes; bounces; a misspelt name; revoke, suspend,
lift; a second version; the trail. Every step is a check.
"""

import re
import subprocess
import sys
from pathlib import Path

import issuer_steps as steps
from own_domain import OwnDomain
from playwright.sync_api import Browser, Page, expect

from skillmark.platform.demo import bulk

REASON = "The practical check was taken by somebody else."
OWNER = "rosa@quayside.example"
COLLEAGUE = "ben@quayside.example"
FINAL = "Workplace Safety Foundations"
UNITS = ("Find Hazards", "Wear the Gear", "Prevent Fires", "Lift Heavy Loads")


def test_journey_of_an_issuer(
    page: Page, browser: Browser, domain: OwnDomain, tmp_path: Path
) -> None:
    steps.sign_up(page, "Rosa Quay", OWNER)
    studio = steps.found(page, "Quayside Academy")
    steps.keep_a_backup(page, studio, tmp_path / "keys.age")
    steps.prove_domain(page, studio, domain)

    steps.invite(page, studio, COLLEAGUE, "approver")
    colleague = steps.join(browser, page, "Ben Tide", COLLEAGUE)
    steps.ask_second_persons(page, studio)
    achievement = define(page, studio)
    steps.publish_with(page, colleague, achievement)

    data = bulk.build()
    steps.upload(page, studio, FINAL, "bulk_1000.csv", data)
    names_every_problem(page)
    bad_rows_download(page, tmp_path / "to-mend.csv")
    page.get_by_role("button", name="Issue 993 credentials").click()
    expect(page.get_by_text("993 credentials issued.")).to_be_visible(timeout=steps.BATCH_MS)
    bounces_are_listed(page, studio)

    address, png = take(page, bulk.row(500, "")["email"], bulk.row(500, "")["name"])
    assert steps.verdict(page, "badge.png", png).startswith("Valid")
    one_changed_byte_is_invalid(page, address)

    a_misspelt_name(page, studio)
    suspend_and_lift(page, studio)
    steps.open_credential(page, studio, bulk.row(500, "")["email"])
    revoke(page)
    revoked_everywhere(page, address, png)

    second_version(page, colleague, achievement)
    same_file_again(page, studio, data)
    trail(page, studio, tmp_path / "trail.jsonl")
    colleague.context.close()


def define(page: Page, studio: str) -> str:
    """Define four units as drafts and the certificate in full; return its address."""
    for unit in UNITS:
        page.goto(f"{studio}/achievements/new")
        page.locator("input[name=name]").fill(unit)
        steps.save(page)
    steps.begin_definition(page, studio, FINAL)
    steps.fill_definition(page)
    steps.pick_skill(
        page, "identify hazards in the workplace", "identify hazards in the workplace"
    )
    page.get_by_role("button", name="Check again").click()
    expect(
        page.locator("#quality").get_by_role("link", name=re.compile("Workload"))
    ).to_have_count(0)
    return steps.save(page)


def names_every_problem(page: Page) -> None:
    """Each of the seven planted errors is named by row, column and reason."""
    found = steps.problems(page)
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


def bounces_are_listed(page: Page, studio: str) -> None:
    """The mail provider says that one address does not exist: the list says whose it is."""
    lost = bulk.row(7, "")
    steps.letter(page, lost["email"], "Take your credential")  # it has been sent
    steps.report_bounce(page, lost["email"])
    page.goto(f"{studio}/deliveries?state=bounced")
    expect(steps.main(page).get_by_text(lost["email"])).to_be_visible()


def take(page: Page, email: str, name: str) -> tuple[str, bytes]:
    """Claim without an account; return the public address and the picture."""
    address = steps.letter(page, email, "Take your credential")
    browser = page.context.browser
    assert browser is not None
    stranger = browser.new_context(locale="en-GB")
    claim = stranger.new_page()
    claim.goto(address)
    expect(claim.get_by_role("heading", name=FINAL)).to_be_visible()
    expect(claim.get_by_text(name)).to_be_visible()
    claim.get_by_role("button", name="Take my credential").click()
    expect(claim.get_by_text("It is yours.")).to_be_visible()
    with claim.expect_download() as download:
        claim.get_by_role("link", name="Picture (PNG)").click()
    png = download.value.path().read_bytes()
    claim.get_by_role("link", name="Public page").click()
    expect(claim.locator(".verdict")).to_contain_text("Valid")
    public = claim.url
    stranger.close()
    return public, png


def one_changed_byte_is_invalid(page: Page, address: str) -> None:
    document = page.request.get(f"{address}.json").body()
    spoilt = document.replace(b"Workplace Safety", b"Workplace safety", 1)
    assert len(spoilt) == len(document)
    assert spoilt != document
    answer = steps.verdict(page, "badge.json", spoilt)
    assert answer.startswith("Not valid")
    assert "changed" in answer


def a_misspelt_name(page: Page, studio: str) -> None:
    """A right one is issued in its place; the old link leads on; the history is kept."""
    old = steps.open_credential(page, studio, bulk.row(42, "")["email"])
    page.get_by_role("link", name="Correct a mistake").click()
    page.locator("input[name=name]").fill("Marguerite Okafor-Byrne")
    page.get_by_role("button", name="Issue the corrected one").click()
    page.wait_for_url(re.compile(r"/credentials/[0-9a-f-]{36}$"))
    assert page.url != old
    expect(page.get_by_role("heading", name="Marguerite Okafor-Byrne")).to_be_visible()
    new, old_public = page.url.rsplit("/", 1)[1], f"/c/{old.rsplit('/', 1)[1]}"
    signed = page.request.get(f"{old_public}.json").body()
    page.goto(old_public)
    assert f"/c/{new}" in page.url
    expect(page.locator(".verdict")).to_contain_text("Valid")
    assert steps.verdict(page, "old.json", signed).startswith("Replaced")
    page.goto(old)
    expect(steps.main(page).get_by_text(re.compile("Replaced")).first).to_be_visible()


def suspend_and_lift(page: Page, studio: str) -> None:
    """The public page says so at once, and takes it back at once."""
    one = steps.open_credential(page, studio, bulk.row(43, "")["email"])
    public = f"/c/{one.rsplit('/', 1)[1]}"
    page.get_by_text("Suspend for the time being").click()
    page.locator("[name=reason]:visible").fill("An appeal is pending.")
    page.get_by_role("button", name=re.compile("^Suspend")).last.click()
    page.goto(public)
    expect(page.locator(".verdict")).to_contain_text("uspended")
    expect(page.get_by_text("An appeal is pending.").first).to_be_visible()
    page.goto(one)
    page.get_by_role("button", name=re.compile("^Lift")).click()
    page.goto(public)
    expect(page.locator(".verdict")).to_contain_text("Valid")


def revoke(page: Page) -> None:
    """Revoke the credential on the screen."""
    page.get_by_role("link", name="Revoke").first.click()
    page.locator("[name=reason]:visible").first.fill(REASON)
    page.get_by_role("button", name=re.compile("^Revoke")).last.click()
    expect(page.get_by_text("Revoked").first).to_be_visible()


def revoked_everywhere(page: Page, address: str, png: bytes) -> None:
    """The page and the verdict on the file say so at once, with the reason."""
    page.goto(address)
    expect(page.locator(".verdict")).to_contain_text("Revoked")
    expect(page.get_by_text(REASON).first).to_be_visible()
    assert "revoked" in steps.verdict(page, "badge.png", png).lower()
    assert REASON in page.get_by_role("main").inner_text()


def second_version(page: Page, colleague: Page, achievement: str) -> None:
    """Publish version 2; who holds version 1 keeps exactly what was signed."""
    studio = achievement.partition("/achievements/")[0]
    held = steps.open_credential(page, studio, bulk.row(44, "")["email"]).rsplit("/", 1)[1]
    before = page.request.get(f"/c/{held}.json").body()
    page.goto(f"{achievement}/edit")
    page.locator("input[name=workload_hours]").fill("16")
    steps.save(page)
    steps.publish_with(page, colleague, achievement)
    assert page.request.get(f"/c/{held}.json").body() == before
    page.goto(f"/c/{held}")
    expect(page.locator(".verdict")).to_contain_text("Valid")
    expect(steps.main(page).get_by_text(re.compile(r"^12 hours")).first).to_be_visible()


def same_file_again(page: Page, studio: str, data: bytes) -> None:
    """The same file issues nothing and mails nobody."""
    before, calm = mails(page), 0
    while calm < 3:  # the outbox may still be at work, and rests between its rounds
        later = mails(page, after_ms=2_000)
        calm = calm + 1 if later == before else 0
        before = later
    steps.upload(page, studio, FINAL, "bulk_1000.csv", data)
    expect(page.get_by_text("There is nothing to issue")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Issue .* credential"))).to_have_count(0)
    assert mails(page, after_ms=2_000) == before


def mails(page: Page, after_ms: int = 0) -> str:
    """Return how many mails to the people of the file the mailbox says it holds."""
    page.wait_for_timeout(after_ms)
    page.goto(f"/mailbox?q=@{bulk.row(500, '')['email'].partition('@')[2]}")
    return page.locator(".paging-count, .paging").first.inner_text()


def trail(page: Page, studio: str, path: Path) -> None:
    """Every act stands in the trail, and its export can be checked without this site."""
    for act in (
        "domain",
        "published",
        "replaced",
        "suspended",
        "lifted",
        "revoked",
        "keys backed up",
    ):
        page.goto(f"{studio}/audit?q={act}")
        expect(steps.main(page).locator("tbody tr").first).to_be_visible()
    page.goto(f"{studio}/audit")
    steps.main(page).locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        steps.main(page).get_by_role("button", name=re.compile("JSON")).click()
    download.value.save_as(path)
    skillmark = Path(sys.executable).parent / "skillmark"
    checked = subprocess.run(
        [str(skillmark), "audit", "verify", str(path)], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
