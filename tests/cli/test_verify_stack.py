"""`skillmark verify --stack`: what it prints, what it exits with, and that it asks nobody."""

import json
from pathlib import Path

import pytest
from command_line import skillmark
from signed_credentials import EMAIL
from stack_samples import AT, HARBOUR, NORTH, UNITS, Stack, knowing, leaf, rule_document, unit

from skillmark.core.encoding import timestamp
from skillmark.core.stack import read_bundle, replay, write_bundle

MOMENT = timestamp.encode(AT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.json").write_bytes(write_bundle(Stack().bundle()))
    revoked = Stack(revoked={HARBOUR.did: (1,)}).bundle()
    (tmp_path / "revoked.json").write_bytes(write_bundle(revoked))
    stack = Stack()
    final = stack.final()
    stack.units = stack.units[1:]
    (tmp_path / "open.json").write_bytes(write_bundle(stack.bundle(final)))
    easier = rule_document({"any": [leaf(one) for one in UNITS]})
    (tmp_path / "rule.json").write_bytes(write_bundle(Stack(shown_rule=easier).bundle()))
    odd = Stack(units=[unit(n, name="[bold]x[/]\x1b[31m") for n in range(1, 5)])
    (tmp_path / "odd.json").write_bytes(write_bundle(odd.bundle()))
    (tmp_path / "harbour.json").write_bytes(HARBOUR.did_document())
    (tmp_path / "north.json").write_bytes(NORTH.did_document())
    (tmp_path / "text.json").write_text("no JSON")
    (tmp_path / "other.json").write_text('{"id": "did:key:z6Mk"}')
    (tmp_path / "nameless.json").write_text("{}")
    return tmp_path


def keys(folder: Path) -> list[str]:
    names = ("harbour.json", "north.json")
    return [word for name in names for word in ("--did-document", str(folder / name))]


@pytest.mark.parametrize(
    ("name", "status", "words", "code"),
    [
        ("good.json", 0, "Valid: these credentials earned it.", "stack.rule_met"),
        ("revoked.json", 1, "Invalid: It was revoked", "stack.constituent_revoked"),
        ("rule.json", 1, "Invalid: The rule is not the one", "stack.rule_differs"),
        (
            "open.json",
            2,
            "Could not tell: It is named by the final",
            "stack.constituent_missing",
        ),
        ("text.json", 2, "Error: The bundle cannot be read.", "stack.bundle"),
        ("harbour.json", 2, "Error: The bundle cannot be read.", "stack.bundle"),
        ("missing.json", 2, "Error: ", "cli.file_unreadable"),
    ],
)
def test_a_bundle(folder: Path, name: str, status: int, words: str, code: str) -> None:
    result = skillmark("verify", "--stack", folder / name, "--at", MOMENT, *keys(folder))
    assert result.output.startswith(words)
    assert (result.exit_code, code in result.output) == (status, True)


def test_the_keys_of_the_bundle_alone_are_a_reservation(folder: Path) -> None:
    result = skillmark("verify", "--stack", folder / "good.json", "--at", MOMENT)
    assert result.exit_code == 1
    assert result.stdout.startswith("Valid, but: The keys of an issuer")
    assert "did:web:north.example" in result.stdout


def test_every_part_and_node_has_its_line(folder: Path) -> None:
    result = skillmark(
        "verify", "--stack", folder / "revoked.json", "--at", MOMENT, *keys(folder)
    )
    lines = result.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines if line.startswith(("final", "part"))] == [
        "final",
        *(f"part {number}" for number in range(1, 5)),
    ]
    assert [line.split()[:4] for line in lines if "/rule" in line][-5:] == [
        ["✗", "/rule", "3", "of"],
        ["✗", "/rule/all/0", "0", "of"],
        *(["✓", f"/rule/all/{at}", "1", "of"] for at in (1, 2, 3)),
    ]


def test_what_does_not_count_has_no_tick(folder: Path) -> None:
    result = skillmark("verify", "--stack", folder / "rule.json", "--at", MOMENT, *keys(folder))
    assert result.stdout.count("· It stands, and does not count here.") == 4
    assert "It counts." not in result.stdout


def test_the_json_is_the_report(folder: Path) -> None:
    result = skillmark(
        "verify", "--stack", folder / "good.json", "--at", MOMENT, "--json", *keys(folder)
    )
    bundle = read_bundle((folder / "good.json").read_bytes())
    assert json.loads(result.stdout) == replay(bundle, at=AT, policy=knowing()).to_json()


def test_standard_input(folder: Path) -> None:
    data = (folder / "good.json").read_bytes()
    result = skillmark("verify", "--stack", "-", "--at", MOMENT, *keys(folder), stdin=data)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        (["--recipient", EMAIL], 0, "stack.rule_met"),
        (["--recipient", "other@learner.example"], 1, "stack.final_policy"),
        (["--issuer", NORTH.did], 1, "stack.final_policy"),
        (["--at", "2027-06-01T00:00:00Z"], 2, "stack.final_status_unknown"),
    ],
)
def test_options(folder: Path, options: list[str], status: int, code: str) -> None:
    result = skillmark(
        "verify", "--stack", folder / "good.json", "--at", MOMENT, *keys(folder), *options
    )
    assert (result.exit_code, code in result.output) == (status, True)


@pytest.mark.parametrize("name", ["text.json", "other.json", "nameless.json"])
def test_a_did_document_that_is_none(folder: Path, name: str) -> None:
    result = skillmark(
        "verify", "--stack", folder / "good.json", "--did-document", folder / name
    )
    assert (result.exit_code, "(cli.did_document)" in result.stderr) == (2, True)


def test_a_did_document_is_for_stacks(folder: Path) -> None:
    result = skillmark("verify", folder / "good.json", "--did-document", folder / "north.json")
    assert (result.exit_code, "(cli.failed)" in result.stderr) == (2, True)


def test_markup_in_a_credential_is_shown_as_it_is(folder: Path) -> None:
    result = skillmark("verify", "--stack", folder / "odd.json", "--at", MOMENT)
    assert "\x1b" not in result.stdout
