"""The unsigned credential of an award: what an organisation and a version add to the core's.

Values in, JSON out; the same award gives the same document. Building is
`skillmark.core.issue.issuer`'s work, checking and signing `skillmark.platform.trust.signing`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from skillmark.core.badges.achievement import Achievement
from skillmark.core.badges.credential import Shared
from skillmark.core.badges.profile import Profile
from skillmark.core.badges.subject import Evidence, Result
from skillmark.core.issue.issuer import Award, build, end_of
from skillmark.core.issue.recipient import Recipient
from skillmark.core.jsonio import JsonObject
from skillmark.platform.catalog import badge, validity
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.errors import RecipientError
from skillmark.platform.issuing.making.entitled import Entitled, entitled
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses


@dataclass(frozen=True, slots=True)
class Template:
    """What every credential of one run shares: issuer, achievement and the time of issue."""

    issuer: Profile
    achievement: Achievement
    version: AchievementVersion
    issued_at: datetime
    right: Entitled

    def begin(self, recipient: Recipient) -> datetime:
        """Return when the credential begins to be valid; see `begin_of`."""
        return begin_of(recipient, self.issued_at)

    def validity_end(self, recipient: Recipient) -> datetime | None:
        """Return the last second of the last valid day; see `validity_end`."""
        return validity_end(recipient, self.version, self.issued_at)

    def build(
        self,
        credential_id: UUID,
        recipient: Recipient,
        *,
        salt: str,
        statuses: Sequence[JsonObject],
        valid_until: datetime | None,
        evidence: Sequence[Evidence] = (),
        results: Sequence[Result] = (),
        related: Sequence[JsonObject] = (),
    ) -> JsonObject:
        """Return the unsigned credential."""
        award = Award(
            recipient=recipient,
            credential_id=credential_url(credential_id),
            salt=salt,
            valid_from=self.begin(recipient),
            valid_until=valid_until,
            statuses=tuple(statuses),
            evidence=tuple(evidence),
            results=tuple(results),
            related_resources=self.right.related(related),
        )
        shared = Shared(self.issuer.to_json(), self.right.achievement)
        return build(self.issuer, self.achievement, award, shared)


def template(
    organisation: Organisation, version: AchievementVersion, did: str, issued_at: datetime
) -> Template:
    """Return the template of one achievement version, as the organisation is today.

    Raises:
        RightsError: the organisation has no right to issue it.
        TrustError: its definition is not signed and cannot be signed at the moment.
    """
    return Template(
        issuer=Profile(
            id=did,
            name=organisation.name,
            url=organisation.website or addresses.issuer_page(organisation.slug),
            description=organisation.description or None,
            email=organisation.email or None,
        ),
        achievement=badge.achievement(version),
        version=version,
        issued_at=issued_at.astimezone(UTC).replace(microsecond=0),
        right=entitled(organisation, version, issued_at),
    )


def begin_of(recipient: Recipient, issued_at: datetime) -> datetime:
    """Return when the credential begins to be valid: when it is issued, or on a later day."""
    first = recipient.valid_from
    return issued_at if first is None else max(issued_at, datetime.combine(first, time(), UTC))


def validity_end(
    recipient: Recipient, version: AchievementVersion, issued_at: datetime
) -> datetime | None:
    """Return the last second of the last valid day; none when it never ends.

    Without a day of the person's own the version's rule says it, counted from the day on which
    the achievement was earned or the credential begins.

    Raises:
        RecipientError: it would have ended before it begins.
    """
    begin = begin_of(recipient, issued_at)
    if recipient.valid_until is not None:
        end, field = end_of(recipient.valid_until), "valid_until"
    else:
        earned = recipient.achieved_on if recipient.valid_from is None else None
        counted = datetime.combine(earned, time(), UTC) if earned else begin
        end, field = validity.end_of(version, counted), "achieved_on"
    if end is not None and end <= begin:
        raise RecipientError(
            f"The credential would already have ended on {end:%-d %B %Y}.", field=field
        )
    return end
