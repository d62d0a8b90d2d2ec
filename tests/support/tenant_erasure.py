"""An erasure that one tenant asked for."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

NAMES: Final = ("erasure_id",)


def objects(organisation: "Organisation", marker: str) -> dict[str, str]:
    """Return its id; whom it is about is still known."""
    from django.utils import timezone

    from skillmark.platform.erasure.models import Erasure

    made = Erasure.objects.create(
        organisation=organisation,
        state="running",
        addresses=[f"erased@{marker}-foreign.example"],
        due_at=timezone.now(),
        begun_at=timezone.now(),
    )
    return {"erasure_id": str(made.pk)}
