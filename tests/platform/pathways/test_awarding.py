"""Finals follow by themselves: once each, in whatever order, and with what earned them."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pathway_samples import UNITS, award, finals, leaf, look, publish_achievement, rule

from skillmark.core import jsonio
from skillmark.core.stack.digests import digest
from skillmark.platform.issuing.models import Credential, CredentialState, Source
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.pathways import selectors
from skillmark.platform.pathways.models import (
    AwardState,
    Cause,
    Learner,
    PathwayAward,
    Recheck,
)
from skillmark.platform.pathways.services import drafting, marking, queue

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway

MARK = ("Mark Olsen", "mark@people.example")


@pytest.mark.parametrize("seed", range(3))
def test_the_last_unit_brings_the_final_in_any_order(
    pathway: "Pathway", units: list["AchievementVersion"], seed: int
) -> None:
    order = random.Random(seed).sample(units, len(units))  # noqa: S311 - no secret
    for unit in order[:-1]:
        award(unit, *MARK)
        look()
        assert finals(pathway) == []
    award(order[-1], *MARK)
    look()
    (final,) = finals(pathway)
    assert final.award.source == Source.PATHWAY
    assert final.award.recipient_email == MARK[1]
    assert final.award.recipient_name == MARK[0]
    assert final.valid_from >= max(row.valid_from for row in Credential.objects.all())
    learner = Learner.objects.get(pathway=pathway)
    assert (learner.satisfied, learner.have, learner.need) == (True, 4, 4)


def test_the_final_carries_rule_and_constituents_by_digest(
    pathway: "Pathway", units: list["AchievementVersion"]
) -> None:
    made = [award(unit, *MARK) for unit in units]
    look()
    (final,) = finals(pathway)
    related = jsonio.load_object(bytes(final.document))["relatedResource"]
    assert isinstance(related, list)
    by_id = {str(one["id"]): one for one in related if isinstance(one, dict)}
    version = selectors.published(pathway)
    assert version is not None
    (rule,) = (
        one for url, one in by_id.items() if url.endswith(f"/{pathway.slug}/rules/1.json")
    )
    assert rule["digestMultibase"] == digest(bytes(version.document)) == version.digest
    for credential in made:
        entry = next(one for url, one in by_id.items() if str(credential.pk) in str(url))
        assert entry["digestMultibase"] == digest(bytes(credential.document))
    assert any(url.endswith("/definition") for url in by_id)
    assert len(by_id) == 1 + len(made) + 1  # the rule, what counted, the definition


def test_published_later_it_awards_what_was_earned_before(
    make_pathway: Callable[..., "Pathway"], units: list["AchievementVersion"]
) -> None:
    for unit in units:
        award(unit, *MARK)
        award(unit, "Ana Silva", "ana@people.example")
    award(units[0], "Bo Lind", "bo@people.example")
    pathway = make_pathway()
    assert queue.waiting(pathway) == 3
    look()
    assert sorted(one.award.recipient_email for one in finals(pathway)) == [
        "ana@people.example",
        MARK[1],
    ]
    assert Learner.objects.get(email="bo@people.example").have == 1


def test_ten_thousand_shuffled_repeated_events_give_one_final_each(
    pathway: "Pathway", units: list["AchievementVersion"]
) -> None:
    people = [(f"Person {n}", f"person{n}@people.example") for n in range(25)]
    dice = random.Random(20261122)  # noqa: S311 - no secret
    wanted = [(unit, person) for unit in units for person in people]
    dice.shuffle(wanted)
    events = dice.choices([email for _name, email in people], k=10_000 - len(wanted))
    step = len(events) // len(wanted)
    for number, (unit, person) in enumerate(wanted):
        award(unit, *person)
        Recheck.objects.bulk_create(
            Recheck(
                organisation=pathway.organisation,
                pathway=pathway,
                email=email,
                cause=dice.choice(Cause.values),
            )
            for email in events[number * step : (number + 1) * step]
        )
        if number % 10 == 0:
            queue.work_off(timezone.now(), most=500)
    look()
    assert Recheck.objects.count() == 0
    got = [one.award.recipient_email for one in finals(pathway)]
    assert sorted(got) == sorted(email for _name, email in people)
    look()
    marking.mark(pathway, [email for _name, email in people], Cause.CHANGED)
    look()
    assert len(finals(pathway)) == len(people)
    assert Credential.objects.count() == len(people) * 5


@pytest.mark.parametrize(
    ("policy", "state", "back"),
    [
        ("keep", CredentialState.ACTIVE, CredentialState.ACTIVE),
        ("suspend", CredentialState.SUSPENDED, CredentialState.ACTIVE),
        ("revoke", CredentialState.REVOKED, CredentialState.REVOKED),
    ],
)
def test_a_revoked_constituent_follows_the_policy(
    make_pathway: Callable[..., "Pathway"],
    units: list["AchievementVersion"],
    policy: str,
    state: str,
    back: str,
) -> None:
    pathway = make_pathway(on_loss=policy)
    made = [award(unit, *MARK) for unit in units]
    look()
    lifecycle.revoke(made[2].pk, reason="Somebody else sat the test.", actor=None)
    look()
    (final,) = finals(pathway)
    assert final.state == state
    assert PathwayAward.objects.get().state == AwardState.LOST
    award(units[2], *MARK, again="2")
    look()
    (final,) = finals(pathway)
    assert final.state == back
    assert PathwayAward.objects.get().state == AwardState.STANDS


def test_what_was_done_by_hand_stays(
    make_pathway: Callable[..., "Pathway"], units: list["AchievementVersion"]
) -> None:
    pathway = make_pathway(on_loss="suspend")
    made = [award(unit, *MARK) for unit in units]
    look()
    (final,) = finals(pathway)
    lifecycle.suspend(final.pk, reason="A complaint is looked into.", actor=None)
    lifecycle.suspend(made[0].pk, reason="The same.", actor=None)
    look()
    lifecycle.lift(made[0].pk, actor=None)
    look()
    (final,) = finals(pathway)
    assert final.state == CredentialState.SUSPENDED
    assert final.reason == "A complaint is looked into."


def test_an_expiry_is_noticed_by_the_date_alone(
    in_scope: "Organisation",
    make_pathway: Callable[..., "Pathway"],
    units: list["AchievementVersion"],
) -> None:
    short = publish_achievement(
        in_scope, "Lift inspection", validity="months", validity_months=1
    )
    pathway = make_pathway({"all": [leaf(units[0]), leaf(short)]}, on_loss="suspend")
    award(units[0], *MARK)
    ending = award(short, *MARK)
    look()
    learner = Learner.objects.get()
    assert ending.valid_until is not None
    assert learner.next_look == ending.valid_until + timedelta.resolution
    later = learner.next_look + timedelta(minutes=1)
    assert marking.mark_due(timezone.now()) == 0
    assert marking.mark_due(later) == 1
    Recheck.objects.update(due_at=later)
    queue.work_off(later)
    (final,) = finals(pathway)
    assert final.state == CredentialState.SUSPENDED


def test_a_window_that_closes_later_takes_nothing(
    make_pathway: Callable[..., "Pathway"], units: list["AchievementVersion"]
) -> None:
    node = {"all": [leaf(unit) for unit in units], "earned": {"withinDays": 30}}
    pathway = make_pathway(node, on_loss="revoke")
    for unit in units:
        award(unit, *MARK)
    look()
    later = timezone.now() + timedelta(days=60)
    marking.mark(pathway, [MARK[1]], Cause.TIME)
    queue.work_off(later)
    (final,) = finals(pathway)
    assert final.state == CredentialState.ACTIVE


def test_two_proven_addresses_are_one_person(
    make_user: Callable[..., object], pathway: "Pathway", units: list["AchievementVersion"]
) -> None:
    from skillmark.platform.people import services as people

    for unit, email in zip(units, ("m@work.example", "m@home.example") * 2, strict=True):
        award(unit, "Mark Olsen", email)
    look()
    assert finals(pathway) == []
    user = make_user("m@work.example", name="Mark Olsen")
    people.note_identity(user, "m@home.example", verified_at=timezone.now())
    look()
    assert len(finals(pathway)) == 1
    assert Learner.objects.count() == 1


def test_another_organisation_counts_once_the_person_joined(
    pathway: "Pathway",
    units: list["AchievementVersion"],
    in_scope: "Organisation",
    other_organisation: "Organisation",
    make_user: Callable[..., object],
) -> None:
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.pathways.services import joining

    with organisation_scope(other_organisation):
        foreign = publish_achievement(other_organisation, "Rigging")
    draft = drafting.edit(
        pathway,
        drafting.Content(
            name="Workplace safety",
            achievement=selectors.shown(pathway).achievement,
            rule=rule({"all": [leaf(units[0]), leaf(foreign)]}),
        ),
        actor=None,
    )
    drafting.publish(draft.pathway, actor=None)
    award(units[0], *MARK)
    with organisation_scope(other_organisation):
        award(foreign, *MARK)
    look()
    assert finals(pathway) == []
    assert Learner.objects.get().have == 1
    joining.join(pathway, make_user(MARK[1]))
    look()
    assert len(finals(pathway)) == 1


def test_who_has_the_final_by_hand_gets_no_second_one(
    pathway: "Pathway", units: list["AchievementVersion"], final: "AchievementVersion"
) -> None:
    award(final, *MARK)
    for unit in units:
        award(unit, *MARK)
    look()
    assert finals(pathway) == []
    assert Learner.objects.get().problem == "already_held"


def test_a_final_of_a_final(
    in_scope: "Organisation",
    make_pathway: Callable[..., "Pathway"],
    pathway: "Pathway",
    units: list["AchievementVersion"],
    final: "AchievementVersion",
) -> None:
    larger = publish_achievement(in_scope, "Site manager")
    above = make_pathway(
        {"all": [leaf(final)]}, name="Site management", achievement=larger.achievement
    )
    for unit in units:
        award(unit, *MARK)
    look()
    assert len(finals(pathway)) == len(finals(above)) == 1
    assert len(UNITS) == 4


def test_a_correction_of_the_final_is_followed(
    pathway: "Pathway", units: list["AchievementVersion"]
) -> None:
    from dataclasses import replace

    from skillmark.platform.issuing.lineage import related_of
    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.services import replacement

    for unit in units:
        award(unit, *MARK)
    look()
    (final,) = finals(pathway)
    right = replace(intent.from_json(final.award.fields), name="Mark A. Olsen")
    made = replacement.replace(final.pk, right, actor=None).new
    assert PathwayAward.objects.get().credential_id == made.pk
    assert related_of(bytes(made.document)) == related_of(bytes(final.document))
    look()
    assert len(finals(pathway)) == 1
