"""What the life cycle hands to the apps below: approvals to carry out, work that comes round."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from skillmark.platform.approvals import registry
from skillmark.platform.approvals.registry import Kind
from skillmark.platform.issuing.services import asking, bulk, endings, part_endings
from skillmark.platform.jobs.periodic import every


@every(timedelta(hours=1), "issuing.endings")
def tell_of_endings(now: datetime) -> None:
    """Write to the holders whose credentials end soon, or have ended."""
    endings.tell_all(now)
    part_endings.tell_all(now)


@every(timedelta(days=1), "issuing.bulk_drafts")
def tidy_drafts(_now: datetime) -> None:
    """Throw away changes to many that nobody has confirmed."""
    bulk.tidy()


registry.register(
    asking.TURN_KIND,
    Kind(_("Take credentials back"), approved=asking.approved, declined=asking.declined),
)
registry.register(
    bulk.APPROVAL_KIND,
    Kind(_("Change many credentials"), approved=bulk.approved, declined=bulk.declined),
)
