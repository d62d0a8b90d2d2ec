"""What outlives us: a credential in the public log and on a chain, checked where there is no network.

And the pages around it, as strangers and owners see them: axe, widths, pictures.
"""

import json
import re
import subprocess
from pathlib import Path

import learner_steps as steps
import pytest
from demo_site import Site, sign_in
from page_views import UUID, VIEWS, in_turn, looked_at, view_of
from playwright.sync_api import Browser, Page, expect

from skillmark.platform.demo import people, providers

HARBOUR = providers.HARBOUR.slug
STUDIO = f"/studio/{HARBOUR}"
SETTINGS = f"{STUDIO}/settings"
LOGGED_MS = 60_000
ANCHORED_MS = 180_000  # a block a second or two, twelve on top, on a busy machine
STRANGER = [
    "/log", "/log/anchors", "/log/entries/0", "/log?kind=1", f"/i/{HARBOUR}/log", "/i/kestrel",
]  # fmt: skip
OWNER = [
    f"{SETTINGS}/rights", f"{SETTINGS}/rights/grants/new", f"{SETTINGS}/rights/endorsements/new",
    f"{SETTINGS}/monitor", f"{SETTINGS}/blockcerts", f"{SETTINGS}/trust/home",
    f"{SETTINGS}/trust/compromise",
]  # fmt: skip


def a_credential(page: Page) -> str:
    """Return the public address of a credential that stands."""
    page.goto(f"{STUDIO}/credentials?state=active")
    return credentials_on(page)[0]


def credentials_on(page: Page) -> list[str]:
    """Return the public addresses of the credentials that a list in the console shows."""
    links = page.locator("main a[href]").evaluate_all("all => all.map(a => a.pathname)")
    pattern = re.compile(rf"{STUDIO}/credentials/({UUID})")
    return ["/c/" + found[1] for link in links if (found := pattern.fullmatch(link))]


def a_final(page: Page) -> str:
    """Return the public address of a final that stands; its transcript is signed by asking."""
    page.goto(f"{STUDIO}/credentials?state=active&achievement=workplace-safety-foundations")
    found = credentials_on(page)
    return next(one for one in found if page.request.get(f"{one}/transcript.json").ok)


def verify(bundle: Path, policy: Path) -> subprocess.CompletedProcess[str]:
    """Check a bundle where there is no network."""
    return steps.without_network("verify", "--offline", str(bundle), "--policy", str(policy))


def test_journey_of_a_proof_without_us(page: Page, site: Site, tmp_path: Path) -> None:
    sign_in(page, people.INES.email)
    path = a_credential(page)
    panel = steps.main(page).locator("section[aria-labelledby=in-log]")
    steps.until(page, path, panel.get_by_text("Anchored", exact=True), ANCHORED_MS)
    expect(panel.get_by_text(re.compile(r"/witness/"))).to_have_count(2)
    expect(panel.get_by_text(re.compile("^0x")).first).to_be_visible()

    bundle, policy = tmp_path / "bundle.json", tmp_path / "policy.json"
    bundle.write_bytes(page.request.get(f"{path}/bundle.json").body())
    wanted = page.request.get("/log/policy.json").json() | {
        "demand": ["log", "anchor", "right"]
    }
    policy.write_text(json.dumps(wanted))
    verified = verify(bundle, policy)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    for words in ("log.proven", "anchor.evm_proven", "right.own", "Valid"):
        assert words in verified.stdout

    said = json.loads(bundle.read_bytes())
    said["credential"] = said["credential"].replace(HARBOUR.title(), "Harbor", 1)
    bundle.write_text(json.dumps(said))
    forged = verify(bundle, policy)
    assert forged.returncode == 1
    assert "Invalid" in forged.stdout
    assert "log.batch" in forged.stdout


def test_journey_of_a_transcript_and_of_a_revocation_without_us(
    page: Page, site: Site, tmp_path: Path
) -> None:
    """Both files are judged where there is no network, by nothing but the policy."""
    sign_in(page, people.INES.email)
    policy = tmp_path / "policy.json"
    policy.write_bytes(page.request.get("/log/policy.json").body())

    final = a_final(page)
    proofs = steps.main(page).get_by_role("link", name="Transcript with its proofs")
    steps.until(page, f"{final}?stay=1", proofs, LOGGED_MS)
    with page.expect_download() as kept:
        proofs.click()
    verified = verify(Path(kept.value.path()), policy)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "log.proven" in verified.stdout
    assert not set("✗?!") & set(verified.stdout), "every check passed"

    page.goto(f"{STUDIO}/credentials?state=revoked")
    path = credentials_on(page)[0]
    said = steps.main(page).get_by_text("by the clocks of witnesses")
    steps.until(page, f"{path}?stay=1", said, LOGGED_MS)
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(page.request.get(f"{path}/bundle.json").body())
    revoked = verify(bundle, policy)
    assert revoked.returncode == 1
    number = re.search(r"The list that says so is entry\s+(\d+)\s+of the log", revoked.stdout)
    assert number is not None
    assert page.goto(f"/log/entries/{number[1]}")
    expect(steps.main(page).get_by_text("Status list published")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_the_log(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    page.goto("/i/kestrel")
    grant = page.locator("a[href*='/g/']").first.get_attribute("href") or ""
    page.goto(f"/i/{HARBOUR}")
    endorsement = page.locator("a[href*='/e/']").first.get_attribute("href") or ""
    wrong = [
        line
        for one in in_turn([*STRANGER, grant, endorsement], width)
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_keys_and_rights(
    browser: Browser, site: Site, width: int, scheme: str
) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.INES.email)
    page.goto(f"{SETTINGS}/trust/compromise")
    if "reauthenticate" in page.url:  # it is asked for once more
        page.locator("input[name=password]").fill(people.PASSWORD)
        steps.main(page).get_by_role("button").first.click()
    page.wait_for_url(f"**{SETTINGS}/trust/compromise")
    wrong = [
        line
        for one in in_turn(OWNER, width)
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
    context.close()
    assert not wrong, "\n".join(wrong)
