"""Witnesses of the logs of this site: its own key, and those that the operator names.

Where nobody is named, this site's own witness is the only one: it keeps a log from being forked
by whoever reaches the log's rows but not the witness's, and no more. Named witnesses, run by
others, keep the site itself from telling two histories.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

import structlog
from django.conf import settings

from skillmark.core import jsonio
from skillmark.core.did.webvh import History, WitnessRule, signing, watching, witnesses
from skillmark.core.did.webvh.log import read_log
from skillmark.core.did.webvh.witnesses import Approval
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.fetch.fetcher import Call, Fetcher
from skillmark.platform.trust.errors import NotWitnessedError, WitnessSettingError
from skillmark.platform.trust.identities import custody, heads
from skillmark.platform.trust.models import HeadKind

MAX_ANSWER: Final = 16_384  # bytes of a witness's proof
TIMEOUT_S: Final = 5.0
JSON: Final = "application/json"

log = structlog.get_logger("skillmark.trust")


@dataclass(frozen=True, slots=True)
class Other:
    """A witness that somebody else runs: its did:key, and where it is asked."""

    did: str
    url: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``did:key:z6Mk… https://address``, as the setting has it.

        Raises:
            WitnessSettingError: it is anything else.
        """
        did, _, url = text.partition(" ")
        if signing.ed25519(did) is None or not url.startswith(("https://", "http://")):
            raise WitnessSettingError(
                "A witness is named by the did:key of an Ed25519 key and its address."
            )
        return cls(did, url)


def others() -> tuple[Other, ...]:
    """Return the witnesses that the operator names."""
    return tuple(Other.parse(one) for one in settings.SKILLMARK.did_witnesses)


def rule() -> WitnessRule:
    """Return who approves the next version, and how many of them it takes.

    Raises:
        WitnessSettingError: the settings ask for more witnesses than there are.
    """
    dids = (custody.witness_key().did, *(other.did for other in others()))
    threshold = settings.SKILLMARK.did_witness_threshold or len(dids) // 2 + 1
    if threshold > len(dids):
        raise WitnessSettingError("More witnesses have to approve than there are.")
    return WitnessRule(threshold, dids)


def approve(data: bytes, witness_file: bytes | None, *, at: datetime) -> tuple[str, JsonObject]:
    """Return this site's approval of a log's newest version, and which version that is.

    The head moves in the caller's transaction; the proof leaves with its commit.

    Raises:
        WebvhError: the log does not verify, or is rolled back or forked against what this
            witness approved before.
        HeadMovedError: another version was approved at the same moment.
    """
    scid = read_log(data, at=at).scid
    known = heads.known(scid, HeadKind.APPROVED)
    proof, head = watching.approve(
        data, custody.witness_key(), at=at, known=known, witness_file=witness_file
    )
    if head != known:
        heads.approve(known, head)
    return head.version_id, proof


def approved_here(data: bytes, file: bytes, *, at: datetime) -> bytes:
    """Return the witness file with this site's own approval, if the rule names it.

    Raises:
        WebvhError, HeadMovedError: as `approve`.
    """
    history = read_log(data, at=at)
    own = custody.witness_key().did
    newest = history.newest
    if own not in newest.rule.witnesses or own in _signers(file, newest.entry.version_id):
        return file
    version_id, proof = approve(data, file or None, at=at)
    return with_proof(file, version_id, proof)


def asked_elsewhere(data: bytes, file: bytes, *, at: datetime) -> list[JsonObject]:
    """Return the approvals of a log's newest version that others give now; over the network.

    A witness that cannot be reached, or refuses, is asked again another time.
    """
    newest = read_log(data, at=at).newest
    version_id = newest.entry.version_id
    missing = set(newest.rule.witnesses) - _signers(file, version_id)
    proofs: list[JsonObject] = []
    for other in (one for one in others() if one.did in missing):
        try:
            proofs.append(_ask(other, version_id, data, file))
        except SkillmarkError as error:
            log.warning("witness did not approve", witness=other.did, code=error.code)
    return proofs


def _ask(other: Other, version_id: str, data: bytes, file: bytes) -> JsonObject:
    sent: JsonObject = {"log": data.decode(), "witness": file.decode()}
    call = Call("POST", jsonio.dumps(sent), JSON, accept=JSON)
    fetcher = Fetcher(timeout_s=TIMEOUT_S, allow_origins=settings.SKILLMARK.fetch_origins)
    answer = fetcher.call(other.url, call, max_bytes=MAX_ANSWER)
    return _checked(answer.body, version_id, other)


def with_proof(file: bytes, version_id: str, proof: JsonObject) -> bytes:
    """Return the witness file with one more proof."""
    approvals = {one.version_id: one.proofs for one in _read(file)}
    approvals[version_id] = (*approvals.get(version_id, ()), proof)
    return witnesses.write_file([Approval(*one) for one in approvals.items()])


def trimmed(file: bytes, history: History) -> bytes:
    """Return the witness file with the newest proof of each witness: it speaks for all before."""
    order = [version.entry.version_id for version in history.versions]
    newest: dict[str, tuple[str, JsonObject]] = {}
    for approval in sorted(
        (one for one in _read(file) if one.version_id in order),
        key=lambda one: order.index(one.version_id),
    ):
        for proof in approval.proofs:
            newest[str(proof.get("verificationMethod"))] = (approval.version_id, proof)
    kept: dict[str, tuple[JsonObject, ...]] = {}
    for version_id, proof in newest.values():
        kept[version_id] = (*kept.get(version_id, ()), proof)
    return witnesses.write_file([Approval(*one) for one in kept.items()])


def _read(file: bytes) -> Sequence[Approval]:
    return witnesses.read_file(file) if file else ()


def _signers(file: bytes, version_id: str) -> set[str]:
    approved = witnesses.approved_up_to(_read(file), {version_id: 1})
    return set(approved)


def _checked(body: bytes, version_id: str, other: Other) -> JsonObject:
    try:
        answer = jsonio.load_object(body, max_bytes=MAX_ANSWER)
        proof = answer.get("proof")
        multikey = signing.check({"versionId": version_id}, proof)
    except SkillmarkError as error:
        raise NotWitnessedError("The witness's answer is no approval.") from error
    if answer.get("versionId") != version_id or f"did:key:{multikey}" != other.did:
        raise NotWitnessedError("The witness's answer is no approval.")
    if not isinstance(proof, dict):  # pragma: no cover - `check` refuses it
        raise NotWitnessedError("The witness's answer is no approval.")
    return proof
