"""Who may pass where in quizzes; `access_rules` takes these into its tables."""

from typing import Final

from skillmark.platform.orgs.models import Role, Scope

_LOOKERS: Final = frozenset(role.value for role in Role) - {"assessor"}
_WRITERS: Final = frozenset({"owner", "designer"})
_READERS: Final = frozenset({"owner", "designer", "issuer", "approver"})
_S: Final = "studio/<slug:slug>/quizzes"
_QUIZ: Final = f"{_S}/<uuid:quiz_id>"
_ATTEMPT: Final = "learning/quizzes/attempts/<uuid:attempt_id>"

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    **{
        route: ("account", frozenset())
        for route in (
            "learning/quizzes",
            "learning/quizzes/<uuid:quiz_id>",
            "learning/quizzes/<uuid:quiz_id>/begin",
            _ATTEMPT,
            f"{_ATTEMPT}/<int:number>",
            f"{_ATTEMPT}/submit",
        )
    },
    _S: ("console", _LOOKERS),
    _QUIZ: ("console", _LOOKERS),
    f"{_S}/new": ("console", _WRITERS),
    **{
        f"{_QUIZ}/{act}": ("console", _WRITERS)
        for act in (
            *("edit", "publish", "withdraw", "archive", "restore", "sections/new"),
            *("sections/<uuid:section_id>", "sections/<uuid:section_id>/remove"),
        )
    },
    **{
        f"{_QUIZ}/{page}": ("console", _READERS)
        for page in ("attempts", "attempts.csv", "attempts/<uuid:attempt_id>", "statistics")
    },
    **{
        f"{_S}/questions{rest}": ("console", _WRITERS)
        for rest in (
            *("", "/new", "/export.csv", "/import", "/<uuid:item_id>"),
            *(f"/<uuid:item_id>/{act}" for act in ("edit", "archive", "restore")),
            "/<uuid:item_id>/annul/<int:number>",
            *(f"/files/<uuid:file_id>{act}" for act in ("", "/start", "/discard")),
        )
    },
}

_ITEM: Final = "api/v1/questions/{uuid:item_id}"
_ONE: Final = "api/v1/quizzes/{uuid:quiz_id}"
OPERATIONS: Final[dict[tuple[str, str], str]] = {
    # questions come with what is right, so reading them takes the scope that writes them
    ("GET", "api/v1/questions"): Scope.ACHIEVEMENTS_WRITE,
    ("POST", "api/v1/questions"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", _ITEM): Scope.ACHIEVEMENTS_WRITE,
    ("PUT", _ITEM): Scope.ACHIEVEMENTS_WRITE,
    ("POST", f"{_ITEM}/archive"): Scope.ACHIEVEMENTS_WRITE,
    ("POST", f"{_ITEM}/restore"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", "api/v1/quizzes"): Scope.ACHIEVEMENTS_READ,
    ("POST", "api/v1/quizzes"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", _ONE): Scope.ACHIEVEMENTS_READ,
    ("PUT", _ONE): Scope.ACHIEVEMENTS_WRITE,
    ("POST", f"{_ONE}/sections"): Scope.ACHIEVEMENTS_WRITE,
    ("POST", f"{_ONE}/publish"): Scope.ACHIEVEMENTS_WRITE,
    ("POST", f"{_ONE}/withdraw"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", f"{_ONE}/attempts"): Scope.CREDENTIALS_READ,
    ("GET", f"{_ONE}/statistics"): Scope.CREDENTIALS_READ,
}

BODIES: Final[dict[str, dict[str, object]]] = {
    "{uuid:item_id}": {"kind": "true_false", "prompt": "Fat burns.", "truth": True},
    "{uuid:quiz_id}": {"title": "A title"},
}
"""What is sent to operations whose address ends so."""
