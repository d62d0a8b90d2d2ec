"""A witness over HTTP, as C2SP tlog-witness has it: every answer, races, restarts, old files."""

import http.client
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from log_on_site import RunningWitness
from log_samples import LOG_KEY, ORIGIN, key, sign
from log_shelf import Shelf, many
from typer.testing import CliRunner

from skillmark.cli.main import app
from skillmark.core.crypto import PrivateKey
from skillmark.core.log import (
    AddCheckpoint,
    Checkpoint,
    LogReader,
    Note,
    NoteKey,
    Source,
    merkle,
    read_answer,
)
from skillmark.core.log import checkpoint as checkpoints
from skillmark.logstore import LogStoreError


class Log:
    """A log in memory that grows, and may lie."""

    def __init__(self, seed: str = "a", origin: str = ORIGIN, signer: str = "log") -> None:
        self.leaves: list[bytes] = []
        self.seed, self.origin = seed, origin
        self.private: PrivateKey = key(signer)

    def grow(self, count: int) -> None:
        for number in range(count):
            self.leaves.append(f"{self.seed}{len(self.leaves)}{number}".encode())

    @property
    def note(self) -> Note:
        hashes = [merkle.leaf_hash(leaf) for leaf in self.leaves]
        head = Checkpoint(self.origin, len(hashes), merkle.root_of(hashes))
        return checkpoints.sign(head, self.private, self.private.public)

    def request(self, old: int) -> AddCheckpoint:
        hashes = [merkle.leaf_hash(leaf) for leaf in self.leaves]

        class Tree:
            def subtree(self, first: int, end: int) -> bytes:
                return merkle.root_of(hashes[first:end])

        path = merkle.consistency_path(Tree(), old, len(hashes)) if old else ()
        return AddCheckpoint(old, tuple(path), self.note)


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[RunningWitness]:
    """A witness that watches one log."""
    running = RunningWitness.start(tmp_path / "w")
    running.watch(LOG_KEY)
    yield running
    running.stop()


def ask(
    witness: RunningWitness, body: bytes, path: str = "/add-checkpoint", method: str = "POST"
) -> tuple[int, bytes, str]:
    """Return status, body and media type of the answer."""
    host, port = witness.server.server_address[:2]
    link = http.client.HTTPConnection(str(host), int(port), timeout=10)
    try:
        link.request(method, path, body=body)
        answer = link.getresponse()
        return answer.status, answer.read(), answer.getheader("Content-Type", "")
    finally:
        link.close()


def add(witness: RunningWitness, log: Log, old: int) -> tuple[int, bytes, str]:
    """Ask for a cosignature of what the log holds now."""
    return ask(witness, log.request(old).to_bytes())


class TestAnswers:
    def test_200_is_a_cosignature_that_verifies(self, witness: RunningWitness) -> None:
        log = Log()
        log.grow(3)
        status, body, media_type = add(witness, log, 0)
        assert (status, media_type) == (200, "text/plain; charset=utf-8")
        note, seen = read_answer(body, log.note, [witness.key])
        assert seen.name == witness.key.name
        assert len(note.signatures) == 2

    def test_200_again_for_the_same_and_for_a_grown_log(self, witness: RunningWitness) -> None:
        log = Log()
        log.grow(3)
        assert add(witness, log, 0)[0] == 200
        assert add(witness, log, 3)[0] == 200
        log.grow(300)
        assert add(witness, log, 3)[0] == 200

    @pytest.mark.parametrize("body", [b"", b"old 0\n", b"new 0\n\nx\n", b"\xff" * 100])
    def test_400_what_is_no_request(self, witness: RunningWitness, body: bytes) -> None:
        assert ask(witness, body)[0] == 400

    def test_400_an_old_size_beyond_the_new_one(self, witness: RunningWitness) -> None:
        log = Log()
        log.grow(3)
        request = AddCheckpoint(4, (), log.note)
        assert ask(witness, request.to_bytes())[0] == 400

    def test_403_a_checkpoint_that_the_log_did_not_sign(self, witness: RunningWitness) -> None:
        log = Log(signer="another")
        log.grow(3)
        assert add(witness, log, 0)[0] == 403

    def test_404_a_log_that_is_not_watched(self, witness: RunningWitness) -> None:
        log = Log(origin="other.example/log")
        log.grow(3)
        assert add(witness, log, 0)[0] == 404

    def test_409_says_the_size_that_is_known(self, witness: RunningWitness) -> None:
        log = Log()
        log.grow(3)
        add(witness, log, 0)
        log.grow(2)
        assert add(witness, log, 0) == (409, b"3\n", "text/x.tlog.size")

    def test_422_a_log_that_did_not_only_grow(self, witness: RunningWitness) -> None:
        log, forked = Log(), Log(seed="b")
        log.grow(3)
        forked.grow(5)
        add(witness, log, 0)
        assert add(witness, forked, 3)[0] == 422
        forked.leaves = forked.leaves[:3]
        assert add(witness, forked, 3)[0] == 422

    def test_what_is_too_long_or_has_no_length_is_not_read(
        self, witness: RunningWitness
    ) -> None:
        assert ask(witness, b"x" * 2_000_000)[0] == 413
        host, port = witness.server.server_address[:2]
        link = http.client.HTTPConnection(str(host), int(port), timeout=10)
        link.putrequest("POST", "/add-checkpoint")
        link.endheaders()
        assert link.getresponse().status == 411
        link.close()

    def test_other_addresses_are_not_there(self, witness: RunningWitness) -> None:
        assert ask(witness, b"", "/nothing")[0] == 404
        assert ask(witness, b"", "/nothing", "GET")[0] == 404

    def test_people_and_monitors_read_what_it_saw(self, witness: RunningWitness) -> None:
        assert ask(witness, b"", f"/checkpoint?origin={quote(ORIGIN)}", "GET")[0] == 404
        log = Log()
        log.grow(3)
        add(witness, log, 0)
        status, body, _kind = ask(witness, b"", f"/checkpoint?origin={quote(ORIGIN)}", "GET")
        assert status == 200
        assert Checkpoint.parse(Note.parse(body).text).size == 3
        page = ask(witness, b"", "/", "GET")[1].decode()
        assert witness.key.name in page
        assert ORIGIN in page


class TestMemory:
    def test_of_two_logs_that_race_one_loses(self, witness: RunningWitness) -> None:
        """Two writers fork one log: never are both of one size cosigned."""
        for _round in range(10):
            known = witness.store.latest().get(ORIGIN)
            old = known.size if known else 0
            base = Log()
            base.grow(old)
            forks = []
            for name in ("a", "b"):
                fork = Log(seed=name)
                fork.leaves = [*base.leaves, f"{name}{old}".encode()]
                forks.append(fork)
            barrier = threading.Barrier(2)

            def race(fork: Log, start: int = old, gate: threading.Barrier = barrier) -> int:
                body = fork.request(start).to_bytes()
                gate.wait()
                return ask(witness, body)[0]

            with ThreadPoolExecutor(2) as pool:
                answers = sorted(pool.map(race, forks))
            assert answers.count(200) == 1, answers
            assert answers[1] in {409, 422}, answers
            witness.stop()
            shutil.rmtree(witness.folder / "memory")
            fresh = RunningWitness.start(witness.folder)
            witness.server, witness.store = fresh.server, fresh.store

    def test_it_remembers_over_a_restart(self, witness: RunningWitness) -> None:
        log = Log()
        log.grow(3)
        add(witness, log, 0)
        witness.stop()
        again = RunningWitness.start(witness.folder)
        witness.server, witness.store = again.server, again.store
        assert again.key == witness.key
        assert add(again, log, 0)[:2] == (409, b"3\n")
        log.grow(1)
        assert add(again, log, 3)[0] == 200

    def test_two_processes_do_not_share_a_memory(self, witness: RunningWitness) -> None:
        with pytest.raises(LogStoreError, match="Another process"):
            RunningWitness.start(witness.folder)

    @pytest.mark.parametrize("what", ["file", "folder", "gone", "mark"])
    def test_a_memory_that_was_put_back_is_refused(
        self, witness: RunningWitness, tmp_path: Path, what: str
    ) -> None:
        log = Log()
        log.grow(3)
        add(witness, log, 0)
        memory = witness.folder / "memory"
        shutil.copytree(memory, tmp_path / "backup")
        log.grow(3)
        add(witness, log, 3)
        witness.stop()
        if what == "file":
            shutil.copy(tmp_path / "backup" / "witness.sqlite3", memory)
        elif what == "folder":
            shutil.rmtree(memory)
            shutil.copytree(tmp_path / "backup", memory)
        elif what == "gone":
            (memory / "witness.sqlite3").unlink()
        else:
            (memory / "mark.json").unlink()
        with pytest.raises(LogStoreError):
            RunningWitness.start(witness.folder)
        shutil.rmtree(memory)
        fresh = RunningWitness.start(witness.folder)  # for the fixture to stop
        witness.server, witness.store = fresh.server, fresh.store


def test_it_cosigns_a_log_on_disk_as_the_store_asks(
    witness: RunningWitness, tmp_path: Path
) -> None:
    """The store's own notes, proofs from its tiles."""
    shelf = Shelf(tmp_path / "shelf")
    with shelf.create() as store:
        old = 0
        for count in (1, 2, 300):
            store.append(many(old, count), sign=sign)
            head = store.checkpoint
            source: Source = store.source
            path = merkle.consistency_path(LogReader(source, head), old, head.size)
            request = AddCheckpoint(old, tuple(path) if old else (), store.note)
            assert ask(witness, request.to_bytes())[0] == 200
            old = head.size


def test_the_commands_make_a_witness_and_let_it_watch(tmp_path: Path) -> None:
    runner = CliRunner()
    made = runner.invoke(app, ["witness", "init", str(tmp_path / "w"), "--name", "w.example/a"])
    assert made.exit_code == 0
    assert NoteKey.parse(made.stdout.strip()).name == "w.example/a"
    assert (tmp_path / "w" / "witness.key").stat().st_mode & 0o077 == 0
    twice = runner.invoke(
        app, ["witness", "init", str(tmp_path / "w"), "--name", "w.example/a"]
    )
    assert twice.exit_code == 2
    assert "cli.witness_key" in twice.stderr
    added = runner.invoke(app, ["witness", "add", str(tmp_path / "w"), str(LOG_KEY)])
    assert added.exit_code == 0
    assert (tmp_path / "w" / "logs.txt").read_text() == f"{LOG_KEY}\n"
