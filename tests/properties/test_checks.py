"""T-CHECK on files as people hold them: each check fails, or cannot be made, for a real reason.

`tests/core/verify/test_every_check_counts.py` breaks the steps from inside; here the input is
what is wrong, in JSON, PNG and SVG, and the verdict has to change and to name the check.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attacked_credentials import (
    AT,
    BAD_INDEX,
    DID,
    DID_URL,
    KEY,
    METHOD,
    THIEF,
    document,
    evidence,
    issued,
    list_url,
    look,
    picture,
    replaced,
)
from badge_samples import VALID_FROM

from skillmark.core import bake, did, jsonio
from skillmark.core.did import VerificationMethod
from skillmark.core.proof import add_proof, without_proof
from skillmark.core.verify import (
    CHECKS,
    Evidence,
    Outcome,
    Policy,
    RecipientIs,
    StatusRequired,
    Unavailable,
    Verdict,
)
from skillmark.core.verify.report import OPTIONAL

GONE = Unavailable("fetch.timeout", "The server took too long.")
SCHEMA = {"id": "https://harbour.example/schema.json", "type": "JsonSchema"}


def signed(*changes: tuple[tuple[Any, ...], Any]) -> Any:
    """Return the credential, changed and then signed again by its own issuer."""
    value = without_proof(document())
    for path, new in changes:
        value = replaced(value, path, new)
    return add_proof(value, signer=KEY, verification_method=METHOD, created=VALID_FROM)


def changed(*path: Any, to: Any) -> Any:
    """Return the credential, changed after it was signed."""
    return replaced(document(), path, to)


def by_thief() -> Any:
    """Return the credential with a sound signature of somebody else."""
    method = did.key.verification_method(did.key.did_of(THIEF.public))
    return add_proof(
        without_proof(document()), signer=THIEF, verification_method=method, created=VALID_FROM
    )


def keys(**dates: datetime) -> Evidence:
    """Return evidence in which the issuer's key was retired or withdrawn."""
    method = VerificationMethod(METHOD, DID, KEY.public, **dates)
    return {DID_URL: jsonio.dumps(did.build(DID, [method]))}


LATER = datetime(2026, 5, 1, tzinfo=UTC)
CONTEXT = ("@context", 1)

# What is wrong -> (check, how it ends, source, evidence that differs, policy)
type Row = tuple[str, Outcome, Any, Evidence, Policy]
FAILED, NOT_RUN, DEFAULT = Outcome.FAILED, Outcome.NOT_RUN, Policy.default()
ROWS: dict[str, Row] = {
    "a second reading of one key": (
        "format",
        FAILED,
        issued().replace(b'"name"', b'"id":"urn:uuid:1","name"', 1),
        {},
        DEFAULT,
    ),
    "Open Badges 1.0": (
        "format",
        NOT_RUN,
        {"@context": "https://w3id.org/openbadges/v1"},
        {},
        DEFAULT,
    ),
    "Open Badges 2.0 of no kind": (
        "type",
        FAILED,
        {"@context": "https://w3id.org/openbadges/v2"},
        {},
        DEFAULT,
    ),
    "a word that nobody defines": ("context", FAILED, changed("Name", to="x"), {}, DEFAULT),
    "a context that nobody knows": (
        "context",
        NOT_RUN,
        changed(*CONTEXT, to="https://unknown.example/context"),
        {},
        DEFAULT,
    ),
    "no credential by its type": (
        "type",
        FAILED,
        changed("type", to=["OpenBadgeCredential"]),
        {},
        DEFAULT,
    ),
    "no issuer": ("model", FAILED, changed("issuer", to=[]), {}, DEFAULT),
    "a name changed": ("proof", FAILED, changed("name", to="Pilot"), {}, DEFAULT),
    "signed by another way": (
        "proof",
        NOT_RUN,
        changed("proof", "cryptosuite", to="bbs-2023"),
        {},
        DEFAULT,
    ),
    "signed by somebody else": ("issuer", FAILED, by_thief(), {}, DEFAULT),
    "the issuer is out of reach": ("issuer", NOT_RUN, issued(), {DID_URL: GONE}, DEFAULT),
    "the key was withdrawn": ("key", FAILED, issued(), keys(revoked=LATER), DEFAULT),
    "the key was retired": (
        "key",
        NOT_RUN,
        issued(),
        keys(expires=LATER),
        Policy(proven_time=True),
    ),
    "it has ended": (
        "validity",
        FAILED,
        signed((("validUntil",), "2026-05-31T00:00:00Z")),
        {},
        DEFAULT,
    ),
    "it was revoked": ("status", FAILED, issued(number=3, index=BAD_INDEX), {}, DEFAULT),
    "its list is out of reach": (
        "status",
        NOT_RUN,
        issued(),
        {list_url("revocation"): GONE},
        DEFAULT,
    ),
    "its form is wrong": (
        "schema",
        FAILED,
        signed((("credentialSubject", "achievement", "name"), {"@value": "Hazards"})),
        {},
        DEFAULT,
    ),
    "a schema is out of reach": (
        "schema",
        NOT_RUN,
        signed((("credentialSchema",), [SCHEMA])),
        {},
        DEFAULT,
    ),
    "a rule of badges is broken": (
        "badge",
        FAILED,
        signed((("credentialSubject", "result", 0, "resultDescription"), "urn:uuid:404")),
        {},
        DEFAULT,
    ),
    "no means to revoke": (
        "policy",
        FAILED,
        signed((("credentialStatus",), [])),
        {},
        DEFAULT.requiring(StatusRequired()),
    ),
    "of somebody else": (
        "recipient",
        FAILED,
        issued(),
        {},
        DEFAULT.requiring(RecipientIs("other@learner.example")),
    ),
    "of nobody": (
        "recipient",
        NOT_RUN,
        signed((("credentialSubject", "identifier"), [])),
        {},
        DEFAULT.requiring(RecipientIs("other@learner.example")),
    ),
}
AS_FILE: dict[str, Callable[[bytes], bytes]] = {
    "JSON": lambda data: data,
    "PNG": lambda data: bake.bake(picture("png"), data),
    "SVG": lambda data: bake.bake(picture("svg"), data),
}


@pytest.mark.parametrize("wrap", AS_FILE.values(), ids=AS_FILE.keys())
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_each_check_counts_in_each_kind_of_file(
    row: Row, wrap: Callable[[bytes], bytes]
) -> None:
    name, outcome, source, found, policy = row
    data = wrap(source if isinstance(source, bytes) else jsonio.dumps(source))
    report = look(data, evidence={**evidence(), **found}, policy=policy)
    assert report.verdict is not Verdict.VALID
    assert outcome in {check.outcome for check in report.checks_named(name)}
    assert name in {check.name for check in report.reasons}


def test_no_check_is_forgotten_here() -> None:
    told = {"subject", "refresh"}  # these only say something; endorsements have tests of theirs
    beside = OPTIONAL  # tests/core/verify/test_proof_bundle.py has a row for each
    assert {row[0] for row in ROWS.values()} | told | {"endorsements"} | beside == {*CHECKS}
    assert look(issued(), policy=DEFAULT).at == AT
