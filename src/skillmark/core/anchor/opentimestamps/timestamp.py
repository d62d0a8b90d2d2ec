"""A time stamp: all ways from one message to attestations, as a set of paths.

In a file the paths share their beginnings and form a tree; here each way stands for itself,
which makes joining two time stamps the union of two sets. Read and written without recursion
over the depth of a file that came from outside.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, Self

from skillmark.core.anchor.opentimestamps import attestations
from skillmark.core.anchor.opentimestamps.attestations import Attestation
from skillmark.core.anchor.opentimestamps.codec import Reader
from skillmark.core.anchor.opentimestamps.errors import (
    OtsFormatError,
    OtsLimitError,
    OtsOtherMessageError,
)
from skillmark.core.anchor.opentimestamps.operations import SLOW, Operation

MAX_BYTES: Final = 32_768  # of a file or of a calendar's answer
MAX_DEPTH: Final = 255  # operations from the message to an attestation
MAX_PATHS: Final = 64  # attestations
MAX_SLOW: Final = 65_536  # bytes that go through hashes without a fast implementation

_ATTESTATION: Final = 0x00
_FORK: Final = 0xFF


@dataclass(frozen=True, slots=True)
class Path:
    """One way: the operations, and who attests what they make of the message."""

    operations: tuple[Operation, ...]
    attestation: Attestation


@dataclass(frozen=True, slots=True)
class Timestamp:
    """All ways from a message.

    Attributes:
        message: where they begin.
        paths: put into the order in which they are written.
        attested: what each of the paths leads to, in the same order.

    Raises:
        OtsLimitError: no way, or too many, one too long, or one that is too much work.
        OtsOperationError: a way cannot be gone.
    """

    message: bytes
    paths: tuple[Path, ...]
    attested: tuple[bytes, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= len(self.paths) <= MAX_PATHS:
            raise OtsLimitError("A time stamp has 1 to 64 attestations.", count=len(self.paths))
        for path in self.paths:
            if len(path.operations) > MAX_DEPTH:
                raise OtsLimitError("The time stamp is too deep.", depth=len(path.operations))
        ways = _Walk().ways(list(self.paths), 0, self.message)
        object.__setattr__(self, "paths", tuple(path for path, _ in ways))
        object.__setattr__(self, "attested", tuple(message for _, message in ways))

    @classmethod
    def of(cls, message: bytes, paths: frozenset[Path] | set[Path]) -> Self:
        """Return the time stamp with these ways."""
        return cls(message, tuple(paths))

    @classmethod
    def parse(cls, data: bytes, message: bytes) -> Self:
        """Read a time stamp without a head, as calendars answer it.

        Args:
            data: the bytes.
            message: which it is of; the bytes do not say.

        Raises:
            OtsError: malformed, too large, or not in its only spelling.
        """
        if len(data) > MAX_BYTES:
            raise OtsLimitError("The time stamp is too large.", length=len(data))
        reader = Reader(data)
        paths = _read(reader)
        if not reader.done:
            raise OtsFormatError("Something stands behind the time stamp.")
        found = cls.of(message, set(paths))
        if found.to_bytes() != data:
            raise OtsFormatError("The time stamp is not in its only spelling.")
        return found

    def to_bytes(self) -> bytes:
        """Return the time stamp without a head."""
        return bytes(_written(list(self.paths), 0))

    def merged(self, other: Self) -> Self:
        """Return the time stamp with the ways of both.

        Raises:
            OtsOtherMessageError: the other is of another message.
            OtsLimitError: together they are too many.
        """
        if other.message != self.message:
            raise OtsOtherMessageError("The two time stamps are of different messages.")
        return type(self).of(self.message, {*self.paths, *other.paths})

    def before(self, *operations: Operation, message: bytes) -> Self:
        """Return the time stamp of ``message``, of which ``operations`` make this one's.

        Raises:
            OtsOtherMessageError: they make another message of it.
        """
        start = message
        for operation in operations:
            start = operation.apply(start)
        if start != self.message:
            raise OtsOtherMessageError("The operations do not lead to this time stamp.")
        longer = {
            Path((*operations, *path.operations), path.attestation) for path in self.paths
        }
        return type(self).of(message, longer)


def _read(reader: Reader) -> list[Path]:
    """Return the paths in the order of the file; a fork goes on after its first branch ended."""
    paths: list[Path] = []
    open_nodes: list[tuple[Operation, ...]] = [()]
    while open_nodes:
        node = open_nodes.pop()
        tag = reader.byte()
        if tag == _FORK:
            open_nodes.append(node)
            tag = reader.byte()
        if tag == _ATTESTATION:
            paths.append(Path(node, attestations.read(reader)))
        elif len(node) == MAX_DEPTH:
            raise OtsLimitError("The time stamp is too deep.", depth=MAX_DEPTH)
        else:
            open_nodes.append((*node, Operation.read(reader, tag)))
        if len(paths) + len(open_nodes) > MAX_PATHS + 1:
            raise OtsLimitError("The time stamp has too many branches.")
    return paths


def _branches(paths: list[Path], depth: int) -> tuple[list[Path], list[list[Path]]]:
    """Return the paths that end at a depth, and those that go on, by their next operation."""
    ends = [path for path in paths if len(path.operations) == depth]
    onward: dict[Operation, list[Path]] = defaultdict(list)
    for path in paths:
        if len(path.operations) > depth:
            onward[path.operations[depth]].append(path)
    ends.sort(key=lambda path: attestations.order(path.attestation))
    return ends, [onward[operation] for operation in sorted(onward)]


class _Walk:
    """Goes all ways once, sharing what they share, and counts the work."""

    def __init__(self) -> None:
        self._slow = 0

    def ways(self, paths: list[Path], depth: int, message: bytes) -> list[tuple[Path, bytes]]:
        """Return paths below a node, in written order, and their ends; recursion at forks only."""
        ends, onward = _branches(paths, depth)
        while not ends and len(onward) == 1:
            message = self._step(onward[0][0].operations[depth], message)
            depth += 1
            ends, onward = _branches(onward[0], depth)
        found = [(path, message) for path in ends]
        for group in onward:
            after = self._step(group[0].operations[depth], message)
            found += self.ways(group, depth + 1, after)
        return found

    def _step(self, operation: Operation, message: bytes) -> bytes:
        if operation.tag in SLOW:
            self._slow += len(message)
            if self._slow > MAX_SLOW:
                raise OtsLimitError("The time stamp is too much work.", most=MAX_SLOW)
        return operation.apply(message)


def _written(paths: list[Path], depth: int) -> bytearray:
    """Return the paths below a node as bytes; recursion only at forks."""
    data = bytearray()
    ends, onward = _branches(paths, depth)
    while not ends and len(onward) == 1:
        data += onward[0][0].operations[depth].to_bytes()
        depth += 1
        ends, onward = _branches(onward[0], depth)
    items = [bytes([_ATTESTATION]) + attestations.to_bytes(path.attestation) for path in ends]
    items += [
        group[0].operations[depth].to_bytes() + bytes(_written(group, depth + 1))
        for group in onward
    ]
    for item in items[:-1]:
        data += bytes([_FORK]) + item
    return data + items[-1]
