"""`skillmark log`: a folder or an address, a policy file, and nobody else to trust."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from command_line import skillmark
from log_samples import (
    DID,
    ISSUER,
    ORIGIN,
    OTHER_DID,
    START,
    cosigned,
    credential,
    entry,
    files_of,
    head_of,
    key,
    logged,
    policy,
    sign,
)
from log_shelf import Shelf, many

from skillmark.core import did as dids
from skillmark.core import jsonio
from skillmark.core.log import Checkpoint, LogProof, Membership, Note
from skillmark.core.log import note as notes

LOGGED = logged()
METHOD = dids.method_id(DID, ISSUER.public)
AT = "2026-12-01T00:00:00Z"


def written(folder: Path, entries: list[bytes], *witnesses: int) -> Path:
    """Write the files of a log and its checkpoint."""
    for name, data in files_of(entries).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    note = cosigned(sign(head_of(entries)), *(witnesses or (1, 2)))
    (folder / "checkpoint").write_bytes(note.to_bytes())
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return written(tmp_path / "log", LOGGED.entries)


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    path = tmp_path / "policy.txt"
    path.write_bytes(policy().to_bytes())
    return path


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Return the files that a holder and a verifier have."""
    method = dids.VerificationMethod(METHOD, DID, ISSUER.public)
    contents = {
        "credential": jsonio.dumps(credential(0)),  # type: ignore[arg-type]
        "other": jsonio.dumps(credential(1)),  # type: ignore[arg-type]
        "proof": LOGGED.proofs[0],
        "did": jsonio.dumps(dids.build(DID, [method])),
        "known": (
            Membership.parse(LogProof.parse(LOGGED.proofs[0]).extra).entry.body.hex()
        ).encode()
        + b"\n",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in contents}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def site(log: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(log)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_whole_log_is_whole_in_a_folder_and_at_an_address(
    log: Path, site: str, trust: Path
) -> None:
    for where in ((log,), (site, "--allow-origin", site), (f"{site}/", "--allow-origin", site)):
        result = skillmark("log", "fsck", *where, "--policy", trust)
        assert (result.exit_code, result.stdout) == (0, f"Whole. 302 entries of {ORIGIN}.\n")


def test_a_file_that_a_site_does_not_serve_is_missing(
    log: Path, site: str, trust: Path
) -> None:
    (log / "tile/0/000").unlink()
    result = skillmark("log", "fsck", site, "--allow-origin", site, "--policy", trust)
    assert result.exit_code == 1
    assert "tile/0/000: The log does not serve tile/0/000. log.tile_missing" in result.stdout


def test_what_does_not_fit_is_named_with_its_place(log: Path, trust: Path) -> None:
    path = log / "tile/entries/000"
    path.write_bytes(path.read_bytes().replace(b"\x00\xb3\x01", b"\x00\xb3\x02", 1))
    result = skillmark("log", "fsck", log, "--policy", trust)
    assert result.exit_code == 1
    assert "tile/0/000: Hash 0 of the tile" in result.stdout
    assert "entry 0: " in result.stdout
    assert "log.entry_malformed" in result.stdout
    result = skillmark("log", "fsck", log, "--policy", trust, "--hashes-only", "--json")
    found = json.loads(result.stdout)
    assert [fault["code"] for fault in found["faults"]] == [
        "log.tile_mismatch",
        "log.tile_mismatch",
        "log.root_mismatch",
    ]


def test_a_log_that_nobody_signed_is_not_looked_into(
    tmp_path: Path, log: Path, trust: Path
) -> None:
    result = skillmark("log", "fsck", tmp_path / "nothing", "--policy", trust)
    assert (result.exit_code, "cli.no_log" in result.stderr) == (2, True)
    (log / "checkpoint").write_bytes(
        (log / "checkpoint").read_bytes().replace(b"\n302\n", b"\n301\n")
    )
    result = skillmark("log", "fsck", log, "--policy", trust)
    assert (result.exit_code, "log.note_signature" in result.stderr) == (2, True)
    result = skillmark("log", "fsck", log, "--policy", log / "checkpoint")
    assert (result.exit_code, "log.policy_malformed" in result.stderr) == (2, True)
    result = skillmark("log", "fsck", "http://127.0.0.1:9/", "--policy", trust)
    assert result.exit_code == 2
    result = skillmark(
        "log", "fsck", "https://x.example", "--policy", trust, "--allow-origin", "x"
    )
    assert (result.exit_code, "--allow-origin" in result.stderr) == (2, True)


def judged(files: dict[str, Path], trust: Path, *more: object) -> tuple[int, str, str]:
    words = ["log", "verify", files["credential"], files["proof"], "--policy", trust]
    result = skillmark(*words, "--at", AT, *more)  # type: ignore[arg-type]
    return result.exit_code, result.stdout, result.stderr


def test_a_credential_is_in_the_log(files: dict[str, Path], trust: Path) -> None:
    code, said, _words = judged(files, trust, "--did-document", files["did"])
    assert code == 0
    assert "In the log.\nEntry 300 of log.harbour.example/2026." in said
    assert "Proven since 2026-09-21T14:13:21Z, by w1, w2." in said
    code, said, _words = judged(files, trust, "--did-document", files["did"], "--json")
    assert (code, json.loads(said)["time"]) == (0, START + 1)


def test_a_credential_that_is_not_in_the_log_is_said_to_be_none(
    files: dict[str, Path], trust: Path
) -> None:
    files["credential"] = files["other"]
    code, said, _words = judged(files, trust, "--did-document", files["did"])
    assert code == 1
    assert "Not proven to be in the log." in said
    assert "log.batch" in said
    assert "Proven since" not in said


def test_without_the_issuers_keys_nothing_is_told(files: dict[str, Path], trust: Path) -> None:
    code, said, _words = judged(files, trust)
    assert code == 2
    assert "Could not tell." in said
    assert "log.keys_unknown" in said


def test_the_keys_are_those_that_the_document_still_names(
    files: dict[str, Path], trust: Path
) -> None:
    thief = dids.VerificationMethod(f"{DID}#x", DID, key("thief").public)
    files["did"].write_bytes(jsonio.dumps(dids.build(DID, [thief])))
    code, said, _words = judged(files, trust, "--did-document", files["did"])
    assert (code, "log.entry_key" in said) == (1, True)
    other = dids.VerificationMethod(f"{OTHER_DID}#x", OTHER_DID, key("thief").public)
    files["did"].write_bytes(jsonio.dumps(dids.build(OTHER_DID, [other])))
    code, _said, words = judged(files, trust, "--did-document", files["did"])
    assert (code, "not of did:web:harbour.example" in words) == (2, True)
    files["credential"].write_bytes(jsonio.dumps({"issuer": dids.key.did_of(ISSUER.public)}))
    code, said, _words = judged(files, trust)
    assert (code, "log.entry_issuer" in said) == (1, True)


@pytest.mark.parametrize("said", [b"{}", b"nothing", b'{"issuer":{"name":"x"}}'])
def test_a_file_without_a_credential_is_an_error(
    files: dict[str, Path], trust: Path, said: bytes
) -> None:
    files["credential"].write_bytes(said)
    code, _said, words = judged(files, trust)
    assert (code, "cli.no_credential" in words) == (2, True)


def test_a_proof_is_made_and_renewed(
    log: Path, site: str, trust: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    made = tmp_path / "made.tlog-proof"
    result = skillmark("log", "prove", log, "--policy", trust, "--index", "7", "--out", made)
    assert (result.exit_code, "Entry 7 of 302" in result.stderr) == (0, True)
    assert LogProof.parse(made.read_bytes()).index == 7
    later = [*LOGGED.entries, entry(2).to_bytes()]
    written(log, later, 1, 2, 3)
    words = ["--renew", files["proof"], "--out", files["proof"], "--allow-origin", site]
    assert skillmark("log", "prove", site, "--policy", trust, *words).exit_code == 0
    renewed = LogProof.parse(files["proof"].read_bytes())
    assert renewed.checkpoint.size == 303
    code, said, _words = judged(files, trust, "--did-document", files["did"])
    assert (code, "by w1, w2, w3" in said) == (0, True)


def test_a_proof_that_cannot_be_made_is_an_error(
    log: Path, trust: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    made = tmp_path / "made.tlog-proof"
    plain = ["log", "prove", log, "--policy", trust, "--out", made]
    for words, code in (
        ([], "cli.failed"),
        (["--index", "7", "--renew", files["proof"]], "cli.failed"),
        (["--index", "302"], "log.range"),
        (["--renew", files["did"]], "log.proof_malformed"),
    ):
        result = skillmark(*plain, *words)  # type: ignore[arg-type]
        assert (result.exit_code, code in result.stderr) == (2, True)
    forked = [*LOGGED.entries[:299], *LOGGED.entries[300:], LOGGED.entries[299]]
    written(log, forked)
    result = skillmark(*plain, "--renew", files["proof"])
    assert (result.exit_code, "log.consistency" in result.stderr) == (2, True)
    assert not made.exists()
    other = LogProof.parse(LOGGED.proofs[0])
    written(log, LOGGED.entries)
    moved = LogProof(299, other.path, other.note, other.extra)
    files["proof"].write_bytes(moved.to_bytes())
    result = skillmark(*plain, "--renew", files["proof"])
    assert (result.exit_code, "another entry" in result.stderr) == (2, True)


def test_a_monitor_goes_on_and_raises_an_alarm(
    log: Path, trust: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    state = tmp_path / "state.json"
    words = ["log", "monitor", log, "--policy", trust, "--issuer", DID, "--state", state]
    words += ["--known", files["known"], "--did-document", files["did"]]
    result = skillmark(*words)
    assert result.exit_code == 0
    assert "300  number 1  2026-09-21T14:13:21Z  issue batch" in result.stdout
    assert "Nothing wrong. 1 new entries." in result.stdout
    assert "0 new entries" in skillmark(*words).stdout

    written(log, [*LOGGED.entries, entry(3).to_bytes()])
    result = skillmark(*words, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [alarm["code"] for alarm in found["alarms"]] == [
        "log.unknown_entry",
        "log.sequence_gap",
    ]
    assert [one["index"] for one in found["entries"]] == [302]

    before = state.read_bytes()
    written(log, LOGGED.entries)
    result = skillmark(*words)
    assert (result.exit_code, "The log is not the one seen before" in result.stdout) == (
        1,
        True,
    )
    assert state.read_bytes() == before


def test_a_monitor_watches_an_address(
    log: Path, site: str, trust: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    words = ["log", "monitor", site, "--allow-origin", site, "--policy", trust, "--issuer", DID]
    words += ["--state", tmp_path / "state.json", "--known", files["known"]]
    assert skillmark(*words).exit_code == 0
    written(log, [*LOGGED.entries, entry(3).to_bytes()])
    result = skillmark(*words)
    assert result.exit_code == 1
    assert "log.unknown_entry" in result.stdout
    assert "log.sequence_gap" in result.stdout


def test_a_monitor_wants_its_witnesses_and_its_own_files(
    log: Path, trust: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    words = ["log", "monitor", log, "--policy", trust, "--issuer", DID]
    for name, text, code in (
        ("state", b"{}", "cli.monitor_file"),
        ("state", b"nothing", "cli.monitor_file"),
        (
            "state",
            jsonio.dumps({"format": "skillmark-log-monitor-1", "issuer": DID}),
            "cli.monitor_file",
        ),
        (
            "state",
            jsonio.dumps(
                {
                    "format": "skillmark-log-monitor-1",
                    "issuer": DID,
                    "sequence": "1",
                    "time": 1,
                    "checkpoint": "",
                }
            ),
            "cli.monitor_file",
        ),
        ("known", b"nothing\n", "cli.monitor_file"),
        ("known", b"ab" * 32, "cli.monitor_file"),
    ):
        (tmp_path / name).write_bytes(text)
        result = skillmark(*words, f"--{name}", tmp_path / name)
        assert (result.exit_code, code in result.stderr) == (2, True)
    (log / "checkpoint").write_bytes(cosigned(sign(head_of(LOGGED.entries)), 1).to_bytes())
    result = skillmark(*words)
    assert (result.exit_code, "log.quorum" in result.stderr) == (2, True)
    far = entry(1, time=2**62)
    written(log, [far.to_bytes()])
    assert f"{2**62} s" in skillmark(*words).stdout


def moved(tmp_path: Path) -> tuple[Shelf, Path]:
    """Return a log whose anchor is a copy, and what a witness has of it."""
    shelf = Shelf(tmp_path / "shelf").filled(5)
    newest = tmp_path / "newest"
    newest.write_bytes(cosigned(sign(head_of(many(0, 5))), 1, 2).to_bytes())
    (shelf.anchor / "lock").unlink()
    (shelf.anchor / "lock").touch()
    assert shelf.refuses() == "logstore.rollback"
    return shelf, newest


def test_a_moved_log_is_adopted(tmp_path: Path, trust: Path) -> None:
    shelf, newest = moved(tmp_path)
    words = ["log", "adopt", shelf.folder, "--anchor", shelf.anchor]
    result = skillmark(*words, "--newest", newest, "--policy", trust)
    assert (result.exit_code, "from entry 5 on" in result.stderr) == (0, True)
    with shelf.open() as store:
        store.append(many(5, 1), sign=sign)


def test_a_log_that_is_behind_or_not_witnessed_is_not_adopted(
    tmp_path: Path, trust: Path
) -> None:
    shelf, newest = moved(tmp_path)
    other = replace(head_of(many(0, 5)), origin="other.example/log")
    line = notes.sign(other.text, other.origin, key("other log"), key("other log").public)
    both = tmp_path / "both"
    both.write_bytes(
        f"log {notes.NoteKey(other.origin, key('other log').public)}\n".encode()
        + trust.read_bytes()
    )
    for note, code in (
        (cosigned(sign(head_of(many(0, 6))), 1, 2), "logstore.rollback"),
        (cosigned(sign(head_of(many(1, 5))), 1, 2), "logstore.rollback"),
        (cosigned(sign(head_of(many(0, 5))), 1), "log.quorum"),
        (cosigned(Note(other.text, (line,)), 1, 2), "cli.failed"),
    ):
        newest.write_bytes(note.to_bytes())
        words = ["log", "adopt", shelf.folder, "--anchor", shelf.anchor]
        result = skillmark(*words, "--newest", newest, "--policy", both)
        assert (result.exit_code, code in result.stderr) == (2, True)
    assert shelf.refuses() == "logstore.rollback"


def test_a_log_that_claims_too_much_is_given_up_on(log: Path, trust: Path) -> None:
    huge = Checkpoint(ORIGIN, 2**60, b"r" * 32)
    (log / "checkpoint").write_bytes(sign(huge).to_bytes())
    result = skillmark("log", "fsck", log, "--policy", trust)
    assert (result.exit_code, "1000 faults" in result.stdout) == (1, True)
