"""One entry of an audit trail, and the hash that covers everything it says.

The hash is SHA-256 over one JSON array in ASCII, keys sorted, no white space: a word that names
this form, then the fields of `Entry` in their order, without the hash itself. Text is taken
letter by letter, so another spelling of the same time or name is another hash.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from skillmark.core.jsonio import JsonObject

FIRST: Final = "0" * 64  # what the first entry of a chain names as its predecessor
FORM: Final = "skillmark-audit-1"  # set apart from every other hash we make

_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act.

    Attributes:
        id: of the entry.
        organisation: id of the organisation whose chain it is in.
        sequence: 1, 2, 3 … in the chain.
        at: when, ISO 8601 with microseconds and ``+00:00``.
        actor: a reference, never a name.
        action: ``noun.verb``, past tense.
        object_kind: what kind of thing it was done to.
        object_id: which one.
        label: what the thing is called.
        before: changed facts as they were.
        after: the same facts as they were then.
        previous: the hash of the entry before it.
        hash: the hash of this one, lower-case hexadecimal.
    """

    id: str
    organisation: str
    sequence: int
    at: str
    actor: str
    action: str
    object_kind: str
    object_id: str
    label: str
    before: JsonObject | None
    after: JsonObject | None
    previous: str
    hash: str


def digest(entry: Entry) -> str:
    """Return the hash that `entry` must carry, whatever it carries."""
    said = [
        FORM,
        entry.id,
        entry.organisation,
        entry.sequence,
        entry.at,
        entry.actor,
        entry.action,
        entry.object_kind,
        entry.object_id,
        entry.label,
        entry.before,
        entry.after,
        entry.previous,
    ]
    return hashlib.sha256(_CANONICAL.encode(said).encode("ascii")).hexdigest()
