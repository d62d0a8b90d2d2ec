"""One person held against one rule: what they have, whether it stands, when to look again.

Values in, values out; the rows are `services.awarding`'s.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from skillmark.core.stack import Decisions, HistoryItem, Rule, RuleVerdict, Standing, evaluate
from skillmark.core.stack.standing import turns
from skillmark.platform.pathways.history import Held


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of one person.

    Attributes:
        verdict: on the rule, now.
        counted: the credentials that count in it, by address.
        next_look: when time alone may change the verdict, or None.
    """

    verdict: RuleVerdict
    counted: tuple[Held, ...]
    next_look: datetime | None

    @property
    def email(self) -> str:
        """The address most of what counts was awarded to, the first by spelling of several."""
        said = Counter(held.email for held in self.counted if held.email)
        return min(said, key=lambda email: (-said[email], email), default="")

    @property
    def name(self) -> str:
        """The person's name as the newest credential that counts says it."""
        newest = max(self.counted, key=lambda held: (held.item.valid_from, held.url))
        return newest.name


def look(
    rule: Rule, held: Sequence[Held], decisions: Decisions | None, now: datetime
) -> Looked:
    """Hold what somebody has against a rule.

    Args:
        rule: the rule.
        held: what they hold.
        decisions: what is recognised of it, and as what.
        now: the moment, with a zone.
    """
    items = recognised(held, decisions)
    verdict = evaluate(rule, items, now)
    by_id = {one.item.credential: one for one in held}
    counted = tuple(sorted((by_id[name] for name in verdict.counted), key=lambda one: one.url))
    return Looked(verdict, counted, _next_look(rule, items, now))


def still_stands(
    rule: Rule,
    held: Sequence[Held],
    decisions: Decisions | None,
    *,
    awarded_at: datetime,
    now: datetime,
) -> bool:
    """Say whether what earned a final stands: by what is held now, or as it was then.

    What was revoked, suspended or has expired since does not count as of then either; a window
    of time in the rule that has passed since changes nothing.
    """
    items = recognised(held, decisions)
    if evaluate(rule, items, now).satisfied:
        return True
    return evaluate(rule, [_as_now(item, now) for item in items], awarded_at).satisfied


def recognised(held: Iterable[Held], decisions: Decisions | None) -> list[HistoryItem]:
    """Return what somebody holds as the organisation recognises it."""
    items = [one.item for one in held]
    return items if decisions is None else decisions.applied(items)


def _as_now(item: HistoryItem, now: datetime) -> HistoryItem:
    over = item.valid_until is not None and now > item.valid_until
    if item.standing is Standing.ACTIVE and over:
        return replace(item, standing=Standing.EXPIRED)
    return item


def _next_look(rule: Rule, items: Iterable[HistoryItem], now: datetime) -> datetime | None:
    moments = (
        moment
        for item in items
        for name in item.achievements
        for index in rule.leaves.get(name, ())
        for moment in turns(rule.nodes[index], item)
    )
    return min((moment for moment in moments if moment > now), default=None)
