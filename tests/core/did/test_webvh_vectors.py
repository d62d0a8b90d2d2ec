"""did:webvh: the published logs of four implementations, taken; and the forged ones, refused."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import WebvhDid, hashes, verify

FOLDER = Path(__file__).parents[2] / "vectors" / "didwebvh"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

LOGS = {
    f"{path.parent.parent.name}/{path.parent.name}": path for path in FOLDER.rglob("*.jsonl")
}
STRICTER = {
    "witness-update/java-eecc": "webvh.unwitnessed",
    "witness-update/python": "webvh.unwitnessed",
    "witness-update/ts": "webvh.unwitnessed",
    "witness-update/rust": "webvh.witness_rule",
    "witness-threshold/rust": "webvh.witness_rule",
}
FORGED = {
    "negative-cross-did-witness-replay/ts": "webvh.unwitnessed",
    "negative-did-key-body-fragment-mismatch/ts": "webvh.proof_key",
    "negative-duplicate-witness-ids/ts": "webvh.witness_twice",
    "negative-portable-scid-swap/ts": "webvh.id_malformed",
    "negative-pre-rotation-omit-updatekeys/ts": "webvh.prerotation_omitted",
    "negative-scid-mismatch-genesis/ts": "webvh.scid_mismatch",
    "negative-unknown-method-version/ts": "webvh.method_unknown",
    "negative-versiontime-future/ts": "webvh.time_future",
    "negative-versiontime-non-monotonic/ts": "webvh.time_order",
    "negative-wrong-cryptosuite/ts": "webvh.proof_suite",
    "negative-zero-witness-threshold/ts": "webvh.witness_threshold",
}
GOOD = sorted(LOGS.keys() - STRICTER.keys() - FORGED.keys())
SCID = "QmXhVjFG6EBTosDastaaHMRypm2qSv4SMGctADsx878Yux"
PLACES = {
    "a step up": "example.com:..:..:admin",
    "an encoded address": "127%2E0%2E0%2E1",
    "an encoded address, lower case": "127%2e0%2e0%2e1",
    "an encoded address of the cloud": "169%2E254%2E169%2E254",
    "an encoded step up": "example.com:%2E%2E:admin",
    "an encoded step up, lower case": "example.com:%2e%2e:admin",
    "an encoded slash": "example.com:a%2Fb",
    "a port in lower case behind an address": "127.0.0.1%3a8080",
    "an address": "127.0.0.1",
    "a port in lower case": "example.com%3a3000",
    "no place": "",
}


def did_in(path: Path) -> str:
    """Return the DID that the log's own last document bears, its SCID that of the first entry."""
    lines = path.read_bytes().splitlines()
    scid = json.loads(lines[0])["parameters"]["scid"]
    return f"did:webvh:{scid}:" + json.loads(lines[-1])["state"]["id"].split(":", 3)[3]


def read(name: str) -> int:
    path = LOGS[name]
    file = path.with_name("did-witness.json")
    witnesses = file.read_bytes() if file.exists() else None
    return len(verify(did_in(path), path.read_bytes(), witnesses, at=NOW).versions)


def test_there_are_logs_of_every_kind() -> None:
    assert len(GOOD) >= 40
    assert len(LOGS) == len(GOOD) + len(STRICTER) + len(FORGED)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_log_is_taken_to_its_end(name: str) -> None:
    assert read(name) == len(LOGS[name].read_bytes().splitlines())


@pytest.mark.parametrize(("name", "code"), [*FORGED.items(), *STRICTER.items()])
def test_a_forged_log_is_refused_for_its_reason(name: str, code: str) -> None:
    with pytest.raises(DidError) as refused:
        read(name)
    assert refused.value.code == code


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_place_in_another_spelling_is_refused(place: str) -> None:
    with pytest.raises(DidError) as refused:
        WebvhDid.parse(f"did:webvh:{SCID}:{place}".removesuffix(":"))
    assert refused.value.code == "webvh.location"


def test_a_fragment_never_becomes_part_of_the_host() -> None:
    with pytest.raises(DidError) as refused:
        WebvhDid.parse(f"did:webvh:{SCID}:127.0.0.1#x")
    assert refused.value.code == "did.syntax"


@pytest.mark.parametrize(
    "scid",
    ["{SCID}", "Qm0" + SCID[3:], SCID[:-1], SCID + "1", "Zm" + SCID[2:], "1" * 46, "z" * 46],
)
def test_another_hash_is_no_scid(scid: str) -> None:
    with pytest.raises(DidError) as refused:
        WebvhDid.parse(f"did:webvh:{scid}:example.com")
    assert refused.value.code in {"webvh.scid_malformed", "did.syntax"}


@pytest.mark.parametrize(
    ("location", "log", "files"),
    [
        ("example.com", "https://example.com/.well-known/did.jsonl", "https://example.com/"),
        (
            "example.com%3A3000:dids:issuer",
            "https://example.com:3000/dids/issuer/did.jsonl",
            "https://example.com:3000/dids/issuer/",
        ),
        (
            "a.example:did.json",
            "https://a.example/did.json/did.jsonl",
            "https://a.example/did.json/",
        ),
    ],
)
def test_a_did_maps_to_its_addresses(location: str, log: str, files: str) -> None:
    did = WebvhDid.parse(f"did:webvh:{SCID}:{location}")
    assert str(did) == f"did:webvh:{SCID}:{location}"
    assert did.log_url == log
    assert did.witness_url == log.replace("did.jsonl", "did-witness.json")
    assert did.files_url == files


def test_another_method_is_refused() -> None:
    with pytest.raises(DidError) as refused:
        WebvhDid.parse("did:web:example.com")
    assert refused.value.code == "did.method"


def test_the_hash_of_the_specification_is_ours() -> None:
    entry = json.loads((FOLDER / "entry-hash.json").read_bytes())
    previous = "QmdmPkUdYzbr9txmx8gM2rsHPgr5L6m3gHjJGAf4vUFoGE"
    found = hashes.entry_hash(entry, previous)
    assert found == "QmQ6FJ4fk2xheSSQoEjVpTgx9AQPKhJgtR9hn1nr4EeCrZ"
