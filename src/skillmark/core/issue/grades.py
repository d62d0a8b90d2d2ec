"""From the grade in a form or a CSV to the Result that answers the achievement's description.

A grade is a value (``A``, ``87``), the name of a rubric level (``Mastered``) or a status
(``Completed``), depending on what the achievement describes. The first description that takes
it is answered; without any description the grade stands for itself.
"""

from skillmark.core.badges import rules
from skillmark.core.badges.achievement import Achievement, ResultDescription
from skillmark.core.badges.subject import Result
from skillmark.core.badges.vocabulary import ResultStatus, ResultType


def result(achievement: Achievement, grade: str) -> Result:
    """Return the grade as a result.

    One that no description takes is given as the value of the first, for the lint to refuse.
    """
    described = achievement.result_description
    for description in described:
        answer = _answer(description, grade)
        if isinstance(answer, Result):
            return answer
    return Result(result_description=described[0].id if described else None, value=grade)


def reason(achievement: Achievement, grade: str) -> str:
    """Return why the achievement takes no such grade, in a sentence, or ""."""
    answers = [_answer(entry, grade) for entry in achievement.result_description]
    reasons = [answer for answer in answers if isinstance(answer, str)]
    return reasons[0] if reasons and len(reasons) == len(answers) else ""


def _answer(description: ResultDescription, grade: str) -> Result | str:
    """Return the result, or the reason against it."""
    wanted = grade.casefold()
    if description.result_type == ResultType.STATUS:
        for status in ResultStatus:
            if status.casefold() == wanted:
                return Result(result_description=description.id, status=status.value)
        return f"“{grade}” is no status. Write one of {', '.join(ResultStatus)}."
    for level in description.rubric_criterion_level:
        if wanted in {
            level.name.casefold(),
            (level.level or "").casefold(),
            level.id.casefold(),
        }:
            return Result(result_description=description.id, achieved_level=level.id)
    if description.result_type == ResultType.RUBRIC_CRITERION_LEVEL:
        names = ", ".join(level.name for level in description.rubric_criterion_level)
        return f"“{grade}” is no level of the rubric. Write one of {names}."
    against = rules.result_value_reason(description.to_json(), grade)
    return against or Result(result_description=description.id, value=grade)
