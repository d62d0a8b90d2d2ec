"""V-L: words that change their meaning, and the verifier's answer. Nothing is ever fetched."""

import time
from typing import Any

import pytest
from signed_credentials import AT, OB, SIGNED, VC, TestIssuer, badge, tampered

from skillmark.core.verify import Verdict, judge, needs

ISSUER = TestIssuer.on_web()
SIGNED_BADGE = ISSUER.sign(badge(ISSUER))
SUBJECT = badge(ISSUER)["credentialSubject"]


def clique(size: int) -> dict[str, Any]:
    """Return a credential whose blank nodes all know each other."""
    nodes = [
        {
            "type": ["Profile"],
            "parentOrg": [{"id": f"_:b{other}", "type": ["Profile"]} for other in range(size)],
            "id": f"_:b{number}",
        }
        for number in range(size)
    ]
    return tampered(SIGNED_BADGE, "issuer", "parentOrg", value=nodes)


def with_context(*contexts: Any) -> Any:
    return tampered(SIGNED_BADGE, "@context", value=list(contexts))


REFUSED = {
    "18 unknown context": (
        with_context(VC, OB, "https://evil.example/ctx"),
        "canon.context_unknown",
    ),
    "20 inline context redefines name": (
        with_context(VC, OB, {"name": "https://evil.example/name"}),
        "canon.term_redefined",
    ),
    "21 @vocab": (
        with_context(VC, OB, {"@vocab": "https://evil.example/"}),
        "canon.context_vocab",
    ),
    "22 context in the subject": (
        tampered(SIGNED_BADGE, "credentialSubject", "@context", value=[OB]),
        "canon.context_nested",
    ),
    "23 @context null": (with_context(VC, OB, None), "vc.context"),
    "24 undefined property": (
        tampered(SIGNED_BADGE, "creditHours", value="900"),
        "canon.term_undefined",
    ),
    "24 undefined property of the subject": (
        tampered(SIGNED_BADGE, "credentialSubject", "grade", value="A"),
        "canon.term_undefined",
    ),
    "24 undefined type": (
        tampered(SIGNED_BADGE, "type", value=["VerifiableCredential", "Diplom\u0430"]),
        "canon.type_undefined",
    ),
    "25 relative id": (
        tampered(SIGNED_BADGE, "credentialSubject", "id", value="me"),
        "canon.iri_relative",
    ),
    "25 relative id further in": (
        tampered(SIGNED_BADGE, "credentialSubject", "achievement", "id", value="a/1"),
        "canon.iri_relative",
    ),
    "26 context order changed": (with_context(OB, VC), "vc.context"),
    "27 clique of eight blank nodes": (clique(8), "canon.work_limit"),
    "28 @graph": (tampered(SIGNED_BADGE, "@graph", value=[{}]), "canon.graph"),
    "28 @included": (tampered(SIGNED_BADGE, "@included", value=[{}]), "canon.included"),
    "28 @reverse": (tampered(SIGNED_BADGE, "@reverse", value={"issuer": {}}), "canon.reverse"),
    "29 alias of a keyword": (
        with_context(VC, OB, {"kind": "@type"}),
        "canon.keyword_alias",
    ),
    "30 context over http": (
        with_context(VC, OB, "http://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
        "canon.context_http",
    ),
    "31 context that imports": (
        with_context(VC, OB, {"@version": 1.1, "@import": OB}),
        "canon.context_import",
    ),
    "no context": (tampered(SIGNED_BADGE, "@context", value=[]), "vc.context"),
    "a credential of nobody's model": (with_context(OB), "vc.context"),
    "53 both versions of the model": (
        with_context(VC, "https://www.w3.org/2018/credentials/v1", OB),
        "vc.context_mixed",
    ),
}


@pytest.mark.parametrize(("document", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_without_a_fetch(document: Any, code: str) -> None:
    start = time.process_time()
    report = judge(document, {ISSUER.did_url: ISSUER.did_document()}, at=AT)
    assert time.process_time() - start < 0.6
    worst = report.reasons[0]
    assert worst.code == code
    unknown = code == "canon.context_unknown"
    assert report.verdict is (Verdict.UNKNOWN if unknown else Verdict.INVALID)
    assert needs(document, {}, at=AT) == ()


def test_the_credential_itself_is_valid() -> None:
    report = judge(SIGNED_BADGE, {ISSUER.did_url: ISSUER.did_document()}, at=AT)
    assert report.verdict is Verdict.VALID


def test_a_jcs_proof_does_not_save_undefined_words() -> None:
    unsigned = badge(ISSUER) | {"creditHours": "900"}
    signed = ISSUER.sign(unsigned, cryptosuite="eddsa-jcs-2022", created=SIGNED)
    report = judge(signed, {ISSUER.did_url: ISSUER.did_document()}, at=AT)
    assert report.reasons[0].code == "canon.term_undefined"
