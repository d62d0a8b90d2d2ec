"""What the codes of a platform's services mean to the owner who reads them."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_WORDS: Final[dict[str, "_StrPromise"]] = {
    "lti.key_set": _(
        "The platform's keys cannot be got. Check the address of its public keys."
    ),
    "lti.scope": _(
        "The platform refuses us. Let the tool use its grade services there, and check the client id and that the platform knows the address of our keys."
    ),
    "lti.service": _("The platform did not answer as it should. Check the addresses."),
}


def words(code: str) -> str:
    """Return a sentence for a code that a check or a reading left behind; nothing for none."""
    return str(_WORDS.get(code, _WORDS["lti.service"])) if code else ""
