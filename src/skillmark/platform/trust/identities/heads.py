"""Heads of logs: what this site has seen or approved, so that nobody can tell it another story.

A head only ever moves forward, and only from the one that was known: two processes that would
approve two versions of one number cannot both succeed.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillmark.core.did.webvh import Head
from skillmark.platform.trust.errors import HeadMovedError
from skillmark.platform.trust.models import HeadKind, LogHead


def known(scid: str, kind: HeadKind = HeadKind.SEEN) -> Head | None:
    """Return the newest version of a log that was seen, or approved; None at first."""
    row = LogHead.objects.filter(kind=kind, scid=scid).first()
    return None if row is None else Head(row.scid, row.number, row.version_id)


def keep(head: Head) -> None:
    """Remember what a verification has seen; an older or equal head changes nothing.

    `skillmark.core.did.webvh.follow` has refused a head that contradicts the one before.
    """
    row = {"number": head.number, "version_id": head.version_id, "at": timezone.now()}
    seen = LogHead.objects.filter(kind=HeadKind.SEEN, scid=head.scid)
    if seen.filter(number__lt=head.number).update(**row) or seen.exists():
        return
    LogHead.objects.bulk_create(
        [LogHead(kind=HeadKind.SEEN, scid=head.scid, **row)], ignore_conflicts=True
    )


def approve(before: Head | None, head: Head) -> None:
    """Put the head that a witness approves in place of the one it approved before.

    Raises:
        HeadMovedError: somebody approved another version meanwhile.
    """
    row = {"number": head.number, "version_id": head.version_id, "at": timezone.now()}
    if before is None:
        try:
            with transaction.atomic():
                LogHead.objects.create(kind=HeadKind.APPROVED, scid=head.scid, **row)
        except IntegrityError:
            raise HeadMovedError("Another version was approved at the same moment.") from None
        return
    moved = LogHead.objects.filter(
        kind=HeadKind.APPROVED, scid=head.scid, version_id=before.version_id
    ).update(**row)
    if not moved:
        raise HeadMovedError("Another version was approved at the same moment.")
