"""Kestrel's forklift certificate, that Harbour may issue: papers really signed, one forgery each.

Every part can be asked for with changes, so that a test forges exactly one thing.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from signed_credentials import TestIssuer, badge

from skillmark.core import jsonio, rights
from skillmark.core.badges.achievement import Achievement, Criteria
from skillmark.core.badges.profile import IdentifierEntry, Profile
from skillmark.core.proof import check_proof, proofs_of
from skillmark.core.rights import Named, Paper, writing

HARBOUR = TestIssuer.on_web("harbour.example", 1)
KESTREL = TestIssuer.on_web("kestrel.example", 2)
THIEF = TestIssuer.on_web("thief.example", 9)
ACCREDITOR = TestIssuer.on_web("accreditor.example", 4)
NAMES = {HARBOUR.did: "Harbour Skills Training", KESTREL.did: "Kestrel Logistics"}

VERSION = "https://kestrel.example/a/2"
LASTING = "https://kestrel.example/a/forklift"
DEFINITION = f"{VERSION}/definition"
GRANT = "https://kestrel.example/g/1"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SIGNED = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)
AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LONG_AFTER = END + timedelta(days=90)


def profile(issuer: TestIssuer, name: str = "") -> Profile:
    """Return the profile of a test issuer."""
    return Profile(id=issuer.did, name=name or NAMES.get(issuer.did, "Somebody"))


def forklift(version: str = VERSION, **changes: Any) -> Achievement:
    """Return the achievement as its owner defines it."""
    values: dict[str, Any] = {
        "id": version,
        "name": "Operate a Forklift",
        "description": "Drives a counterbalance forklift in a busy warehouse.",
        "criteria": Criteria(narrative="Passed the practical test."),
        "other_identifier": (IdentifierEntry(identifier=LASTING),),
        "version": "2",
    }
    return Achievement(**(values | changes))


def text_of(document: Any) -> bytes:
    """Return the exact bytes of a document."""
    return jsonio.dumps(document)


def definition(
    by: TestIssuer = KESTREL, what: Achievement | None = None, url: str = DEFINITION
) -> bytes:
    """Return a signed definition."""
    document = writing.definition(
        url=url,
        owner=profile(by),
        achievement=what or forklift(),
        comment="What the certificate means.",
        at=BEGIN,
    )
    return text_of(by.sign(document))


def grant_document(
    by: TestIssuer = KESTREL,
    to: TestIssuer = HARBOUR,
    scope: str = LASTING,
    begin: datetime = BEGIN,
    end: datetime | None = END,
) -> Any:
    """Return an unsigned grant."""
    return writing.grant(
        url=GRANT,
        owner=profile(by),
        grantee=profile(to),
        achievement=forklift(scope),
        comment="Harbour may issue it.",
        valid_from=begin,
        valid_until=end,
        statuses=(),
        newest_url=f"{GRANT}/newest",
    )


def grant(by: TestIssuer = KESTREL, to: TestIssuer = HARBOUR, **changes: Any) -> bytes:
    """Return a signed grant."""
    return text_of(by.sign(grant_document(by, to, **changes)))


def withdrawn(at: datetime, by: TestIssuer = KESTREL) -> bytes:
    """Return the signed form of the grant that ends when it was withdrawn."""
    document = writing.ended(grant_document(by), at)
    assert document is not None
    return text_of(by.sign(document))


def accreditation(by: TestIssuer = ACCREDITOR, of: str = HARBOUR.did) -> bytes:
    """Return a signed endorsement of an issuer."""
    from skillmark.core.badges.credential import build_endorsement

    document = build_endorsement(
        credential_id="https://accreditor.example/e/1",
        issuer=profile(by),
        endorsed_id=of,
        comment="Meets our standard for training providers.",
        name="Accredited training provider",
        valid_from=BEGIN,
        valid_until=END,
    )
    return text_of(by.sign(document))


def credential(
    by: TestIssuer = HARBOUR,
    named: tuple[bytes, ...] | None = None,
    achievement: Any = None,
    **changes: Any,
) -> Any:
    """Return a signed credential of the forklift certificate that names its papers."""
    papers = (definition(), grant()) if named is None else named
    urls = [str(jsonio.load_object(data)["id"]) for data in papers]
    document = badge(by, **changes)
    document["credentialSubject"]["achievement"] = achievement or (
        forklift().to_json() | {"creator": profile(KESTREL).to_json()}
    )
    document["relatedResource"] = [
        Named(url, rights.digest_of(data)).to_json()
        for url, data in zip(urls, papers, strict=True)
    ]
    return by.sign({name: value for name, value in document.items() if value != []})


def paper(data: bytes, signers: tuple[TestIssuer, ...] = (), **changes: Any) -> Paper:
    """Return a paper whose proof was really checked, against the keys of known DIDs."""
    known = {one.did: one for one in signers or (HARBOUR, KESTREL, THIEF, ACCREDITOR)}
    document = jsonio.load_object(data)
    issuer = document.get("issuer")
    signer = known.get(str(issuer.get("id") if isinstance(issuer, dict) else issuer))
    fault, unknown = ("", False) if signer else ("issuer.not_found", True)
    if signer is not None:
        from skillmark.core import canon
        from skillmark.core.errors import SkillmarkError

        try:
            for proof in proofs_of(document):
                check_proof(
                    document, proof, signer.private.public, canonicalize=canon.canonicalize
                )
        except SkillmarkError as error:
            fault = error.code
    return Paper.of(data, fault=fault, unknown=unknown, **changes)
