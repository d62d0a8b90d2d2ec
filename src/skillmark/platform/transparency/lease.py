"""Who may write the log: one process on one machine at a time.

The anchor of the log locks out a second process of the same machine, and the log's files lie on
one machine. This row says to all machines which that is, so that no other begins a log of its own.
"""

import socket
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from skillmark.platform.transparency.models import WRITER, LogWriter

HELD_FOR: Final = timedelta(seconds=20)
RENEWED_AFTER: Final = timedelta(seconds=5)


class Lease:
    """One process's claim to be the writer."""

    def __init__(self, holder: str) -> None:
        self._holder = holder
        self._host = socket.gethostname()
        self._renewed: datetime | None = None

    def hold(self, now: datetime) -> bool:
        """Take or renew the claim; False while another machine holds it.

        On the same machine the claim passes at once: there the anchor's lock says who lives.
        """
        if self._renewed is not None and now - self._renewed < RENEWED_AFTER:
            return True
        LogWriter.objects.get_or_create(pk=WRITER)
        free = Q(holder__in=["", self._holder]) | Q(held_until__lt=now) | Q(host=self._host)
        taken = LogWriter.objects.filter(free, pk=WRITER).update(
            holder=self._holder, host=self._host, held_until=now + HELD_FOR
        )
        self._renewed = now if taken else None
        return bool(taken)

    def let_go(self) -> None:
        """Give the claim back."""
        self._renewed = None
        LogWriter.objects.filter(pk=WRITER, holder=self._holder).update(
            holder="", held_until=None
        )
