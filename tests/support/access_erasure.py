"""Who may pass where in erasure; `access_rules` takes these into its tables."""

from typing import Final

_S: Final = "studio/<slug:slug>/settings/erasure"
_OWNER: Final = frozenset({"owner"})

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    **dict.fromkeys(
        ("accounts/erase", "accounts/erase/confirm", "accounts/erase/undo"),
        ("account", frozenset[str]()),
    ),
    **dict.fromkeys(
        (_S, f"{_S}/new", f"{_S}/holder/<uuid:credential_id>", f"{_S}/<uuid:erasure_id>"),
        ("console", _OWNER),
    ),
}
