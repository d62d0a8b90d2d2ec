"""The commands of time stamps for an installation."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bitcoin_calendar import CalendarSite
from command_line import skillmark
from opentimestamps.core.serialize import BytesDeserializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def test_from_the_first_round_to_the_files(
    calendars: list[CalendarSite], publish: "Callable[[int], None]", tmp_path: Path
) -> None:
    assert "Nothing is stamped yet." in skillmark("anchor", "ots", "status").stdout
    publish(4)
    assert "promised" in skillmark("anchor", "ots", "run").stdout
    note = tmp_path / "checkpoint"
    assert skillmark("anchor", "ots", "export", note).exit_code == 2
    calendars[0].calendar.confirm()
    from skillmark.platform.anchors.ots_models import CalendarStamp

    CalendarStamp.objects.update(retry_at=None)
    assert "in_block" in skillmark("anchor", "ots", "run").stdout
    (said,) = json.loads(skillmark("anchor", "ots", "status", "--json").stdout)["timestamps"]
    assert (said["size"], said["state"], said["block"]) == (4, "mined", 1)
    assert skillmark("anchor", "ots", "export", note).exit_code == 0
    assert skillmark("anchor", "ots", "export", note).exit_code == 2
    stamp = (tmp_path / "checkpoint.ots").read_bytes()
    theirs = DetachedTimestampFile.deserialize(BytesDeserializationContext(stamp))
    with note.open("rb") as file:
        assert theirs.file_hash_op.hash_fd(file) == theirs.file_digest


def test_without_calendars_it_says_what_to_set(db: None) -> None:
    done = skillmark("anchor", "ots", "run")
    assert done.exit_code == 2
    assert "SKILLMARK_OTS_CALENDARS" in done.output
