"""Real places for keys: a SoftHSM token, and a simulated AWS KMS in this process.

SoftHSM reads its configuration when its library is loaded, so one folder of tokens serves the
whole test process; every test takes a token of its own by label.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

PIN: Final = "4711-0815"
REGION: Final = "eu-central-1"
_LIBRARIES: Final = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
    Path("/opt/homebrew/lib/softhsm/libsofthsm2.so"),
)
_numbers: Final = count(1)


@dataclass(frozen=True)
class HardToken:
    """A token of SoftHSM.

    Attributes:
        label: its label.
        library: the module's library.
    """

    label: str
    library: str

    @property
    def address(self) -> str:
        """Where new keys may be made, PIN included."""
        return f"pkcs11:token={self.label}?module-path={self.library}&pin-value={PIN}"

    def key(self, label: str, *, pin: str = PIN) -> str:
        """The address of one key in it."""
        query = f"module-path={self.library}&pin-value={pin}"
        return f"pkcs11:token={self.label};object={label}?{query}"


@cache
def _tokens() -> tuple[Path, str]:
    library = next((path for path in _LIBRARIES if path.exists()), None)
    if library is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed")
    pytest.importorskip("pkcs11")
    folder = Path(tempfile.mkdtemp(prefix="skillmark-tokens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(
        f"directories.tokendir = {folder / 'tokens'}\n"
        "objectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(settings)
    return settings, str(library)


def hard_token(label: str = "") -> HardToken:
    """Return a fresh token of SoftHSM with `PIN`."""
    _settings, library = _tokens()
    label = label or f"token-{next(_numbers)}"
    subprocess.run(
        [
            *("softhsm2-util", "--init-token", "--free", "--label", label),
            *("--pin", PIN, "--so-pin", "so-" + PIN),
        ],
        check=True,
        capture_output=True,
    )
    _look_again(library)
    return HardToken(label, library)


def _look_again(library: str) -> None:
    """Let the loaded library see a token that came after it; open sessions begin anew."""
    import pkcs11

    from skillmark.platform.trust.custody import token

    for known in token._tokens.values():
        known.close()
    if library in pkcs11._loaded:
        pkcs11.lib(library).reinitialize()


def gone(hard: HardToken) -> None:
    """Take a token away, as if its module were unplugged."""
    subprocess.run(
        ["softhsm2-util", "--delete-token", "--token", hard.label],
        check=True,
        capture_output=True,
    )
    _look_again(hard.library)


@contextmanager
def key_service() -> Iterator[Any]:
    """Simulate AWS KMS and yield its client."""
    moto = pytest.importorskip("moto")
    import boto3

    from skillmark.platform.trust.custody import kms

    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        kms.service_at.cache_clear()
        with moto.mock_aws():
            yield boto3.client("kms", region_name=REGION)
        kms.service_at.cache_clear()


def aes_key(hard: HardToken, label: str = "kek") -> str:
    """Make a key-encryption key in a token and return its address, PIN included."""
    from skillmark.platform.trust.custody import hsm, token
    from skillmark.platform.trust.custody.addresses import Pkcs11Address

    found = Pkcs11Address.parse(hard.address)
    hsm.make_wrapping_key(token.token_at(found, hard.library, PIN), label)
    return hard.key(label)


def service_key(client: Any) -> str:
    """Make a symmetric key in the service and return its address."""
    made = client.create_key(Description="key-encryption key of a test")
    return f"awskms:{made['KeyMetadata']['Arn']}"
