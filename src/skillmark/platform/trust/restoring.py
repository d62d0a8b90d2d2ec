"""The way back of a backup: the same identities sign again, on this installation or another.

Reading comes first and is strict: a backup that contradicts itself (a secret that is not of its
public half) changes nothing. Then everything is written in one transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from django_scopes import scope

from skillmark.core import did, jsonio
from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.encoding import base64url, timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses, backup, enclosed, keys, sealing
from skillmark.platform.trust.custody import addresses as addresses_of_keys
from skillmark.platform.trust.enclosed import SecretFacts
from skillmark.platform.trust.errors import BackupError, BackupForeignError, TrustError
from skillmark.platform.trust.models import (
    SEALED,
    IssuerIdentity,
    IssuerKey,
    KeyPurpose,
    KeyState,
)

_MAX_KEYS: Final = 1_000  # of one identity


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """One key of a backup."""

    purpose: KeyPurpose
    version: int
    public: PublicKey
    method: str
    state: KeyState
    created_at: datetime
    retired_at: datetime | None
    revoked_at: datetime | None
    location: str
    private: PrivateKey | None = field(repr=False)

    @property
    def is_elsewhere(self) -> bool:
        """Say whether it lies in a module or key service: it is named, not contained."""
        return self.location != SEALED


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """One identity of a backup, with every key it ever had."""

    did: str
    is_current: bool
    created_at: datetime
    keys: tuple[KeyFacts, ...]


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        organisation_id: whose it is.
        slug: the organisation's address when it was made.
        name: the organisation's name then.
        made_at: when it was made.
        identities: oldest first.
        secrets: sealed secrets of protocols.
        parts: what others added; see `enclosed.also`.
    """

    organisation_id: UUID
    slug: str
    name: str
    made_at: datetime
    identities: tuple[IdentityFacts, ...]
    secrets: tuple[SecretFacts, ...] = ()
    parts: JsonObject = field(default_factory=dict)

    @classmethod
    @sensitive_variables()
    def parse(cls, data: bytes) -> Self:
        """Read what was inside a sealed backup.

        Raises:
            BackupError: it is not what we write, or a key in it is not of its public half.
        """
        try:
            found = jsonio.load_object(data)
            _require_format(found["format"], backup.READ)
            owner = _object(found["organisation"])
            return cls(
                UUID(str(owner["id"])),
                str(owner["slug"]),
                str(owner["name"]),
                timestamp.decode(str(found["made_at"])),
                tuple(_identity(_object(one)) for one in _list(found["identities"])),
                enclosed.read_secrets(found.get("secrets", [])),
                _object(found.get("parts", {})),
            )
        except BackupError:
            raise
        except (SkillmarkError, KeyError, ValueError, TypeError):
            # The cause could quote what stands in the file: it is dropped on purpose.
            raise BackupError("The backup is not in the form we write.") from None


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did.

    Attributes:
        organisation: whose keys they are.
        did: the identifier under which it signs now.
        identities: how many were in the backup.
        keys: how many sign again.
        absent: keys that lie in a place that is not here: only their public halves are kept.
    """

    organisation: Organisation
    did: str
    identities: int
    keys: int
    absent: tuple[str, ...] = ()


@sensitive_variables("passphrase", "opened", "found")
def restore(
    data: bytes,
    passphrase: str,
    *,
    into: Organisation | None = None,
    actor: object = None,
    passphrase_lost: bool = False,
    without_places: bool = False,
) -> Restored:
    """Bring identities and keys back from a sealed backup.

    Args:
        data: the file.
        passphrase: what it was sealed with.
        into: the organisation, where it has another id and address here than in the backup.
        actor: who restores; the platform for its operator.
        passphrase_lost: seal under the configured passphrase though an earlier one, now lost,
            sealed the keys of this installation; what no backup brings back stays closed.
        without_places: go on where a key lies in a module or key service that is not here; it
            is kept as a retired one, and a new key must be made to issue.

    Raises:
        BackupSealedError: another passphrase or an altered file.
        BackupError: something else is inside.
        BackupForeignError: the organisation is not here, or an identity is another's.
        PassphraseError: the installation's passphrase did not seal its keys.
        TrustError: a key lies in a place that is not configured here, gone or locked.
    """
    opened = backup.unseal(data, passphrase)
    found = Backup.parse(opened)
    organisation = into or _owner(found)
    with transaction.atomic(), scope(organisation=organisation.pk):
        if passphrase_lost:
            keys.begin_anew()
        back, absent = 0, list[str]()
        for facts in found.identities:
            identity = _identity_row(facts, organisation, actor)
            for one in facts.keys:
                reached = _reached(one, without_places=without_places)
                absent += [] if reached.is_elsewhere == one.is_elsewhere else [one.method]
                back += _bring_back(identity, reached, actor)
        enclosed.bring_secrets(organisation.pk, found.secrets)
        current = _choose_current(found, organisation)
        enclosed.bring_parts(organisation, found.parts)
    return Restored(organisation, current.did, len(found.identities), back, tuple(absent))


@sensitive_variables("passphrase", "opened", "found")
def restore_site(data: bytes, passphrase: str) -> int:
    """Bring the secrets of the installation itself back, and return how many.

    Raises:
        BackupSealedError: another passphrase or an altered file.
        BackupError: something else is inside.
        TrustError: the key-encryption key of the installation is not there.
    """
    opened = backup.unseal(data, passphrase)
    try:
        found = jsonio.load_object(opened)
        _require_format(found["format"], (backup.SITE_FORMAT,))
        secrets = enclosed.read_secrets(found["secrets"])
    except BackupError:
        raise
    except (SkillmarkError, KeyError, ValueError, TypeError):
        raise BackupError("The backup is not in the form we write.") from None
    with transaction.atomic():
        return enclosed.bring_secrets(None, secrets)


@sensitive_variables("facts")
def _reached(facts: KeyFacts, *, without_places: bool) -> KeyFacts:
    """Return a key as it can be brought back: one that lies out of reach as retired."""
    if not facts.is_elsewhere or facts.state != KeyState.ACTIVE:
        return facts
    try:
        key = sealing.places().signing_key(facts.location)
    except TrustError:
        if not without_places:
            raise
        return replace(facts, state=KeyState.RETIRED, location=SEALED)
    if key.public != facts.public:
        raise BackupError("A key of the backup is not of its public half.")
    return facts


def _require_format(name: JsonValue, known: Collection[str]) -> None:
    if name not in known:
        raise BackupError("The file is sealed, yet no backup of keys.")


def _owner(found: Backup) -> Organisation:
    here = Organisation.objects
    owner = (
        here.filter(pk=found.organisation_id).first() or here.filter(slug=found.slug).first()
    )
    if owner is None:
        raise BackupForeignError(
            f"There is no organisation at the address “{found.slug}”. Create it, then restore.",
            slug=found.slug,
        )
    return owner


def _identity_row(
    facts: IdentityFacts, organisation: Organisation, actor: object
) -> IssuerIdentity:
    everyone = IssuerIdentity.objects.with_scopes_disabled()
    known: IssuerIdentity | None = everyone.filter(did=facts.did).first()
    if known is not None and known.organisation_id != organisation.pk:
        raise BackupForeignError("The identity of this backup belongs to another organisation.")
    if known is not None:
        return known
    created: IssuerIdentity = IssuerIdentity.objects.create(
        organisation=organisation,
        did=facts.did,
        is_current=False,
        created_at=facts.created_at,
    )
    events.record(
        organisation_id=organisation.pk,
        actor=actor,
        action="identity.restored",
        object=created,
        after={"did": facts.did},
    )
    return created


@sensitive_variables("facts")
def _bring_back(identity: IssuerIdentity, facts: KeyFacts, actor: object) -> int:
    """Bring one key back; return 1 when it signs again, 0 when only its public half is kept."""
    found = facts.location if facts.is_elsewhere else facts.private
    if found is None or facts.state != KeyState.ACTIVE:
        revoked = facts.state == KeyState.REVOKED
        keys.keep_public(
            identity,
            facts.purpose,
            facts.public,
            version=facts.version,
            state=KeyState.REVOKED if revoked else KeyState.RETIRED,
            created_at=facts.created_at,
            retired_at=facts.retired_at,
            revoked_at=facts.revoked_at,
        )
        return 0
    row = keys.adopt(identity, facts.purpose, found, version=facts.version)
    if row.state != KeyState.ACTIVE:
        return 0
    IssuerKey.objects.filter(pk=row.pk).update(created_at=facts.created_at)
    events.record(
        organisation_id=identity.organisation_id,
        actor=actor,
        action="key.restored",
        object=row,
        after={"key": row.verification_method},
    )
    return 1


def _choose_current(found: Backup, organisation: Organisation) -> IssuerIdentity:
    """Make the backup's current identity the current one, where it suits this site."""
    wanted = addresses.web_did(organisation.slug)
    for facts in found.identities:
        suits = facts.did.startswith("did:key:")
        if wanted:
            suits = facts.did == wanted or addresses.is_beside(facts.did, wanted)
        if facts.is_current and suits:
            IssuerIdentity.objects.filter(is_current=True).update(is_current=False)
            IssuerIdentity.objects.filter(did=facts.did).update(is_current=True)
    return keys.ensure_identity(organisation)


@sensitive_variables()
def _identity(found: JsonObject) -> IdentityFacts:
    name = str(found["did"])
    listed = _list(found["keys"])
    if len(listed) > _MAX_KEYS:
        raise BackupError("The backup holds more keys than an identity has.")
    return IdentityFacts(
        name,
        found["is_current"] is True,
        timestamp.decode(str(found["created_at"])),
        tuple(_key(name, _object(one)) for one in listed),
    )


@sensitive_variables()
def _key(name: str, found: JsonObject) -> KeyFacts:
    algorithm, secret = Algorithm(str(found["algorithm"])), found["secret"]
    public = PublicKey.from_multikey(str(found["public"]))
    private = None
    if secret is not None:
        private = PrivateKey.from_bytes(algorithm, base64url.decode(str(secret)))
        if private.public != public:
            raise BackupError("A key of the backup is not of its public half.")
    if found["method"] != did.method_id(name, public):
        raise BackupError("A key of the backup is not of its identity.")
    return KeyFacts(
        KeyPurpose(str(found["purpose"])),
        int(str(found["version"])),
        public,
        str(found["method"]),
        KeyState(str(found["state"])),
        timestamp.decode(str(found["created_at"])),
        _moment(found["retired_at"]),
        _moment(found["revoked_at"]),
        _location(found.get("location", SEALED)),
        private,
    )


def _location(value: JsonValue) -> str:
    location = str(value)
    if location != SEALED and addresses_of_keys.plain(location) != location:
        raise BackupError("A key of the backup lies at an address that is none.")
    return location


def _moment(value: JsonValue) -> datetime | None:
    return None if value is None else timestamp.decode(str(value))


def _object(value: JsonValue) -> JsonObject:
    if not isinstance(value, dict):
        raise BackupError("The backup is not in the form we write.")
    return value


def _list(value: JsonValue) -> list[Any]:
    if not isinstance(value, list):
        raise BackupError("The backup is not in the form we write.")
    return value
