"""Assessment over the REST API: plans, what was handed in and decided, results from elsewhere."""

from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from ninja import Query, Router

from skillmark.platform.assessment import judging, results_file, selectors
from skillmark.platform.assessment.api_schemas import (
    LineOut,
    PlanOut,
    PlanPage,
    ResultsIn,
    ResultsOut,
    WorkFilter,
    WorkOut,
    WorkPage,
)
from skillmark.platform.assessment.models import Plan
from skillmark.platform.assessment.services import importing
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import StepFilter, step, step_of
from skillmark.platform.orgs.models import Scope
from skillmark.platform.ui.answers import there

router = Router(tags=["Assessment"])
_READ: Final = ApiKeyAuth(Scope.ASSESSMENT_READ)
_WRITE: Final = ApiKeyAuth(Scope.ASSESSMENT_WRITE)
_PLANS: Final = "/assessment/plans"
_PLAN: Final = f"{_PLANS}/{{uuid:plan_id}}"


@router.get(
    _PLANS,
    auth=_READ,
    response=PlanPage,
    operation_id="listAssessmentPlans",
    summary="List assessment plans",
)
@in_key_scope
def list_plans(request: ApiRequest, filters: Query[StepFilter]) -> dict[str, Any]:  # noqa: ARG001 - Ninja finds it by this name
    """List how the achievements of the organisation are assessed, by name."""
    return step_of(*step(selectors.plans(), filters), PlanOut.of)


@router.get(
    f"{_PLAN}/submissions",
    auth=_READ,
    response=WorkPage,
    operation_id="listSubmissions",
    summary="List what was handed in",
)
@in_key_scope
def list_works(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    plan_id: UUID,
    filters: Query[WorkFilter],
) -> dict[str, Any]:
    """List the work of a plan, the newest first, with what was decided."""
    rows = selectors.works(_plan(plan_id), filters.state or "")
    return step_of(*step(rows.prefetch_related("decisions"), filters), WorkOut.of)


@router.get(
    f"{_PLAN}/agreement",
    auth=_READ,
    response=list[LineOut],
    operation_id="getAgreement",
    summary="Read how far assessors agree",
)
@in_key_scope
def agreement(request: ApiRequest, plan_id: UUID) -> list[dict[str, Any]]:  # noqa: ARG001 - Ninja finds it by this name
    """Return weighted kappa of the outcome and each criterion, from work marked twice."""
    return [LineOut.of(line) for line in judging.of_plan(_plan(plan_id))]


@router.get(
    "/assessment/submissions/{uuid:work_id}",
    auth=_READ,
    response=WorkOut,
    operation_id="getSubmission",
    summary="Read a piece of work",
)
@in_key_scope
def read_work(request: ApiRequest, work_id: UUID) -> dict[str, Any]:  # noqa: ARG001 - Ninja finds it by this name
    """Return one piece of work that was handed in, with what was decided."""
    return WorkOut.of(there(selectors.work(work_id)))


@router.post(
    "/assessment/results",
    auth=_WRITE,
    response=ResultsOut,
    operation_id="giveResults",
    summary="Give results for criteria",
)
@in_key_scope
def give_results(request: ApiRequest, body: ResultsIn) -> dict[str, Any]:
    """Keep results from elsewhere; the assessor finds them chosen. Sent again, nothing changes."""
    rows = [one.model_dump(mode="json") for one in body.results]
    found = results_file.check(rows, today=timezone.localdate())
    done = importing.keep(
        request.organisation, found, name="", actor=request.api_key, source="api"
    )
    problems = [
        {"index": one.row - results_file.FIRST_ROW, "field": one.column, "reason": one.reason}
        for one in found.problems
    ]
    return {"new": done.new, "known": done.known, "problems": problems}


def _plan(plan_id: UUID) -> Plan:
    return there(selectors.plan(plan_id))
