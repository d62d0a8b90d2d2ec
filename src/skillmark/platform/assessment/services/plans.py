"""Plans from the owner's side: made, changed, and given to assessors and moderators."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from skillmark.platform.assessment import criteria, units
from skillmark.platform.assessment.errors import InvalidError
from skillmark.platform.assessment.models import Assignment, OfferedAssignment, Plan
from skillmark.platform.assessment.models.plans import (
    APPEAL_DAYS,
    MAX_ATTEMPTS,
    MAX_DAYS,
    SAMPLE_PERCENT,
)
from skillmark.platform.assessment.vocabulary import Part
from skillmark.platform.catalog import text
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.events.changes import record
from skillmark.platform.orgs.models import Invitation, Membership, Organisation, Role
from skillmark.platform.orgs.services import members
from skillmark.platform.people.models import User

MAX_WANTED: Final = 4_000  # characters
MARKING: Final = (Role.ASSESSOR, Role.OWNER)
"""Roles that may be given work to mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How strictly something is assessed; see `Plan` for each."""

    required_levels: dict[str, str] = field(default_factory=dict)
    evidence_wanted: str = ""
    attempts: int | None = 3
    deadline_days: int | None = None
    appeal_days: int = APPEAL_DAYS
    sample_percent: int = SAMPLE_PERCENT
    needs_supervision: bool = False
    needs_identity: bool = False
    takes_prior_learning: bool = False
    is_open: bool = True

    def cleaned(self, version: AchievementVersion) -> dict[str, Any]:
        """Return the columns of a plan.

        Raises:
            InvalidError: a number is out of range, or a level is none of the rubric's.
        """
        problems: dict[str, str] = {}
        for name, most in (
            ("attempts", MAX_ATTEMPTS),
            ("deadline_days", MAX_DAYS),
            ("appeal_days", MAX_DAYS),
        ):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= most:
                problems[name] = _("Write a number from 1 to %(most)d.") % {"most": most}
        if not 0 <= self.sample_percent <= 100:  # noqa: PLR2004 - a percentage
            problems["sample_percent"] = _("Write a number from 0 to 100.")
        wanted = text.block(self.evidence_wanted)
        if len(wanted) > MAX_WANTED:
            problems["evidence_wanted"] = _("Use shorter words.")
        known = {c["id"]: {level["id"] for level in c["levels"]} for c in version.rubric}
        if any(level not in known.get(c, ()) for c, level in self.required_levels.items()):
            problems["required_levels"] = _("Choose levels of the rubric.")
        if problems:
            raise InvalidError(problems)
        row = {one.name: getattr(self, one.name) for one in fields(self)}
        return row | {"evidence_wanted": wanted}


def create(
    organisation: Organisation,
    version: AchievementVersion,
    terms: Terms | None = None,
    *,
    actor: object,
) -> Plan:
    """Make the plan of an achievement.

    Args:
        organisation: who awards it.
        version: the one that is published.
        terms: by default the second level of each criterion is enough, and one work in ten is
            marked twice.
        actor: who does it.

    Raises:
        InvalidError: it has a plan already, or a term cannot be taken.
    """
    wanted = terms or Terms(required_levels=criteria.usual_levels(version))
    row = wanted.cleaned(version)
    with transaction.atomic():
        made, is_new = Plan.objects.get_or_create(
            achievement_id=version.achievement_id,
            defaults=row | {"organisation": organisation},
        )
        if not is_new:
            raise InvalidError({"achievement": _("This achievement has a plan already.")})
        record("assessment.planned", made, actor=actor, label=version.name, after=_facts(row))
    plan: Plan = made
    return plan


def change(plan_id: UUID, terms: Terms, *, actor: object) -> Plan:
    """Write how strictly something is assessed from now on; what is decided stays.

    Raises:
        InvalidError: a term cannot be taken.
    """
    with transaction.atomic():
        plan = held(plan_id)
        row = terms.cleaned(units.published(plan))
        before = {name: getattr(plan, name) for name in row}
        changed = [name for name, value in row.items() if before[name] != value]
        if not changed:
            return plan
        for name in changed:
            setattr(plan, name, row[name])
        plan.save()
        record(
            "assessment.plan_changed",
            plan,
            actor=actor,
            label=plan.achievement.name,
            before=_facts({name: before[name] for name in changed}),
            after=_facts({name: row[name] for name in changed}),
        )
    return plan


def assign(plan_id: UUID, user: User, part: str, *, actor: object) -> Assignment:
    """Let a member mark, or moderate, the work for a plan; a second time changes nothing.

    Raises:
        InvalidError: the account is no assessor or owner of the organisation.
    """
    with transaction.atomic():
        plan = held(plan_id)
        members = Membership.objects.filter(user=user, role__in=MARKING)
        if part not in Part.values or not members.exists():
            raise InvalidError({"user": _("Choose an assessor of your organisation.")})
        made, is_new = Assignment.objects.get_or_create(
            plan=plan, user=user, part=part, defaults={"organisation_id": plan.organisation_id}
        )
        if is_new:
            record(
                "assessment.assigned",
                plan,
                actor=actor,
                label=plan.achievement.name,
                after={"part": part, "user": user.audit_reference},
            )
    assignment: Assignment = made
    return assignment


def unassign(plan_id: UUID, assignment_id: UUID, *, actor: object) -> None:
    """Take the work of a plan from somebody; marks they finished stay.

    Raises:
        ObjectDoesNotExist: there is no such assignment.
    """
    with transaction.atomic():
        plan = held(plan_id)
        row: Assignment = Assignment.objects.select_related("user").get(
            pk=assignment_id, plan=plan
        )
        record(
            "assessment.unassigned",
            plan,
            actor=actor,
            label=plan.achievement.name,
            before={"part": row.part, "user": row.user.audit_reference},
        )
        row.delete()


def invite(
    organisation: Organisation,
    email: str,
    chosen: Iterable[UUID],
    part: str = Part.ASSESSOR,
    *,
    actor: User,
) -> Invitation:
    """Invite somebody as an assessor of some units, and of nothing else.

    Args:
        organisation: who assesses.
        email: whom.
        chosen: the plans of the units, one at least.
        part: what they will do.
        actor: an owner.

    Raises:
        InvalidError: no units, or units of somebody else.
        MemberAlreadyError: they are a member; assign them on the page of the plan.
        InvitationsManyError: too many invitations are open.
    """
    wanted = set(chosen)
    with transaction.atomic():
        listed = list(Plan.objects.filter(pk__in=wanted))
        if not wanted or len(listed) != len(wanted) or part not in Part.values:
            raise InvalidError({"units": _("Choose the units that they will mark.")})
        invitation, _token = members.invite(
            organisation, email=email, role=Role.ASSESSOR, actor=actor
        )
        OfferedAssignment.objects.bulk_create(
            [
                OfferedAssignment(
                    organisation=organisation, invitation=invitation, plan=plan, part=part
                )
                for plan in listed
            ]
        )
    return invitation


def take_up(invitation: Invitation, membership: Membership) -> None:
    """Assign what an invitation offered to whoever has accepted it."""
    if membership.role not in MARKING:
        return
    for offer in OfferedAssignment.objects.filter(invitation=invitation).order_by("plan_id"):
        actor = invitation.invited_by or membership.user
        assign(offer.plan_id, membership.user, offer.part, actor=actor)


def held(plan_id: UUID) -> Plan:
    """Return a plan of the current organisation with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("achievement")
    plan: Plan = rows.get(pk=plan_id)
    return plan


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    long = "evidence_wanted"
    return {name: len(value) if name == long else value for name, value in row.items()}
