"""One of everything that is assessed, for the tests of who may pass where."""

import hashlib
from typing import TYPE_CHECKING, Final

import tenant_lti

if TYPE_CHECKING:
    from skillmark.platform.assessment.models import Submission
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

NAMES: Final = (
    *("plan_id", "assignment_id", "work_id", "evidence_id", "mark_id", "prior_id"),
    *tenant_lti.NAMES,
)


def objects(
    organisation: "Organisation", owner: "User", version: "AchievementVersion", marker: str
) -> dict[str, str]:
    """Return the ids of a plan, who marks, work with a file, its mark, and a claim."""
    from skillmark.platform.assessment.models import Claim, Mark
    from skillmark.platform.assessment.services import plans
    from skillmark.platform.programmes.models import Programme

    plan = plans.create(organisation, version, actor=owner)
    assignment = plans.assign(plan.pk, owner, "assessor", actor=owner)
    work, evidence_id = _work(organisation, plan.pk, version, marker)
    mark = Mark.objects.create(organisation=organisation, submission=work)
    claim = Claim.objects.create(
        organisation=organisation, programme=Programme.objects.first(), person=work.person
    )
    return {
        "plan_id": str(plan.pk),
        "assignment_id": str(assignment.pk),
        "work_id": str(work.pk),
        "evidence_id": evidence_id,
        "mark_id": str(mark.pk),
        "prior_id": str(claim.pk),
        "checked": "identity",
        **tenant_lti.objects(organisation, str(plan.pk), marker),
    }


def assign(organisation: "Organisation", plan_id: str, assessor: "User") -> None:
    """Let one more person mark."""
    from uuid import UUID

    from skillmark.platform.assessment.services import plans
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(organisation):
        plans.assign(UUID(plan_id), assessor, "assessor", actor=None)


def _work(
    organisation: "Organisation", plan_id: object, version: "AchievementVersion", marker: str
) -> tuple["Submission", str]:
    from django.utils import timezone

    from skillmark.platform.assessment.models import Evidence, EvidenceFile, Submission
    from skillmark.platform.people.models import Person

    data = f"{marker}-file.csv".encode()
    digest = hashlib.sha256(data).hexdigest()
    work = Submission.objects.create(
        organisation=organisation,
        plan_id=plan_id,
        version=version,
        person=Person.objects.create(display_name=f"{marker} shows"),
        number=1,
        state="submitted",
        name=f"{marker} shows",
        email=f"shows@{marker}-foreign.example",
        submitted_at=timezone.now(),
    )
    file = EvidenceFile.objects.create(
        organisation=organisation,
        sha256=digest,
        media_type="text/csv",
        size=len(data),
        data=data,
    )
    evidence = Evidence.objects.create(
        organisation=organisation,
        submission=work,
        kind="file",
        title=f"{marker}-file.csv",
        file=file,
        file_name=f"{marker}-file.csv",
        sha256=digest,
    )
    return work, str(evidence.pk)
