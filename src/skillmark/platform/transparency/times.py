"""When others had seen what is in the log: the trusted time of credentials, many at once."""

from bisect import bisect_right
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from skillmark.platform.transparency.models import LoggedCredential, PublishedCheckpoint


def trusted_times(credential_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when enough witnesses had seen each credential in the log, by their clocks.

    The first checkpoint over a credential that has the quorum counts. What no such checkpoint
    covers is left out: nothing proves it.

    Args:
        credential_ids: a few hundred at most; two queries whatever their number.
    """
    rows = LoggedCredential.objects.with_scopes_disabled().filter(
        credential_id__in=list(credential_ids), record=False, entry__index__isnull=False
    )
    places: dict[UUID, int] = dict(rows.values_list("credential_id", "entry__index"))
    if not places:
        return {}
    complete = PublishedCheckpoint.objects.filter(complete=True, witnessed_at__isnull=False)
    last = complete.filter(size__gt=max(places.values())).order_by("size").first()
    over = complete.filter(size__gt=min(places.values())).order_by("size")
    if last is not None:
        over = over.filter(size__lte=last.size)
    points = [(size, at) for size, at in over.values_list("size", "witnessed_at") if at]
    sizes = [size for size, _at in points]
    found: dict[UUID, datetime] = {}
    for credential_id, index in places.items():
        at = bisect_right(sizes, index)
        if at < len(points):
            found[credential_id] = points[at][1]
    return found
