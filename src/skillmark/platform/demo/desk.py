"""Where one organisation of the demo works: who acts, what it awards, and what time it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from skillmark.core.issue.recipient import Recipient
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.demo.people import Learner, Staff
from skillmark.platform.issuing.making.intent import intent_for
from skillmark.platform.issuing.models import Credential, Source
from skillmark.platform.issuing.services import awarding
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User

type Catalogue = Mapping[str, AchievementVersion]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one organisation works.

    Attributes:
        organisation: whose scope is open.
        actor: who awards: its owner.
        staff: the accounts of its people by their addresses.
        catalogue: its published versions by their own code.
        now: the present.
        files: the folder for what is handed to whoever runs the demo.
    """

    organisation: Organisation
    actor: User
    staff: Mapping[str, User]
    catalogue: Catalogue
    now: datetime
    files: Path

    def give(
        self,
        code: str,
        learner: Learner,
        days_ago: int,
        *,
        grade: str = "Pass",
        narrative: str = "",
    ) -> Credential:
        """Award one achievement as it was done so many days ago."""
        at = (self.now - timedelta(days=days_ago)).astimezone(UTC)
        version = self.catalogue[code]
        person = recipient(learner, at.date(), grade=grade, narrative=narrative)
        one = intent_for(version.achievement_id, person)
        return awarding.issue_one(
            self.organisation, version, one, source=Source.FORM, actor=self.actor, at=at
        )

    def day(self, days_ago: int) -> date:
        """Return the day so many days ago; a negative number lies ahead."""
        return (self.now - timedelta(days=days_ago)).astimezone(UTC).date()

    def account(self, staff: Staff) -> User:
        """Return the account of somebody who works here."""
        return self.staff[staff.email]

    def achievement(self, code: str) -> Achievement:
        """Return what is awarded under a code."""
        found: Achievement = self.catalogue[code].achievement
        return found


def recipient(
    learner: Learner, achieved_on: date, *, grade: str, narrative: str = ""
) -> Recipient:
    """Return the learner as issuing knows a recipient."""
    return Recipient(
        name=learner.name,
        email=learner.email or None,
        identifier=learner.identifier or None,
        achieved_on=achieved_on,
        grade=grade or None,
        narrative=narrative or None,
    )
