"""What the check of an anchor answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """How far an anchor is proven."""

    PROVEN = "proven"  # in a block that the verifier's policy trusts
    UNKNOWN = "unknown"  # well made, but nothing here says that its block is one of the chain
    FAILED = "failed"  # it does not prove what it claims


@dataclass(frozen=True, slots=True)
class AnchorVerdict:
    """The answer.

    Attributes:
        standing: how far it is proven.
        code: stable and dotted, such as ``anchor.evm_block_unknown``.
        reason: one sentence for a person.
        at: the time of the block, which counts only when it is proven; with a zone.
        facts: what the sentence speaks of, JSON scalars only.
    """

    standing: Standing
    code: str
    reason: str
    at: datetime | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)
