"""What happens between a learning platform and us, step by step, in browsers (J2, step 13)."""

import issuer_steps as steps
from learning_platform import LearningPlatform
from page_views import judged
from playwright.sync_api import Page, expect

main = steps.main


def register(page: Page, studio: str, lms: LearningPlatform) -> None:
    """Register a platform by hand, exchange the addresses, test the connection."""
    page.goto(f"{studio}/settings/lti")
    look(page, "none")
    main(page).get_by_role("link", name="Register a platform").click()
    look(page, "form")
    for name, value in lms.values().items():
        text = "\n".join(value) if isinstance(value, tuple) else value
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Our values for the platform")).to_be_visible()
    ours = {
        code.rpartition("/")[2]: code for code in main(page).locator("code").all_inner_texts()
    }
    lms.tool = ours["launch"].removesuffix("/launch")
    lms.tool_keys = page.request.get(ours["keys"]).json()["keys"]
    page.get_by_role("button", name="Test now").click()
    expect(main(page).locator(".facts").get_by_text("Passed")).to_be_visible()
    look(page, "platform")


def comes_from_the_course(page: Page, lms: LearningPlatform, who: str, email: str) -> None:
    """Follow the link of the course; connect once, and never again."""
    lms.people[who] = {"sub": who, "email": email, "name": "Ida Lindqvist"}
    lms.members = [{"user_id": who, "email": email}]
    page.goto(f"{lms.origin}/course?who={who}")
    page.get_by_role("link", name="Final test").click()
    expect(main(page).get_by_text(email)).to_be_visible()
    look(page, "continue")
    page.get_by_role("button", name="Connect and go on").click()
    page.wait_for_url("**/learning*")
    page.goto(f"{lms.origin}/course?who={who}")
    page.get_by_role("link", name="Final test").click()
    page.wait_for_url("**/learning*")


def import_results(
    page: Page, lms: LearningPlatform, wanted: set[str], scores: dict[str, tuple[int, int]]
) -> None:
    """Connect a line of the grade book with a criterion of a unit; read it twice, keep it once."""
    lms.results = [
        {"userId": who, "resultScore": score, "resultMaximum": most}
        for who, (score, most) in scores.items()
    ]
    page.reload()
    look(page, "courses")
    main(page).get_by_role("link", name="Safety at work").click()
    options = page.locator("select[name=criterion] option")
    label = next(
        text for text in options.all_inner_texts() if all(name in text for name in wanted)
    )
    page.locator("select[name=criterion]").select_option(label=label)
    page.get_by_role("button", name="Connect").click()
    read = main(page).get_by_role("button", name="Import results")
    read.click()
    expect(page.get_by_text("1 result kept.")).to_be_visible()
    read.click()
    expect(page.get_by_text("0 results kept.")).to_be_visible()
    look(page, "course")


def look(page: Page, name: str) -> None:
    """See that nothing is wrong with the open page, narrow and wide."""
    wrong = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += judged(page, f"lti {name}", f"{width}-light")
    assert not wrong, "\n".join(wrong)
