"""did:webvh: every way a log can be wrong, with good hashes and signatures, and its code."""

import json
from collections.abc import Callable

import pytest
from webvh_samples import (
    NOW,
    START,
    begun,
    did_of,
    document_of,
    entries,
    first_with,
    hours,
    key,
    lines,
    next_with,
    public,
    sealed,
)

from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import (
    Terms,
    create,
    deactivate,
    hashes,
    read_log,
    verify,
)
from skillmark.core.did.webvh.log import MAX_ENTRIES, MAX_LOG
from skillmark.core.jsonio import JsonObject

LOG = begun()
PROMISED = begun(Terms(next_keys=(public("update 2"),)))
KEY_1, KEY_2 = key("update 1").multikey, key("update 2").multikey
P256 = PrivateKey.generate(Algorithm.P256, bytes(range(40))).public.to_multikey()
WITNESS = key("witness 1").did
OTHER_SCID = hashes.multihash(b"another")


def with_proof(**members: object) -> bytes:
    entry = entries(LOG)[0]
    proof = entry["proof"][0] | members  # type: ignore[index,operator]
    return lines([entry | {"proof": [{n: v for n, v in proof.items() if v is not None}]}])


def without(*names: str) -> bytes:
    return lines([{n: v for n, v in entries(LOG)[0].items() if n not in names}])


def state(log: bytes, **members: object) -> JsonObject:
    changed: JsonObject = json.loads(json.dumps(document_of(log) | members))
    return changed


def witness(threshold: object, *dids: object) -> bytes:
    witnesses = [{"id": did} for did in dids]
    return first_with({"witness": {"threshold": threshold, "witnesses": witnesses}})


def two_at(time: str) -> bytes:
    return next_with(LOG, versionTime=time)


def numbered(number: int) -> bytes:
    first = entries(LOG)[0]
    again = first | {"parameters": {}, "versionTime": "2026-02-01T00:00:00Z"}
    return LOG + lines([sealed(again, str(first["versionId"]), number, key("update 1"))])


def renamed(version_id: str) -> bytes:
    return lines([entries(LOG)[0] | {"versionId": version_id}])


def placeholder() -> bytes:
    first = entries(LOG)[0]
    document = state(LOG, service=[{"id": "#x", "note": "{SCID}"}])
    bare = {n: v for n, v in (first | {"state": document}).items() if n != "proof"}
    return lines([sealed(bare, str(first["parameters"]["scid"]), 1, key("update 1"))])  # type: ignore[index,call-overload]


PORTABLE = begun(Terms(portable=True))
MOVED_FULLY = state(
    PORTABLE,
    id=did_of(PORTABLE).replace("harbour", "haven"),
    alsoKnownAs=[did_of(PORTABLE)],
)
VERSION_ID = str(entries(LOG)[0]["versionId"])
MOVED = {"id": did_of(LOG).replace("harbour", "haven"), "alsoKnownAs": []}


def two_proofs() -> bytes:
    good, bad = entries(LOG)[0], entries(first_with({}, by="thief"))[0]
    return lines([good | {"proof": [*good["proof"], *bad["proof"]]}])  # type: ignore[misc]


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("webvh.log_malformed", lambda: b""),
    "an empty line": ("webvh.log_malformed", lambda: LOG + b"\n" + LOG),
    "a list": ("webvh.log_malformed", lambda: b"[]\n"),
    "no JSON": ("webvh.log_malformed", lambda: b"{]\n"),
    "a name twice": ("webvh.log_malformed", lambda: b'{"a":1,"a":1}\n'),
    "a line too long": (
        "webvh.log_malformed",
        lambda: lines([entries(LOG)[0] | {"state": {"a": "b" * 300_000}}]),
    ),
    "too many bytes": ("webvh.log_too_large", lambda: b" " * (MAX_LOG + 1)),
    "too many lines": ("webvh.log_too_large", lambda: b"{}\n" * (MAX_ENTRIES + 1)),
    "no proof": ("webvh.proof_missing", lambda: without("proof")),
    "an empty proof": (
        "webvh.proof_missing",
        lambda: lines([entries(LOG)[0] | {"proof": []}]),
    ),
    "one more member": ("webvh.entry_malformed", lambda: lines([entries(LOG)[0] | {"x": 1}])),
    "no state": ("webvh.entry_malformed", lambda: without("state")),
    "parameters null": (
        "webvh.entry_malformed",
        lambda: lines([entries(LOG)[0] | {"parameters": None}]),
    ),
    "a proof by itself": (
        "webvh.entry_malformed",
        lambda: lines([entries(LOG)[0] | {"proof": entries(LOG)[0]["proof"][0]}]),  # type: ignore[index,call-overload]
    ),
    "a version id of two dashes": (
        "webvh.version_id_malformed",
        lambda: renamed(VERSION_ID.replace("-", "--")),
    ),
    "a version id without a number": (
        "webvh.version_id_malformed",
        lambda: renamed(VERSION_ID[1:]),
    ),
    "a version id with a zero": (
        "webvh.version_id_malformed",
        lambda: renamed("0" + VERSION_ID),
    ),
    "a version id that is no text": (
        "webvh.version_id_malformed",
        lambda: lines([entries(LOG)[0] | {"versionId": 1}]),
    ),
    "a version left out": ("webvh.version_number", lambda: numbered(3)),
    "a version twice": ("webvh.version_number", lambda: numbered(1)),
    "the hash of another entry": (
        "webvh.entry_hash",
        lambda: renamed("1-" + hashes.multihash(b"another")),
    ),
    "no zone": ("webvh.time_malformed", lambda: two_at("2026-02-01T00:00:00")),
    "another zone": ("webvh.time_malformed", lambda: two_at("2026-02-01T00:00:00+01:00")),
    "no such day": ("webvh.time_malformed", lambda: two_at("2026-02-31T00:00:00Z")),
    "the same time": ("webvh.time_order", lambda: two_at("2026-01-01T09:00:00Z")),
    "an earlier time": ("webvh.time_order", lambda: two_at("2025-12-31T00:00:00Z")),
    "the future": ("webvh.time_future", lambda: two_at("2026-11-22T08:05:01Z")),
    "another document under the SCID": (
        "webvh.scid_mismatch",
        lambda: first_with({"ttl": 60}, raw=True),
    ),
    "a placeholder left": ("webvh.placeholder", placeholder),
    "no id": ("webvh.id_malformed", lambda: next_with(LOG, state=state(LOG, id=None))),
    "a did:web as id": (
        "webvh.id_malformed",
        lambda: next_with(LOG, state=state(LOG, id="did:web:harbour.example")),
    ),
    "an id with a path": (
        "webvh.id_malformed",
        lambda: next_with(LOG, state=state(LOG, id=did_of(LOG) + "/path")),
    ),
    "another SCID": (
        "webvh.id_of_another",
        lambda: next_with(LOG, state=state(LOG, id=f"did:webvh:{OTHER_SCID}:harbour.example")),
    ),
    "a move that was not allowed": (
        "webvh.not_portable",
        lambda: next_with(LOG, state=state(LOG, **MOVED)),
    ),
    "a move that is the end of moving": (
        "webvh.not_portable",
        lambda: next_with(PORTABLE, parameters={"portable": False}, state=MOVED_FULLY),
    ),
    "a move after the end of moving": (
        "webvh.not_portable",
        lambda: next_with(
            next_with(PORTABLE, parameters={"portable": False}), state=MOVED_FULLY
        ),
    ),
    "a move that hides the old name": (
        "webvh.move_unnamed",
        lambda: next_with(PORTABLE, state=MOVED_FULLY | {"alsoKnownAs": []}),
    ),
    "a move allowed too late": (
        "webvh.portable_late",
        lambda: next_with(LOG, parameters={"portable": True}),
    ),
    "an unknown method": (
        "webvh.method_unknown",
        lambda: first_with({"method": "did:webvh:99.0"}),
    ),
    "a method without its colon": (
        "webvh.method_unknown",
        lambda: first_with({"method": "didwebvh:1.0"}),
    ),
    "a candidate of the method": (
        "webvh.method_unknown",
        lambda: first_with({"method": "did:webvh:1.0-rc1"}),
    ),
    "an older method later": (
        "webvh.method_unknown",
        lambda: next_with(LOG, parameters={"method": "did:webvh:0.5"}),
    ),
    "no method": ("webvh.parameter_missing", lambda: first_with({}, "method")),
    "no update keys": ("webvh.parameter_missing", lambda: first_with({}, "updateKeys")),
    "an unknown parameter": ("webvh.parameter_unknown", lambda: first_with({"ttls": 1})),
    "the SCID again": (
        "webvh.scid_repeated",
        lambda: next_with(LOG, parameters={"scid": OTHER_SCID}),
    ),
    "an SCID that is no hash": (
        "webvh.parameter_invalid",
        lambda: first_with({"scid": "harbour"}, raw=True),
    ),
    "null for nothing": ("webvh.parameter_invalid", lambda: first_with({"watchers": None})),
    "a key twice": ("webvh.parameter_invalid", lambda: first_with({"updateKeys": [KEY_1] * 2})),
    "a key of another curve": (
        "webvh.parameter_invalid",
        lambda: first_with({"updateKeys": [KEY_1, P256]}),
    ),
    "a key that is none": (
        "webvh.parameter_invalid",
        lambda: first_with({"updateKeys": [KEY_1, KEY_1 + "1"]}),
    ),
    "too many promises": (
        "webvh.parameter_invalid",
        lambda: first_with({"nextKeyHashes": [str(number) for number in range(33)]}),
    ),
    "portable as a text": ("webvh.parameter_invalid", lambda: first_with({"portable": "yes"})),
    "a time to live below nothing": (
        "webvh.parameter_invalid",
        lambda: first_with({"ttl": -1}),
    ),
    "true as a time to live": ("webvh.parameter_invalid", lambda: first_with({"ttl": True})),
    "a witness rule of another form": (
        "webvh.witness_rule",
        lambda: first_with({"witness": {"threshold": 1}}),
    ),
    "no witnesses": ("webvh.witness_rule", lambda: witness(1)),
    "a witness that is a bare key": ("webvh.witness_rule", lambda: witness(1, WITNESS[8:])),
    "a witness of another curve": ("webvh.witness_rule", lambda: witness(1, f"did:key:{P256}")),
    "a witness with a fragment": (
        "webvh.witness_rule",
        lambda: witness(1, f"{WITNESS}#{WITNESS[8:]}"),
    ),
    "a witness with a weight": (
        "webvh.witness_rule",
        lambda: first_with(
            {"witness": {"threshold": 1, "witnesses": [{"id": WITNESS, "weight": 1}]}}
        ),
    ),
    "a witness twice": ("webvh.witness_twice", lambda: witness(2, WITNESS, WITNESS)),
    "a threshold of nothing": ("webvh.witness_threshold", lambda: witness(0, WITNESS)),
    "a threshold below nothing": ("webvh.witness_threshold", lambda: witness(-1, WITNESS)),
    "a threshold out of reach": ("webvh.witness_threshold", lambda: witness(2, WITNESS)),
    "a threshold as a text": ("webvh.witness_threshold", lambda: witness("1", WITNESS)),
    "a threshold that is true": (
        "webvh.witness_threshold",
        lambda: witness(bool(WITNESS), WITNESS),
    ),
    "a threshold with a fraction": ("webvh.witness_threshold", lambda: witness(1.5, WITNESS)),
    "promised keys left out": (
        "webvh.prerotation_omitted",
        lambda: next_with(PROMISED, parameters={"nextKeyHashes": []}),
    ),
    "promises left out": (
        "webvh.prerotation_omitted",
        lambda: next_with(PROMISED, "update 2", parameters={"updateKeys": [KEY_2]}),
    ),
    "a key that was not promised": (
        "webvh.key_not_promised",
        lambda: next_with(PROMISED, parameters={"updateKeys": [KEY_1], "nextKeyHashes": []}),
    ),
    "one promised key of two": (
        "webvh.key_not_promised",
        lambda: next_with(
            PROMISED,
            "update 2",
            parameters={"updateKeys": [KEY_2, KEY_1], "nextKeyHashes": []},
        ),
    ),
    "the old key beside a promised one": (
        "webvh.key_unauthorized",
        lambda: next_with(PROMISED, parameters={"updateKeys": [KEY_2], "nextKeyHashes": []}),
    ),
    "an entry after the end": (
        "webvh.after_deactivation",
        lambda: next_with(deactivate(LOG, key("update 1"), at=hours(1))),
    ),
    "a key that may not": ("webvh.key_unauthorized", lambda: next_with(LOG, "thief")),
    "a new key that signs itself in": (
        "webvh.key_unauthorized",
        lambda: next_with(LOG, "thief", parameters={"updateKeys": [key("thief").multikey]}),
    ),
    "a first entry by another": ("webvh.key_unauthorized", lambda: first_with({}, by="thief")),
    "a key after there is none": (
        "webvh.key_unauthorized",
        lambda: next_with(next_with(LOG, parameters={"updateKeys": []})),
    ),
    "a proof without purpose": ("webvh.proof_malformed", lambda: with_proof(proofPurpose=None)),
    "a proof that expires": (
        "webvh.proof_malformed",
        lambda: with_proof(expires="2030-01-01T00:00:00Z"),
    ),
    "a proof with a number": ("webvh.proof_malformed", lambda: with_proof(created=1)),
    "a signature in another base": (
        "webvh.proof_malformed",
        lambda: with_proof(proofValue="uAA"),
    ),
    "a signature too short": ("webvh.proof_malformed", lambda: with_proof(proofValue="z11")),
    "another suite": ("webvh.proof_suite", lambda: with_proof(cryptosuite="ecdsa-jcs-2019")),
    "another type": ("webvh.proof_suite", lambda: with_proof(type="Ed25519Signature2020")),
    "another purpose": (
        "webvh.proof_purpose",
        lambda: with_proof(proofPurpose="authentication"),
    ),
    "a thief's key under an allowed name": (
        "webvh.proof_key",
        lambda: with_proof(verificationMethod=f"did:key:{key('thief').multikey}#{KEY_1}"),
    ),
    "no fragment": (
        "webvh.proof_key",
        lambda: with_proof(verificationMethod=f"did:key:{KEY_1}"),
    ),
    "a key of the document": (
        "webvh.proof_key",
        lambda: with_proof(verificationMethod=f"{did_of(LOG)}#{KEY_1}"),
    ),
    "another time in the proof": (
        "webvh.proof_signature",
        lambda: with_proof(created="2026-01-02T00:00:00Z"),
    ),
    "no time in the proof": ("webvh.proof_signature", lambda: with_proof(created=None)),
    "one good proof and one of a thief": ("webvh.key_unauthorized", two_proofs),
}


@pytest.mark.parametrize(("code", "make"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_for_its_reason(code: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(DidError) as refused:
        read_log(make(), at=NOW)
    assert refused.value.code == code


def test_the_samples_are_good_before_they_are_spoilt() -> None:
    moved = next_with(PORTABLE, state=MOVED_FULLY)
    for log in (LOG, PROMISED, moved, first_with({}), next_with(LOG), first_with({"ttl": 60})):
        assert read_log(log, at=NOW).versions


def test_a_log_of_another_did_is_refused() -> None:
    with pytest.raises(DidError) as refused:
        verify(did_of(PROMISED), LOG, at=NOW)
    assert refused.value.code == "webvh.id_of_another"


def test_a_log_that_never_bore_the_did_is_refused() -> None:
    with pytest.raises(DidError) as refused:
        verify(did_of(LOG).replace("harbour", "haven"), LOG, at=NOW)
    assert refused.value.code == "webvh.id_never_named"


def test_a_log_may_begin_anywhere_but_is_dated_before_it_is_read() -> None:
    with pytest.raises(DidError) as refused:
        read_log(LOG, at=START.replace(hour=8))
    assert refused.value.code == "webvh.time_future"
    assert create("a.example", lambda did: {"id": did}, key("update 1"), at=START)
