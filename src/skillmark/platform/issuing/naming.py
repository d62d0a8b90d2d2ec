"""A list that names credentials: ids, links or e-mail addresses, one or more a line.

Whatever the columns are called, a cell that is one of the three names credentials of the current
organisation; a line without any, or that names nothing here, is given back.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from skillmark.platform.issuing.errors import SelectionError
from skillmark.platform.issuing.models import Award, Credential

MAX_LINES: Final = 200_000
_ID: Final = re.compile(
    r"(?:^|/c/)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\.json|\.png|\.svg)?$",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_IDS: Final = 500  # of one query


@dataclass(frozen=True, slots=True)
class Named:
    """What a list names.

    Attributes:
        ids: credentials of the organisation, in the order of the list.
        unknown: lines that name nothing here.
    """

    ids: tuple[UUID, ...]
    unknown: tuple[str, ...]


def read(data: bytes) -> Named:
    """Return the credentials that a list names, in the current organisation.

    Raises:
        SelectionError: it is no text, or too long.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SelectionError(
            _("This file is no text in UTF-8. Save it as “CSV UTF-8” and send it again.")
        ) from None
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_LINES:
        raise SelectionError(
            _("%(limit)d lines are the most. Split the list.") % {"limit": MAX_LINES},
            limit=MAX_LINES,
        )
    found = [(line, *_names(line)) for line in lines]
    known = _own(one for _line, ids, _mails in found for one in ids)
    by_mail = _of_addresses(one for _line, _ids, mails in found for one in mails)
    chosen: dict[UUID, None] = {}
    unknown: list[str] = []
    for place, (line, ids, mails) in enumerate(found):
        here = [one for one in ids if one in known]
        here += [one for mail in mails for one in by_mail.get(mail, ())]
        chosen |= dict.fromkeys(here)
        if not here and (place or ids or mails):  # the first line may be names of columns
            unknown.append(line[:200])
    return Named(tuple(chosen), tuple(unknown))


def _names(line: str) -> tuple[list[UUID], list[str]]:
    ids, mails = [], []
    for cell in _cells(line):
        if found := _ID.search(cell):
            ids.append(UUID(found[1]))
        elif found := _MAIL.search(cell):
            mails.append(found[0].lower())
    return ids, mails


def _cells(line: str) -> Iterator[str]:
    delimiter = max(",;\t", key=line.count)
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = line.split(delimiter)
    for cell in cells:
        yield cell.strip()


def _own(ids: Iterable[UUID]) -> set[UUID]:
    own: set[UUID] = set()
    for part in batched(dict.fromkeys(ids), _IDS):
        own.update(Credential.objects.filter(pk__in=part).values_list("pk", flat=True))
    return own


def _of_addresses(mails: Iterable[str]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for part in batched(dict.fromkeys(mails), _IDS):
        rows = Award.objects.filter(recipient_email__in=part, credential__isnull=False)
        for mail, one in rows.values_list("recipient_email", "credential__pk"):
            found.setdefault(mail, []).append(one)
    return found
