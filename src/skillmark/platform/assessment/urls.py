"""Addresses of assessment: the assessor's, the learner's, the console's."""

from django.urls import path

from skillmark.platform.assessment.views import (
    assess,
    inviting,
    learning,
    prior,
    results,
    studio,
)

app_name = "assessment"

_QUEUE = "assess/<slug:slug>"
_MARK = f"{_QUEUE}/<uuid:mark_id>"
_WORK = "learning/work/<uuid:work_id>"
_CLAIM = "learning/prior/<uuid:prior_id>"
_STUDIO = "studio/<slug:slug>/assessment"
_PLAN = f"{_STUDIO}/<uuid:plan_id>"

urlpatterns = [
    path("assess", assess.home, name="assess"),
    path(_QUEUE, assess.work_queue, name="queue"),
    path(_MARK, assess.mark, name="mark"),
    path(f"{_MARK}/back", assess.put_back, name="put-back"),
    path(f"{_MARK}/conflict", assess.conflict, name="conflict"),
    path(f"{_MARK}/checks/<slug:checked>", assess.check, name="check"),
    path(f"{_QUEUE}/evidence/<uuid:evidence_id>", assess.evidence_file, name="marker-file"),
    path("learning/work", learning.works, name="works"),
    path("learning/work/begin/<uuid:plan_id>", learning.begin, name="begin"),
    path(_WORK, learning.work, name="work"),
    path(f"{_WORK}/evidence", learning.add, name="add"),
    path(f"{_WORK}/evidence/<uuid:evidence_id>", learning.evidence_file, name="own-file"),
    path(f"{_WORK}/evidence/<uuid:evidence_id>/remove", learning.remove, name="remove"),
    path(f"{_WORK}/submit", learning.submit, name="submit"),
    path(f"{_WORK}/withdraw", learning.withdraw, name="withdraw"),
    path(f"{_WORK}/appeal", learning.appeal, name="appeal"),
    path("learning/prior/new/<uuid:programme_id>", prior.new, name="claim-new"),
    path(_CLAIM, prior.claim, name="claim"),
    path(f"{_CLAIM}/evidence", prior.add, name="claim-add"),
    path(f"{_CLAIM}/submit", prior.submit, name="claim-submit"),
    path("studio/<slug:slug>/assess", assess.from_studio, name="from-studio"),
    path(_STUDIO, studio.overview, name="plans"),
    path(f"{_STUDIO}/new", studio.new, name="new"),
    path(f"{_STUDIO}/invite", inviting.invite, name="invite"),
    path(f"{_STUDIO}/results", results.imported, name="results"),
    path(_PLAN, studio.plan, name="plan"),
    path(f"{_PLAN}/edit", studio.edit, name="plan-edit"),
    path(f"{_PLAN}/people", studio.assign, name="assign"),
    path(f"{_PLAN}/people/<uuid:assignment_id>", studio.unassign, name="unassign"),
    path(f"{_PLAN}/work/<uuid:work_id>/extend", studio.extend, name="extend"),
    path(f"{_STUDIO}/work/<uuid:work_id>", studio.work, name="studio-work"),
    path(f"{_STUDIO}/work/<uuid:work_id>/issue", studio.issue_again, name="issue-again"),
]
