"""Changing the tree of organisations: making a part, joining by both sides' consent, parting.

A part is a tenant of its own with its own owners, keys and identity. Standing above it gives no
right over it (see `skillmark.platform.orgs.tree`); whoever makes a part is its first owner, as a
visible member, and may hand it over. Either side ends the bond alone: consent needs two.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import services as events
from skillmark.platform.orgs import errors, mails, tree
from skillmark.platform.orgs.models import Organisation, PartProposal, ProposalState, Role
from skillmark.platform.orgs.services.members import invite
from skillmark.platform.orgs.services.organisations import create_organisation
from skillmark.platform.people.models import User


def create_part(
    parent: Organisation, *, actor: User, name: str, owner_email: str = "", **profile: Any
) -> Organisation:
    """Create an organisation below `parent`; `actor` is its first owner.

    Args:
        parent: who stands above.
        actor: an owner of `parent`.
        name: of the part.
        owner_email: who is to take it over: invited as its owner, and when they accept, the
            actor's membership of the part ends.
        profile: as for `create_organisation`.

    Raises:
        TreeDepthError: there are too many levels above.
        OrganisationError: as `create_organisation` and `invite`.
    """
    with transaction.atomic():
        _take_turns()
        parent = _fresh(parent.pk)
        _check_levels(parent, 1)
        part = create_organisation(owner=actor, name=name, **profile)
        _join(parent, part, actor)
        if owner_email and owner_email.strip().lower() != actor.email:
            invite(part, email=owner_email, role=Role.OWNER, actor=actor, hands_over=True)
    return part


def propose(
    asker: Organisation, *, other_slug: str, asker_is_parent: bool, actor: User
) -> PartProposal:
    """Ask another organisation to become part of this one, or to take this one in.

    Asking twice returns the proposal that waits.

    Raises:
        OrganisationMissingError: there is none with that slug.
        PartTakenError: the one below has somebody above it already.
        TreeCycleError: it would stand above itself.
        TreeDepthError: there would be too many levels.
    """
    other = Organisation.objects.filter(slug=other_slug).first()
    if other is None:
        raise errors.OrganisationMissingError(
            _("There is no organisation at that address. Copy it from its public page.")
        )
    parent, part = (asker, other) if asker_is_parent else (other, asker)
    with transaction.atomic():
        _check_bond(parent, part)
        everywhere = PartProposal.objects.with_scopes_disabled()
        proposal, made = everywhere.get_or_create(
            organisation=other,
            asker=asker,
            state=ProposalState.WAITING,
            defaults={"asker_is_parent": asker_is_parent, "asked_by": actor},
        )
        if not made and proposal.asker_is_parent == asker_is_parent:
            return proposal  # type: ignore[no-any-return] # scoped managers are Any
        if not made:  # asked the other way round before: the newer question stands
            proposal.asker_is_parent, proposal.asked_by = asker_is_parent, actor
            proposal.asked_at = timezone.now()
            proposal.save(update_fields=["asker_is_parent", "asked_by", "asked_at"])
        after = {"parent": parent.name, "part": part.name}
        _record(asker.pk, actor, "part.proposed", other, after=after)
        mails.proposal_asked(proposal)
    return proposal  # type: ignore[no-any-return] # scoped managers are Any


def accept_proposal(proposal_id: UUID, *, decider: Organisation, actor: User) -> Organisation:
    """Say yes, and return the part; in the scope of the organisation that was asked.

    Raises:
        ProposalDecidedError: it was decided or withdrawn before.
        PartTakenError: the part has found another one meanwhile.
        TreeCycleError: it would stand above itself.
        TreeDepthError: there would be too many levels.
        PartProposal.DoesNotExist: it is not this organisation's to decide.
    """
    with transaction.atomic():
        proposal = _settle(
            PartProposal.objects.filter(organisation=decider),
            proposal_id,
            ProposalState.ACCEPTED,
        )
        parent, part = proposal.parent, proposal.part
        _take_turns()
        parent, part = _fresh(parent.pk), _fresh(part.pk)
        _check_bond(parent, part)
        _join(parent, part, actor)
    return part


def decline_proposal(proposal_id: UUID, *, decider: Organisation, actor: User) -> None:
    """Say no; in the scope of the organisation that was asked.

    Raises:
        ProposalDecidedError: it was decided or withdrawn before.
        PartProposal.DoesNotExist: it is not this organisation's to decide.
    """
    with transaction.atomic():
        proposal = _settle(
            PartProposal.objects.filter(organisation=decider),
            proposal_id,
            ProposalState.DECLINED,
        )
        for one in (proposal.organisation_id, proposal.asker_id):
            _record(one, actor, "part.declined", proposal.asker)


def withdraw_proposal(proposal_id: UUID, *, asker: Organisation, actor: User) -> None:
    """Take one's own proposal back.

    Raises:
        ProposalDecidedError: it was decided or withdrawn before.
        PartProposal.DoesNotExist: it is not this organisation's proposal.
    """
    with transaction.atomic():
        mine = PartProposal.objects.with_scopes_disabled().filter(asker=asker)
        proposal = _settle(mine, proposal_id, ProposalState.WITHDRAWN)
        _record(asker.pk, actor, "part.proposal_withdrawn", proposal.organisation)


def detach(part: Organisation, *, by: Organisation, actor: User) -> None:
    """End the bond between a part and what stands above it; either side may, alone.

    Raises:
        PartMissingError: `by` is neither the part nor what it is part of.
    """
    with transaction.atomic():
        _take_turns()
        part = _fresh(part.pk)
        parent = part.parent
        if parent is None or by.pk not in {part.pk, parent.pk}:
            raise errors.PartMissingError(_("This organisation is not part of the other one."))
        part.parent = None
        part.save(update_fields=["parent"])
        before = {"parent": parent.name, "part": part.name}
        for one in (parent.pk, part.pk):
            _record(one, actor, "part.detached", part, before=before)
        mails.part_detached(parent, part, told=part if by.pk == parent.pk else parent)


def _join(parent: Organisation, part: Organisation, actor: User) -> None:
    part.parent = parent
    part.save(update_fields=["parent"])
    for one in (parent.pk, part.pk):
        _record(
            one, actor, "part.attached", part, after={"parent": parent.name, "part": part.name}
        )


def _check_bond(parent: Organisation, part: Organisation) -> None:
    if part.pk == parent.pk or part.pk in {above.pk for above in tree.ancestors(parent)}:
        raise errors.TreeCycleError(_("An organisation cannot stand above itself."))
    if part.parent_id is not None:
        raise errors.PartTakenError(
            _("%(part)s is part of another organisation already. It has to leave that first.")
            % {"part": part.name},
            part=part.name,
        )
    _check_levels(parent, tree.height(part))


def _check_levels(parent: Organisation, below: int) -> None:
    if len(tree.ancestors(parent)) + 1 + below > tree.MAX_LEVELS:
        raise errors.TreeDepthError(
            _("A tree has at most %(levels)d levels. Attach it higher up.")
            % {"levels": tree.MAX_LEVELS},
            levels=tree.MAX_LEVELS,
        )


def _take_turns() -> None:
    """Let one change of any tree happen at a time: all of them hold the oldest organisation.

    Locking what stands above the two is not enough: four bonds made at once close a ring none of
    whose makers has seen it.
    """
    oldest = Organisation.objects.order_by("pk").values_list("pk", flat=True)[:1]
    held = Organisation.objects.select_for_update(no_key=True).filter(pk__in=list(oldest))
    list(held.values_list("pk"))


def _fresh(identifier: UUID) -> Organisation:
    return Organisation.objects.get(pk=identifier)


def _settle(found: Any, proposal_id: UUID, state: ProposalState) -> PartProposal:
    proposal: PartProposal = found.select_for_update().get(pk=proposal_id)
    if proposal.state != ProposalState.WAITING:
        raise errors.ProposalDecidedError(_("This was decided or withdrawn already."))
    proposal.state, proposal.decided_at = state, timezone.now()
    proposal.save(update_fields=["state", "decided_at"])
    return proposal


def _record(
    organisation_id: UUID,
    actor: User,
    action: str,
    about: Organisation,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    events.record(
        organisation_id=organisation_id,
        actor=actor,
        action=action,
        object=about,
        before=before,
        after=after,
        label=about.name,
    )
