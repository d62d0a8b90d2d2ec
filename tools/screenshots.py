"""Take the pictures of the documentation from a running demo.

    python tools/screenshots.py [http://127.0.0.1:8000]

Start ``skillmark demo`` first. Needs Chromium. A file is checked for the picture of a batch and
thrown away again; nothing is issued.
"""

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.testing")
django.setup()

from skillmark.platform.demo import bulk, people, providers  # noqa: E402 - needs Django set up

IMAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
SITE: Final = "http://127.0.0.1:8000"
WIDTH: Final = 1280  # CSS pixels
LIMIT: Final = 250_000  # bytes a picture may have
COLOURS: Final = 256
ACHIEVEMENT: Final = "Workplace Safety Foundations"


@contextmanager
def opened(browser: Browser, site: str, email: str = "") -> Iterator[Page]:
    """Yield a fresh page, signed in if `email` is given."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": WIDTH, "height": 900},
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    if email:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(people.PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/studio/**")
    yield page
    context.close()


def keep(page: Page, name: str, height: int) -> None:
    """Write the top of the page, `height` CSS pixels high, with few enough colours."""
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": height}
    taken = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    drawn = Image.open(io.BytesIO(taken)).convert("RGB")
    few = drawn.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    target = IMAGES / f"{name}.png"
    few.save(target, optimize=True)
    size = target.stat().st_size
    if size > LIMIT:
        sys.exit(f"{target.name} has {size:,} bytes; at most {LIMIT:,} are wanted.")
    sys.stdout.write(f"{target.name}: {size:,} bytes\n")


def end_of(page: Page, selector: str) -> int:
    """Return where the last element of `selector` ends, in CSS pixels from the top."""
    box = page.locator(selector).last.bounding_box()
    assert box is not None, selector  # noqa: S101 -- a page without it is not worth a picture
    return round(box["y"] + box["height"])


def a_record(browser: Browser, site: str) -> str:
    """Return the public address of a credential that is valid."""
    with opened(browser, site, people.INES.email) as page:
        page.goto(f"/studio/{providers.HARBOUR.slug}/credentials?state=active&q=Nora Quist")
        row = page.locator("tbody tr", has_text=ACHIEVEMENT).first
        row.locator("th a").click()
        link = page.get_by_role("link", name="Public page").get_attribute("href")
    assert link is not None  # noqa: S101 -- the page always has it
    return link


def credential(browser: Browser, site: str, address: str) -> None:
    """Take the page that a stranger sees."""
    with opened(browser, site) as page:
        page.goto(address)
        keep(page, "credential", end_of(page, "section:has(> #criteria)") + 40)


def verdict(browser: Browser, site: str, address: str) -> None:
    """Take the answer to a picture that was dropped on the verifier."""
    with opened(browser, site) as page:
        badge = page.request.get(f"{address}.png").body()
        page.goto("/verify")
        page.locator("input[type=file]").set_input_files(
            {"name": "badge.png", "mimeType": "image/png", "buffer": badge}
        )
        page.locator(".verdict").wait_for()
        keep(page, "verify", end_of(page, ".checklist") + 40)


def batch(browser: Browser, site: str) -> None:
    """Take the check of a file with seven mistakes."""
    with opened(browser, site, people.INES.email) as page:
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
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        address = a_record(browser, site)
        credential(browser, site, address)
        verdict(browser, site, address)
        batch(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
