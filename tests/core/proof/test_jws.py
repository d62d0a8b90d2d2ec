"""Tokens: what is read at all, and Wycheproof's signatures."""

from pathlib import Path
from typing import Any

import pytest
from foreign_formats import OwnKey, part, rsa_key, token
from vector_table import record

from skillmark.core import jsonio
from skillmark.core.crypto import Algorithm, read_jwk
from skillmark.core.errors import SkillmarkError
from skillmark.core.proof import jws
from skillmark.core.proof.errors import ProofError

KEY = OwnKey(Algorithm.P256)
GOOD = token({"alg": "ES256"}, {"a": 1}, KEY)
FILE = Path(__file__).parents[2] / "vectors" / "wycheproof" / "json_web_signature_test.json"
HEADERS: dict[str, tuple[dict[str, Any], str]] = {
    "none": ({"alg": "none"}, "token.algorithm"),
    "None": ({"alg": "None"}, "token.algorithm"),
    "nOnE": ({"alg": "nOnE"}, "token.algorithm"),
    "no algorithm": ({}, "token.algorithm"),
    "a list of algorithms": ({"alg": ["ES256"]}, "token.algorithm"),
    "HMAC": ({"alg": "HS256"}, "token.algorithm"),
    "another scheme": ({"alg": "PS256"}, "token.algorithm_unsupported"),
    "jku": ({"alg": "ES256", "jku": "https://evil.example/keys"}, "token.header"),
    "x5u": ({"alg": "ES256", "x5u": "https://evil.example/chain"}, "token.header"),
    "x5c": ({"alg": "ES256", "x5c": []}, "token.header"),
    "b64": ({"alg": "ES256", "b64": False}, "token.header"),
    "crit": ({"alg": "ES256", "crit": ["exp"]}, "token.header"),
    "an empty crit": ({"alg": "ES256", "crit": []}, "token.header"),
    "compressed": ({"alg": "ES256", "zip": "DEF"}, "token.header"),
    "a kid that is no text": ({"alg": "ES256", "kid": 7}, "token.header"),
    "too deep": ({"alg": "ES256", "jwk": [[[[[]]]]]}, "token.shape"),
}


@pytest.mark.parametrize(("header", "code"), HEADERS.values(), ids=HEADERS.keys())
def test_a_header_that_is_refused(header: dict[str, Any], code: str) -> None:
    with pytest.raises(ProofError) as refused:
        jws.parse(token(header, {}, KEY))
    assert refused.value.code == code


def twisted(kind: str) -> bytes:
    head, body, end = GOOD.split(b".")
    return {
        "two parts": head + b"." + body,
        "four parts": GOOD + b"." + end,
        "no signature": head + b"." + body + b".",
        "padding": GOOD + b"=",
        "white space": head + b". " + body + b"." + end,
        "plus": head + b"." + body + b"." + end[:-1] + b"+",
        "stray bits": head + b"." + body + b"." + end[:-1] + bytes([end[-1] + 1]),
        "duplicate names": part(b'{"alg":"ES256","alg":"none"}').encode() + b".e30.AA",
        "no object": part(b'"ES256"').encode() + b".e30.AA",
        "not ASCII": "é".encode() + b"." + body + b"." + end,
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        *("two parts", "four parts", "no signature", "padding", "white space", "plus"),
        *("stray bits", "duplicate names", "no object", "not ASCII"),
    ],
)
def test_a_token_has_one_spelling(kind: str) -> None:
    with pytest.raises(ProofError) as refused:
        jws.parse(twisted(kind))
    assert refused.value.code == "token.shape"


def test_a_token_has_a_limit() -> None:
    with pytest.raises(ProofError) as refused:
        jws.parse(b"a" * (jws.MAX_TOKEN + 1))
    assert refused.value.code == "token.too_large"


@pytest.mark.parametrize("algorithm", [*Algorithm, "RS256"])
def test_the_key_says_which_algorithm_it_is(algorithm: Any) -> None:
    key = rsa_key() if algorithm == "RS256" else OwnKey(algorithm)
    jws.parse(token({"alg": key.algorithm}, {}, key)).check(read_jwk(key.jwk))
    for other in {"RS256", "ES256", "ES384", "EdDSA"} - {key.algorithm}:
        with pytest.raises(ProofError) as refused:
            jws.parse(token({"alg": other}, {}, key)).check(read_jwk(key.jwk))
        assert refused.value.code == "token.key_type"


def test_wycheproof() -> None:
    data: Any = jsonio.loads(FILE.read_bytes(), max_bytes=2_000_000)
    seen = 0
    for group in data["testGroups"]:
        for test in group["tests"]:
            holds = _holds(group.get("public") or group["private"], test["jws"])
            empty = isinstance(test["jws"], str) and ".." in test["jws"]
            skipped = test["result"] == "valid" and (
                empty or str(group.get("public", {}).get("alg")) not in {"RS256", "ES256"}
            )
            assert holds is (test["result"] == "valid") or skipped, test
            assert not (holds and test["result"] != "valid"), test
            reason = "another algorithm, or nothing signed" if skipped else ""
            record("wycheproof JWS", str(test["tcId"]), "skip" if skipped else "pass", reason)
            seen += 1
    assert seen == data["numberOfTests"]


def _holds(jwk: Any, text: Any) -> bool:
    try:
        jws.parse(str(text).encode()).check(read_jwk(jwk))
    except SkillmarkError:
        return False
    return True
