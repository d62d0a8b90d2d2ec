"""Whether a credential is in a log, judged offline from its proof and a policy file.

The chain, link by link: the proof reads; a log of the policy signed the checkpoint; enough
witnesses cosigned it; the entry is in the tree; the entry is a batch of this issuer, signed; the
key is one of the issuer's; the credential is in the batch. The first link that does not hold
ends the walk, and nothing after it counts.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from skillmark.core.crypto import PublicKey
from skillmark.core.log import merkle
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.core.log.cosignature import check_cosigned
from skillmark.core.log.entry import Entry, Kind, issuer_hash
from skillmark.core.log.errors import (
    CosignatureTimeError,
    EntryIssuerError,
    EntryKeyError,
    EntryKindError,
    LogError,
    NoteUnsignedError,
    OriginError,
    QuorumError,
)
from skillmark.core.log.membership import Membership
from skillmark.core.log.note import Note
from skillmark.core.log.policy import LogPolicy
from skillmark.core.log.proof import LogProof
from skillmark.core.log.report import STEPS, Checks, LogReport

SKEW_S: Final = 60  # seconds that a witness's clock may be ahead
KEYS_UNKNOWN: Final = "log.keys_unknown"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What the witnesses of a policy say of a checkpoint.

    Attributes:
        names: the policy's names of those who cosigned it, sorted.
        time: POSIX seconds at which the quorum had seen it; None where the quorum is ``none``.
    """

    names: tuple[str, ...]
    time: int | None


def check_log_signature(note: Note, policy: LogPolicy) -> Checkpoint:
    """Return the checkpoint of a note that a log of the policy signed.

    Of several keys of one log one is enough; a line that names a key and is not by it refuses
    the note.

    Raises:
        OriginError: the policy does not know the log.
        LogError: no checkpoint, not signed, or forged.
    """
    checkpoint = Checkpoint.parse(note.text)
    keys = policy.keys_of(checkpoint.origin)
    if not keys:
        raise OriginError(
            "The checkpoint is of a log that the policy does not know.",
            origin=checkpoint.origin,
        )
    signed = [key for key in keys if any(line.by(key) for line in note.signatures)]
    if not signed:
        raise NoteUnsignedError("The log did not sign its checkpoint.", origin=keys[0].name)
    for key in signed:
        note.check_signed(key)
    return checkpoint


def check_witnesses(note: Note, policy: LogPolicy, at: int) -> Witnessed:
    """Return what the witnesses say, when it is enough for the policy.

    Args:
        note: a checkpoint that its log signed.
        policy: names the witnesses and the quorum.
        at: POSIX seconds of the question; a cosignature more than `SKEW_S` later does not count.

    Raises:
        QuorumError: not enough witnesses cosigned it.
        CosignatureTimeError: enough would have, if the future had come.
        LogError: a cosignature is forged.
    """
    times: dict[str, int] = {}
    for name, witness in policy.witnesses.items():
        found = check_cosigned(note, witness.key)
        if found is not None:
            times[name] = found.time
    counted = {name: time for name, time in times.items() if time <= at + SKEW_S}
    met = policy.met_at(counted)
    if met is None and policy.met_at(times) is not None:
        raise CosignatureTimeError("A cosignature is dated in the future.", at=at)
    if met is None:
        raise QuorumError(
            "Too few witnesses cosigned the checkpoint.",
            cosigned=len(counted),
            known=len(policy.witnesses),
        )
    return Witnessed(tuple(sorted(counted)), met or None)


def check_entry(entry: Entry, did: str) -> None:
    """Accept an entry as a batch that this issuer logged.

    Raises:
        EntryKindError: it is something else.
        EntryIssuerError: it is somebody else's.
        EntrySignatureError: nobody signed it.
    """
    if entry.kind is not Kind.ISSUE_BATCH:
        raise EntryKindError("The entry is no batch of credentials.", kind=entry.kind.name)
    if entry.issuer != issuer_hash(did):
        raise EntryIssuerError(
            "The entry is by another issuer than the credential.", issuer=did
        )
    entry.check_signature()


def check_logged(
    proof: bytes,
    *,
    credential: bytes,
    did: str,
    keys: Collection[PublicKey] | None,
    policy: LogPolicy,
    at: int,
) -> LogReport:
    """Return the report on one credential and its proof of logging; never raise for either.

    Args:
        proof: the ``.tlog-proof``.
        credential: `credential_digest` of the credential.
        did: of its issuer.
        keys: that the issuer's DID document names, present and past; None when it is not at
            hand, and then the check ``key`` is not run.
        policy: whom the verifier believes.
        at: POSIX seconds of the question.
    """
    walk = _Walk(credential=credential, did=did, keys=keys, policy=policy, at=at)
    checks = Checks()
    name = STEPS[0]
    try:
        for name, step in walk.steps(proof):
            reason = step()
            if reason is None:
                checks.not_run(name, KEYS_UNKNOWN, "The issuer's keys are not at hand.")
            else:
                checks.passed(name, reason)
    except LogError as error:
        checks.failed(name, error)
    return replace(walk.report, checks=checks.all())


class _Walk:
    """The way along the chain; `report` says what was proven so far."""

    def __init__(
        self,
        *,
        credential: bytes,
        did: str,
        keys: Collection[PublicKey] | None,
        policy: LogPolicy,
        at: int,
    ) -> None:
        self.report = LogReport(())
        self._credential, self._did, self._keys = credential, did, keys
        self._policy, self._at = policy, at
        self._proof: LogProof
        self._member: Membership

    def steps(self, data: bytes) -> Iterator[tuple[str, Callable[[], str | None]]]:
        """Yield the name of each link and what checks it, in the order of `STEPS`."""
        yield "proof", lambda: self._read(data)
        yield "checkpoint", self._checkpoint
        yield "witnesses", self._witnesses
        yield "inclusion", self._inclusion
        yield "entry", self._entry
        yield "key", self._key
        yield "batch", self._batch

    def _read(self, data: bytes) -> str:
        self._proof = LogProof.parse(data)
        self._member = Membership.parse(self._proof.extra)
        return "The proof is in its one form."

    def _checkpoint(self) -> str:
        head = check_log_signature(self._proof.note, self._policy)
        self.report = replace(self.report, origin=head.origin, size=head.size)
        return "A log that the policy names signed the checkpoint."

    def _witnesses(self) -> str:
        seen = check_witnesses(self._proof.note, self._policy, self._at)
        self.report = replace(self.report, witnesses=seen.names, time=seen.time)
        return "As many witnesses as the policy asks for cosigned it."

    def _inclusion(self) -> str:
        head, index = self._proof.checkpoint, self._proof.index
        leaf = merkle.leaf_hash(self._member.entry.to_bytes())
        merkle.check_inclusion(leaf, index, head.size, self._proof.path, head.root)
        self.report = replace(self.report, index=index)
        return "The entry is in the log."

    def _entry(self) -> str:
        check_entry(self._member.entry, self._did)
        self.report = replace(self.report, logged_at=self._member.entry.time)
        return "The entry is a batch that the issuer signed."

    def _key(self) -> str | None:
        if self._keys is None:
            return None
        if self._member.entry.key not in self._keys:
            raise EntryKeyError("The entry is signed with a key that is not the issuer's.")
        return "The key is one of the issuer's."

    def _batch(self) -> str:
        self._member.place.check(self._credential, self._member.entry.body)
        return "The credential is in the batch."
