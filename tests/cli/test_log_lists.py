"""`skillmark log monitor --status-list`: a revocation that is silently undone, list by list."""

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import skillmark
from log_samples import DID, cosigned, entry, files_of, head_of, logged, policy, sign
from signed_credentials import TestIssuer

from skillmark.core import jsonio
from skillmark.core.log import Kind
from skillmark.core.log.bodies import StatusListBody, digest
from skillmark.core.status import Bitstring, list_credential

LOGGED = logged()
URL = "https://harbour.example/status/1"
BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
HARBOUR = TestIssuer.on_web("harbour.example", 1)


def listed(
    revoked: tuple[int, ...],
    *,
    hours: int = 0,
    purpose: str = "revocation",
    start: datetime | None = None,
) -> bytes:
    """Return a signed list that was published some hours after the first."""
    start = start or BEGIN + timedelta(hours=hours)
    unsigned: Any = list_credential.build(
        url=URL,
        issuer=DID,
        purpose=purpose,
        bits=Bitstring.zeros().with_bits(dict.fromkeys(revoked, True)),
        valid_from=start,
        valid_until=start + timedelta(days=30),
    )
    return jsonio.dumps(HARBOUR.sign(unsigned))


class Watch:
    """A log, the lists that are logged in it, and one who watches both."""

    def __init__(self, folder: Path) -> None:
        self.log, self.file = folder / "log", folder / "list.json"
        self.policy = folder / "policy.txt"
        self.policy.write_bytes(policy().to_bytes())
        self.state = folder / "state.json"
        self.entries = list(LOGGED.entries)
        self.number = 1

    def publish(self, data: bytes, *, logged: bool = True) -> None:
        self.file.write_bytes(data)
        if logged:
            body = digest(StatusListBody(URL, hashlib.sha256(data).hexdigest()))
            self.number += 1
            self.entries.append(entry(self.number, body, kind=Kind.STATUS_LIST).to_bytes())
        for name, content in files_of(self.entries).items():
            (self.log / name).parent.mkdir(parents=True, exist_ok=True)
            (self.log / name).write_bytes(content)
        note = cosigned(sign(head_of(self.entries)), 1, 2)
        (self.log / "checkpoint").write_bytes(note.to_bytes())

    def look(self) -> tuple[int, list[str]]:
        words = ["log", "monitor", self.log, "--policy", self.policy, "--issuer", DID]
        words += ["--state", self.state, "--status-list", str(self.file), "--json"]
        result = skillmark(*words)
        assert result.exit_code in {0, 1}, result.stderr
        return result.exit_code, [one["code"] for one in jsonio.loads(result.stdout)["alarms"]]  # type: ignore[index,call-overload,union-attr]


class Sleep:
    """Sleeping, while which something happens."""

    def __init__(self, then: Callable[[], None]) -> None:
        self.then, self.times = then, 0

    def __call__(self, _seconds: float) -> None:
        self.times += 1
        if self.times == 3:
            self.then()


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    made = Watch(tmp_path)
    made.publish(listed((7, 8)))
    assert made.look() == (0, [])
    return made


def test_more_revocations_are_no_alarm(watch: Watch) -> None:
    watch.publish(listed((7, 8, 9), hours=1))
    assert watch.look() == (0, [])
    assert watch.look() == (0, [])


def test_a_revocation_that_was_undone(watch: Watch) -> None:
    watch.publish(listed((8,), hours=1))
    assert watch.look() == (1, ["status.bit_cleared"])


def test_an_older_list_put_back(watch: Watch) -> None:
    first = watch.file.read_bytes()
    watch.publish(listed((7, 8, 9), hours=1))
    assert watch.look() == (0, [])
    watch.publish(first, logged=False)
    code, alarms = watch.look()
    assert code == 1
    assert set(alarms) == {"status.list_older", "status.bit_cleared"}


def test_a_list_that_was_never_logged(watch: Watch) -> None:
    watch.publish(listed((7, 8, 9), hours=1), logged=False)
    assert watch.look() == (1, ["status.list_unlogged"])


def test_a_list_that_was_published_while_we_looked(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = listed((7, 8, 9), start=datetime.now(UTC))
    watch.publish(fresh, logged=False)
    sleep = Sleep(lambda: watch.publish(fresh))
    monkeypatch.setattr(time, "sleep", sleep)
    assert watch.look() == (0, [])
    assert sleep.times == 3


def test_a_fresh_list_that_never_comes(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    watch.publish(listed((7, 8, 9), start=datetime.now(UTC)), logged=False)
    sleep = Sleep(lambda: None)
    monkeypatch.setattr(time, "sleep", sleep)
    assert watch.look() == (1, ["status.list_unlogged"])
    assert 3 < sleep.times < 60


def test_a_list_whose_entry_an_earlier_look_had_read(watch: Watch) -> None:
    """A cache showed the old list while the log had the new one already."""
    old, new = watch.file.read_bytes(), listed((7, 8, 9), hours=1)
    watch.publish(new)
    watch.publish(old, logged=False)
    assert watch.look() == (0, [])
    watch.publish(new, logged=False)
    assert watch.look() == (0, [])


def test_a_suspension_may_be_lifted(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    watch.publish(listed((7,), purpose="suspension"))
    assert watch.look() == (0, [])
    watch.publish(listed((), hours=1, purpose="suspension"))
    assert watch.look() == (0, [])


@pytest.mark.parametrize("data", [b"{}", b"nothing", b'{"format": "x", "lists": []}'])
def test_a_memory_that_is_not_ours(watch: Watch, data: bytes) -> None:
    watch.state.with_name("state.json.lists").write_bytes(data)
    words = ["log", "monitor", watch.log, "--policy", watch.policy, "--issuer", DID]
    result = skillmark(*words, "--state", watch.state, "--status-list", watch.file)
    assert (result.exit_code, "cli.monitor_file" in result.stderr) == (2, True)


def test_anothers_list_is_not_watched(watch: Watch) -> None:
    words = ["log", "monitor", watch.log, "--policy", watch.policy]
    words += ["--issuer", "did:web:quayside.example", "--status-list", watch.file]
    assert skillmark(*words).exit_code == 2
