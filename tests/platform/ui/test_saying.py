"""Sentences kept in English are read in the reader's language."""

from datetime import date

import pytest
from django import forms
from django.template import engines
from django.utils import translation
from django.utils.safestring import mark_safe

from skillmark.core.issue.recipients import dates, emails
from skillmark.core.issue.recipients.problem import Fault
from skillmark.core.jsonio import JsonSyntaxError
from skillmark.core.verify.report import failed
from skillmark.platform.events import problems
from skillmark.platform.issuing.proving import plain_words
from skillmark.platform.ui import saying
from skillmark.platform.ui.saying import Book, said

GERMAN = {
    "The file is empty.": "Die Datei ist leer.",
    "Save it again.": "Speichern Sie sie neu.",
    "“%(text)s” is no date.": "„%(text)s“ ist kein Datum.",
    "Line %(line)d is not readable: %(words)s": "Zeile %(line)d ist nicht lesbar: %(words)s",
    "%(day)s lies in the future.": "Der %(day)s liegt in der Zukunft.",
    "%(month)s has %(count)d days.": "Der %(month)s hat %(count)d Tage.",
    "“%(name)s” must be %(known)s.": "„%(name)s“ muss %(known)s sein.",
    "%(known)s or %(known_2)s": "%(known)s oder %(known_2)s",
    "a text": "ein Text",
    "a list": "eine Liste",
    "Half of 100 %% is %(count)d.": "Die Hälfte von 100 %% ist %(count)d.",
}
PLURAL = saying.Plural("%(n)d row of %(name)s.", "%(n)d rows of %(name)s.")
PLURALS = {
    PLURAL.one: "%(n)d Zeile von %(name)s.",
    PLURAL.several: "%(n)d Zeilen von %(name)s.",
}
UNTRANSLATED = ("The seal is broken.", "The box of %(name)s is shut.")


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """German, with a catalogue and a book of its own."""
    book = Book([*GERMAN, *UNTRANSLATED, PLURAL])

    def counted(one: str, several: str, number: int) -> str:
        return PLURALS[one if number == 1 else several]

    monkeypatch.setattr(saying, "ngettext", counted)
    monkeypatch.setattr(saying, "gettext", lambda message: GERMAN.get(message, message))
    monkeypatch.setattr(saying, "book", lambda: book)


def rendered(source: str, **context: object) -> str:
    return str(engines["django"].from_string("{% load ui %}" + source).render(context))


@pytest.mark.usefixtures("german")
class TestSaid:
    @pytest.mark.parametrize(
        ("english", "wanted"),
        [
            ("The file is empty.", "Die Datei ist leer."),
            ("“x.y” is no date.", "„x.y“ ist kein Datum."),
            ("The file is empty. Save it again.", "Die Datei ist leer. Speichern Sie sie neu."),
            (
                "“a. b” is no date. Save it again.",
                "„a. b“ ist kein Datum. Speichern Sie sie neu.",
            ),
            (
                "Line 7 is not readable: “%s {x}” is no date.",
                "Zeile 7 ist nicht lesbar: „%s {x}“ ist kein Datum.",
            ),
            ("3 May 2026 lies in the future.", "Der 3. Mai 2026 liegt in der Zukunft."),
            ("February has 28 days.", "Der Februar hat 28 Tage."),
            ("“age” must be a text or a list.", "„age“ muss ein Text oder eine Liste sein."),
            ("1 row of Ann.", "1 Zeile von Ann."),
            ("7 rows of Ann.", "7 Zeilen von Ann."),
            ("Half of 100 % is 50.", "Die Hälfte von 100 % ist 50."),
        ],
    )
    def test_is_the_sentence_in_the_language(self, english: str, wanted: str) -> None:
        with translation.override("de"):
            assert said(english) == wanted

    @pytest.mark.parametrize(
        "other",
        [
            "Das war schon übersetzt.",
            "31 Smarch 2026 lies in the future.",
            "31 February 2026 lies in the future.",
            "“age” must be something else.",
            "",
            " ",
        ],
    )
    def test_leaves_alone_what_it_does_not_know(self, other: str) -> None:
        with translation.override("de"):
            assert said(other) == other

    def test_leaves_alone_what_is_too_long_to_be_looked_through(self) -> None:
        long = "“" + "x" * saying.LONGEST + "” is no date."
        with translation.override("de"):
            assert said(long) == long

    @pytest.mark.parametrize("language", ["en", "en-gb", None])
    def test_is_the_sentence_itself_in_english(self, language: str | None) -> None:
        with translation.override(language):
            assert said("The file is empty.") == "The file is empty."


@pytest.mark.usefixtures("german")
class TestFilter:
    def shown(self, text: object) -> str:
        with translation.override("de"):
            return rendered("{{ text|said }}", text=text)

    def test_escapes_what_stands_in_a_sentence(self) -> None:
        assert self.shown("“<b>” is no date.") == "„&lt;b&gt;“ ist kein Datum."

    def test_marks_english_without_a_translation(self) -> None:
        assert self.shown("The seal is broken.") == (
            '<span lang="en" dir="ltr">The seal is broken.</span>'
        )
        assert self.shown("The box of <Ann> is shut.") == (
            '<span lang="en" dir="ltr">The box of &lt;Ann&gt; is shut.</span>'
        )

    def test_marks_what_follows_an_english_sentence(self) -> None:
        assert self.shown("The file is empty. Alas & alack!") == (
            'Die Datei ist leer. <span lang="en" dir="ltr">Alas &amp; alack!</span>'
        )

    def test_does_not_mark_what_may_have_been_translated_before(self) -> None:
        assert self.shown("Schon <da>") == "Schon &lt;da&gt;"

    def test_keeps_our_own_markup(self) -> None:
        assert self.shown(mark_safe("<b>Fertig</b>")) == "<b>Fertig</b>"

    def test_is_plain_for_attributes(self) -> None:
        with translation.override("de"):
            assert rendered("{{ text|said_plainly }}", text="The seal is broken.") == (
                "The seal is broken."
            )


@pytest.mark.parametrize(
    ("fault", "sentences"),
    [
        (dates.existing(2026, 4, 31, "31.4.2026"), 2),
        (emails.email("ann.example.org"), 2),
        (emails.email("ann@[1]"), 2),
    ],
)
def test_the_librarys_own_faults_are_known(fault: object, sentences: int) -> None:
    assert isinstance(fault, Fault)
    parts = saying.book().parts(fault.message)
    assert parts is not None
    assert len(parts) == sentences


def test_days_are_spoken_as_the_library_speaks_them() -> None:
    for month in range(1, 13):
        spoken = dates.spoken(date(2026, month, 3))
        book = Book(["%(day)s lies in the future."])
        assert book.parts(f"{spoken} lies in the future.") is not None


@pytest.mark.usefixtures("german")
class TestWhereItIsShown:
    def test_a_problem_is_in_english_unless_another_language_is_asked_for(self) -> None:
        error = JsonSyntaxError("“x” is no date. Save it again.")
        assert problems.of(error).detail == error.message
        with translation.override("de"):
            assert problems.of(error).detail == "„x“ ist kein Datum. Speichern Sie sie neu."
        assert error.message == "“x” is no date. Save it again."

    def test_a_check_without_words_of_its_own_is_said(self) -> None:
        check = failed("schema", "new.code", "The file is empty.")
        with translation.override("de"):
            assert plain_words.line(check).reason == "Die Datei ist leer."

    def test_an_error_of_a_field_is_said(self) -> None:
        class Form(forms.Form):
            day = forms.CharField()

            def clean_day(self) -> str:
                raise forms.ValidationError("“x” is no date.")

        with translation.override("de"):
            assert "„x“ ist kein Datum." in str(Form({"day": "x"}))


def test_what_is_kept_is_found_again_in_each_language() -> None:
    """A job's title and result, as they are kept, in the languages that are offered."""
    kept = ("Issue “Maths”", "Suspend 3 credentials", "1 credential changed.", "Revoke (12)")
    for sentence in kept:
        with translation.override("en"):
            assert said(sentence) == sentence
        with translation.override("de"):
            assert said(sentence) != sentence
