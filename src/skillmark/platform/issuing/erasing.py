"""What issuing keeps of a person: awards, signed bytes, rows of files, mails and requests.

The credential's id, achievement, dates, state and place in status list and log stay: whoever has
the file can check it as before, and all counters stand.
"""

import secrets
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import (
    Part,
    Subject,
    clear,
    everywhere,
    mentioned,
    mentions,
    register,
)
from skillmark.platform.issuing.models import Award, Credential

_CREDENTIALS: Final = _("Credentials: the signed file and what it says")
_LISTS: Final = _("Lines of lists and files")
_MAILS: Final = _("Links and mails about credentials")
_CHARSETS: Final = ("utf-8", "utf-16-le", "utf-16-be")
_KEPT: Final = frozenset({"source", "state", "created_by"})


def _awards(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("issuing.Award"))
    return rows.filter(
        Q(credential__in=whom.credentials) | whom.addressed("recipient_email")
    ).exclude(recipient_name="", recipient_email="", salt="")


def _credentials(whom: Subject) -> QuerySet[Any]:
    return everywhere("issuing.Credential").filter(pk__in=whom.credentials, erased_at=None)


def _of_credentials(label: str, column: str) -> Any:
    def find(whom: Subject) -> QuerySet[Any]:
        rows = everywhere(label)
        own = whom.own(rows).filter(whom.addressed(column))
        return rows.filter(Q(credential__in=whom.credentials) | Q(pk__in=own.values("pk")))

    return find


def _rows(whom: Subject) -> QuerySet[Any]:
    """Return the lines of lists: by their address, their award, or what stands in a cell."""
    rows = whom.own(everywhere("issuing.BatchRow")).exclude(raw=[], name="", email="")
    keys = _awards(whom).values("source_key")
    written = mentions(rows, whom.emails, "raw")
    return rows.filter(
        whom.addressed("email") | Q(source_key__in=keys) | Q(pk__in=written.values("pk"))
    )


def _files(whom: Subject) -> QuerySet[Any]:
    """Return the files still being checked that name the person.

    They hold others as well, and have to be sent again.
    """
    files = whom.own(everywhere("issuing.BatchFile"))
    listed = set(_rows(whom).values_list("batch", flat=True))
    spelt = [mail.encode(charset) for mail in whom.emails for charset in _CHARSETS]
    found = [
        one.pk
        for one in files.iterator(chunk_size=1)
        if one.pk in listed or any(text in bytes(one.data).lower() for text in spelt)
    ]
    return files.filter(pk__in=found)


def _erase_awards(rows: QuerySet[Any], _whom: Subject) -> None:
    """Empty each award; its key becomes a random one, because the real one can be guessed."""
    for pk in list(rows.values_list("pk", flat=True)):
        Award.objects.with_scopes_disabled().filter(pk=pk).update(
            recipient_name="",
            recipient_email="",
            fields={},
            assessed={},
            salt="",
            source_key=secrets.token_hex(32),
        )


def _erase_credentials(rows: QuerySet[Any], _whom: Subject) -> None:
    ids = list(rows.values_list("pk", flat=True))
    now = timezone.now()
    found = Credential.objects.with_scopes_disabled().filter(pk__in=ids)
    found.update(reason="")
    found.erase(now)


def _open_claims(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("issuing.OpenClaim"))
    return rows.filter(whom.addressed("email"))


def _answers(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("issuing.IdempotentRequest"))
    ids = frozenset(str(one) for one in whom.credentials)
    return mentions(rows, whom.words | ids, "body", "key", "operation")


register(Part(model="issuing.BatchFile", kind=_LISTS, find=_files, order=59, shown=False))
register(
    Part(
        model="issuing.BatchRow",
        kind=_LISTS,
        find=_rows,
        blank={
            "raw": [],
            "recipient": {},
            "name": "",
            "email": "",
            "source_key": "",
            "problems": [],
        },
        keeps=frozenset({"state", "column"}),
        says=("name",),
        order=60,
        shown=False,  # read whole: not while somebody waits for a page
    )
)
register(
    Part(
        model="issuing.Delivery",
        kind=_MAILS,
        find=_of_credentials("issuing.Delivery", "address"),
        order=61,
    )
)
register(
    Part(
        model="issuing.ClaimLink",
        kind=_MAILS,
        find=_of_credentials("issuing.ClaimLink", "email"),
        order=61,
    )
)
register(
    Part(
        model="issuing.OpenClaim",
        kind=_("Requests at open links"),
        find=_open_claims,
        says=("name",),
        order=61,
    )
)
register(
    Part(
        model="issuing.IdempotentRequest",
        kind=_LISTS,
        find=_answers,
        order=61,
        shown=False,
    )
)
register(
    Part(
        model="issuing.BulkChange",
        kind=_LISTS,
        find=mentioned("issuing.BulkChange", "reason", "options", "unknown", "failures"),
        work=clear("issuing.BulkChange", reason="", options={}, unknown=[], failures=[]),
        keeps=frozenset({"action", "state", "created_by"}),
        order=61,
        shown=False,
    )
)
register(
    Part(
        model="issuing.Batch",
        kind=_LISTS,
        find=mentioned("issuing.Batch", "filename", "note", "header"),
        work=clear("issuing.Batch", filename="", note="", header=[]),
        keeps=frozenset(
            {
                "source",
                "file_digest",
                "state",
                "reading",
                "time_zone",
                "created_by",
                "started_by",
            }
        ),
        order=61,
        shown=False,
    )
)
register(
    Part(
        model="issuing.Award",
        kind=_CREDENTIALS,
        find=_awards,
        blank=dict.fromkeys(
            ("recipient_name", "recipient_email", "fields", "assessed", "salt", "source_key")
        ),
        work=_erase_awards,
        keeps=_KEPT,
        says=("recipient_name",),
        order=63,
        shown=False,
    )
)
register(
    Part(
        model="issuing.Credential",
        kind=_CREDENTIALS,
        find=_credentials,
        blank=dict.fromkeys(("document", "digest", "search_text", "reason")),
        work=_erase_credentials,
        keeps=frozenset({"state"}),
        order=64,
    )
)
