"""Rules followed event by event: what one event does not touch is not judged again.

A learner's state takes events in any order, repeated, or late: each credential carries a
revision that its source counts up, and the highest one holds. The verdict is always that of
`evaluate` from scratch; a property test says so for random rules and random histories.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from skillmark.core.stack.evaluation import RuleVerdict, verdict_of
from skillmark.core.stack.history import HistoryItem
from skillmark.core.stack.judging import Choice, Judging
from skillmark.core.stack.rule import Rule
from skillmark.core.stack.standing import turns


@dataclass(frozen=True, slots=True)
class Event:
    """What is known of one credential of a learner.

    Attributes:
        credential: its id.
        revision: which of several events on it is the latest; counted up by the source.
        item: what it counts as now, or None when it is gone.
    """

    credential: str
    revision: int
    item: HistoryItem | None = None

    @classmethod
    def held(cls, item: HistoryItem, revision: int) -> "Event":
        """Return the event that a credential was earned or has changed."""
        return cls(item.credential, revision, item)

    @classmethod
    def removed(cls, credential: str, revision: int) -> "Event":
        """Return the event that a credential is gone."""
        return cls(credential, revision)


class LearnerState:
    """How far one learner is with one rule; not to be shared between threads."""

    def __init__(self, rule: Rule) -> None:
        """Begin with a learner who has earned nothing."""
        self._rule = rule
        self._latest: dict[str, Event] = {}
        self._held: dict[str, dict[str, HistoryItem]] = {}
        self._judging: Judging | None = None
        self._since: datetime | None = None
        self._until: datetime | None = None

    @property
    def items(self) -> tuple[HistoryItem, ...]:
        """Every credential that is held, sorted by id."""
        found = [event.item for event in self._latest.values() if event.item is not None]
        return tuple(sorted(found, key=lambda item: item.credential))

    def apply(self, event: Event) -> bool:
        """Take an event.

        Returns:
            Whether the verdict may be another now: False for what is old, repeated, or of no
            achievement the rule asks for.

        Raises:
            ValueError: the event is of another credential than its item.
        """
        if event.item is not None and event.item.credential != event.credential:
            raise ValueError("an event is of the credential it carries")
        before = self._latest.get(event.credential)
        if before is not None and _order(event) <= _order(before):
            return False
        self._latest[event.credential] = event
        old = None if before is None else before.item
        touched = {*self._touched(old), *self._touched(event.item)}
        for name in touched:
            self._put(name, event)
        return bool(touched)

    def apply_all(self, events: Iterable[Event]) -> bool:
        """Take events in the order they come; tell whether the verdict may be another now."""
        changed = False
        for event in events:
            changed = self.apply(event) or changed
        return changed

    def verdict(self, at: datetime) -> RuleVerdict:
        """Return what `evaluate` returns for `items`.

        Raises:
            ValueError: ``at`` has no zone.
        """
        return verdict_of(self._rule, self._root(at))

    def satisfied(self, at: datetime) -> bool:
        """Return whether the rule is fulfilled, without saying why.

        Raises:
            ValueError: ``at`` has no zone.
        """
        return self._root(at).met

    def changes_at(self, at: datetime) -> datetime | None:
        """Return the first moment after `at` at which time alone may change the verdict."""
        return min([turn for turn in self._turns() if turn > at], default=None)

    def _root(self, at: datetime) -> Choice:
        if self._judging is None or not self._covers(at):
            self._judging = Judging(self._rule, self._held, at)
            at = at.astimezone(UTC)
            past = [turn for turn in self._turns() if turn <= at]
            self._since = max(past, default=datetime.min.replace(tzinfo=UTC))
            self._until = self.changes_at(at)
        return self._judging.root()

    def _covers(self, at: datetime) -> bool:
        """Tell whether nothing turns between the moment that was judged for and another."""
        if at.tzinfo is None or self._since is None:
            return False
        return self._since <= at and (self._until is None or at < self._until)

    def _put(self, name: str, event: Event) -> None:
        """Write down a credential under an achievement, and forget what depended on it."""
        held = self._held.setdefault(name, {})
        held.pop(event.credential, None)
        leaves = self._rule.leaves[name]
        if event.item is not None and name in event.item.achievements:
            held[event.credential] = event.item
            self._narrow(event.item, leaves)
        if self._judging is not None:
            for leaf in leaves:
                self._judging.forget(leaf)

    def _narrow(self, item: HistoryItem, leaves: Iterable[int]) -> None:
        """Keep to the time in which a new credential does not turn either."""
        if self._judging is None:
            return
        for leaf in leaves:
            for turn in turns(self._rule.nodes[leaf], item):
                if turn <= self._judging.at:
                    self._since = max(self._since or turn, turn)
                else:
                    self._until = min(self._until or turn, turn)

    def _touched(self, item: HistoryItem | None) -> Iterator[str]:
        if item is not None:
            yield from (name for name in item.achievements if name in self._rule.leaves)

    def _turns(self) -> Iterator[datetime]:
        for name, held in self._held.items():
            for leaf in self._rule.leaves[name]:
                for item in held.values():
                    yield from turns(self._rule.nodes[leaf], item)


class Engine:
    """The states of many learners with one rule; not to be shared between threads."""

    def __init__(self, rule: Rule) -> None:
        """Begin without anybody."""
        self.rule = rule
        self._states: dict[str, LearnerState] = {}

    def apply(self, learner: str, event: Event) -> bool:
        """Take an event of a learner; see `LearnerState.apply`."""
        state = self._states.get(learner)
        if state is None:
            state = self._states[learner] = LearnerState(self.rule)
        return state.apply(event)

    def state(self, learner: str) -> LearnerState:
        """Return the state of a learner; of one nobody has heard of, an empty one."""
        return self._states.get(learner) or LearnerState(self.rule)

    def satisfied(self, at: datetime) -> Iterator[str]:
        """Yield everybody for whom the rule is fulfilled."""
        return (name for name, state in self._states.items() if state.satisfied(at))


def _order(event: Event) -> tuple[int, bool, str]:
    """Return the place of an event among those of one credential.

    Two of one revision should be one; where they are not, their words decide, so that every
    order of arrival ends the same, and what is gone stays gone.
    """
    return event.revision, event.item is None, _spelled(event.item)


def _spelled(item: HistoryItem | None) -> str:
    if item is None:
        return ""
    values = (getattr(item, entry.name) for entry in fields(item))
    return repr([sorted(map(repr, v.items())) if hasattr(v, "items") else v for v in values])
