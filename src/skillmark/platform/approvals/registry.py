"""The kinds of acts that can wait for a second person; apps above register theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skillmark.platform.approvals.errors import ApprovalError
from skillmark.platform.approvals.models import Approval

type Act = Callable[[Approval, object], None]
type Facts = Callable[[Approval], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act.

    Attributes:
        label: what the list calls it, translated when shown.
        approved: does the act, given the request and who approved; in the same transaction.
        declined: undoes what was prepared; also called when the request is withdrawn.
        facts: what the approver should know, as labels and values in words; shown on the page
            of the request, in the organisation's scope.
    """

    label: object
    approved: Act
    declined: Act
    facts: Facts | None = None


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Let acts of `kind` wait under `name`, ``app.what``."""
    _kinds[name] = kind


def known() -> dict[str, Kind]:
    """Return every kind by its name."""
    return dict(_kinds)


def find(name: str) -> Kind:
    """Return the kind `name`.

    Raises:
        ApprovalError: there is none.
    """
    try:
        return _kinds[name]
    except KeyError:
        raise ApprovalError("There is no such kind of approval.", kind=name) from None
