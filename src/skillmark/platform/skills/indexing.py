"""The search index of a framework: made where its skills are written, kept beside them.

A web process only ever loads bytes (about 20 ms for ESCO); building takes a second for 14,000
skills and happens in the import, the worker or ``skillmark migrate``.
"""

import threading
from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

import structlog

from skillmark.platform.skills.engine import segment
from skillmark.platform.skills.engine.segment import Document, Segment, SegmentError
from skillmark.platform.skills.models import Framework, FrameworkIndex

log = structlog.get_logger("skillmark.skills")
_ROWS: Final = 2_000  # rows of one read
_lock = threading.Lock()
_loaded: dict[UUID, tuple[int, Segment]] = {}


def renew(framework: Framework, index: bytes | None = None) -> None:
    """Build and keep the index of a framework.

    Args:
        framework: whose.
        index: the index as bytes, where somebody has made it already.
    """
    if index is None:
        index = segment.build(segment.ordered(_documents(framework))).dump()
    FrameworkIndex.objects.update_or_create(
        framework=framework, defaults={"revision": framework.revision, "data": index}
    )


def segments(frameworks: Iterable[Framework]) -> list[tuple[Framework, Segment]]:
    """Return the index of each framework, loaded once a process and revision."""
    chosen = list(frameworks)
    stale = {one.pk: one for one in chosen if _loaded.get(one.pk, (None,))[0] != one.revision}
    if stale:
        with _lock:
            _load(stale)
    return [(one, _loaded[one.pk][1]) for one in chosen if one.pk in _loaded]


def forget() -> None:
    """Drop what this process has loaded."""
    with _lock:
        _loaded.clear()


def _load(stale: dict[UUID, Framework]) -> None:
    for row in FrameworkIndex.objects.filter(framework__in=stale):
        framework = stale[row.framework_id]
        if _loaded.get(framework.pk, (None,))[0] == row.revision:
            continue
        try:
            found = segment.load(bytes(row.data))
        except SegmentError:  # of another release
            log.warning("skills index is unreadable, building it anew", framework=framework.key)
            renew(framework)
            found = segment.load(bytes(FrameworkIndex.objects.get(pk=row.pk).data))
        _loaded[framework.pk] = (row.revision, found)


def _documents(framework: Framework) -> Iterator[Document]:
    rows = framework.skills.filter(withdrawn_at=None).order_by()
    names = ("uri", "label", "alternatives", "description", "translations")
    for row in rows.values(*names).iterator(chunk_size=_ROWS):
        others = [*row["alternatives"], *_translated(row["translations"])]
        yield Document(row["uri"], row["label"], others, row["description"])


def _translated(translations: dict[str, dict[str, Any]]) -> Iterator[str]:
    for texts in translations.values():
        yield texts.get("label", "")
        yield from texts.get("alternatives", ())
