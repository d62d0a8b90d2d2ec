"""The mails about programmes, written in the transaction of the act they tell of.

Learners hear of their places; who awards an achievement, that another provider wants to lead to it;
that provider, what they say.
"""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from skillmark.platform.mailing import languages
from skillmark.platform.orgs.letters import send
from skillmark.platform.orgs.mails import absolute, members_with, to_members
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.programmes import letters
from skillmark.platform.programmes.letters import ENROLLED, PROMOTED, REMOVED, WAITLISTED
from skillmark.platform.programmes.models import Consent, Enrolment, Programme
from skillmark.platform.programmes.vocabulary import ConsentState

__all__ = [
    "ENROLLED",
    "PROMOTED",
    "REMOVED",
    "WAITLISTED",
    "consent_decided",
    "consents_asked",
    "told",
]


def told(enrolment: Enrolment, key: str) -> None:
    """Write one mail of a kind of `letters` to the learner; the same twice is sent once."""
    organisation = enrolment.programme.organisation
    language = languages.choose(enrolment.language, organisation.language)
    with override(language):
        facts = _facts(enrolment, key, organisation.name)
    send(
        organisation,
        key,
        facts,
        to=enrolment.email,
        language=language,
        dedupe_key=f"{key}:{enrolment.pk}",
    )


def _facts(enrolment: Enrolment, key: str, issuer: str) -> dict[str, str]:
    starts_on = enrolment.cohort.starts_on
    day = date_format(starts_on, "DATE_FORMAT") if starts_on else ""
    path = (
        reverse("programmes:catalogue")
        if key == letters.REMOVED
        else reverse("programmes:learning-one", args=[enrolment.pk])
    )
    return {
        "name": enrolment.name,
        "programme": enrolment.programme.title,
        "cohort": enrolment.cohort.name,
        "issuer": issuer,
        "starts": _("It starts on %(day)s.") % {"day": day}
        if day
        else _("Begin whenever you like."),
        "reason": enrolment.reason,
        "url": settings.SKILLMARK.site_url + path,
    }


def consents_asked(programme: Programme, owners: Iterable[UUID]) -> None:
    """Tell the owners of achievements of whom a consent is asked; once a day for a programme."""
    for organisation in Organisation.objects.filter(pk__in=list(owners)):
        path = reverse("programmes:programmes", args=[organisation.slug])
        facts = {
            "provider": programme.organisation.name,
            "programme": programme.title,
            "url": absolute(path),
        }
        to_members(
            members_with(organisation.pk, [Role.OWNER]),
            organisation,
            gettext_lazy("%(provider)s wants to offer what you award"),
            gettext_lazy(
                "%(provider)s asks to offer your achievements in its programme "
                "“%(programme)s”.\n\nAllow it, or do not, here:\n%(url)s"
            ),
            facts,
            key=f"consent.asked:{programme.pk}:{timezone.now().date()}",
        )


def consent_decided(consent: Consent) -> None:
    """Tell the owners of the provider what was said."""
    provider, programme = consent.programme.organisation, consent.programme
    facts = {
        "owner": consent.organisation.name,
        "name": consent.achievement.name,
        "programme": programme.title,
        "url": absolute(reverse("programmes:programme", args=[provider.slug, programme.pk])),
    }
    if consent.state == ConsentState.GIVEN:
        subject = gettext_lazy("You may offer “%(name)s”")
        text = gettext_lazy(
            "%(owner)s allows you to offer “%(name)s” in “%(programme)s”.\n\n%(url)s"
        )
    else:
        subject = gettext_lazy("You may not offer “%(name)s”")
        text = gettext_lazy(
            "%(owner)s does not allow you to offer “%(name)s” in “%(programme)s”. The programme "
            "is not in the catalogue. Whoever learns there keeps the place.\n\n%(url)s"
        )
    to_members(
        members_with(provider.pk, [Role.OWNER]),
        provider,
        subject,
        text,
        facts,
        key=f"consent.decided:{consent.pk}:{consent.decided_at:%Y%m%dT%H%M%S%f}",
    )
