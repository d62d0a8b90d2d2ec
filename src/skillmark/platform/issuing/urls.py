"""Addresses of issuing: the console's pages, and the public record."""

from django.urls import path

from skillmark.platform.issuing.views import (
    batches,
    changes,
    changing,
    credentials,
    issue,
    listing,
    public,
)

app_name = "issuing"

_STUDIO = "studio/<slug:slug>"
_VERSION = f"{_STUDIO}/issue/<uuid:version_id>"
_BATCH = f"{_STUDIO}/batches/<uuid:batch_id>"
_CREDENTIAL = f"{_STUDIO}/credentials/<uuid:credential_id>"
_CHANGE = f"{_STUDIO}/changes/<uuid:change_id>"

urlpatterns = [
    path(f"{_STUDIO}/issue", issue.what, name="what"),
    path(_VERSION, issue.to_whom, name="to_whom"),
    path(f"{_VERSION}/person", issue.person, name="person"),
    path(f"{_VERSION}/recipients.csv", issue.template, name="template"),
    path(f"{_STUDIO}/batches", batches.batches, name="batches"),
    path(_BATCH, batches.batch, name="batch"),
    path(f"{_BATCH}/progress", batches.progress, name="batch-progress"),
    path(f"{_BATCH}/start", batches.start, name="batch-start"),
    path(f"{_BATCH}/cancel", batches.cancel, name="batch-cancel"),
    path(f"{_BATCH}/resume", batches.resume, name="batch-resume"),
    path(f"{_BATCH}/discard", batches.discard, name="batch-discard"),
    path(f"{_BATCH}/to-mend.csv", batches.bad_rows, name="batch-bad-rows"),
    path(f"{_STUDIO}/credentials", listing.credentials, name="credentials"),
    path(f"{_STUDIO}/credentials.csv", listing.export, name="credentials-csv"),
    path(f"{_STUDIO}/credentials/chosen", changes.choose, name="choose"),
    path(f"{_STUDIO}/credentials/from-list", changes.from_list, name="from-list"),
    path(_CHANGE, changes.change, name="bulk"),
    path(f"{_CHANGE}/confirm", changes.confirm, name="bulk-confirm"),
    path(f"{_CHANGE}/discard", changes.discard, name="bulk-discard"),
    path(f"{_CHANGE}/undo", changes.undo, name="bulk-undo"),
    path(f"{_CHANGE}/not-changed.csv", changes.failures, name="bulk-failures"),
    path(_CREDENTIAL, credentials.credential, name="credential"),
    path(f"{_CREDENTIAL}/correct", changing.correct, name="correct"),
    path(f"{_CREDENTIAL}/renew", changing.renew, name="renew"),
    path(f"{_CREDENTIAL}/revoke", credentials.revoke, name="revoke"),
    path(f"{_CREDENTIAL}/suspend", credentials.suspend, name="suspend"),
    path(f"{_CREDENTIAL}/lift", credentials.lift, name="lift"),
    path(f"{_CREDENTIAL}/resend", credentials.resend, name="resend"),
    path("c/<uuid:credential_id>", public.page, name="public"),
    path("c/<uuid:credential_id>.json", public.data, name="public-json"),
    path("c/<uuid:credential_id>.png", public.picture_png, name="public-png"),
    path("c/<uuid:credential_id>.svg", public.picture_svg, name="public-svg"),
]
