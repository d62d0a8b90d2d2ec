"""Rules of an achievement's definition (§B.1 Achievement and its parts)."""

from collections.abc import Iterator

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.addresses import is_web
from skillmark.core.badges.rules.result import value_reason
from skillmark.core.badges.rules.values import as_number
from skillmark.core.badges.vocabulary import (
    AchievementType,
    AlignmentTargetType,
    ResultType,
    is_term,
)


def problems(node: Node) -> Iterator[Problem]:
    """Yield the problems of the definition."""
    kind = node.text("achievementType")
    if kind is not None and not is_term(kind, AchievementType):
        message = f"“{kind}” is no achievement type; others must start with “ext:”."
        yield node.problem("achievement_type", "achievementType", message)
    yield from _criteria(node)
    yield from _credits(node)
    yield from _tags(node)
    yield from _related(node)
    for entry in node.children("resultDescription"):
        yield from _result_description(entry)


def _criteria(node: Node) -> Iterator[Problem]:
    """Whoever reads the credential must learn how it is earned."""
    criteria = node.child("criteria")
    if criteria is None:
        return
    page, told = criteria.text("id"), criteria.value.get("narrative")
    if page is None and not told:
        message = "The criteria neither tell how the achievement is earned nor name a page."
        yield node.problem("criteria_empty", "criteria", message)


def _credits(node: Node) -> Iterator[Problem]:
    available = node.number("creditsAvailable")
    if available is not None and available < 0:
        message = "An achievement cannot be worth less than no credits."
        yield node.problem("credits_negative", "creditsAvailable", message)


def _tags(node: Node) -> Iterator[Problem]:
    seen: set[str] = set()
    for tag, path in node.texts("tag"):
        if not tag.strip() or tag in seen:
            reason = "stands twice" if tag.strip() else "is empty"
            yield Problem("ob.tag", path, f"The tag “{tag}” {reason}.")
        seen.add(tag)


def _related(node: Node) -> Iterator[Problem]:
    for other in node.children("related"):
        if other.text("id") == node.text("id"):
            message = "An achievement is not related to itself."
            yield other.problem("related_itself", "id", message)


def alignment(entry: Node) -> Iterator[Problem]:
    """Yield the problems of one alignment, wherever it stands."""
    target, kind = entry.text("targetUrl"), entry.text("targetType")
    if target is not None and not is_web(target):
        message = f"“{target}” is no web address."
        yield entry.problem("alignment_url", "targetUrl", message)
    if kind is not None and not is_term(kind, AlignmentTargetType):
        message = f"“{kind}” is no target type; others must start with “ext:”."
        yield entry.problem("alignment_type", "targetType", message)


def _result_description(entry: Node) -> Iterator[Problem]:
    kind = entry.text("resultType")
    if kind is not None and not is_term(kind, ResultType):
        message = f"“{kind}” is no result type; others must start with “ext:”."
        yield entry.problem("result_type", "resultType", message)
    low, high = as_number(entry.text("valueMin")), as_number(entry.text("valueMax"))
    for name, value in (("valueMin", low), ("valueMax", high)):
        if value is None and entry.text(name) is not None:
            yield entry.problem("result_bound", name, f"“{entry.text(name)}” is no number.")
    if low is not None and high is not None and low > high:
        message = "The smallest value is larger than the largest."
        yield entry.problem("result_bounds_order", "valueMin", message)
    yield from _required(entry)


def _required(entry: Node) -> Iterator[Problem]:
    """What is required must be something that can be reached."""
    required, level = entry.text("requiredValue"), entry.text("requiredLevel")
    reason = value_reason(entry, required) if required is not None else ""
    if reason:
        yield entry.problem("required_value", "requiredValue", reason)
    levels = {found.text("id") for found in entry.children("rubricCriterionLevel")}
    if level is not None and level not in levels:
        message = f"The required level “{level}” is not among the levels of the rubric."
        yield entry.problem("required_level", "requiredLevel", message)
    if entry.text("resultType") == ResultType.RUBRIC_CRITERION_LEVEL and not levels:
        message = "A result that is a rubric level needs the levels of the rubric."
        yield entry.problem("rubric_missing", "rubricCriterionLevel", message)
