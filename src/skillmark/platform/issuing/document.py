"""The unsigned credential of an award: what an organisation and a version add to the core's.

Values in, JSON out; the same award gives the same document. Building is
`skillmark.core.issue.issuer`'s work, checking and signing `skillmark.platform.trust.signing`'s.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from skillmark.core.badges.achievement import Achievement
from skillmark.core.badges.profile import Profile
from skillmark.core.badges.subject import Evidence
from skillmark.core.issue.issuer import Award, build, end_of
from skillmark.core.issue.recipient import Recipient
from skillmark.core.jsonio import JsonObject
from skillmark.platform.catalog import badge
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.errors import RecipientError
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses


@dataclass(frozen=True, slots=True)
class Template:
    """What every credential of one run shares: issuer, achievement and the time of issue."""

    issuer: Profile
    achievement: Achievement
    validity_months: int | None
    issued_at: datetime

    def validity_end(self, recipient: Recipient) -> datetime | None:
        """Return the last second of the last valid day; see `validity_end`."""
        return validity_end(recipient, self.validity_months, self.issued_at)

    def build(
        self,
        credential_id: UUID,
        recipient: Recipient,
        *,
        salt: str,
        statuses: Sequence[JsonObject],
        valid_until: datetime | None,
        evidence: Sequence[Evidence] = (),
    ) -> JsonObject:
        """Return the unsigned credential."""
        award = Award(
            recipient=recipient,
            credential_id=credential_url(credential_id),
            salt=salt,
            valid_from=self.issued_at,
            valid_until=valid_until,
            statuses=tuple(statuses),
            evidence=tuple(evidence),
        )
        return build(self.issuer, self.achievement, award)


def template(
    organisation: Organisation, version: AchievementVersion, did: str, issued_at: datetime
) -> Template:
    """Return the template of one achievement version, as the organisation is today."""
    return Template(
        issuer=Profile(
            id=did,
            name=organisation.name,
            url=organisation.website or addresses.issuer_page(organisation.slug),
            description=organisation.description or None,
            email=organisation.email or None,
        ),
        achievement=badge.achievement(version),
        validity_months=version.validity_months,
        issued_at=issued_at.astimezone(UTC).replace(microsecond=0),
    )


def validity_end(
    recipient: Recipient, validity_months: int | None, issued_at: datetime
) -> datetime | None:
    """Return the last second of the last valid day; none when it never ends.

    Raises:
        RecipientError: it would have ended before it is issued.
    """
    last_day = recipient.valid_until
    if last_day is None and validity_months is not None:
        last_day = add_months(recipient.achieved_on or issued_at.date(), validity_months)
    end = end_of(last_day)
    if last_day is not None and end is not None and end <= issued_at:
        field = "valid_until" if recipient.valid_until else "achieved_on"
        raise RecipientError(
            f"The credential would already have ended on {last_day:%-d %B %Y}.", field=field
        )
    return end


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month when there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
