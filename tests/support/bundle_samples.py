"""A credential with everything beside it: history, log, witnesses, a block, papers; all really signed.

One invented training centre with a did:webvh and the did:web beside it, one log, one chain with one
block, one clock. Every part can be asked for with changes, so that a test changes one thing.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import log_samples
import webvh_samples
from signed_credentials import TestIssuer, badge

from skillmark.core import did, jsonio, rights
from skillmark.core.anchor.evm import EVENT, EvmProof, origin_hash
from skillmark.core.anchor.evm.blocks import Event, receipt_bytes
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.making import prove
from skillmark.core.anchor.evm.rlp import encode, number
from skillmark.core.anchor.evm.trie import build
from skillmark.core.badges.achievement import Achievement, Criteria
from skillmark.core.badges.profile import Profile
from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.did.webvh import key_history, parallel, update
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import (
    Batch,
    Checkpoint,
    Kind,
    LogPolicy,
    LogProof,
    Membership,
    StatusListBody,
    commitment,
    credential_digest,
    digest,
    merkle,
    padding_bytes,
)
from skillmark.core.log.merkle import leaf_hash
from skillmark.core.log.spelling import to_base64
from skillmark.core.rights import Named, writing
from skillmark.core.status import Bitstring, entry, list_credential
from skillmark.core.verify import Policy, ProofBundle, Trust, read_policy
from skillmark.core.verify.proof_bundle import KeyHistory

CREATED = datetime(2026, 5, 1, 9, tzinfo=UTC)  # what the issuer claims
WITNESSED = datetime.fromtimestamp(log_samples.START + 1, UTC)  # the second of two witnesses
MINED = WITNESSED + timedelta(minutes=5)
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)

HISTORY = webvh_samples.begun()
WEBVH = webvh_samples.did_of(HISTORY)
WEB = "did:web:" + webvh_samples.PLACE
LIST = "https://harbour.example/status/1"
CONTRACT = bytes.fromhex("5fbdb2315678afecb367f032d93f642f64180aa3")
CHAIN = "eip155:31337"
BLOCK = 1_234
SECRET = PrivateKey.generate(Algorithm.ED25519, hashlib.sha256(b"issuing 1").digest())
FRESH = PrivateKey.generate(Algorithm.ED25519, hashlib.sha256(b"issuing 2").digest())
THIEF = PrivateKey.generate(Algorithm.ED25519, hashlib.sha256(b"thief").digest())
DEFINITION = "https://harbour.example/a/1/definition"


def issuer(name: str = WEBVH, secret: PrivateKey = SECRET) -> TestIssuer:
    """Return the training centre under one of its DIDs."""
    return TestIssuer(name, secret, did.method_id(name, secret.public))


def page(history: bytes = HISTORY) -> JsonObject:
    """Return the did:web document that is made from the newest version of a history."""
    return parallel.to_web(webvh_samples.document_of(history))


def retired(at: datetime) -> bytes:
    """Return the history after the issuing key was retired."""
    return _changed(key_history.retired, at)


def revoked(at: datetime, *, then: PublicKey | None = None) -> bytes:
    """Return the history after the issuing key was revoked from a moment on; a new one may follow."""
    return _changed(key_history.revoked, at, then)


def _changed(change: Any, at: datetime, then: PublicKey | None = None) -> bytes:
    method = did.method_id(WEBVH, SECRET.public)
    document = change(webvh_samples.document_of(HISTORY), method, at=at)
    if then is not None:
        document = key_history.added(document, then)
    when = datetime(2026, 11, 1, tzinfo=UTC)
    return update(HISTORY, webvh_samples.key("update 1"), at=when, document=document)


def achievement() -> JsonObject:
    """Return the achievement exactly as its owner defines it."""
    return Achievement(
        id="https://harbour.example/a/1",
        name="Workplace Safety Foundations",
        description="Works safely in a warehouse.",
        criteria=Criteria(narrative="Passed four units of three hours."),
    ).to_json()


def credential(
    by: TestIssuer, *, created: datetime = CREATED, naming: str = "", **changes: Any
) -> Any:
    """Return a signed badge with a status, that perhaps names its definition by the digest."""
    if naming:
        named = Named(DEFINITION, rights.digest_of(naming.encode()))
        changes["relatedResource"] = [named.to_json()]
    status = {
        "id": f"{LIST}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": LIST,
    }
    document = badge(by, credentialStatus=status, **changes)
    document["credentialSubject"]["achievement"] = achievement()
    return by.sign(document, created=created)


def status_list(by: TestIssuer, *, bad: int | None = None) -> Any:
    """Return the signed status list; one entry of it may be set."""
    unsigned = list_credential.build(
        url=LIST,
        issuer=by.did,
        purpose=entry.REVOCATION,
        bits=Bitstring.zeros().with_bits({} if bad is None else {bad: True}),
        valid_from=AT - timedelta(hours=1),
        valid_until=AT + timedelta(days=7),
    )
    return by.sign(unsigned, created=AT - timedelta(hours=1))


def definition(by: TestIssuer) -> str:
    """Return the text of the signed definition of the achievement."""
    profile = Profile(id=by.did, name="Harbour Skills Training")
    document = writing.definition(
        url=DEFINITION,
        owner=profile,
        achievement=Achievement(
            id="https://harbour.example/a/1",
            name="Workplace Safety Foundations",
            description="Works safely in a warehouse.",
            criteria=Criteria(narrative="Passed four units of three hours."),
        ),
        comment="What it means.",
        at=CREATED,
    )
    return jsonio.dumps(by.sign(document, created=CREATED)).decode()


@dataclass(frozen=True)
class Logged:
    """A log with the credential in it, and a later one that contains it."""

    proof: bytes
    anchored: bytes
    consistency: tuple[bytes, ...]
    later: Checkpoint


def logged(
    document: Any,
    name: str,
    *,
    signer: PrivateKey = SECRET,
    witnesses: tuple[int, ...] = (1, 2),
    at: int = log_samples.START,
) -> Logged:
    """Log a credential between entries of others, and go on with the log."""
    salt = hashlib.sha256(b"salt").digest()
    padding = hashlib.shake_256(b"padding").digest(padding_bytes(1))
    batch = Batch.of([commitment(salt, credential_digest(document))], padding)
    leaf = log_samples.entry(1, batch.root, did=name, signer=signer)
    quay = log_samples.key("quayside")
    theirs = [
        log_samples.entry(number, did=log_samples.OTHER_DID, signer=quay).to_bytes()
        for number in range(1, 9)
    ]
    entries = [*theirs[:3], leaf.to_bytes(), theirs[3]]
    more = [*entries, *theirs[4:]]
    reader = log_samples.reader_of(entries)
    note = log_samples.cosigned(log_samples.sign(reader.checkpoint), *witnesses, at=at)
    place = batch.place(0, salt)
    proof = LogProof(3, reader.inclusion(3), note, Membership(leaf, place).to_bytes())
    later = log_samples.head_of(more)
    return Logged(
        proof.to_bytes(),
        log_samples.sign(later).to_bytes(),
        consistency(entries, more),
        later,
    )


def list_logged(document: Any, name: str, *, signer: PrivateKey = SECRET) -> str:
    """Return the text of the proof that a status list is in the log."""
    sha256 = hashlib.sha256(jsonio.dumps(document)).hexdigest()
    body = digest(StatusListBody(LIST, sha256))
    leaf = log_samples.entry(2, body, kind=Kind.STATUS_LIST, did=name, signer=signer)
    entries = [log_samples.entry(1, did=name, signer=signer).to_bytes(), leaf.to_bytes()]
    reader = log_samples.reader_of(entries)
    note = log_samples.cosigned(log_samples.sign(reader.checkpoint), 1, 2)
    return LogProof(1, reader.inclusion(1), note, leaf.to_bytes()).to_bytes().decode()


def consistency(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the proof that one log contains another, made from all its leaves."""

    class Leaves:
        def subtree(self, start: int, end: int) -> bytes:
            return merkle.root_of([leaf_hash(one) for one in new[start:end]])

    return merkle.consistency_path(cast("Any", Leaves()), len(old), len(new))


def block(checkpoint: Checkpoint, *, time: datetime = MINED, chain: int = 31_337) -> EvmProof:
    """Return the proof of an anchor in a block that holds it alone."""
    data = checkpoint.size.to_bytes(32, "big") + checkpoint.root
    event = Event(CONTRACT, (EVENT, origin_hash(checkpoint.origin)), data)
    receipt = receipt_bytes(
        kind=2, status=1, gas=23_456, bloom=bytes(256), events=[event], more=()
    )
    signed = [
        number(chain),
        *[number(1)] * 4,
        CONTRACT,
        b"",
        b"call",
        [],
        number(1),
        b"r",
        b"s",
    ]
    transaction = b"\x02" + encode(cast("Any", signed))
    fields: list[Any] = [bytes(32), bytes(32), bytes(20), bytes(32)]
    fields += [build([transaction]), build([receipt]), bytes(256), b""]
    fields += [number(BLOCK), number(30_000_000), number(23_456), number(int(time.timestamp()))]
    fields += [b"", bytes(32), bytes(8)]
    return prove(
        chain=f"eip155:{chain}",
        contract=CONTRACT,
        header=encode(fields),
        transactions=[transaction],
        receipts=[receipt],
        index=0,
        log_index=0,
    )


def anchor(found: Logged, **changes: Any) -> JsonObject:
    """Return the anchor as a bundle has it."""
    return {
        "type": "EvmAnchor",
        "checkpoint": found.anchored.decode(),
        "consistency": [to_base64(one) for one in found.consistency],
        "proof": block(found.later, **changes).to_json(),
    }


@dataclass(frozen=True)
class World:
    """A bundle and the policy that goes with it."""

    bundle: ProofBundle
    policy: JsonObject
    document: Any = field(repr=False)

    def trust(self, **changes: Any) -> Trust:
        """Return the policy as it is read from its file; None takes a member away."""
        found = {**self.policy, **changes}
        written = {name: value for name, value in found.items() if value is not None}
        return read_policy(json.dumps(written).encode())

    def asking(self, **changes: Any) -> Policy:
        """Return the verifier's policy."""
        return Policy(trust=self.trust(**changes))

    def having(self, **changes: Any) -> bytes:
        """Return the bundle with other members."""
        return replace(self.bundle, **changes).to_bytes()


def policy_file(found: EvmProof, logs: LogPolicy | None = None) -> JsonObject:
    """Return a policy that demands everything there is."""
    return {
        "type": "SkillmarkPolicy",
        "version": 1,
        "log": (logs or log_samples.policy()).to_bytes().decode(),
        "demand": ["log", "anchor", "right"],
        "chains": [
            {
                "chain": CHAIN,
                "contract": "0x" + CONTRACT.hex(),
                "confirmations": 12,
                "blocks": {str(BLOCK): "0x" + keccak256(found.header).hex()},
            }
        ],
        "issuers": {
            "type": "SkillmarkIssuers",
            "version": 1,
            "issuers": [
                {"did": WEB, "alsoKnownAs": [WEBVH], "names": ["Harbour Skills Training"]}
            ],
        },
    }


def world(
    name: str = WEBVH,
    *,
    history: bytes = HISTORY,
    secret: PrivateKey = SECRET,
    signer: PrivateKey = SECRET,
    witnesses: tuple[int, ...] = (1, 2),
    logged_at: int = log_samples.START,
    created: datetime = CREATED,
    bad: int | None = None,
    list_by: PrivateKey = SECRET,
    papers_by: PrivateKey = SECRET,
    naming: bool = False,
    list_in_log: bool = False,
    **changes: Any,
) -> World:
    """Return everything at once, in order unless told otherwise."""
    by = issuer(name, secret)
    paper = definition(issuer(name, papers_by))
    named = {"naming": paper} if naming else {}
    document = credential(by, created=created, **named, **changes)
    found = logged(document, name, signer=signer, witnesses=witnesses, at=logged_at)
    mined = anchor(found)
    listed = status_list(issuer(name, list_by), bad=bad)
    bundle = ProofBundle(
        credential=jsonio.dumps(document).decode(),
        log=found.proof.decode(),
        key_history=KeyHistory(WEBVH, history.decode()),
        did={WEB: page(history)} if name == WEB else {},
        status={LIST: listed},
        status_log={LIST: list_logged(listed, name, signer=signer)} if list_in_log else {},
        anchors=(mined,),
        rights=(paper,),
    )
    return World(bundle, policy_file(block(found.later)), document)
