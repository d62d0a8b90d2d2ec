"""What a signature is worth by the life of its key and the time that somebody else proves.

The table of the key policy as one pure function. The words are those of
`skillmark.core.verify`: what is said here becomes its check ``key``. Only trusted time
counts; what the issuer says of the time never saves a key that was revoked, since a thief
writes it too. A status list that revokes the credential itself is another check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from skillmark.core.did.webvh.errors import WebvhError
from skillmark.core.did.webvh.key_history import KeyLife
from skillmark.core.encoding import timestamp

MARGIN: Final = timedelta(minutes=10)  # a proven time must lie this far before a compromise


class KeyVerdict(StrEnum):
    """What the key says of a credential; the words of the report."""

    VALID = "valid"
    UNKNOWN = "unknown"
    INVALID = "invalid"


class TimeSource(StrEnum):
    """Who vouches for a time."""

    WITNESSES = "witnesses"
    CHAIN = "chain"
    TIME_STAMP = "time_stamp"


@dataclass(frozen=True, slots=True)
class TrustedTime:
    """A moment before which the signature was there, by somebody else's word.

    Attributes:
        at: the moment, with a zone.
        source: whose word it is.
    """

    at: datetime
    source: TimeSource


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """The answer.

    Attributes:
        verdict: what follows for the credential.
        code: stable and dotted.
        reason: one sentence for a person.
        facts: what the sentence speaks of, JSON scalars only.
        alarm: somebody should be told, not only the reader.
    """

    verdict: KeyVerdict
    code: str
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    alarm: bool = False


def trusted_time(
    cosigned: Sequence[datetime] = (),
    *,
    quorum: int = 1,
    block: datetime | None = None,
    stamp: datetime | None = None,
) -> TrustedTime | None:
    """Return the time that counts, or None.

    Args:
        cosigned: one time for each different witness, already checked.
        quorum: how many witnesses a policy asks for, at least 1.
        block: the time of the block that anchors it.
        stamp: the time of an RFC 3161 time stamp.

    Returns:
        The ``quorum``-th smallest cosignature, else the block, else the time stamp.

    Raises:
        ValueError: ``quorum`` is below 1, which would make a time out of nothing.
    """
    if quorum < 1:
        raise ValueError("a quorum is at least one witness")
    if len(cosigned) >= quorum:
        return TrustedTime(sorted(cosigned)[quorum - 1], TimeSource.WITNESSES)
    if block is not None:
        return TrustedTime(block, TimeSource.CHAIN)
    return None if stamp is None else TrustedTime(stamp, TimeSource.TIME_STAMP)


def standing(
    life: KeyLife,
    *,
    now: datetime,
    proven: TrustedTime | None = None,
    created: datetime | None = None,
    logged: bool = False,
) -> KeyStanding:
    """Return what the key's life says of a signature by it.

    Args:
        life: of the key, from the issuer's log; or as its one document states it.
        now: the present moment.
        proven: the trusted time, or None.
        created: the time that the issuer claims in the proof; counts only for a key that was
            retired as planned.
        logged: whether the credential is in the issuer's own transparency log.
    """
    facts = _facts(life, proven)
    if life.revoked is not None and life.revoked <= now:
        found = _revoked(life, life.revoked, proven, facts)
    elif life.expires is not None and life.expires <= now:
        found = _retired(life, life.expires, proven, created, facts, logged=logged)
    else:
        found = KeyStanding(
            KeyVerdict.VALID, "key.active", "The key it gives is in force.", facts
        )
    return found


def distrusted(error: WebvhError) -> KeyStanding:
    """Return the answer when the log is not the one that was seen before.

    Args:
        error: `RolledBackError`, `ForkedError`, or another reason not to believe the log.
    """
    reason = f"The issuer's log of keys cannot be believed. {error.message}"
    return KeyStanding(KeyVerdict.INVALID, error.code, reason, alarm=True)


def _revoked(
    life: KeyLife, end: datetime, proven: TrustedTime | None, facts: Mapping[str, str]
) -> KeyStanding:
    if proven is None:
        reason = "The issuer withdrew the key, and nothing proves that it was signed before."
        return KeyStanding(KeyVerdict.INVALID, "key.revoked_unproven", reason, facts)
    if proven.at >= end:
        reason = "The issuer withdrew the key before the time that is proven."
        return KeyStanding(KeyVerdict.INVALID, "key.revoked_before", reason, facts)
    if proven.at >= end - MARGIN:
        reason = "The proven time is too near to the moment the key was withdrawn for."
        return KeyStanding(KeyVerdict.INVALID, "key.revoked_too_near", reason, facts)
    if life.expires is not None and proven.at >= life.expires:
        return _after_end(facts)
    reason = "It was signed before the key was compromised, which others prove."
    return KeyStanding(KeyVerdict.VALID, "key.revoked_later", reason, facts)


def _retired(
    life: KeyLife,
    end: datetime,
    proven: TrustedTime | None,
    created: datetime | None,
    facts: Mapping[str, str],
    *,
    logged: bool,
) -> KeyStanding:
    if proven is not None:
        if proven.at >= end:
            return _after_end(facts)
        reason = "It was signed before the key was retired, which others prove."
        return KeyStanding(KeyVerdict.VALID, "key.retired_later", reason, facts)
    if created is not None and created >= end:
        return _after_end(facts)
    if logged and created is not None and life.is_active(created):
        reason = "The key was retired later; the issuer's log shows it in force at that time."
        return KeyStanding(KeyVerdict.VALID, "key.retired", reason, facts)
    reason = "The key is retired, and nothing proves that it was signed before."
    return KeyStanding(KeyVerdict.UNKNOWN, "key.time_unproven", reason, facts)


def _after_end(facts: Mapping[str, str]) -> KeyStanding:
    reason = "It was signed after the key had expired."
    return KeyStanding(KeyVerdict.INVALID, "key.expired", reason, facts)


def _facts(life: KeyLife, proven: TrustedTime | None) -> dict[str, str]:
    facts = {"time": "asserted"}
    if proven is not None:
        facts |= {"time": proven.source.value, "proven": timestamp.encode(proven.at)}
    moments = {"since": life.since, "expires": life.expires, "revoked": life.revoked}
    stated = {name: timestamp.encode(moment) for name, moment in moments.items() if moment}
    return facts | stated
