"""How fast canonical bytes are made, and what issuing and verifying come to with them.

Run ``python benchmarks/canon.py [count]``. One core, one realistic OpenBadgeCredential; every rate
is per second and stands beside raw Ed25519, because the ratio holds where the figure does not.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from skillmark.core import jsonio
from skillmark.core.canon import canonicalize, jcs
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.jsonio import JsonObject

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
ISSUER = "did:web:college.example"


def alignment(number: int) -> JsonObject:
    """Return one of the achievement's alignments to a framework."""
    return {
        "id": f"https://college.example/a/welding-1#alignment-{number}",
        "type": ["Alignment"],
        "targetCode": f"ESCO-{number}",
        "targetDescription": f"The learner can do task {number} safely and alone, " * 3,
        "targetFramework": "European Skills, Competences, Qualifications and Occupations",
        "targetName": f"Weld with process {number}",
        "targetType": "ESCO:Skill",
        "targetUrl": f"http://data.europa.eu/esco/skill/{number:08}",
    }


def achievement() -> JsonObject:
    """Return the achievement that all credentials of the batch share."""
    results: list[jsonio.JsonValue] = [
        {
            "id": f"urn:uuid:0192f1a0-0000-7000-8000-00000000000{number}",
            "type": ["ResultDescription"],
            "name": name,
            "resultType": "LetterGrade",
            "requiredValue": "C",
        }
        for number, name in enumerate(("Final grade", "Workshop grade"))
    ]
    return {
        "id": "https://college.example/a/welding-1",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": "Welding 1",
        "description": "Joins steel plate by two processes to the standard of the trade. " * 2,
        "criteria": {"narrative": "Three joints pass visual and bend tests. " * 4},
        "creator": {"id": ISSUER, "type": ["Profile"]},
        "fieldOfStudy": "Metal work",
        "humanCode": "WELD-1",
        "image": {"id": "https://college.example/a/welding-1.png", "type": "Image"},
        "inLanguage": "en",
        "alignment": [alignment(number) for number in range(3)],
        "resultDescription": results,
        "tag": ["welding", "steel", "safety"],
    }


def subject(number: int) -> JsonObject:
    """Return the credential's subject: who, by a salted hash, and what with which grade."""
    salted = hashlib.sha256(f"{number}@learner.example".encode()).hexdigest()
    identity: JsonObject = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${salted}",
        "identityType": "emailAddress",
        "salt": f"{number:016x}",
    }
    result: JsonObject = {
        "type": ["Result"],
        "resultDescription": "urn:uuid:0192f1a0-0000-7000-8000-000000000000",
        "value": "ABC"[number % 3],
    }
    return {
        "type": ["AchievementSubject"],
        "identifier": [identity],
        "result": [result],
        "achievement": achievement(),
    }


def credential(number: int) -> JsonObject:
    """Return the unsigned credential of one learner."""
    schema = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
    return {
        "@context": [*CONTEXTS],
        "id": f"https://college.example/c/{number:012}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Welding 1",
        "issuer": {
            "id": ISSUER,
            "type": ["Profile"],
            "name": "Example College",
            "url": "https://college.example/",
            "email": "awards@college.example",
        },
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2029-01-01T00:00:00Z",
        "credentialStatus": {
            "id": f"https://college.example/status/1#{number}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(number),
            "statusListCredential": "https://college.example/status/1",
        },
        "credentialSchema": [{"id": schema, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialSubject": subject(number),
    }


def proof_options() -> JsonObject:
    """Return the proof without its value, as it is hashed."""
    return {
        "@context": [*CONTEXTS],
        "type": "DataIntegrityProof",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": f"{ISSUER}#key-1",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
    }


def rate(count: int, work: Callable[[int], object]) -> float:
    """Return how often a second ``work`` is done by one core, best of three."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for number in range(count):
            work(number)
        best = max(best, count / (time.process_time() - start))
    return best


def show(name: str, figure: float, raw: float) -> None:
    """Print one line of the table."""
    print(f"{name:<52} {figure:>9,.0f} /s {figure / raw:>8.1%} of raw signing")


def main(count: int) -> None:
    """Print the table."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = key.public_key()
    documents = [credential(number) for number in range(count)]
    texts = [jsonio.dumps(document) for document in documents]
    cache = ShapeCache(compile_at=1)
    lines = canonicalize(documents[0]).decode().splitlines()
    blank = {term for line in lines for term in line.split(" ") if term.startswith("_:c14n")}
    print(f"{len(texts[0])} bytes of JSON, {len(lines)} quads, {len(blank)} blank nodes\n")
    if any(cache.rendered(document) != canonicalize(document) for document in documents[:50]):
        sys.exit("The shape way and the full way disagree.")

    options = hashlib.sha256(canonicalize(proof_options())).digest()

    def sign(number: int) -> bytes:
        data = cache.canonicalize(documents[number])
        return key.sign(options + hashlib.sha256(data).digest())

    signatures = [sign(number) for number in range(count)]

    def issue(number: int) -> bytes:
        document = credential(number)
        data = cache.canonicalize(document)
        key.sign(options + hashlib.sha256(data).digest())
        return jsonio.dumps(document)

    def verify(number: int) -> None:
        document = jsonio.load_object(texts[number])
        data = hashlib.sha256(cache.canonicalize(document)).digest()
        proof = hashlib.sha256(cache.canonicalize(proof_options())).digest()
        public.verify(signatures[number], proof + data)

    first = options + hashlib.sha256(canonicalize(documents[0])).digest()
    raw = rate(count, lambda _: key.sign(first))
    show("raw Ed25519 sign", raw, raw)
    show("raw Ed25519 verify", rate(count, lambda _: public.verify(signatures[0], first)), raw)
    show("canonicalise, full way", rate(50, lambda n: canonicalize(documents[n])), raw)
    show(
        "canonicalise, shape seen", rate(count, lambda n: cache.canonicalize(documents[n])), raw
    )
    show("canonicalise + hash + sign", rate(count, sign), raw)
    show("issue: build + canonicalise + sign + write", rate(count, issue), raw)
    show("verify, shape seen: read + both hashes + check", rate(count, verify), raw)
    show("JCS", rate(200, lambda n: jcs.canonicalize(documents[n])), raw)
    show("json.loads alone", rate(count, lambda n: json.loads(texts[n])), raw)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
