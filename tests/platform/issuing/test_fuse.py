"""The fuse: one person takes back so many credentials a day, whatever way they go about it."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from skillmark.platform.issuing.errors import ApprovalNeededError

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

type Issue = Callable[..., Credential]


@pytest.fixture
def many(issue: Issue) -> "list[Credential]":
    """Twelve credentials: two more than one person may take back."""
    return [issue(f"Person{number} X") for number in range(12)]


def turn(rows: "list[Credential]", name: str = "REVOKE", **more: object) -> None:
    from skillmark.platform.issuing.services import lifecycle

    lifecycle.turn_many(
        [row.pk for row in rows], getattr(lifecycle, name), reason="all", actor=None, **more
    )


def states(rows: "list[Credential]") -> set[str]:
    for row in rows:
        row.refresh_from_db()
    return {row.state for row in rows}


def test_a_small_organisation_may_put_ten_right(many: "list[Credential]") -> None:
    turn(many[:10])
    assert states(many[:10]) == {"revoked"}


def test_eleven_at_once_need_a_second_person(many: "list[Credential]") -> None:
    with pytest.raises(ApprovalNeededError) as caught:
        turn(many[:11])
    assert caught.value.facts == {"count": 11, "limit": 10, "spent": 0}
    assert states(many) == {"active"}
    turn(many, approved=True)
    assert states(many) == {"revoked"}


def test_many_small_acts_are_one_large_one(many: "list[Credential]") -> None:
    for row in many[:10]:
        turn([row], "SUSPEND")
    with pytest.raises(ApprovalNeededError):
        turn(many[10:11])
    assert states(many[10:]) == {"active"}


def test_lifting_gives_no_room_back(many: "list[Credential]") -> None:
    for row in many[:10]:
        turn([row], "SUSPEND")
        turn([row], "LIFT")
    with pytest.raises(ApprovalNeededError):
        turn(many[:1], "SUSPEND")
    assert states(many) == {"active"}


def test_correcting_takes_credentials_away_too(
    many: "list[Credential]", version: object
) -> None:
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.issuing.services import replacement

    for number, row in enumerate(many[:10]):
        replacement.replace(row.pk, Recipient(name=f"Nobody {number}"), actor=None)
    with pytest.raises(ApprovalNeededError):
        replacement.replace(many[10].pk, Recipient(name="Nobody"), actor=None)
    assert states(many[10:]) == {"active"}


def test_what_was_approved_weighs_nothing(many: "list[Credential]") -> None:
    turn(many[:11], approved=True)
    turn(many[11:])
    assert states(many) == {"revoked"}


def test_after_a_day_there_is_room_again(
    many: "list[Credential]", monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(many[:10])
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=23))
    with pytest.raises(ApprovalNeededError):
        turn(many[10:])
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=25))
    turn(many[10:])


def test_the_limit_is_a_hundredth_of_a_large_organisation(
    in_scope: "Organisation", credential: "Credential", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.services import fuse

    room = fuse.room(in_scope.pk, at=timezone.now())
    assert (room.limit, room.spent, room.left) == (10, 0, 10)
    monkeypatch.setattr(fuse, "FLOOR", 0)
    monkeypatch.setattr(fuse, "SHARE", 1)
    assert fuse.room(in_scope.pk, at=timezone.now()).limit == 1


def test_another_organisations_acts_weigh_nothing(
    many: "list[Credential]", other_organisation: "Organisation"
) -> None:
    from skillmark.platform.issuing.services import fuse

    turn(many[:10])
    assert fuse.room(other_organisation.pk, at=timezone.now()).spent == 0
