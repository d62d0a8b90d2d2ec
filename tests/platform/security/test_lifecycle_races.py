"""Many at once on the life cycle: one correction, one renewal, one start, and a fuse that holds."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import pytest
import two_tenants
from django.db import close_old_connections, connection
from django.test import Client
from django_scopes import scopes_disabled
from issued_credentials import issue

from skillmark.core.errors import SkillmarkError
from skillmark.core.verify import Verdict
from skillmark.platform.events import audit
from skillmark.platform.issuing.models import BulkChange, Credential, FuseCount
from skillmark.platform.jobs.models import Job
from skillmark.platform.orgs.access import organisation_scope

if TYPE_CHECKING:
    from uuid import UUID

AT_ONCE: Final = 8  # threads
TRIES: Final = 16


@pytest.fixture
def stage(transactional_db: None) -> Iterator[two_tenants.World]:
    """A world that every connection sees."""
    world = two_tenants.build()
    with scopes_disabled():
        yield world


def _all_at_once(world: two_tenants.World, act: Callable[[int], Any]) -> list[Any]:
    """Run an act in many threads; what it refuses with is its answer."""

    def run(number: int) -> Any:
        try:
            with organisation_scope(world.own.organisation):
                return act(number)
        except SkillmarkError as error:
            return error.code
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(TRIES)))


def _verdict(credential: "UUID | str") -> Verdict:
    answer = Client().post(
        "/api/v1/verify",
        Client().get(f"/c/{credential}.json").content,
        content_type="application/json",
    )
    return Verdict(answer.json()["verdict"])


def test_a_credential_is_corrected_once(stage: two_tenants.World) -> None:
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.issuing.services import replacement

    old = stage.own.ids["credential_id"]

    def correct(number: int) -> Any:
        name = "Right Name" if number % 2 else "Another Name"
        return replacement.replace(old, Recipient(name=name, email="x@y.example"), actor=None)

    answers = _all_at_once(stage, correct)
    made = [one for one in answers if not isinstance(one, str)]
    assert {one for one in answers if isinstance(one, str)} == {"credential.replaced"}
    assert len({one.new.pk for one in made}) == 1
    assert [one.is_new for one in made].count(True) == 1
    assert Credential.objects.filter(replaces=old).count() == 1
    assert _verdict(old) is Verdict.INVALID
    assert _verdict(made[0].new.pk) is Verdict.VALID
    assert audit.verify(stage.own.organisation.pk).intact


def test_a_credential_is_renewed_once(stage: two_tenants.World) -> None:
    from skillmark.platform.issuing.services import renewal

    old = Credential.objects.get(pk=stage.own.ids["credential_id"])
    answers = _all_at_once(
        stage, lambda _number: renewal.renew(old.pk, renewal.Terms(), actor=None)
    )
    assert {one.credential.pk for one in answers} == set(
        Credential.objects.filter(renewed_from=old).values_list("pk", flat=True)
    )
    assert [one.is_new for one in answers].count(True) == 1
    assert audit.verify(stage.own.organisation.pk).intact


def test_revoking_and_lifting_at_once_leaves_row_and_list_agreed(
    stage: two_tenants.World,
) -> None:
    from skillmark.platform.issuing import services

    credential = stage.own.ids["credential_id"]
    with organisation_scope(stage.own.organisation):
        services.suspend(credential, reason="Appeal", actor=None)

    def act(number: int) -> Any:
        if number % 2:
            return services.lift(credential, actor=None)
        return services.revoke(credential, reason="Lost", actor=None)

    _all_at_once(stage, act)
    assert Credential.objects.get(pk=credential).state == "revoked"
    assert _verdict(credential) is Verdict.INVALID
    assert audit.verify(stage.own.organisation.pk).intact


def test_a_change_to_many_is_confirmed_once(stage: two_tenants.World) -> None:
    from skillmark.platform.issuing.services import bulk

    with organisation_scope(stage.own.organisation):
        ids = list(Credential.objects.values_list("pk", flat=True))
        change = bulk.choose(stage.own.organisation, "suspend", ids, actor=None)
    answers = _all_at_once(
        stage, lambda _number: bulk.confirm(change.pk, actor=None, reason="A leak").state
    )
    assert sorted(set(answers)) == ["bulk.state", "started"]
    assert answers.count("started") == 1
    assert Job.objects.filter(kind="issuing.bulk").count() == 1
    assert BulkChange.objects.get(pk=change.pk).state == "started"


def test_the_fuse_holds_against_many_small_acts_at_once(stage: two_tenants.World) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import fuse

    rows = [
        issue(stage.own.version, f"Person {number}", f"p{number}@race.example")
        for number in range(TRIES)
    ]
    answers = _all_at_once(
        stage, lambda number: services.suspend(rows[number].pk, reason="x", actor=None).state
    )
    assert answers.count("suspended") == fuse.FLOOR
    assert answers.count("credential.approval_needed") == TRIES - fuse.FLOOR
    counted = FuseCount.objects.filter(organisation=stage.own.organisation)
    assert sum(counted.values_list("count", flat=True)) == fuse.FLOOR


def test_issuing_renewing_correcting_and_revoking_wait_for_no_circle(
    stage: two_tenants.World,
) -> None:
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import renewal, replacement

    rows = [
        issue(stage.own.version, f"Person {number}", f"p{number}@circle.example")
        for number in range(TRIES)
    ]

    def act(number: int) -> Any:
        row = rows[number].pk
        if number % 4 == 0:
            return replacement.replace(row, Recipient(name=f"Right {number}"), actor=None)
        if number % 4 == 1:
            return renewal.renew(row, renewal.Terms(), actor=None)
        if number % 4 == 2:
            return services.suspend(row, reason="x", actor=None)
        return issue(stage.own.version, f"New {number}", f"new{number}@circle.example")

    answers = _all_at_once(stage, act)
    assert [one for one in answers if isinstance(one, str)] == []
    assert audit.verify(stage.own.organisation.pk).intact
