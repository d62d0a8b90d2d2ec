"""Switching the export on and off, and beginning one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from skillmark.core.anchor import merkle_proof_2019 as mp
from skillmark.platform.anchors import keys as anchor_keys
from skillmark.platform.anchors import network
from skillmark.platform.blockcerts import identity, selectors
from skillmark.platform.blockcerts.errors import (
    ExportOffError,
    IdentifierError,
    NetworkUnknownError,
    NoNetworkError,
    NothingToExportError,
)
from skillmark.platform.blockcerts.models import (
    BlockcertsExport,
    BlockcertsLeaf,
    BlockcertsSetting,
)
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing.models import Batch
from skillmark.platform.jobs import services as jobs
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import documents
from skillmark.platform.trust.identities import logs

JOB_KIND = "blockcerts.export"
_TX_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and to which network (CAIP-2)."""

    chain: str
    public_key: bytes


def sender() -> Sender:
    """Return who sends exports of this site, and where to.

    Raises:
        NoNetworkError: no network or no key is configured.
        NetworkUnknownError: the tools know nothing of the network.
        AnchorsError: the key cannot be had.
    """
    if not network.configured():
        raise NoNetworkError("This site sends nothing to an Ethereum network.")
    chain = network.chain()
    try:
        mp.Anchor.on(chain, bytes(_TX_BYTES))
    except mp.MerkleAnchorError as error:
        raise NetworkUnknownError(
            "The Blockcerts tools know the main network of Ethereum and the test network Sepolia, "
            "and nothing of the one that this site sends to.",
            chain=chain,
        ) from error
    if network.contract() is None:  # the workers visit a network for the sake of its contract
        raise NoNetworkError(
            "This site anchors nothing yet: its operator deploys a contract first."
        )
    public_key = anchor_keys.sender_public_key()
    if public_key is None:
        raise NoNetworkError("This site has no key that could pay for a transaction.")
    return Sender(chain, public_key)


def switch(organisation: Organisation, *, on: bool, actor: object) -> BlockcertsSetting:
    """Switch the export of an organisation on or off; copies that exist stay good.

    Raises:
        BlockcertsError: it cannot be switched on.
    """
    public_key = b""
    if on:
        _check_identifier(organisation)
        public_key = sender().public_key
    with transaction.atomic():
        found = BlockcertsSetting.objects.get_or_create(organisation=organisation)
        row: BlockcertsSetting = found[0]
        changed = row.is_on != on
        row.is_on, row.changed_at = on, timezone.now()
        row.public_key = public_key or row.public_key
        row.save()
        if changed:
            events.record(
                organisation_id=organisation.pk,
                actor=actor,
                action="blockcerts.on" if on else "blockcerts.off",
                object=organisation,
                label=organisation.name,
            )
            _publish(organisation)
    return row


def begin(batch: Batch, *, actor: object, now: datetime | None = None) -> BlockcertsExport:
    """Begin the export of what a batch issued and no export has yet; a job does it.

    Raises:
        ExportOffError: the organisation has not switched it on.
        NothingToExportError: there is nothing left.
        BlockcertsError: there is no network for it any more.
    """
    organisation = batch.organisation
    if not selectors.is_on(organisation):
        raise ExportOffError("The export for the Blockcerts tools is switched off.")
    where = sender()
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        ids = list(selectors.left_of(batch).values_list("pk", flat=True))
        if not 1 <= len(ids) <= mp.MAX_LEAVES:
            raise NothingToExportError("Every valid credential of the batch has been exported.")
        export: BlockcertsExport = BlockcertsExport.objects.create(
            organisation=organisation,
            batch=batch,
            chain=where.chain,
            public_key=where.public_key,
            fragment=identity.fragment_of(where.public_key),
            total=len(ids),
            created_by=audit.reference(actor),
            created_at=(now or timezone.now()).replace(microsecond=0),
        )
        _place(export, ids)
        export.job = jobs.start(
            JOB_KIND,
            organisation,
            {"export": str(export.pk)},
            actor=actor,
            title="Copies for Blockcerts",
            total=len(ids),
            result_url=selectors.page_of(batch),
        )
        export.save(update_fields=["job"])
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="blockcerts.exported",
            object=export,
            after={"credentials": len(ids), "network": where.chain},
        )
        _publish(organisation)  # the account may be another one than before
    return export


def _place(export: BlockcertsExport, ids: Sequence[UUID]) -> None:
    """Give each credential its place in the tree."""
    rows = [
        BlockcertsLeaf(
            organisation_id=export.organisation_id,
            export=export,
            credential_id=credential,
            place=place,
        )
        for place, credential in enumerate(ids)
    ]
    BlockcertsLeaf.objects.bulk_create(rows, batch_size=500)


def _check_identifier(organisation: Organisation) -> None:
    found = documents.current_identity(organisation)
    if found is None or not found.did.startswith("did:web:"):
        raise IdentifierError(
            "The tools look for the account in a did:web document. Issue a credential first, on "
            "a site with a public https address."
        )


def _publish(organisation: Organisation) -> None:
    """Let the history of the identifier say what its document says now."""
    found = documents.current_identity(organisation)
    if found is not None:
        logs.tell(found)
