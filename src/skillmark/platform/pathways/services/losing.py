"""What becomes of a final when what earned it is lost, by the policy of its version."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.issuing.models import CredentialState
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.issuing.services.lifecycle import Turn
from skillmark.platform.pathways.models import AwardState, OnLoss, PathwayAward


@dataclass(frozen=True, slots=True)
class Question:
    """One final, and whether what earned it stands."""

    award: PathwayAward
    stands: bool


def settle(questions: Sequence[Question], now: datetime) -> int:
    """Suspend, revoke or lift the finals that changed, and return how many.

    What somebody did to a final by hand stays: only a suspension of ours is lifted.
    """
    changed = [one for one in questions if (one.award.state == AwardState.STANDS) != one.stands]
    turns: dict[str, list[PathwayAward]] = defaultdict(list)
    for one in changed:
        award = one.award
        award.state = AwardState.STANDS if one.stands else AwardState.LOST
        award.changed_at = now
        turn = _turn(award)
        if turn is not None:
            turns[turn.name].append(award)
            award.suspended_by_us = turn is lifecycle.SUSPEND
    for name, awards in turns.items():
        _do(lifecycle.TURNS[name], awards, now)
    for one in changed:
        one.award.save(update_fields=["state", "changed_at", "suspended_by_us"])
    _record([one.award for one in changed])
    return len(changed)


def _turn(award: PathwayAward) -> Turn | None:
    state, policy = award.credential.state, award.version.on_loss
    if award.state == AwardState.STANDS:
        ours = award.suspended_by_us and state == CredentialState.SUSPENDED
        return lifecycle.LIFT if ours else None
    if policy == OnLoss.SUSPEND and state == CredentialState.ACTIVE:
        return lifecycle.SUSPEND
    if policy == OnLoss.REVOKE and state in lifecycle.REVOKE.allowed:
        return lifecycle.REVOKE
    return None


def _do(turn: Turn, awards: Sequence[PathwayAward], now: datetime) -> None:
    """Turn the finals. It follows from a policy, so it counts for nobody's limit."""
    with override(awards[0].pathway.organisation.language):
        reason = (
            "" if turn is lifecycle.LIFT else _("A credential that it was earned by is lost.")
        )
    done = lifecycle.turn_some(
        [award.credential_id for award in awards],
        turn,
        reason=reason,
        actor=None,
        at=now,
        charged=True,
    )
    lifecycle.tell(done.rows, turn)


def _record(awards: Sequence[PathwayAward]) -> None:
    if not awards:
        return
    acts = [
        Act(
            "pathway.award_stands" if one.state == AwardState.STANDS else "pathway.award_lost",
            one,
            after={"policy": one.version.on_loss, "credential": str(one.credential_id)},
        )
        for one in awards
    ]
    events.record_many(organisation_id=awards[0].organisation_id, actor=None, acts=acts)
