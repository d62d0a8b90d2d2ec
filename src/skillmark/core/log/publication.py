"""Whether something public, such as a status list, is in a log: judged offline from its proof.

The proof is a ``.tlog-proof`` whose extra data is the entry itself. What was logged the reader has
and hashes again, so there is no salt and no batch.
"""

from collections.abc import Collection
from dataclasses import dataclass

from skillmark.core.crypto import PublicKey
from skillmark.core.log import merkle
from skillmark.core.log.bodies import Body, digest
from skillmark.core.log.checking import check_log_signature, check_witnesses
from skillmark.core.log.entry import Entry, issuer_hash
from skillmark.core.log.errors import (
    EntryFormatError,
    EntryIssuerError,
    EntryKeyError,
    EntryKindError,
    ProofExtraError,
)
from skillmark.core.log.policy import LogPolicy
from skillmark.core.log.proof import LogProof


@dataclass(frozen=True, slots=True)
class Publication:
    """Where something stands in a log, and since when that is proven.

    Attributes:
        origin: of the log.
        index: of its entry, from 0.
        size: of the log in the checkpoint of the proof.
        time: POSIX seconds at which the quorum of witnesses had seen it; None without a quorum.
        key: of the issuer, which signed the entry.
    """

    origin: str
    index: int
    size: int
    time: int | None
    key: PublicKey


def check_publication(
    proof: bytes,
    body: Body,
    *,
    did: str,
    keys: Collection[PublicKey] | None,
    policy: LogPolicy,
    at: int,
) -> Publication:
    """Return where an issuer published something, when its proof holds.

    Args:
        proof: the ``.tlog-proof``.
        body: what must have been logged.
        did: of the issuer.
        keys: that the issuer's DID document names, present and past; None when it is not at hand.
        policy: whom the verifier believes.
        at: POSIX seconds of the question.

    Raises:
        LogError: a link of the chain does not hold.
    """
    found = LogProof.parse(proof)
    try:
        entry = Entry.parse(found.extra)
    except EntryFormatError as error:
        raise ProofExtraError(
            f"The extra data of the proof is no entry: {error.message}", cause=error.code
        ) from error
    head = check_log_signature(found.note, policy)
    seen = check_witnesses(found.note, policy, at)
    leaf = merkle.leaf_hash(entry.to_bytes())
    merkle.check_inclusion(leaf, found.index, head.size, found.path, head.root)
    if entry.kind is not body.kind or entry.body != digest(body):
        raise EntryKindError("The entry is of something else.", kind=entry.kind.name)
    if entry.issuer != issuer_hash(did):
        raise EntryIssuerError("The entry is by another issuer.", issuer=did)
    entry.check_signature()
    if keys is not None and entry.key not in keys:
        raise EntryKeyError("The entry is signed with a key that is not the issuer's.")
    return Publication(head.origin, found.index, head.size, seen.time, entry.key)
