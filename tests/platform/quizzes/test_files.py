"""Files of questions: written, read again, and what is wrong by row, column and reason."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User
from skillmark.platform.quizzes import csv_questions, reading, selectors
from skillmark.platform.quizzes.errors import FileError, InvalidError, StateError
from skillmark.platform.quizzes.models import Question, QuestionFile, QuestionVersion
from skillmark.platform.quizzes.services import attempts, bank, importing
from skillmark.platform.quizzes.vocabulary import Kind

HEADER = "code,kind,question,points,options,answer,tolerance,partial,tags,achievement\n"
GOOD = (
    HEADER
    + "F1,single,Which class?,1,Class F | Class A,1,,,fire | fat,\n"
    + "F2,multiple,What feeds it?,2,Heat | Fuel | Sand,1|2,,yes,,\n"
    + "F3,true_false,Fat burns.,1,,true,,,,\n"
    + "F4,numeric,Number?,1,,'-5,0.5,,,\n"
    + "F5,text,Gas?,1,,oxygen | O2,,,,\n"
    + "F6,ordering,Order?,1,Alarm | Rescue | Fight,,,,,\n"
    + "F7,matching,Signs?,1,Green = Safe | Red = Stop | = Hot,,,,,\n"
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]),
    min_size=1,
    max_size=20,
)


def test_every_kind_is_read() -> None:
    sheet = csv_questions.read(GOOD.encode())
    assert sheet.problems == ()
    found = {entry.code: entry for _line, entry in sheet.entries}
    assert [line for line, _entry in sheet.entries] == [2, 3, 4, 5, 6, 7, 8]
    assert found["F1"].question.right == (0,)
    assert found["F1"].tags == ("fire", "fat")
    assert (found["F2"].question.right, found["F2"].question.partial) == ((0, 1), True)
    assert found["F3"].question.right == (0,)
    assert found["F4"].question.value == Decimal(-5)
    assert found["F4"].question.tolerance == Decimal("0.5")
    assert found["F5"].question.accepted == ("oxygen", "O2")
    assert found["F6"].question.options == ("Alarm", "Rescue", "Fight")
    assert found["F7"].question.partners == ("Safe", "Stop")
    assert found["F7"].question.distractors == ("Hot",)


@given(
    st.lists(WORDS, min_size=2, max_size=6), WORDS, st.sampled_from(["|", "=", "\\", "'", ""])
)
def test_what_is_written_is_read_again(words: list[str], prompt: str, mark: str) -> None:
    """Whatever stands in a question, dividing marks and formulas too."""
    options = [
        {"text": f"{mark}{word}{mark}{n}", "right": n == 0} for n, word in enumerate(words)
    ]
    pairs = [
        {"text": f"{n}{word}", "partner": f"{mark}{word}={n}"} for n, word in enumerate(words)
    ]
    raws: list[dict[str, Any]] = [
        {"kind": "single", "options": options},
        {"kind": "ordering", "options": options, "tags": [w.replace(",", "") for w in words]},
        {"kind": "matching", "options": pairs, "distractors": [f"{mark}{mark} x"]},
        {"kind": "text", "accepted": [f"{mark}{word}{mark}" for word in words]},
        {"kind": "numeric", "value": "-0.25", "tolerance": "0.001"},
    ]
    for raw in raws:
        try:
            entry = reading.entry(raw | {"prompt": f"{mark}{prompt}", "explanation": "=1+1"})
        except InvalidError:
            continue
        text = csv_questions.write([(entry, "")])
        assert not any(
            cell.startswith(("=", "+", "-", "@")) for cell in text.splitlines()[1].split(",")
        )
        sheet = csv_questions.read(text.encode())
        if not sheet.entries:  # letters that look garbled are refused, never changed
            assert all("garbled" in one.reason for one in sheet.problems)
            continue
        assert sheet.entries[0][1] == entry


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("X,choose,Q?,1,a | b,1,,,,", "kind", "Choose a kind"),
        ("X,single,,1,a | b,1,,,,", "question", "Write what is asked"),
        ("X,single,Q?,0,a | b,1,,,,", "points", "above 0"),
        ("X,single,Q?,1,a,1,,,,", "options", "at least two"),
        ("X,single,Q?,1,a | b,3,,,,", "answer", "numbers of the right options"),
        ("X,single,Q?,1,a | b,1|2,,,,", "options", "Only one option"),
        ("X,single,Q?,1,a | A,1,,,,", "options", "say the same"),
        ("X,true_false,Q?,1,,perhaps,,,,", "answer", "true or false"),
        ("X,numeric,Q?,1,,about 3,,,,", "answer", "right number"),
        ("X,numeric,Q?,1,,3,-1,,,", "tolerance", "how far off"),
        ("X,text,Q?,1,,,,,,", "answer", "at least one answer"),
        ("X,matching,Q?,1,a = b | c,,,,,", "options", "belongs to each"),
        ("X,multiple,Q?,1,a | b,1,,maybe,,", "partial", "yes or no"),
        ('X,single,"Q?,1,a | b,1,,,,', "question", "never closed"),
        ("X,single,Q?,1,a | b,1,,,,,,too many", "", "more cells"),
    ],
)
def test_a_bad_row_is_named_by_row_column_and_reason(row: str, column: str, words: str) -> None:
    sheet = csv_questions.read((GOOD + row + "\n").encode())
    assert len(sheet.entries) == 7
    assert [(one.line, one.column) for one in sheet.problems] == [(9, column)]
    assert words in sheet.problems[0].reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kind,question\n",
        b"kind,question,answer,kind\n",
        b"PK\x03\x04 a workbook",
        b"\xff\xfe\x00",
        ("kind,question,answer\n" + "text,Q,a\n" * (csv_questions.MAX_ROWS + 1)).encode(),
    ],
)
def test_what_is_no_table_of_questions_is_refused(data: bytes) -> None:
    with pytest.raises(FileError):
        csv_questions.read(data)


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(in_scope: Organisation, user: User) -> None:
    first = importing.offer(in_scope, "q.csv", GOOD.encode(), actor=user)
    assert first.counts == {"new": 7, "changed": 0, "same": 0, "problems": 0}
    assert Question.objects.count() == 0
    importing.start(first.pk, actor=user)
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (7, 7)
    with pytest.raises(StateError):
        importing.start(first.pk, actor=user)
    again = importing.offer(in_scope, "q.csv", GOOD.encode(), actor=user)
    assert again.counts == {"new": 0, "changed": 0, "same": 7, "problems": 0}
    importing.start(again.pk, actor=user)
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (7, 7)
    acts = AuditEntry.objects.filter(action="questions.imported").order_by("sequence")
    assert [entry.after["new"] for entry in acts if entry.after] == [7, 0]


@pytest.mark.django_db
def test_a_file_without_codes_knows_its_questions_by_what_they_say(
    in_scope: Organisation, user: User
) -> None:
    data = b"kind,question,answer\ntext,Gas?,oxygen\n"
    importing.start(importing.offer(in_scope, "q.csv", data, actor=user).pk, actor=user)
    counts = importing.offer(in_scope, "q.csv", data + b"text,Metal?,iron\n", actor=user).counts
    assert counts == {"new": 1, "changed": 0, "same": 1, "problems": 0}


@pytest.mark.django_db
def test_a_known_code_changes_its_question_and_not_what_was_asked(
    in_scope: Organisation, user: User, make_quiz: Any, learner: User
) -> None:
    importing.start(
        importing.offer(in_scope, "q.csv", GOOD.encode(), actor=user).pk, actor=user
    )
    gas = Question.objects.get(code="F5")
    attempts.begin(make_quiz(questions=[gas]).pk, learner)
    changed = GOOD.replace("oxygen | O2", "ozone").encode()
    file = importing.offer(in_scope, "q.csv", changed, actor=user)
    assert file.counts == {"new": 0, "changed": 1, "same": 6, "problems": 0}
    importing.start(file.pk, actor=user)
    keys = QuestionVersion.objects.filter(question=gas).order_by("number")
    assert [row.key["accepted"] for row in keys] == [["oxygen", "O2"], ["ozone"]]


@pytest.mark.django_db
def test_problems_are_kept_in_english_and_said_to_whoever_reads(
    studio: Client, organisation: Organisation
) -> None:
    base = f"/studio/{organisation.slug}/quizzes/questions"
    data = b"kind,question,answer\nnumeric,How deep?,about four\n"
    sent = SimpleUploadedFile("deep.csv", data, "text/csv")
    german = {"Accept-Language": "de"}
    studio.post(f"{base}/import", {"file": sent}, headers=german)
    file = QuestionFile.objects.with_scopes_disabled().get()
    assert file.problems[0]["reason"] == "Write the right number, for example 3 or 1.5."
    shown = studio.get(f"{base}/files/{file.pk}", headers=german).text
    with override("de"):
        assert gettext(file.problems[0]["reason"]) in shown


@pytest.mark.django_db
def test_problems_that_only_the_bank_knows(in_scope: Organisation, user: User) -> None:
    importing.start(
        importing.offer(in_scope, "q.csv", GOOD.encode(), actor=user).pk, actor=user
    )
    bank.archive(Question.objects.get(code="F3").pk, actor=user)
    rows = (
        HEADER
        + "N1,text,Gas?,1,,x,,,,no-such-achievement\n"
        + "F3,true_false,Fat burns.,1,,false,,,,\n"
        + "N2,text,One?,1,,x,,,,\n"
        + "N2,text,Two?,1,,x,,,,\n"
    )
    file = importing.offer(in_scope, "q.csv", rows.encode(), actor=user)
    found = [(one["line"], one["column"]) for one in file.problems]
    assert found == [(2, "achievement"), (3, "code"), (5, "code")]
    assert file.counts == {"new": 1, "changed": 0, "same": 0, "problems": 3}


@pytest.mark.django_db
def test_a_bank_goes_out_and_into_another(
    in_scope: Organisation, make_question: Any, other_organisation: Organisation, user: User
) -> None:
    from skillmark.platform.orgs.access import organisation_scope

    for kind in Kind.values:
        make_question(kind)
    text = csv_questions.write(selectors.entries(selectors.questions()))
    digests = set(QuestionVersion.objects.values_list("digest", flat=True))
    with organisation_scope(other_organisation):
        file = importing.offer(other_organisation, "q.csv", text.encode(), actor=user)
        importing.start(file.pk, actor=user)
        assert set(QuestionVersion.objects.values_list("digest", flat=True)) == digests


@pytest.mark.django_db
def test_the_pages_of_a_file(studio: Client, organisation: Organisation) -> None:
    base = f"/studio/{organisation.slug}/quizzes/questions"
    bad = GOOD + "X,numeric,Q?,1,,about 3,,,,\n"
    sent = SimpleUploadedFile("fire.csv", bad.encode(), "text/csv")
    shown = studio.post(f"{base}/import", {"file": sent}, follow=True)
    assert "fire.csv" in shown.text
    assert "right number" in shown.text
    assert ">9<" in shown.text
    file = QuestionFile.objects.with_scopes_disabled().get()
    assert "Nothing is kept of it yet." in studio.get(f"{base}/files/{file.pk}").text
    done = studio.post(f"{base}/files/{file.pk}/start", follow=True)
    assert "The questions are in the bank." in done.text
    assert "Which class?" in done.text
    again = studio.post(f"{base}/files/{file.pk}/discard", follow=True)
    assert "imported already" in again.text
    exported = studio.get(f"{base}/export.csv")
    assert exported["Content-Type"] == "text/csv; charset=utf-8"
    assert exported.text.count("\r\n") == 8
    wrong = SimpleUploadedFile("no.csv", b"a,b\n1,2\n")
    refused = studio.post(f"{base}/import", {"file": wrong})
    assert refused.status_code == 422
    assert "lacks these columns: kind, question, answer" in refused.text
