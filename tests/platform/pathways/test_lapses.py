"""A final that stands on a credential with a shorter life: it lapses and comes back with it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pathway_samples import TODAY, award, finals, leaf, look, publish_achievement

from skillmark.platform.issuing.models import CredentialState
from skillmark.platform.pathways.models import Learner
from skillmark.platform.pathways.services import marking, queue

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway

LEA = ("Lea Lapse", "lea@people.example")


@pytest.fixture
def course(in_scope: "Organisation") -> "AchievementVersion":
    made: AchievementVersion = publish_achievement(in_scope, "First aid course")
    return made


@pytest.fixture
def cpr(in_scope: "Organisation") -> "AchievementVersion":
    made: AchievementVersion = publish_achievement(
        in_scope, "CPR", validity="months", validity_months="12", renewal_days="60"
    )
    return made


@pytest.fixture
def first_aid(
    make_pathway: Callable[..., "Pathway"],
    course: "AchievementVersion",
    cpr: "AchievementVersion",
) -> "Pathway":
    return make_pathway({"all": [leaf(course), leaf(cpr)]}, on_loss="suspend")


def later(days: int) -> None:
    """Let time pass: who has a date is looked at again when it comes."""
    now = timezone.now() + timedelta(days=days)
    marking.mark_due(now)
    _work_off(now)


def _work_off(now: datetime) -> None:
    while queue.work_off(now):
        pass


def state(credential: "Credential") -> str:
    credential.refresh_from_db()
    return credential.state


def test_when_the_shorter_one_lapses_the_final_does_and_renewal_restores_it(
    first_aid: "Pathway", course: "AchievementVersion", cpr: "AchievementVersion"
) -> None:
    award(course, *LEA)
    old = award(cpr, *LEA)
    look()
    (final,) = finals(first_aid)
    learner = Learner.objects.get(pathway=first_aid)
    assert old.valid_until is not None
    assert learner.next_look is not None, "the end of CPR is noted"
    assert learner.next_look >= old.valid_until
    later(300)
    assert state(final) == CredentialState.ACTIVE
    later(370)
    assert state(final) == CredentialState.SUSPENDED
    award(cpr, *LEA, again="1", achieved_on=TODAY.isoformat(), valid_until="2099-01-01")
    _work_off(timezone.now() + timedelta(days=371))
    assert state(final) == CredentialState.ACTIVE
    assert len(finals(first_aid)) == 1
