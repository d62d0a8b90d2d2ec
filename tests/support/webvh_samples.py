"""A did:webvh of an invented training centre, its keys, and entries signed however one likes."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from skillmark.core import jsonio
from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.did.document import VerificationMethod, build, method_id
from skillmark.core.did.webvh import LogKey, Terms, WitnessRule, create, hashes, signing
from skillmark.core.did.webvh.witnesses import Approval, approve, write_file
from skillmark.core.jsonio import JsonObject

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PLACE = "harbour.example:issuers:training"


def key(name: str) -> LogKey:
    """Return the Ed25519 key of a name."""
    return LogKey.of(PrivateKey.generate(Algorithm.ED25519, sha256(name.encode()).digest()))


def public(name: str) -> PublicKey:
    """Return its public half."""
    return key(name).public


def hours(count: float) -> datetime:
    """Return a moment that long after the beginning."""
    return START + timedelta(hours=count)


def describe(did: str) -> JsonObject:
    """Return the first document: one issuing key, and the did:web of the same place."""
    issuing = public("issuing 1")
    web = "did:web:" + did.split(":", 3)[3]
    return build(
        did,
        [VerificationMethod(method_id(did, issuing), did, issuing)],
        also_known_as=[web],
    )


def rule(threshold: int, *names: str) -> WitnessRule:
    """Return a rule about the witnesses of these names."""
    return WitnessRule(threshold, tuple(key(name).did for name in names))


def begun(terms: Terms | None = None) -> bytes:
    """Return a log of one entry."""
    return create(PLACE, describe, key("update 1"), at=START, terms=terms or Terms())


def entries(log: bytes) -> list[JsonObject]:
    """Return the entries of a log as plain values."""
    return [json.loads(line) for line in log.splitlines()]


def did_of(log: bytes) -> str:
    """Return the DID that the newest entry bears."""
    return str(document_of(log)["id"])


def document_of(log: bytes) -> JsonObject:
    """Return the newest document."""
    state = entries(log)[-1]["state"]
    assert isinstance(state, dict)
    return state


def lines(values: list[JsonObject]) -> bytes:
    """Return entries as a log."""
    return b"".join(jsonio.dumps(value) + b"\n" for value in values)


def sealed(entry: JsonObject, previous: str, number: int, by: LogKey) -> JsonObject:
    """Return an entry with the right hash and a good proof, whatever it says."""
    bare = hashes.unproven(entry)
    whole = bare | {"versionId": f"{number}-{hashes.entry_hash(bare, previous)}"}
    return whole | {"proof": [signing.sign(whole, by, at=START)]}


def first_with(
    parameters: Mapping[str, object], *without: str, by: str = "update 1", raw: bool = False
) -> bytes:
    """Return a log of one entry with these parameters, its SCID, hash and proof made to fit."""
    entry = json.loads(begun())
    scid = str(entry["parameters"]["scid"])
    entry["parameters"] |= parameters
    for name in without:
        del entry["parameters"][name]
    if raw:
        return lines([sealed(entry, scid, 1, key(by))])
    bare = hashes.unproven(entry) | {"versionId": hashes.PLACEHOLDER}
    holding = hashes.replaced(bare, scid, hashes.PLACEHOLDER)
    fresh = hashes.scid_of(holding)
    final = hashes.replaced(holding, hashes.PLACEHOLDER, fresh)
    return lines([sealed(final, fresh, 1, key(by))])


def next_with(log: bytes, by: str = "update 1", **members: object) -> bytes:
    """Return the log with one more entry of these members, sealed by a key that may or not."""
    last = entries(log)[-1]
    number, _, _ = str(last["versionId"]).partition("-")
    entry: JsonObject = json.loads(
        json.dumps(
            last
            | {"parameters": {}, "versionTime": f"2026-02-{int(number):02}T00:00:00Z"}
            | members
        )
    )
    return log + lines([sealed(entry, str(last["versionId"]), int(number) + 1, key(by))])


def witnessed(log: bytes, *names: str, version: int = -1) -> bytes:
    """Return a witness file in which these approve one version of a log."""
    version_id = str(entries(log)[version]["versionId"])
    proofs = tuple(approve(version_id, key(name), at=NOW) for name in names)
    return write_file([Approval(version_id, proofs)])
