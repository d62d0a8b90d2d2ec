"""Who of the demo has earned what, and when; told in days before the present."""

from collections.abc import Callable
from typing import Final

from skillmark.platform.catalog import services as catalog
from skillmark.platform.demo import bulk, lives, people, stacks, work
from skillmark.platform.demo.definitions import campus, care
from skillmark.platform.demo.desk import Desk
from skillmark.platform.demo.people import Learner

UNITS: Final = ("WSF-1", "WSF-2", "WSF-3", "WSF-4")
COURSES: Final = ("ITS-1", "ITS-2", "ITS-3", "ITS-4", "ITS-5")
SKILLS: Final = tuple(f"DS-{number}" for number in range(1, 9))
MODULES: Final = tuple(f"DSC-{number}" for number in range(1, 6))
PARTS: Final = ("DMP-1", "DMP-2", "DMP-3")
WEEK: Final = 7  # days between one unit and the next
PRIOR_LEARNING: Final = (
    "Recognised from four years of forecasting energy demand at work: a portfolio of three projects "
    "was mapped to the module's outcomes and discussed with two assessors for an hour."
)


def harbour(desk: Desk) -> None:
    """Award safety, first aid, driving and IT support: every state there is."""
    work.own_letter(desk)
    lives.bounce(desk, "WSF-1", "WSF-2", people.ROLF)
    _safety(desk)
    _care(desk)
    for code in COURSES:
        desk.give(code, people.SOFIA, 80)
    desk.give("ITSP", people.SOFIA, 70)
    for code in COURSES[:2]:
        desk.give(code, people.SOFIA_AGAIN, 50)
    for learner, days in zip(people.DRIVERS, (100, 690, 760, 30), strict=True):
        desk.give("FLT", learner, days)  # one ends soon, one has ended
    newer = work.next_version(desk, "FLT", care.FORKLIFT_2)
    for learner in people.NEW_DRIVERS:
        newer.give("FLT", learner, 4)
    work.keep_current(desk, near="FA", past="CPR")
    work.wait_for_day(desk, "WSF-1", _group(people.GROUP), people.TOM)
    work.api_key(desk)
    for number, code in enumerate(UNITS):  # and the certificate by the pathway
        desk.give(code, people.CARLA, 16 - number)
    stacks.safety(desk, UNITS)


def _safety(desk: Desk) -> None:
    for number, code in enumerate(UNITS[:3]):  # the fourth comes live, in the demo
        desk.give(code, people.MARK, 40 - number * WEEK)
    corrected = {now.email: before for now, before, _reason in lives.CORRECTED}
    whole = (
        people.LI_WEI, people.JOSE, people.LAYLA, people.SUKARNI, people.GRETA, people.PRIYA_NOW,
        people.FINN, people.SAM,
    )  # fmt: skip
    shown = []
    for days, learner in enumerate(whole, 20):
        for code in UNITS:
            desk.give(code, corrected.get(learner.email, learner), days + 30)
        if learner.email not in corrected:
            shown.append(desk.give("WSF", learner, days))
    lives.correct(desk, "WSF", 21)
    desk.give("WSF", people.NO_MAIL, 12)
    desk.give("WSF", people.NORA, 1)
    lives.take_back(desk, "WSF")
    lives.look_at(desk, shown[:3])
    for learner in (people.DEE, people.NO_MAIL):
        desk.give("MHO", learner, 900)
    catalog.archive(desk.achievement("MHO"), actor=desk.actor)


def _care(desk: Desk) -> None:
    desk.give("CPR", people.DEE, 400)  # valid for twelve months: ended
    desk.give("CPR", people.SAM, 30)
    for number, learner in enumerate(people.DRIVERS):
        desk.give("CPR", learner, 200 + number)
    desk.give("FA", people.DEE, 500)  # first aid holds three years, its CPR part one
    desk.give("FA", people.SAM, 120)
    lives.renew_twice(desk, "CPR", people.CARLA)


def meridiana(desk: Desk) -> None:
    """Award the skills of a degree, modules of a certificate, and volunteering."""
    counts = (8, 8, 5, 2, 8)
    for learner, count in zip(people.STUDENTS, counts, strict=True):
        for number, code in enumerate(SKILLS[:count]):
            desk.give(code, learner, 400 - number * 45, grade=f"{6 + (number * 7) % 4}.5")
        if count == len(SKILLS):
            desk.give("BSC-DS", learner, 40)
    for learner, count in zip(people.PROFESSIONALS, (3, 3, 2, 4), strict=True):
        for number, code in enumerate(MODULES[:count]):
            desk.give(code, learner, 300 - number * 60, grade="8.0")
        if count >= 3:  # noqa: PLR2004 - any three of the five make the certificate
            desk.give("DSC", learner, 50, grade="8.0")
    desk.give("DSC-4-RPL", people.YUSUF, 35, grade="7.5", narrative=PRIOR_LEARNING)
    for number, learner in enumerate((*people.STUDENTS, *people.VOLUNTEERS)):
        desk.give("VOL", learner, 15 + number, grade="")
    work.ask_for_second_persons(desk)
    work.put_forward(desk, campus.SPEAKING, people.ANDREU)
    work.wait_for_yes(desk, "VOL", _group(people.HELPERS), people.NOELIA)
    stacks.degree(desk, SKILLS)
    stacks.certificate(desk, MODULES)


def kestrel(desk: Desk) -> None:
    """Award what the company's own academy teaches."""
    for learner, count in zip(people.MARKETERS, (3, 2, 1), strict=True):
        for number, code in enumerate(PARTS[:count]):
            desk.give(code, learner, 120 - number * 20)
        if count == len(PARTS):
            desk.give("DMP", learner, 30)


def computing(desk: Desk) -> None:
    """Award what the Faculty of Computing teaches on its own."""
    for number, learner in enumerate(people.STUDENTS[:4]):
        desk.give("FC-AWP", learner, 60 + number, grade="7.0")


def health(desk: Desk) -> None:
    """Award what students need before they may work on a ward."""
    for number, learner in enumerate(people.WARD):
        desk.give("FH-HYG", learner, 90 + number * 150)  # the last one has ended


def lifelong(desk: Desk) -> None:
    """Award what an evening school teaches; a webinar's link is open."""
    for number, learner in enumerate(people.PROFESSIONALS):
        desk.give("LL-MOD", learner, 45 + number)
    work.open_link(desk, "LL-MOD")


def _group(numbers: range) -> list[Learner]:
    """Return people of the long recipients file, by their numbers in it."""
    rows = [bulk.row(number, "") for number in numbers]
    return [Learner(row["name"], row["email"], "on a list that waits") for row in rows]


BY_SLUG: Final[dict[str, Callable[[Desk], None]]] = {
    "harbour": harbour,
    "meridiana": meridiana,
    "meridiana-computing": computing,
    "meridiana-health": health,
    "meridiana-lifelong": lifelong,
    "kestrel": kestrel,
}
