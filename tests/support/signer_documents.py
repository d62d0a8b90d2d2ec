"""Unsigned documents as the platform puts them to the signer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject
from skillmark.core.status import list_credential
from skillmark.core.status.bitstring import Bitstring
from skillmark.platform.trust import addresses
from skillmark.platform.trust.models import IssuerIdentity, IssuerKey, KeyPurpose
from skillmark.platform.trust.signer.orders import Document, Order, Task


def now() -> datetime:
    """Return the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Maker:
    """Documents of one identity."""

    identity: IssuerIdentity

    @property
    def key(self) -> IssuerKey:
        rows = IssuerKey.objects.with_scopes_disabled()
        row: IssuerKey = rows.filter(
            identity=self.identity, purpose=KeyPurpose.CREDENTIAL
        ).latest("version")
        return row

    def order(self, task: Task = Task.CREDENTIAL, **more: Any) -> Order:
        facts: dict[str, Any] = {
            "intent": uuid4(),
            "organisation": self.identity.organisation_id,
            "key": self.key.pk,
            "task": task,
            "created": now(),
        }
        return Order(**facts | more)

    def credential(self, name: str = "Amara Osei", **more: Any) -> JsonObject:
        """Return a credential of the house: hashed address, both status entries."""
        one = uuid4()
        site = addresses.site_url()
        document: JsonObject = {
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": f"urn:uuid:{one}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Fire prevention",
            "issuer": {
                "id": self.identity.did,
                "type": ["Profile"],
                "name": "Harbour Skills Training",
            },
            "validFrom": timestamp.encode(now()),
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [
                    {
                        "type": "IdentityObject",
                        "hashed": False,
                        "identityHash": name,
                        "identityType": "name",
                    }
                ],
                "achievement": {
                    "id": "urn:uuid:4f6b8f0e-6a4a-4f2e-9d43-7a0c2a1b9f10",
                    "type": ["Achievement"],
                    "name": "Fire prevention",
                    "description": "Keeps a workshop from burning.",
                    "criteria": {"narrative": "Put out a fire in the yard."},
                },
            },
            "credentialStatus": [
                {
                    "id": f"{site}/status/{one}#{number}",
                    "type": "BitstringStatusListEntry",
                    "statusPurpose": purpose,
                    "statusListIndex": str(number),
                    "statusListCredential": f"{site}/status/{one}",
                }
                for number, purpose in ((94_567, "revocation"), (23_452, "suspension"))
            ],
        }
        return document | more

    def documents(self, count: int) -> list[Document]:
        return [Document.of(self.credential(f"Person {number}")) for number in range(count)]

    def status_list(self, **more: Any) -> JsonObject:
        at = now()
        return (
            list_credential.build(
                url=addresses.status_list(uuid4()),
                issuer=self.identity.did,
                purpose="revocation",
                bits=Bitstring.zeros(),
                valid_from=at,
                valid_until=at + timedelta(days=30),
                ttl=timedelta(minutes=5),
            )
            | more
        )
