"""`skillmark verify --offline bundle.json --policy policy.json`: exit codes, words, no network."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bundle_samples
import pytest
from bundle_samples import CREATED, WEB, WEBVH, World, retired, world
from command_line import skillmark

from skillmark.core.verify import Policy, judge, read_policy

AT = "2026-11-22T08:00:00Z"
MADE = world(WEB)


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., Any]:
    """Write a bundle and a policy, and judge the one by the other."""

    def run(
        data: bytes | None = None, *words: str, made: World = MADE, policy: Any = None
    ) -> Any:
        (tmp_path / "bundle.json").write_bytes(data or made.bundle.to_bytes())
        (tmp_path / "policy.json").write_text(json.dumps(policy or made.policy))
        more = [] if policy == {} else ["--policy", tmp_path / "policy.json"]
        return skillmark(
            "verify", "--offline", tmp_path / "bundle.json", "--at", AT, *more, *words
        )

    return run


def test_a_whole_bundle_is_valid_and_says_by_what(judged: Callable[..., Any]) -> None:
    result = judged()
    assert result.exit_code == 0
    assert result.stdout.startswith("Valid\n")
    for words in (
        "Entry 3 of log.harbour.example/2026.",
        "Checkpoint of 5 entries, root ",
        "Seen by w1, w2 since 2026-09-21T14:13:21Z.",
        "Block 1234 of eip155:31337, at 2026-09-21T14:18:21Z.",
        "Transaction 0x",
        "Proven to be there by 2026-09-21T14:13:21Z (witnesses of the log).",
        "the history of its keys was checked",
    ):
        assert words in result.stdout


def without(*names: str) -> bytes:
    return MADE.having(
        **{name: () if name in {"anchors", "rights"} else None for name in names}
    )


@pytest.mark.parametrize(
    ("data", "changes", "code", "words"),
    [
        (without("log"), {}, 1, "Invalid: It is not in the log"),
        (without("log", "anchors"), {"demand": ["log"]}, 1, "log.absent"),
        (without("anchors"), {}, 1, "anchor.absent"),
        (None, {"chains": []}, 2, "anchor.evm_chain_unknown"),
        (None, {"chains": [], "demand": ["log"]}, 0, "anchor.evm_chain_unknown"),
        (without("log", "anchors"), {"demand": []}, 0, "Valid"),
        (None, {"issuers": {"type": "SkillmarkIssuers", "version": 1, "issuers": []}}, 1, "right."),
        (world(WEB, bad=7).bundle.to_bytes(), {}, 1, "status.revoked"),
        (world(WEB, history=retired(CREATED)).bundle.to_bytes(), {}, 1, "key.expired"),
    ],
)  # fmt: skip
def test_what_the_exit_code_says(
    judged: Callable[..., Any], data: bytes | None, changes: Any, code: int, words: str
) -> None:
    result = judged(data, policy={**MADE.policy, **changes})
    assert (result.exit_code, words in result.stdout) == (code, True), result.stdout


def test_without_a_policy_nobody_says_whose_keys_they_are(judged: Callable[..., Any]) -> None:
    result = judged(policy={})
    assert (result.exit_code, "issuer.keys_enclosed" in result.stdout) == (2, True)
    by_history = world(WEBVH)
    result = judged(made=by_history, policy={})
    assert (result.exit_code, "issuer.domain_unchecked" in result.stdout) == (1, True)
    result = judged(None, "--issuer", WEBVH, made=by_history, policy={})
    assert result.exit_code == 0, result.stdout


@pytest.mark.parametrize(
    "policy", [{"type": "SkillmarkPolicy"}, {**MADE.policy, "demands": []}, ["x"]]
)
def test_a_policy_that_cannot_be_read_is_no_policy(
    judged: Callable[..., Any], policy: Any
) -> None:
    result = judged(policy=policy)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "policy_file" in result.stderr


def test_an_alarm_is_said(judged: Callable[..., Any]) -> None:
    scid = WEBVH.split(":")[2]
    result = judged(policy={**MADE.policy, "heads": {scid: "7-QmLater"}})
    assert result.exit_code == 1
    assert "webvh.rolled_back" in result.stdout
    assert "Tell the issuer and others" in result.stdout


def test_the_command_line_and_the_library_say_the_same(judged: Callable[..., Any]) -> None:
    result = judged(None, "--json")
    trust = read_policy(json.dumps(MADE.policy).encode())
    report = judge(MADE.bundle.to_bytes(), {}, at=bundle_samples.AT, policy=Policy(trust=trust))
    assert json.loads(result.stdout) == report.to_json()


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare of Linux")
def test_it_takes_no_network_at_all(tmp_path: Path) -> None:
    """In a network namespace of its own, where not even loopback is up."""
    (tmp_path / "bundle.json").write_bytes(MADE.bundle.to_bytes())
    (tmp_path / "policy.json").write_text(json.dumps(MADE.policy))
    alone = ["unshare", "--user", "--map-root-user", "--net"]
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a network namespace")
    command = "from skillmark.cli.main import run; run()"
    words = ["verify", "--offline", "bundle.json", "--policy", "policy.json", "--at", AT]
    done = subprocess.run(
        [*alone, sys.executable, "-c", command, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Valid")
