"""Eyes for a page: axe, its width, a picture kept; and the views that each page is looked at in."""

import os
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_site import ARTEFACTS, Site
from playwright.sync_api import Browser, BrowserContext, Page

PAIRS = [(320, "light"), (1280, "dark")]
ALL_VIEWS = "SKILLMARK_ALL_VIEWS" in os.environ
if ALL_VIEWS:
    PAIRS += [(320, "dark"), (1280, "light")]
VIEWS = [pytest.param(width, scheme, id=f"{width}-{scheme}") for width, scheme in PAIRS]
UUID = "[0-9a-f-]{36}"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def in_turn(addresses: list[str], width: int) -> list[str]:
    """Return every other address for a narrow view, the others for a wide one; all on demand."""
    return addresses if ALL_VIEWS else addresses[width > PAIRS[0][0] :: 2]


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
    answer = page.goto(address)
    name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", address).strip("/") or "home"
    broken = [f"{address}: {answer.status}"] if answer and answer.status >= 500 else []
    return broken + judged(page, name, view)


def judged(page: Page, name: str, view: str) -> list[str]:
    """Keep the picture of the open page, and return what is wrong with it."""
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


def view_of(browser: Browser, site: Site, width: int, scheme: Any) -> BrowserContext:
    return browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
