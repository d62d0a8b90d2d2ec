"""Who may pass where in assessment; `access_rules` takes these into its tables."""

from typing import Final

from skillmark.platform.orgs.models import Scope

_MARKERS: Final = frozenset({"owner", "assessor"})
_OWNERS: Final = frozenset({"owner", "designer"})
_INVITERS: Final = frozenset({"owner"})
_QUEUE: Final = "assess/<slug:slug>"
_MARK: Final = f"{_QUEUE}/<uuid:mark_id>"
_WORK: Final = "learning/work/<uuid:work_id>"
_S: Final = "studio/<slug:slug>/assessment"
_PLAN: Final = f"{_S}/<uuid:plan_id>"

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    **{
        route: ("account", frozenset())
        for route in (
            "assess",
            "learning/work",
            "learning/work/begin/<uuid:plan_id>",
            _WORK,
            f"{_WORK}/evidence",
            f"{_WORK}/evidence/<uuid:evidence_id>",
            f"{_WORK}/evidence/<uuid:evidence_id>/remove",
            f"{_WORK}/submit",
            f"{_WORK}/withdraw",
            f"{_WORK}/appeal",
            "learning/prior/new/<uuid:programme_id>",
            "learning/prior/<uuid:prior_id>",
            "learning/prior/<uuid:prior_id>/evidence",
            "learning/prior/<uuid:prior_id>/submit",
        )
    },
    **dict.fromkeys(
        (
            "studio/<slug:slug>/assess",
            _QUEUE,
            f"{_QUEUE}/evidence/<uuid:evidence_id>",
            _MARK,
            f"{_MARK}/back",
            f"{_MARK}/conflict",
            f"{_MARK}/checks/<slug:checked>",
        ),
        ("console", _MARKERS),
    ),
    f"{_S}/invite": ("console", _INVITERS),
    **dict.fromkeys(
        (
            _S,
            f"{_S}/new",
            f"{_S}/results",
            f"{_S}/work/<uuid:work_id>",
            f"{_S}/work/<uuid:work_id>/issue",
            _PLAN,
            f"{_PLAN}/edit",
            f"{_PLAN}/people",
            f"{_PLAN}/people/<uuid:assignment_id>",
            f"{_PLAN}/work/<uuid:work_id>/extend",
        ),
        ("console", _OWNERS),
    ),
}

_API: Final = "api/v1/assessment"
_ONE: Final = f"{_API}/plans/{{uuid:plan_id}}"
OPERATIONS: Final[dict[tuple[str, str], str | None]] = {
    ("GET", f"{_API}/plans"): Scope.ASSESSMENT_READ,
    ("GET", f"{_ONE}/submissions"): Scope.ASSESSMENT_READ,
    ("GET", f"{_ONE}/agreement"): Scope.ASSESSMENT_READ,
    ("GET", f"{_API}/submissions/{{uuid:work_id}}"): Scope.ASSESSMENT_READ,
    ("POST", f"{_API}/results"): Scope.ASSESSMENT_WRITE,
}
