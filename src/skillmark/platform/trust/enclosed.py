"""What a backup of keys holds besides signing keys: sealed secrets, and what other parts add.

A secret comes back under the id it had, so rows that name it still fit. Others add a part with
`also`; it is taken and brought back by its own functions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from skillmark.core.encoding import base64url, timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import sealing
from skillmark.platform.trust.errors import BackupError, BackupForeignError
from skillmark.platform.trust.models import SealedSecret

type Take = Callable[[Organisation], JsonValue]
type Bring = Callable[[Organisation, JsonValue], None]

_MAX_SECRETS: Final = 10_000
_parts: Final[dict[str, tuple[Take, Bring]]] = {}


def also(name: str, take: Take, bring: Bring) -> None:
    """Add a part to every backup of an organisation's keys.

    Args:
        name: of the member in the file; the same name again replaces the part.
        take: returns it, None for nothing.
        bring: brings it back, in the transaction that restores, after keys and secrets.
    """
    _parts[name] = (take, bring)


def parts_of(organisation: Organisation) -> JsonObject:
    """Return what others add to the backup of an organisation."""
    taken = {name: take(organisation) for name, (take, _) in _parts.items()}
    return {name: value for name, value in taken.items() if value is not None}


def bring_parts(organisation: Organisation, found: JsonObject) -> None:
    """Bring back what others added.

    Raises:
        BackupError: a part that nothing here knows.
    """
    for name, value in found.items():
        if name not in _parts:
            raise BackupError("The backup holds a part that this release does not know.")
        _parts[name][1](organisation, value)


@dataclass(frozen=True, slots=True)
class SecretFacts:
    """One sealed secret of a backup."""

    id: UUID
    purpose: str
    public: JsonObject
    created_at: datetime
    secret: bytes = field(repr=False)

    @classmethod
    @sensitive_variables()
    def read(cls, found: JsonObject) -> Self:
        """Read what `secrets_of` wrote.

        Raises:
            SkillmarkError, KeyError, ValueError, TypeError: it is something else.
        """
        public = found["public"]
        if not isinstance(public, dict):
            raise BackupError("The backup is not in the form we write.")
        return cls(
            UUID(str(found["id"])),
            str(found["purpose"]),
            public,
            timestamp.decode(str(found["created_at"])),
            base64url.decode(str(found["secret"])),
        )


@sensitive_variables()
def secrets_of(organisation_id: UUID | None) -> list[JsonValue]:
    """Return every sealed secret of an organisation, or of the installation itself, opened.

    Raises:
        TrustError: one does not open.
    """
    rows = SealedSecret.objects.with_scopes_disabled().filter(organisation_id=organisation_id)
    return [
        {
            "id": str(row.pk),
            "purpose": row.purpose,
            "public": row.public,
            "created_at": timestamp.encode(row.created_at),
            "secret": base64url.encode(sealing.open_secret(row)),
        }
        for row in rows.select_related("encryption").order_by("created_at", "pk")
        if row.wrapped_key
    ]


@sensitive_variables()
def read_secrets(found: JsonValue) -> tuple[SecretFacts, ...]:
    """Read the secrets of a backup; raises as `SecretFacts.read`."""
    if not isinstance(found, list) or len(found) > _MAX_SECRETS:
        raise BackupError("The backup is not in the form we write.")
    if not all(isinstance(one, dict) for one in found):
        raise BackupError("The backup is not in the form we write.")
    return tuple(SecretFacts.read(one) for one in found if isinstance(one, dict))


@sensitive_variables("found")
def bring_secrets(organisation_id: UUID | None, found: Iterable[SecretFacts]) -> int:
    """Seal secrets again, each under its own id, and return how many.

    Raises:
        BackupForeignError: a secret of that id belongs to another organisation.
        TrustError: the key-encryption key is not there.
    """
    count = 0
    everyone = SealedSecret.objects.with_scopes_disabled()
    for one in found:
        row = everyone.filter(pk=one.id).first() or SealedSecret(id=one.id)
        is_known = not row._state.adding  # noqa: SLF001 - Django's own word for it
        if is_known and row.organisation_id != organisation_id:
            raise BackupForeignError("A secret of this backup belongs to another organisation.")
        row.organisation_id, row.purpose = organisation_id, one.purpose
        row.public, row.created_at = one.public, one.created_at
        sealing.seal_into(row, one.secret)
        row.save()
        count += 1
    return count
