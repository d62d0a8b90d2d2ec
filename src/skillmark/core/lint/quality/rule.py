"""A rule of a quality profile, and how one is written down.

A rule is a function from a definition to yes or no with a docstring that cites its source:

    @required("quality.eu.title_missing", "title", *wording.TITLE)
    def title(definition: Definition) -> bool:
        (docstring) Annex I, mandatory elements: title of the micro-credential.
        return is_given(definition.title)

A rule about presence must not depend on anything but its own fields, so that saying more never
makes something missing. A rule about a value applies only where the value is there.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skillmark.core.lint.quality.definition import Definition

type Condition = Callable[[Definition], bool]


class Level(StrEnum):
    """How much a profile asks for something."""

    REQUIRED = "required"
    ADVISED = "advised"


class Fault(StrEnum):
    """What is the matter with a field."""

    MISSING = "missing"
    WRONG = "wrong"
    UNKNOWN = "unknown"  # the source of the definition has no place for it


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a profile asks.

    Attributes:
        code: stable, ``quality.<profile>.<what>``; ends in ``_missing`` for presence.
        level: required, or advised.
        fields: the attributes of `Definition` it looks at; the first is the one to mend.
        title: the state of things when it passes, a sentence.
        advice: what to do when it does not.
        source: clause, and what could not be confirmed.
        passes: says yes when the definition keeps it.
        applies: says no where there is nothing to judge.
    """

    code: str
    level: Level
    fields: tuple[str, ...]
    title: str
    advice: str
    source: str
    passes: Condition
    applies: Condition

    @property
    def profile(self) -> str:
        """Return the key of the profile it belongs to."""
        return self.code.split(".")[1]

    @property
    def field(self) -> str:
        """Return the attribute of `Definition` that mends it."""
        return self.fields[0]

    @property
    def fault(self) -> Fault:
        """Return what it finds when it does not pass."""
        return Fault.MISSING if self.code.endswith("_missing") else Fault.WRONG


def _always(_definition: Definition) -> bool:
    return True


def _writer(level: Level) -> Callable[..., Callable[[Condition], Rule]]:
    def write(
        code: str, fields: str, title: str, advice: str, *, applies: Condition = _always
    ) -> Callable[[Condition], Rule]:
        def wrap(passes: Condition) -> Rule:
            source = " ".join((inspect.getdoc(passes) or "").split())
            names = tuple(fields.split())
            return Rule(code, level, names, title, advice, source, passes, applies)

        return wrap

    return write


required: Final = _writer(Level.REQUIRED)
advised: Final = _writer(Level.ADVISED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A framework's demands on a definition.

    Attributes:
        key: short, as on the command line.
        name: what it is called.
        about: who asks for it and why, a sentence.
        source: the text that its rules cite.
        url: where that text is published.
        note: how far the text could be confirmed; empty when all of it was.
        at_issue: demands that are met by issuing with Skillmark, sentences.
        by_hand: demands that no program can look at, sentences.
        rules: in the order in which a person fills in a form.
    """

    key: str
    name: str
    about: str
    source: str
    url: str
    note: str = ""
    at_issue: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    rules: tuple[Rule, ...]
