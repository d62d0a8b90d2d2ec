"""A credential from elsewhere that one tenant's owner keeps."""

from typing import TYPE_CHECKING, Final

import foreign_badges
import tenant_log

if TYPE_CHECKING:
    from skillmark.platform.people.models import User

NAMES: Final = ("imported_id", *tenant_log.NAMES)


def objects(owner: "User", marker: str) -> dict[str, str]:
    """Return what the owner keeps, by the parameter of an address."""
    from skillmark.platform.backpack.imports import keeping

    data = foreign_badges.signed(
        foreign_badges.COLLEGE,
        title=f"{marker}-certificate of elsewhere",
        achievement=foreign_badges.DATA,
        email=owner.email,
    )
    kept = keeping.take(owner, data, source=foreign_badges.Web())
    return {"imported_id": str(kept.pk), **tenant_log.objects(begin=marker == "own")}
