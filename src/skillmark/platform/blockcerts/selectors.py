"""Reading exports: whether there are any, how far they are, and the copies themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from skillmark.core import canon, jsonio
from skillmark.core.anchor import merkle_proof_2019 as mp
from skillmark.core.jsonio import JsonObject
from skillmark.platform.anchors.models import State
from skillmark.platform.blockcerts import copying
from skillmark.platform.blockcerts.errors import CopyChangedError, NotFinalError
from skillmark.platform.blockcerts.models import (
    BlockcertsExport,
    BlockcertsLeaf,
    BlockcertsSetting,
)
from skillmark.platform.issuing.models import (
    Batch,
    BatchRow,
    Credential,
    CredentialState,
    RowState,
)
from skillmark.platform.orgs.models import Organisation

_ISSUED = (RowState.ISSUED, RowState.DUPLICATE)


@dataclass(frozen=True, slots=True)
class ExportView:
    """One export, as pages, the command and the API show it.

    Attributes:
        state: ``preparing``, ``stopped``, ``pending``, ``mined``, ``final`` or ``reverted``.
        chain: CAIP-2.
        tx: of the transaction; empty before it is in a block.
        root: 64 hexadecimal digits; empty while the tree is built.
        problem: why it does not go on; empty while all is well.
    """

    id: UUID
    state: str
    total: int
    chain: str
    root: str
    tx: str
    block: int | None
    confirmations: int
    problem_code: str
    problem: str

    def to_json(self) -> JsonObject:
        """Return the facts for programs."""
        return {
            "id": str(self.id),
            "state": self.state,
            "credentials": self.total,
            "chain": self.chain,
            "root": self.root,
            "tx": self.tx,
            "block": self.block,
            "confirmations": self.confirmations,
            "problem": self.problem_code,
        }


def is_on(organisation: Organisation) -> bool:
    """Say whether the organisation wants the export."""
    rows = BlockcertsSetting.objects.with_scopes_disabled()
    return bool(rows.filter(organisation=organisation, is_on=True).exists())


def left_of(batch: Batch) -> "QuerySet[Credential]":
    """Return the credentials of a batch that count and are in no export, oldest first."""
    rows = BatchRow.objects.with_scopes_disabled().filter(batch=batch, state__in=_ISSUED)
    found: QuerySet[Credential] = (
        Credential.objects.filter(state=CredentialState.ACTIVE)
        .filter(award__source_key__in=rows.values("source_key"))
        .filter(~Exists(BlockcertsLeaf.objects.filter(credential=OuterRef("pk"))))
        .order_by("issued_at", "pk")
    )
    return found


def exports_of(batch: Batch) -> list[BlockcertsExport]:
    """Return the exports of a batch, newest first."""
    rows = BlockcertsExport.objects.filter(batch=batch).select_related("anchor", "job")
    return list(rows.order_by("-created_at"))


def view_of(export: BlockcertsExport) -> ExportView:
    """Return an export as it is shown."""
    anchor, job = export.anchor, export.job
    if anchor is None:
        state = "preparing" if job is not None and job.open else "stopped"
        code, words = ("", "") if job is None else (job.error_code, job.message)
        problem = (code, words) if state == "stopped" else ("", "")
    else:
        state, problem = str(anchor.state), (anchor.problem_code, anchor.problem)
    return ExportView(
        id=export.pk,
        state=state,
        total=export.total,
        chain=export.chain,
        root=anchor.root if anchor else "",
        tx=anchor.tx if anchor else "",
        block=anchor.block if anchor else None,
        confirmations=anchor.confirmations if anchor else 0,
        problem_code=problem[0],
        problem=problem[1],
    )


def page_of(batch: Batch) -> str:
    """Return the address of the batch's page for exports."""
    return reverse("blockcerts:batch", args=[batch.organisation.slug, batch.pk])


def file_of(credential_id: UUID) -> bytes | None:
    """Return the copy of a credential with its proof; None when it was never exported.

    Raises:
        NotFinalError: its transaction is not final yet.
        CopyChangedError: the copy is no longer the one that was hashed.
    """
    rows = BlockcertsLeaf.objects.with_scopes_disabled().filter(credential_id=credential_id)
    leaf = rows.select_related("export__anchor", "credential").first()
    return None if leaf is None else _file(leaf)


def files_of(export: BlockcertsExport) -> Iterator[tuple[str, bytes]]:
    """Return the name and the bytes of every copy of an export.

    Raises:
        NotFinalError: its transaction is not final yet.
        CopyChangedError: a copy is no longer the one that was hashed.
    """
    rows = BlockcertsLeaf.objects.with_scopes_disabled().filter(export=export)
    for leaf in rows.select_related("export__anchor", "credential").iterator(chunk_size=200):
        yield f"{leaf.credential_id}.json", _file(leaf)


def _file(leaf: BlockcertsLeaf) -> bytes:
    export, anchor = leaf.export, leaf.export.anchor
    if anchor is None or anchor.state != State.FINAL:
        raise NotFinalError("The transaction is not final yet.")
    copy = copying.copy_of(bytes(leaf.credential.document), leaf.pk)
    target = bytes(leaf.target)
    if mp.target_of(copy, canon.canonicalize) != target:
        raise CopyChangedError("The copy is not the one whose hash is in the tree.")
    value = mp.ProofValue(
        target,
        copying.unpacked(bytes(leaf.path)),
        bytes.fromhex(anchor.root),
        (mp.Anchor.on(export.chain, bytes.fromhex(anchor.tx.removeprefix("0x"))),),
    )
    method = f"{copying.issuer_of(copy)}#{export.fragment}"
    return jsonio.dumps(
        copying.with_proof(copy, value, method=method, created=export.created_at)
    )
