"""From one key-encryption key to another: all of them, in steps, killed and gone on with."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import skillmark
from custody_samples import Configure, make_many
from django_scopes import scopes_disabled
from key_places import HardToken, aes_key, gone, service_key

from skillmark.platform.trust.custody.errors import (
    PlaceLockedError,
    PlaceMissingError,
    PlaceUnknownError,
)
from skillmark.platform.trust.errors import PassphraseError, VaultError

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

OLD = "env:SKILLMARK_OLD_PASSPHRASE"


@pytest.fixture
def old_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sealed everything so far is named as one of before."""
    monkeypatch.setenv("SKILLMARK_OLD_PASSPHRASE", "only for tests")


def opened() -> dict[Any, bytes]:
    """Return every private key, opened; this fails when one is lost."""
    from skillmark.platform.trust import homes, sealing
    from skillmark.platform.trust.models import IssuerKey, SealedSecret

    with scopes_disabled():
        found = {row.pk: homes.secret_of(row) for row in IssuerKey.objects.all()}
        found |= {row.pk: sealing.open_secret(row) for row in SealedSecret.objects.all()}
    return found  # type: ignore[return-value]


@pytest.fixture(params=["passphrase", "pkcs11", "awskms"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of another key-encryption key, of each kind."""
    if request.param == "pkcs11":
        return aes_key(request.getfixturevalue("hard"))
    if request.param == "awskms":
        return service_key(request.getfixturevalue("service"))
    file = tmp_path / "new passphrase"
    file.write_text("quite another one\nsecond line\n")
    return f"file:{tmp_path}/new%20passphrase"


@pytest.mark.usefixtures("old_passphrase")
def test_all_keys_come_under_the_new_one(
    organisation: "Organisation", configure: Configure, new: str
) -> None:
    from skillmark.platform.trust import rewrapping
    from skillmark.platform.trust.models import IssuerKey, KeyEncryption

    make_many(organisation, secrets=7)
    before = opened()
    configure(key_encryption=new, key_encryption_before=OLD)
    assert opened() == before  # the configuration alone changes nothing
    assert rewrapping.progress().left == 0
    newest = rewrapping.begin()
    assert newest.version == 2
    assert rewrapping.begin() == newest
    assert rewrapping.progress().left == len(before)
    told = list(rewrapping.run(limit=3))
    assert told[0].left == len(before)
    assert (told[-1].left, told[-1].done) == (0, len(before))
    assert opened() == before
    configure(key_encryption_before="", key_passphrase="nobody remembers the old one")
    assert opened() == before
    with scopes_disabled():
        assert {row.encryption_id for row in IssuerKey.objects.all()} == {2}
    assert "4711" not in repr(list(KeyEncryption.objects.values_list()))


@pytest.mark.usefixtures("old_passphrase")
def test_a_run_that_breaks_off_loses_nothing_and_goes_on(
    organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    """Broken after every single row in turn: at each point every key still opens."""
    from skillmark.platform.trust import rewrapping

    make_many(organisation, secrets=6)
    before = opened()
    configure(key_encryption=aes_key(hard), key_encryption_before=OLD)
    rewrapping.begin()
    left = []
    while rewrapping.step(limit=1):
        assert opened() == before
        left.append(rewrapping.progress().left)
    assert left == list(range(len(before) - 1, -1, -1))


@pytest.mark.usefixtures("old_passphrase")
def test_the_worker_goes_on_with_a_run_that_broke_off(
    organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    from django.utils import timezone

    from skillmark.platform.trust import rewrapping, schedule

    make_many(organisation, secrets=5)
    before = opened()
    schedule.continue_rewrapping(timezone.now())  # nothing was begun
    configure(key_encryption=aes_key(hard), key_encryption_before=OLD)
    schedule.continue_rewrapping(timezone.now())  # the operator has to begin
    assert rewrapping.progress().version == 1
    rewrapping.begin()
    rewrapping.step(limit=2)
    schedule.continue_rewrapping(timezone.now())
    assert rewrapping.progress().left == 0
    assert opened() == before


def test_an_installation_may_begin_in_a_module(
    configure: Configure, hard: HardToken, make_organisation: Any
) -> None:
    """No passphrase is ever made where a module seals from the first key on."""
    from skillmark.platform.trust.models import KeyEncryption

    configure(key_encryption=aes_key(hard), key_passphrase="")
    make_organisation("Quayside")
    row = KeyEncryption.objects.get()
    assert (row.version, bytes(row.salt)) == (1, b"")
    assert row.uri == f"pkcs11:token={hard.label};object=kek"
    assert len(opened()) >= 1


@pytest.mark.usefixtures("old_passphrase")
def test_a_killed_command_goes_on_where_it_was(
    organisation: "Organisation",
    configure: Configure,
    hard: HardToken,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Stopped at the third row of a step, as by the system: the step is not written at all."""
    from skillmark.platform.trust import rewrapping
    from skillmark.platform.trust.custody.hsm import ModuleWrap

    make_many(organisation, secrets=8)
    before = opened()
    configure(key_encryption=aes_key(hard), key_encryption_before=OLD)
    rewrapping.begin()
    assert rewrapping.step(limit=4) == 4
    count, wrap = iter(range(100)), ModuleWrap.wrap

    def stopped(self: Any, data_key: bytes, bound: bytes) -> bytes:
        if next(count) == 2:
            raise KeyboardInterrupt
        return wrap(self, data_key, bound)

    with monkeypatch.context() as patch:
        patch.setattr(ModuleWrap, "wrap", stopped)
        with pytest.raises(KeyboardInterrupt):
            rewrapping.step(limit=4)
    assert rewrapping.progress().left == len(before) - 4
    assert opened() == before
    result = skillmark("keys", "rewrap")
    assert result.exit_code == 0
    assert opened() == before


@pytest.mark.usefixtures("old_passphrase")
def test_a_step_that_fails_moves_none_of_its_rows(
    organisation: "Organisation",
    configure: Configure,
    hard: HardToken,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from skillmark.platform.trust import rewrapping
    from skillmark.platform.trust.custody.hsm import ModuleWrap

    make_many(organisation, secrets=6)
    before = opened()
    configure(key_encryption=aes_key(hard), key_encryption_before=OLD)
    rewrapping.begin()
    count = iter(range(100))
    wrap = ModuleWrap.wrap

    def failing(self: Any, data_key: bytes, bound: bytes) -> bytes:
        if next(count) == 3:
            raise PlaceMissingError("unplugged")
        return wrap(self, data_key, bound)

    with monkeypatch.context() as patch:
        patch.setattr(ModuleWrap, "wrap", failing)
        with pytest.raises(PlaceMissingError):
            rewrapping.step(limit=100)
    assert rewrapping.progress().left == len(before)
    assert opened() == before
    assert rewrapping.step(limit=100) == len(before)
    assert opened() == before


@pytest.mark.usefixtures("old_passphrase")
def test_a_module_that_gives_back_another_key_is_noticed_before_anything_is_written(
    organisation: "Organisation",
    configure: Configure,
    hard: HardToken,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from skillmark.platform.trust import rewrapping, sealing
    from skillmark.platform.trust.custody.hsm import ModuleWrap

    before = opened()
    configure(key_encryption=aes_key(hard), key_encryption_before=OLD)
    sealing.vault_of(rewrapping.begin())  # it proved to be the right one
    with monkeypatch.context() as patch:
        patch.setattr(ModuleWrap, "unwrap", lambda *_: b"k" * 32)
        with pytest.raises(VaultError):
            rewrapping.step()
    assert opened() == before


def test_nothing_begins_while_the_old_key_is_not_there(
    organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    """Otherwise two halves of the keys would be sealed by two keys of which one is gone."""
    from skillmark.platform.trust import rewrapping
    from skillmark.platform.trust.models import KeyEncryption

    configure(key_encryption=aes_key(hard), key_passphrase="not the one")
    with pytest.raises(PassphraseError):
        rewrapping.begin()
    assert KeyEncryption.objects.count() == 1


@pytest.mark.usefixtures("old_passphrase")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (gone, PlaceMissingError),
        (lambda _hard: None, PlaceLockedError),
    ],
    ids=["absent", "locked"],
)
def test_an_absent_and_a_locked_token_are_said_and_nothing_is_lost(
    organisation: "Organisation",
    configure: Configure,
    hard: HardToken,
    change: Callable[[HardToken], None],
    expected: type[Exception],
) -> None:
    from skillmark.platform.trust import homes, keys, rewrapping
    from skillmark.platform.trust.custody import token
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(organisation)
    address = aes_key(hard)
    configure(key_encryption=address, key_encryption_before=OLD)
    rewrapping.begin()
    list(rewrapping.run())
    before = opened()
    row = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    change(hard)
    for known in token._tokens.values():
        known.close()
    configure(key_encryption=hard.key("kek", pin="0000"), key_encryption_before="")
    with pytest.raises(expected) as caught:
        homes.open_key(row)
    assert "0000" not in str(caught.value)
    if expected is PlaceLockedError:
        configure(key_encryption=address)
        assert opened() == before


@pytest.mark.usefixtures("old_passphrase")
def test_a_key_of_before_that_is_not_configured_any_more_is_named(
    organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    from skillmark.platform.trust import keys, rewrapping
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(organisation)
    configure(key_encryption=aes_key(hard), key_encryption_before=OLD)
    rewrapping.begin()
    list(rewrapping.run())
    configure(key_encryption="", key_encryption_before="")
    with pytest.raises(PlaceUnknownError) as caught:
        keys.open_key(keys.active_key(identity, KeyPurpose.CREDENTIAL))
    assert caught.value.code == "trust.key_place_unknown"


@pytest.mark.usefixtures("old_passphrase")
def test_the_same_service_can_be_wrapped_under_again(
    organisation: "Organisation", configure: Configure, service: Any
) -> None:
    from skillmark.platform.trust import rewrapping

    configure(key_encryption=service_key(service), key_encryption_before=OLD)
    rewrapping.begin()
    list(rewrapping.run())
    before = opened()
    assert rewrapping.begin().version == 2
    assert rewrapping.begin(again=True).version == 3
    assert list(rewrapping.run())[-1].left == 0
    assert opened() == before


@pytest.mark.usefixtures("old_passphrase")
def test_the_command_says_how_far_it_is(
    organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    make_many(organisation, secrets=3)
    count = len(opened())
    configure(key_encryption=aes_key(hard), key_encryption_before=OLD)
    result = skillmark("keys", "rewrap")
    assert result.exit_code == 0
    assert f"Under key-encryption key 2: {count}. Left: 0." in result.stderr
    result = skillmark("keys", "places")
    assert result.exit_code == 0
    assert "4711" not in result.stdout + result.stderr
    assert f"opens, seals {count}" in " ".join(result.stdout.split())


def test_a_wrong_configuration_is_one_sentence(
    organisation: "Organisation", configure: Configure, hard: HardToken, tmp_path: Path
) -> None:
    for address, code in (
        (f"file:{tmp_path}/none", "trust.secret_missing"),
        ("env:SKILLMARK_NOT_SET", "trust.secret_missing"),
        ("vault:somewhere", "trust.key_address"),
        (hard.key("no such key"), "trust.key_not_in_place"),
        ("pkcs11:token=none;object=k?module-path=/none.so", "trust.key_place_absent"),
        (f"pkcs11:token=none;object=k?module-path={hard.library}", "trust.key_place_absent"),
    ):
        configure(key_encryption=address, key_encryption_before="")
        result = skillmark("keys", "rewrap")
        assert result.exit_code == 2, address
        assert f"({code})" in result.stderr
