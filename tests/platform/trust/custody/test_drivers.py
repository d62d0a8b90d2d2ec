"""The contract of every driver, asked of each: passphrase, SoftHSM token, simulated key service."""

import pickle
import secrets
import traceback
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from key_places import aes_key, gone, hard_token, key_service, service_key

from skillmark.core.crypto import Algorithm, SignatureError
from skillmark.platform.trust.custody import token
from skillmark.platform.trust.custody.errors import (
    PlaceFailedError,
    PlaceKeyError,
    PlaceLockedError,
    PlaceMissingError,
    PlaceUnknownError,
)
from skillmark.platform.trust.custody.memory import MemoryKey
from skillmark.platform.trust.custody.places import Places, open_place
from skillmark.platform.trust.errors import PassphraseError, TrustError, VaultError
from skillmark.platform.trust.vault import Label, Vault

if TYPE_CHECKING:
    from skillmark.platform.trust.custody.port import Place, WrappingKey

pytestmark = pytest.mark.no_database
LABEL = Label("harbour", "k1", "credential", 1)
BOUND = LABEL.to_bytes()
# Of a ciphertext that names another key the service says what it says of other people's keys.
REFUSED = (VaultError, PlaceLockedError)


def no_secret(_address: str) -> str:
    raise AssertionError("no PIN lies elsewhere here")


@pytest.fixture
def service() -> Iterator[Any]:
    with key_service() as client:
        yield client


type Maker = Callable[[], "WrappingKey"]


@pytest.fixture(params=["passphrase", "pkcs11", "awskms"])
def maker(request: pytest.FixtureRequest) -> Maker:
    """Each call makes another key-encryption key of the kind."""
    if request.param == "passphrase":
        return lambda: MemoryKey.from_passphrase(secrets.token_bytes(9), b"s" * 16)
    if request.param == "pkcs11":
        hard = hard_token()
        return lambda: _wrapping(aes_key(hard, secrets.token_hex(4)))
    client = request.getfixturevalue("service")
    return lambda: _wrapping(service_key(client))


def _wrapping(address: str) -> "WrappingKey":
    return open_place(address, no_secret).wrapping_key(address)


class TestKeyEncryptionKeys:
    def test_what_is_wrapped_opens_to_the_same(self, maker: Maker) -> None:
        kek, data_key = maker(), secrets.token_bytes(32)
        wrapped = kek.wrap(data_key, BOUND)
        assert kek.unwrap(wrapped, BOUND) == data_key
        assert data_key not in wrapped
        assert kek.wrap(data_key, BOUND) != wrapped

    def test_it_opens_for_its_own_label_only(self, maker: Maker) -> None:
        kek = maker()
        wrapped = kek.wrap(b"d" * 32, BOUND)
        for other in (b"kestrel|k1|credential|1", BOUND + b" ", BOUND[:-1], b"x"):
            with pytest.raises(VaultError):
                kek.unwrap(wrapped, other)

    def test_another_key_does_not_open_it(self, maker: Maker) -> None:
        one, two = maker(), maker()
        with pytest.raises(REFUSED):
            two.unwrap(one.wrap(b"d" * 32, BOUND), BOUND)

    def test_cut_and_flipped_bytes_do_not_open(self, maker: Maker) -> None:
        kek = maker()
        wrapped = kek.wrap(b"d" * 32, BOUND)
        broken = [wrapped[:-1], wrapped[:12], b"", b"\0" * 27, wrapped + b"\0"]
        broken += [
            wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :]
            for at in range(0, len(wrapped), 5)
        ]
        for one in broken:
            with pytest.raises(REFUSED):
                kek.unwrap(one, BOUND)

    def test_a_vault_works_on_it(self, maker: Maker) -> None:
        vault, other = Vault(maker()), Vault(maker())
        sealed = vault.seal(b"a private key", LABEL)
        assert vault.open(sealed, LABEL) == b"a private key"
        vault.confirm(vault.check_value())
        with pytest.raises((PassphraseError, PlaceLockedError)):
            other.confirm(vault.check_value())
        moved = vault.rewrap(sealed, LABEL, other)
        assert other.open(moved, LABEL) == b"a private key"
        with pytest.raises(REFUSED):
            vault.open(moved, LABEL)
        with pytest.raises(VaultError):
            pickle.dumps(vault)

    def test_nothing_it_says_carries_a_key_or_a_pin(self, maker: Maker) -> None:
        kek, data_key = maker(), secrets.token_bytes(32)
        try:
            Vault(kek).open(Vault(maker()).seal(data_key, LABEL), LABEL)
        except TrustError as error:
            told = traceback.TracebackException.from_exception(error, capture_locals=False)
            shown = "".join(told.format()) + repr(kek) + str(error.facts)
        for secret in (data_key.hex(), repr(data_key), "4711-0815"):
            assert secret not in shown


@pytest.fixture(params=["pkcs11 Ed25519", "pkcs11 P-256", "awskms P-256"])
def place(request: pytest.FixtureRequest) -> "Place":
    kind, _, algorithm = request.param.partition(" ")
    if kind == "pkcs11":
        address = f"{hard_token().address}&x-algorithm={algorithm}"
        return open_place(address, no_secret)
    request.getfixturevalue("service")
    return open_place("awskms:?region=eu-central-1", no_secret)


class TestSigningKeys:
    def test_a_key_is_made_once_and_signs(self, place: "Place") -> None:
        (algorithm,) = place.algorithms
        address = place.make("skillmark-one", algorithm)
        assert place.make("skillmark-one", algorithm) == address
        assert place.make("skillmark-two", algorithm) != address
        key = place.signing_key(address)
        assert key.algorithm is key.public.algorithm is algorithm
        signature = key.sign(b"what is signed")
        assert len(signature) == algorithm.signature_bytes
        key.public.verify(signature, b"what is signed")
        with pytest.raises(SignatureError):
            key.public.verify(signature, b"what is not")
        assert place.signing_key(address).public == key.public

    def test_only_ed25519_is_deterministic(self, place: "Place") -> None:
        """So a retry reads what is stored and does not sign again."""
        (algorithm,) = place.algorithms
        key = place.signing_key(place.make("skillmark-one", algorithm))
        signatures = {key.sign(b"the same") for _ in range(8)}
        assert (len(signatures) == 1) == (algorithm is Algorithm.ED25519)

    def test_a_key_it_cannot_make_is_refused(self, place: "Place") -> None:
        with pytest.raises(PlaceKeyError):
            place.make("skillmark-other", Algorithm.P384)

    def test_a_key_of_ours_can_be_ended_and_another_cannot(
        self, place: "Place", request: pytest.FixtureRequest
    ) -> None:
        (algorithm,) = place.algorithms
        ours, other = (place.make(f"{name}-key", algorithm) for name in ("skillmark", "house"))
        for address in (ours, ours, other):
            place.shred(address)
        assert place.signing_key(other).sign(b"x")
        if "awskms" in request.node.name:
            service = request.getfixturevalue("service")
            states = [
                service.describe_key(KeyId=address.rpartition("/")[2])["KeyMetadata"][
                    "KeyState"
                ]
                for address in (ours, other)
            ]
            assert states == ["PendingDeletion", "Enabled"]
        else:
            with pytest.raises(PlaceKeyError):
                place.signing_key(ours)

    def test_what_is_not_there_is_said(self, place: "Place") -> None:
        (algorithm,) = place.algorithms
        address = place.make("skillmark-x", algorithm)
        missing = address.replace("skillmark-x", "nothing")
        if missing == address:
            missing = address[:-1] + ("0" if address[-1] != "0" else "1")
        with pytest.raises(PlaceKeyError):
            place.signing_key(missing)
        with pytest.raises(PlaceKeyError):
            place.wrapping_key(address)


class TestTokens:
    def test_keys_cannot_leave(self) -> None:
        import pkcs11

        hard = hard_token()
        place = open_place(hard.address, no_secret)
        place.make("skillmark-x", Algorithm.P256)
        aes_key(hard)

        def look(session: Any) -> list[tuple[bool, bool]]:
            kinds = (pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.ObjectClass.SECRET_KEY)
            return [
                (one[pkcs11.Attribute.SENSITIVE], one[pkcs11.Attribute.EXTRACTABLE])
                for kind in kinds
                for one in session.get_objects({pkcs11.Attribute.CLASS: kind})
            ]

        assert place.token.run(look) == [(True, False), (True, False)]  # type: ignore[attr-defined]

    def test_a_wrong_pin_is_said_as_such(self) -> None:
        hard = hard_token()
        aes_key(hard)
        for known in token._tokens.values():
            known.close()
        address = hard.key("kek", pin="0000")
        with pytest.raises(PlaceLockedError) as caught:
            _wrapping(address)
        assert caught.value.code == "trust.key_place_locked"
        assert "0000" not in str(caught.value.facts) + str(caught.value)

    def test_another_pin_opens_nothing_while_the_session_is_open(self) -> None:
        hard = hard_token()
        aes_key(hard)
        with pytest.raises(PlaceLockedError):
            _wrapping(hard.key("kek", pin="0000"))
        assert _wrapping(hard.key("kek")).wrap(b"d", b"b")

    def test_an_absent_token_and_an_absent_library_are_said_as_such(self) -> None:
        hard = hard_token()
        kek = _wrapping(aes_key(hard))
        wrapped = kek.wrap(b"d" * 32, BOUND)
        gone(hard)
        for address in (hard.key("kek"), hard.key("kek").replace("libsoft", "libhard")):
            with pytest.raises(PlaceMissingError) as caught:
                _wrapping(address)
            assert caught.value.code == "trust.key_place_absent"
        with pytest.raises(PlaceMissingError):
            kek.unwrap(wrapped, BOUND)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_a_session_that_broke_is_opened_again(self) -> None:
        hard = hard_token()
        kek = _wrapping(aes_key(hard))
        wrapped = kek.wrap(b"d" * 32, BOUND)
        import pkcs11

        pkcs11.lib(hard.library).reinitialize()  # every session is gone, and nobody told us
        assert kek.unwrap(wrapped, BOUND) == b"d" * 32

    def test_a_short_aes_key_is_refused(self) -> None:
        import pkcs11

        hard = hard_token()
        place: Any = open_place(hard.address, no_secret)
        place.token.run(
            lambda session: session.generate_key(
                pkcs11.KeyType.AES, 128, label="short", store=True
            )
        )
        with pytest.raises(PlaceKeyError):
            place.wrapping_key(f"pkcs11:token={hard.label};object=short")


class TestServices:
    def test_what_a_key_is_bound_to_stands_in_the_trail_of_the_service(
        self, service: Any
    ) -> None:
        address = service_key(service)
        wrapped = _wrapping(address).wrap(b"d" * 32, BOUND)
        answer = service.decrypt(
            CiphertextBlob=wrapped, EncryptionContext={"skillmark": BOUND.decode()}
        )
        assert answer["Plaintext"] == b"d" * 32

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("DisabledException", PlaceLockedError),
            ("KMSInvalidStateException", PlaceLockedError),
            ("AccessDeniedException", PlaceLockedError),
            ("ExpiredTokenException", PlaceLockedError),
            ("NotFoundException", PlaceKeyError),
            ("IncorrectKeyException", VaultError),
            ("InvalidCiphertextException", VaultError),
            ("ThrottlingException", PlaceFailedError),
            ("KMSInternalException", PlaceFailedError),
        ],
    )
    def test_each_answer_of_the_service_has_its_error(
        self,
        service: Any,
        monkeypatch: pytest.MonkeyPatch,
        code: str,
        expected: type[TrustError],
    ) -> None:
        from botocore.exceptions import ClientError

        kek: Any = _wrapping(service_key(service))
        wrapped = kek.wrap(b"d" * 32, BOUND)

        def refuse(**_sent: object) -> None:
            raise ClientError({"Error": {"Code": code, "Message": "in its words"}}, "Decrypt")

        with monkeypatch.context() as patch:
            patch.setattr(kek.client, "decrypt", refuse)
            with pytest.raises(expected) as caught:
                kek.unwrap(wrapped, BOUND)
            assert "in its words" not in str(caught.value)
        assert kek.unwrap(wrapped, BOUND) == b"d" * 32

    @pytest.mark.usefixtures("service")
    def test_a_long_text_is_hashed_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        place: Any = open_place("awskms:?region=eu-central-1", no_secret)
        key = place.signing_key(place.make("skillmark-long", Algorithm.P256))
        sent: list[dict[str, Any]] = []
        sign = key.client.sign
        monkeypatch.setattr(
            key.client, "sign", lambda **more: sent.append(more) or sign(**more)
        )
        key.sign(b"x" * 4_096)
        key.sign(b"x" * 4_097)
        assert [(one["MessageType"], len(one["Message"])) for one in sent] == [
            ("RAW", 4_096),
            ("DIGEST", 32),
        ]

    def test_a_service_out_of_reach_is_absent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from skillmark.platform.trust.custody import kms

        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        kms.service_at.cache_clear()
        address = (
            "awskms:00000000-0000-0000-0000-000000000000"
            "?region=eu-central-1&endpoint=http://127.0.0.1:9"
        )
        with pytest.raises(PlaceMissingError):
            _wrapping(address)

    def test_without_credentials_it_is_locked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from skillmark.platform.trust.custody import kms

        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
        kms.service_at.cache_clear()
        with pytest.raises(PlaceLockedError):
            _wrapping("awskms:alias/none?region=eu-central-1&endpoint=http://127.0.0.1:9")


def test_a_place_that_is_not_configured_is_not_asked() -> None:
    places = Places({"here": "pkcs11:token=here"}, (), no_secret)
    for address in ("pkcs11:token=there;object=k", "awskms:alias/k"):
        with pytest.raises(PlaceUnknownError):
            places.signing_key(address)
    with pytest.raises(PlaceUnknownError):
        places.place("elsewhere")


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from skillmark.platform.trust.custody import kms

    kms.service_at.cache_clear()
    monkeypatch.setattr(token, "pkcs11", None)
    monkeypatch.setattr(kms, "boto3", None)
    for address, extra in (
        ("pkcs11:token=t;object=k?module-path=/lib/x.so", "pkcs11"),
        ("awskms:alias/k?region=eu-central-1", "aws"),
    ):
        with pytest.raises(PlaceMissingError) as caught:
            _wrapping(address)
        assert f"“{extra}”" in caught.value.message
