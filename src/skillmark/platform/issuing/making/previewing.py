"""The very credential that would be issued, before it is: built like a real one, not stored.

Only its id, its places in the status lists and the signature are missing; everything that people
read stands as it will stand.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString

from skillmark.core.issue.recipient import Recipient, Work
from skillmark.core.jsonio import JsonObject
from skillmark.platform.catalog import pictures, text
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.making import clocks, document
from skillmark.platform.issuing.making.intent import intent_for
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys

NOBODYS: Final = UUID(int=0)
_SALT: Final = "0" * 32


@dataclass(frozen=True, slots=True)
class Preview:
    """What a page shows of a credential that is not issued yet.

    Attributes:
        picture: the badge, as a ``data:`` address.
        begins: when it begins to be valid.
        ends: the last moment of its validity, if any.
        part_ends: the end of the shorter clock inside, if any.
        narrative: what the person did, as HTML.
        works: pieces of evidence, each with its text as HTML.
        data: the document without signature, indented.
    """

    picture: str
    begins: datetime
    ends: datetime | None
    part_ends: datetime | None
    narrative: SafeString
    works: tuple[tuple[Work, SafeString], ...]
    data: str


def of(
    organisation: Organisation,
    version: AchievementVersion,
    recipient: Recipient,
    *,
    at: datetime,
) -> Preview:
    """Return the credential that would be issued at a time.

    Raises:
        RecipientError: its dates contradict each other.
    """
    did = keys.ensure_identity(organisation).did
    template = document.template(organisation, version, did, at)
    end = template.validity_end(recipient)
    part_end = clocks.part_end(
        version, intent_for(version.achievement_id, recipient), at.date(), end
    )
    built = template.build(
        NOBODYS,
        recipient,
        salt=_SALT,
        statuses=[],
        valid_until=end,
        evidence=clocks.part_evidence(version, part_end),
    )
    return Preview(
        picture=pictures.data_address(version),
        begins=template.begin(recipient),
        ends=end,
        part_ends=part_end,
        narrative=text.markdown(recipient.narrative or ""),
        works=tuple((work, text.markdown(work.narrative or "")) for work in recipient.evidence),
        data=_readable(built),
    )


def _readable(built: JsonObject) -> str:
    """Return the document as people read it, without what only its issue gives it."""
    shown = {name: value for name, value in built.items() if name not in {"@context", "id"}}
    return json.dumps(shown, ensure_ascii=False, indent=2)
