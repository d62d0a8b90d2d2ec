"""Files of questions: read, shown, and only then kept. The same file again changes nothing.

A question with a code is known by its code; one without is known by what it says.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.platform.events.changes import changed, record
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User
from skillmark.platform.quizzes import csv_questions
from skillmark.platform.quizzes.csv_questions import Problem
from skillmark.platform.quizzes.errors import FileError, InvalidError, StateError
from skillmark.platform.quizzes.models import Question, QuestionFile, QuestionVersion
from skillmark.platform.quizzes.reading import Entry
from skillmark.platform.quizzes.services import bank
from skillmark.platform.quizzes.vocabulary import QuestionState

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_NAME: Final = 120  # characters
KEPT_PROBLEMS: Final = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken.

    Attributes:
        question: the one of the bank that it speaks of; None for a new one.
        same: whether it would change nothing.
    """

    line: int
    entry: Entry
    question: Question | None
    same: bool


def offer(organisation: Organisation, name: str, data: bytes, *, actor: User) -> QuestionFile:
    """Read a file and say what importing it would do; nothing of it is kept yet.

    Raises:
        FileError: it is too large, or no table of questions.
    """
    if len(data) > MAX_BYTES:
        most = {"size": MAX_BYTES // 1024 // 1024}
        raise FileError(_("A file has at most %(size)d MB. Divide it.") % most)
    with override("en"):  # what is kept is said in the language of whoever reads it
        rows, problems = _understood(data)
    if not rows and not problems:
        raise FileError(_("There is no question below the first line."))
    made: QuestionFile = QuestionFile.objects.create(
        organisation=organisation,
        file_name=name[-MAX_NAME:] or "quiz-questions.csv",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        counts=_counts(rows, problems),
        problems=[
            {"line": one.line, "column": one.column, "reason": one.reason}
            for one in problems[:KEPT_PROBLEMS]
        ],
        sent_by=actor,
    )
    return made


def start(file_id: UUID, *, actor: object) -> QuestionFile:
    """Take the good rows of a file into the bank, all in one.

    Raises:
        StateError: it was imported already.
        ObjectDoesNotExist: there is no such file.
    """
    with transaction.atomic():
        file = _held(file_id)
        rows, problems = _understood(bytes(file.data))
        for row in rows:
            if row.same:
                continue
            if row.question is None:
                bank.added(file.organisation, row.entry)
            else:
                bank.rewritten(bank.held(row.question.pk), row.entry)
        file.counts, file.imported_at = _counts(rows, problems), timezone.now()
        file.save(update_fields=["counts", "imported_at"])
        record(
            "questions.imported",
            file,
            actor=actor,
            label=file.file_name,
            after={"file": file.file_name, "sha256": file.sha256, **file.counts},
        )
    return file


def discard(file_id: UUID) -> None:
    """Throw a file away of which nothing was imported.

    Raises:
        StateError: it was imported.
        ObjectDoesNotExist: there is no such file.
    """
    with transaction.atomic():
        _held(file_id).delete()


def _held(file_id: UUID) -> QuestionFile:
    rows = QuestionFile.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation"
    )
    file: QuestionFile = rows.get(pk=file_id)
    if file.imported_at is not None:
        raise StateError(_("This file was imported already."))
    return file


def _understood(data: bytes) -> tuple[list[Row], list[Problem]]:
    sheet = csv_questions.read(data)
    rows: list[Row] = []
    problems = list(sheet.problems)
    for found in _against_bank(sheet.entries):
        if isinstance(found, Row):
            rows.append(found)
        else:
            problems.append(found)
    return rows, sorted(problems, key=lambda one: one.line)


def _against_bank(entries: tuple[tuple[int, Entry], ...]) -> Iterator[Row | Problem]:
    """Yield each row with the question that it speaks of, or why it cannot be taken."""
    codes = [entry.code for _line, entry in entries if entry.code]
    by_code = {one.code: one for one in Question.objects.filter(code__in=codes)}
    digests = {bank.digest_of(entry.question) for _line, entry in entries}
    newest = _newest(digests, by_code)
    by_digest = {digest: question for question, digest in newest.items()}
    seen: dict[str, int] = {}
    for line, entry in entries:
        digest = bank.digest_of(entry.question)
        name = f"code {entry.code}" if entry.code else f"digest {digest}"
        if name in seen:
            column = "code" if entry.code else "question"
            words = _("Row %(line)d has the same already.") % {"line": seen[name]}
            yield Problem(line, column, words)
            continue
        seen[name] = line
        try:
            placing = bank.placing(entry)
        except InvalidError as error:
            yield Problem(line, "achievement", " ".join(error.problems.values()))
            continue
        known = by_code.get(entry.code) if entry.code else by_digest.get(digest)
        if known is None:
            yield Row(line, entry, None, same=False)
        elif known.state == QuestionState.ARCHIVED:
            yield Problem(line, "code", _("This question is archived. Bring it back first."))
        else:
            moved = bool(entry.code) and bool(changed(known, placing)[1])
            yield Row(line, entry, known, same=not moved and newest.get(known) == digest)


def _newest(digests: set[str], by_code: dict[str, Question]) -> dict[Question, str]:
    """Return the digest of the newest version of each question that a file may speak of."""
    rows = QuestionVersion.objects.filter(digest__in=digests).values_list("question_id")
    wanted = {one.pk for one in by_code.values()} | {pk for (pk,) in rows}
    found: dict[Question, str] = {}
    versions = QuestionVersion.objects.filter(question_id__in=wanted)
    for version in versions.select_related("question").order_by("number"):
        found[version.question] = version.digest
    return found


def _counts(rows: list[Row], problems: list[Problem]) -> dict[str, int]:
    return {
        "new": sum(row.question is None for row in rows),
        "changed": sum(row.question is not None and not row.same for row in rows),
        "same": sum(row.same for row in rows),
        "problems": len({one.line for one in problems}),
    }
