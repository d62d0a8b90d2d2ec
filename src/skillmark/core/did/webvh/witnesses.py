"""Witnesses of a log: the rule that names them, their proofs, and who approved what.

A proof speaks for the version it signs and for all before it, in this log and in no other. One
witness counts once. § names a section of did:webvh 1.0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.core import jsonio
from skillmark.core.did.webvh import signing
from skillmark.core.did.webvh.errors import (
    WebvhError,
    WitnessFileError,
    WitnessRuleError,
    WitnessThresholdError,
    WitnessTwiceError,
)
from skillmark.core.did.webvh.signing import LogKey
from skillmark.core.jsonio import JsonError, JsonObject, JsonValue

MAX_FILE: Final = 1_048_576  # bytes of did-witness.json
MAX_WITNESSES: Final = 32  # of one rule

_WITNESSED: Final = frozenset({"versionId", "proof"})


@dataclass(frozen=True, slots=True)
class WitnessRule:
    """Who has to approve, and how many of them; `NO_WITNESSES` when nobody has to.

    Attributes:
        threshold: how many different witnesses it takes.
        witnesses: their did:keys.
    """

    threshold: int = 0
    witnesses: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether anybody has to approve."""
        return bool(self.witnesses)

    def to_json(self) -> JsonObject:
        """Return the parameter ``witness``; ``{}`` when nobody has to approve."""
        if not self.is_active:
            return {}
        witnesses: list[JsonValue] = [{"id": witness} for witness in self.witnesses]
        return {"threshold": self.threshold, "witnesses": witnesses}


NO_WITNESSES: Final = WitnessRule()


def read_rule(value: JsonValue) -> WitnessRule:
    """Read the parameter ``witness``, § The witness Parameter.

    Raises:
        WitnessRuleError: neither ``{}`` nor threshold and witnesses, too many of them, or one
            that is no did:key of an Ed25519 key.
        WitnessTwiceError: one witness twice.
        WitnessThresholdError: no whole number from 1 to the number of witnesses.
    """
    if value == {}:
        return NO_WITNESSES
    if not isinstance(value, dict) or value.keys() != {"threshold", "witnesses"}:
        raise WitnessRuleError("A rule about witnesses has a threshold and witnesses.")
    named = value["witnesses"]
    if not isinstance(named, list) or not 0 < len(named) <= MAX_WITNESSES:
        raise WitnessRuleError(f"There are no witnesses, or more than {MAX_WITNESSES}.")
    witnesses = tuple(_witness(item) for item in named)
    if len(set(witnesses)) != len(witnesses):
        raise WitnessTwiceError("One witness is named twice.")
    threshold = value["threshold"]
    if not isinstance(threshold, int) or isinstance(threshold, bool):
        raise WitnessThresholdError("The threshold is no whole number.")
    if not 1 <= threshold <= len(witnesses):
        raise WitnessThresholdError(
            f"The threshold is not from 1 to {len(witnesses)}.", threshold=threshold
        )
    return WitnessRule(threshold, witnesses)


def _witness(item: JsonValue) -> str:
    did = item.get("id") if isinstance(item, dict) and item.keys() == {"id"} else None
    if not isinstance(did, str) or signing.ed25519(did) is None:
        raise WitnessRuleError("A witness is not named by the did:key of an Ed25519 key.")
    return did


@dataclass(frozen=True, slots=True)
class Approval:
    """The proofs for one version as the file has them; nothing of them is checked yet.

    Attributes:
        version_id: what they approve.
        proofs: the proofs.
    """

    version_id: str
    proofs: tuple[JsonObject, ...]


def read_file(data: bytes) -> tuple[Approval, ...]:
    """Read ``did-witness.json``, § The Witness Proofs File.

    Raises:
        WitnessFileError: more than `MAX_FILE` bytes, no strict JSON, or another form.
    """
    try:
        value = jsonio.loads(data, max_bytes=MAX_FILE)
    except JsonError as error:
        raise WitnessFileError(f"The witness file cannot be read. {error.message}") from error
    if not isinstance(value, list):
        raise WitnessFileError("The witness file is no list.")
    return tuple(_approval(item) for item in value)


def _approval(item: JsonValue) -> Approval:
    if not isinstance(item, dict) or item.keys() != _WITNESSED:
        raise WitnessFileError("What was approved is not a version id and its proofs.")
    version_id, proofs = item["versionId"], item["proof"]
    if not isinstance(version_id, str) or not isinstance(proofs, list):
        raise WitnessFileError("What was approved is not a version id and its proofs.")
    found = tuple(proof for proof in proofs if isinstance(proof, dict))
    if len(found) != len(proofs):
        raise WitnessFileError("A proof of a witness is no object.")
    return Approval(version_id, found)


def write_file(approvals: Sequence[Approval]) -> bytes:
    """Return ``did-witness.json``; versions without a proof are left out."""
    value: list[JsonValue] = [
        {"versionId": approval.version_id, "proof": list(approval.proofs)}
        for approval in approvals
        if approval.proofs
    ]
    return jsonio.dumps(value)


def approve(version_id: str, by: LogKey, *, at: datetime) -> JsonObject:
    """Return a witness's proof; whether the log deserves it, `watching.approve` asks."""
    return signing.sign({"versionId": version_id}, by, at=at)


def approved_up_to(approvals: Sequence[Approval], numbers: Mapping[str, int]) -> dict[str, int]:
    """Return for each witness the highest version number of this log that it approved.

    Proofs of versions that are not in the log, and proofs that do not hold, count for nothing,
    § Verifying Witness Proofs During Resolution.

    Args:
        approvals: what `read_file` returned.
        numbers: the version numbers of the log by version id.
    """
    highest: dict[str, int] = {}
    for approval in approvals:
        number = numbers.get(approval.version_id)
        if number is None:
            continue
        for proof in approval.proofs:
            try:
                multikey = signing.check({"versionId": approval.version_id}, proof)
            except WebvhError:
                continue
            did = f"did:key:{multikey}"
            highest[did] = max(number, highest.get(did, 0))
    return highest
