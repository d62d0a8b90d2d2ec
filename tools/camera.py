"""What takes the pictures: a browser page, and a PNG with few enough bytes."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page

IMAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH: Final = 1280  # CSS pixels
LIMIT: Final = 120_000  # bytes a picture may have
COLOURS: Final = 256


@contextmanager
def fresh_page(browser: Browser, site: str) -> Iterator[Page]:
    """Yield a page of a browser that nobody is signed in on."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": WIDTH, "height": 900},
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in and wait for the studio."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/studio/**")


def keep(page: Page, name: str, height: int) -> None:
    """Write the top of the page, `height` CSS pixels high."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    _write(page, name, {"x": 0, "y": 0, "width": WIDTH, "height": height}, full=True)


def keep_view(page: Page, name: str) -> None:
    """Write what the window shows, with whatever is open in it."""
    height = page.evaluate("innerHeight")
    _write(page, name, {"x": 0, "y": 0, "width": WIDTH, "height": height}, full=False)


def end_of(page: Page, selector: str) -> int:
    """Return where the last element of `selector` ends, in CSS pixels from the top."""
    box = page.locator(selector).last.bounding_box()
    assert box is not None, selector  # noqa: S101 -- a page without it is not worth a picture
    return round(box["y"] + box["height"])


def _write(page: Page, name: str, clip: dict[str, int], *, full: bool) -> None:
    page.evaluate("document.fonts.ready")
    page.evaluate("document.querySelectorAll('[data-toasts] > *').forEach(e => e.remove())")
    taken = page.screenshot(full_page=full, clip=clip)  # type: ignore[arg-type]
    drawn = Image.open(io.BytesIO(taken)).convert("RGB")
    few = drawn.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    target = IMAGES / f"{name}.png"
    few.save(target, optimize=True)
    size = target.stat().st_size
    if size > LIMIT:
        sys.exit(f"{target.name} has {size:,} bytes; at most {LIMIT:,} are wanted.")
    sys.stdout.write(f"{target.name}: {size:,} bytes\n")
