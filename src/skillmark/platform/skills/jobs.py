"""The durable job behind an uploaded framework: chunks of skills, each chunk one transaction."""

from datetime import date
from math import ceil
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import ngettext

from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan
from skillmark.platform.skills import importing, services
from skillmark.platform.skills.models import FrameworkUpload
from skillmark.platform.skills.reading.entry import Package

CHUNK: Final = 2_000  # skills of one transaction
_read: dict[UUID, Package] = {}
"""The file that this worker read last: every chunk needs it, and reading takes a while."""


@registry.kind(services.JOB_KIND)
class ImportSkills:
    """Imports one uploaded file."""

    def plan(self, job: Job) -> Plan:
        """Cut the file into chunks."""
        entries = _package(_upload(job), timezone.localdate()).entries
        return Plan(total=len(entries), chunks=ceil(len(entries) / CHUNK))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Write one chunk; what is there already is written again as it is."""
        upload = _upload(job)
        package = _package(upload, timezone.localdate())
        part = package.entries[number * CHUNK : (number + 1) * CHUNK]
        assert upload.framework is not None  # noqa: S101 - `start_upload` has made it
        language = importing.translation(upload.framework, package)
        importing.write(upload.framework, part, language)
        return ChunkResult(done=len(part))

    def finish(self, job: Job) -> str:
        """Close the import."""
        upload = _upload(job)
        package = _package(upload, timezone.localdate())
        services.finish_upload(upload, package)
        _read.clear()
        count = len(package.entries)
        words = ngettext(
            "%(count)d skill can be found now.", "%(count)d skills can be found now.", count
        )
        return words % {"count": count}


def _upload(job: Job) -> FrameworkUpload:
    rows = FrameworkUpload.objects.select_related("organisation", "framework")
    upload: FrameworkUpload = rows.get(pk=job.arguments["upload"])
    return upload


def _package(upload: FrameworkUpload, at: date) -> Package:
    if upload.pk not in _read:
        _read.clear()
        _read[upload.pk] = services.package_of(upload, at)
    return _read[upload.pk]
