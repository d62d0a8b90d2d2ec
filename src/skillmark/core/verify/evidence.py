"""What a verification needs from outside, and what came of asking for it.

Pure values: `Need` says what to fetch and within which limits, `Evidence` maps its address to
the bytes that came or to why none did. Fetching is `skillmark.fetch`'s work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_DID_DOCUMENT: Final = 262_144  # bytes
MAX_STATUS_LIST: Final = 5_242_880  # bytes
MAX_SCHEMA: Final = 1_048_576  # bytes
MAX_KEY: Final = 65_536  # bytes of a JWK set, or of a profile that names keys
MAX_BADGE: Final = 1_048_576  # bytes of each document of Open Badges 2.0
MAX_DID_LOG: Final = 5_242_880  # bytes of the log of a did:webvh
MAX_DID_WITNESS: Final = 1_048_576  # bytes of its witnesses' proofs

JSON_TYPES: Final = (
    "application/json",
    "application/*+json",
    "application/vc",
    "application/did",
    "text/plain",
    "application/octet-stream",
)
"""Media types that may carry JSON; the last two because file hosts serve JSON as them."""

LINE_TYPES: Final = (
    *JSON_TYPES,
    "application/jsonl",
    "application/x-ndjson",
    "application/x-jsonlines",
    "text/jsonl",
)
"""Media types that may carry JSON Lines, which has no registered one."""


class NeedKind(StrEnum):
    """What a fetched document is for."""

    DID_DOCUMENT = "did_document"
    DID_LOG = "did_log"
    DID_WITNESS = "did_witness"
    STATUS_LIST = "status_list"
    SCHEMA = "schema"
    KEY = "key"
    ASSERTION = "assertion"
    BADGE_CLASS = "badge_class"
    PROFILE = "profile"
    REVOCATION_LIST = "revocation_list"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Need:
    """One document to fetch before the verification can go on.

    Attributes:
        url: where it is; the key of the evidence.
        kind: what it is for.
        subject: the DID, or the address again.
        max_bytes: more than this is an error, not an answer.
        accept: media types that may be taken.
    """

    url: str
    kind: NeedKind
    subject: str
    max_bytes: int
    accept: tuple[str, ...] = JSON_TYPES


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why there is no document at an address: a stable code and a sentence."""

    code: str
    reason: str


ENCLOSED: Final = frozenset(
    {
        NeedKind.DID_DOCUMENT,
        NeedKind.DID_LOG,
        NeedKind.DID_WITNESS,
        NeedKind.STATUS_LIST,
        NeedKind.SCHEMA,
    }
)
"""What may come with a credential: what is signed, or is said to have been taken from there. A key
or a badge at a web address proves something only to whoever fetched it there."""

type Evidence = Mapping[str, bytes | Unavailable]

NOT_FETCHED: Final = Unavailable(
    "evidence.not_fetched", "What this takes was not fetched, so it could not be checked."
)
