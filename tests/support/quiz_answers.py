"""The forms by which a learner answers an attempt, right or wrong, as the page shows it."""

from typing import TYPE_CHECKING

from skillmark.platform.quizzes import answers
from skillmark.platform.quizzes.questions import Question
from skillmark.platform.quizzes.vocabulary import CHOICES, Kind

if TYPE_CHECKING:
    from skillmark.platform.quizzes.models import AskedQuestion


def right_form(asked: "AskedQuestion") -> dict[str, list[str]]:
    """Return the form that earns all points."""
    content = asked.version.content
    return _form(content, asked.order, _right(content))


def wrong_form(asked: "AskedQuestion") -> dict[str, list[str]]:
    """Return a form that earns nothing."""
    content = asked.version.content
    if content.kind in CHOICES:
        count = len(content.options) or 2
        wrong = [index for index in range(count) if index not in content.right]
        return _form(content, asked.order, {"chosen": wrong[:1]})
    if content.kind == Kind.ORDERING:
        count = len(content.options)
        places = [(place + 1) % count for place in range(count)]
        return _form(content, asked.order, {"places": places})
    if content.kind == Kind.MATCHING:
        others = content.pool.index(content.distractors[0])
        return _form(content, asked.order, {"pairs": [others] * len(content.options)})
    return {"text": ["no such thing"]}


def _right(content: Question) -> dict[str, object]:
    if content.kind in CHOICES:
        return {"chosen": list(content.right)}
    if content.kind == Kind.NUMERIC:
        return {"text": str(content.value)}
    if content.kind == Kind.TEXT:
        return {"text": content.accepted[0]}
    if content.kind == Kind.ORDERING:
        return {"places": list(range(len(content.options)))}
    return {"pairs": [content.pool.index(one) for one in content.partners]}


def _form(content: Question, order: list[int], said: dict[str, object]) -> dict[str, list[str]]:
    shown = answers.shown(content, order, said)
    if content.kind in CHOICES:
        return {"choice": [str(line.number) for line in shown.lines if line.given]}
    if content.kind in {Kind.NUMERIC, Kind.TEXT}:
        return {"text": [shown.typed]}
    return {f"line-{line.number}": [str(line.given)] for line in shown.lines if line.given}
