"""V-J: seventeen ways in which JSON lies, and what the verifier answers."""

import json
import time
from typing import Any

import pytest
from signed_credentials import AT, TestIssuer, badge, tampered

from skillmark.core import jsonio
from skillmark.core.verify import Report, Verdict, judge

ISSUER = TestIssuer.by_key()
JCS = {"cryptosuite": "eddsa-jcs-2022"}
SIGNED = ISSUER.sign(
    badge(ISSUER, context=None) | {"@context": badge(ISSUER)["@context"]}, **JCS
)
TEXT = json.dumps(SIGNED)
DATA = TEXT.encode()
RESULT = {"type": ["Result"], "value": "1"}


def with_member(text: str) -> bytes:
    """Return the signed credential with one more member, written as it is."""
    return TEXT.replace("{", "{" + text + ",", 1).encode()


REFUSED = {
    "1 duplicate key": (with_member('"issuer": "did:web:evil.example"'), "json.duplicate_key"),
    "2 duplicate key, escaped": (
        with_member('"\\u0069ssuer": "did:web:evil.example"'),
        "json.duplicate_key",
    ),
    "3 NaN": (with_member('"x": NaN'), "json.not_finite"),
    "3 Infinity": (with_member('"x": -Infinity'), "json.not_finite"),
    "4 1e400": (with_member('"x": 1e400'), "json.not_finite"),
    "5 2^53+1": (with_member('"x": 9007199254740993'), "json.number_range"),
    "8 lone surrogate": (with_member('"x": "\\ud800"'), "json.surrogate"),
    "10 byte order mark": (b"\xef\xbb\xbf" + DATA, "json.bom"),
    "11 depth 10,000": (with_member('"x": ' + "[" * 10_000 + "]" * 10_000), "json.depth"),
    "12 4,301-digit integer": (with_member('"x": ' + "9" * 4301), "json.number_range"),
    "13 trailing garbage": (DATA + b"}", "json.trailing"),
    "13 a second document": (DATA + b" {}", "json.trailing"),
    "14 bytes that are not UTF-8": (DATA.replace(b"Harbour", b"Harb\xffur"), "json.not_utf8"),
    "15 50 MB": (b"{" + b" " * 50_000_000, "json.size"),
    "16 a million keys": (
        b"{" + b",".join(b'"%d":1' % number for number in range(1_000_000)) + b"}",
        "json.size",
    ),
    "a list": (b"[" + DATA + b"]", "json.not_object"),
    "nothing": (b"", "json.syntax"),
    "text": (b"Dear verifier", "json.syntax"),
    "half": (DATA[:300], "json.syntax"),
}


def reason(report: Report) -> str:
    return report.reasons[0].code


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_as_json(data: bytes, code: str) -> None:
    start = time.process_time()
    report = judge(data, {}, at=AT)
    assert time.process_time() - start < 0.5
    assert report.verdict is Verdict.INVALID
    assert reason(report) == code
    assert report.summary.credential_id is None


def test_the_credential_itself_is_valid() -> None:
    assert judge(DATA, {}, at=AT).verdict is Verdict.VALID


def with_credits(document: Any, written: str) -> bytes:
    """Return the bytes with a number of credits, spelt as it is."""
    changed = tampered(
        document, "credentialSubject", "achievement", "creditsAvailable", value=424242
    )
    return jsonio.dumps(changed).replace(b"424242", written.encode())


@pytest.mark.parametrize(("signed", "shown"), [("1", "1.0"), ("0", "-0"), ("0", "-0.0")])
@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "eddsa-rdfc-2022"])
def test_6_and_7_one_number_in_two_spellings_is_one_number(
    signed: str, shown: str, suite: str
) -> None:
    unsigned = jsonio.load_object(with_credits(badge(ISSUER), signed))
    document = ISSUER.sign(unsigned, cryptosuite=suite)
    assert judge(with_credits(document, shown), {}, at=AT).verdict is Verdict.VALID


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "eddsa-rdfc-2022"])
def test_9_a_name_in_another_normal_form_is_another_name(suite: str) -> None:
    composed, decomposed = "Jos\u00e9 N\u00fa\u00f1ez", "Jose\u0301 Nu\u0301n\u0303ez"
    signed = ISSUER.sign(badge(ISSUER, name=composed), cryptosuite=suite)
    assert judge(signed, {}, at=AT).verdict is Verdict.VALID
    report = judge(tampered(signed, "name", value=decomposed), {}, at=AT)
    assert (report.verdict, reason(report)) == (Verdict.INVALID, "proof.signature_invalid")


@pytest.mark.parametrize("name", ["__proto__", "constructor", "__class__"])
def test_17_names_that_are_special_elsewhere_are_names(name: str) -> None:
    report = judge(with_member(f'"{name}": {{"verified": true}}'), {}, at=AT)
    assert report.verdict is Verdict.INVALID
    assert reason(report) == "canon.term_undefined"
