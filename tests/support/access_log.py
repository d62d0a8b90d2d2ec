"""Who may read the public log: everybody; `access_rules` takes these into its tables."""

from typing import Final

_PUBLIC: Final = ("public", frozenset[str]())
_CREDENTIAL: Final = "c/<uuid:credential_id>"

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = dict.fromkeys(
    (
        *("log", "log/checkpoint", "log/policy", "log/policy.json"),
        "log/anchors",
        "log/entries/<int:index>",
        "log/tile/<path:rest>",
        f"{_CREDENTIAL}.tlog-proof",
        f"{_CREDENTIAL}/bundle.json",
    ),
    _PUBLIC,
)

OPERATIONS: Final[dict[tuple[str, str], str | None]] = {
    ("GET", "api/v1/log"): None,
    ("GET", "api/v1/log/consistency"): None,
    ("GET", "api/v1/log/proof"): None,
}
