"""Importing files of skills from the command line: for everybody, or for one organisation."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import structlog
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from skillmark.platform.events import services as events
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.skills import importing
from skillmark.platform.skills.errors import FrameworkNeededError
from skillmark.platform.skills.importing import Counts
from skillmark.platform.skills.models import Framework
from skillmark.platform.skills.reading import layouts
from skillmark.platform.skills.reading.entry import Package, Source

log = structlog.get_logger("skillmark.skills")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do.

    Attributes:
        key: of the framework.
        name: of the framework.
        package: what was read, with its problems.
        counts: what was written.
    """

    key: str
    name: str
    package: Package
    counts: Counts


def bring_in(
    sources: Sequence[Source],
    *,
    at: date,
    facts: Mapping[str, str],
    organisation: Organisation | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Import files as one framework.

    Args:
        sources: one file, or the files of a folder.
        at: today.
        facts: what the caller says of the framework; it wins over what the files say.
        organisation: whose framework it is; everybody's if not given.
        dry_run: only say what would happen.

    Raises:
        FileUnreadableError, FileTooLargeError, FileEmptyError: nothing can be read.
        FrameworkNeededError: neither the caller nor the files name the framework.
    """
    told = {name: value for name, value in facts.items() if value}
    package = layouts.read(sources, at, language=told.pop("language", ""))
    package.facts = replace(package.facts, **told)
    key = slugify(package.facts.key or package.facts.name)[:60]
    if not key:
        raise FrameworkNeededError(
            _("Name the framework with --framework, such as --framework our-skills.")
        )
    package.facts = replace(package.facts, key=key, name=package.facts.name or key)
    with scope(organisation), transaction.atomic():
        framework = Framework.objects.filter(organisation=organisation, key=key).first()
        if dry_run:
            counts = importing.compare(framework, package).counts
        else:
            counts = _import(framework, package, organisation)
    return Outcome(key, package.facts.name, package, counts)


def _import(
    framework: Framework | None, package: Package, organisation: Organisation | None
) -> Counts:
    held = framework or Framework(organisation=organisation, key=package.facts.key)
    if not importing.translation(framework, package):
        importing.keep_facts(held, package.facts)
        held.packaged = False
        held.save()
    counts = importing.run(held, package)
    facts = {"framework": held.key, **counts.to_json()}
    if organisation is not None:
        events.record(
            organisation_id=organisation.pk,
            actor=None,
            action="skills.imported",
            object=held,
            after=facts,
        )
    log.info("skills imported", **facts)
    return counts


@contextmanager
def scope(organisation: Organisation | None) -> Iterator[None]:
    """Open the scope of an organisation, or none."""
    if organisation is None:
        yield
        return
    with organisation_scope(organisation):
        yield
