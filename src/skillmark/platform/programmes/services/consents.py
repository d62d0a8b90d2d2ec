"""Consent of who awards an achievement: asked when a provider names it, given or refused.

Without it no programme with the achievement stands in the catalogue. A consent that is taken back
takes the programme out of it; whoever learns there keeps the place. Who is asked, and who gets an
answer, hears of it by mail.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from skillmark.platform.events.changes import record
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.models import User
from skillmark.platform.programmes import mails
from skillmark.platform.programmes.models import Consent, Programme, Unit
from skillmark.platform.programmes.vocabulary import ConsentState, State


def ask(programme: Programme) -> None:
    """Ask for every achievement of others that a programme leads to; forget those it does not."""
    units = Unit.objects.filter(programme=programme).exclude(
        achievement__organisation_id=F("organisation_id")
    )
    wanted = dict(units.values_list("achievement_id", "achievement__organisation_id"))
    everywhere = Consent.objects.with_scopes_disabled().filter(programme=programme)
    everywhere.exclude(achievement_id__in=wanted).delete()
    known = set(everywhere.values_list("achievement_id", flat=True))
    asked = [
        Consent(organisation_id=owner, programme=programme, achievement_id=achievement_id)
        for achievement_id, owner in wanted.items()
        if achievement_id not in known
    ]
    Consent.objects.bulk_create(asked)
    mails.consents_asked(programme, {consent.organisation_id for consent in asked})


def lacking(programme: Programme) -> list[Consent]:
    """Return the consents that a programme needs and does not have, by name."""
    rows = Consent.objects.with_scopes_disabled().filter(programme=programme)
    open_rows = rows.exclude(state=ConsentState.GIVEN).select_related("achievement")
    return list(open_rows.select_related("organisation", "achievement").order_by("pk"))


def decide(consent_id: UUID, *, given: bool, actor: User) -> Consent:
    """Give or refuse a consent, in the scope of who awards; another word later is possible.

    Raises:
        ObjectDoesNotExist: nobody asked this organisation.
    """
    with transaction.atomic():
        rows = Consent.objects.select_for_update(of=("self",))
        consent: Consent = rows.select_related("programme", "achievement", "organisation").get(
            pk=consent_id
        )
        before, consent.state = (
            consent.state,
            ConsentState.GIVEN if given else ConsentState.REFUSED,
        )
        if before == consent.state:
            return consent
        consent.decided_at, consent.decided_by = timezone.now(), actor
        consent.save()
        record(
            "programme.consent_given" if given else "programme.consent_refused",
            consent,
            actor=actor,
            label=f"{consent.programme.title}: {consent.achievement.name}",
            before={"state": before},
            after={"state": str(consent.state)},
        )
        mails.consent_decided(consent)
        if not given:
            _take_out(consent.programme, actor)
    return consent


def _take_out(programme: Programme, actor: User) -> None:
    """Take a programme out of the catalogue, in the scope of its provider."""
    with organisation_scope(programme.organisation_id):
        held = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        if held.state != State.PUBLISHED:
            return
        held.state = State.DRAFT
        held.save(update_fields=["state", "updated_at"])
        record(
            "programme.withdrawn",
            held,
            actor=actor,
            label=held.title,
            before={"state": str(State.PUBLISHED)},
            after={"state": str(State.DRAFT)},
        )
