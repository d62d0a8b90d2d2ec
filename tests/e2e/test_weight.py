"""How much a stranger downloads to see a credential, cold, as the program serves it."""

import re
from typing import Any

import pytest
from demo_site import Site, sign_in
from playwright.sync_api import Browser

from skillmark.platform.demo import people

GOAL = 60_000  # bytes: page, styles, scripts, fonts and badge, compressed, headers included
PICTURE = 12_000  # bytes of that which the badge may be
REQUESTS = 10


@pytest.fixture(scope="module")
def records(browser: Browser, site: Site) -> list[str]:
    """Return the public addresses of a learner's credentials."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    sign_in(page, people.SAM.email)
    page.goto("/backpack")
    links = page.locator(".badge-title a").evaluate_all("all => all.map(a => a.href)")
    context.close()
    assert links
    return [link for link in links if re.search(r"/c/[0-9a-f-]{36}$", link)]


def weighed(browser: Browser, address: str) -> dict[str, int]:
    """Open `address` in an empty browser; return the bytes on the wire by address."""
    context = browser.new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    named: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def started(event: dict[str, Any]) -> None:
        named[event["requestId"]] = event["response"]["url"]

    def ended(event: dict[str, Any]) -> None:
        sizes[named[event["requestId"]]] = int(event["encodedDataLength"])

    wire.on("Network.responseReceived", started)
    wire.on("Network.loadingFinished", ended)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    assert not context.cookies(), "a stranger gets no cookie"
    context.close()
    return sizes


def test_a_record_is_light(browser: Browser, records: list[str]) -> None:
    for address in records:
        sizes = weighed(browser, address)
        listed = "\n".join(f"{size:>7} {name}" for name, size in sizes.items())
        assert sum(sizes.values()) <= GOAL, listed
        assert len(sizes) <= REQUESTS, listed
        badge = next(size for name, size in sizes.items() if re.search(r"/a/.*\.svg$", name))
        assert badge <= PICTURE, listed


def test_styles_come_in_one_file(browser: Browser, records: list[str]) -> None:
    sheets = [name for name in weighed(browser, records[0]) if name.endswith(".css")]
    assert len(sheets) == 1
