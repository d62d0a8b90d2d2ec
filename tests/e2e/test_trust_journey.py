"""What outlives us: a credential in the public log and on a chain, checked where there is no network.

And the pages around it, as strangers and owners see them: axe, widths, pictures.
"""

import json
import re
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
    links = page.locator("main a[href]").evaluate_all("all => all.map(a => a.pathname)")
    pattern = re.compile(rf"{STUDIO}/credentials/({UUID})")
    return "/c/" + next(found[1] for link in links if (found := pattern.fullmatch(link)))


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
    verified = steps.without_network(
        "verify", "--offline", str(bundle), "--policy", str(policy)
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    for words in ("log.proven", "anchor.evm_proven", "right.own", "Valid"):
        assert words in verified.stdout

    said = json.loads(bundle.read_bytes())
    said["credential"] = said["credential"].replace(HARBOUR.title(), "Harbor", 1)
    bundle.write_text(json.dumps(said))
    forged = steps.without_network("verify", "--offline", str(bundle), "--policy", str(policy))
    assert forged.returncode == 1
    assert "Invalid" in forged.stdout
    assert "log.batch" in forged.stdout


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
