"""Addresses of quizzes: a learner's pages, the console's."""

from django.urls import path

from skillmark.platform.quizzes.views import annulling, bank, learner, results, studio

app_name = "quizzes"

_LEARNING = "learning/quizzes"
_ATTEMPT = f"{_LEARNING}/attempts/<uuid:attempt_id>"
_STUDIO = "studio/<slug:slug>/quizzes"
_ONE = f"{_STUDIO}/<uuid:quiz_id>"
_BANK = f"{_STUDIO}/questions"
_ITEM = f"{_BANK}/<uuid:item_id>"
_FILE = f"{_BANK}/files/<uuid:file_id>"

urlpatterns = [
    path(_LEARNING, learner.quizzes, name="learning"),
    path(f"{_LEARNING}/<uuid:quiz_id>", learner.quiz, name="learning-quiz"),
    path(f"{_LEARNING}/<uuid:quiz_id>/begin", learner.begin, name="begin"),
    path(_ATTEMPT, learner.attempt, name="attempt"),
    path(f"{_ATTEMPT}/<int:number>", learner.question, name="question-of"),
    path(f"{_ATTEMPT}/submit", learner.submit, name="submit"),
    path(_STUDIO, studio.quiz_list, name="quizzes"),
    path(f"{_STUDIO}/new", studio.new, name="new"),
    path(_ONE, studio.quiz, name="quiz"),
    path(f"{_ONE}/edit", studio.edit, name="edit"),
    path(f"{_ONE}/publish", studio.publish, name="publish"),
    path(f"{_ONE}/withdraw", studio.withdraw, name="withdraw"),
    path(f"{_ONE}/archive", studio.archive, name="archive"),
    path(f"{_ONE}/restore", studio.restore, name="restore"),
    path(f"{_ONE}/sections/new", studio.new_section, name="new-section"),
    path(f"{_ONE}/sections/<uuid:section_id>", studio.section, name="section"),
    path(
        f"{_ONE}/sections/<uuid:section_id>/remove",
        studio.remove_section,
        name="remove-section",
    ),
    path(f"{_ONE}/attempts", results.attempts, name="attempts"),
    path(f"{_ONE}/attempts.csv", results.attempts_csv, name="attempts-csv"),
    path(f"{_ONE}/attempts/<uuid:attempt_id>", results.attempt, name="result"),
    path(f"{_ONE}/statistics", results.statistics, name="statistics"),
    path(_BANK, bank.questions, name="questions"),
    path(f"{_BANK}/new", bank.new, name="new-question"),
    path(f"{_BANK}/export.csv", bank.export, name="export"),
    path(f"{_BANK}/import", bank.upload, name="import"),
    path(_ITEM, bank.question, name="question"),
    path(f"{_ITEM}/edit", bank.edit, name="edit-question"),
    path(f"{_ITEM}/archive", bank.archive, name="archive-question"),
    path(f"{_ITEM}/restore", bank.restore, name="restore-question"),
    path(f"{_ITEM}/annul/<int:number>", annulling.annul, name="annul"),
    path(_FILE, bank.file, name="question-file"),
    path(f"{_FILE}/start", bank.start, name="start-file"),
    path(f"{_FILE}/discard", bank.discard, name="discard-file"),
]
