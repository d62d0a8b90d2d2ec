"""What everybody sees of a pathway: its page, the exact bytes of its rules, bundles of finals."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.stack import schema_bytes
from skillmark.platform.issuing.selectors import credentials as issuing
from skillmark.platform.issuing.views import proofs
from skillmark.platform.pathways import (
    addresses,
    diagram,
    rules,
    selectors,
    stacks,
    transcripts,
    verdicts,
    words,
)
from skillmark.platform.pathways.errors import JoinError, NoBundleError
from skillmark.platform.pathways.models import (
    DecisionsDocument,
    Learner,
    Pathway,
    PathwayAward,
    PathwayVersion,
)
from skillmark.platform.pathways.services import joining
from skillmark.platform.people.access import signed_in
from skillmark.platform.people.models import User
from skillmark.platform.trust import web

_FOR_EVER_S: Final = 31_536_000  # seconds; a published rule never changes
_BUNDLE_S: Final = 0  # seconds; a status list changes
_RECORD_S: Final = 300  # seconds
_JSON: Final = ("application/json",)
_RECORD: Final = ("application/vc", "application/ld+json", *_JSON)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a pathway; with the progress of whoever is signed in."""
    pathway = _pathway(slug)
    version = _version(pathway, None)
    rule = rules.published_rule(version)
    learner = _learner(request, pathway)
    verdict = verdicts.read(rule, learner.verdict) if learner else None
    lines = words.lines(rule, verdict)
    final = version.achievement
    context = {
        "pathway": pathway,
        "version": version,
        "issuer": pathway.organisation,
        "final": final,
        "lines": lines,
        "picture": diagram.svg(version.name, lines, name="pathway"),
        "learner": learner,
        "joined": learner is not None and learner.joined_at is not None,
        "award": _award(learner),
        "signed_in": request.user.is_authenticated,
        "address": addresses.page(pathway.slug),
        "rule_path": f"/p/{pathway.slug}/rules/{version.number}.json",
        "earlier": [
            one
            for one in selectors.versions(pathway)
            if one.published_at is not None and one.number != version.number
        ],
    }
    response = render(request, "pathways/public.html", context)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
def rule_bytes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Return exactly the bytes of a version's rule whose digest finals carry."""
    version = _version(_pathway(slug), number)
    return web.document(
        request, bytes(version.document), media_types=_JSON, max_age_s=_FOR_EVER_S
    )


@require_safe
def decisions_bytes(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Return exactly the bytes of the recognition decisions that a final was awarded under."""
    pathway = _pathway(slug)
    used = PathwayAward.objects.with_scopes_disabled().filter(pathway=pathway)
    row = (
        DecisionsDocument.objects.with_scopes_disabled()
        .filter(digest=digest, pk__in=used.values("decisions"))
        .first()
    )
    if row is None:
        raise Http404
    data = bytes(row.document)
    return web.document(request, data, media_types=_JSON, max_age_s=_FOR_EVER_S)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Return the JSON Schema of rules."""
    return web.document(
        request, schema_bytes(), media_types=("application/schema+json", *_JSON), max_age_s=300
    )


@require_safe
def bundle(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return a final with all that it takes to re-check it offline, as one file."""
    award = selectors.award_of_credential(credential_id)
    if award is None:
        raise Http404
    try:
        data = stacks.bundle(award, timezone.now())
    except NoBundleError as error:
        return render(request, "pathways/no_bundle.html", {"error": error}, status=409)
    response = web.document(request, data, media_types=_JSON, max_age_s=_BUNDLE_S)
    name = f"{award.pathway.slug}-{str(credential_id)[-6:]}-stack.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def transcript(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return a final and what earned it as a record of learning, CLR 2.0."""
    award = _readable(credential_id)
    data = transcripts.of(award, timezone.now())
    response = web.document(request, data, media_types=_RECORD, max_age_s=_RECORD_S)
    name = f"{award.pathway.slug}-{str(credential_id)[-6:]}-transcript.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def transcript_proof(_request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Serve the proof of logging of a record of learning; 503 for the seconds until it is there.

    There is none of a record that nobody has asked for yet.
    """
    _readable(credential_id)
    return proofs.proof_response(credential_id, record=True)


@require_safe
def transcript_bundle(_request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return a record of learning with its proofs: what `skillmark verify --offline` takes."""
    award = _readable(credential_id)
    data = transcripts.bundle(award, timezone.now()).to_bytes()
    response = proofs.fresh(HttpResponse(data, content_type="application/json"))
    name = f"{award.pathway.slug}-{str(credential_id)[-6:]}-transcript.bundle.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@login_required
def join(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Let everything count that the account holds."""
    pathway = _pathway(slug)
    try:
        joining.join(pathway, signed_in(request))
    except JoinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your credentials count here now, whoever awarded them."))
    return redirect("pathways:public", slug=slug)


@require_POST
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Let only the organisation's own credentials count again."""
    pathway = _pathway(slug)
    joining.leave(pathway, signed_in(request))
    messages.success(request, _("Only what this organisation awarded you counts here now."))
    return redirect("pathways:public", slug=slug)


def _readable(credential_id: UUID) -> PathwayAward:
    """Return the award of a final of which nothing was erased.

    Raises:
        ErasedError: it, or what earned it, was erased.
    """
    award = selectors.award_of_credential(credential_id)
    if award is None:
        raise Http404
    issuing.readable(award.credential)
    for part in stacks.constituents(award):
        if part.credential is not None:
            issuing.readable(part.credential)
    return award


def _pathway(slug: str) -> Pathway:
    found = selectors.public(slug)
    if found is None:
        raise Http404
    return found


def _version(pathway: Pathway, number: int | None) -> PathwayVersion:
    found = selectors.public_version(pathway, number)
    if found is None:
        raise Http404
    return found


def _learner(request: HttpRequest, pathway: Pathway) -> Learner | None:
    user: Any = request.user
    return joining.learner_of(pathway, user) if isinstance(user, User) else None


def _award(learner: Learner | None) -> PathwayAward | None:
    if learner is None:
        return None
    rows = PathwayAward.objects.with_scopes_disabled().filter(learner=learner)
    found: PathwayAward | None = rows.select_related("credential").first()
    return found
