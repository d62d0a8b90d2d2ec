"""The fuse: who takes many credentials from their holders in a day needs a second person.

A stolen session or key, or one person's anger, can then do so much harm and no more. What counts
is the sum of the last 24 hours, whatever way it came: one at a time, in bulk, through the API.
Lifting a suspension gives nothing back. What a second person approved weighs nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from skillmark.platform.issuing.errors import ApprovalNeededError
from skillmark.platform.issuing.models import Credential, FuseCount
from skillmark.platform.orgs.models import Organisation

WINDOW: Final = timedelta(hours=24)
SHARE: Final = 100  # one in so many of an organisation's credentials
FLOOR: Final = 10  # so that a small organisation can put its own mistakes right


@dataclass(frozen=True, slots=True)
class Room:
    """How much one person may still take away.

    Attributes:
        limit: credentials in 24 hours.
        spent: taken in the last 24 hours without a second person.
    """

    limit: int
    spent: int

    @property
    def left(self) -> int:
        """How many more are allowed now."""
        return max(0, self.limit - self.spent)


def room(organisation_id: UUID, *, at: datetime) -> Room:
    """Return how much room an organisation has at a moment."""
    everywhere = Credential.objects.with_scopes_disabled()
    total = everywhere.filter(organisation_id=organisation_id).count()
    rows = FuseCount.objects.with_scopes_disabled().filter(
        organisation_id=organisation_id, at__gt=at - WINDOW, approved=False
    )
    spent: int | None = rows.aggregate(all=Sum("count"))["all"]
    return Room(max(FLOOR, total // SHARE), spent or 0)


def hold(organisation_id: UUID) -> None:
    """Let changes of state in an organisation wait for each other, in the caller's transaction.

    Taken before any row of a credential or a status list, so that nobody waits in a circle.
    """
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=organisation_id)


def charge(organisation_id: UUID, count: int, *, approved: bool, at: datetime) -> None:
    """Count an act that takes `count` credentials from their holders; after `hold`.

    Raises:
        ApprovalNeededError: it would be more than one person may do; nothing was counted.
    """
    if not count:
        return
    if not approved:
        now = room(organisation_id, at=at)
        if count > now.left:
            raise ApprovalNeededError(
                _(
                    "One person may take back %(limit)d credentials in 24 hours here, and "
                    "%(spent)d are taken back already. Let a second person approve this."
                )
                % {"limit": now.limit, "spent": now.spent},
                limit=now.limit,
                spent=now.spent,
                count=count,
            )
    FuseCount.objects.create(
        organisation_id=organisation_id, count=count, approved=approved, at=at
    )
