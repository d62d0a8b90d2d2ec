"""The key that pays: from a sealed file or the environment, and never shown."""

import pickle
import stat
from pathlib import Path

import pytest
from local_nodes import KEYS

ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"


def test_a_new_key_is_sealed_for_its_owner_only_and_opens_again(tmp_path: Path) -> None:
    from skillmark.platform.anchors import keys
    from skillmark.platform.anchors.errors import AnchorKeyError

    path = tmp_path / "anchor.key"
    address = keys.make(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    signer = keys.load(f"file:{path}")
    assert signer.address == address
    assert len(signer.public_key) == 65
    with pytest.raises(AnchorKeyError):
        keys.make(path)


def test_another_passphrase_does_not_open_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from pydantic import SecretStr

    from skillmark.platform.anchors import keys
    from skillmark.platform.anchors.errors import AnchorKeyError

    path = tmp_path / "anchor.key"
    keys.make(path)
    other = settings.SKILLMARK.model_copy(update={"key_passphrase": SecretStr("another one")})
    monkeypatch.setattr(settings, "SKILLMARK", other)
    with pytest.raises(AnchorKeyError) as caught:
        keys.load(f"file:{path}")
    assert caught.value.__cause__ is None


def test_a_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from skillmark.platform.anchors import keys

    monkeypatch.setenv("SOME_KEY", f"0x{KEYS[0]}")
    assert keys.load("env:SOME_KEY").address == ADDRESS


@pytest.mark.parametrize(
    "uri",
    ["", "env:", "env:NOT_THERE", "env:SHORT", "env:ZERO", "file:", "file:/not/there", "x:y"],
)
def test_what_is_no_key_is_refused_without_showing_it(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.anchors import keys
    from skillmark.platform.anchors.errors import AnchorKeyError

    monkeypatch.setenv("SHORT", "abc")
    monkeypatch.setenv("ZERO", "0" * 64)
    with pytest.raises(AnchorKeyError) as caught:
        keys.load(uri)
    assert "abc" not in str(caught.value)


def test_a_signer_shows_nothing_and_is_not_written_out() -> None:
    from skillmark.platform.anchors.errors import AnchorKeyError
    from skillmark.platform.anchors.keys import LocalSigner

    signer = LocalSigner(bytes.fromhex(KEYS[0]))
    assert repr(signer) == "LocalSigner(…)"
    with pytest.raises(AnchorKeyError):
        pickle.dumps(signer)


def test_the_same_order_is_signed_with_the_same_bytes() -> None:
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import LocalSigner, Order

    signer = LocalSigner(bytes.fromhex(KEYS[0]))
    order = Order(1, 0, ADDRESS, b"call", 30_000, Fees(10, 1))
    assert signer.sign(order) == signer.sign(order)


@pytest.mark.parametrize(
    ("base", "tip", "cap", "wanted"),
    [(10, 1, 100, (21, 1)), (10, 1, 15, (15, 1)), (15, 1, 15, None), (10, 50, 15, None)],
)
def test_the_first_offer_keeps_the_cap(
    base: int, tip: int, cap: int, wanted: tuple[int, int] | None
) -> None:
    from skillmark.platform.anchors.fees import Fees, Market, first

    assert first(Market(base, tip), cap) == (Fees(*wanted) if wanted else None)


@pytest.mark.parametrize(
    ("last", "base", "cap", "wanted"),
    [
        ((16, 8), 10, 100, (29, 9)),
        ((80, 8), 10, 100, (90, 9)),
        ((96, 8), 10, 100, None),
        ((16, 8), 200, 100, None),
        ((16, 8), 60, 100, (100, 9)),
    ],
)
def test_a_higher_offer_is_an_eighth_higher_and_of_use(
    last: tuple[int, int], base: int, cap: int, wanted: tuple[int, int] | None
) -> None:
    from skillmark.platform.anchors.fees import Fees, Market, raised

    assert raised(Fees(*last), Market(base, 1), cap) == (Fees(*wanted) if wanted else None)
