"""A dry run reads very many credentials fast, and exactly as an award reads them."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pathway_samples import TODAY, award, publish_achievement

from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.pathways import glancing, history, people
from skillmark.platform.pathways.addresses import achievement

if TYPE_CHECKING:
    from collections.abc import Callable

    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

EMAILS = [f"person{number}@people.example" for number in range(3)]


def read(
    organisation: "Organisation", versions: "list[AchievementVersion]"
) -> "tuple[dict[str, set[object]], dict[str, set[object]]]":
    """Return what both readers say of everybody."""
    persons = set(people.persons(EMAILS).values())
    ids = [one.achievement_id for one in versions]
    facts = {
        "organisation_id": organisation.pk,
        "joined": [],
        "achievements": {achievement(one) for one in ids},
        "achievement_ids": ids,
    }
    slow = history.of(persons, **facts)  # type: ignore[arg-type]
    fast = glancing.of(persons, glancing.Reader(), **facts)  # type: ignore[arg-type]
    return (
        {who.email: {(repr(one.item), one.name) for one in held} for who, held in slow.items()},
        {who.email: {(repr(one.item), one.name) for one in held} for who, held in fast.items()},
    )


@pytest.fixture
def versions(in_scope: "Organisation") -> "list[AchievementVersion]":
    return [
        publish_achievement(in_scope, "Fire prevention"),
        publish_achievement(
            in_scope, "First aid", validity="months", validity_months="12", workload_hours="7.5"
        ),
    ]


def test_both_read_the_same(
    in_scope: "Organisation", versions: "list[AchievementVersion]"
) -> None:
    for number, email in enumerate(EMAILS):
        for version in versions:
            day = (TODAY - timedelta(days=40 * number)).isoformat()
            award(version, f'Person "{number}" 李', email, achieved_on=day)
    rows = list(Credential.objects.order_by("pk"))
    lifecycle.revoke(rows[0].pk, reason="A mistake.", actor=None)
    lifecycle.suspend(rows[3].pk, reason="An appeal.", actor=None)
    slow, fast = read(in_scope, versions)
    assert fast == slow
    assert sum(map(len, fast.values())) == 6


def test_who_took_it_is_whose_it_is(
    in_scope: "Organisation",
    versions: "list[AchievementVersion]",
    make_user: "Callable[..., User]",
) -> None:
    from skillmark.platform.issuing.services import claims

    taker = make_user(EMAILS[1])
    row = award(versions[0], "Mark Olsen", EMAILS[0])
    token = claims.new_links([(row, EMAILS[0])])[0].token
    claims.claim(token, taker)
    slow, fast = read(in_scope, versions)
    assert fast == slow
    assert {email for email, held in fast.items() if held} == {EMAILS[1]}


def test_what_is_written_in_another_way_is_read_whole(
    in_scope: "Organisation", versions: "list[AchievementVersion]"
) -> None:
    row = award(versions[0], "Mark Olsen", EMAILS[0])
    data = bytes(row.document)
    reader = glancing.Reader()
    values = (row.pk, in_scope.pk, versions[0].pk, data, row.state, row.valid_from, None)
    plain = reader.item(glancing.Row(*values, EMAILS[0], "Mark Olsen"))
    spaced = data.replace(b'"issuer":{"id":', b'"issuer": {"id": ')
    values = (row.pk, in_scope.pk, versions[0].pk, spaced, row.state, timezone.now(), None)
    assert reader.item(glancing.Row(*values, EMAILS[0], "Mark Olsen")) == plain
