"""`skillmark verify`: files, folders, addresses and standard input, and what the exit says."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import skillmark
from signed_credentials import EMAIL, TestIssuer, badge, tampered
from tls_server import answer, tls_server

from skillmark.cli import verify as command
from skillmark.core import bake
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import dumps
from skillmark.core.verify import judge

ISSUER = TestIssuer.by_key()
WEB = TestIssuer.on_web()
GOOD = ISSUER.sign(badge(ISSUER))
EXPIRED = ISSUER.sign(badge(ISSUER, validUntil="2026-05-02T00:00:00Z"))
FORGED = tampered(GOOD, "name", value="Pilot")
UNSURE = WEB.sign(badge(WEB))
AT = "2026-06-01T12:00:00Z"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "some" / "deeper").mkdir(parents=True)
    for name, document in {
        "some/good.json": GOOD,
        "some/expired.json": EXPIRED,
        "some/deeper/forged.json": FORGED,
        "some/unsure.json": UNSURE,
    }.items():
        (tmp_path / name).write_bytes(dumps(document))
    (tmp_path / "some" / "badge.SVG").write_bytes(bake.bake(SVG, dumps(GOOD)))
    (tmp_path / "some" / "notes.txt").write_text("not a credential")
    return tmp_path / "some"


@pytest.mark.parametrize(
    ("name", "status", "words", "code"),
    [
        ("good.json", 0, "Valid", "proof.valid"),
        ("badge.SVG", 0, "Valid", "proof.valid"),
        ("expired.json", 1, "Valid, but: It has expired.", "validity.expired"),
        ("deeper/forged.json", 1, "Invalid: The signature", "proof.signature_invalid"),
        ("unsure.json", 2, "Could not tell: What this takes", "evidence.not_fetched"),
        ("notes.txt", 1, "Invalid: The text is not JSON", "json.syntax"),
        ("missing.json", 2, "Error: ", "cli.file_unreadable"),
    ],
)
def test_file(folder: Path, name: str, status: int, words: str, code: str) -> None:
    result = skillmark("verify", folder / name, "--offline", "--at", AT)
    assert result.exit_code == status
    assert result.output.startswith(words)
    assert code in result.output


def test_the_json_is_the_report(folder: Path) -> None:
    result = skillmark("verify", folder / "good.json", "--offline", "--at", AT, "--json")
    report = judge(GOOD, {}, at=timestamp.decode(AT))
    assert json.loads(result.stdout) == report.to_json()


def test_standard_input() -> None:
    result = skillmark("verify", "-", "--offline", "--at", AT, stdin=dumps(GOOD))
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Valid")


def test_now_is_the_moment_unless_told(folder: Path) -> None:
    result = skillmark("verify", folder / "good.json", "--offline", "--json")
    assert json.loads(result.stdout)["at"] > AT


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        (["--recipient", EMAIL], 0, "recipient.matches"),
        (["--recipient", "other@learner.example"], 1, "recipient.differs"),
        (["--issuer", ISSUER.did], 0, "policy.issuer_trusted"),
        (["--issuer", "did:web:a.example", "--issuer", ISSUER.did], 0, "policy.issuer_trusted"),
        (["--issuer", WEB.did], 1, "policy.issuer_not_trusted"),
        (["--require-status"], 1, "policy.no_status"),
        (["--at", "2020-01-01T00:00:00Z"], 1, "proof.created_in_future"),
        (["--at", "yesterday"], 2, "encoding.timestamp"),
        (["--allow-origin", "127.0.0.1"], 2, "cli.failed"),
    ],
)
def test_options(folder: Path, options: list[str], status: int, code: str) -> None:
    offline = [] if "--allow-origin" in options else ["--offline"]
    result = skillmark("verify", folder / "good.json", "--at", AT, *offline, *options)
    assert (result.exit_code, code in result.output) == (status, True)


def test_a_folder_gives_a_table_and_counts(folder: Path) -> None:
    result = skillmark("verify", folder, "--offline", "--at", AT)
    assert result.exit_code == 1
    lines = {line.split()[0]: line for line in result.stdout.splitlines()}
    assert "Valid" in lines["badge.SVG"]
    assert "proof.signature_invalid" in lines["deeper/forged.json"]
    assert "validity.expired" in lines["expired.json"]
    assert "Could not tell" in lines["unsure.json"]
    assert "notes.txt" not in lines
    assert result.stderr.strip() == "5 files: 2 valid, 1 valid but, 1 unknown, 1 invalid"


def test_a_folder_as_json(folder: Path) -> None:
    result = skillmark("verify", folder, "--offline", "--at", AT, "--json")
    answer = json.loads(result.stdout)
    assert answer["summary"] == {"valid": 2, "valid_but": 1, "unknown": 1, "invalid": 1}
    assert [row["file"] for row in answer["files"]] == [
        "badge.SVG",
        "deeper/forged.json",
        "expired.json",
        "good.json",
        "unsure.json",
    ]


@pytest.mark.parametrize(
    ("kept", "status"), [({"good.json"}, 0), ({"good.json", "unsure.json"}, 2)]
)
def test_the_exit_of_a_folder(folder: Path, kept: set[str], status: int) -> None:
    for path in folder.rglob("*.*"):
        if path.name not in kept:
            path.unlink()
    assert skillmark("verify", folder, "--offline", "--at", AT).exit_code == status


def test_a_folder_of_nothing(tmp_path: Path) -> None:
    result = skillmark("verify", tmp_path, "--offline")
    assert (result.exit_code, "(cli.nothing_to_verify)" in result.stderr) == (2, True)


def test_an_address_is_refused_offline_and_when_private() -> None:
    result = skillmark("verify", "https://harbour.example/c/1.json", "--offline")
    assert (result.exit_code, "(cli.failed)" in result.stderr) == (2, True)
    result = skillmark("verify", "http://127.0.0.1:8000/c/1.json")
    assert (result.exit_code, "(fetch.scheme_refused)" in result.stderr) == (2, True)


def test_an_address_of_an_own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: dict[str, Any] = {"/c/1": answer(dumps(GOOD))}
    with tls_server(pages) as server:
        # The certificate of the test server is trusted through the fetcher, not the command.
        own = command.Fetcher(allow_origins=[server.origin], ssl_context=server.client_context)
        monkeypatch.setattr(command, "Fetcher", lambda **_: own)
        result = skillmark("verify", f"{server.origin}/c/1", "--at", AT)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Valid")


def test_markup_in_a_credential_is_shown_as_it_is(folder: Path) -> None:
    document = ISSUER.sign(badge(ISSUER, name="[bold]:key:[/] <img>\x1b[31m\u202e"))
    result = skillmark("verify", "-", "--offline", "--at", AT, stdin=dumps(document))
    assert "[bold]:key:[/] <img>" in result.stdout
    assert "<U+001B>[31m<U+202E>" in result.stdout
    assert "\x1b" not in result.stdout
