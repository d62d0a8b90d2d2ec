"""J3, the learner's journey, in one browser test: from a goal to a stack that anybody re-checks.

Mark finds programmes by a goal, compares two facilitators, meets what is asked for before, enrols
with both, does the four units in an order of his own, takes each credential by its mail, and the
fourth brings the certificate by itself. His passport draws it, an employer re-runs the proof with
the network off, a unit ends and is renewed, and two certificates from elsewhere add up by hours.
"""

import re
import secrets
from pathlib import Path

import issuer_steps
import learner_steps as steps
from playwright.sync_api import Browser, Page, expect
from signed_credentials import TestIssuer

from skillmark.platform.demo import people
from skillmark.platform.demo.definitions import courses

STUDIO = "/studio/harbour"
PATHWAY = "/p/workplace-safety-foundations"
FINAL = courses.SAFETY
HAZARDS = "Identify Workplace Hazards"
GEAR = "Choose and Wear Protective Gear"
FIRE = "Prevent Fires at Work"
LIFT = "Handle Heavy Weights Safely"
CPR = "Resuscitation (CPR and AED)"
DIPLOMA = "Digital Work Diploma"


def test_journey_of_a_learner(page: Page, browser: Browser, tmp_path: Path) -> None:
    mail = f"mark.tide.{secrets.token_hex(3)}@people.example"  # the demo may run already
    name = f"Mark Tide {mail.partition('@')[0][-6:].upper()}"
    page.goto("/")
    steps.join(page, name, mail)
    a_goal(page)
    compare(page)
    asked_before(page, has_it=False)

    places = {
        courses.SAFETY: steps.enrol(page, courses.SAFETY),
        courses.SAFETY_PARTS: steps.enrol(page, courses.SAFETY_PARTS),
    }
    lena = steps.staff(browser, page, people.LENA.email)
    nils = steps.staff(browser, page, people.NILS.email)
    for count, (unit, course, assessor) in enumerate(
        (
            (LIFT, courses.SAFETY_PARTS, nils),
            (GEAR, courses.SAFETY, lena),
            (HAZARDS, courses.SAFETY, lena),
            (FIRE, courses.SAFETY_PARTS, nils),
        ),
        1,
    ):
        steps.hand_in(page, places[course], unit)
        steps.mark(assessor, name, unit)
        address = steps.letter_about(page, mail, unit)
        steps.take(browser, address, unit, name)
        progress(page, count)
    final = the_certificate(page, places[courses.SAFETY])
    passport(page)
    asked_before(page, has_it=True)
    re_checked(page, final, tmp_path)
    ends_and_is_renewed(
        steps.staff(browser, page, people.DEE.email),
        steps.staff(browser, page, people.INES.email),
    )
    from_elsewhere(page, steps.staff(browser, page, people.BEATRIZ.email), mail)


def a_goal(page: Page) -> None:
    """Programmes that lead there, with hours, cost, level, and who recognises them."""
    page.goto("/programmes")
    page.get_by_role("searchbox", name="I want to become").fill("safety officer")
    page.get_by_role("button", name="Show the way").click()
    for title, cost in ((courses.SAFETY, "240"), (courses.SAFETY_SHORT, "150")):
        row = steps.main(page).locator("tbody tr").filter(has_text=title).first
        for words in ("It prepares for: Safety officer.", cost, "12", "EQF 3", courses.BOARD):
            expect(row).to_contain_text(words)


def compare(page: Page) -> None:
    """Unit credentials and the final with one facilitator, the final only with the other."""
    for title in (courses.SAFETY, courses.SAFETY_SHORT):
        page.get_by_role("checkbox", name=f"Compare {title}", exact=True).check()
    page.get_by_role("button", name="Compare the chosen ones").click()
    gives = steps.main(page).get_by_role("row", name=re.compile("^What you get")).locator("td")
    both = [gives.nth(n).inner_text() for n in range(2)]
    whole = next(one for one in both if "A credential for each unit" in one)
    short = next(one for one in both if "The final credential only" in one)
    assert all(unit in whole for unit in (HAZARDS, GEAR, FIRE, LIFT, FINAL))
    assert FINAL in short
    assert HAZARDS not in short


def asked_before(page: Page, *, has_it: bool) -> None:
    """Forklift driving asks for the certificate; the backpack answers."""
    steps.programme(page, "Operate a Forklift")
    steps.main(page).get_by_role("link", name="Register").first.click()
    before = steps.main(page).locator("section[aria-labelledby=asked]")
    if has_it:
        expect(before).to_contain_text("You have it")
        expect(page.get_by_role("button", name="Register")).to_be_visible()
        return
    expect(before).to_contain_text("Missing")
    expect(page.get_by_role("button", name="Register")).to_have_count(0)
    ways = steps.main(page).locator("a[href^='/programmes/']")  # where it can be earned
    for title in (courses.SAFETY, courses.SAFETY_SHORT):
        expect(ways.filter(has_text=title).first).to_be_visible()


def progress(page: Page, count: int) -> None:
    """The pathway says how many of the four there are, wherever they were done."""
    words = steps.main(page).get_by_text(f"{count} of 4")
    steps.until(page, PATHWAY, words)


def the_certificate(page: Page, learning: str) -> str:
    """The fourth brought it, by itself and within a minute; return its public address."""
    link = steps.main(page).get_by_role("link", name="Open your credential")
    steps.until(page, PATHWAY, link)
    link.click()
    page.wait_for_url(re.compile(rf"/c/{steps.UUID}$"))
    expect(page.locator(".verdict")).to_contain_text("Valid")
    final = page.url
    page.goto(learning)
    expect(steps.main(page).get_by_text("5 of 5 earned")).to_be_visible()
    return final


def passport(page: Page) -> None:
    """Five items, the stack as a picture, and the skills."""
    page.goto("/backpack/passport")
    main = steps.main(page)
    expect(main.locator("section[aria-labelledby=items] li")).to_have_count(5)
    picture = main.get_by_role("img", name=FINAL)
    expect(picture).to_be_visible()
    expect(picture).to_contain_text("4 of 4")
    skills = main.locator("section[aria-labelledby=skills]")
    for skill in ("identify hazards in the workplace", "lift heavy weights"):
        expect(skills.get_by_text(skill)).to_be_visible()


def re_checked(page: Page, final: str, folder: Path) -> None:
    """An employer drops the bundle, and runs the proof again without a network."""
    page.goto(final)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the proof of the stack").click()
    bundle = folder / "stack.json"
    download.value.save_as(bundle)
    data = bundle.read_bytes()
    assert issuer_steps.verdict(page, "stack.json", data).startswith("Proven")
    earned_by = steps.main(page).locator("section[aria-labelledby=parts]")
    for unit in (HAZARDS, GEAR, FIRE, LIFT):
        expect(earned_by.get_by_text(unit, exact=True).first).to_be_visible()
    said = steps.offline(bundle)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "these credentials earned it" in said.stdout
    spoilt = data.replace(b"Heavy Weights Safely", b"Heavy weights Safely", 1)
    assert spoilt != data
    bundle.write_bytes(spoilt)
    said = steps.offline(bundle)
    assert said.returncode != 0, said.stdout


def ends_and_is_renewed(dee: Page, ines: Page) -> None:
    """What holds for a year has ended: it stays visible, is renewed, and both are linked."""
    dee.goto("/backpack/passport")
    tiles = steps.main(dee).locator("section[aria-labelledby=items] li", has_text=CPR)
    ended = tiles.filter(has_text="Expired")
    ended.get_by_role("link").first.click()
    dee.wait_for_url(re.compile(rf"/c/{steps.UUID}$"))
    expect(dee.locator(".verdict")).to_contain_text("xpired")
    old = dee.url
    ines.goto(f"{STUDIO}/credentials/{old.rsplit('/', 1)[1]}/renew")
    ines.get_by_role("button", name="Issue the renewal").click()
    expect(ines.get_by_text(re.compile("^(Renewed|It was renewed before)"))).to_be_visible()
    dee.goto(old)
    expect(dee.locator(".verdict")).to_contain_text("xpired")
    dee.get_by_role("link", name="Open the newer one").click()
    expect(dee.locator(".verdict")).to_contain_text("Valid")
    dee.get_by_role("link", name="Open the older one").click()
    dee.wait_for_url(re.compile(re.escape(old)))


def from_elsewhere(page: Page, beatriz: Page, mail: str) -> None:
    """137 and 165 hours from a foreign issuer, a file and a token, add up to a diploma."""
    northgate = TestIssuer.by_key(7)
    kept = [
        (*steps.certificate(northgate, "it-support", "IT Support Certificate", mail), "137"),
        (*steps.certificate(northgate, "data-science", "Applied Data Science", mail), "165"),
    ]
    for place, (achievement, unsigned, hours) in enumerate(kept):
        make = (steps.as_file, steps.as_token)[place]
        counts_as = ("IT Support Professional", "Data Science")[place]
        recognise(beatriz, achievement, northgate.did, counts_as, hours)
        page.goto("/backpack/add")
        page.locator("input[type=file]").set_input_files(make(northgate, unsigned))
        page.get_by_role("button", name="Verify and keep it").click()
        expect(page.get_by_text("It verifies, and it is in your backpack.")).to_be_visible()
    page.goto("/p/digital-work-diploma")
    page.get_by_role("button", name="Count all my credentials").click()
    link = steps.main(page).get_by_role("link", name="Open your credential")
    steps.until(page, "/p/digital-work-diploma", link)
    expect(steps.main(page).get_by_text("302 of 300").first).to_be_attached()
    link.click()
    expect(page.locator(".verdict")).to_contain_text("Valid")


def recognise(page: Page, achievement: str, issuer: str, counts_as: str, hours: str) -> None:
    """Record what a certificate counts as, once; a demo that runs already may know it."""
    page.goto(f"/studio/meridiana/pathways/recognition?q={issuer}")
    if steps.main(page).get_by_text(f"{counts_as}, elsewhere").count():
        return
    page.locator("input[name=title]").fill(f"{counts_as}, elsewhere")
    page.locator("input[name=achievement]").fill(achievement)
    page.locator("input[name=issuer]").fill(issuer)
    page.get_by_role("checkbox", name=counts_as, exact=True).check()
    page.locator("input[name=amount]").fill(hours)
    page.locator("input[name=unit]").fill("hours")
    page.locator("input[name=decided_on]").fill(steps.day(0))
    page.locator("textarea[name=reason]").fill("Compared outcome by outcome with ours.")
    page.get_by_role("button", name="Record the decision").click()
    expect(steps.main(page).get_by_text(f"{counts_as}, elsewhere").first).to_be_visible()
