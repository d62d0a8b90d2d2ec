"""An organisation's own skills, and files of whole frameworks: checked first, then imported."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.jobs import services as jobs
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.skills import importing
from skillmark.platform.skills.errors import (
    FileTooLargeError,
    FrameworkShapeError,
    SkillInvalidError,
    UploadStateError,
)
from skillmark.platform.skills.models import (
    Framework,
    FrameworkUpload,
    Skill,
    UploadState,
)
from skillmark.platform.skills.reading import layouts
from skillmark.platform.skills.reading.entry import Entry, Facts, Package, Source, one_line
from skillmark.platform.skills.vocabulary import MAX_DESCRIPTION, MAX_LABEL

OWN: Final = "own"
"""The key of the framework that holds what an organisation adds word by word."""
JOB_KIND: Final = "skills.import"
MAX_UPLOAD_BYTES: Final = 16 * 1024 * 1024
MAX_OWN: Final = 5_000  # skills added word by word, of one organisation
_KEPT_PROBLEMS: Final = 500


def add_own(
    organisation: Organisation, label: str, *, actor: object, description: str = ""
) -> Skill:
    """Return the organisation's own skill of that name, made if it is not there.

    A withdrawn one of that name is brought back.

    Raises:
        SkillInvalidError: no name, too long, or there are too many already.
    """
    name = one_line(label)
    if not name or len(name) > MAX_LABEL:
        raise SkillInvalidError(
            _("Give the skill a name of at most %(most)d characters.") % {"most": MAX_LABEL}
        )
    with transaction.atomic():
        framework = own_framework(organisation)
        entry = Entry("", name, description=description.strip()[:MAX_DESCRIPTION])
        uri = importing.own_address(framework, entry)
        there = framework.skills.filter(uri=uri).first()
        if there is not None and not there.withdrawn:
            return _with(there, framework)
        if framework.skill_count >= MAX_OWN:
            raise SkillInvalidError(
                _("There are %(most)d skills of your own already. Import them as a framework.")
                % {"most": MAX_OWN}
            )
        importing.write(framework, [entry])
        importing.close(framework, changed=True)
        made: Skill = framework.skills.get(uri=uri)
        _record("skill.added", organisation, actor, made, after={"name": name})
    return _with(made, framework)


def withdraw_own(skill: Skill, *, actor: object) -> None:
    """Take an own skill out of searching; credentials that name it keep their link."""
    organisation = _owner(skill.framework)
    with transaction.atomic():
        framework = Framework.objects.select_for_update().get(pk=skill.framework_id)
        importing.withdraw(framework, [skill.pk])
        importing.close(framework, changed=True)
        _record("skill.withdrawn", organisation, actor, skill, before={"name": skill.label})


def restore_own(skill: Skill, *, actor: object) -> None:
    """Bring a withdrawn own skill back."""
    organisation = _owner(skill.framework)
    with transaction.atomic():
        framework = Framework.objects.select_for_update().get(pk=skill.framework_id)
        framework.skills.filter(pk=skill.pk).update(withdrawn_at=None)
        importing.close(framework, changed=True)
        _record("skill.restored", organisation, actor, skill, after={"name": skill.label})


def own_framework(organisation: Organisation) -> Framework:
    """Return the framework of an organisation's own words, locked; made at the first word."""
    framework, _made = Framework.objects.get_or_create(
        organisation=organisation,
        key=OWN,
        defaults={
            "name": organisation.name[:200],
            "publisher": organisation.name[:200],
            "language": organisation.language,
        },
    )
    held: Framework = Framework.objects.select_for_update().get(pk=framework.pk)
    return held


def offer_upload(
    organisation: Organisation,
    source: Source,
    facts: Mapping[str, str],
    *,
    actor: object,
    at: date,
) -> FrameworkUpload:
    """Read a file of skills and keep what it would do; nothing is imported.

    Args:
        organisation: whose framework it becomes.
        source: the file.
        facts: the framework's name, publisher, licence … where the file does not say.
        actor: who sent it.
        at: today.

    Raises:
        FileTooLargeError: larger than `MAX_UPLOAD_BYTES`.
        FileUnreadableError, FileEmptyError: it is no framework.
        FrameworkShapeError: nobody says what the framework is called.
    """
    if len(source.data) > MAX_UPLOAD_BYTES:
        raise too_large()
    package = layouts.read([source], at)
    told = _facts(package.facts, facts)
    package.facts = told
    framework = Framework.objects.filter(organisation=organisation, key=told.key).first()
    plan = importing.compare(framework, package)
    upload: FrameworkUpload = FrameworkUpload.objects.create(
        organisation=organisation,
        framework=framework,
        filename=one_line(source.name)[:200],
        layout=package.layout,
        data=source.data,
        facts=asdict(told),
        counts=plan.counts.to_json(),
        problems=[one.to_json() for one in package.problems[:_KEPT_PROBLEMS]],
        created_by=audit.reference(actor),
    )
    return upload


def too_large() -> FileTooLargeError:
    """Return the error for a file of more than `MAX_UPLOAD_BYTES`."""
    most = MAX_UPLOAD_BYTES // 1_048_576
    return FileTooLargeError(
        _("A file of skills has at most %(most)d MiB here.") % {"most": most}
    )


def start_upload(upload: FrameworkUpload, *, actor: object) -> FrameworkUpload:
    """Import a checked file, by a job that survives a crash.

    Raises:
        UploadStateError: it was started before.
    """
    with transaction.atomic():
        held: FrameworkUpload = (
            FrameworkUpload.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .get(pk=upload.pk)
        )
        if held.state != UploadState.PREVIEW:
            raise UploadStateError(_("This file was imported already."), state=held.state)
        held.framework = _framework_for(held)
        held.state = UploadState.RUNNING
        held.job = jobs.start(
            JOB_KIND,
            held.organisation,
            {"upload": str(held.pk)},
            actor=actor,
            title=gettext_noop("Import “%(name)s”") % {"name": held.framework.name},
            total=held.counts["read"],
            result_url=reverse(
                "skills:framework", args=[held.organisation.slug, held.framework.pk]
            ),
        )
        held.save()
    return held


def discard_upload(upload: FrameworkUpload, *, actor: object) -> None:
    """Throw a checked file away; nothing was imported from it.

    Raises:
        UploadStateError: it was started.
    """
    with transaction.atomic():
        held = FrameworkUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if held.state != UploadState.PREVIEW:
            raise UploadStateError(_("This file was imported already."), state=held.state)
        _record(
            "skills_file.discarded",
            upload.organisation,
            actor,
            held,
            before={"file": held.filename},
        )
        held.delete()


def package_of(upload: FrameworkUpload, at: date) -> Package:
    """Return what an uploaded file holds, with the facts that were settled for it."""
    source = Source(upload.filename, bytes(upload.data))
    package = layouts.read([source], at)
    package.facts = Facts(**upload.facts)
    return package


def finish_upload(upload: FrameworkUpload, package: Package) -> None:
    """Close an import: withdraw what vanished, count, renew the index, record the act."""
    with transaction.atomic():
        framework = Framework.objects.select_for_update().get(pk=upload.framework_id)
        plan = importing.compare(framework, package)
        importing.withdraw(framework, plan.withdraw)
        importing.close(framework, changed=True)
        upload.state, upload.data = UploadState.DONE, b""
        upload.save(update_fields=["state", "data"])
        _record(
            "skills.imported",
            upload.organisation,
            upload.created_by,
            framework,
            after={"file": upload.filename, **upload.counts},
        )


def _framework_for(upload: FrameworkUpload) -> Framework:
    facts = Facts(**upload.facts)
    framework: Framework
    framework, _made = Framework.objects.get_or_create(
        organisation=upload.organisation,
        key=facts.key,
        defaults={"name": facts.name, "created_at": timezone.now()},
    )
    if not framework.skill_count or facts.language == framework.language:
        importing.keep_facts(framework, facts)
        framework.save()
    return framework


def _facts(read: Facts, asked: Mapping[str, str]) -> Facts:
    """Return the facts of a file, filled up with what its sender says; what they say wins."""
    told = {name: one_line(value) for name, value in asked.items() if value.strip()}
    facts = replace(read, **told)
    if not facts.name:
        raise FrameworkShapeError(_("Say what the framework is called."), field="name")
    key = slugify(told.get("key") or facts.name)[:60] or "skills"
    if key == OWN:
        raise FrameworkShapeError(_("Choose another name for the framework."), field="name")
    return replace(facts, key=key, name=facts.name[:200], publisher=facts.publisher[:200])


def _owner(framework: Framework) -> Organisation:
    if framework.organisation is None:
        raise SkillInvalidError(_("This framework belongs to its publisher. It cannot change."))
    return framework.organisation


def _with(skill: Skill, framework: Framework) -> Skill:
    skill.framework = framework
    return skill


def _record(
    action: str,
    organisation: Organisation,
    actor: object,
    object: Framework | Skill | FrameworkUpload,  # noqa: A002 - the trail's own word
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    events.record(
        organisation_id=organisation.pk,
        actor=actor,
        action=action,
        object=object,
        before=before,
        after=after,
    )
