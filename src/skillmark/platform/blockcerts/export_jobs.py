"""The durable job behind an export: hash every copy, build the tree, have the root sent."""

import secrets
from math import ceil
from typing import Final

from django.utils import timezone

from skillmark.core import canon
from skillmark.core.anchor import merkle_proof_2019 as mp
from skillmark.platform.anchors import services as anchors
from skillmark.platform.anchors.models import Kind
from skillmark.platform.blockcerts import copying
from skillmark.platform.blockcerts.models import BlockcertsExport, BlockcertsLeaf
from skillmark.platform.blockcerts.services import JOB_KIND
from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan

AT_ONCE: Final = 200
_HASH_BYTES: Final = 32


@registry.kind(JOB_KIND)
class ExportBatch:
    """Does one export."""

    def plan(self, job: Job) -> Plan:
        """Count the chunks."""
        total = _export(job).total
        return Plan(total=total, chunks=ceil(total / AT_ONCE))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Hash the copies of one part."""
        rows = list(
            BlockcertsLeaf.objects.filter(
                export=_export(job),
                place__gte=number * AT_ONCE,
                place__lt=(number + 1) * AT_ONCE,
            ).select_related("credential")
        )
        for row in rows:
            copy = copying.copy_of(bytes(row.credential.document), row.pk)
            row.target = mp.target_of(copy, canon.canonicalize)
        BlockcertsLeaf.objects.bulk_update(rows, ["target"])
        return ChunkResult(done=len(rows))

    def finish(self, job: Job) -> str:
        """Build the tree and begin its anchor; a second run finds what the first one did."""
        export = _export(job)
        if export.anchor is None:
            _build(export)
        return "The root waits for its transaction."


def _build(export: BlockcertsExport) -> None:
    rows = list(BlockcertsLeaf.objects.filter(export=export).order_by("place"))
    targets = [bytes(row.target) for row in rows]
    hidden = [secrets.token_bytes(_HASH_BYTES) for _n in range(mp.padding(len(targets)))]
    tree = mp.Tree.of([*targets, *hidden])
    for index, row in enumerate(rows):
        row.path = copying.packed(tree.path(index))
    BlockcertsLeaf.objects.bulk_update(rows, ["path"], batch_size=500)
    export.anchor = anchors.begin(
        kind=Kind.BLOCKCERTS,
        origin=str(export.pk),
        size=len(targets) + len(hidden),
        root=tree.root.hex(),
        note="",
        chain=export.chain,
        now=timezone.now(),
    )
    export.save(update_fields=["anchor"])


def _export(job: Job) -> BlockcertsExport:
    found: BlockcertsExport = BlockcertsExport.objects.select_related("anchor").get(
        pk=job.arguments["export"]
    )
    return found
