"""Names that are always the same: ids and salts from the key, file names from the person.

A salt has to be secret until the credential is shown, and the same on every run; so it is
derived from the private key with HKDF (RFC 5869), bound to what it is for. A new key gives new
ids, an old one the old ones.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from skillmark.cli.keyfile import IssuingKey
from skillmark.core import jsonio
from skillmark.core.encoding import base64url, latin
from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import same_mailbox

_PURPOSE: Final = b"skillmark issue 1"
_MAX_NAME: Final = 40  # characters of a person's name in a file name


@dataclass(frozen=True, slots=True)
class Names:
    """What one person's credential is called.

    Attributes:
        key: the person within the batch, as a hash.
        credential_id: ``urn:uuid:…``.
        salt: 128 bits as text, for the hash of the address.
        file: name of the files, without suffix.
    """

    key: str
    credential_id: str
    salt: str
    file: str


def names_of(key: IssuingKey, achievement_id: str, person: Recipient) -> Names:
    """Return the names for one person and one achievement under one key."""
    who = same_mailbox(person.email or "")
    info = jsonio.dumps([key.did, achievement_id, who])
    secret = HKDF(SHA256(), length=48, salt=_PURPOSE, info=info).derive(key.private.to_bytes())
    credential_id = UUID(bytes=secret[:16], version=5)
    return Names(
        key=secret[32:].hex(),
        credential_id=credential_id.urn,
        salt=base64url.encode(secret[16:32]),
        file=f"{_plain(person.name)}-{credential_id.hex[:12]}",
    )


def _plain(name: str) -> str:
    """Return a name in letters that every file system takes."""
    return latin.slug(name, longest=_MAX_NAME) or "credential"
