"""The audit trail of an organisation."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from skillmark.platform.events import audit
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs import selectors
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, Subject

ENTRIES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    entry: AuditEntry
    who: str
    words: str
    subject: Subject | None
    changes: list[dict[str, str]]


@require_safe
@studio_view()
def trail(request: StudioRequest) -> HttpResponseBase:
    """List the acts, newest first, with search and filters; check the chain when asked to."""
    query = request.GET.get("q", "").strip()
    action, actor = request.GET.get("action", ""), request.GET.get("actor", "")
    entries = selectors.audit_entries(query, action, actor)
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    actors = selectors.audit_actors()
    names = selectors.actor_names(actors)
    report = audit.verify(request.organisation.pk) if "check" in request.GET else None
    subjects = AUDIT_SUBJECTS.named(
        request.organisation, ((entry.object_kind, entry.object_id) for entry in page)
    )
    context = {
        "page": page,
        "lines": [_line(entry, names, subjects) for entry in page],
        "query": query,
        "action": action,
        "actor": actor,
        "actions": [(one, in_words(one)) for one in selectors.audit_actions()],
        "actors": [(one, names.get(one, one)) for one in actors],
        "report": report,
    }
    return render(request, "orgs/audit.html", context)


def in_words(action: str) -> str:
    """Return ``achievement.published`` as "Achievement published"."""
    words = action.replace(".", " ").replace("_", " ").capitalize()
    return words.replace("Api ", "API ", 1)


def _line(
    entry: AuditEntry, names: dict[str, str], subjects: dict[tuple[str, str], Subject]
) -> Line:
    before, after = entry.before or {}, entry.after or {}
    changes = [
        {
            "label": in_words(name),
            "before": _text(before.get(name)),
            "after": _text(after.get(name)),
        }
        for name in {**before, **after}
    ]
    who = names.get(entry.actor, entry.actor)
    subject = subjects.get((entry.object_kind, entry.object_id))
    return Line(entry, who, in_words(entry.action), subject, changes)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
