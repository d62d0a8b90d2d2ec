"""The status list credential: the bits with who says so, for what, and for how long, §2.2.

Built unsigned; `skillmark.core.proof` signs it. § refers to the W3C Recommendation Bitstring
Status List 1.0 of 2025-05-15.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject
from skillmark.core.status.bitstring import MIN_ENTRIES, Bitstring
from skillmark.core.status.errors import ListShapeError
from skillmark.core.vc import VcError, parse_credential
from skillmark.core.vc.model import BASE_CONTEXT_2

TYPE: Final = "BitstringStatusListCredential"
SUBJECT_TYPE: Final = "BitstringStatusList"
DEFAULT_TTL: Final = timedelta(minutes=5)  # §2.2

_MILLISECOND: Final = timedelta(milliseconds=1)
_MAX_TTL: Final = 366 * 24 * 3_600_000  # milliseconds in a long year


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list credential as a value; its proof is not looked at.

    Attributes:
        id: the address of the list.
        issuer: who says so.
        purposes: what its bits mean.
        bits: the bits.
        valid_from: when the list was made, or None.
        valid_until: when it ceases to hold, or None.
        ttl: how long after fetching it may be kept.
    """

    id: str
    issuer: str
    purposes: frozenset[str]
    bits: Bitstring
    valid_from: datetime | None
    valid_until: datetime | None
    ttl: timedelta = DEFAULT_TTL

    def is_fresh(self, *, fetched_at: datetime, at: datetime) -> bool:
        """Return whether a copy fetched at one time may still be used at another."""
        return at - fetched_at <= self.ttl


def build(
    *,
    url: str,
    issuer: str,
    purpose: str,
    bits: Bitstring,
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl: timedelta | None = None,
) -> JsonObject:
    """Return an unsigned status list credential.

    Args:
        url: where it will be published; its id.
        issuer: who signs it.
        purpose: what a set bit means.
        bits: the bits.
        valid_from: when it is made.
        valid_until: when it ceases to hold.
        ttl: how long a verifier may keep it, to the millisecond.

    Raises:
        TimestampError: a date without a zone.
    """
    subject: JsonObject = {
        "id": f"{url}#list",
        "type": SUBJECT_TYPE,
        "statusPurpose": purpose,
        "encodedList": bits.encode(),
    }
    if ttl is not None:
        subject["ttl"] = ttl // _MILLISECOND
    document: JsonObject = {
        "@context": [BASE_CONTEXT_2],
        "id": url,
        "type": ["VerifiableCredential", TYPE],
        "issuer": issuer,
        "validFrom": timestamp.encode(valid_from),
    }
    if valid_until is not None:
        document["validUntil"] = timestamp.encode(valid_until)
    document["credentialSubject"] = subject
    return document


def parse(document: JsonObject, *, min_entries: int = MIN_ENTRIES) -> StatusList:
    """Read a status list credential.

    Args:
        document: the credential; its proof is not looked at.
        min_entries: the fewest bits taken.

    Raises:
        ListShapeError: no credential, no status list, or a member is malformed.
        StatusListError: the bits cannot be read; see `Bitstring.decode`.
    """
    try:
        credential = parse_credential(document)
    except VcError as error:
        raise ListShapeError(f"The list is no credential. {error.message}") from error
    if TYPE not in credential.types or credential.id is None:
        raise ListShapeError(f"The document is no {TYPE} with an id.")
    if len(credential.subjects) != 1 or not _is_list(credential.subjects[0]):
        raise ListShapeError(f"The subject of the list is no {SUBJECT_TYPE}.")
    subject = credential.subjects[0]
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise ListShapeError("The list has no encodedList.")
    return StatusList(
        id=credential.id,
        issuer=credential.issuer.id,
        purposes=_purposes(subject),
        bits=Bitstring.decode(encoded, min_entries=min_entries),
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        ttl=_ttl(subject),
    )


def _is_list(subject: JsonObject) -> bool:
    return subject.get("type") in (SUBJECT_TYPE, [SUBJECT_TYPE])


def _purposes(subject: JsonObject) -> frozenset[str]:
    value = subject.get("statusPurpose")
    values = value if isinstance(value, list) else [value]
    texts = frozenset(item for item in values if isinstance(item, str) and item)
    if not texts or len(texts) != len(values):
        raise ListShapeError("The list has no statusPurpose.")
    return texts


def _ttl(subject: JsonObject) -> timedelta:
    if "ttl" not in subject:
        return DEFAULT_TTL
    value = subject["ttl"]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_TTL:
        raise ListShapeError("The ttl is no number of milliseconds.")
    return value * _MILLISECOND
