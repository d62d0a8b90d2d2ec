"""A person's consent that what others have awarded them counts on a pathway, and its end."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import services as events
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.pathways import people
from skillmark.platform.pathways.errors import JoinError
from skillmark.platform.pathways.models import Cause, Learner, Pathway
from skillmark.platform.pathways.services import marking
from skillmark.platform.people.models import User


def join(pathway: Pathway, user: User) -> Learner:
    """Let everything count that the account holds, whoever awarded it; again changes nothing.

    Raises:
        JoinError: the account has not proven any address.
    """
    person = people.person_of(user)
    if person is None:
        raise JoinError(_("Confirm your e-mail address first. Then your credentials count."))
    with organisation_scope(pathway.organisation_id), transaction.atomic():
        rows = Learner.objects.select_for_update().filter(
            pathway=pathway, email__in=person.emails
        )
        learner = rows.order_by("key").first()
        if learner is None:
            learner, _made = Learner.objects.get_or_create(
                pathway=pathway,
                key=people.key_of(person.email),
                defaults={
                    "organisation_id": pathway.organisation_id,
                    "email": person.email,
                    "name": user.display_name,
                },
            )
        found: Learner = learner
        if found.joined_at is None:
            found.joined_by, found.joined_at = user, timezone.now()
            found.save(update_fields=["joined_by", "joined_at"])
            _record("pathway.joined", found, user)
            marking.mark(pathway, [found.email], Cause.JOINED)
    return found


def leave(pathway: Pathway, user: User) -> None:
    """Let only the organisation's own credentials count again; a final that was issued stays."""
    person = people.person_of(user)
    if person is None:
        return
    with organisation_scope(pathway.organisation_id), transaction.atomic():
        rows = Learner.objects.select_for_update().filter(
            pathway=pathway, email__in=person.emails, joined_at__isnull=False
        )
        for learner in rows.order_by("key"):
            learner.joined_by, learner.joined_at = None, None
            learner.save(update_fields=["joined_by", "joined_at"])
            _record("pathway.left", learner, user)
            marking.mark(pathway, [learner.email], Cause.JOINED)


def learner_of(pathway: Pathway, user: User) -> Learner | None:
    """Return the account's row on a pathway, of any organisation."""
    person = people.person_of(user)
    if person is None:
        return None
    rows = Learner.objects.with_scopes_disabled().filter(
        pathway=pathway, email__in=person.emails
    )
    found: Learner | None = rows.order_by("-have", "key").first()
    return found


def _record(action: str, learner: Learner, user: User) -> None:
    events.record(
        organisation_id=learner.organisation_id,
        actor=user,
        action=action,
        object=learner,
        after={"pathway": str(learner.pathway_id)},
        label=learner.pathway.name,
    )
