"""Rules of a result: it answers one description of the same achievement (§B.1 Result)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.values import as_number
from skillmark.core.badges.vocabulary import NUMERIC_RESULTS, ResultType

_SHOWN_VALUES: Final = 8


def problems(subject: Node, achievement: Node) -> Iterator[Problem]:
    """Yield the problems of the subject's results."""
    described = {entry.text("id"): entry for entry in achievement.children("resultDescription")}
    for result in subject.children("result"):
        yield from _says_something(result)
        target = result.text("resultDescription")
        if target is None:
            continue
        description = described.get(target)
        if description is None:
            message = f"The achievement describes no result “{target}”."
            yield result.problem("result_undescribed", "resultDescription", message)
        else:
            yield from _answers(result, description)


def value_reason(description: Node, value: str) -> str:
    """Return why a ResultDescription does not take a value, in a sentence, or "".

    Args:
        description: a ResultDescription object.
        value: the result's value, as text.
    """
    allowed = [text for text, _ in description.texts("allowedValue")]
    if allowed:
        if value in allowed:
            return ""
        listed = ", ".join(f"“{text}”" for text in allowed[:_SHOWN_VALUES])
        more = " and others" if len(allowed) > _SHOWN_VALUES else ""
        return f"“{value}” is not allowed as a result. Allowed: {listed}{more}."
    return _number_reason(description, value)


def _number_reason(description: Node, value: str) -> str:
    """Return why a value without a list of allowed ones is refused, or ""."""
    number, kind = as_number(value), description.text("resultType")
    low = as_number(description.text("valueMin"))
    high = as_number(description.text("valueMax"))
    if kind == ResultType.PERCENT:
        low = Decimal(0) if low is None else low
        high = Decimal(100) if high is None else high
    bounded = low is not None or high is not None
    if number is None:
        return f"“{value}” must be a number." if bounded or kind in NUMERIC_RESULTS else ""
    if low is not None and number < low:
        return f"“{value}” is less than {low}, the least that is possible."
    if high is not None and number > high:
        return f"“{value}” is more than {high}, the most that is possible."
    return ""


def _says_something(result: Node) -> Iterator[Problem]:
    if not any(result.text(name) for name in ("value", "status", "achievedLevel")):
        message = "The result has no value, no status and no level."
        yield result.problem("result_empty", "", message)


def _answers(result: Node, description: Node) -> Iterator[Problem]:
    value, level = result.text("value"), result.text("achievedLevel")
    reason = value_reason(description, value) if value is not None else ""
    if reason:
        yield result.problem("result_value", "value", reason)
    levels = {entry.text("id") for entry in description.children("rubricCriterionLevel")}
    if level is not None and level not in levels:
        message = f"The level “{level}” is not among the levels of the rubric."
        yield result.problem("result_level", "achievedLevel", message)
    if description.text("resultType") == ResultType.STATUS and result.text("status") is None:
        message = "The result's description asks for a status."
        yield result.problem("result_status_missing", "status", message)
