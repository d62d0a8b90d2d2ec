"""Keys: every form both ways, every malformed form refused with its code."""

import pickle
from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from mangling import mangled

from skillmark.core.crypto import Algorithm, CryptoError, PrivateKey, PublicKey, Signer
from skillmark.core.encoding import base64url, multibase, multicodec
from skillmark.core.encoding.multicodec import Codec
from skillmark.core.jsonio import JsonObject

SEED = bytes(range(1, 65))


def _key(algorithm: Algorithm) -> PrivateKey:
    return PrivateKey.generate(algorithm, SEED[: algorithm.seed_bytes])


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_key_comes_back_from_every_form(algorithm: Algorithm) -> None:
    key = _key(algorithm)
    assert key.algorithm is algorithm
    assert PublicKey.from_multikey(key.public.to_multikey()) == key.public
    assert PublicKey.from_jwk(key.public.to_jwk()) == key.public
    copies = [
        PrivateKey.from_bytes(algorithm, key.to_bytes()),
        PrivateKey.from_multikey(key.to_multikey()),
        PrivateKey.from_jwk(key.to_jwk()),
        PrivateKey.generate(algorithm, SEED[: algorithm.seed_bytes]),
    ]
    for copy in copies:
        assert (copy.public, copy.to_bytes()) == (key.public, key.to_bytes())


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_signature_has_its_width_and_is_the_same_again(algorithm: Algorithm) -> None:
    signer: Signer = _key(algorithm)
    signature = signer.sign(b"data")
    assert len(signature) == algorithm.signature_bytes
    assert signer.sign(b"data") == signature
    _key(algorithm).public.verify(signature, b"data")


def test_signing_goes_on_where_the_library_is_not_deterministic(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scheme = ec.ECDSA

    def older(digest: object, deterministic_signing: bool = False) -> ec.ECDSA:
        if deterministic_signing:
            raise UnsupportedAlgorithm("ECDSA with deterministic signature (RFC 6979)")
        return scheme(digest)  # type: ignore[arg-type]

    monkeypatch.setattr(ec, "ECDSA", older)
    key = _key(Algorithm.P256)
    first, second = key.sign(b"data"), key.sign(b"data")
    assert first != second
    key.public.verify(first, b"data")
    key.public.verify(second, b"data")


@given(st.binary(max_size=64), st.sampled_from(Algorithm))
def test_what_is_signed_verifies_and_nothing_else(data: bytes, algorithm: Algorithm) -> None:
    key = _key(algorithm)
    signature = key.sign(data)
    key.public.verify(signature, data)
    _refuses(lambda: key.public.verify(signature, data + b"."), "crypto.signature_invalid")
    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    _refuses(lambda: key.public.verify(flipped, data), "crypto.signature_invalid")


@pytest.mark.parametrize("algorithm", Algorithm)
@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: s + b"\0", lambda _: b""])
def test_a_signature_of_another_width_is_refused(
    algorithm: Algorithm, change: Callable[[bytes], bytes]
) -> None:
    key = _key(algorithm)
    signature = change(key.sign(b"data"))
    _refuses(lambda: key.public.verify(signature, b"data"), "crypto.signature_invalid")


def test_a_private_key_does_not_show_itself() -> None:
    for algorithm in Algorithm:
        key = _key(algorithm)
        shown = repr(key) + str(key)
        assert key.public.to_multikey() in shown
        assert key.to_bytes().hex() not in shown
        assert key.to_multikey() not in shown
        with pytest.raises(TypeError):
            pickle.dumps(key)


def _refuses(act: Callable[[], object], code: str) -> None:
    with pytest.raises(CryptoError) as refused:
        act()
    assert refused.value.code == code


PRIME = 2**255 - 19
ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826


@pytest.mark.parametrize("sign", [0, 1 << 255])
@pytest.mark.parametrize("y", [0, 1, PRIME - 1, ORDER_8, PRIME - ORDER_8])
def test_a_key_of_small_order_is_refused(y: int, sign: int) -> None:
    raw = (y | sign).to_bytes(32, "little")
    _refuses(lambda: PublicKey(Algorithm.ED25519, raw), "crypto.key_weak")
    multikey = multibase.encode(multicodec.encode(Codec.ED25519_PUB, raw))
    _refuses(lambda: PublicKey.from_multikey(multikey), "crypto.key_weak")


@pytest.mark.parametrize("sign", [0, 1 << 255])
@pytest.mark.parametrize("excess", [0, 1, 5, 18])
def test_a_key_that_is_not_canonical_is_refused(excess: int, sign: int) -> None:
    raw = (PRIME + excess | sign).to_bytes(32, "little")
    _refuses(lambda: PublicKey(Algorithm.ED25519, raw), "crypto.key_invalid")


@pytest.mark.parametrize("y", [0, 1, PRIME - 1, ORDER_8, PRIME - ORDER_8, PRIME, PRIME + 1])
def test_a_signature_with_r_of_small_order_or_not_canonical_is_refused(y: int) -> None:
    key = _key(Algorithm.ED25519)
    signature = y.to_bytes(32, "little") + key.sign(b"data")[32:]
    _refuses(lambda: key.public.verify(signature, b"data"), "crypto.signature_invalid")


def test_s_beyond_the_order_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    key = _key(Algorithm.ED25519)
    signature = key.sign(b"data")
    twin = int.from_bytes(signature[32:], "little") + order
    forged = signature[:32] + twin.to_bytes(32, "little")
    _refuses(lambda: key.public.verify(forged, b"data"), "crypto.signature_invalid")


def test_a_high_s_twin_verifies_so_a_signature_is_no_identity() -> None:
    key = _key(Algorithm.P256)
    signature = key.sign(b"data")
    s = ec.SECP256R1().group_order - int.from_bytes(signature[32:])
    key.public.verify(signature[:32] + s.to_bytes(32), b"data")


def _multikey(codec: Codec, data: bytes) -> str:
    return multibase.encode(multicodec.encode(codec, data))


POINT = _key(Algorithm.P256).public.raw
MULTIKEYS = {
    "nothing": ("", "crypto.key_invalid"),
    "no multibase": ("6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "crypto.key_invalid"),
    "base64url": (
        multibase.encode(b"\xed\x01" + SEED[:32], base=multibase.Base.BASE64URL),
        "crypto.key_invalid",
    ),
    "a foreign letter": (
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ0",
        "crypto.key_invalid",
    ),
    "a leading zero byte": (
        "z1" + _key(Algorithm.ED25519).public.to_multikey()[1:],
        "crypto.key_unsupported",
    ),
    "an unknown codec": (multibase.encode(b"\xec\x01" + SEED[:32]), "crypto.key_unsupported"),
    "a private key": (_multikey(Codec.ED25519_PRIV, SEED[:32]), "crypto.key_unsupported"),
    "31 bytes": (_multikey(Codec.ED25519_PUB, SEED[:31]), "crypto.key_invalid"),
    "33 bytes": (_multikey(Codec.ED25519_PUB, SEED[:33]), "crypto.key_invalid"),
    "a point off the curve": (
        _multikey(Codec.P256_PUB, b"\x02" + b"\xff" * 32),
        "crypto.key_invalid",
    ),
    "an uncompressed point": (
        _multikey(Codec.P256_PUB, b"\x04" + SEED),
        "crypto.key_invalid",
    ),
    "a hybrid prefix": (_multikey(Codec.P256_PUB, b"\x06" + POINT[1:]), "crypto.key_invalid"),
    "a point of the other curve": (_multikey(Codec.P384_PUB, POINT), "crypto.key_invalid"),
    "infinity": (_multikey(Codec.P256_PUB, b"\x00"), "crypto.key_invalid"),
}


@pytest.mark.parametrize(("text", "code"), MULTIKEYS.values(), ids=MULTIKEYS.keys())
def test_a_malformed_multikey_is_refused(text: str, code: str) -> None:
    _refuses(lambda: PublicKey.from_multikey(text), code)


SECRETS = {
    "a public key": (_key(Algorithm.ED25519).public.to_multikey(), "crypto.key_unsupported"),
    "31 bytes": (_multikey(Codec.ED25519_PRIV, SEED[:31]), "crypto.key_invalid"),
    "zero": (_multikey(Codec.P256_PRIV, bytes(32)), "crypto.key_invalid"),
    "the order": (
        _multikey(Codec.P256_PRIV, ec.SECP256R1().group_order.to_bytes(32)),
        "crypto.key_invalid",
    ),
}


@pytest.mark.parametrize(("text", "code"), SECRETS.values(), ids=SECRETS.keys())
def test_a_malformed_secret_is_refused(text: str, code: str) -> None:
    _refuses(lambda: PrivateKey.from_multikey(text), code)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_seed_has_its_exact_width(algorithm: Algorithm) -> None:
    _refuses(
        lambda: PrivateKey.generate(algorithm, SEED[: algorithm.seed_bytes - 1]),
        "crypto.key_invalid",
    )


ED = _key(Algorithm.ED25519).public.to_jwk()
P256 = _key(Algorithm.P256).public.to_jwk()
JWKS: dict[str, tuple[JsonObject, str]] = {
    "nothing": ({}, "crypto.key_unsupported"),
    "a type that is no text": (ED | {"kty": ["OKP"]}, "crypto.key_unsupported"),
    "another type": (ED | {"kty": "RSA"}, "crypto.key_unsupported"),
    "another curve": (P256 | {"crv": "secp256k1"}, "crypto.key_unsupported"),
    "a curve of the other type": (ED | {"crv": "P-256"}, "crypto.key_unsupported"),
    "for encryption": (ED | {"use": "enc"}, "crypto.key_unsupported"),
    "another algorithm": (P256 | {"alg": "ES384"}, "crypto.key_unsupported"),
    "an algorithm that is no text": (P256 | {"alg": ["ES256"]}, "crypto.key_unsupported"),
    "a secret": (_key(Algorithm.ED25519).to_jwk(), "crypto.key_invalid"),
    "a shared secret": (ED | {"k": "AAAA"}, "crypto.key_invalid"),
    "no x": ({"kty": "OKP", "crv": "Ed25519"}, "crypto.key_invalid"),
    "no y": ({name: P256[name] for name in ("kty", "crv", "x")}, "crypto.key_invalid"),
    "x as a number": (ED | {"x": 1}, "crypto.key_invalid"),
    "x with padding": (ED | {"x": f"{ED['x']}="}, "crypto.key_invalid"),
    "x of 31 bytes": (ED | {"x": base64url.encode(SEED[:31])}, "crypto.key_invalid"),
    "x with a leading zero byte": (
        P256 | {"x": base64url.encode(b"\0" + base64url.decode(str(P256["x"])))},
        "crypto.key_invalid",
    ),
    "a point off the curve": (P256 | {"y": P256["x"]}, "crypto.key_invalid"),
    "a weak key": (ED | {"x": base64url.encode(bytes(32))}, "crypto.key_weak"),
}


@pytest.mark.parametrize(("value", "code"), JWKS.values(), ids=JWKS.keys())
def test_a_malformed_jwk_is_refused(value: JsonObject, code: str) -> None:
    _refuses(lambda: PublicKey.from_jwk(value), code)


@pytest.mark.parametrize(("value", "alg"), [(ED, "EdDSA"), (ED, "Ed25519"), (P256, "ES256")])
def test_optional_members_may_agree(value: JsonObject, alg: str) -> None:
    full = value | {"alg": alg, "use": "sig", "kid": "1", "key_ops": ["verify"]}
    assert PublicKey.from_jwk(full).to_jwk() == value


def test_the_halves_of_a_private_jwk_must_match() -> None:
    other = PrivateKey.generate(Algorithm.ED25519, bytes(32)).to_jwk()
    mixed = _key(Algorithm.ED25519).to_jwk() | {"d": other["d"]}
    _refuses(lambda: PrivateKey.from_jwk(mixed), "crypto.key_invalid")
    _refuses(lambda: PrivateKey.from_jwk(ED), "crypto.key_invalid")


@given(st.text(alphabet="z6MkDna8uQ2JrVoYZ1lO0", max_size=60))
def test_an_accepted_multikey_is_the_only_spelling(text: str) -> None:
    with suppress(CryptoError):
        assert PublicKey.from_multikey(text).to_multikey() == text


@given(mangled(P256 | {"alg": "ES256", "use": "sig"}))
def test_only_our_errors_come_out_of_a_jwk(value: JsonObject) -> None:
    with suppress(CryptoError):
        PublicKey.from_jwk(value)
