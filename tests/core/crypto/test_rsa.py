"""RSA keys of others: which are taken, in which spelling, and what their signatures are worth."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from foreign_formats import OwnKey, RsaKey, rsa_key

from skillmark.core.crypto import (
    Algorithm,
    CryptoError,
    PublicKey,
    RsaPublicKey,
    SignatureError,
    read_jwk,
    read_pem,
)

KEY = rsa_key()


def test_a_signature_holds_for_its_bytes_alone() -> None:
    public = RsaPublicKey.from_jwk(KEY.jwk)
    signature = KEY.sign(b"a")
    public.verify(signature, b"a")
    for bad, data in (
        (signature, b"b"),
        (b"\0" + signature, b"a"),
        (signature[1:], b"a"),
        (b"", b"a"),
        (rsa_key(2).sign(b"a"), b"a"),
    ):
        with pytest.raises(SignatureError):
            public.verify(bad, data)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a secret": ({"d": "AQAB"}, "crypto.key_invalid"),
    "for encryption": ({"use": "enc"}, "crypto.key_unsupported"),
    "for another algorithm": ({"alg": "PS256"}, "crypto.key_unsupported"),
    "not for checking": ({"key_ops": ["encrypt"]}, "crypto.key_unsupported"),
    "padded": ({"e": "AQAB="}, "crypto.key_invalid"),
    "a leading zero": ({"e": "AAEAAQ"}, "crypto.key_invalid"),
    "no number": ({"n": 7}, "crypto.key_invalid"),
    "exponent one": ({"e": "AQ"}, "crypto.key_weak"),
    "an even exponent": ({"e": "BA"}, "crypto.key_weak"),
    "a huge exponent": ({"e": "AQAAAAAB"}, "crypto.key_weak"),
    "an empty modulus": ({"n": ""}, "crypto.key_invalid"),
}


@pytest.mark.parametrize(("change", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_key_that_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(CryptoError) as refused:
        read_jwk(KEY.jwk | change)
    assert refused.value.code == code


def test_short_long_and_even_keys_are_refused() -> None:
    with pytest.raises(CryptoError, match="fewer than 2048"):
        RsaPublicKey.from_jwk(RsaKey(1024).jwk)
    with pytest.raises(CryptoError, match="more than 8192"):
        RsaPublicKey(2**8192 + 1, 65_537)
    with pytest.raises(CryptoError, match="even"):
        RsaPublicKey(2**2047, 65_537)


def test_keys_of_every_type_are_read() -> None:
    assert isinstance(read_jwk(KEY.jwk), RsaPublicKey)
    for algorithm in Algorithm:
        own = OwnKey(algorithm)
        assert read_jwk(own.jwk) == own.private.public
    with pytest.raises(CryptoError):
        RsaPublicKey.from_jwk(OwnKey(Algorithm.P256).jwk)


def test_pem_is_one_public_key() -> None:
    assert read_pem(KEY.pem) == RsaPublicKey.from_jwk(KEY.jwk)
    curve = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    found = read_pem(
        curve.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    )
    assert isinstance(found, PublicKey)
    assert found.algorithm is Algorithm.P256
    odd = ec.derive_private_key(7, ec.SECP521R1()).public_key()
    for text in (
        "",
        KEY.pem * 2,
        KEY.pem.replace("PUBLIC", "PRIVATE"),
        KEY.pem.replace("M", "!", 1),
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        odd.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        " " * 9_000,
    ):
        with pytest.raises(CryptoError):
            read_pem(text)
