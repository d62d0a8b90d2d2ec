"""What is said of a change to many credentials: its question, its button, what it leaves alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmark.platform.issuing.models import BulkAction, BulkChange, CredentialState
from skillmark.platform.issuing.services.bulk import Foresight
from skillmark.platform.ui.saying import said

type Plural = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one change.

    Attributes:
        question: the heading before it is confirmed.
        done: the heading after.
        button: what the button says.
        consequence: what it means, before.
        danger: it cannot be undone.
    """

    question: str
    done: str
    button: str
    consequence: str
    danger: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """One credential that was not changed, and why."""

    id: str
    code: str
    words: str


def of(change: BulkChange, *, able: int | None = None) -> Words:
    """Return the words of a change, for so many that it would change."""
    count = change.expected or change.count if able is None else able
    question, done = _QUESTIONS[change.action](count), _DONE[change.action](change.changed)
    return Words(
        question % {"count": count},
        done % {"count": change.changed},
        _BUTTONS[change.action](count) % {"count": count},
        _consequence(change.action),
        danger=change.action == BulkAction.REVOKE,
    )


def others(foresight: Foresight) -> list[str]:
    """Return what stays as it is, by state: "12 are revoked"."""
    return [_OTHERS[state](count) % {"count": count} for state, count in _sorted(foresight)]


def failures(change: BulkChange) -> list[Failure]:
    """Return what could not be changed, with the reason in words."""
    return [
        Failure(
            one["id"], one["code"], said(one.get("message", "")) or _state(one.get("state", ""))
        )
        for one in change.failures
    ]


def _sorted(foresight: Foresight) -> list[tuple[str, int]]:
    return sorted(
        ((state, count) for state, count in foresight.others.items() if state in _OTHERS),
        key=lambda pair: -pair[1],
    )


def _state(state: str) -> str:
    known = state in CredentialState.values
    label = str(CredentialState(state).label) if known else state
    return _("It was in the state “%(state)s” by then.") % {"state": label}


def _consequence(action: str) -> str:
    words = {
        BulkAction.REVOKE: _(
            "They stop being valid at once, everywhere, and this cannot be undone. To pause "
            "them, suspend them instead."
        ),
        BulkAction.SUSPEND: _(
            "They do not count until the suspension is lifted. You can lift it with one click."
        ),
        BulkAction.LIFT: _("They are valid again at once, everywhere."),
        BulkAction.RENEW: _(
            "Each gets a new credential from what is published today; old and new lead to each "
            "other. What was renewed before is not renewed twice."
        ),
        BulkAction.RESEND: _("Each holder gets a mail with a new link; the old links stop."),
    }
    return words[BulkAction(action)]


_QUESTIONS: Final[dict[str, Plural]] = {
    BulkAction.REVOKE: lambda n: ngettext(
        "Revoke %(count)d credential?", "Revoke %(count)d credentials?", n
    ),
    BulkAction.SUSPEND: lambda n: ngettext(
        "Suspend %(count)d credential?", "Suspend %(count)d credentials?", n
    ),
    BulkAction.LIFT: lambda n: ngettext(
        "Lift the suspension of %(count)d credential?",
        "Lift the suspension of %(count)d credentials?",
        n,
    ),
    BulkAction.RENEW: lambda n: ngettext(
        "Renew %(count)d credential?", "Renew %(count)d credentials?", n
    ),
    BulkAction.RESEND: lambda n: ngettext(
        "Send %(count)d mail again?", "Send %(count)d mails again?", n
    ),
}
_BUTTONS: Final[dict[str, Plural]] = {
    BulkAction.REVOKE: lambda n: ngettext(
        "Revoke %(count)d credential", "Revoke %(count)d credentials", n
    ),
    BulkAction.SUSPEND: lambda n: ngettext(
        "Suspend %(count)d credential", "Suspend %(count)d credentials", n
    ),
    BulkAction.LIFT: lambda n: ngettext(
        "Lift %(count)d suspension", "Lift %(count)d suspensions", n
    ),
    BulkAction.RENEW: lambda n: ngettext(
        "Renew %(count)d credential", "Renew %(count)d credentials", n
    ),
    BulkAction.RESEND: lambda n: ngettext("Send %(count)d mail", "Send %(count)d mails", n),
}
_DONE: Final[dict[str, Plural]] = {
    BulkAction.REVOKE: lambda n: ngettext(
        "%(count)d credential revoked", "%(count)d credentials revoked", n
    ),
    BulkAction.SUSPEND: lambda n: ngettext(
        "%(count)d credential suspended", "%(count)d credentials suspended", n
    ),
    BulkAction.LIFT: lambda n: ngettext(
        "%(count)d suspension lifted", "%(count)d suspensions lifted", n
    ),
    BulkAction.RENEW: lambda n: ngettext(
        "%(count)d credential renewed", "%(count)d credentials renewed", n
    ),
    BulkAction.RESEND: lambda n: ngettext(
        "%(count)d mail sent again", "%(count)d mails sent again", n
    ),
}
_OTHERS: Final[dict[str, Plural]] = {
    CredentialState.ACTIVE: lambda n: ngettext(
        "%(count)d is active", "%(count)d are active", n
    ),
    CredentialState.SUSPENDED: lambda n: ngettext(
        "%(count)d is suspended", "%(count)d are suspended", n
    ),
    CredentialState.REVOKED: lambda n: ngettext(
        "%(count)d is revoked", "%(count)d are revoked", n
    ),
    CredentialState.SUPERSEDED: lambda n: ngettext(
        "%(count)d was replaced", "%(count)d were replaced", n
    ),
}
