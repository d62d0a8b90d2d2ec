"""Who may pass where with rights and the monitor; `access_rules` takes these into its tables."""

from typing import Final

_OWNER: Final = frozenset({"owner"})
_S: Final = "studio/<slug:slug>/settings/rights"
_GRANT: Final = f"{_S}/grants/<uuid:grant_id>"
_ENDORSEMENT: Final = f"{_S}/endorsements/<uuid:endorsement_id>"

OPERATIONS: Final[dict[tuple[str, str], str | None]] = {
    ("GET", "api/v1/grants"): "achievements:read",
    ("GET", "api/v1/grants/{uuid:grant_id}"): "achievements:read",
    ("POST", "api/v1/grants/{uuid:grant_id}/revoke"): "achievements:write",
    ("GET", "api/v1/endorsements"): "achievements:read",
}

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    **dict.fromkeys(
        (
            "a/<uuid:some_id>/definition",
            "g/<uuid:grant_id>",
            "g/<uuid:grant_id>.json",
            "g/<uuid:grant_id>/newest",
            "e/<uuid:endorsement_id>",
            "e/<uuid:endorsement_id>.json",
            "issuers.json",
            "i/<slug:slug>/log",
        ),
        ("public", frozenset()),
    ),
    **dict.fromkeys(
        (
            _S,
            f"{_S}/grants/new",
            _GRANT,
            f"{_GRANT}/decide",
            f"{_GRANT}/revoke",
            f"{_S}/endorsements/new",
            _ENDORSEMENT,
            f"{_ENDORSEMENT}/decide",
            f"{_ENDORSEMENT}/revoke",
            "studio/<slug:slug>/settings/monitor",
            "studio/<slug:slug>/settings/monitor/logged.txt",
            "studio/<slug:slug>/settings/monitor/<uuid:alarm_id>",
        ),
        ("console", _OWNER),
    ),
}
