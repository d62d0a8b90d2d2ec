"""The mails about work that was handed in, written in the transaction of the act they tell of."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from skillmark.platform.assessment import letters
from skillmark.platform.assessment.models import Decision, Submission
from skillmark.platform.assessment.vocabulary import Outcome
from skillmark.platform.mailing import languages
from skillmark.platform.orgs.letters import send


def received(work: Submission) -> None:
    """Tell a learner that their work has arrived."""
    _send(work, letters.RECEIVED, str(work.pk))


def appeal_received(work: Submission) -> None:
    """Tell a learner that their appeal has arrived."""
    _send(work, letters.APPEALED, str(work.pk))


def decided(decision: Decision) -> None:
    """Tell a learner what was decided."""
    good = decision.outcome == Outcome.COMPETENT
    key = letters.COMPETENT if good else letters.NOT_YET
    _send(decision.submission, key, str(decision.pk), decision.reasons)


def attempts_left(work: Submission) -> str:
    """Return how many attempts a learner has left, in a sentence; nothing without a limit."""
    most = work.plan.attempts
    if most is None:
        return ""
    used = Submission.objects.filter(
        plan_id=work.plan_id, person_id=work.person_id, submitted_at__isnull=False
    ).count()
    left = max(0, most - used)
    if left == 0:
        return _("You have no attempts left.")
    return ngettext(
        "You have %(count)d attempt left.", "You have %(count)d attempts left.", left
    ) % {"count": left}


def _send(work: Submission, key: str, about: str, reasons: str = "") -> None:
    organisation = work.organisation
    language = languages.choose(work.language, organisation.language)
    with override(language):
        facts = {
            "name": work.name,
            "unit": work.version.name,
            "issuer": organisation.name,
            "reasons": reasons,
            "attempts": attempts_left(work),
            "url": settings.SKILLMARK.site_url + reverse("assessment:work", args=[work.pk]),
        }
    send(
        organisation, key, facts, to=work.email, language=language, dedupe_key=f"{key}:{about}"
    )
