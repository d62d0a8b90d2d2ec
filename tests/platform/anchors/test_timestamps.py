"""Time stamps against a real calendar on the loopback, with a chain whose blocks are mined."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from bitcoin_calendar import CalendarSite

from skillmark.core.anchor import Standing
from skillmark.core.anchor import opentimestamps as ots
from skillmark.core.log import Checkpoint

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from skillmark.platform.anchors.models import Anchor

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHECKPOINT = Checkpoint("skills.example/log", 7, hashlib.sha256(b"root").digest())

pytestmark = pytest.mark.django_db


def begun() -> "Anchor":
    from skillmark.platform.anchors import timestamps

    return timestamps.begin(CHECKPOINT, CHECKPOINT.text, NOW)


def visited(anchor: "Anchor", hours: float) -> "Anchor":
    from skillmark.platform.anchors import timestamps

    anchor.refresh_from_db()
    timestamps.visit(anchor, NOW + timedelta(hours=hours))
    anchor.refresh_from_db()
    return anchor


def states(anchor: "Anchor") -> list[str]:
    return sorted(stamp.state for stamp in anchor.calendars.all())


def test_promised_then_in_a_block_then_final(calendars: list[CalendarSite]) -> None:
    anchor = visited(begun(), 0)
    assert (anchor.state, states(anchor)) == ("pending", ["promised", "promised"])
    height = calendars[1].calendar.confirm()
    anchor = visited(anchor, 1)
    assert (anchor.state, states(anchor)) == ("mined", ["in_block", "promised"])
    assert (anchor.block, anchor.confirmations) == (height, 1)
    for _ in range(5):
        calendars[0].chain.mine()
    anchor = visited(anchor, 2)
    assert (anchor.state, anchor.confirmations) == ("final", 6)
    assert anchor.block_time == datetime.fromtimestamp(1_800_000_000 + 600 * height, UTC)
    proof = ots.OtsProof.parse(bytes(anchor.proof or b""))
    assert (proof.heights, proof.promises) == ((height,), ())
    headers = ots.BitcoinHeaders.from_json(calendars[0].chain.policy(height))  # type: ignore[arg-type]
    verdict = ots.check_ots(proof, ots.anchor_digest(CHECKPOINT), headers)
    assert verdict.standing is Standing.PROVEN
    assert [step.state for step in anchor.steps.all()] == ["pending", "mined", "final"]


def test_calendars_are_given_a_digest_that_tells_them_nothing(
    calendars: list[CalendarSite],
) -> None:
    visited(begun(), 0)
    given = {next(iter(site.calendar.waiting)) for site in calendars}
    assert ots.anchor_digest(CHECKPOINT) not in given


def test_a_calendar_that_is_down_is_asked_again_and_the_other_is_enough(
    calendars: list[CalendarSite],
) -> None:
    calendars[0].broken = True
    anchor = visited(begun(), 0)
    assert states(anchor) == ["asked", "promised"]
    bad = anchor.calendars.get(state="asked")
    assert (bad.failures, bad.problem_code) == (1, "fetch.status")
    assert bad.retry_at == NOW + timedelta(minutes=2)
    asked = len(calendars[0].asked)
    visited(anchor, 0.01)
    assert len(calendars[0].asked) == asked
    visited(anchor, 0.2)
    bad.refresh_from_db()
    assert bad.failures == 2
    calendars[0].broken = False
    anchor = visited(anchor, 8)
    assert states(anchor) == ["promised", "promised"]
    assert len(ots.OtsProof.parse(bytes(anchor.proof or b"")).promises) == 2
    assert anchor.problem_code == ""


def test_both_down_is_said_on_the_row(calendars: list[CalendarSite]) -> None:
    for site in calendars:
        site.broken = True
    anchor = visited(begun(), 0)
    assert (anchor.state, anchor.problem_code) == ("pending", "fetch.status")
    assert anchor.proof is None


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "anchors.calendar_answer"),
        (b"\x00nonsense", "anchors.calendar_answer"),
        (b"\x00" + bytes.fromhex("0588960d73d71901") + b"\x01\x05", "anchors.calendar_answer"),
        (
            b"\x00" + bytes.fromhex("83dfe30d2ef90c8e") + b"\x12\x11http://10.0.0.1/x",
            "anchors.calendar_foreign",
        ),
        (b"\x00" * 20_000, "fetch.too_large"),
    ],
)
def test_an_answer_that_is_no_promise_is_refused(
    calendars: list[CalendarSite], answer: bytes, code: str
) -> None:
    calendars[0].answer = answer
    anchor = visited(begun(), 0)
    bad = anchor.calendars.get(state="asked")
    assert bad.problem_code == code
    assert [
        promise.uri for promise in ots.OtsProof.parse(bytes(anchor.proof or b"")).promises
    ] == [calendars[1].url]


def test_a_calendar_that_lies_about_its_block_is_found_out(
    calendars: list[CalendarSite],
) -> None:
    anchor = visited(begun(), 0)
    calendar = calendars[0].calendar
    calendar.confirm()
    commitment, stamp = next(iter(calendar.done.items()))
    lie = b"\x00" + bytes.fromhex("0588960d73d71901") + b"\x01\x01"
    calendars[0].answer = None
    true_answer = calendar.timestamp
    calendar.timestamp = lambda asked: lie if asked == commitment else None  # type: ignore[method-assign]
    anchor = visited(anchor, 1)
    assert (anchor.state, states(anchor)) == ("pending", ["promised", "promised"])
    bad = anchor.calendars.get(url=calendars[0].url)
    assert bad.problem_code == "anchors.block_refuted"
    assert stamp.msg == commitment
    calendar.timestamp = true_answer  # type: ignore[method-assign]
    assert visited(anchor, 2).state == "mined"


def test_a_block_that_the_network_drops_is_not_final(calendars: list[CalendarSite]) -> None:
    anchor = visited(begun(), 0)
    chain = calendars[0].chain
    height = calendars[0].calendar.confirm()
    anchor = visited(anchor, 1)
    assert anchor.state == "mined"
    del chain.headers[height:]
    for _ in range(8):
        chain.mine()
    anchor = visited(anchor, 2)
    assert anchor.state == "pending"
    assert anchor.calendars.get(url=calendars[0].url).problem_code == "anchors.block_refuted"


def test_without_an_explorer_it_is_never_called_final(
    calendars: list[CalendarSite], settings: "Settings"
) -> None:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"ots_explorer": ""})
    anchor = visited(begun(), 0)
    height = calendars[0].calendar.confirm()
    for _ in range(9):
        calendars[0].chain.mine()
    for hour in (1, 2, 3):
        anchor = visited(anchor, hour)
    assert (anchor.state, anchor.block, anchor.block_time) == ("mined", height, None)


def test_an_explorer_that_answers_nonsense_changes_nothing(
    calendars: list[CalendarSite],
) -> None:
    anchor = visited(begun(), 0)
    calendars[1].calendar.confirm()
    calendars[0].answer = b"a page for people"
    anchor = visited(anchor, 1)
    assert anchor.state == "mined"
    assert anchor.block_time is None
    bad = anchor.calendars.get(url=calendars[1].url)
    assert bad.problem_code == "anchors.explorer_answer"


def published(size: int) -> None:
    from skillmark.platform.transparency.models import PublishedCheckpoint

    row = Checkpoint("skills.example/log", size, hashlib.sha256(b"%d" % size).digest())
    PublishedCheckpoint.objects.create(
        size=size,
        root=row.root,
        origin=row.origin,
        note=row.text,
        complete=True,
        published_at=NOW,
    )


def test_once_a_day_and_only_if_the_log_grew(calendars: list[CalendarSite]) -> None:
    from skillmark.platform.anchors import timestamps
    from skillmark.platform.anchors.models import Anchor

    timestamps.round_due(NOW)
    assert Anchor.objects.count() == 0
    published(3)
    timestamps.round_due(NOW)
    published(5)
    timestamps.round_due(NOW + timedelta(hours=23))
    assert list(Anchor.objects.values_list("size", flat=True)) == [3]
    timestamps.round_due(NOW + timedelta(hours=24))
    timestamps.round_due(NOW + timedelta(hours=49))
    assert list(Anchor.objects.values_list("size", flat=True)) == [5, 3]


def test_without_calendars_nothing_is_begun(settings: "Settings") -> None:
    from skillmark.platform.anchors import timestamps
    from skillmark.platform.anchors.models import Anchor

    published(3)
    timestamps.round_due(NOW)
    assert Anchor.objects.count() == 0


def test_the_bundle_and_the_policy_have_what_a_verifier_needs(
    calendars: list[CalendarSite],
) -> None:
    from skillmark.platform.anchors import ots_selectors

    anchor = visited(begun(), 0)
    assert ots_selectors.bundle_items(7) == []
    height = calendars[0].calendar.confirm()
    for _ in range(6):
        calendars[0].chain.mine()
    anchor = visited(anchor, 1)
    assert anchor.state == "final"
    (item,) = ots_selectors.bundle_items(7)
    assert (item["type"], item["consistency"]) == ("OpenTimestamps", [])
    proof = ots.OtsProof.parse(base64.b64decode(str(item["ots"])))
    headers = ots.BitcoinHeaders.from_json(ots_selectors.policy_bitcoin())
    digest = ots.anchor_digest(Checkpoint.parse(str(item["checkpoint"])))
    verdict = ots.check_ots(proof, digest, headers)
    assert (verdict.standing, verdict.facts["height"]) == (Standing.PROVEN, height)
    assert ots_selectors.bundle_items(8) == []


def test_the_public_page_shows_each_calendar(
    calendars: list[CalendarSite], client: "Client"
) -> None:
    calendars[0].broken = True
    visited(begun(), 0)
    page = " ".join(client.get("/log/anchors").content.decode().split())
    for site, words in zip(calendars, ("Not reached yet", "Waiting for a block"), strict=True):
        assert f"{site.url.removeprefix('http://')}: {words}" in page
    assert "fetch.status" in page
