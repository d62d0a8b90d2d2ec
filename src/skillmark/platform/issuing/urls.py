"""Addresses of issuing: the console's pages, and the public record."""

from django.urls import path

from skillmark.platform.issuing.views import (
    batches,
    changes,
    changing,
    credentials,
    deliveries,
    intake,
    issue,
    links,
    listing,
    mails,
    printing,
    proofs,
    public,
)

app_name = "issuing"

_STUDIO = "studio/<slug:slug>"
_VERSION = f"{_STUDIO}/issue/<uuid:version_id>"
_BATCH = f"{_STUDIO}/batches/<uuid:batch_id>"
_LINK = f"{_STUDIO}/links/<uuid:link_id>"
_CREDENTIAL = f"{_STUDIO}/credentials/<uuid:credential_id>"
_DELIVERY = f"{_STUDIO}/deliveries/<uuid:delivery_id>"
_MAIL = f"{_STUDIO}/settings/mails/<slug:kind>"
_CHANGE = f"{_STUDIO}/credentials/changes/<uuid:change_id>"

urlpatterns = [
    path(f"{_STUDIO}/issue", issue.what, name="what"),
    path(_VERSION, issue.to_whom, name="to_whom"),
    path(f"{_VERSION}/person", issue.person, name="person"),
    path(f"{_VERSION}/recipients.csv", issue.template, name="template"),
    path(f"{_VERSION}/link", links.new, name="link-new"),
    path(f"{_STUDIO}/links", links.links, name="links"),
    path(_LINK, links.link, name="link"),
    path(f"{_LINK}/change", links.change, name="link-change"),
    path(f"{_LINK}/pause", links.pause, name="link-pause"),
    path(f"{_LINK}/resume", links.resume, name="link-resume"),
    path(f"{_LINK}/close", links.close, name="link-close"),
    path(f"{_LINK}/qr.svg", links.qr_svg, name="link-qr-svg"),
    path(f"{_LINK}/qr.png", links.qr_png, name="link-qr-png"),
    path(f"{_LINK}/print", links.poster, name="link-print"),
    path(f"{_LINK}/people/<uuid:claim_id>", links.settle, name="link-settle"),
    path(f"{_STUDIO}/batches", batches.batches, name="batches"),
    path(_BATCH, batches.batch, name="batch"),
    path(f"{_BATCH}/progress", batches.progress, name="batch-progress"),
    path(f"{_BATCH}/start", batches.start, name="batch-start"),
    path(f"{_BATCH}/cancel", batches.cancel, name="batch-cancel"),
    path(f"{_BATCH}/resume", batches.resume, name="batch-resume"),
    path(f"{_BATCH}/discard", batches.discard, name="batch-discard"),
    path(f"{_BATCH}/reopen", batches.reopen, name="batch-reopen"),
    path(f"{_BATCH}/move", batches.move, name="batch-move"),
    path(f"{_BATCH}/columns", intake.columns, name="batch-columns"),
    path(f"{_BATCH}/links", printing.batch_links, name="batch-print"),
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
    path(f"{_CREDENTIAL}/link", printing.credential_link, name="credential-print"),
    path(f"{_STUDIO}/deliveries", deliveries.deliveries, name="deliveries"),
    path(f"{_STUDIO}/deliveries/resend", deliveries.resend_many, name="deliveries-resend"),
    path(_DELIVERY, deliveries.delivery, name="delivery"),
    path(f"{_DELIVERY}/resend", deliveries.resend, name="delivery-resend"),
    path(f"{_DELIVERY}/address", deliveries.correct_address, name="delivery-address"),
    path(f"{_STUDIO}/deliveries/addresses", deliveries.suppressed, name="suppressions"),
    path(
        f"{_STUDIO}/deliveries/addresses/<uuid:suppression_id>/lift",
        deliveries.lift,
        name="suppression-lift",
    ),
    path(f"{_STUDIO}/settings/mails", mails.mails, name="mails"),
    path(_MAIL, mails.words, name="mail"),
    path(f"{_MAIL}/preview", mails.preview, name="mail-preview"),
    path(f"{_MAIL}/reset", mails.reset, name="mail-reset"),
    path(f"{_MAIL}/test", mails.test, name="mail-test"),
    path("c/<uuid:credential_id>", public.page, name="public"),
    path("c/<uuid:credential_id>.tlog-proof", proofs.log_proof, name="log-proof"),
    path("c/<uuid:credential_id>/bundle.json", proofs.bundle, name="bundle"),
    path("c/<uuid:credential_id>.json", public.data, name="public-json"),
    path("c/<uuid:credential_id>.png", public.picture_png, name="public-png"),
    path("c/<uuid:credential_id>.svg", public.picture_svg, name="public-svg"),
]
