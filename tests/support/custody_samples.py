"""What tests about places for keys share."""

import secrets as random
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

type Configure = Callable[..., None]


def make_many(organisation: "Organisation", *, secrets: int) -> None:
    """Give an organisation its identity, and so many sealed secrets beside its keys."""
    from skillmark.platform.trust import keys

    keys.ensure_identity(organisation)
    for number in range(secrets):
        owner = organisation.pk if number % 2 else None
        keys.keep_secret(owner, f"kind {number}", random.token_bytes(32), public={"n": number})
