"""What is to be awarded to whom, and the key by which it happens once only.

Pure: a recipient in, an intent out. Storing and signing is `services.awarding`'s work.
"""

import hashlib
import secrets
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any, Final
from uuid import UUID

from skillmark.core import jsonio
from skillmark.core.issue.recipient import Recipient, Work
from skillmark.core.issue.recipients import same_mailbox
from skillmark.core.jsonio import JsonObject
from skillmark.platform.issuing.lineage import NONE, Lineage
from skillmark.platform.issuing.making.assessed import NOTHING, Assessed

SALT_BYTES: Final = 16
_DATES: Final = ("achieved_on", "valid_from", "valid_until")
_PLAIN: Final = tuple(one.name for one in dataclass_fields(Recipient) if one.name != "evidence")


@dataclass(frozen=True, slots=True)
class Intent:
    """One award to make.

    Attributes:
        recipient: the person and what is said of this person only.
        source_key: two intents of one key are one award.
        lineage: the credential that it renews or corrects.
        assessed: what an assessment found, for the signed document.
    """

    recipient: Recipient
    source_key: str
    lineage: Lineage = NONE
    assessed: Assessed = NOTHING


def source_key(achievement_id: UUID, recipient: Recipient, *, again: str = "") -> str:
    """Return the key of an award: same achievement, same person, same day, same award.

    A version published in between changes nothing: the same file again is the same awards.

    Args:
        achievement_id: of whichever version.
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
    text = jsonio.dumps([str(achievement_id), *person, day, again])
    return hashlib.sha256(text).hexdigest()


def intent_for(achievement_id: UUID, recipient: Recipient, *, again: str = "") -> Intent:
    """Return the intent to award an achievement to a person."""
    return Intent(recipient, source_key(achievement_id, recipient, again=again))


def new_salt() -> str:
    """Return a fresh salt for the hashed e-mail address, 128 bits in hexadecimal."""
    return secrets.token_hex(SALT_BYTES)


def to_json(recipient: Recipient) -> dict[str, Any]:
    """Return the recipient as plain JSON without empty fields, for a database column.

    ``evidence`` stands there when there is more to say than the ``evidence_url`` of one page.
    """
    fields: dict[str, Any] = {}
    for name in _PLAIN:
        value = getattr(recipient, name)
        if value:
            fields[name] = value.isoformat() if name in _DATES else value
    works = recipient.evidence
    if works and works[0].url:
        fields["evidence_url"] = works[0].url
    if len(works) > 1 or any(work.narrative for work in works):
        fields["evidence"] = [_work_json(work) for work in works]
    return fields


def from_json(fields: JsonObject) -> Recipient:
    """Return the recipient that `to_json` wrote, now or before there could be several works."""
    values: dict[str, Any] = {name: fields[name] for name in _PLAIN if name in fields}
    for name in _DATES:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return Recipient(**values, evidence=works_of(fields))


def works_of(fields: JsonObject) -> tuple[Work, ...]:
    """Return the pieces of work that stored fields name."""
    listed = fields.get("evidence")
    if isinstance(listed, list):
        works = [one for one in listed if isinstance(one, dict)]
        return tuple(
            Work(url=_text(one, "url"), narrative=_text(one, "narrative")) for one in works
        )
    page = _text(fields, "evidence_url")
    return (Work(url=page),) if page else ()


def _work_json(work: Work) -> dict[str, str]:
    pairs = {"url": work.url, "narrative": work.narrative}
    return {name: value for name, value in pairs.items() if value}


def _text(fields: JsonObject, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
