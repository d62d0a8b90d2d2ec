"""The account itself: erased last, and only when the whole person is."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register
from skillmark.platform.people.models import User

_ACCOUNT: Final = _("The account and its ways to sign in")
_NOBODY: Final = "erased.invalid"  # RFC 2606 §2: no mail ever arrives there


def _of_account(label: str, column: str) -> Callable[[Subject], QuerySet[Any]]:
    def find(whom: Subject) -> QuerySet[Any]:
        rows = everywhere(label)
        return rows.none() if whom.user is None else rows.filter(**{column: whom.user})

    return find


def _confirmations(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("account.EmailConfirmation")
    return rows.none() if whom.user is None else rows.filter(email_address__user=whom.user)


def _sessions(whom: Subject) -> QuerySet[Any]:
    """Return the sessions of the account; what is in one is only readable one by one."""
    if whom.user is None:
        return Session.objects.none()
    told = (str(whom.user), *whom.emails)
    keys = [
        one.pk
        for one in Session.objects.iterator()
        if any(word in str(one.get_decoded()).lower() for word in told)
    ]
    return Session.objects.filter(pk__in=keys)


def _persons(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("people.Person")
    gone = whom.user is not None and whom.person is not None
    return rows.filter(pk=whom.person) if gone else rows.none()


def _part_with(rows: QuerySet[Any], _whom: Subject) -> None:
    """Delete the account; where it has marked or checked the work of others, empty it instead."""
    for user in rows:
        with suppress(ProtectedError), transaction.atomic():
            user.delete()
            continue
        User.objects.filter(pk=user.pk).update(
            email=f"{user.pk}@{_NOBODY}",
            display_name="",
            language="",
            password="!",  # noqa: S106 - no password at all
            last_login=None,
            is_active=False,
            is_staff=False,
            is_superuser=False,
        )


def _accounts(whom: Subject) -> QuerySet[Any]:
    found = _of_account("people.User", "pk")(whom)
    return found.exclude(email__endswith=f"@{_NOBODY}")


register(Part(model="sessions.Session", kind=_ACCOUNT, find=_sessions, order=96, shown=False))
for _model, _find in (
    ("account.EmailConfirmation", _confirmations),
    ("account.EmailAddress", _of_account("account.EmailAddress", "user")),
    ("mfa.Authenticator", _of_account("mfa.Authenticator", "user")),
):
    register(Part(model=_model, kind=_ACCOUNT, find=_find, order=97, shown=False))
register(
    Part(
        model="people.EmailIdentity",
        kind=_("E-mail addresses"),
        find=_of_account("people.EmailIdentity", "person__user"),
        order=97,
    )
)
register(
    Part(
        model="people.Person",
        kind=_ACCOUNT,
        find=_persons,
        says=("display_name",),
        order=98,
        shown=False,
    )
)
register(
    Part(
        model="people.User",
        kind=_ACCOUNT,
        find=_accounts,
        work=_part_with,
        says=("display_name",),
        order=99,
    )
)
