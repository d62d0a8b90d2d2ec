"""The mails about places in programmes, written in the transaction of the act they tell of."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.platform.mailing import languages
from skillmark.platform.orgs.letters import send
from skillmark.platform.programmes import letters
from skillmark.platform.programmes.letters import ENROLLED, PROMOTED, REMOVED, WAITLISTED
from skillmark.platform.programmes.models import Enrolment

__all__ = ["ENROLLED", "PROMOTED", "REMOVED", "WAITLISTED", "told"]


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
