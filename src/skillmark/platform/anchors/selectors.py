"""What others read of anchors: where a checkpoint is anchored, and the proofs of it."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from skillmark.core import jsonio
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.anchors import following, network, ots_selectors
from skillmark.platform.anchors.models import Anchor, Contract, Kind, State
from skillmark.platform.transparency import selectors as log_of

POLICY_BLOCKS: Final = 5_000  # of one contract in a policy
_NAMES: Final = {
    "eip155:1": "Ethereum",
    "eip155:10": "Optimism",
    "eip155:100": "Gnosis",
    "eip155:137": "Polygon",
    "eip155:8453": "Base",
    "eip155:42161": "Arbitrum One",
    "eip155:11155111": "Sepolia",
    "bitcoin": "Bitcoin",
}


@dataclass(frozen=True, slots=True)
class AnchorView:
    """One anchor, as pages show it.

    Attributes:
        kind: ``evm``, ``ots`` or ``blockcerts``.
        state: ``pending``, ``mined``, ``final`` or ``reverted``.
        size: of the anchored tree.
        root: 64 hexadecimal digits.
        chain: CAIP-2, or ``bitcoin``.
        network: how the chain is called.
        local: it runs on a developer's machine and proves nothing to anybody else.
        contract: address; empty where there is none.
        tx: hash of the transaction; empty while it is in no block.
        block: its height.
        block_hash: 0x and hexadecimal.
        time: of the block.
        confirmations: blocks on top when it was last looked at.
        link: to a page of others about the transaction; empty without one.
        proven: an offline proof is kept.
        problem_code: why it does not go on.
        problem: the same as a sentence.
        given_up: nothing more is done for it.
    """

    kind: str
    state: str
    size: int
    root: str
    chain: str
    network: str
    local: bool
    contract: str
    tx: str
    block: int | None
    block_hash: str
    time: datetime | None
    confirmations: int
    link: str
    proven: bool
    problem_code: str
    problem: str
    given_up: bool

    @property
    def final(self) -> bool:
        """Say whether it may be called anchored."""
        return self.state == State.FINAL

    def to_json(self) -> JsonObject:
        """Return the facts for programs."""
        return {
            "kind": self.kind,
            "state": self.state,
            "size": self.size,
            "root": self.root,
            "chain": self.chain,
            "contract": self.contract,
            "tx": self.tx,
            "block": self.block,
            "time": timestamp.encode(self.time) if self.time else None,
            "confirmations": self.confirmations,
            "problem": self.problem_code,
        }


@dataclass(frozen=True, slots=True)
class Place:
    """The contract in use and how the last visit to its network went.

    Attributes:
        chain: CAIP-2.
        network: how the chain is called.
        local: it runs on a developer's machine.
        address: of the contract.
        mode: ``event`` or ``stored``.
        sender: address of the account that pays.
        balance: on it, in the currency's unit, when last asked; None before.
        low: it is hardly enough for ten anchors more.
        head: newest block then.
        visited_at: when.
        next_at: when a new checkpoint is anchored at the earliest.
        problem_code: what went wrong in the last visit.
        problem: the same as a sentence.
    """

    chain: str
    network: str
    local: bool
    address: str
    mode: str
    sender: str
    balance: float | None
    low: bool
    head: int | None
    visited_at: datetime | None
    next_at: datetime | None
    problem_code: str
    problem: str

    def to_json(self) -> JsonObject:
        """Return the facts for programs."""
        return {
            "chain": self.chain,
            "contract": self.address,
            "mode": self.mode,
            "account": self.sender,
            "balance": self.balance,
            "head": self.head,
            "visited": timestamp.encode(self.visited_at) if self.visited_at else None,
            "problem": self.problem_code,
        }


_WEI: Final = 10**18
_ANCHOR_GAS: Final = 24_000
_SPARE: Final = 10  # anchors that the balance should last for, at the highest fee


def of(size: int) -> list[AnchorView]:
    """Return where a tree of `size` is anchored: of each kind the first anchor that covers it.

    A final one comes before one that is not; each contains the tree of `size`, or is it.
    """
    found = dict[str, Anchor]()
    rows = Anchor.objects.filter(size__gte=size, kind__in=(Kind.EVM, Kind.OTS))
    for row in rows.order_by("size", "created_at"):
        known = found.get(row.kind)
        better = known is not None and known.state != State.FINAL and row.state == State.FINAL
        if (known is None and not following.given_up(row)) or better:
            found[row.kind] = row
    return [view(found[kind]) for kind in sorted(found)]


def newest(*, limit: int) -> list[AnchorView]:
    """Return the newest anchors of the log, of every kind."""
    return [view(row) for row in listed()[:limit]]


def listed() -> QuerySet[Anchor]:
    """Return the rows of the log's anchors, newest first."""
    return Anchor.objects.filter(kind__in=(Kind.EVM, Kind.OTS)).order_by(
        "-size", "-created_at", "-id"
    )


def bundle_items(size: int) -> list[JsonObject]:
    """Return the anchors of a proof bundle whose proof is for a tree of `size`; final ones only."""
    row = (
        Anchor.objects.filter(kind=Kind.EVM, state=State.FINAL, size__gte=size)
        .exclude(proof=None)
        .order_by("size", "created_at")
        .first()
    )
    items = [] if row is None else [_evm_item(row, size)]
    return [*items, *ots_selectors.bundle_items(size)]


def policy_chains() -> list[JsonObject]:
    """Return the ``chains`` of a policy: the contracts, and the blocks of their final anchors.

    Who takes them from this site trusts this site about the network; `skillmark anchor verify
    --policy` asks another node instead.
    """
    chains = list[JsonObject]()
    for contract in Contract.objects.exclude(problem_code="anchors.chain_gone"):
        rows = Anchor.objects.filter(
            kind=Kind.EVM,
            state=State.FINAL,
            chain=contract.chain,
            contract=contract.address,
        ).order_by("-size")
        blocks: JsonObject = {
            str(height): name
            for height, name in rows.values_list("block", "block_hash")[:POLICY_BLOCKS]
        }
        chains.append(
            {
                "chain": contract.chain,
                "contract": contract.address,
                "confirmations": network.limits().confirmations,
                "blocks": blocks,
            }
        )
    return chains


def place() -> Place | None:
    """Return the contract in use; None without one."""
    row = network.contract() if network.configured() else None
    if row is None:
        return None
    wei = int(row.balance) if row.balance else None
    return Place(
        chain=row.chain,
        network=name_of(row.chain),
        local=network.is_local(row.chain),
        address=row.address,
        mode=row.mode,
        sender=row.sender,
        balance=None if wei is None else wei / _WEI,
        low=wei is not None and wei < _SPARE * _ANCHOR_GAS * network.limits().cap,
        head=row.head,
        visited_at=row.visited_at,
        next_at=row.next_at,
        problem_code=row.problem_code,
        problem=row.problem,
    )


def name_of(chain: str) -> str:
    """Return how a chain is called; its CAIP-2 name if it is not one of the usual."""
    return _NAMES.get(chain, chain)


def view(row: Anchor) -> AnchorView:
    """Return a row as a value."""
    return AnchorView(
        kind=row.kind,
        state=row.state,
        size=row.size,
        root=row.root,
        chain=row.chain,
        network=name_of(row.chain),
        local=network.is_local(row.chain),
        contract=row.contract,
        tx=row.tx,
        block=row.block,
        block_hash=row.block_hash,
        time=row.block_time,
        confirmations=row.confirmations,
        link=_link(row),
        proven=row.proof is not None,
        problem_code=row.problem_code,
        problem=row.problem,
        given_up=following.given_up(row),
    )


def _link(row: Anchor) -> str:
    template: str = settings.SKILLMARK.anchor_explorer
    ours = row.kind != Kind.OTS and row.chain == network.chain()
    return template.replace("{tx}", row.tx) if template and ours and row.tx else ""


def _evm_item(row: Anchor, size: int) -> JsonObject:
    hashes = log_of.consistency(size, row.size) if row.size > size else []
    consistency: list[JsonValue] = [base64.b64encode(one).decode() for one in hashes]
    return {
        "type": "EvmAnchor",
        "checkpoint": row.note,
        "consistency": consistency,
        "proof": jsonio.load_object(bytes(row.proof or b"")),
    }
