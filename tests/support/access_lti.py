"""Who may pass where with learning platforms; `access_rules` takes these into its tables."""

from typing import Final

_OWNER: Final = frozenset({"owner"})
_OURS: Final = "lti/<uuid:platform_id>"
_S: Final = "studio/<slug:slug>/settings/lti"
_ONE: Final = f"{_S}/<uuid:platform_id>"
_LINE: Final = f"{_S}/lines/<uuid:feed_id>"

RULES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    # What a platform knocks at; without a launch that is proven they answer with a refusal.
    **dict.fromkeys(
        (f"{_OURS}/login", f"{_OURS}/launch", f"{_OURS}/keys"), ("public", frozenset())
    ),
    "lti/continue/<str:launch_token>": ("link", frozenset()),
    "lti/register/<str:register_token>": ("link", frozenset()),
    **dict.fromkeys(
        (
            _S,
            f"{_S}/new",
            f"{_S}/link",
            _ONE,
            f"{_ONE}/edit",
            f"{_ONE}/test",
            f"{_ONE}/turn",
            f"{_ONE}/remove",
            f"{_S}/courses/<uuid:course_id>",
            f"{_LINE}/read",
            f"{_LINE}/remove",
        ),
        ("console", _OWNER),
    ),
}
