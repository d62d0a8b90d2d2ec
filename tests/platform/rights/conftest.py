"""Kestrel, whose certificate it is, and Harbour, that issues it; both of this site."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from issued_credentials import published

from skillmark.platform.orgs.access import organisation_scope

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User
    from skillmark.platform.rights.models import Endorsement, Grant

type MakeGrant = Callable[..., Grant]
type MakeEndorsement = Callable[..., Endorsement]


@pytest.fixture
def kestrel_owner(make_user: Any) -> "User":
    return make_user("owner@kestrel.example", name="Kate Kestrel")  # type: ignore[no-any-return]


@pytest.fixture
def kestrel(make_organisation: Any, kestrel_owner: "User") -> "Organisation":
    return make_organisation("Kestrel Logistics", owner=kestrel_owner)  # type: ignore[no-any-return]


@pytest.fixture
def forklift(kestrel: "Organisation") -> "AchievementVersion":
    return published(kestrel, "Operate a forklift")


@pytest.fixture
def offer(
    kestrel: "Organisation", organisation: "Organisation", forklift: "AchievementVersion"
) -> MakeGrant:
    """Offer Harbour to issue Kestrel's certificate."""
    from skillmark.platform.rights.services import grants

    def make(**facts: Any) -> "Grant":
        with organisation_scope(kestrel):
            return grants.offer(
                kestrel,
                achievement=forklift.achievement,
                grantee_slug=organisation.slug,
                actor=None,
                **facts,
            )

    return make


@pytest.fixture
def grant(offer: MakeGrant, organisation: "Organisation") -> MakeGrant:
    """Offer and accept."""
    from skillmark.platform.rights.services import grants

    def make(**facts: Any) -> "Grant":
        return grants.accept(offer(**facts).pk, grantee=organisation, actor=None)

    return make


@pytest.fixture
def endorse(
    organisation: "Organisation", other_organisation: "Organisation"
) -> MakeEndorsement:
    """Have the other organisation endorse Harbour, or one of its achievements."""
    from skillmark.platform.rights.services import endorsements

    def make(achievement: Any = None, **facts: Any) -> "Endorsement":
        with organisation_scope(organisation):
            asked = endorsements.ask(
                organisation,
                endorser_slug=other_organisation.slug,
                achievement=achievement,
                actor=None,
            )
        with organisation_scope(other_organisation):
            return endorsements.give(
                asked.pk,
                title="Accredited provider",
                comment="Meets our standard.",
                valid_until=facts.pop("valid_until", None),
                actor=None,
            )

    return make
