"""Time stamps of checkpoints in Bitcoin's blocks: begun once a day, promised, in a block, final.

One row of `Anchor` for each checkpoint that is stamped, one of `CalendarStamp` for each calendar.
One calendar of several is enough. Final means: a block whose header we have seen contains it, and
six blocks count from there. Without an explorer the row stays *mined*: the time stamp is complete
and everybody who has the block's header can check it; this site could not.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction

from skillmark.core.anchor import Standing
from skillmark.core.anchor import opentimestamps as ots
from skillmark.core.anchor.opentimestamps import BitcoinHeaders, BlockHeader, OtsProof
from skillmark.core.errors import SkillmarkError
from skillmark.core.log import Checkpoint
from skillmark.platform.anchors.calendars import Calendar, Explorer, plain
from skillmark.platform.anchors.models import Anchor, AnchorStep, Kind, State
from skillmark.platform.anchors.ots_errors import (
    BlockRefutedError,
    CalendarForeignError,
    NoTimestampError,
)
from skillmark.platform.anchors.ots_models import CalendarStamp, CalendarState
from skillmark.platform.transparency import selectors as log_selectors

log = structlog.get_logger("skillmark.anchors")

CHAIN: Final = "bitcoin"
CONFIRMATIONS: Final = 6
LOOK: Final = timedelta(minutes=30)  # between two questions for a block
FIRST_RETRY: Final = timedelta(minutes=2)
LAST_RETRY: Final = timedelta(hours=6)
_DOUBLINGS: Final = 12
_NETWORKS: Final = {
    "main": ots.Network.MAIN,
    "test": ots.Network.TEST,
    "regtest": ots.Network.REGTEST,
}


def configured() -> bool:
    """Say whether any calendar is configured."""
    return bool(settings.SKILLMARK.ots_calendars)


def network() -> ots.Network:
    """Return the network of Bitcoin that counts here."""
    return _NETWORKS[network_name()]


def network_name() -> str:
    """Return that network's name in a policy file."""
    name: str = settings.SKILLMARK.ots_network
    return name


def round_due(now: datetime) -> None:
    """Begin a time stamp if one is due, and take every open one as far as it goes."""
    if configured():
        begin_due(now)
    for anchor in open_ones():
        visit(anchor, now)


def open_ones() -> list[Anchor]:
    """Return the time stamps that are not final, oldest first."""
    rows = Anchor.objects.filter(kind=Kind.OTS).exclude(state=State.FINAL)
    return list(rows.order_by("created_at"))


def begin_due(now: datetime) -> Anchor | None:
    """Begin the time stamp of the newest checkpoint, if the log grew and the last one is old."""
    newest = log_selectors.newest()
    if newest is None or newest.size == 0:
        return None
    last = Anchor.objects.filter(kind=Kind.OTS, origin=newest.origin).first()
    if last is not None:
        interval = timedelta(hours=settings.SKILLMARK.ots_interval_hours)
        if last.size >= newest.size or now - last.created_at < interval:
            return None
    return begin(newest.checkpoint, newest.note, now)


def begin(checkpoint: Checkpoint, note: str, now: datetime) -> Anchor:
    """Return the row of a checkpoint's time stamp, begun now if there was none."""
    with transaction.atomic():
        row, made = Anchor.objects.get_or_create(
            kind=Kind.OTS,
            chain=CHAIN,
            contract="",
            origin=checkpoint.origin,
            size=checkpoint.size,
            defaults={
                "root": checkpoint.root.hex(),
                "note": note,
                "created_at": now,
                "changed_at": now,
            },
        )
        if made:
            AnchorStep.objects.create(anchor=row, state=State.PENDING)
            for url in dict.fromkeys(map(plain, settings.SKILLMARK.ots_calendars)):
                CalendarStamp.objects.create(anchor=row, url=url)
    return row


def visit(anchor: Anchor, now: datetime) -> None:
    """Take a time stamp as far as it goes now; what does not answer is asked again later."""
    nonce = _nonce(anchor)
    for stamp in anchor.calendars.all():
        if stamp.retry_at is not None and stamp.retry_at > now:
            continue
        if stamp.state == CalendarState.IN_BLOCK and not settings.SKILLMARK.ots_explorer:
            continue
        try:
            _ask(anchor, stamp, nonce, now)
        except SkillmarkError as error:
            _failed(stamp, error, now)
        stamp.save()
    _judge(anchor, now)


def digest_of(anchor: Anchor) -> bytes:
    """Return what is stamped, 32 bytes."""
    root = bytes.fromhex(anchor.root)
    return ots.anchor_digest(Checkpoint(anchor.origin, anchor.size, root))


def proof_of(anchor: Anchor) -> OtsProof:
    """Return the time stamp as it is now.

    Raises:
        NoTimestampError: no calendar has answered yet.
    """
    if not anchor.proof:
        raise NoTimestampError("No calendar has answered yet.", size=anchor.size)
    return OtsProof.parse(bytes(anchor.proof))


def headers_of(anchor: Anchor) -> BitcoinHeaders:
    """Return the headers that an explorer has shown for a time stamp."""
    known = {
        stamp.height: BlockHeader(bytes(stamp.header))
        for stamp in anchor.calendars.all()
        if stamp.height is not None and stamp.header
    }
    return BitcoinHeaders(known, network())


def _nonce(anchor: Anchor) -> bytes:
    """Return the nonce of a time stamp: the one in its proof, or a fresh one."""
    if not anchor.proof:
        return secrets.token_bytes(ots.NONCE_BYTES)
    return proof_of(anchor).timestamp.paths[0].operations[0].argument


def _ask(anchor: Anchor, stamp: CalendarStamp, nonce: bytes, now: datetime) -> None:
    """Ask one calendar, or the explorer about its block.

    Raises:
        SkillmarkError: it does not answer, or not as it should.
    """
    if stamp.state == CalendarState.ASKED:
        _submit(anchor, stamp, nonce, now)
    elif stamp.state == CalendarState.PROMISED:
        _upgrade(anchor, stamp, now)
    if stamp.state == CalendarState.IN_BLOCK and settings.SKILLMARK.ots_explorer:
        _look_up(anchor, stamp, now)


def _submit(anchor: Anchor, stamp: CalendarStamp, nonce: bytes, now: datetime) -> None:
    digest = digest_of(anchor)
    commitment, _ = ots.commitment(digest, nonce)
    answer = Calendar(stamp.url).submit(commitment)
    promised = {
        plain(path.attestation.uri)
        for path in answer.paths
        if isinstance(path.attestation, ots.Pending)
    }
    if promised != {stamp.url}:
        raise CalendarForeignError(
            "The calendar promises in the name of another one.", calendar=stamp.url
        )
    said = ots.stamped(digest, nonce, [answer])
    if anchor.proof:
        known = proof_of(anchor)
        said = OtsProof(known.hash_tag, known.timestamp.merged(said.timestamp))
    _keep(anchor, said)
    _well(stamp, CalendarState.PROMISED, now + LOOK)


def _upgrade(anchor: Anchor, stamp: CalendarStamp, now: datetime) -> None:
    proof = proof_of(anchor)
    stamp.retry_at, stamp.failures = now + LOOK, 0
    for promise in proof.promises:
        if plain(promise.uri) != stamp.url:
            continue
        answer = Calendar(stamp.url).timestamp(promise.commitment)
        if answer is None:
            continue
        heights = [
            path.attestation.height
            for path in answer.paths
            if isinstance(path.attestation, ots.Block)
            and path.attestation.tag == ots.BITCOIN_TAG
        ]
        _keep(anchor, proof.upgraded(promise, answer))
        stamp.height = min(heights)
        _well(stamp, CalendarState.IN_BLOCK, None)
        return


def _look_up(anchor: Anchor, stamp: CalendarStamp, now: datetime) -> None:
    """Get the header of the block that a calendar names, and see whether it contains the digest.

    Raises:
        BlockRefutedError: it does not; the calendar is asked for another block.
    """
    assert stamp.height is not None  # noqa: S101 - it is in a block
    explorer = Explorer(settings.SKILLMARK.ots_explorer, network())
    header = explorer.header(stamp.height)
    stamp.retry_at = now + LOOK
    if header is None:
        return
    proof = proof_of(anchor)
    headers = BitcoinHeaders({stamp.height: header}, network())
    wanted = ots.bitcoin_block(stamp.height)
    alone = proof.settled(stamp.height)
    if ots.check_ots(alone, proof.digest, headers).standing is not Standing.PROVEN:
        _keep(anchor, proof.without([wanted]))
        stamp.state, stamp.height, stamp.header = CalendarState.PROMISED, None, None
        raise BlockRefutedError(
            "The block does not contain what the calendar says it does.", calendar=stamp.url
        )
    stamp.header, stamp.block_hash = header.raw, header.name
    _well(stamp, CalendarState.IN_BLOCK, now + LOOK)
    anchor.confirmations = max(0, explorer.tip() - stamp.height + 1)


def _judge(anchor: Anchor, now: datetime) -> None:
    """Bring the row into the state that its calendars justify."""
    stamps = [one for one in anchor.calendars.all() if one.state == CalendarState.IN_BLOCK]
    proven = min((one for one in stamps if one.header), key=_height, default=None)
    best = proven or min(stamps, key=_height, default=None)
    state = State.PENDING if best is None else State.MINED
    anchor.block = anchor.block_time = None
    anchor.block_hash = ""
    if best is not None:
        anchor.block, anchor.block_hash = best.height, best.block_hash
    if proven is not None:
        anchor.block_time = BlockHeader(bytes(proven.header or b"")).time
        if anchor.confirmations >= CONFIRMATIONS:
            state = State.FINAL
            _keep(anchor, proof_of(anchor).settled(_height(proven)))
    else:
        anchor.confirmations = 0
    worst = anchor.calendars.exclude(problem_code="").first()
    waits = state == State.PENDING and worst is not None
    anchor.problem_code = worst.problem_code if waits and worst is not None else ""
    anchor.problem = worst.problem if waits and worst is not None else ""
    if state != anchor.state:
        anchor.state = state
        AnchorStep.objects.create(anchor=anchor, state=state)
        log.info("time stamp moved", size=anchor.size, state=state)
    anchor.changed_at = now
    anchor.save()


def _height(stamp: CalendarStamp) -> int:
    return stamp.height or 0


def _keep(anchor: Anchor, proof: OtsProof) -> None:
    """Keep a time stamp at once: what a calendar said is said once."""
    anchor.proof = proof.to_bytes()
    anchor.save(update_fields=["proof"])


def _well(stamp: CalendarStamp, state: CalendarState, retry_at: datetime | None) -> None:
    stamp.state, stamp.retry_at = state, retry_at
    stamp.failures, stamp.problem_code, stamp.problem = 0, "", ""


def _failed(stamp: CalendarStamp, error: SkillmarkError, now: datetime) -> None:
    stamp.failures += 1
    wait = FIRST_RETRY * 2 ** min(stamp.failures - 1, _DOUBLINGS)
    stamp.retry_at = now + min(wait, LAST_RETRY)
    stamp.problem_code, stamp.problem = error.code, error.message[:500]
    log.warning("calendar failed", calendar=stamp.url, code=error.code, failures=stamp.failures)
