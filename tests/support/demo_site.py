"""The running demo as the browser tests know it, and where they keep their pictures."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from skillmark.platform.demo import people

ROOT = Path(__file__).resolve().parents[2]
MAIL_SECRET = "what the mail provider and the site both know"
ARTEFACTS = ROOT / "artefacts" / "screenshots"


@dataclass(frozen=True, slots=True)
class Site:
    """The running demo: where it answers and where its data lie."""

    url: str
    data: Path


def sign_in(page: Page, email: str) -> None:
    """Sign one of the demo's people in."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(people.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/studio|/backpack|/assess"))
