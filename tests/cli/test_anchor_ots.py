"""Time stamps on the command line: read and judged from files alone."""

import hashlib
import json
from pathlib import Path

import pytest
from bitcoin_calendar import Calendar, Chain
from command_line import skillmark

from skillmark.core.anchor import opentimestamps as ots
from skillmark.core.log import Checkpoint

CHECKPOINT = Checkpoint("skills.example/log", 5, hashlib.sha256(b"root").digest())


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Chain]:
    """A checkpoint and its time stamp in block 1."""
    chain = Chain()
    calendar = Calendar("https://alice.calendar.example", chain)
    digest, nonce = ots.anchor_digest(CHECKPOINT), bytes(16)
    given, _ = ots.commitment(digest, nonce)
    proof = ots.stamped(digest, nonce, [ots.Timestamp.parse(calendar.submit(given), given)])
    (promise,) = proof.promises
    calendar.confirm()
    data = calendar.timestamp(promise.commitment)
    assert data is not None
    proof = proof.upgraded(promise, ots.Timestamp.parse(data, promise.commitment))
    note, stamp = tmp_path / "checkpoint", tmp_path / "checkpoint.ots"
    note.write_text(CHECKPOINT.text)
    stamp.write_bytes(proof.to_bytes())
    return note, stamp, chain


def policy_of(chain: Chain, folder: Path) -> Path:
    path = folder / "policy.json"
    path.write_text(json.dumps({"type": "SkillmarkPolicy", "bitcoin": chain.policy(1)}))
    return path


def test_proven_with_the_headers_of_a_policy(
    files: tuple[Path, Path, Chain], tmp_path: Path
) -> None:
    note, stamp, chain = files
    done = skillmark(
        "anchor", "ots", "verify", note, stamp, "--policy", policy_of(chain, tmp_path)
    )
    assert done.exit_code == 0
    assert "Block 1 of Bitcoin proves" in " ".join(done.stdout.split())


def test_a_signed_note_is_read_as_its_text(
    files: tuple[Path, Path, Chain], tmp_path: Path
) -> None:
    note, stamp, chain = files
    note.write_text(f"{CHECKPOINT.text}\n— skills.example/log AAAA\n")
    words = ("anchor", "ots", "verify", note, stamp, "--policy", policy_of(chain, tmp_path))
    assert skillmark(*words, "--json").exit_code == 0


def test_without_the_header_it_could_not_tell(files: tuple[Path, Path, Chain]) -> None:
    note, stamp, _ = files
    done = skillmark("anchor", "ots", "verify", note, stamp, "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["code"] == "anchor.ots_block_unknown"


def test_another_checkpoint_is_false(files: tuple[Path, Path, Chain], tmp_path: Path) -> None:
    note, stamp, chain = files
    note.write_text(Checkpoint("skills.example/log", 6, bytes(32)).text)
    words = ("anchor", "ots", "verify", note, stamp, "--policy", policy_of(chain, tmp_path))
    assert skillmark(*words).exit_code == 1


@pytest.mark.parametrize("header", ["1", "1:00", "x:" + "0" * 160])
def test_a_header_that_is_none_is_an_error(
    files: tuple[Path, Path, Chain], header: str
) -> None:
    note, stamp, _ = files
    done = skillmark("anchor", "ots", "verify", note, stamp, "--header", header)
    assert done.exit_code == 2
    assert done.stdout == ""


def test_what_is_in_a_time_stamp(files: tuple[Path, Path, Chain]) -> None:
    _, stamp, _ = files
    said = json.loads(skillmark("anchor", "ots", "info", stamp, "--json").stdout)
    assert said == {
        "digest": ots.anchor_digest(CHECKPOINT).hex(),
        "blocks": [1],
        "calendars": ["https://alice.calendar.example"],
    }
    assert "block    1 of Bitcoin" in skillmark("anchor", "ots", "info", stamp).stdout


def test_no_time_stamp_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "nothing.ots"
    path.write_bytes(b"nothing")
    assert skillmark("anchor", "ots", "info", path).exit_code == 2
