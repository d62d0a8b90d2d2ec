"""Small JSON-LD documents for the tests of canonicalisation, and strategies that vary them."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from skillmark.core.jsonio import JsonObject

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"

CREDENTIAL: JsonObject = {
    "@context": [VC2, OB, EXTENSIONS],
    "id": "urn:uuid:0192f1a0-0000-7000-8000-000000000001",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Welding 1",
    "issuer": {"id": "did:web:college.example", "type": ["Profile"], "name": "College"},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$00",
                "identityType": "emailAddress",
                "salt": "s",
            }
        ],
        "achievement": {
            "id": "https://college.example/a/1",
            "type": ["Achievement"],
            "name": "Welding 1",
            "creator": {"id": "did:web:college.example", "type": ["Profile"]},
            "criteria": {"narrative": "Three joints pass."},
            "tag": ["steel", "safety"],
        },
    },
}

PROOF: JsonObject = {
    "@context": [VC2],
    "type": "DataIntegrityProof",
    "created": "2026-01-01T00:00:00Z",
    "verificationMethod": "did:web:college.example#key-1",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
}


def credential(**changes: Any) -> JsonObject:
    """Return `CREDENTIAL` with members of its top changed; ``None`` takes one away."""
    document = deepcopy(CREDENTIAL)
    for key, value in changes.items():
        name = {"context": "@context"}.get(key, key)
        if value is None:
            del document[name]
        else:
            document[name] = value
    return document


def with_subject(**changes: Any) -> JsonObject:
    """Return `CREDENTIAL` with members added to its subject."""
    document = deepcopy(CREDENTIAL)
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    subject.update(changes)
    return document


def deep(levels: int) -> JsonObject:
    """Return the credential, its name inside so many arrays."""
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return credential(name=value)


texts = st.text(max_size=12) | st.sampled_from(
    [
        "",
        '"',
        "\\",
        "\n",
        "\r",
        "\x00",
        "\x7f",
        "\u2028",
        "é",
        "🎓",
        "%s",
        "_:b0",
        "\ud800",
        "a b",
    ]
)

iris = st.sampled_from(
    [
        "https://a.example/",
        "https://a.example/é",
        "http://a.example/%41",
        "urn:x:1",
        "did:key:z6Mk#z6Mk",
        "mailto:a@a.example",
        "data:,x",
        "tel:+1",
        "_:b0",
        "_:c14n0",
        "relative",
        "https://a.example/ ",
        "https://a.example/\nhttps://b.example/",
        "https://a.example/<",
        "did:web:college.example",
        "urn:gap:1:",
        "@id",
        "",
    ]
) | st.text(max_size=8).map("https://a.example/".__add__)
