"""The second person who confirms the answer to a fallen key, where one is asked for."""

from typing import Final

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.approvals import registry
from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.mails import DECIDERS
from skillmark.platform.approvals.models import Approval
from skillmark.platform.approvals.registry import Kind
from skillmark.platform.issuing.services import fuse
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.mails import members_with
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import compromise
from skillmark.platform.trust.compromise import Foreseen
from skillmark.platform.trust.models import Compromise

KIND: Final = "issuing.compromise"


def asking_needed(organisation: Organisation, foreseen: Foreseen, actor: object) -> bool:
    """Say whether a second person has to confirm, and there is one.

    The same limits as for issuing and taking back. Who is alone goes on alone: while a thief has
    the key, waiting for nobody helps nobody.
    """
    taken = foreseen.reissued + foreseen.ended
    limit = policy.of(organisation).approve_issuing_from
    over = limit is not None and foreseen.reissued >= limit
    if not over and taken <= fuse.room(organisation.pk, at=timezone.now()).left:
        return False
    return any(one != actor for one in members_with(organisation.pk, DECIDERS))


def ask_second(row: Compromise, foreseen: Foreseen, actor: object) -> Approval:
    """Put the answer to a fallen key before a second person; issuing is halted meanwhile."""
    with translation.override("en"):
        title = _("Revoke a signing key and issue its credentials again")
    return approvals.ask(
        KIND,
        organisation=row.organisation,
        subject_id=row.pk,
        title=title,
        actor=actor,
        href=reverse("trust:compromised", args=[row.organisation.slug, row.pk]),
        facts={
            "compromise": str(row.pk),
            "people": foreseen.reissued,  # how many documents the signer may sign for this
            "standing": foreseen.standing,
            "reissued": foreseen.reissued,
            "ended": foreseen.ended,
        },
    )


def approved(approval: Approval, _by: object) -> None:
    """Go on: revoke, rotate, issue again."""
    row = _row(approval)
    compromise.carry_out(row, actor=approval.asked_through, approval=approval.pk)


def declined(approval: Approval, _by: object) -> None:
    """Let issuing go on with the key as it is."""
    compromise.drop(_row(approval))


def facts(approval: Approval) -> list[tuple[str, str]]:
    """Return what the approver should know."""
    row = _row(approval)
    return [
        (_("Reason"), row.reason),
        (_("Last known to be good"), row.known_good_at.strftime("%Y-%m-%d %H:%M UTC")),
        (
            _("Credentials that stand: others prove that they are older"),
            _count(approval, "standing"),
        ),
        (_("Credentials that are revoked and issued again"), _count(approval, "reissued")),
        (_("Credentials that are revoked and are over anyway"), _count(approval, "ended")),
    ]


def _count(approval: Approval, name: str) -> str:
    return str(approval.facts.get(name, 0))


def _row(approval: Approval) -> Compromise:
    found: Compromise = Compromise.objects.get(pk=approval.facts["compromise"])
    return found


registry.register(
    KIND,
    Kind(
        gettext_lazy("Revoke a signing key"), approved=approved, declined=declined, facts=facts
    ),
)
