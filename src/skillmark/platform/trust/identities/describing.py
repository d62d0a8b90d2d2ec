"""What the document of an identity says: every key that ever signed, and how each one ended."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from skillmark.core import did
from skillmark.core.did import VerificationMethod
from skillmark.core.jsonio import JsonObject
from skillmark.platform.trust import keys
from skillmark.platform.trust.models import IssuerIdentity, IssuerKey

_MAY_BE_ADDED: Final = frozenset({"verificationMethod", "service"})

GRACE: Final = timedelta(days=1)
"""How long after its retirement a key expires: what it signed last is proven older by then.

Its private half is destroyed at once, so nothing new can be signed in that time.
"""

type Question = Callable[[IssuerKey, datetime], bool]
type Addition = Callable[[IssuerIdentity, str], JsonObject]

PROVEN: Final[list[Question]] = []
"""Apps above say whether others prove of all that a key signed that it is older than a moment."""

ADDITIONS: Final[list[Addition]] = []
"""Apps above add ``verificationMethod`` and ``service`` members, given the DID that is described.

What they add stands in the history too, and never among the keys that sign credentials.
"""


def document(
    identity: IssuerIdentity,
    name: str,
    rows: Sequence[IssuerKey],
    *,
    names: Sequence[str],
    ends: Mapping[str, datetime],
) -> JsonObject:
    """Return the DID document of ``name`` with these keys.

    A revoked key gets ``revoked``, the last moment at which it was known to be good.

    Args:
        identity: the did:web of the place, or a did:key.
        name: the DID; keys get ids under it, whatever identity of the place they were made for.
        rows: every key, oldest first.
        names: for ``alsoKnownAs``.
        ends: ``expires`` by public key.
    """
    methods = [_method(name, row, ends.get(row.public_multikey)) for row in rows]
    found = did.build(name, methods, also_known_as=list(names))
    for addition in ADDITIONS:
        for member, added in addition(identity, name).items():
            if member in _MAY_BE_ADDED and isinstance(added, list) and added:
                known = found.get(member, [])
                found[member] = [*(known if isinstance(known, list) else []), *added]
    return found


def ends(
    rows: Sequence[IssuerKey],
    *,
    begun_at: datetime,
    said: Mapping[str, datetime],
    now: datetime,
) -> dict[str, datetime]:
    """Return ``expires`` of the retired keys, by public key.

    A key gets it only when others prove of all it signed that it is older: without that a reader
    would take it as the end of every signature it made. So a key that was retired before the
    history began has none, and one that was retired just now may get it a minute later.

    Args:
        rows: every key.
        begun_at: when the history began.
        said: what the history says already; it is never taken back.
        now: the present moment.
    """
    found = dict(said)
    for row in rows:
        if row.retired_at is None or row.public_multikey in said:
            continue
        retired = row.retired_at.replace(microsecond=0)  # a history counts seconds
        end = retired + GRACE
        if retired > begun_at and now < end and all(proven(row, end) for proven in PROVEN):
            found[row.public_multikey] = end
    return found


def _method(name: str, row: IssuerKey, expires: datetime | None) -> VerificationMethod:
    public = keys.public_half(row)
    return VerificationMethod(
        id=did.method_id(name, public),
        controller=name,
        public_key=public,
        expires=expires,
        revoked=row.revoked_at,
    )
