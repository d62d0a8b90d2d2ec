"""Who of the demo has earned what, and when; told in days before the present."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from skillmark.core.issue.recipient import Recipient
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.demo import people
from skillmark.platform.demo.people import Learner
from skillmark.platform.issuing.intent import intent_for
from skillmark.platform.issuing.models import Credential, Source
from skillmark.platform.issuing.services import awarding, lifecycle
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User

UNITS: Final = ("WSF-1", "WSF-2", "WSF-3", "WSF-4")
COURSES: Final = ("ITS-1", "ITS-2", "ITS-3", "ITS-4", "ITS-5")
SKILLS: Final = tuple(f"DS-{number}" for number in range(1, 9))
MODULES: Final = tuple(f"DSC-{number}" for number in range(1, 6))
PARTS: Final = ("DMP-1", "DMP-2", "DMP-3")
WEEK: Final = 7  # days between one unit and the next
MISCONDUCT: Final = "The practical check was taken by somebody else."
APPEAL: Final = "The result is under appeal; a decision is due within 30 days."

type Catalogue = Mapping[str, AchievementVersion]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one organisation awards.

    Attributes:
        organisation: whose scope is open.
        actor: who awards.
        catalogue: its published versions by their own code.
        now: the present.
    """

    organisation: Organisation
    actor: User
    catalogue: Catalogue
    now: datetime

    def give(
        self, code: str, learner: Learner, days_ago: int, *, grade: str = "Pass"
    ) -> Credential:
        """Award one achievement as it was done so many days ago."""
        at = (self.now - timedelta(days=days_ago)).astimezone(UTC)
        version = self.catalogue[code]
        one = intent_for(version.achievement_id, recipient(learner, at.date(), grade))
        return awarding.issue_one(
            self.organisation, version, one, source=Source.FORM, actor=self.actor, at=at
        )


def recipient(learner: Learner, achieved_on: date, grade: str) -> Recipient:
    """Return the learner as issuing knows a recipient."""
    return Recipient(
        name=learner.name,
        email=learner.email or None,
        identifier=learner.identifier or None,
        achieved_on=achieved_on,
        grade=grade,
    )


def harbour(desk: Desk) -> None:
    """Award safety, first aid and IT support: every state there is."""
    for number, code in enumerate(UNITS[:3]):  # the fourth comes live, in the demo
        desk.give(code, people.MARK, 40 - number * WEEK)
    whole = (
        people.LI_WEI, people.JOSE, people.LAYLA, people.SUKARNI, people.GRETA, people.PRIYA,
        people.FINN, people.SAM,
    )  # fmt: skip
    for days, learner in enumerate(whole, 20):
        for code in UNITS:
            desk.give(code, learner, days + 30)
        desk.give("WSF", learner, days)
    desk.give("WSF", people.NO_MAIL, 12)
    desk.give("WSF", people.NORA, 1)
    desk.give("CPR", people.DEE, 400)  # valid for twelve months: lapsed
    desk.give("CPR", people.SAM, 30)
    desk.give("FA", people.SAM, 500)  # first aid holds three years, its CPR part one
    desk.give("FA", people.CARLA, 90)
    lifecycle.revoke(desk.give("WSF", people.RUTH, 60).pk, reason=MISCONDUCT, actor=desk.actor)
    disputed = desk.give("WSF", people.VIKTOR, 25)
    lifecycle.suspend(disputed.pk, reason=APPEAL, actor=desk.actor)
    for code in COURSES:
        desk.give(code, people.SOFIA, 80)
    desk.give("ITSP", people.SOFIA, 70)
    for code in COURSES[:2]:
        desk.give(code, people.SOFIA_AGAIN, 50)
    for learner, days in zip(people.DRIVERS, (100, 690, 760, 30), strict=True):
        desk.give("FLT", learner, days)  # one ends soon, one has ended


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
    desk.give("DSC-4-RPL", people.YUSUF, 35, grade="7.5")
    for number, learner in enumerate((*people.STUDENTS, *people.LEARNERS[-6:])):
        desk.give("VOL", learner, 15 + number, grade="")


def kestrel(desk: Desk) -> None:
    """Award what the company's own academy teaches."""
    for learner, count in zip(people.MARKETERS, (3, 2, 1), strict=True):
        for number, code in enumerate(PARTS[:count]):
            desk.give(code, learner, 120 - number * 20)
        if count == len(PARTS):
            desk.give("DMP", learner, 30)


BY_SLUG: Final[dict[str, Callable[[Desk], None]]] = {
    "harbour": harbour,
    "meridiana": meridiana,
    "kestrel": kestrel,
}
