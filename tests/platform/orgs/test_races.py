"""Many at once, each in a connection of its own: no ring in the tree, one domain, one decision."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from django_scopes import scopes_disabled

from skillmark.core.errors import SkillmarkError
from skillmark.platform.approvals import registry
from skillmark.platform.approvals import services as approvals
from skillmark.platform.orgs import services, tree
from skillmark.platform.orgs.domains import Finding
from skillmark.platform.orgs.models import (
    STANDING_DOMAIN,
    DomainProof,
    Membership,
    Organisation,
    Role,
)
from skillmark.platform.orgs.services import domains as proofs
from skillmark.platform.orgs.services import tree as bonds
from skillmark.platform.people import services as people
from skillmark.platform.people.models import User

AT_ONCE: Final = 6  # threads


@pytest.fixture
def owner(transactional_db: None) -> Iterator[User]:
    """An account that every connection sees."""
    with scopes_disabled():
        yield people.create_account(
            email="race@people.example", password=None, display_name="Racer", verified=True
        )


def _all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    def run(act: Callable[[], Any]) -> Any:
        try:
            with scopes_disabled():
                return act()
        except SkillmarkError as error:
            return error.code
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, acts))


def _organisations(owner: User, *names: str) -> list[Organisation]:
    return [services.create_organisation(owner=owner, name=name) for name in names]


def test_no_ring_is_made_by_accepting_at_once(owner: User) -> None:
    ring = _organisations(owner, "Alder", "Birch", "Cedar", "Dogwood")
    asked = [
        bonds.propose(parent, other_slug=part.slug, asker_is_parent=True, actor=owner)
        for parent, part in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    said = _all_at_once(
        [
            lambda one=one: bonds.accept_proposal(one.pk, decider=one.organisation, actor=owner)
            for one in asked
        ]
    )
    refused = [answer for answer in said if isinstance(answer, str)]
    assert refused
    assert set(refused) <= {"orgs.tree_cycle", "orgs.tree_depth"}
    for organisation in Organisation.objects.all():
        above = [one.pk for one in tree.ancestors(organisation)]
        assert organisation.pk not in above
        assert len(above) < tree.MAX_LEVELS


def test_a_domain_is_proven_once(owner: User) -> None:
    made = _organisations(owner, *[f"Harbour {name}" for name in ("A", "B", "C", "D")])
    asked = [proofs.ask(one, domain="harbour.example", actor=owner) for one in made]
    said = _all_at_once(
        [
            lambda proof=proof: proofs.keep(
                proof, [Finding("well_known")], actor=None, now=timezone.now()
            )
            for proof in asked
        ]
    )
    assert [one for one in said if isinstance(one, DomainProof)]
    assert DomainProof.objects.filter(state__in=STANDING_DOMAIN).count() == 1
    assert Organisation.objects.filter(domain="harbour.example").count() == 1


def test_a_request_is_decided_once(owner: User) -> None:
    (organisation,) = _organisations(owner, "Harbour")
    deciders = [
        people.create_account(
            email=f"decider{n}@people.example", password=None, display_name="D", verified=True
        )
        for n in range(AT_ONCE)
    ]
    for user in deciders:
        Membership.objects.create(organisation=organisation, user=user, role=Role.APPROVER)
    done: list[str] = []
    kind = registry.Kind(
        "Tests", lambda *_: done.append("approved"), lambda *_: done.append("declined")
    )
    registry.register("tests.race", kind)
    request = approvals.ask(
        "tests.race",
        organisation=organisation,
        subject_id=uuid4(),
        title="Issue to 9 people",
        actor=owner,
    )
    said = _all_at_once(
        [
            lambda user=user, number=number: (
                (
                    approvals.approve(request.pk, by=user)
                    if number % 2
                    else approvals.decline(request.pk, by=user, note="no")
                ).state
            )
            for number, user in enumerate(deciders)
        ]
    )
    registry._kinds.pop("tests.race")
    assert said.count("approval.decided") == AT_ONCE - 1
    assert len(done) == 1
