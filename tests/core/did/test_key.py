"""did:key and did:jwk: the published vectors, and every other spelling refused (V-D 95)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from vector_table import record, skip

from skillmark.core import did
from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.did import DidError
from skillmark.core.encoding import base58, base64url, multibase, multicodec
from skillmark.core.encoding.multicodec import Codec
from skillmark.core.jsonio import JsonObject

FOLDER = Path(__file__).parents[2] / "vectors" / "did-key"
SEED = bytes(range(1, 57))


def _published(name: str) -> Iterator[Any]:
    cases = json.loads((FOLDER / f"{name}.json").read_text())
    for text, case in cases.get("didDocument", cases).items():
        yield pytest.param(text, case, id=text[8:24])


def _expected(case: dict[str, Any]) -> PublicKey | None:
    """Return the key that a vector publishes, in whichever form it does."""
    method = case.get("verificationMethod") or case["verificationKeyPair"]
    if "publicKeyJwk" in method:
        jwk = method["publicKeyJwk"]
        return PublicKey.from_jwk(jwk) if jwk["crv"] in {"P-256", "P-384", "Ed25519"} else None
    raw = base58.decode(method["publicKeyBase58"])
    return PublicKey(Algorithm.ED25519 if len(raw) == 32 else Algorithm.P256, raw)


@pytest.mark.parametrize(
    ("text", "case"), [*_published("ed25519-x25519"), *_published("nist-curves")]
)
def test_the_published_keys_resolve(text: str, case: dict[str, Any]) -> None:
    expected = _expected(case)
    if expected is None:
        with pytest.raises(DidError):
            did.key.resolve(text)
        skip("did-key", text, "P-521 is no key of ours; it is refused by name")
    document = did.key.resolve(text)
    (method,) = document.methods
    assert method.public_key == expected
    assert did.key.did_of(expected) == text
    published = case["didDocument"]["verificationMethod"][0]["id"]
    assert (
        method.id == did.key.verification_method(text) == text + "#" + published.split("#")[1]
    )
    record("did-key", text, "pass")


@pytest.mark.parametrize(
    ("text", "case"),
    [*_published("rsa"), *_published("bls12381"), *_published("x25519")],
)
def test_keys_of_other_kinds_are_refused(text: str, case: object) -> None:
    with pytest.raises(DidError) as refused:
        did.key.resolve(text)
    assert refused.value.code == "did.key_invalid"
    record("did-key", text, "pass")


GOOD = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


def _multikey(codec: bytes, data: bytes) -> str:
    return multibase.encode(codec + data)


REFUSED = {
    "another multicodec": _multikey(b"\xec\x01", SEED[:32]),
    "a private key": multibase.encode(multicodec.encode(Codec.ED25519_PRIV, SEED[:32])),
    "no multicodec": multibase.encode(SEED[:32]),
    "31 bytes": _multikey(b"\xed\x01", SEED[:31]),
    "33 bytes": _multikey(b"\xed\x01", SEED[:33]),
    "an uncompressed point": _multikey(b"\x80\x24", b"\x04" + bytes(64)),
    "a P-256 point under the P-384 codec": _multikey(b"\x81\x24", b"\x02" + SEED[:32]),
    "a varint that is longer than need be": _multikey(b"\xed\x81\x00", SEED[:32]),
    "a leading zero byte": "z1" + GOOD[1:],
    "base64url": multibase.encode(b"\xed\x01" + SEED[:32], base=multibase.Base.BASE64URL),
    "no multibase letter": GOOD[1:],
    "a letter that base58 lacks": GOOD[:-1] + "0",
    "a version": "1.1:" + GOOD,
    "two keys": f"{GOOD}:{GOOD}",
    "a weak key": _multikey(b"\xed\x01", b"\x01" + bytes(31)),
}


@pytest.mark.parametrize("identifier", REFUSED.values(), ids=REFUSED.keys())
def test_a_did_key_has_one_spelling(identifier: str) -> None:
    with pytest.raises(DidError) as refused:
        did.key.resolve(f"did:key:{identifier}")
    assert refused.value.code == "did.key_invalid"


def test_another_fragment_is_another_method() -> None:
    document = did.key.resolve(f"did:key:{GOOD}")
    with pytest.raises(DidError) as refused:
        document.method(f"did:key:{GOOD}#z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7")
    assert refused.value.code == "did.method_not_found"


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_did_jwk_comes_back(algorithm: Algorithm) -> None:
    key = PrivateKey.generate(algorithm, SEED[: algorithm.seed_bytes]).public
    name = did.jwk.did_of(key)
    document = did.jwk.resolve(name)
    (method,) = document.methods
    assert (document.id, method.public_key, method.controller) == (name, key, name)
    assert did.jwk.verification_method(name) == method.id == f"{name}#0"
    assert document.assertion_method == document.authentication == {method.id}


def test_the_example_of_the_did_jwk_specification_resolves() -> None:
    name = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJN"
        "NEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM"
        "25TRSJ9"
    )
    (method,) = did.jwk.resolve(name).methods
    assert method.public_key.to_jwk()["x"] == "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0"


def _jwk(value: JsonObject) -> str:
    return base64url.encode(json.dumps(value).encode())


PUBLIC = PrivateKey.generate(Algorithm.ED25519, SEED[:32]).public.to_jwk()
REFUSED_JWKS = {
    "no base64url": "a.b",
    "tail bits": _jwk(PUBLIC | {"kid": "1"})[:-1] + "1",
    "no JSON": base64url.encode(b"{"),
    "a list": base64url.encode(b"[]"),
    "a duplicate key": base64url.encode(b'{"kty":"OKP","kty":"OKP"}'),
    "a private key": _jwk(PrivateKey.generate(Algorithm.ED25519, SEED[:32]).to_jwk()),
    "for encryption": _jwk(PUBLIC | {"use": "enc"}),
    "another curve": _jwk(PUBLIC | {"crv": "X25519"}),
}


@pytest.mark.parametrize("identifier", REFUSED_JWKS.values(), ids=REFUSED_JWKS.keys())
def test_a_malformed_did_jwk_is_refused(identifier: str) -> None:
    with pytest.raises(DidError) as refused:
        did.jwk.verification_method(f"did:jwk:{identifier}")
    assert refused.value.code == "did.key_invalid"


def test_each_method_refuses_the_other() -> None:
    with pytest.raises(DidError) as refused:
        did.key.resolve("did:jwk:abc")
    assert refused.value.code == "did.method"
    with pytest.raises(DidError) as refused:
        did.jwk.resolve("did:key:abc")
    assert refused.value.code == "did.method"


def test_only_dids_that_carry_their_key_resolve_locally() -> None:
    key = PrivateKey.generate(Algorithm.ED25519, SEED[:32]).public
    assert did.resolve_locally(did.key.did_of(key)) == did.key.resolve(did.key.did_of(key))
    assert did.resolve_locally(did.jwk.did_of(key)) == did.jwk.resolve(did.jwk.did_of(key))
    assert did.resolve_locally("did:web:example.com") is None
    with pytest.raises(DidError):
        did.resolve_locally("did:key:abc#abc")
