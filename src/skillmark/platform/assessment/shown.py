"""How a credential was assessed, on its public page: in the reader's language, without names.

It says what the signed file says. Assessors are counted, learners' work is named only where they
let it be named.
"""

from django.http import HttpRequest

from skillmark.platform.assessment import checks, criteria
from skillmark.platform.assessment.models import Decision, Mark
from skillmark.platform.assessment.vocabulary import Kind, MarkState
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.places import CREDENTIAL_PAGE
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.panels import Panel


def assessed(credential: Credential, _request: HttpRequest) -> Panel | None:
    """Show levels, supervision, who decided and what was shown."""
    with organisation_scope(credential.organisation_id):
        rows = Decision.objects.filter(credential=credential).select_related(
            "submission__version", "submission__plan"
        )
        decision = rows.order_by("-number").first()
        return _panel(decision) if decision is not None else None


def _panel(decision: Decision) -> Panel:
    work = decision.submission
    scales = criteria.scales(work.version, work.kind, work.plan.required_levels)
    marks = Mark.objects.filter(submission=work, state=MarkState.FINISHED)
    pieces = work.evidence.order_by("created_at", "id").values(
        "title", "url", "is_public", "sha256"
    )
    return Panel(
        "assessment/credential_panel.html",
        {
            "decision": decision,
            "work": work,
            "is_prior": work.kind == Kind.PRIOR,
            "watched": checks.in_words_of_annex(work).label,
            "assessors": marks.values("marker_id").distinct().count(),
            "levels": [(one, one.step(decision.levels.get(one.id, ""))) for one in scales],
            "pieces": list(pieces),
        },
    )


CREDENTIAL_PAGE.register(10, assessed)
