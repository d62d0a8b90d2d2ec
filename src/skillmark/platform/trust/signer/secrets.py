"""What is signed with the secrets of protocols: one rule for each purpose, and nothing without one.

* ``lti``: a token (RS256) that expires within the hour;
* ``log``: a checkpoint of this installation's public log;
* ``webvh.…``: the hashes that ``eddsa-jcs-2022`` signs, of a version of an issuer's history. Update
  keys are used once and for nothing else.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from skillmark.core import jsonio
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.encoding import base64url
from skillmark.core.errors import SkillmarkError
from skillmark.core.log import Checkpoint
from skillmark.platform.trust import sealing
from skillmark.platform.trust.errors import NotIssuableError, VaultError, WrongTypeError
from skillmark.platform.trust.models import SealedSecret

MAX_DATA: Final = 64 * 1024  # bytes
TOKEN_LIFE: Final = timedelta(hours=1)
HASHES: Final = 64  # bytes: SHA-256 of the proof's options, and of the document
LTI: Final = "lti"
LOG: Final = "log"
HISTORY: Final = "webvh."


@sensitive_variables()
def sign(row: SealedSecret, data: bytes) -> bytes:
    """Return the signature of a protocol's secret over bytes that its rule lets pass.

    Raises:
        WrongTypeError: no rule speaks of the purpose.
        NotIssuableError: the bytes are not what the secret signs.
        VaultError: the row was altered or moved.
        PassphraseError: the configured passphrase did not seal it.
    """
    if len(data) > MAX_DATA:
        raise NotIssuableError("So much is not signed with a protocol's key.")
    if row.purpose == LTI:
        _require_token(data)
    elif row.purpose == LOG:
        _require_checkpoint(data)
    elif row.purpose.startswith(HISTORY):
        if len(data) != HASHES:
            raise NotIssuableError("A history's key signs two hashes.")
    else:
        raise WrongTypeError("No rule says what this key signs.", purpose=row.purpose)
    secret = sealing.open_secret(row)
    if row.purpose != LTI:
        return PrivateKey.from_bytes(Algorithm.ED25519, secret).sign(data)
    private = serialization.load_der_private_key(secret, None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise VaultError("The sealed key is none that signs tokens.")
    return private.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _require_token(data: bytes) -> None:
    try:
        head, _dot, body = data.decode("ascii").partition(".")
        header = jsonio.load_object(base64url.decode(head))
        payload = jsonio.load_object(base64url.decode(body))
    except (SkillmarkError, ValueError):
        raise NotIssuableError("The bytes are no token.") from None
    if header.get("alg") != "RS256":
        raise NotIssuableError("A token is signed with RS256.")
    end = payload.get("exp")
    latest = (timezone.now() + TOKEN_LIFE).timestamp()
    if isinstance(end, bool) or not isinstance(end, int) or end > latest:
        raise NotIssuableError(
            "A token ends within the hour.",
            latest=datetime.fromtimestamp(latest, UTC).isoformat(),
        )


def _require_checkpoint(data: bytes) -> None:
    try:
        checkpoint = Checkpoint.parse(data.decode())
    except (SkillmarkError, UnicodeDecodeError):
        raise NotIssuableError("The bytes are no checkpoint.") from None
    if checkpoint.origin != settings.SKILLMARK.log_origin:
        raise NotIssuableError("The checkpoint is of another log.", origin=checkpoint.origin)
