"""What an organisation has beside its credentials: bonds, a domain, a request that waits."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.utils import timezone

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

    type MakeAccount = Callable[[str, str], User]


NAMES: Final = ("approval_id", "compromise_id")


def objects(
    organisation: "Organisation", owner: "User", marker: str, account: "MakeAccount"
) -> dict[str, str]:
    """Return one of each, by the names of path parameters; in the organisation's scope."""
    return {
        **_bonds(organisation, owner, marker, account),
        **_domain(organisation, marker),
        **_approval(organisation, marker),
        **_compromise(organisation, marker),
    }


def _compromise(organisation: "Organisation", marker: str) -> dict[str, str]:
    """Return a report about a key that was dropped again: nothing was done about it."""
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import Compromise, CompromiseState, KeyPurpose

    key = keys.active_key(keys.ensure_identity(organisation), KeyPurpose.CREDENTIAL)
    row = Compromise.objects.create(
        organisation=organisation,
        key=key,
        known_good_at=timezone.now(),
        reason=f"{marker}-reason",
        state=CompromiseState.DROPPED,
        started_by="system:test",
    )
    return {"compromise_id": str(row.pk)}


def _bonds(
    organisation: "Organisation", owner: "User", marker: str, account: "MakeAccount"
) -> dict[str, str]:
    """Return a part, a question of somebody's that waits, and one that this one asked."""
    from skillmark.platform.orgs import services
    from skillmark.platform.orgs.services import tree

    part = tree.create_part(organisation, actor=owner, name=f"Faculty of {marker}")
    asker = services.create_organisation(
        owner=account(f"{marker}@asker.example", "Ann Asker"), name=f"Faculty of {marker} asks"
    )
    proposal = tree.propose(
        asker, other_slug=organisation.slug, asker_is_parent=True, actor=owner
    )
    question = tree.propose(
        organisation, other_slug=asker.slug, asker_is_parent=False, actor=owner
    )
    return {
        "part_id": str(part.pk),
        "proposal_id": str(proposal.pk),
        "question_id": str(question.pk),
    }


def _domain(organisation: "Organisation", marker: str) -> dict[str, str]:
    """Return a domain's proof that was checked just now, so that no page asks the network."""
    from skillmark.platform.orgs.models import DomainProof

    proof = DomainProof.objects.create(
        organisation=organisation,
        domain=f"{marker}-domain.example",
        skeleton=f"{marker}-domain.example",
        token=f"{marker}-proof-of-the-domain",
        checked_at=timezone.now() + timedelta(days=1),
    )
    return {"proof_id": str(proof.pk)}


def _approval(organisation: "Organisation", marker: str) -> dict[str, str]:
    """Return a request of a program, so that every decider may decide."""
    from skillmark.platform.approvals import registry, services

    registry.register(
        "tests.nothing", registry.Kind("Nothing", lambda *_: None, lambda *_: None)
    )
    request = services.ask(
        "tests.nothing",
        organisation=organisation,
        subject_id=uuid4(),
        title=f"{marker}-request",
        actor=None,
    )
    return {"approval_id": str(request.pk)}
