"""A visit to the network: follow what is open, and begin a new anchor when the log has grown.

One worker at a time (a lease on the contract's row). When the node is down nothing is lost and the
next visit comes later and later, ten minutes at most.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db.models import Q, QuerySet
from django.utils import timezone

from skillmark.core.anchor.evm import EVENT, event_of, origin_hash
from skillmark.core.errors import SkillmarkError
from skillmark.platform.anchors import calls, following, network, questions
from skillmark.platform.anchors.chain import LOG_RANGE, Node, Seen
from skillmark.platform.anchors.errors import (
    AnchorsError,
    BusyError,
    ChainGoneError,
    ForeignEventError,
    NodeDownError,
    NotConfiguredError,
)
from skillmark.platform.anchors.keys import ChainSigner
from skillmark.platform.anchors.models import (
    Anchor,
    AnchorStep,
    Contract,
    Kind,
    State,
    Transmission,
)
from skillmark.platform.anchors.sending import Visit
from skillmark.platform.transparency import selectors as log_of
from skillmark.platform.transparency.errors import NoCheckpointError
from skillmark.platform.transparency.selectors import Published

log = structlog.get_logger("skillmark.anchors")

LEASE: Final = timedelta(minutes=2)
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=10)
WATCHED: Final = 5  # the newest final anchors, looked at again in case the network turns back
RANGES: Final = 50  # of blocks searched for events in one visit


def visit(
    now: datetime,
    *,
    node: Node | None = None,
    signer: ChainSigner | None = None,
    at_once: bool = False,
) -> None:
    """Do what is due.

    Args:
        now: by our clock.
        node: of the network; the configured one if none is given.
        signer: who pays; the configured key if none is given.
        at_once: neither wait for the interval nor after a failure.

    Raises:
        NotConfiguredError: there is no network or no contract.
        BusyError: another worker is at it.
        AnchorsError: it did not go well; the same is kept on the rows.
    """
    contract = network.contract() if network.configured() else None
    if contract is None:
        raise NotConfiguredError("Deploy a contract first: skillmark anchor deploy.")
    if not at_once and contract.retry_at is not None and contract.retry_at > now:
        return
    with alone(contract, now) as renew:
        try:
            at = _arrive(
                contract, node or network.node(), signer or network.signer(), now, renew
            )
            _do(at, at_once=at_once)
        except AnchorsError as error:
            _note(contract, now, error)
            raise
        _note(contract, now, None)


@contextmanager
def alone(contract: Contract | None, now: datetime) -> Iterator[Callable[[], None]]:
    """Keep other workers away from a contract, and yield what keeps them away for longer.

    Raises:
        BusyError: another worker is at it.
    """
    if contract is None:
        yield lambda: None
        return
    renew = _lease(contract, now)
    try:
        yield renew
    finally:
        Contract.objects.filter(pk=contract.pk, lease=contract.lease).update(leased_until=None)


def _arrive(
    contract: Contract,
    node: Node,
    signer: ChainSigner,
    now: datetime,
    renew: Callable[[], None],
) -> Visit:
    """Look where the network is.

    Raises:
        WrongChainError: it is another network.
        ChainGoneError: it is the same test network, begun anew.
    """
    if network.check_chain(node) != contract.genesis:
        _chain_gone(contract, now)
        raise ChainGoneError("The network was begun anew. Deploy a contract in it.")
    head = node.head()
    contract.head, contract.sender = head.number, signer.address
    contract.balance = str(node.balance(signer.address))
    return Visit(node, signer, contract, network.limits(), head, now, renew)


def _do(at: Visit, *, at_once: bool) -> None:
    """Follow what is open, begin what is due, and raise what went wrong first."""
    trouble = [error for anchor in _open(at.contract) if (error := _follow(at, anchor))]
    if _due(at.contract, at.now, at_once=at_once) and (begun := _begin(at)) is not None:
        trouble += [error for error in [_follow(at, begun)] if error]
    if trouble:
        raise trouble[0]


def _open(contract: Contract) -> Iterable[Anchor]:
    """Return what is not final, oldest first, and the newest final ones."""
    ours = _of(contract)
    unfinished = ours.exclude(state=State.FINAL).exclude(
        state=State.REVERTED, failures__gte=following.TRIES
    )
    watched = ours.filter(state=State.FINAL).order_by("-block")[:WATCHED]
    return [*watched, *unfinished.order_by("created_at")]


def _of(contract: Contract) -> QuerySet[Anchor]:
    plain = Q(contract="", kind__in=calls.kinds())
    return Anchor.objects.filter(
        Q(contract=contract.address, kind=Kind.EVM) | plain, chain=contract.chain
    )


def _follow(at: Visit, anchor: Anchor) -> AnchorsError | None:
    """Follow one anchor; what goes wrong with it alone is kept on its row."""
    at.renew()
    if anchor.retry_at is not None and anchor.retry_at > at.now:
        return None
    try:
        following.follow(at, anchor)
    except NodeDownError:
        raise
    except AnchorsError as error:
        changed = anchor.problem_code != error.code
        anchor.problem_code, anchor.problem = error.code, error.message
        anchor.changed_at = at.now
        anchor.save(update_fields=["problem_code", "problem", "changed_at"])
        if changed:
            AnchorStep.objects.create(
                anchor=anchor, state=anchor.state, code=error.code, words=error.message
            )
        return error
    return None


def _due(contract: Contract, now: datetime, *, at_once: bool) -> bool:
    """Say whether a new anchor may be begun: none waits for a block, and it is time."""
    waiting = _of(contract).filter(kind=Kind.EVM, state__in=(State.PENDING, State.REVERTED))
    if waiting.exclude(state=State.REVERTED, failures__gte=following.TRIES).exists():
        return False
    return at_once or contract.next_at is None or contract.next_at <= now


def _begin(at: Visit) -> Anchor | None:
    """Begin an anchor of the newest checkpoint, if it is newer than every anchored one."""
    newest = log_of.newest()
    contract = at.contract
    if newest is None or newest.size == 0 or newest.origin != contract.origin:
        return None
    ours = _of(contract).filter(kind=Kind.EVM)
    if ours.filter(size__gte=newest.size).exists():
        return None
    questions.require_ours(at.node, contract, at.signer.address)
    _adopt(at)
    if ours.filter(size__gte=newest.size).exists():
        return None
    contract.next_at = at.now + at.limits.interval
    contract.save(update_fields=["next_at"])
    return _row(contract, newest, State.PENDING)


def _row(contract: Contract, published: Published, state: State) -> Anchor:
    anchor = Anchor.objects.create(
        kind=Kind.EVM,
        state=state,
        origin=published.origin,
        size=published.size,
        root=published.root.hex(),
        note=published.note,
        chain=contract.chain,
        contract=contract.address,
    )
    AnchorStep.objects.create(anchor=anchor, state=state)
    return anchor


def _adopt(at: Visit) -> None:
    """Take over anchors that the network has and we do not, as after a restored backup.

    Raises:
        ForeignEventError: one of them is not of our log.
    """
    contract, begin = at.contract, at.contract.read_block
    for _ in range(RANGES):
        end = min(begin + LOG_RANGE - 1, at.head.number)
        if begin > end:
            break
        for seen in at.node.events(contract.address, begin, end, EVENT):
            _adopt_one(contract, seen)
        begin = end + 1
    # What may still be turned back is read again the next time.
    contract.read_block = max(
        min(begin, at.head.number - at.limits.confirmations), contract.read_block
    )
    contract.save(update_fields=["read_block"])


def _adopt_one(contract: Contract, seen: Seen) -> None:
    said = event_of(seen.event)
    if said is None:
        return
    origin, size, root = said
    known = Anchor.objects.filter(
        kind=Kind.EVM, chain=contract.chain, contract=contract.address, size=size
    ).first()
    try:
        published = log_of.checkpoint(size) if known is None else None
    except NoCheckpointError:
        published = None
    ours = known.root if known else published.root.hex() if published else ""
    if origin != origin_hash(contract.origin) or ours != root.hex():
        raise ForeignEventError(
            "The contract has an anchor that is not of this log.", size=size, tx=seen.tx
        )
    if known is None and published is not None:
        anchor = _row(contract, published, State.PENDING)
        anchor.tx = seen.tx
        anchor.save(update_fields=["tx"])


def _chain_gone(contract: Contract, now: datetime) -> None:
    """Keep that what was anchored in a network that is gone does not stand any more."""
    why = ChainGoneError("The network was begun anew.")
    for anchor in _of(contract).exclude(problem_code=why.code):
        following.move(anchor, State.REVERTED, why)
        anchor.failures = following.TRIES
        anchor.save(update_fields=["state", "problem_code", "problem", "failures"])
    stale = Transmission.objects.filter(anchor__in=_of(contract), void_at=None)
    stale.update(void_at=now)


def _lease(contract: Contract, now: datetime) -> Callable[[], None]:
    """Keep other workers away, and return what keeps them away for longer."""
    contract.lease = secrets.token_hex(16)
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    rows = Contract.objects.filter(pk=contract.pk)
    if not rows.filter(free).update(lease=contract.lease, leased_until=now + LEASE):
        raise BusyError("Another worker is visiting the network.")

    def renew() -> None:
        until = timezone.now() + LEASE
        if not rows.filter(lease=contract.lease).update(leased_until=until):
            raise BusyError("Another worker is visiting the network.")

    return renew


def _note(contract: Contract, now: datetime, error: SkillmarkError | None) -> None:
    """Keep how the visit went, and when the next one may be."""
    down = isinstance(error, NodeDownError)
    contract.failures = contract.failures + 1 if down else 0
    wait = min(FIRST_WAIT * 2 ** min(contract.failures, 10), LONGEST_WAIT)
    contract.retry_at = now + wait if down else None
    contract.problem_code, contract.problem = (error.code, error.message) if error else ("", "")
    contract.visited_at = now
    contract.save(
        update_fields=[
            "failures",
            "retry_at",
            "problem_code",
            "problem",
            "visited_at",
            "head",
            "sender",
            "balance",
        ]
    )
