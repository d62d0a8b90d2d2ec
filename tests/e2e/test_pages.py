"""Every page of the demo: no axe violation, nothing wider than the screen, a screenshot kept.

Each page is looked at by those who may see it: strangers, an owner, a learner. Of the long lists
one half is seen on a phone (320 px) in light, the other on a desktop in dark; `make pages` looks
at every page in all four views.
"""

import re

import pytest
from demo_site import Site, sign_in
from page_views import UUID, VIEWS, in_turn, judged, looked_at, view_of
from playwright.sync_api import Browser, Page

from skillmark.platform.demo import bulk, people, providers

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
    f"{STUDIO}/sharing", f"{STUDIO}/links", f"{STUDIO}/audit/check",
    f"{STUDIO}/settings/trust", f"{STUDIO}/settings/trust/pause",
    f"{STUDIO}/approvals", f"{STUDIO}/approvals?state=all", f"{STUDIO}/leave", "/studio?all", "/studio/new", "/accounts/email/", "/accounts/password/change/",
    "/accounts/2fa/", "/accounts/logout/", "/accounts/erase", f"{STUDIO}/settings/erasure",
]  # fmt: skip
# A link on a page leads to one page of each of these kinds.
LINKED = {
    "stranger": {
        "achievement": (f"/i/{providers.HARBOUR.slug}", rf"/a/{UUID}$"),
        "mail": ("/mailbox", rf"/mailbox/{UUID}$"),
    },
    "owner": {
        "achievement": (f"{STUDIO}/achievements", rf"{STUDIO}/achievements/{UUID}$"),
        "version": (f"{STUDIO}/issue", rf"{STUDIO}/issue/{UUID}$"),
        "framework": (f"{STUDIO}/skills", rf"{STUDIO}/skills/{UUID}$"),
        "credential": (f"{STUDIO}/credentials", rf"{STUDIO}/credentials/{UUID}$"),
        "delivery": (f"{STUDIO}/deliveries", rf"{STUDIO}/deliveries/{UUID}$"),
        "act": (f"{STUDIO}/audit", rf"{STUDIO}/audit/\d+$"),
        "removal": (f"{STUDIO}/settings/members", rf"members/{UUID}/remove$"),
    },
}


def linked(page: Page, kind: str) -> dict[str, str]:
    """Return the address of one page of each kind that only a link leads to, by its name."""
    found = {}
    for name, (start, pattern) in LINKED[kind].items():
        page.goto(start)
        links = page.locator("a[href]").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        paths = [link.removeprefix(page.url.split("/i/")[0]) for link in links]
        found[name] = next(path for path in paths if re.search(pattern, path))
    return found


def sent(page: Page, words: str, pattern: str) -> str:
    """Return the address that the newest mail with these words leads to."""
    page.goto(f"/mailbox?q={words}")
    page.locator("a[href^='/mailbox/']").first.click()
    page.wait_for_url(re.compile(rf"/mailbox/{UUID}"))
    found = re.search(pattern, page.locator("main").text_content() or "")
    assert found, f"no {pattern} in the mail"
    return found[0]


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_a_stranger(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    addresses = [*STRANGER, *linked(page, "stranger").values()]
    addresses += [sent(page, "awarded", r"/claim/[\w.~:-]+")]
    wrong = [
        line
        for one in in_turn(addresses, width)
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
    assert not context.cookies(), "a stranger gets no cookie"
    wrong += [line for one in ENTRANCE for line in looked_at(page, one, f"{width}-{scheme}")]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_an_owner(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.INES.email)
    found = linked(page, "owner")
    addresses = [*OWNER, *found.values(), f"{found['version']}/link"]
    addresses += [
        f"{found['achievement']}/{one}"
        for one in ("edit", "versions", "versions/1", "quality", "archive", "review")
    ]
    page.goto(found["credential"])
    public = page.locator("a[href*='/c/']").first.get_attribute("href") or ""
    addresses += [f"{found['credential']}/{act}" for act in ("revoke", "correct", "renew")]
    addresses += [public[public.index("/c/") :]]
    wrong = [
        line
        for one in in_turn(addresses, width)
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
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
        for one in ("/backpack", "/backpack?q=nothing", "/backpack/passport")
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_a_link_that_many_open(browser: Browser, site: Site, width: int, scheme: str) -> None:
    """The link, its poster, what people see and write there, and who asked."""
    view = f"{width}-{scheme}"
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.INES.email)
    page.goto(f"{linked(page, 'owner')['version']}/link")
    page.locator("input[name=name]").fill(f"Open day {view}")
    page.get_by_role("button", name="Make the link").click()
    page.wait_for_url(re.compile(rf"/links/{UUID}$"))
    link = page.url.removeprefix(site.url)
    address = page.locator("figure.code code").first.inner_text()
    stranger = view_of(browser, site, width, scheme)
    visitor = stranger.new_page()
    wrong = looked_at(visitor, address.removeprefix(site.url), view)
    visitor.locator("input[name=name]").fill("Ana Flores")
    visitor.locator("input[name=email]").fill(f"ana.{view}@people.example")
    visitor.get_by_role("button", name="Send me the link").click()
    visitor.get_by_text("Look into your mailbox.").wait_for()
    wrong += judged(visitor, "claim-open-asked", view)
    stranger.close()
    for one in (link, f"{link}/change", f"{link}/print"):
        wrong += looked_at(page, one, view)
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_a_verdict(browser: Browser, site: Site, width: int, scheme: str) -> None:
    """What somebody reads who drops a file: a good one, and one that says nothing."""
    view = f"{width}-{scheme}"
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    badge = context.request.get(f"{sent(page, 'awarded', rf'/c/{UUID}')}.json").body()
    wrong = []
    for name, data in (("good", badge), ("nothing", b"{}")):
        page.goto("/verify")
        page.locator("input[type=file]").set_input_files(
            {"name": "badge.json", "mimeType": "application/json", "buffer": data}
        )
        page.locator(".verdict").wait_for()  # choosing the file sends it
        wrong += judged(page, f"verdict-{name}", view)
    context.close()
    assert not wrong, "\n".join(wrong)
