"""Whom a verifier believes: logs, witnesses, and how many of them (C2SP tlog-policy).

Pure. A policy is a small text file that travels with the verifier, so a proof is judged without
any network. Its ``quorum`` also says what time is proven: the earliest at which the quorum had
seen the checkpoint.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.log.errors import LogPolicyError, NoteKeyError
from skillmark.core.log.note import NoteKey, Use

MAX_BYTES: Final = 65_536
NONE: Final = "none"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_COUNT: Final = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
_FEWEST, _MOST = 2, 3  # words after `log`; a witness has one more in front


@dataclass(frozen=True, slots=True)
class Named:
    """A log or a witness: its key, and where it is, if the policy says so."""

    key: NoteKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Witnesses or groups of which ``needed`` must have seen a checkpoint."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogPolicy:
    """A trust policy.

    Attributes:
        logs: accepted; their key names are their origins.
        witnesses: by the name that the policy gives them.
        groups: by name, each after its members.
        quorum: the name of a witness or group, or ``none``.
    """

    logs: tuple[Named, ...]
    witnesses: Mapping[str, Named]
    groups: Mapping[str, Group]
    quorum: str

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a policy file.

        Raises:
            LogPolicyError: not UTF-8, a line of another form, a name or key that is not there
                or there twice, or not exactly one quorum.
        """
        if len(data) > MAX_BYTES:
            raise LogPolicyError(f"A policy has at most {MAX_BYTES} bytes.", length=len(data))
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise LogPolicyError("A policy is UTF-8.") from None
        if _CONTROL.search(text) or (text and not text.endswith("\n")):
            raise LogPolicyError("A policy is lines without control characters.")
        reading = _Reading()
        for number, line in enumerate(text.split("\n"), start=1):
            words = [word for word in re.split(r"[ \t]+", line) if word]
            if words and not words[0].startswith("#"):
                reading.take(number, words)
        if reading.quorum is None:
            raise LogPolicyError("A policy says which quorum it wants.")
        return cls(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)

    def to_bytes(self) -> bytes:
        """Return a policy file that reads as this policy."""
        lines = [_words("log", str(log.key), log.url) for log in self.logs]
        lines += [
            _words("witness", name, str(witness.key), witness.url)
            for name, witness in self.witnesses.items()
        ]
        lines += [
            _words("group", name, str(group.needed), *group.members)
            for name, group in self.groups.items()
        ]
        return "".join(f"{line}\n" for line in (*lines, f"quorum {self.quorum}")).encode()

    def keys_of(self, origin: str) -> tuple[NoteKey, ...]:
        """Return the keys of a log, none when it is not accepted."""
        return tuple(log.key for log in self.logs if log.key.name == origin)

    def met_at(self, times: Mapping[str, int]) -> int | None:
        """Return when the quorum was met, in POSIX seconds, or None when it was not.

        Args:
            times: of cosignatures, by the policy's names of their witnesses.

        With ``quorum none`` nothing is needed and no time is proven: the answer is 0.
        """
        return 0 if self.quorum == NONE else self._seen_at(self.quorum, times)

    def _seen_at(self, name: str, times: Mapping[str, int]) -> int | None:
        group = self.groups.get(name)
        if group is None:
            return times.get(name)
        answers = (self._seen_at(member, times) for member in group.members)
        found = sorted(time for time in answers if time is not None)
        return found[group.needed - 1] if len(found) >= group.needed else None


class _Reading:
    """What was read of a policy so far."""

    def __init__(self) -> None:
        self.logs: list[Named] = []
        self.witnesses: dict[str, Named] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self._grouped: set[str] = set()

    def take(self, number: int, words: list[str]) -> None:
        kinds = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._quorum,
        }
        kind = kinds.get(words[0])
        if kind is None:
            raise LogPolicyError(f"Line {number} begins with no word we know.", line=number)
        try:
            kind(words[1:])
        except (LogPolicyError, NoteKeyError) as error:
            raise LogPolicyError(f"Line {number}: {error.message}", line=number) from error

    def _log(self, words: list[str]) -> None:
        named = _named(words, Use.NOTE)
        if any(named.key.public == log.key.public for log in self.logs):
            raise LogPolicyError("The key of the log is there already.")
        self.logs.append(named)

    def _witness(self, words: list[str]) -> None:
        named = _named(words[1:], Use.COSIGNATURE)
        self._check_new(words[0])
        if any(named.key.public == one.key.public for one in self.witnesses.values()):
            raise LogPolicyError("The key of the witness is there already.")
        self.witnesses[words[0]] = named

    def _group(self, words: list[str]) -> None:
        if len(words) < _MOST:
            raise LogPolicyError("A group has a name, a number and members.")
        name, count, *members = words
        self._check_new(name)
        for member in members:
            if member not in self.witnesses and member not in self.groups:
                raise LogPolicyError("A member of the group is not defined above.", name=member)
            if member in self._grouped:
                raise LogPolicyError("A name is a member more than once.", name=member)
            self._grouped.add(member)
        needed = {"any": 1, "all": len(members)}.get(count)
        if needed is None:
            needed = int(count) if _COUNT.fullmatch(count) else 0
        if not 1 <= needed <= len(members):
            raise LogPolicyError("A group needs at least one member, at most all.")
        self.groups[name] = Group(needed, tuple(members))

    def _quorum(self, words: list[str]) -> None:
        known = len(words) == 1 and (
            words[0] == NONE or words[0] in self.witnesses or words[0] in self.groups
        )
        if not known or self.quorum is not None:
            raise LogPolicyError("There is one quorum, and its name is defined above it.")
        self.quorum = words[0]

    def _check_new(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise LogPolicyError("The name is taken.", name=name)


def _named(words: list[str], use: Use) -> Named:
    if not 1 <= len(words) < _MOST:
        raise LogPolicyError("There is a verifier key, and at most an address after it.")
    key = NoteKey.parse(words[0])
    if key.use is not use:
        raise LogPolicyError("The key is for another use.", name=key.name)
    return Named(key, words[1] if len(words) == _FEWEST else "")


def _words(*words: str) -> str:
    return " ".join(word for word in words if word)
