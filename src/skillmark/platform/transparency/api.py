"""The public log over the REST API: its newest checkpoint, and proofs. Open to everybody."""

import base64
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from skillmark.core.log.spelling import MAX_SIZE
from skillmark.platform.transparency import places, selectors
from skillmark.platform.transparency.selectors import Published

router = Router(tags=["Public log"])

_OPEN: Final[dict[str, Any]] = {"auth": None}

type Size = Annotated[int, Query(ge=1, le=MAX_SIZE)]


class CheckpointOut(Schema):
    """A checkpoint of the log."""

    size: Annotated[int, Field(description="Entries under it.")]
    root: Annotated[str, Field(description="Of the tree, base64.")]
    note: Annotated[str, Field(description="Signed and cosigned (C2SP tlog-checkpoint).")]
    published_at: datetime
    witnessed_at: Annotated[
        datetime | None,
        Field(description="When enough witnesses had seen it, by their own clocks."),
    ]


class LogOut(Schema):
    """How the log stands."""

    origin: Annotated[str, Field(description="The lasting name of the log.")]
    policy: Annotated[str, Field(description="Whom a verifier may believe (C2SP tlog-policy).")]
    checkpoint: Annotated[
        CheckpointOut | None, Field(description="The newest one; null before the first.")
    ]
    waiting: Annotated[int, Field(description="Acts that are not in the log yet.")]
    late: Annotated[bool, Field(description="One of them has waited for more than a minute.")]


class ConsistencyOut(Schema):
    """That one checkpoint grew out of another (RFC 6962)."""

    old: CheckpointOut
    new: CheckpointOut
    path: Annotated[list[str], Field(description="Hashes, base64; empty for equal sizes.")]


class ProofOut(Schema):
    """Where a credential stands."""

    state: Annotated[
        Literal["unknown", "waiting", "logged", "erased"],
        Field(
            description="`unknown`: never logged here. `erased`: its proof was erased for good."
        ),
    ]
    index: Annotated[int | None, Field(description="Of its entry, from 0.")] = None
    proof: Annotated[
        str | None, Field(description="The text of the `.tlog-proof`; null while it waits.")
    ] = None


@router.get(
    "/log",
    response=LogOut,
    operation_id="getLog",
    summary="Read how the public log stands",
    **_OPEN,
)
def log(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - as every operation
    """Return the newest checkpoint and whom to believe about it.

    The files of the log are at `/log/checkpoint` and `/log/tile/…` (C2SP tlog-tiles).
    """
    newest, standing = selectors.newest(), selectors.standing()
    return {
        "origin": newest.origin if newest else places.origin(),
        "policy": selectors.policy(),
        "checkpoint": _checkpoint(newest) if newest else None,
        "waiting": standing.waiting,
        "late": standing.is_late(timezone.now()),
    }


@router.get(
    "/log/consistency",
    response=ConsistencyOut,
    operation_id="getLogConsistency",
    summary="Prove that the log only grew",
    **_OPEN,
)
def consistency(request: HttpRequest, old: Size, new: Size) -> dict[str, Any]:  # noqa: ARG001 - as every operation
    """Return the proof that the checkpoint of one published size grew out of another.

    A size that was never published, or `old` above `new`, is answered with 422.
    """
    return {
        "old": _checkpoint(selectors.checkpoint(old)),
        "new": _checkpoint(selectors.checkpoint(new)),
        "path": [base64.b64encode(one).decode() for one in selectors.consistency(old, new)],
    }


@router.get(
    "/log/proof",
    response=ProofOut,
    operation_id="getLogProof",
    summary="Get the proof of logging of a credential",
    **_OPEN,
)
def proof(
    request: HttpRequest,  # noqa: ARG001 - as every operation
    credential: UUID,
    transcript: Annotated[
        bool, Query(description="Ask for the transcript (CLR 2.0) of that credential.")
    ] = False,
) -> dict[str, Any]:
    """Return where a credential of this site stands, and its proof if it has one.

    It is there about two seconds after a single issue, and with its batch in bulk.
    """
    row = selectors.logged(credential, record=transcript)
    if row is None:
        return {"state": "unknown"}
    if row.salt is None:
        return {"state": "erased"}
    found = selectors.proof(credential, record=transcript)
    index = row.entry.index if row.entry else None
    if found is None:
        return {"state": "waiting", "index": index}
    return {"state": "logged", "index": index, "proof": found.decode()}


def _checkpoint(published: Published) -> dict[str, Any]:
    return {
        "size": published.size,
        "root": base64.b64encode(published.root).decode(),
        "note": published.note,
        "published_at": published.published_at,
        "witnessed_at": published.witnessed_at,
    }
