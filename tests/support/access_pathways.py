"""Who may pass where in pathways; `access_rules` takes these into its tables."""

from typing import Final

from skillmark.platform.orgs.models import Role, Scope

_LOOKERS: Final = frozenset(role.value for role in Role) - {"assessor"}
_WRITERS: Final = frozenset({"owner", "designer"})
_READERS: Final = frozenset({"owner", "designer", "issuer", "approver"})
_S: Final = "studio/<slug:slug>/pathways"
_ONE: Final = f"{_S}/<uuid:pathway_id>"

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    **{
        route: ("public", frozenset())
        for route in (
            "p/<slug:slug>",
            "p/<slug:slug>/rules/<int:number>.json",
            "p/<slug:slug>/decisions/<str:digest>.json",
            "schemas/pathway-rule.json",
            "c/<uuid:credential_id>/stack.json",
            "c/<uuid:credential_id>/transcript.json",
            "c/<uuid:credential_id>/transcript.tlog-proof",
            "c/<uuid:credential_id>/transcript-bundle.json",
        )
    },
    "p/<slug:slug>/join": ("account", frozenset()),
    "p/<slug:slug>/leave": ("account", frozenset()),
    _S: ("console", _LOOKERS),
    _ONE: ("console", _LOOKERS),
    f"{_ONE}/versions": ("console", _LOOKERS),
    f"{_S}/recognition": ("console", _LOOKERS),
    f"{_S}/new": ("console", _WRITERS),
    f"{_S}/recognition/<uuid:equivalence_id>/withdraw": ("console", _WRITERS),
    **{
        f"{_ONE}/{act}": ("console", _WRITERS)
        for act in (
            *("edit", "rule", "rule/json", "publish", "review/withdraw"),
            *("archive", "restore", "discard", "dry-runs"),
        )
    },
    f"{_ONE}/people": ("console", _READERS),
    f"{_ONE}/dry-runs/<uuid:run_id>": ("console", _READERS),
}

_API: Final = "api/v1/pathways"
OPERATIONS: Final[dict[tuple[str, str], str | None]] = {
    ("POST", "api/v1/verify-stack"): None,
    ("GET", _API): Scope.ACHIEVEMENTS_READ,
    ("POST", _API): Scope.ACHIEVEMENTS_WRITE,
    ("GET", f"{_API}/{{uuid:pathway_id}}"): Scope.ACHIEVEMENTS_READ,
    ("PUT", f"{_API}/{{uuid:pathway_id}}/draft"): Scope.ACHIEVEMENTS_WRITE,
    ("POST", f"{_API}/{{uuid:pathway_id}}/publish"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", f"{_API}/{{uuid:pathway_id}}/people"): Scope.CREDENTIALS_READ,
}
