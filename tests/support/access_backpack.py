"""Who may pass where in the backpack; `access_rules` takes these into its tables.

Whoever is signed in passes to their own; another's answers like one that is not there.
"""

from typing import Final

_ONE: Final = "backpack/imported/<uuid:imported_id>"

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    route: ("account", frozenset())
    for route in (
        "backpack",
        "backpack/credentials.zip",
        "backpack/passport",
        "backpack/add",
        _ONE,
        *(f"{_ONE}/{act}" for act in ("file", "check", "remove", "restore")),
    )
}
