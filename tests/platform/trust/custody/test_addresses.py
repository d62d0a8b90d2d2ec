"""Addresses of keys: RFC 7512 and ours, read strictly, written without secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.trust.custody import addresses
from skillmark.platform.trust.custody.addresses import KmsAddress, Pkcs11Address
from skillmark.platform.trust.custody.errors import KeyAddressError

pytestmark = pytest.mark.no_database


def test_what_rfc_7512_gives_as_examples() -> None:
    found = Pkcs11Address.parse(
        "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;"
        "model=1.0;object=my-certificate;type=private;id=%69%95%3E%5C%F4%BD%EC%91"
        "?pin-source=file:/etc/token_pin"
    )
    assert found.token["token"] == b"The Software PKCS#11 Softtoken"
    assert found.token["manufacturer"] == b"Snake Oil, Inc."
    assert (found.label, found.key_id) == (
        "my-certificate",
        bytes.fromhex("69953e5cf4bdec91"),
    )
    assert found.pin_source == "file:/etc/token_pin"
    assert "token_pin" not in found.plain()
    assert Pkcs11Address.parse(found.plain()).path == found.path


@given(
    st.dictionaries(
        st.sampled_from(["token", "serial", "manufacturer", "model", "object", "id"]),
        st.binary(max_size=20),
    )
)
def test_what_is_written_reads_the_same(path: dict[str, bytes]) -> None:
    path.setdefault("token", b"t")
    assert Pkcs11Address.parse(Pkcs11Address(path).plain()).path == path


@pytest.mark.parametrize(
    "text",
    [
        "pkcs11:",
        "pkcs11",
        "PKCS11:token=a",
        "pkcs11:object=k",
        "pkcs11:token=a;token=b",
        "pkcs11:token=a;slot-id=3",
        "pkcs11:token=a;type=cert",
        "pkcs11:token=a;library-version=3",
        "pkcs11:token=a;object",
        "pkcs11:token=a%2",
        "pkcs11:token=a%zz",
        "pkcs11:token=a;",
        "pkcs11:token=a?module-path=/x&module-path=/y",
        "pkcs11:token=a?module-name=softhsm",
        "pkcs11:token=a?pin-value=1&pin-source=file:/x",
        "pkcs11:token=a?pin-value=%ff",
        "pkcs11:token=a?x-algorithm=RSA",
    ],
)
def test_what_we_would_not_heed_is_refused(text: str) -> None:
    with pytest.raises(KeyAddressError):
        Pkcs11Address.parse(text)


KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"
ARN = f"arn:aws:kms:eu-central-1:111122223333:key/{KEY}"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"awskms:{ARN}", f"awskms:{ARN}"),
        (f"awskms:{ARN}?region=eu-central-1&endpoint=https://kms.example", f"awskms:{ARN}"),
        (f"awskms:{KEY}?region=eu-west-1", f"awskms:{KEY}?region=eu-west-1"),
        ("awskms:alias/skillmark", "awskms:alias/skillmark"),
        ("awskms:?region=eu-west-1", "awskms:?region=eu-west-1"),
    ],
)
def test_addresses_of_the_key_service(text: str, plain: str) -> None:
    assert addresses.plain(text) == plain
    assert KmsAddress.parse(plain).key == KmsAddress.parse(text).key


@pytest.mark.parametrize(
    "text",
    [
        "awskms",
        "awskms:some key",
        "awskms:../x",
        f"awskms:{KEY}?region=EU",
        f"awskms:{ARN}?region=us-east-1",
        f"awskms:{KEY}?endpoint=ftp://x",
        f"awskms:{KEY}?profile=prod",
        "awskms:arn:aws:s3:::bucket",
    ],
)
def test_other_texts_are_no_addresses_of_the_key_service(text: str) -> None:
    with pytest.raises(KeyAddressError):
        KmsAddress.parse(text)


def test_a_passphrase_has_no_address_that_is_kept() -> None:
    assert [addresses.plain(text) for text in ("", "file:/run/secret", "env:NAME")] == [""] * 3
    for text in ("vault:x", "http://x", "pkcs11", "x" * 600, f"pkcs11:token={'x' * 600}"):
        with pytest.raises(KeyAddressError):
            addresses.plain(text)


def test_the_pin_is_nowhere_to_be_seen() -> None:
    text = "pkcs11:token=a;object=k?pin-value=4711&module-path=/lib/x.so"
    found = Pkcs11Address.parse(text)
    assert "4711" not in repr(found) + found.plain() + addresses.plain(text)
