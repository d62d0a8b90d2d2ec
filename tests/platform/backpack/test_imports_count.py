"""Where credentials from elsewhere count: pathways that were joined, and the entry to programmes."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from foreign_badges import ACADEMY, COLLEGE, DATA, IT, LOOKALIKE, MARK, Web, signed, unsigned
from pathway_samples import TODAY, finals, leaf, look, publish_achievement, rule

from skillmark.core import jsonio
from skillmark.platform.backpack.imports import keeping, rechecking
from skillmark.platform.backpack.models import Imported
from skillmark.platform.issuing.models import CredentialState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway
    from skillmark.platform.people.models import User


@pytest.fixture
def mark(make_user: "Callable[..., User]") -> "User":
    return make_user(MARK, name="Mark Olsen")


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def final(in_scope: "Organisation") -> "AchievementVersion":
    made: AchievementVersion = publish_achievement(in_scope, "Digital specialist")
    return made


def recognise(organisation: "Organisation", achievement: str, issuer: str, **more: Any) -> None:
    """Record a decision."""
    from skillmark.platform.pathways.services import recognising

    recognising.decide(
        organisation,
        recognising.Terms(
            title="Recognised",
            achievement=achievement,
            issuer=issuer,
            decided_on=TODAY,
            reason="Its syllabus was compared with ours.",
            **more,
        ),
        actor=None,
    )


def asked(iri: str, *issuers: str) -> dict[str, Any]:
    """Return a node that asks for an achievement of some issuers."""
    return {"achievement": {"id": iri}, "issuers": list(issuers)}


@pytest.fixture
def make(in_scope: "Organisation", final: "AchievementVersion") -> "Callable[..., Pathway]":
    from skillmark.platform.pathways.services import drafting

    def made(node: dict[str, Any], **more: Any) -> "Pathway":
        content = drafting.Content(
            name="Digital", achievement=final.achievement, rule=rule(node), **more
        )
        version = drafting.create(in_scope, content, actor=None)
        drafting.publish(version.pathway, actor=None)
        return version.pathway

    return made


@pytest.fixture
def hours(in_scope: "Organisation", make: "Callable[..., Pathway]") -> "Pathway":
    """137 hours and 165 hours add up to 300."""
    recognise(in_scope, IT, ACADEMY.did, amount="137", unit="hours")
    recognise(in_scope, DATA, COLLEGE.did, amount="165", unit="hours")
    parts = [asked(IT, ACADEMY.did), asked(DATA, COLLEGE.did)]
    return make({"credits": {"atLeast": "300", "unit": "hours", "of": parts}})


def both(user: "User", web: Web) -> list[Imported]:
    """Keep the certificate of 137 hours and the one of 165."""
    return [
        keeping.take(user, signed(), source=web),
        keeping.take(user, signed(COLLEGE, achievement=DATA, title="Data Science"), source=web),
    ]


def join(pathway: "Pathway", user: "User") -> None:
    from skillmark.platform.pathways.services import joining

    joining.join(pathway, user)
    look()


def test_two_certificates_from_elsewhere_stack_by_a_credit_rule(
    mark: "User", web: Web, hours: "Pathway"
) -> None:
    join(hours, mark)
    first = keeping.take(mark, signed(), source=web)
    look()
    assert finals(hours) == []
    keeping.take(mark, signed(COLLEGE, achievement=DATA), source=web)
    look()
    (made,) = finals(hours)
    document = jsonio.load_object(bytes(made.document))
    named = {entry["id"] for entry in document["relatedResource"]}  # type: ignore[union-attr,index,call-overload]
    assert first.name in named
    assert made.award.recipient_email == MARK
    look()
    assert len(finals(hours)) == 1


def test_the_bundle_of_such_a_final_is_whole_and_proven(
    mark: "User", web: Web, hours: "Pathway", client: "Client"
) -> None:
    join(hours, mark)
    both(mark, web)
    look()
    (made,) = finals(hours)
    bundle = client.get(f"/c/{made.pk}/stack.json")
    assert bundle.status_code == 200, bundle.content
    report = client.post(
        "/api/v1/verify-stack", bundle.content, content_type="application/json"
    ).json()
    assert report["rule"]["satisfied"], report
    assert report["verdict"] in {"valid", "valid_but"}


def test_without_joining_nothing_of_elsewhere_counts(
    mark: "User", web: Web, hours: "Pathway"
) -> None:
    both(mark, web)
    look()
    assert finals(hours) == []


def test_another_persons_badge_does_not_count(mark: "User", web: Web, hours: "Pathway") -> None:
    join(hours, mark)
    keeping.take(mark, signed(), source=web)
    keeping.take(
        mark, signed(COLLEGE, achievement=DATA, email="eve@people.example"), source=web
    )
    look()
    assert finals(hours) == []


def test_an_address_given_up_takes_its_badges_along(
    mark: "User", web: Web, hours: "Pathway"
) -> None:
    from skillmark.platform.people.models import EmailIdentity
    from skillmark.platform.people.services import note_identity

    note_identity(mark, "mark@work.example", verified_at=timezone.now())
    keeping.take(mark, signed(email="mark@work.example"), source=web)
    keeping.take(mark, signed(COLLEGE, achievement=DATA), source=web)
    EmailIdentity.objects.get(email="mark@work.example").delete()
    assert Imported.objects.get(issuer=ACADEMY.did).proven_by == ""
    join(hours, mark)
    assert finals(hours) == []


def test_the_same_achievement_of_another_issuer_does_not_count(
    mark: "User", web: Web, hours: "Pathway"
) -> None:
    join(hours, mark)
    keeping.take(mark, signed(COLLEGE, achievement=DATA), source=web)
    keeping.take(mark, signed(LOOKALIKE), source=web)  # it calls its achievement the academy's
    look()
    assert finals(hours) == []


def test_nobody_elsewhere_awards_an_achievement_of_this_site(
    mark: "User",
    web: Web,
    in_scope: "Organisation",
    make: "Callable[..., Pathway]",
) -> None:
    unit = publish_achievement(in_scope, "Fire prevention")
    pathway = make({"all": [{**leaf(unit), "issuers": "any"}]})
    join(pathway, mark)
    ours = leaf(unit)["achievement"]["id"]
    keeping.take(mark, signed(achievement=ours), source=web)
    look()
    assert finals(pathway) == []


def test_a_revoked_badge_does_not_count_and_takes_a_final_by_policy(
    mark: "User", web: Web, in_scope: "Organisation", make: "Callable[..., Pathway]"
) -> None:
    pathway = make({"all": [asked(IT, ACADEMY.did)]}, on_loss="suspend")
    join(pathway, mark)
    row = keeping.take(mark, signed(), source=web)
    look()
    (made,) = finals(pathway)
    web.put(ACADEMY, revoked=(1,))
    assert rechecking.check(row, timezone.now(), source=web)
    look()
    assert _state(made) == CredentialState.SUSPENDED


def test_what_was_removed_or_could_not_be_asked_loses_nobody_a_final(
    mark: "User", web: Web, in_scope: "Organisation", make: "Callable[..., Pathway]"
) -> None:
    pathway = make({"all": [asked(IT, ACADEMY.did)]}, on_loss="revoke")
    join(pathway, mark)
    row = keeping.take(mark, signed(), source=web)
    look()
    (made,) = finals(pathway)
    Imported.objects.update(checked_at=timezone.now() - timedelta(days=9))
    _look_at(pathway)
    assert _state(made) == CredentialState.ACTIVE
    keeping.remove(mark, row.pk)
    look()
    assert _state(made) == CredentialState.ACTIVE
    rechecking.forget(timezone.now() + timedelta(days=99))
    _look_at(pathway)
    assert _state(made) == CredentialState.ACTIVE


def test_what_nobody_could_ask_about_for_a_day_counts_for_nothing_new(
    mark: "User", web: Web, in_scope: "Organisation", make: "Callable[..., Pathway]"
) -> None:
    row = keeping.take(mark, signed(), source=web)
    Imported.objects.update(checked_at=timezone.now() - timedelta(days=2))
    pathway = make({"all": [asked(IT, ACADEMY.did)]})
    join(pathway, mark)
    assert finals(pathway) == []
    row.refresh_from_db()
    rechecking.check(row, timezone.now(), source=web)
    look()
    assert len(finals(pathway)) == 1


def test_one_removed_counts_for_nothing_new(
    mark: "User", web: Web, in_scope: "Organisation", make: "Callable[..., Pathway]"
) -> None:
    row = keeping.take(mark, signed(), source=web)
    keeping.remove(mark, row.pk)
    pathway = make({"all": [asked(IT, ACADEMY.did)]})
    join(pathway, mark)
    assert finals(pathway) == []
    keeping.restore(mark, row.pk)
    look()
    assert len(finals(pathway)) == 1


def test_the_entry_to_a_programme_by_recognition(
    mark: "User", web: Web, in_scope: "Organisation"
) -> None:
    from skillmark.platform.backpack.imports import counting
    from skillmark.platform.pathways import addresses

    wanted = publish_achievement(in_scope, "IT basics").achievement
    keeping.take(mark, signed(), source=web)
    assert counting.recognised(mark, in_scope.pk, [wanted.pk]) == {}
    recognise(in_scope, IT, ACADEMY.did, counts_as=(addresses.achievement(wanted.pk),))
    assert set(counting.recognised(mark, in_scope.pk, [wanted.pk])) == {wanted.pk}
    Imported.objects.update(state="revoked")
    assert counting.recognised(mark, in_scope.pk, [wanted.pk]) == {}


def test_an_expired_badge_opens_no_programme(
    mark: "User", web: Web, in_scope: "Organisation"
) -> None:
    from skillmark.platform.backpack.imports import counting
    from skillmark.platform.pathways import addresses

    wanted = publish_achievement(in_scope, "IT basics").achievement
    document = unsigned(validUntil="2026-06-01T00:00:00Z")
    keeping.take(mark, jsonio.dumps(ACADEMY.sign(document)), source=web)
    recognise(in_scope, IT, ACADEMY.did, counts_as=(addresses.achievement(wanted.pk),))
    assert counting.recognised(mark, in_scope.pk, [wanted.pk]) == {}


def _state(credential: "Credential") -> str:
    credential.refresh_from_db()
    return credential.state


def _look_at(pathway: "Pathway") -> None:
    from skillmark.platform.pathways.models import Cause
    from skillmark.platform.pathways.services import marking

    marking.mark(pathway, [MARK], Cause.TIME)
    look()
