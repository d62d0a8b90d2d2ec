"""Addresses of pathways: the console's pages, and the public record."""

from django.urls import path

from skillmark.platform.pathways.views import (
    deciding,
    dry_runs,
    editing,
    public,
    recognition,
    studio,
)

app_name = "pathways"

_STUDIO = "studio/<slug:slug>/pathways"
_ONE = f"{_STUDIO}/<uuid:pathway_id>"
_DECISIONS = f"{_STUDIO}/recognition"

urlpatterns = [
    path(_STUDIO, studio.pathways, name="pathways"),
    path(f"{_STUDIO}/new", editing.new, name="new"),
    path(_DECISIONS, recognition.decisions, name="decisions"),
    path(
        f"{_DECISIONS}/<uuid:equivalence_id>/withdraw",
        recognition.withdraw,
        name="decision-withdraw",
    ),
    path(_ONE, studio.pathway, name="pathway"),
    path(f"{_ONE}/edit", editing.edit, name="edit"),
    path(f"{_ONE}/rule", editing.rule, name="rule"),
    path(f"{_ONE}/rule/json", editing.rule_json, name="rule-json"),
    path(f"{_ONE}/publish", deciding.publish, name="publish"),
    path(f"{_ONE}/review/withdraw", deciding.withdraw, name="withdraw"),
    path(f"{_ONE}/archive", deciding.archive, name="archive"),
    path(f"{_ONE}/restore", deciding.restore, name="restore"),
    path(f"{_ONE}/discard", deciding.discard, name="discard"),
    path(f"{_ONE}/versions", studio.versions, name="versions"),
    path(f"{_ONE}/people", studio.learners, name="learners"),
    path(f"{_ONE}/dry-runs", dry_runs.start, name="dry-run-start"),
    path(f"{_ONE}/dry-runs/<uuid:run_id>", dry_runs.dry_run, name="dry-run"),
    path("p/<slug:slug>", public.page, name="public"),
    path("p/<slug:slug>/rules/<int:number>.json", public.rule_bytes, name="rule-bytes"),
    path(
        "p/<slug:slug>/decisions/<str:digest>.json",
        public.decisions_bytes,
        name="decisions-bytes",
    ),
    path("p/<slug:slug>/join", public.join, name="join"),
    path("p/<slug:slug>/leave", public.leave, name="leave"),
    path("schemas/pathway-rule.json", public.schema, name="schema"),
    path("c/<uuid:credential_id>/stack.json", public.bundle, name="bundle"),
    path("c/<uuid:credential_id>/transcript.json", public.transcript, name="transcript"),
    path(
        "c/<uuid:credential_id>/transcript.tlog-proof",
        public.transcript_proof,
        name="transcript-proof",
    ),
    path(
        "c/<uuid:credential_id>/transcript-bundle.json",
        public.transcript_bundle,
        name="transcript-bundle",
    ),
]
