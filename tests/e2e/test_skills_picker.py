"""Choosing skills in a real browser: by keyboard alone, without JavaScript, narrow and dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_site import Site, sign_in
from playwright.sync_api import Browser, Locator, Page, expect

from skillmark.platform.demo import people, providers

STUDIO = f"/studio/{providers.HARBOUR.slug}"
EDITOR = f"{STUDIO}/achievements/new"
SENTENCE = "can extinguish small fires and use protective gear"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 320, "height": 900}, color_scheme="dark"
    )
    page = context.new_page()
    sign_in(page, people.INES.email)
    page.goto(EDITOR)
    yield page
    context.close()


def chosen(page: Page) -> list[str]:
    return page.locator("[data-chosen] .picker-name").all_inner_texts()


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Skills that fit").get_by_role("option")


def typed(page: Page, words: str) -> None:
    page.get_by_label("What can a holder do?").focus()
    page.keyboard.type(words)
    expect(options(page).first).to_be_visible()


def test_by_keyboard_alone(page: Page) -> None:
    typed(page, SENTENCE)
    box = page.get_by_role("combobox", name="What can a holder do?")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "skill-option-1")
    page.keyboard.press("Enter")
    assert chosen(page) == ["extinguish fires"]
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    found: dict[str, Any] = Axe().run(page).response
    assert [one["id"] for one in found["violations"]] == []
    page.keyboard.press("Enter")  # once more takes it away
    assert chosen(page) == []
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.get_by_role("button", name="Remove “extinguish fires”").press("Enter")
    assert chosen(page) == []
    expect(box).to_be_focused()


def test_own_words_and_saving(page: Page) -> None:
    typed(page, "splice a towing hawser")
    page.keyboard.press("ArrowUp")  # the last: words of one's own
    page.keyboard.press("Enter")
    expect(page.locator("[data-chosen] .picker-name")).to_have_text("splice a towing hawser")
    page.get_by_label("Name", exact=True).first.fill("Towing")
    page.get_by_role("button", name="Save and close").first.click()
    page.get_by_text("The draft is saved.").wait_for()
    page.get_by_role("link", name="splice a towing hawser").first.click()
    expect(page.get_by_role("heading", name="splice a towing hawser")).to_be_visible()


def test_suggestions_from_the_outcomes(page: Page) -> None:
    page.locator("[name=outcomes]").first.fill("Identify hazards at the workplace")
    page.get_by_role("button", name="Suggest from title and outcomes").click()
    page.get_by_role("button", name="Add “identify hazards in the workplace”").click()
    assert chosen(page) == ["identify hazards in the workplace"]


def test_without_javascript(browser: Browser, site: Site, page: Page) -> None:
    context = browser.new_context(
        base_url=site.url,
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto(EDITOR)
    plain.get_by_label("What can a holder do?").fill("extingish fires")
    plain.get_by_role("button", name="Search skills").click()
    expect(plain.get_by_text("“extingish” was read as")).to_be_visible()
    plain.get_by_role("button", name="Add “extinguish fires”").click()
    assert chosen(plain) == ["extinguish fires"]
    plain.get_by_role("button", name="Remove “extinguish fires”").click()
    assert chosen(plain) == []
    context.close()
