"""Who may export for the Blockcerts tools; `access_rules` takes these into its tables."""

from typing import Final

_PUBLIC: Final = ("public", frozenset[str]())
_BATCH: Final = "studio/<slug:slug>/batches/<uuid:batch_id>/blockcerts"
_ISSUERS: Final = frozenset({"owner", "issuer"})
_ROLES: Final = frozenset({"owner", "issuer", "designer", "approver", "viewer"})

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "c/<uuid:credential_id>/blockcerts.json": _PUBLIC,
    "i/<slug:slug>/blockcerts.json": _PUBLIC,
    "i/<slug:slug>/blockcerts-withdrawn.json": _PUBLIC,
    "studio/<slug:slug>/settings/blockcerts": ("console", frozenset({"owner"})),
    _BATCH: ("console", _ROLES),
    f"{_BATCH}/begin": ("console", _ISSUERS),
    f"{_BATCH}/<uuid:export_id>.zip": ("console", _ISSUERS),
}

OPERATIONS: Final[dict[tuple[str, str], str | None]] = {
    ("POST", "api/v1/batches/{uuid:batch_id}/blockcerts"): "credentials:issue",
    ("GET", "api/v1/batches/{uuid:batch_id}/blockcerts"): "credentials:read",
}
