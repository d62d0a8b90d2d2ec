"""What is to be awarded to whom, and the key by which it happens once only.

Pure: a recipient in, an intent out. Storing and signing is `services.awarding`'s work.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from skillmark.core import jsonio
from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import same_mailbox
from skillmark.core.jsonio import JsonObject
from skillmark.platform.issuing.lineage import NONE, Lineage

SALT_BYTES: Final = 16
_DATES: Final = ("achieved_on", "valid_until")


@dataclass(frozen=True, slots=True)
class Intent:
    """One award to make.

    Attributes:
        recipient: the person and what is said of this person only.
        source_key: two intents of one key are one award.
        lineage: the credential that it renews or corrects.
    """

    recipient: Recipient
    source_key: str
    lineage: Lineage = NONE


def source_key(version_id: UUID, recipient: Recipient, *, again: str = "") -> str:
    """Return the key of an award: same version, same person, same day, same award.

    Args:
        version_id: the achievement version.
        recipient: known by e-mail address, else by identifier, else by name.
        again: a text that makes a deliberate repetition another award.
    """
    if recipient.email:
        person = ["email", same_mailbox(recipient.email)]
    elif recipient.identifier:
        person = ["identifier", recipient.identifier]
    else:
        person = ["name", recipient.name.casefold()]
    day = recipient.achieved_on.isoformat() if recipient.achieved_on else ""
    text = jsonio.dumps([str(version_id), *person, day, again])
    return hashlib.sha256(text).hexdigest()


def intent_for(version_id: UUID, recipient: Recipient, *, again: str = "") -> Intent:
    """Return the intent to award a version to a person."""
    return Intent(recipient, source_key(version_id, recipient, again=again))


def new_salt() -> str:
    """Return a fresh salt for the hashed e-mail address, 128 bits in hexadecimal."""
    return secrets.token_hex(SALT_BYTES)


def to_json(recipient: Recipient) -> dict[str, Any]:
    """Return the recipient as plain JSON without empty fields, for a database column."""
    fields: dict[str, Any] = {}
    for name, value in asdict(recipient).items():
        if value is not None and value != "":
            fields[name] = value.isoformat() if isinstance(value, date) else value
    return fields


def from_json(fields: JsonObject) -> Recipient:
    """Return the recipient that `to_json` wrote."""
    values: dict[str, Any] = dict(fields)
    for name in _DATES:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return Recipient(**values)
