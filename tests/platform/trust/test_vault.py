"""The vault: what is sealed opens only under its own passphrase, tenant, key and purpose."""

import pickle
import traceback
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.trust.errors import PassphraseError, VaultError
from skillmark.platform.trust.vault import Label, Sealed, Vault

SECRET = bytes(range(32))
LABEL = Label(tenant="harbour", key_id="k1", purpose="credential", version=1)
VAULT = Vault(b"\x11" * 32)


@given(st.binary(min_size=1, max_size=200))
def test_whatever_is_sealed_opens_to_the_same(secret: bytes) -> None:
    assert VAULT.open(VAULT.seal(secret, LABEL), LABEL) == secret


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param(replace(LABEL, tenant="kestrel"), id="row copied to another tenant"),
        pytest.param(replace(LABEL, key_id="k2"), id="row copied to another key"),
        pytest.param(replace(LABEL, purpose="status"), id="row used for another purpose"),
        pytest.param(replace(LABEL, version=2), id="row used as another version"),
    ],
)
def test_a_seal_is_bound_to_its_label(moved: Label) -> None:
    with pytest.raises(VaultError):
        VAULT.open(VAULT.seal(SECRET, LABEL), moved)


def test_parts_cannot_run_into_each_other() -> None:
    with pytest.raises(VaultError):
        VAULT.seal(SECRET, Label("a|b", "c", "credential", 1))


@given(st.integers(min_value=0, max_value=8 * 60 - 1), st.booleans())
def test_any_flipped_bit_is_noticed(bit: int, in_wrapped: bool) -> None:
    sealed = VAULT.seal(SECRET, LABEL)
    part = bytearray(sealed.wrapped_key if in_wrapped else sealed.ciphertext)
    part[bit // 8 % len(part)] ^= 1 << bit % 8
    broken = (
        Sealed(bytes(part), sealed.ciphertext)
        if in_wrapped
        else Sealed(sealed.wrapped_key, bytes(part))
    )
    with pytest.raises(VaultError):
        VAULT.open(broken, LABEL)


@pytest.mark.parametrize("cut", [b"", b"short", b"\0" * 11, b"\0" * 12, b"\0" * 27])
def test_cut_rows_are_refused_by_our_error(cut: bytes) -> None:
    with pytest.raises(VaultError):
        VAULT.open(Sealed(cut, cut), LABEL)


def test_two_seals_of_one_key_share_nothing() -> None:
    one, two = VAULT.seal(SECRET, LABEL), VAULT.seal(SECRET, LABEL)
    assert one.ciphertext != two.ciphertext
    assert one.wrapped_key != two.wrapped_key


def test_another_passphrase_is_recognised_before_any_key_is_opened() -> None:
    right = Vault.from_passphrase(b"right", b"s" * 16)
    wrong = Vault.from_passphrase(b"wrong", b"s" * 16)
    right.confirm(right.check_value())
    with pytest.raises(PassphraseError):
        wrong.confirm(right.check_value())


def test_a_rewrapped_key_opens_under_the_new_vault_only() -> None:
    new = Vault(b"\x22" * 32)
    moved = VAULT.rewrap(VAULT.seal(SECRET, LABEL), LABEL, new)
    assert new.open(moved, LABEL) == SECRET
    with pytest.raises(VaultError):
        VAULT.open(moved, LABEL)


def test_no_key_byte_is_shown_anywhere() -> None:
    sealed = VAULT.seal(SECRET, LABEL)
    with pytest.raises(VaultError) as caught:
        VAULT.open(sealed, replace(LABEL, tenant="kestrel"))
    shown = "".join(traceback.format_exception(caught.value)) + repr(VAULT) + repr(sealed)
    for spelling in (repr(SECRET), SECRET.hex(), repr(b"\x11" * 32), "11" * 32):
        assert spelling not in shown


def test_a_vault_is_never_written_out() -> None:
    with pytest.raises(VaultError):
        pickle.dumps(VAULT)
