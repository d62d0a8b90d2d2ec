"""The pages of assessment and quizzes: no axe violation, nothing too wide, no error of the server.

They are looked at by those who use them: an owner, an assessor, a moderator, learners.
"""

import re

import pytest
from demo_site import Site, sign_in
from page_views import UUID, VIEWS, in_turn, judged, looked_at, view_of
from playwright.sync_api import Browser, Page

from skillmark.platform.demo import people, providers

SLUG = providers.HARBOUR.slug
ASSESSMENT = f"/studio/{SLUG}/assessment"
QUIZZES = f"/studio/{SLUG}/quizzes"
QUEUE = f"/assess/{SLUG}"


def linked(page: Page, start: str, pattern: str) -> str:
    """Return where the first link on a page leads whose address fits."""
    page.goto(start)
    links = page.locator("main a[href]").evaluate_all(
        "all => all.map(a => new URL(a.href).pathname)"
    )
    found = [link for link in links if re.fullmatch(pattern, link)]
    assert found, f"nothing on {start} leads to {pattern}"
    return str(found[0])


def owners(page: Page) -> list[str]:
    """Return the pages on which an owner plans assessment and reads what was decided."""
    plan = linked(page, ASSESSMENT, rf"{ASSESSMENT}/{UUID}")
    work = linked(page, plan, rf"{ASSESSMENT}/work/{UUID}")
    pages = [ASSESSMENT, plan, work, f"{plan}/edit", f"{plan}?state=decided"]
    pages += [f"{ASSESSMENT}/{one}" for one in ("new", "invite", "results")]
    return pages


def questioners(page: Page) -> list[str]:
    """Return the pages on which a designer writes questions and reads how they did."""
    quiz = linked(page, QUIZZES, rf"{QUIZZES}/{UUID}")
    section = linked(page, quiz, rf"{quiz}/sections/{UUID}")
    question = linked(page, f"{QUIZZES}/questions", rf"{QUIZZES}/questions/{UUID}")
    pages = [QUIZZES, f"{QUIZZES}/new", quiz, section, question, f"{question}/edit"]
    pages += [f"{quiz}/{one}" for one in ("edit", "attempts", "statistics", "sections/new")]
    pages += [f"{QUIZZES}/questions{one}" for one in ("", "/new", "/import")]
    pages += [f"{QUIZZES}/questions/new?kind={kind}" for kind in ("multiple", "matching")]
    return pages


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_planning(browser: Browser, site: Site, width: int, scheme: str) -> None:
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.INES.email)
    wrong = [
        line
        for one in in_turn(owners(page) + questioners(page), width)
        for line in looked_at(page, one, f"{width}-{scheme}")
    ]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_marking(browser: Browser, site: Site, width: int, scheme: str) -> None:
    view, wrong = f"{width}-{scheme}", list[str]()
    for who, tab in (
        (people.LENA, ""),
        (people.LENA, "?tab=done"),
        (people.MIKAEL, "?tab=moderate"),
    ):
        context = view_of(browser, site, width, scheme)
        page = context.new_page()
        sign_in(page, who.email)
        mark = linked(page, f"{QUEUE}{tab}", rf"{QUEUE}/{UUID}")
        pages = [f"{QUEUE}{tab}", mark]
        pages += [] if "done" in tab else [f"{mark}/conflict"]
        wrong += [line for one in pages for line in looked_at(page, one, view)]
        if not tab:
            page.goto(mark)
            page.get_by_role("button", name="Finish the mark").click()
            page.get_by_text("Choose competent or not yet.").wait_for()
            wrong += judged(page, "assess-refused", view)
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_those_who_show(browser: Browser, site: Site, width: int, scheme: str) -> None:
    view, wrong = f"{width}-{scheme}", list[str]()
    for learner in (people.TARIQ, people.KENJI, people.PETRA):
        context = view_of(browser, site, width, scheme)
        page = context.new_page()
        sign_in(page, learner.email)
        work = linked(page, "/learning/work", rf"/learning/work/{UUID}")
        pages = ["/learning/work", work, linked(page, "/learning", rf"/learning/{UUID}")]
        wrong += [line for one in pages for line in looked_at(page, one, view)]
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_of_a_quiz(browser: Browser, site: Site, width: int, scheme: str) -> None:
    view, wrong = f"{width}-{scheme}", list[str]()
    context = view_of(browser, site, width, scheme)
    page = context.new_page()
    sign_in(page, people.INES.email)
    own = linked(page, QUIZZES, rf"{QUIZZES}/{UUID}")
    programme = linked(page, own, rf"/studio/{SLUG}/programmes/{UUID}").rpartition("/")[2]
    context.clear_cookies()
    sign_in(page, people.SAM.email)
    page.goto(f"/programmes/{programme}/enrol")
    if (register := page.get_by_role("button", name="Register")).count():
        register.click()
        page.wait_for_url(re.compile(rf"/learning/{UUID}$"))
    quiz = linked(page, "/learning/quizzes", rf"/learning/quizzes/{UUID}")
    wrong += looked_at(page, "/learning/quizzes", view) + looked_at(page, quiz, view)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(re.compile("/attempts/"))
    wrong += judged(page, "learning-quiz-question", view)
    attempt = re.sub(rf".*(/learning/quizzes/attempts/{UUID}).*", r"\1", page.url)
    wrong += looked_at(page, attempt, view)
    page.get_by_role("button", name=re.compile("Hand it in|Hand in")).first.click()
    page.wait_for_load_state()
    wrong += judged(page, "learning-quiz-result", view)
    context.close()
    assert not wrong, "\n".join(wrong)
