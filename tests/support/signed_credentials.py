"""Credentials signed for a test: an issuer with its DID, keys, status list and evidence.

Everything is derived from small numbers, so that every run signs the same bytes.
"""

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from skillmark.core import canon, did, jsonio
from skillmark.core.badges.identity import hash_identity
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.did import VerificationMethod
from skillmark.core.proof import add_proof

AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SIGNED = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EMAIL = "mark.olsen@learner.example"
SALT = "c2FsdC1mb3ItdGVzdHM"


def key(number: int) -> PrivateKey:
    """Return the Ed25519 key of a number."""
    return PrivateKey.generate(Algorithm.ED25519, bytes([number]) * 32)


@dataclass(frozen=True)
class TestIssuer:
    """An issuer with a did:web, or with its own did:key."""

    __test__ = False

    did: str
    private: PrivateKey
    method: str
    changes: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def on_web(cls, host: str = "harbour.example", number: int = 1) -> "TestIssuer":
        private = key(number)
        name = f"did:web:{host}"
        return cls(name, private, did.method_id(name, private.public))

    @classmethod
    def by_key(cls, number: int = 1) -> "TestIssuer":
        private = key(number)
        name = did.key.did_of(private.public)
        return cls(name, private, did.key.verification_method(name))

    @property
    def did_url(self) -> str:
        return did.web.url_of(self.did)

    def did_document(self, **changes: Any) -> bytes:
        """Return the DID document; changes go to the verification method (expires, revoked)."""
        method = VerificationMethod(self.method, self.did, self.private.public, **changes)
        return jsonio.dumps(did.build(self.did, [method]))

    def sign(self, document: Any, **changes: Any) -> Any:
        """Return a signed copy; changes go to the proof."""
        options: dict[str, Any] = {
            "signer": self.private,
            "verification_method": self.method,
            "created": SIGNED,
            "canonicalize": canon.canonicalize,
        }
        return add_proof(copy.deepcopy(document), **(options | changes))


def badge(by: TestIssuer, /, **changes: Any) -> Any:
    """Return an unsigned Open Badge; a change to None takes the member away."""
    document: dict[str, Any] = {
        "@context": [VC, OB],
        "id": "https://harbour.example/c/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Workplace Safety Foundations",
        "issuer": {"id": by.did, "type": ["Profile"], "name": "Harbour Skills Training"},
        "validFrom": "2026-05-01T09:00:00Z",
        "credentialSubject": {
            "id": "https://harbour.example/c/1#subject",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": hash_identity(EMAIL, SALT),
                    "identityType": "emailAddress",
                    "salt": SALT,
                }
            ],
            "achievement": {
                "id": "https://harbour.example/a/workplace-safety",
                "type": ["Achievement"],
                "name": "Workplace Safety Foundations",
                "description": "Works safely in a warehouse.",
                "criteria": {"narrative": "Passed four units of three hours."},
            },
        },
    }
    for name, value in changes.items():
        member = "@context" if name == "context" else name
        if value is None:
            document.pop(member, None)
        else:
            document[member] = value
    return document


def tampered(document: Any, *path: str | int, value: Any) -> Any:
    """Return a copy in which one place has another value."""
    changed = copy.deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def later(**distance: float) -> datetime:
    """Return a moment after `AT`."""
    return AT + timedelta(**distance)
