"""Take the pictures of the documentation from a running demo.

    python tools/screenshots.py [http://127.0.0.1:8000]

Start ``skillmark demo`` first. Needs Chromium. `first_hour` walks the tutorial as a new person, so
the demo has one more organisation afterwards; of the seeded ones nothing is changed.
"""

import os
import shutil
import sys
from typing import Final

import django
from playwright.sync_api import Browser, sync_playwright

from camera import IMAGES, end_of, fresh_page, keep, sign_in

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.testing")
django.setup()

import first_hour  # noqa: E402 - beside this file
from skillmark.platform.demo import bulk, people, providers  # noqa: E402 - needs Django set up

SITE: Final = "http://127.0.0.1:8000"
ACHIEVEMENT: Final = "Workplace Safety Foundations"


def a_record(browser: Browser, site: str) -> str:
    """Return the public address of a credential that is valid."""
    with fresh_page(browser, site) as page:
        sign_in(page, people.INES.email, people.PASSWORD)
        page.goto(f"/studio/{providers.HARBOUR.slug}/credentials?state=active&q=Nora Quist")
        row = page.locator("tbody tr", has_text=ACHIEVEMENT).first
        row.locator("th a").click()
        link = page.get_by_role("link", name="Public page").get_attribute("href")
    assert link is not None  # noqa: S101 -- the page always has it
    return link


def credential(browser: Browser, site: str, address: str) -> None:
    """Take the page that a stranger sees."""
    with fresh_page(browser, site) as page:
        page.goto(address)
        keep(page, "credential", end_of(page, "section:has(> #criteria)") + 40)


def verdict(browser: Browser, site: str, address: str) -> None:
    """Take the answer to a picture that was dropped on the verifier."""
    with fresh_page(browser, site) as page:
        badge = page.request.get(f"{address}.png").body()
        page.goto("/verify")
        page.locator("input[type=file]").set_input_files(
            {"name": "badge.png", "mimeType": "image/png", "buffer": badge}
        )
        page.locator(".verdict").wait_for()
        keep(page, "verify", end_of(page, ".checklist") + 40)


def batch(browser: Browser, site: str) -> None:
    """Take the check of a file with seven mistakes; it is thrown away again."""
    with fresh_page(browser, site) as page:
        sign_in(page, people.INES.email, people.PASSWORD)
        page.goto(f"/studio/{providers.HARBOUR.slug}/issue")
        page.get_by_role("link", name=ACHIEVEMENT).first.click()
        page.locator("input[type=file]").set_input_files(
            {"name": "bulk_1000.csv", "mimeType": "text/csv", "buffer": bulk.build()}
        )
        page.get_by_role("button", name="Check the file").click()
        page.wait_for_url("**/batches/**")
        keep(page, "batch", end_of(page, "#rows") + 32)
        page.get_by_role("button", name="Throw the file away").click()


def main() -> None:
    """Take every picture."""
    site = (sys.argv[1] if len(sys.argv) > 1 else SITE).rstrip("/")
    IMAGES.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        address = a_record(browser, site)
        credential(browser, site, address)
        verdict(browser, site, address)
        batch(browser, site)
        first_hour.walk(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
