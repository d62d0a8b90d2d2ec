"""Reading the status of one credential from its list, §3.2.

Every question that the list itself can answer: is it the list that was named, by the issuer,
for the purpose, in force, long enough. Whether its proof holds is asked before, by
`skillmark.core.verify`.
"""

from collections.abc import Collection
from datetime import datetime

from skillmark.core.jsonio import JsonObject
from skillmark.core.status import entry as entries
from skillmark.core.status import list_credential as lists
from skillmark.core.status.bitstring import MIN_ENTRIES
from skillmark.core.status.entry import StatusEntry
from skillmark.core.status.errors import (
    ListExpiredError,
    ListIdError,
    ListIssuerError,
    ListLengthError,
    ListNotYetValidError,
    ListPurposeError,
    ListRollbackError,
)
from skillmark.core.status.list_credential import StatusList


def read_status(
    entry: StatusEntry | JsonObject,
    status_list: StatusList | JsonObject,
    *,
    issuer: str,
    at: datetime,
    delegates: Collection[str] = (),
    newest_seen: datetime | None = None,
    min_entries: int = MIN_ENTRIES,
) -> int:
    """Return the value of ``entry``: 0 is good, 1 is revoked, suspended or whatever it means.

    Args:
        entry: the credential's status entry.
        status_list: the list that was found at the entry's address, its proof checked.
        issuer: the issuer of the credential.
        at: the time that is asked about.
        delegates: who else may keep lists for the issuer.
        newest_seen: the latest ``validFrom`` of this list that was ever seen, if that is known.
        min_entries: the fewest entries a list may have; some older lists have 100,000.

    Raises:
        StatusListError: the status cannot be read, and so is unknown; its subclass says why.
    """
    entry = entry if isinstance(entry, StatusEntry) else entries.parse(entry)
    listed = (
        status_list
        if isinstance(status_list, StatusList)
        else lists.parse(status_list, min_entries=min_entries)
    )
    if listed.id != entry.list_url:
        raise ListIdError("The list is not the one the credential names.", list=listed.id)
    if listed.issuer != issuer and listed.issuer not in delegates:
        raise ListIssuerError(
            "The list is by somebody else than the issuer.", issuer=listed.issuer
        )
    if entry.purpose not in listed.purposes:
        raise ListPurposeError(
            f"The list does not serve the purpose “{entry.purpose[:40]}”.",
            purpose=entry.purpose[:40],
        )
    _check_dates(listed, at, newest_seen)
    if len(listed.bits) // entry.size < min_entries:
        raise ListLengthError(
            f"The list has fewer than {min_entries} entries.",
            length=len(listed.bits) // entry.size,
        )
    return listed.bits.value(entry.index, entry.size)


def _check_dates(listed: StatusList, at: datetime, newest_seen: datetime | None) -> None:
    if listed.valid_from is not None and at < listed.valid_from:
        raise ListNotYetValidError(
            "The list does not hold yet.", valid_from=listed.valid_from.isoformat()
        )
    if listed.valid_until is not None and at > listed.valid_until:
        raise ListExpiredError(
            "The list holds no longer.", valid_until=listed.valid_until.isoformat()
        )
    if newest_seen is not None and (
        listed.valid_from is None or listed.valid_from < newest_seen
    ):
        raise ListRollbackError(
            "The list is older than one already seen.", seen=newest_seen.isoformat()
        )
