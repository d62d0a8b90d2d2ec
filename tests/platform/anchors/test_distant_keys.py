"""The key that pays in a module or key service: real transactions, signed where the key lies."""

import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from key_places import PIN, REGION, hard_token, key_service
from local_nodes import KEYS, Anvil
from typer.testing import CliRunner

from skillmark.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from skillmark.platform.anchors.chain import Node

    type Configure = Callable[..., None]
    type Publish = Callable[[int], None]

pytestmark = pytest.mark.django_db
ORIGIN = "skills.example/log"
HALF = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 // 2
DIGEST_BYTES = 32
TRIES = 40


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["anchor", *words], catch_exceptions=False)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A key service that signs a digest as it is, as the real one does.

    The simulation hashes once more what it is told is a digest.
    """
    with key_service() as client:
        from moto.kms.utils import ECDSAPrivateKey

        def sign(self: Any, message: bytes, signing_algorithm: str) -> bytes:
            assert signing_algorithm == "ECDSA_SHA_256"
            assert len(message) == DIGEST_BYTES
            signature: bytes = self.private_key.sign(
                message, ec.ECDSA(Prehashed(hashes.SHA256()))
            )
            return signature

        monkeypatch.setattr(ECDSAPrivateKey, "sign", sign)
        yield client


@pytest.fixture(params=["env", "file", "pkcs11", "awskms"])
def uri(
    request: pytest.FixtureRequest,
    configure: "Configure",
    tmp_path: "Path",
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """Where a key lies that was made by the command."""
    if request.param == "env":
        monkeypatch.setenv("SOME_KEY", KEYS[1])
        return "env:SOME_KEY"
    if request.param == "file":
        assert run("key", str(tmp_path / "anchor.key")).exit_code == 0
        return f"file:{tmp_path / 'anchor.key'}"
    if request.param == "pkcs11":
        address = module_address(monkeypatch)
    else:
        request.getfixturevalue("service")
        address = f"awskms:alias/anchor-{secrets.token_hex(4)}?region={REGION}"
    made = run("key", address)
    assert made.exit_code == 0, made.output
    again = run("key", address)
    assert again.stdout == made.stdout, "the same name is the same key"
    return address


def module_address(monkeypatch: pytest.MonkeyPatch, label: str = "anchor") -> str:
    token = hard_token()
    monkeypatch.setenv("TOKEN_PIN", PIN)
    query = f"module-path={token.library}&pin-source=env:TOKEN_PIN"
    return f"pkcs11:token={token.label};object={label}?{query}"


def test_a_real_anchor_is_paid_by_each(
    chain: Anvil, node: "Node", configure: "Configure", publish: "Publish", uri: str
) -> None:
    """Contract and anchor: deployed, mined and final, sent from the key's own account."""
    from django.utils import timezone

    from skillmark.platform.anchors import network, services, visiting
    from skillmark.platform.anchors.artefacts import Mode
    from skillmark.platform.anchors.models import Anchor

    configure(anchor_key=uri)
    signer = network.signer()
    chain.ask("anvil_setBalance", signer.address, hex(10**18))
    contract, deployed = services.deploy(ORIGIN, Mode.STORED, pause=lambda _s: chain.mine())
    assert deployed.succeeded
    publish(7)
    now = timezone.now()
    visiting.visit(now, at_once=True)
    chain.mine(13)
    visiting.visit(now, at_once=True)
    anchor = Anchor.objects.get()
    assert (anchor.state, anchor.problem_code) == ("final", "")
    sent = chain.ask("eth_getTransactionByHash", anchor.tx)
    assert sent["from"].lower() == signer.address.lower()
    assert int(sent["s"], 16) <= HALF
    assert contract.address.lower() == sent["to"]
    assert len(signer.public_key) == 65


def test_every_signature_has_a_low_s_and_leads_to_the_account(
    configure: "Configure", monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module gives the upper half as often as the lower; the network takes the lower alone."""
    from eth_account import Account

    from skillmark.core.anchor.evm import rlp
    from skillmark.platform.anchors import keys
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import Order

    uri = module_address(monkeypatch)
    keys.make_distant(uri)
    signer = keys.load(uri)
    parities = set()
    for number in range(TRIES):
        order = Order(1, number, signer.address, bytes([number]) * 9, 30_000, Fees(10, 1))
        signed = signer.sign(order)
        assert Account.recover_transaction(signed.raw) == signer.address
        *_rest, parity, _r, s = rlp.decode_list(signed.raw[1:])
        assert 0 < rlp.read_number(s) <= HALF
        parities.add(rlp.read_number(parity))
    assert parities == {0, 1}


def test_a_transaction_is_written_as_the_reference_writes_it() -> None:
    """The same key in memory and behind the port gives the same bytes, to deploy and to call."""
    from eth_account import Account

    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import DistantSigner, LocalSigner, Order

    local = LocalSigner(bytes.fromhex(KEYS[0]))

    class Key:
        public = local.public_key

        def sign(self, digest: bytes) -> tuple[int, int]:
            made = Account.unsafe_sign_hash(digest, KEYS[0])
            return made.r, HALF * 2 + 1 - made.s  # in the upper half

    distant = DistantSigner(Key())
    assert distant.address == local.address
    for to, data, nonce in (
        ("", b"\x60\x00", 0),
        (local.address, b"", 1),
        (local.address, b"x" * 68, 300),
    ):
        order = Order(31337, nonce, to, data, 54_321, Fees(3 * 10**9, 10**9))
        assert distant.sign(order) == local.sign(order)


def test_a_signature_of_another_key_is_not_sent() -> None:
    from eth_account import Account

    from skillmark.platform.anchors.errors import AnchorKeyError
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import DistantSigner, LocalSigner, Order

    class Liar:
        public = LocalSigner(bytes.fromhex(KEYS[0])).public_key

        def sign(self, digest: bytes) -> tuple[int, int]:
            made = Account.unsafe_sign_hash(digest, KEYS[1])
            return made.r, made.s

    signer = DistantSigner(Liar())
    with pytest.raises(AnchorKeyError, match="no signature of the key"):
        signer.sign(Order(1, 0, signer.address, b"", 21_000, Fees(10, 1)))


GOOD = encode_dss_signature(0x1234, HALF)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        GOOD + b"\x00",
        GOOD[:-1],
        b"\x31" + GOOD[1:],
        b"\x30\x81" + bytes([len(GOOD) - 2]) + GOOD[2:],
        b"\x30\x08\x02\x03\x00\x00\x01\x02\x01\x01",
        b"\x30\x06\x02\x01\xff\x02\x01\x01",
        encode_dss_signature(0, 1),
        encode_dss_signature(1, 2 * HALF + 1),
        b"\x00" * 64,
    ],
)
def test_a_signature_has_one_spelling(signature: bytes) -> None:
    from skillmark.platform.trust.custody import payers
    from skillmark.platform.trust.custody.errors import PlaceKeyError

    assert payers.from_der(GOOD) == (0x1234, HALF)
    with pytest.raises(PlaceKeyError):
        payers.from_der(signature)


def test_a_module_without_the_key_or_with_another_curve_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from skillmark.platform.anchors import keys
    from skillmark.platform.anchors.errors import AnchorKeyError
    from skillmark.platform.trust.custody import hsm
    from skillmark.platform.trust.custody.places import open_place

    uri = module_address(monkeypatch)
    with pytest.raises(AnchorKeyError) as caught:
        keys.load(uri)
    assert caught.value.facts["cause"] == "trust.key_not_in_place"
    place = open_place(uri, lambda _source: PIN)
    assert isinstance(place, hsm.Module)
    from skillmark.core.crypto import Algorithm

    place.make("anchor", Algorithm.P256)
    with pytest.raises(AnchorKeyError, match="secp256k1"):
        keys.load(uri)
    monkeypatch.setenv("TOKEN_PIN", "0000")
    with pytest.raises(AnchorKeyError) as caught:
        keys.load(uri)
    assert "0000" not in str(caught.value)


def test_a_key_of_the_service_on_another_curve_is_refused(service: Any) -> None:
    from skillmark.platform.anchors import keys
    from skillmark.platform.anchors.errors import AnchorKeyError

    made = service.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")
    with pytest.raises(AnchorKeyError, match="secp256k1"):
        keys.load(f"awskms:{made['KeyMetadata']['Arn']}")
    with pytest.raises(AnchorKeyError) as caught:
        keys.load(f"awskms:alias/not-there?region={REGION}")
    assert caught.value.facts["cause"] == "trust.key_not_in_place"


@pytest.mark.parametrize(
    "uri",
    [
        "pkcs11:token=t;object=anchor?pin-value=1234",
        "pkcs11:object=anchor",
        "pkcs11:token=t;object=anchor?pin-source=env:NOT_THERE",
        "awskms:not a key",
        "awskms:",
    ],
)
def test_an_address_that_cannot_be_read_is_one_clear_error(uri: str) -> None:
    from skillmark.platform.anchors import keys
    from skillmark.platform.anchors.errors import AnchorKeyError

    with pytest.raises(AnchorKeyError) as caught:
        keys.load(uri)
    assert "1234" not in str(caught.value)
    done = run("key", uri)
    assert (done.exit_code, "anchors.key" in done.output) == (2, True)
