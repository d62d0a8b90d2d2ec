"""Erasing in a browser: the person's own way and back, and the organisation's; each page is judged."""

import re
from uuid import uuid4

import issuer_steps as steps
import pytest
from demo_site import Site, sign_in
from page_views import UUID, VIEWS, judged, view_of
from playwright.sync_api import Browser, Page, expect

from skillmark.platform.demo import people, providers

STUDIO = f"/studio/{providers.HARBOUR.slug}"
ERASURE = f"{STUDIO}/settings/erasure"


def prove(page: Page, password: str) -> None:
    """Type the password again where it is asked for; a fresh sign-in has been proven already."""
    field = page.locator("input[name=password]")
    if field.count():
        field.fill(password)
        steps.main(page).get_by_role("button").first.click()


def latest_holder(page: Page) -> tuple[str, str]:
    """Return the public page and the address of the last learner in the console's list."""
    page.goto(f"{STUDIO}/credentials?state=active")
    row = steps.main(page).locator("tbody tr", has_text="@").last
    address = re.search(r"[\w.+-]+@[\w.-]+\w", row.inner_text())
    link = row.locator("th a").get_attribute("href") or ""
    found = re.search(UUID, link)
    assert address is not None
    assert found is not None
    return f"/c/{found[0]}", address[0]


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_a_learner_erases_everything_and_takes_it_back(
    browser: Browser, site: Site, width: int, scheme: str
) -> None:
    view, email = f"{width}-{scheme}", f"rue.{uuid4().hex[:8]}@gone.example"
    wrong = []
    with view_of(browser, site, width, scheme) as context:
        page = context.new_page()
        steps.sign_up(page, "Rue Fadesby", email)
        page.wait_for_url("**/studio/new")
        page.goto(steps.letter(page, email, "Yes, it is mine"))
        steps.main(page).get_by_role("button", name="Yes, it is mine").click()
        page.wait_for_load_state()
        page.goto("/accounts/erase")
        wrong += judged(page, "erase", view)
        page.get_by_role("link", name="Erase everything", exact=True).click()
        prove(page, steps.PASSWORD)
        page.wait_for_url("**/accounts/erase/confirm")
        page.keyboard.press("Tab")  # every field and button is reached without a mouse
        page.locator("input[name=typed]").fill("somebody@else.example")
        page.locator("input[name=typed]").press("Enter")
        expect(page.get_by_text("This is not what stands there").first).to_be_visible()
        wrong += judged(page, "erase-confirm", view)
        page.locator("input[name=typed]").fill(email)
        page.locator("input[name=typed]").press("Enter")
        undo = page.get_by_role("button", name="Undo: keep everything")
        expect(undo).to_be_visible()
        wrong += judged(page, "erase-waiting", view)
        undo.press("Enter")
        expect(page.get_by_text("It is undone. Nothing was erased.")).to_be_visible()
    assert wrong == []


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_an_organisation_erases_a_learner(
    browser: Browser, site: Site, width: int, scheme: str
) -> None:
    view, wrong = f"{width}-{scheme}", []
    with view_of(browser, site, width, scheme) as context:
        page = context.new_page()
        sign_in(page, people.INES.email)
        public, address = latest_holder(page)
        page.goto(f"{STUDIO}/credentials/{public.removeprefix('/c/')}")
        page.get_by_role("link", name="Erase this learner").click()
        prove(page, people.PASSWORD)
        expect(page.locator("input[name=address]")).to_have_value(address)
        wrong += judged(page, "studio-erase-whom", view)
        page.get_by_role("button", name="See what is kept").click()
        wrong += judged(page, "studio-erase-what", view)
        page.locator("select[name=reason]").select_option("asked")
        page.locator("input[name=typed]").fill(address)
        page.get_by_role("button", name="Erase it for good").click()
        page.wait_for_url(re.compile(rf"{ERASURE}/{UUID}$"))
        for _attempt in range(120):
            if page.get_by_text("It is done.").count():
                break
            page.wait_for_timeout(500)
            page.reload()
        expect(page.get_by_text("It is done.")).to_be_visible()
        wrong += judged(page, "studio-erased", view)
        assert address not in page.content()
        page.goto(ERASURE)
        wrong += judged(page, "studio-erasures", view)
        page.goto(f"{STUDIO}/credentials/{public.removeprefix('/c/')}")
        expect(page.get_by_role("heading", name="Erased learner")).to_be_visible()
        wrong += judged(page, "studio-credential-erased", view)
        answer = page.goto(public)
        assert answer is not None
        assert answer.status == 410
        wrong += judged(page, "credential-erased", view)
    assert wrong == []
