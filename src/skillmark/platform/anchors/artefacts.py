"""The compiled contracts that the package ships, and the calls to them.

The sources lie in ``contracts/`` of the repository; ``tools/build_contracts.py`` makes these files
with the pinned compiler, and a test makes them again and compares.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from skillmark.core import jsonio

FOLDER: Final = Path(__file__).parent / "contracts"
WORD: Final = 32  # bytes of an argument


class Mode(StrEnum):
    """What a contract keeps."""

    EVENT = "event"  # nothing: less than 24,000 gas, and readers check that sizes grow
    STORED = "stored"  # the newest size and root: the contract checks that sizes grow


@dataclass(frozen=True, slots=True)
class Artefact:
    """A compiled contract.

    Attributes:
        name: as in its source.
        compiler: name and version.
        source_sha256: of the source, hexadecimal.
        bytecode: what is sent to deploy it, without its argument.
        methods: first four bytes of each call, by its signature.
    """

    name: str
    compiler: str
    source_sha256: str
    bytecode: bytes
    methods: dict[str, bytes]


_NAMES: Final = {Mode.EVENT: "EventAnchor", Mode.STORED: "StoredAnchor"}
ANCHOR: Final = "anchor(uint64,bytes32)"


@cache
def of(mode: Mode) -> Artefact:
    """Return the contract of a mode."""
    data = jsonio.load_object((FOLDER / f"{_NAMES[mode]}.json").read_bytes())
    methods = data["methods"]
    assert isinstance(methods, dict)  # noqa: S101 - our own file
    return Artefact(
        name=str(data["name"]),
        compiler=str(data["compiler"]),
        source_sha256=str(data["sourceSha256"]),
        bytecode=bytes.fromhex(str(data["bytecode"])[2:]),
        methods={name: bytes.fromhex(str(begin)[2:]) for name, begin in methods.items()},
    )


def deployment(mode: Mode, origin_hash: bytes) -> bytes:
    """Return the data of the transaction that deploys a contract for one log."""
    return of(mode).bytecode + origin_hash.rjust(WORD, b"\x00")


def anchoring(size: int, root: bytes) -> bytes:
    """Return the call that anchors a checkpoint: 68 bytes in both modes."""
    return of(Mode.EVENT).methods[ANCHOR] + size.to_bytes(WORD, "big") + root


def asking(name: str) -> bytes:
    """Return the call of a question without arguments: ``owner``, ``origin`` or ``size``."""
    return of(Mode.STORED).methods[f"{name}()"]
