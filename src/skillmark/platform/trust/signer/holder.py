"""The signer's process as the holder of all keys, as the platform's other processes see it."""

import base64
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from skillmark.core.crypto import Algorithm, PublicKey
from skillmark.core.jsonio import JsonObject
from skillmark.platform.trust import sealing
from skillmark.platform.trust.custody.port import SigningKey
from skillmark.platform.trust.errors import KeysElsewhereError
from skillmark.platform.trust.models import IssuerKey, SealedSecret
from skillmark.platform.trust.signer import client, making, secrets
from skillmark.platform.trust.signer.errors import SignerFailedError


@dataclass(frozen=True, slots=True)
class PublicOnly:
    """A key whose private half is elsewhere; it signs nothing here."""

    public: PublicKey

    @property
    def algorithm(self) -> Algorithm:
        """The type of the key."""
        return self.public.algorithm

    def sign(self, _data: bytes) -> bytes:
        """Refuse.

        Raises:
            KeysElsewhereError: always.
        """
        raise KeysElsewhereError("The signer's own process signs with this key.")


@dataclass(frozen=True, slots=True)
class RemoteHolder:
    """Asks the signer's process to make and seal keys; see `sealing.Holder`."""

    address: str

    def fresh(self, organisation_id: UUID) -> tuple[UUID, SigningKey, str]:
        """Make a signing key; returns the id of its row, its public half, and where it lies.

        Raises:
            SignerUnreachableError: the signer does not answer.
            TrustError: it cannot make one.
        """
        facts: JsonObject = {"organisation": str(organisation_id), "order": str(uuid4())}
        made = self._ask("fresh_key", facts)
        key = PublicOnly(PublicKey.from_multikey(str(made["public"])))
        return UUID(str(made["id"])), key, str(made["location"])

    @sensitive_variables("secret")
    def seal(self, row: IssuerKey | SealedSecret, secret: bytes) -> None:
        """Seal a secret, or the key that `fresh` made, into a row, unsaved.

        Raises:
            KeysElsewhereError: a signing key that this process made or brought itself.
            TrustError: the signer refuses.
        """
        facts: JsonObject = {
            "organisation": str(row.organisation_id) if row.organisation_id else None,
            "purpose": row.purpose,
        }
        if isinstance(row, SealedSecret):
            facts |= {"id": str(row.pk), "secret": base64.b64encode(secret).decode()}
            sealed = self._ask("seal_secret", facts)
        elif secret:
            raise KeysElsewhereError(
                "Keys are brought back where the signer runs, not in this process."
            )
        else:
            facts |= {"key": str(row.pk), "did": row.identity.did, "version": row.version}
            sealed = self._ask("seal_key", facts)
        version = sealed["encryption"]
        if isinstance(version, bool) or not isinstance(version, int):
            raise SignerFailedError("The signer's answer cannot be read.")
        row.encryption_id = version
        row.with_sealed(making.read_sealed(sealed))

    def shred(self, row: IssuerKey) -> None:
        """End what there is of a key whose row says that it signs no more; see `making.shred_key`.

        Raises:
            SignerUnreachableError: the signer does not answer; it tidies up by itself later.
            TrustError: the place of the key is gone or refuses.
        """
        self._ask("shred_key", {"organisation": str(row.organisation_id), "key": str(row.pk)})

    @sensitive_variables()
    def sign_secret(self, row: SealedSecret, data: bytes) -> bytes:
        """Return the signature of a protocol's secret; see `secrets.sign`."""
        facts: JsonObject = {
            "id": str(row.pk),
            "organisation": str(row.organisation_id) if row.organisation_id else None,
            "purpose": row.purpose,
            "encryption": row.encryption_id,
            "wrapped_key": base64.b64encode(bytes(row.wrapped_key)).decode(),
            "ciphertext": base64.b64encode(bytes(row.ciphertext)).decode(),
            "data": base64.b64encode(data).decode(),
        }
        return base64.b64decode(str(self._ask("sign_secret", facts)["signature"]))

    def _ask(self, act: str, facts: JsonObject) -> JsonObject:
        head, _frames = client.ask(self.address, {"act": act, **facts})
        made = head.get("made")
        if not isinstance(made, dict):
            raise SignerFailedError("The signer's answer cannot be read.")
        return made


def find() -> RemoteHolder | None:
    """Return the process that holds the keys; None where this one does."""
    address: str = settings.SKILLMARK.signer
    return RemoteHolder(address) if address else None


def sign_secret(row: SealedSecret, data: bytes) -> bytes:
    """Return the signature of a protocol's secret, wherever it is opened; see `secrets.sign`."""
    remote = find()
    return secrets.sign(row, data) if remote is None else remote.sign_secret(row, data)


def register() -> None:
    """Let keys be made and sealed by the signer's process, where one is configured."""
    sealing.held_by(find)
