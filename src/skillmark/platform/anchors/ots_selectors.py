"""What others read of time stamps: those of a checkpoint, bundle items, headers for a policy."""

import base64
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import QuerySet

from skillmark.core.anchor.opentimestamps import BlockHeader
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.anchors import timestamps
from skillmark.platform.anchors.models import Anchor, Kind, State
from skillmark.platform.anchors.ots_models import CalendarStamp
from skillmark.platform.transparency import selectors as log_selectors


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One calendar of a time stamp, as pages and commands show it."""

    url: str
    state: str
    state_word: str
    height: int | None
    problem_code: str
    problem: str
    retry_at: datetime | None

    @property
    def host(self) -> str:
        """The name of its server."""
        return urlsplit(self.url).netloc


def stamps() -> "QuerySet[Anchor]":
    """Return every time stamp, newest first."""
    return Anchor.objects.filter(kind=Kind.OTS).prefetch_related("calendars")


def covering(size: int) -> Anchor | None:
    """Return the earliest time stamp of a checkpoint of that size or more that is in a block."""
    rows = stamps().filter(size__gte=size, state__in=[State.MINED, State.FINAL])
    return rows.order_by("size").first()


def calendars_of(anchor: Anchor) -> list[CalendarView]:
    """Return what each calendar did."""
    return [
        CalendarView(
            url=one.url,
            state=one.state,
            state_word=one.get_state_display(),
            height=one.height,
            problem_code=one.problem_code,
            problem=one.problem,
            retry_at=one.retry_at,
        )
        for one in anchor.calendars.all()
    ]


def bundle_items(size: int) -> list[JsonObject]:
    """Return the time stamps that go into the bundle of what the log had at a size."""
    anchor = covering(size)
    if anchor is None:
        return []
    path: list[JsonValue] = []
    if anchor.size != size:
        path = [_base64(one) for one in log_selectors.consistency(size, anchor.size)]
    return [
        {
            "type": "OpenTimestamps",
            "checkpoint": anchor.note,
            "consistency": path,
            "ots": _base64(bytes(anchor.proof or b"")),
        }
    ]


def policy_bitcoin() -> JsonObject:
    """Return ``bitcoin`` of a policy: the headers that an explorer has shown this site."""
    rows = CalendarStamp.objects.filter(header__isnull=False, anchor__state=State.FINAL)
    blocks: JsonObject = {
        str(height): BlockHeader(bytes(header or b"")).raw.hex()
        for height, header in rows.order_by("height").values_list("height", "header")
    }
    return {"network": timestamps.network_name(), "blocks": blocks}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
