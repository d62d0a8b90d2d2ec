"""Every page of the demo: no axe violation, nothing wider than the screen, a screenshot kept.

Each page is looked at on a phone (320 px) and a desktop, in light and dark, and by those who may
see it: strangers, an owner, a learner.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_site import ARTEFACTS, Site, sign_in
from playwright.sync_api import Browser, BrowserContext, Page

from skillmark.platform.demo import bulk, people, providers

VIEWS = [
    pytest.param(width, scheme, id=f"{width}-{scheme}")
    for width in (320, 1280)
    for scheme in ("light", "dark")
]
STUDIO = f"/studio/{providers.HARBOUR.slug}"
STRANGER = [
    "/", "/verify", f"/i/{providers.HARBOUR.slug}", "/mailbox", "/ui", "/api/v1/docs", "/nothing-here",
    "/claim/none",
]  # fmt: skip
ENTRANCE = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
OWNER = [
    f"{STUDIO}/", f"{STUDIO}/achievements", f"{STUDIO}/achievements/new", f"{STUDIO}/issue",
    f"{STUDIO}/achievements?due=1", f"{STUDIO}/achievements/new?start=two-clocks",
    f"{STUDIO}/skills", f"{STUDIO}/skills/new", f"{STUDIO}/skills?try=extingish+fires+zzyzx",
    f"{STUDIO}/credentials", f"{STUDIO}/credentials?q=nobody", f"{STUDIO}/batches",
    f"{STUDIO}/credentials?state=ending&claimed=no", f"{STUDIO}/credentials/from-list",
    f"{STUDIO}/achievements/quality", f"{STUDIO}/jobs", f"{STUDIO}/audit", f"{STUDIO}/settings", f"{STUDIO}/settings/members",
    *(
        f"{STUDIO}/settings/{page}"
        for page in (
            "keys", "branding", "policies", "domain", "structure", "structure/new",
            "structure/ask", "invitations",
            "branding?brand_colour=%23ffd54a&with_second=on&second_colour=%23fff3b0",
        )
    ),
    f"{STUDIO}/deliveries", f"{STUDIO}/deliveries?kind=issued", f"{STUDIO}/deliveries/addresses",
    f"{STUDIO}/settings/mails", f"{STUDIO}/settings/mails/issued", f"{STUDIO}/settings/mails/account-confirm",
    f"{STUDIO}/approvals", f"{STUDIO}/approvals?state=all", f"{STUDIO}/leave", "/studio?all", "/studio/new", "/accounts/email/", "/accounts/password/change/",
    "/accounts/2fa/", "/accounts/logout/",
]  # fmt: skip
# A link on a page leads to one page of each of these kinds.
LINKED = {
    "stranger": [(f"/i/{providers.HARBOUR.slug}", r"/a/[0-9a-f-]{36}$"), ("/mailbox", r"/mailbox/[0-9a-f-]{36}$")],
    "owner": [
        (f"{STUDIO}/achievements", rf"{STUDIO}/achievements/[0-9a-f-]{{36}}$"),
        (f"{STUDIO}/achievements", rf"{STUDIO}/achievements/[0-9a-f-]{{36}}$"),
        (f"{STUDIO}/issue", rf"{STUDIO}/issue/[0-9a-f-]{{36}}$"),
        (f"{STUDIO}/skills", rf"{STUDIO}/skills/[0-9a-f-]{{36}}$"),
        (f"{STUDIO}/credentials", rf"{STUDIO}/credentials/[0-9a-f-]{{36}}$"),
        (f"{STUDIO}/deliveries", rf"{STUDIO}/deliveries/[0-9a-f-]{{36}}$"),
    ],
}  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line a node."""
    found: dict[str, Any] = (
        Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    )
    return [
        f"{page.url}: {one['id']}: {node['target']}: {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def looked_at(page: Page, address: str, view: str) -> list[str]:
    """Open a page, keep its picture, and return what is wrong with it."""
    page.goto(address)
    name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", address).strip("/") or "home"
    name = re.sub(r"[^a-z0-9]+", "-", name.lower())
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}-{view}.png", full_page=True)
    wrong = violations(page)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if overflow > 0:
        wrong.append(f"{page.url}: {overflow} px wider than the screen")
    return wrong


def linked(page: Page, kind: str) -> Iterator[str]:
    """Yield the address of one page of each kind that only a link leads to."""
    for start, pattern in LINKED[kind]:
        page.goto(start)
        links = page.locator("a[href]").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        paths = [link.removeprefix(page.url.split("/i/")[0]) for link in links]
        yield next(path for path in paths if re.search(pattern, path))


def view_of(browser: Browser, site: Site, width: int, scheme: Any) -> BrowserContext:
    return browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
    )


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_a_stranger(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    addresses = [*STRANGER, *linked(page, "stranger")]
    wrong = [line for one in addresses for line in looked_at(page, one, f"{width}-{scheme}")]
    assert not context.cookies(), "a stranger gets no cookie"
    wrong += [line for one in ENTRANCE for line in looked_at(page, one, f"{width}-{scheme}")]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_an_owner(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.INES.email)
    addresses = [*OWNER, *linked(page, "owner")]
    credential, defined = addresses[-2], addresses[len(OWNER)]
    addresses += [f"{defined}/{one}" for one in ("edit", "versions", "archive", "review")]
    page.goto(credential)
    public = page.locator("a[href*='/c/']").first.get_attribute("href") or ""
    addresses += [f"{credential}/{act}" for act in ("revoke", "correct", "renew")]
    addresses += [public[public.index("/c/") :]]
    wrong = [line for one in addresses for line in looked_at(page, one, f"{width}-{scheme}")]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_check_of_a_file(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.INES.email)
    page.goto(f"{STUDIO}/issue")
    page.get_by_role("link", name="Workplace Safety Foundations").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "bulk_1000.csv", "mimeType": "text/csv", "buffer": bulk.build()}
    )
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_url(re.compile("/batches/"))
    address = page.url.removeprefix(site.url)
    wrong = [
        line
        for one in (address, f"{address}?rows=ready", f"{STUDIO}/")
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
    page.goto(address)
    page.get_by_role("button", name="Throw the file away").click()
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_a_learner(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.SAM.email)
    wrong = [
        line
        for one in ("/backpack", "/backpack?q=nothing")
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
    context.close()
    assert not wrong, "\n".join(wrong)
