"""Bringing what was read into the tables: compare first, then write only what differs.

Importing the same file twice changes nothing. What a publisher no longer has is marked as
withdrawn and stays, because credentials point to it; what comes back is lifted. Texts in another
language than the framework's own become translations of the skills that are there.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from skillmark.platform.skills import indexing
from skillmark.platform.skills.models import Framework, Skill
from skillmark.platform.skills.reading.entry import Entry, Facts, Package, Problem, identity

CHUNK: Final = 1_000  # rows of one statement
_COMPARED: Final = ("label", "code", "alternatives", "description", "kind", "label_rebuilt")
_WRITTEN: Final = (*_COMPARED, "language", "withdrawn_at")
OWN_ADDRESS: Final = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import does, or would do."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    withdrawn: int = 0
    problems: int = 0

    def to_json(self) -> dict[str, int]:
        """Return the counts as plain JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between a package and a framework.

    Attributes:
        write: entries that are new or changed, each with its address.
        withdraw: ids of the skills that the package no longer has.
        counts: how many of which.
        translation: the language the texts are kept under, or empty for the framework's own.
    """

    write: list[Entry]
    withdraw: list[UUID]
    counts: Counts
    translation: str = ""


def compare(framework: Framework | None, package: Package) -> Plan:
    """Say what importing a package would change; nothing is written.

    Args:
        framework: where it goes; None for a new one.
        package: what was read; problems that only show here are noted in it.
    """
    there = _there(framework)
    if translation(framework, package):
        return _compare_translation(package, there)
    write, same, present = [], 0, set(package.mentioned)
    for entry in package.entries:
        uri = entry.uri or own_address(framework, entry)
        present.add(uri)
        row = there.get(uri)
        if row is not None and row["print"] == _fingerprint(
            _values(entry) | {"withdrawn": entry.withdrawn}
        ):
            same += 1
        else:
            write.append(entry)
    gone = [row["id"] for uri, row in there.items() if uri not in present and not row["gone"]]
    new = sum((one.uri or own_address(framework, one)) not in there for one in write)
    counts = Counts(
        read=len(package.entries),
        new=new,
        changed=len(write) - new,
        same=same,
        withdrawn=len(gone),
        problems=package.problem_count,
    )
    return Plan(write, gone, counts)


def run(framework: Framework, package: Package, *, index: bytes | None = None) -> Counts:
    """Import a package whole, in one transaction, and renew the search index.

    Args:
        framework: where it goes.
        package: what was read.
        index: the search index of the whole package, where it is at hand.
    """
    with transaction.atomic():
        plan = compare(framework, package)
        for chunk in chunks(plan.write):
            write(framework, chunk, plan.translation)
        withdraw(framework, plan.withdraw)
        close(framework, changed=bool(plan.write or plan.withdraw), index=index)
    return plan.counts


def chunks(entries: Sequence[Entry]) -> Iterable[Sequence[Entry]]:
    """Cut entries into pieces of one statement each."""
    return (entries[start : start + CHUNK] for start in range(0, len(entries), CHUNK))


def write(framework: Framework, entries: Sequence[Entry], translation: str = "") -> None:
    """Write entries, new or not; twice the same writes the same."""
    if translation:
        _translate(framework, entries, translation)
        return
    now = timezone.now()
    rows = [
        Skill(
            framework=framework,
            uri=entry.uri or own_address(framework, entry),
            language=framework.language,
            withdrawn_at=now if entry.withdrawn else None,
            **_values(entry) | {"alternatives": list(entry.alternatives)},
        )
        for entry in entries
    ]
    for row in rows:
        if row.uri.startswith(OWN_ADDRESS):
            row.id = UUID(row.uri.removeprefix(OWN_ADDRESS))
    Skill.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["framework", "uri"],
        update_fields=_WRITTEN,
    )


def withdraw(framework: Framework, ids: Sequence[UUID]) -> None:
    """Mark skills as withdrawn."""
    for start in range(0, len(ids), CHUNK):
        rows = framework.skills.filter(pk__in=ids[start : start + CHUNK], withdrawn_at=None)
        rows.update(withdrawn_at=timezone.now())


def close(framework: Framework, *, changed: bool, index: bytes | None = None) -> None:
    """Count the skills anew, and renew the index if anything changed.

    Args:
        framework: whose.
        changed: whether anything did.
        index: the search index, where it is at hand.
    """
    framework.skill_count = framework.skills.filter(withdrawn_at=None).count()
    if changed:
        framework.revision += 1
        framework.changed_at = timezone.now()
    framework.save(update_fields=["skill_count", "revision", "changed_at"])
    if changed:
        indexing.renew(framework, index)


def translation(framework: Framework | None, package: Package) -> str:
    """Return the language a package translates a framework into, empty if it is its own."""
    if framework is None or not framework.skill_count:
        return ""
    return package.facts.language if package.facts.language != framework.language else ""


def keep_facts(framework: Framework, facts: Facts) -> None:
    """Take over what a file says of its framework; what it does not say stays."""
    for name, value in asdict(facts).items():
        if value and not (name == "key" and framework.key):
            setattr(framework, name, value)


def own_address(framework: Framework | None, entry: Entry) -> str:
    """Return the lasting address of a skill that has none: by its code, else by its name."""
    if framework is None:
        return f"{OWN_ADDRESS}new/{identity(entry)}"
    return f"{OWN_ADDRESS}{uuid5(framework.pk, identity(entry))}"


def _there(framework: Framework | None) -> dict[str, dict[str, Any]]:
    if framework is None:
        return {}
    names = ("id", "uri", "withdrawn_at", *_COMPARED)
    rows: QuerySet[Skill, dict[str, Any]] = framework.skills.order_by().values(*names)
    return {
        row["uri"]: {
            "id": row["id"],
            "gone": row["withdrawn_at"] is not None,
            "print": _fingerprint(row | {"withdrawn": row["withdrawn_at"] is not None}),
        }
        for row in rows.iterator(chunk_size=CHUNK)
    }


def _values(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _COMPARED}


def _fingerprint(row: dict[str, Any]) -> bytes:
    parts = [str(row[name]) for name in _COMPARED if name != "alternatives"]
    parts += [*row["alternatives"], str(bool(row.get("withdrawn")))]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()


def _compare_translation(package: Package, there: dict[str, dict[str, Any]]) -> Plan:
    write = []
    for number, entry in enumerate(package.entries, 1):
        if entry.uri in there:
            write.append(entry)
        else:
            message = (
                f"“{entry.label[:80]}” is not in the framework, so it cannot be translated."
            )
            package.note(Problem("", number, "not_in_framework", message, "uri"))
    counts = Counts(
        read=len(package.entries), changed=len(write), problems=package.problem_count
    )
    return Plan(write, [], counts, translation=package.facts.language)


def _translate(framework: Framework, entries: Sequence[Entry], language: str) -> None:
    texts = {entry.uri: entry for entry in entries}
    rows = list(framework.skills.filter(uri__in=texts))
    for row in rows:
        entry = texts[row.uri]
        row.translations = row.translations | {
            language: {
                "label": entry.label,
                "alternatives": list(entry.alternatives),
                "description": entry.description,
            }
        }
    Skill.objects.bulk_update(rows, ["translations"], batch_size=200)
