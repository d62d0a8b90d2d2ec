"""What can go wrong with quizzes, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.fields import FieldsError


class QuizError(SkillmarkError):
    """Something about a quiz is wrong."""

    code: ClassVar[str] = "quizzes"


class InvalidError(FieldsError, QuizError):
    """Values cannot be taken; its ``problems`` say so field by field."""

    code = "quizzes.invalid"


class NotReadyError(InvalidError):
    """A quiz lacks what an attempt needs before it is published."""

    code = "quizzes.not_ready"


class FrozenError(QuizError):
    """A version of a question that somebody was asked was about to change."""

    code = "quizzes.question_frozen"


class StateError(QuizError):
    """The state of a quiz, a question or a file does not allow that."""

    code = "quizzes.state"


class NotOpenError(QuizError):
    """Nobody can begin this quiz now."""

    code = "quizzes.not_open"


class NoAttemptsLeftError(QuizError):
    """The person has used all attempts."""

    code = "quizzes.no_attempts_left"


class LateError(QuizError):
    """An answer came after the end of its attempt: it is kept, and does not count."""

    code = "quizzes.late"


class AnswerError(QuizError):
    """An answer is none that the question asks for."""

    code = "quizzes.answer"


class FileError(QuizError):
    """A file of questions cannot be read."""

    code = "quizzes.file"
