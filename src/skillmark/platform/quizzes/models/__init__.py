"""Questions, quizzes and attempts as rows.

Writing happens in `services`, reading in `selectors`.
"""

from skillmark.platform.quizzes.models.annulments import Annulment, AttemptResult
from skillmark.platform.quizzes.models.attempts import AskedQuestion, Attempt, LateAnswer
from skillmark.platform.quizzes.models.bank import Question, QuestionFile, QuestionVersion
from skillmark.platform.quizzes.models.quizzes import Quiz, Section, SectionQuestion

__all__ = [
    "Annulment",
    "AskedQuestion",
    "Attempt",
    "AttemptResult",
    "LateAnswer",
    "Question",
    "QuestionFile",
    "QuestionVersion",
    "Quiz",
    "Section",
    "SectionQuestion",
]
