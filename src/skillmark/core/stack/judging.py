"""How the nodes of a rule are judged, from the leaves up. See `evaluation` for what it is for.

A node is looked at from a `Scope`: one issuer only, or without the credentials that count
elsewhere already. What was judged without such bounds is kept, node by node, so that after a
change only the nodes above it are judged again (`engine`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from skillmark.core.stack import matching
from skillmark.core.stack.history import HistoryItem
from skillmark.core.stack.rule import Kind, Node, Rule, unit_key
from skillmark.core.stack.standing import FURTHEST, Reason, against

type Counted = dict[str, HistoryItem]
"""Credentials by their id, each once."""

type Held = Mapping[str, Mapping[str, HistoryItem]]
"""Credentials by achievement and id."""

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_NOBODY: Final[frozenset[str]] = frozenset()


class Choice(NamedTuple):
    """One node judged: what was chosen in it, and its parts as they were judged for that.

    A tuple, for it is made dozens of times for each learner, and a dataclass takes thrice as long.
    """

    node: Node
    met: bool
    have: Decimal
    counted: Counted
    reason: Reason
    parts: tuple["Choice", ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """From where a node is looked at.

    Attributes:
        issuer: the one issuer that counts here, or None.
        taken: credentials that count elsewhere already.
        unit: of the credits that are being gathered, or None.
    """

    issuer: str | None = None
    taken: frozenset[str] = _NOBODY
    unit: str | None = None


WHOLE: Final = Scope()


class Judging:
    """One history at one moment.

    What was judged from the `WHOLE` scope is kept, and can be forgotten again node by node.

    Attributes:
        at: the moment, in UTC.
    """

    def __init__(self, rule: Rule, held: Held, at: datetime) -> None:
        """Take a history.

        Args:
            rule: the rule.
            held: the credentials the rule asks for; may change, if what depends on it is
                forgotten.
            at: the moment to judge for, with a zone.

        Raises:
            ValueError: ``at`` has no zone.
        """
        if at.tzinfo is None:
            raise ValueError("the moment of an evaluation has a zone")
        self._rule = rule
        self._held = held
        self.at = at.astimezone(UTC)
        self._good: dict[int, tuple[HistoryItem, ...]] = {}
        self._kept: dict[int, dict[str | None, Choice]] = {}

    def root(self) -> Choice:
        """Return the judgement on the whole rule."""
        return self._judge(self._rule.root, WHOLE)

    def forget(self, leaf: int) -> None:
        """Forget what depends on the credentials at a leaf."""
        self._good.pop(leaf, None)
        for index in (leaf, *self._rule.above[leaf]):
            self._kept.pop(index, None)

    def _judge(self, node: Node, scope: Scope) -> Choice:
        if scope.issuer is not None or scope.taken:
            return self._look(node, scope)
        kept = self._kept.setdefault(node.index, {})
        known = kept.get(scope.unit)
        if known is None:
            known = kept[scope.unit] = self._look(node, scope)
        return known

    def _look(self, node: Node, scope: Scope) -> Choice:
        if node.same_issuer and scope.issuer is None and not node.single:
            return self._same_issuer(node, scope)
        return self._plainly(node, scope)

    def _plainly(self, node: Node, scope: Scope) -> Choice:
        match node.kind:
            case Kind.ACHIEVEMENT:
                return self._achievement(node, scope)
            case Kind.ALL:
                return self._all(node, scope)
            case Kind.ANY:
                return self._any(node, scope)
            case Kind.AT_LEAST:
                return self._at_least(node, scope)
        return self._credits(node, scope)

    def _same_issuer(self, node: Node, scope: Scope) -> Choice:
        """Judge for each issuer by itself, and take the best; among equals the first DID."""
        every = self._plainly(node, scope)
        issuers = sorted({item.issuer for item in self._candidates(node, scope)})
        if not issuers:
            return every
        found = [self._plainly(node, replace(scope, issuer=issuer)) for issuer in issuers]
        best = max(found, key=lambda choice: _worth(choice, scope.unit))
        if every.met and not best.met:
            return best._replace(reason=Reason.SEVERAL_ISSUERS)
        return best

    def _achievement(self, node: Node, scope: Scope) -> Choice:
        usable = self._usable(node, scope)
        if not usable:
            return Choice(node, False, _ZERO, {}, self._why(node, scope))  # noqa: FBT003
        return _held(node, max(usable, key=lambda item: _credits(item, scope.unit)))

    def _all(self, node: Node, scope: Scope) -> Choice:
        parts = tuple([self._judge(child, scope) for child in node.children])
        return _counting(node, parts, Reason.PART_MISSING)

    def _any(self, node: Node, scope: Scope) -> Choice:
        parts = tuple([self._judge(child, scope) for child in node.children])
        met = [part for part in parts if part.met]
        if not met:
            return Choice(node, False, _ZERO, {}, Reason.NO_ALTERNATIVE, parts)  # noqa: FBT003
        best = max(met, key=lambda part: _total(part.counted, scope.unit))
        return Choice(node, True, _ONE, best.counted, Reason.MET, parts)  # noqa: FBT003

    def _at_least(self, node: Node, scope: Scope) -> Choice:
        """Parts that take one credential come first: no other choice fulfils more of them."""
        found = self._share_out(node, scope)
        found |= self._in_turn(node, _without(scope, found.values()))
        found |= self._left_over(node, _without(scope, found.values()), found)
        parts = tuple([found[child.index] for child in node.children])
        return _counting(node, parts, Reason.TOO_FEW)

    def _credits(self, node: Node, scope: Scope) -> Choice:
        """Parts that take several credentials come first: whatever they take counts as well."""
        unit = unit_key(node.unit)
        scope = replace(scope, unit=unit)
        found = self._in_turn(node, scope)
        found |= self._share_out(node, _without(scope, found.values()), worth=unit)
        left = self._left_over(node, _without(scope, found.values()), found)
        found |= {index: _worthless(part) for index, part in left.items()}
        parts = tuple([found[child.index] for child in node.children])
        counted = _union(parts)
        total = _total(counted, unit)
        met = total >= node.need
        reason = Reason.MET if met else Reason.TOO_FEW_CREDITS
        return Choice(node, met, total, counted, reason, parts)

    def _share_out(
        self, node: Node, scope: Scope, *, worth: str | None = None
    ) -> dict[int, Choice]:
        """Return the parts of one credential each that get one, as many or as dear as can be."""
        singles = [child for child in node.children if child.single]
        wanted = {
            child.index: [
                item
                for item in self._candidates(child, scope)
                if worth is None or _credits(item, worth) > 0
            ]
            for child in singles
        }
        items = {item.credential: item for found in wanted.values() for item in found}
        if not items:
            return {}
        best = sorted(items.values(), key=_standing_longest)
        best.sort(key=lambda item: -_credits(item, scope.unit))
        placed = matching.assign(wanted, best)
        return {
            child.index: self._given(child, placed[child.index], scope)
            for child in singles
            if child.index in placed
        }

    def _in_turn(self, node: Node, scope: Scope) -> dict[int, Choice]:
        """Return the parts of several credentials, each without what the earlier ones took."""
        found: dict[int, Choice] = {}
        for child in node.children:
            if not child.single:
                found[child.index] = self._judge(child, _without(scope, found.values()))
        return found

    def _left_over(
        self, node: Node, scope: Scope, found: Mapping[int, Choice]
    ) -> dict[int, Choice]:
        left = [child for child in node.children if child.index not in found]
        return {child.index: self._judge(child, scope) for child in left}

    def _given(self, node: Node, item: HistoryItem, scope: Scope) -> Choice:
        """Return the judgement on a part of one credential that was given this one."""
        if node.kind is Kind.ACHIEVEMENT:
            return _held(node, item)
        parts: list[Choice] = []
        given = False
        for child in node.children:
            fits = not given and item in self._candidates(child, scope)
            given = given or fits
            judged = self._given(child, item, scope) if fits else self._judge(child, scope)
            parts.append(judged)
        counted = {item.credential: item}
        return Choice(node, True, _ONE, counted, Reason.MET, tuple(parts))  # noqa: FBT003

    def _candidates(self, node: Node, scope: Scope) -> list[HistoryItem]:
        """Return the credentials that count at a leaf inside a node, each once."""
        if node.kind is Kind.ACHIEVEMENT:
            return list(self._usable(node, scope))
        found: Counted = {}
        for leaf in self._rule.nodes[node.index : node.end]:
            if leaf.kind is Kind.ACHIEVEMENT:
                found |= {item.credential: item for item in self._usable(leaf, scope)}
        return list(found.values())

    def _usable(self, leaf: Node, scope: Scope) -> tuple[HistoryItem, ...]:
        """Return the credentials that count at a leaf, the one that stands longest first."""
        held = self._held.get(leaf.achievement)
        if not held:
            return ()
        good = self._good.get(leaf.index)
        if good is None:
            counting = [item for item in held.values() if against(leaf, item, self.at) is None]
            good = self._good[leaf.index] = tuple(sorted(counting, key=_standing_longest))
        if scope.issuer is None and not scope.taken:
            return good
        return tuple([item for item in good if _bounds(item, scope) is None])

    def _why(self, leaf: Node, scope: Scope) -> Reason:
        held = self._held.get(leaf.achievement)
        if not held:
            return Reason.MISSING
        reasons = [
            against(leaf, item, self.at) or _bounds(item, scope) for item in held.values()
        ]
        found = [reason for reason in reasons if reason is not None]
        return max(found, key=FURTHEST.__getitem__)


def _bounds(item: HistoryItem, scope: Scope) -> Reason | None:
    """Return why a credential is out of a scope, or None."""
    if scope.issuer is not None and item.issuer != scope.issuer:
        return Reason.ISSUER
    return Reason.COUNTED_ELSEWHERE if item.credential in scope.taken else None


def _held(node: Node, item: HistoryItem) -> Choice:
    return Choice(node, True, _ONE, {item.credential: item}, Reason.MET)  # noqa: FBT003


def _counting(node: Node, parts: tuple[Choice, ...], otherwise: Reason) -> Choice:
    """Return the judgement on a node that needs a number of its parts."""
    have = Decimal([part.met for part in parts].count(True))
    met = have >= node.need
    return Choice(node, met, have, _union(parts), Reason.MET if met else otherwise, parts)


def _union(parts: Iterable[Choice]) -> Counted:
    found: Counted = {}
    for part in parts:
        if part.met:
            found |= part.counted
    return found


def _without(scope: Scope, parts: Iterable[Choice]) -> Scope:
    """Return the scope of whoever comes after these parts took theirs."""
    taken = frozenset(_union(parts))
    return replace(scope, taken=scope.taken | taken) if taken else scope


def _worthless(part: Choice) -> Choice:
    """Return a part for which there is a credential, yet none that brings credits."""
    if not part.met:
        return part
    return part._replace(met=False, have=_ZERO, counted={}, reason=Reason.NO_CREDITS)


def _standing_longest(item: HistoryItem) -> tuple[bool, float, int, str]:
    """Return the key that puts a credential first which holds longest, then the earliest."""
    until = item.valid_until
    end = 0.0 if until is None else -until.timestamp()
    return until is not None, end, item.achieved.toordinal(), item.credential


def _credits(item: HistoryItem, unit: str | None) -> Decimal:
    return _ZERO if unit is None else item.credits.get(unit, _ZERO)


def _total(counted: Counted, unit: str | None) -> Decimal:
    return sum([_credits(item, unit) for item in counted.values()], _ZERO)


def _worth(choice: Choice, unit: str | None) -> tuple[bool, Decimal, Decimal]:
    """Return how good a judgement is for whoever chooses between several."""
    progress = min(choice.have, choice.node.need) / choice.node.need
    return choice.met, _total(choice.counted, unit), progress
