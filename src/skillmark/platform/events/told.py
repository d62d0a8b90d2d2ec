"""Words of the audit trail that may speak of a person: beside the chain, so that they can go.

What somebody typed as a reason can name anybody. The chain holds a salted digest of it, which
nobody can guess; the words lie here with the salt. Once they are erased the chain still holds,
and says only that there were words.
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from skillmark.platform.events.models import AuditEntry, AuditWords

FREE: Final = frozenset({"reason", "note"})
"""Facts whose words somebody types."""

_MARK: Final = "sha256:"
_SALT_BYTES: Final = 16

type Facts = dict[str, Any] | None


def apart(row: AuditEntry) -> list[AuditWords]:
    """Put digests in the place of free words in an entry that is not written yet.

    Returns:
        The words, to be written with it.
    """
    found: list[AuditWords] = []
    for side in ("before", "after"):
        facts: Facts = getattr(row, side)
        for name in sorted(FREE & facts.keys()) if facts else ():
            assert facts is not None  # noqa: S101 - else there is nothing to go through
            text = facts[name]
            if isinstance(text, str) and text:
                salt = secrets.token_hex(_SALT_BYTES)
                facts[name] = digest(salt, text)
                found.append(
                    AuditWords(
                        organisation_id=row.organisation_id,
                        entry_id=row.pk,
                        fact=f"{side}.{name}",
                        salt=salt,
                        text=text,
                    )
                )
    return found


def digest(salt: str, text: str) -> str:
    """Return what stands in the chain for words."""
    return _MARK + hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def fill_in(entries: Iterable[tuple[Any, Facts, Facts]]) -> None:
    """Put the words back into the facts of entries that are shown: (id, before, after) of each.

    Words that were erased, or that are not those of the chain, are said to be so.
    """
    rows = [row for row in entries if _has_digest(row[1]) or _has_digest(row[2])]
    kept = AuditWords.objects.with_scopes_disabled().filter(
        entry_id__in=[entry_id for entry_id, _before, _after in rows]
    )
    words = {(one.entry_id, one.fact): one for one in kept}
    for entry_id, before, after in rows:
        for side, facts in (("before", before), ("after", after)):
            for name in FREE & facts.keys() if facts else ():
                if facts is not None and _is_digest(facts[name]):
                    one = words.get((entry_id, f"{side}.{name}"))
                    facts[name] = _said(one, facts[name])


def _said(one: AuditWords | None, expected: str) -> str:
    if one is None:
        return _("These words were erased.")
    if digest(one.salt, one.text) != expected:
        return _("These words were changed after they were written.")
    return one.text


def _has_digest(facts: Facts) -> bool:
    return facts is not None and any(_is_digest(facts.get(name)) for name in FREE)


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_MARK)
