"""A provider offers a programme, a learner finds it, registers and works through it, in a browser.

Every page on the way is looked at by axe and must not be wider than the screen.
"""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from demo_site import Site, sign_in
from page_views import UUID, VIEWS, judged, looked_at, view_of
from playwright.sync_api import Browser, Page

from skillmark.platform.demo import people, providers

STUDIO = f"/studio/{providers.HARBOUR.slug}"
type Look = Callable[[str], None]


def _draft(page: Page, title: str, look: Look) -> str:
    """Draft and publish a programme by its forms; return its address in the console."""
    page.goto(f"{STUDIO}/programmes/new")
    look("programmes-new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("In a sentence or two").fill("Stay whole at work, and keep others so.")
    page.get_by_label("Goals and occupations").fill("Dock safety steward")
    page.get_by_label("Hours of work in all").fill("12")
    page.get_by_label("Cost").fill("120.50")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_role("button", name="Draft it").click()
    page.wait_for_url(re.compile(f"/programmes/{UUID}/achievements$"))
    own = page.get_by_label("One of yours")
    for role in ("Unit", "Final credential"):
        names = [one for one in own.locator("option").all_inner_texts() if one != "—"]
        own.select_option(names[0 if role == "Unit" else 1])
        page.get_by_role("radio", name=role, exact=True).check()
        page.get_by_role("button", name="Add").click()
        page.get_by_text("Add an achievement").wait_for()
    look("programmes-achievements")
    page.get_by_role("link", name="Done").click()
    page.wait_for_url(re.compile(f"/programmes/{UUID}$"))
    return page.url


def _fill(page: Page, one: str, look: Look) -> None:
    """Give a programme a module with a text and a file, and a group; publish it."""
    page.get_by_role("link", name="Add a module").click()
    page.get_by_label("Title").fill("See danger")
    look("programmes-module-new")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(f"/modules/{UUID}$"))
    for kind in ("Text", "File"):
        page.get_by_role("link", name="Add a material").click()
        page.get_by_role("radio", name=kind, exact=True).check()
        page.get_by_label("Title").fill(f"Read this {kind.lower()}")
        if kind == "Text":
            page.get_by_role("textbox", name="Text").fill("Look **twice**.")
        else:
            leaflet = {"name": "leaflet.pdf", "mimeType": "application/pdf"}
            page.locator("input[type=file]").set_input_files(
                {**leaflet, "buffer": b"%PDF-1.7 leaflet"}
            )
        look("programmes-material-new")
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(re.compile(f"/modules/{UUID}$"))
    look("programmes-module")
    page.goto(one)
    page.get_by_role("link", name="Open a group").click()
    page.get_by_label("Name").fill("Evenings")
    page.get_by_label("Places").fill("1")
    look("programmes-group-new")
    page.get_by_role("button", name="Open the group").click()
    page.get_by_text("Nobody yet").wait_for()
    group = page.url
    page.goto(one)
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("It stands in the catalogue now.").wait_for()
    look("programmes-one")
    page.goto(group)


def _learn(page: Page, title: str, look: Look) -> None:
    """Find the programme by a goal, register, tick the module off, fetch the file."""
    page.goto("/programmes")
    page.get_by_role("searchbox", name="I want to become").fill("dock safety steward")
    page.get_by_role("button", name="Show the way").click()
    page.get_by_text("It prepares for: Dock safety steward.").first.wait_for()
    look("programmes-goal")
    page.get_by_role("link", name=title, exact=True).click()
    page.wait_for_url(re.compile(f"/programmes/{UUID}$"))
    look("programmes-public")
    page.get_by_role("main").get_by_role("link", name="Register").first.click()
    look("programmes-enrol")
    page.get_by_role("button", name="Register").click()
    page.wait_for_url(re.compile(f"/learning/{UUID}$"))
    page.get_by_role("button", name="Done See danger").click()
    page.get_by_text("1 of 1 done").wait_for()
    look("learning-one")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Read this file").click()
    assert fetched.value.suggested_filename == "leaflet.pdf"
    page.goto("/learning")
    look("learning")


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_from_an_offer_to_a_learner(
    browser: Browser, site: Site, width: int, scheme: str
) -> None:
    view, wrong = f"{width}-{scheme}", list[str]()
    title = f"Safety at the dock {uuid4().hex[:6]}"  # the demo may be one that runs already
    provider = view_of(browser, site, width, scheme)
    page = provider.new_page()
    sign_in(page, people.INES.email)
    one = _draft(page, title, lambda name: wrong.extend(judged(page, name, view)))
    _fill(page, one, lambda name: wrong.extend(judged(page, name, view)))
    group = page.url
    learner = view_of(browser, site, width, scheme)
    mine = learner.new_page()
    sign_in(mine, people.SAM.email)
    _learn(mine, title, lambda name: wrong.extend(judged(mine, name, view)))
    mine.goto("/programmes")
    boxes = mine.locator("input[name=p]")
    if boxes.count() > 1:
        for number in range(2):
            boxes.nth(number).check()
        mine.get_by_role("button", name="Compare the chosen ones").click()
        mine.get_by_role("heading", name="Compare programmes").wait_for()
        wrong += judged(mine, "programmes-compare", view)
    page.goto(group)
    page.get_by_role("link", name=re.compile(r"Remove …")).wait_for()
    wrong += judged(page, "programmes-group", view)
    for address in (f"{STUDIO}/programmes", "/programmes", "/programmes/compare"):
        wrong += looked_at(page, address, view)
    provider.close()
    learner.close()
    assert not wrong, "\n".join(wrong)
