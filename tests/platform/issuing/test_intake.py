"""Files as people have them: how they are read, what is asked, what is remembered, what refused."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
import workbooks
from workbooks import workbook

from skillmark.platform.issuing.errors import BatchFileError, BatchStateError
from skillmark.platform.issuing.intake import How

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.orgs.models import Organisation

TODAY = datetime.now(UTC).date()
HALF_PAST_TEN = datetime(2026, 2, 4, 10, 30)  # noqa: DTZ001 - a spreadsheet knows no zones

type Preview = Callable[..., Batch]

GERMAN = (
    "Nachname;Vorname;E-Mail-Adresse;Abschlussdatum;Note;Schuhgröße\r\n"
    "Müller;Jürgen;juergen@people.example;17.03.2026;gut;44\r\n"
    "Weiß;Zoë;zoe@people.example;01.02.2026;sehr gut;39\r\n"
)


def how_of(batch: "Batch") -> How:
    return How.from_json(batch.reading)


def names(batch: "Batch") -> list[str]:
    from skillmark.platform.issuing.selectors import credentials as selectors

    return [row.name for row in selectors.rows_of(batch) if row.name]


def codes(batch: "Batch") -> list[str]:
    from skillmark.platform.issuing.selectors import credentials as selectors

    return [one["code"] for row in selectors.bad_rows(batch) for one in row.problems]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_a_german_list_is_read_whatever_wrote_it(preview: Preview, codec: str) -> None:
    batch = preview(GERMAN.encode(codec), ask=True)
    how = how_of(batch)
    assert names(batch) == ["Jürgen Müller", "Zoë Weiß"]
    assert how.columns == ("family_name", "given_name", "email", "achieved_on", "grade", "")
    assert how.delimiter == ";"
    assert how.date_order == "dmy"
    guessed = codec in {"cp1252", "mac_roman"}
    assert how.encoding_certain is not guessed
    assert ("encoding" in how.open_questions) is guessed


LISTS = [
    ("nombre,apellidos,correo electrónico\nJosé,Núñez,j@people.example\n", "José Núñez"),
    ("Nom;Prénom;Courriel\nLefèvre;Émile;e@people.example\n", "Émile Lefèvre"),
    ("Nome\tCognome\tPosta elettronica\nAda\tRossi\ta@people.example\n", "Ada Rossi"),
    ("Imię|Nazwisko|E-mail\nŁucja|Wójcik|l@people.example\n", "Łucja Wójcik"),
    ("Имя,Фамилия,Почта\nИван,Петров,i@people.example\n", "Иван Петров"),
    ("姓,名,邮箱\n李,伟,l@people.example\n", "李伟"),
    ("الاسم الكامل,البريد الإلكتروني\nسلمى منصور,s@people.example\n", "سلمى منصور"),
    ("Participant,Where to write\nAnn One,ann@people.example\n", "Ann One"),
    ("Spring course 2026,,\n,,\nName,Mail,Team\nAnn One,ann@people.example,x\n", "Ann One"),
]


@pytest.mark.parametrize(("text", "name"), LISTS, ids=[name for _text, name in LISTS])
def test_columns_are_matched_in_many_languages(preview: Preview, text: str, name: str) -> None:
    batch = preview(text.encode(), ask=True)
    assert how_of(batch).problem == ""
    assert names(batch) == [name]


def test_what_cannot_be_matched_is_asked_and_then_remembered(
    preview: Preview, in_scope: "Organisation"
) -> None:
    from skillmark.platform.issuing import services

    data = b"Who,Contact point,Level\nAnn One,ann at people,A\nBo Two,bo@people.example,B\n"
    batch = preview(data, ask=True)
    assert "columns" in how_of(batch).open_questions
    assert (batch.total, batch.ready) == (0, 0)
    said = How(columns=("name", "email", ""), said=True)
    batch = services.reread_batch(batch.pk, said, actor=None)
    assert (batch.total, batch.ready, batch.problems) == (2, 1, 1)
    again = preview(data.replace(b"Bo Two,bo@", b"Cy Three,cy@"), ask=True)
    assert how_of(again).remembered
    assert (again.ready, again.problems) == (1, 1)


def test_a_program_is_told_what_is_missing(preview: Preview) -> None:
    with pytest.raises(BatchFileError) as caught:
        preview(b"Who,Contact\nAnn,x\n")
    assert caught.value.facts["problem"] == "recipients.column_missing"


def test_dates_that_could_be_two_days_are_asked(preview: Preview) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.selectors import credentials as selectors

    data = b"name,email,date\nAnn,a@people.example,03/02/2026\nBo,b@people.example,04/01/2026\n"
    batch = preview(data, ask=True)
    assert "dates" in how_of(batch).open_questions
    assert codes(batch) == ["row.date_ambiguous"] * 2
    said = How(columns=how_of(batch).columns, date_order="mdy")
    batch = services.reread_batch(batch.pk, said, actor=None)
    days = [row.recipient["achieved_on"] for row in selectors.rows_of(batch)]
    assert days == ["2026-03-02", "2026-04-01"]


def test_one_clear_date_tells_how_the_others_are_meant(preview: Preview) -> None:
    from skillmark.platform.issuing.selectors import credentials as selectors

    data = b"name,email,date\nAnn,a@people.example,03/02/2026\nBo,b@people.example,25/01/2026\n"
    rows = selectors.rows_of(preview(data, ask=True))
    assert [row.recipient["achieved_on"] for row in rows] == ["2026-02-03", "2026-01-25"]


def test_a_workbook_is_read_as_it_looks(preview: Preview) -> None:
    from skillmark.platform.issuing.selectors import credentials as selectors

    data = workbook(
        ["Course of spring", None, None, None],
        [],
        ["Name", "E-Mail", "Date", "Student ID"],
        ["Ann One", "ann@people.example", date(2026, 2, 3), 1042],
        ["José Núñez", "jose@people.example", HALF_PAST_TEN, 1043.0],
        ["Bo Two", "bo@people.example", "2026-02-05", "0044"],
        [None, None, None, None],
        ["Cy Three", "nobody", 46_056, time(10, 0)],
        Notes=[["nothing", "here"]],
    )
    batch = preview(data, ask=True)
    how = how_of(batch)
    assert (how.kind, how.sheet, how.sheets) == ("xlsx", "People", ("People", "Notes"))
    rows = list(selectors.rows_of(batch))
    assert [row.line for row in rows] == [4, 5, 6, 8]
    good = [row.recipient for row in rows[:3]]
    assert [one["achieved_on"] for one in good] == ["2026-02-03", "2026-02-04", "2026-02-05"]
    assert [one["identifier"] for one in good] == ["1042", "1043", "0044"]
    assert codes(batch) == ["row.email_invalid", "row.date_invalid"]
    assert "2026-02-03" in rows[3].problems[1]["message"]


def test_another_sheet_can_be_chosen(preview: Preview) -> None:
    from skillmark.platform.issuing import services

    data = workbook(
        ["Name", "E-Mail"],
        ["Ann One", "ann@people.example"],
        Second=[["Name", "E-Mail"], ["Bo Two", "bo@people.example"]],
    )
    batch = preview(data, ask=True)
    assert "sheet" in how_of(batch).open_questions
    batch = services.reread_batch(batch.pk, How(kind="xlsx", sheet="Second"), actor=None)
    assert names(batch) == ["Bo Two"]
    assert how_of(batch).open_questions == ()


def test_an_error_in_a_cell_costs_its_row(preview: Preview) -> None:
    data = workbook(["name", "email"], ["Ann", "ann@people.example"], ["Bo", "#N/A"])
    xml = b't="e"'
    assert xml in _sheet(data)
    batch = preview(data)
    assert (batch.ready, codes(batch)) == (1, ["row.cell_error"])


def _sheet(data: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(workbooks.SHEET)


HOSTILE = {
    "107 bomb": workbooks.bomb,
    "107 bomb that lies about its size": workbooks.lying_bomb,
    "107 a cell at the end of the world": workbooks.far_cell,
    "107 thousands of entries": workbooks.many_entries,
    "107 locked": workbooks.locked,
    "107 cut off": lambda: workbook(["name", "email"], ["A", "a@e.org"])[:-30],
    "107 another archive": lambda: workbooks.replaced(workbook(["a"]), "nothing", b"")[:200],
    "106 no letters": lambda: workbooks.replaced(workbook(["a"]), workbooks.SHEET, b"\0" * 99),
    "107 an entity": lambda: workbooks.replaced(
        workbook(["a"]), workbooks.SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_before_it_is_opened(preview: Preview, name: str) -> None:
    with pytest.raises(BatchFileError) as caught:
        preview(HOSTILE[name](), ask=True)
    assert caught.value.facts["problem"] in {"recipients.workbook", "recipients.empty"}


def test_formulas_are_kept_as_written_and_go_out_harmless(
    preview: Preview, studio: Any, in_scope: "Organisation"
) -> None:
    """V-I 105: stored literally, escaped on export; a workbook's formula is never run."""
    from skillmark.platform.issuing.selectors import credentials as selectors

    cells = ("=cmd|' /C calc'!A0", "@SUM(A1)", "\tAnn", "+1", "-2")
    text = "name,email\n" + "".join(
        f'"{cell}",p{number}@people.example\n' for number, cell in enumerate(cells)
    )
    batch = preview(text.encode(), ask=True)
    assert codes(batch) == ["row.formula"] * len(cells)
    assert [row.raw[0] for row in selectors.bad_rows(batch)] == list(cells)
    home = f"/studio/{in_scope.slug}/batches/{batch.pk}"
    out = studio.get(f"{home}/to-mend.csv").content
    assert out.startswith(b"\xef\xbb\xbfname,email,line,problem\r\n")
    read = list(csv.reader(io.StringIO(out.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in read[1:]] == [f"'{cell}" for cell in cells]
    book = workbook(["name", "email"], ["=1+1", "ann@people.example"])
    assert preview(book, ask=True).ready == 0


def test_a_mended_file_issues_only_what_is_new(
    preview: Preview, run_batch: Callable[..., "Batch"], studio: Any, in_scope: "Organisation"
) -> None:
    """The rows to mend come back in the sender's own dialect, known by their columns."""
    from skillmark.platform.issuing import services

    text = "Wer;Wohin;Team\nAnn One;ann@people.example;x\nBo Two;bo;y\n"
    batch = preview(text.encode(), ask=True)
    said = How(columns=("name", "email", ""), said=True)
    batch = services.reread_batch(batch.pk, said, actor=None)
    run_batch(batch)
    out = studio.get(f"/studio/{in_scope.slug}/batches/{batch.pk}/to-mend.csv").content
    assert b"Wer;Wohin;Team;line;problem" in out
    mended = out.replace(b"Bo Two;bo;", b"Bo Two;bo@people.example;")
    again = preview(mended, ask=True)
    assert (how_of(again).remembered, again.ready, again.problems) == (True, 1, 0)
    both = preview(text.replace(";bo;", ";bo@people.example;").encode(), ask=True)
    assert (both.ready, both.duplicates) == (1, 1)


def test_several_pieces_of_evidence_a_row(preview: Preview, run_batch: Any) -> None:
    from skillmark.core import jsonio
    from skillmark.platform.issuing.models import Credential

    text = (
        "name,email,Evidence,Evidence description,Evidence 2,valid from\n"
        "Ann,ann@people.example,https://e.example/1 https://e.example/2,A film,"
        f"https://e.example/3,{TODAY.isoformat()}\n"
    )
    run_batch(preview(text.encode(), ask=True))
    document = jsonio.loads(bytes(Credential.objects.get().document))
    assert [one["id"] for one in document["evidence"]] == [
        f"https://e.example/{number}" for number in (1, 2, 3)
    ]
    assert document["evidence"][0]["narrative"] == "A film"


def test_people_without_an_address_need_a_yes(preview: Preview, run_batch: Any) -> None:
    data = b"name,email,number\nAnn,,1\nBo,bo@people.example,2\nAnn,,3\nCy,,\nCy,,\n"
    assert preview(data, ask=True).problems == 4
    batch = preview(data, ask=True, how=How(without_email=True))
    assert (batch.ready, codes(batch)) == (3, ["row.duplicate", "row.duplicate"])


def test_the_same_name_without_address_and_number_is_asked_about(preview: Preview) -> None:
    data = b"name,email,student number\nAnn,,1\nAnn,,2\nCy,,\nCy,,\n"
    batch = preview(data, ask=True, how=How(without_email=True))
    assert (batch.ready, codes(batch)) == (3, ["row.duplicate"])


def test_a_started_batch_is_not_read_again(preview: Preview, run_batch: Any) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import BatchFile

    batch = run_batch(preview(b"name,email\nAnn,ann@people.example\n", ask=True))
    assert not BatchFile.objects.exists()
    with pytest.raises(BatchStateError):
        services.reread_batch(batch.pk, How(), actor=None)


def test_a_long_list_is_stored_by_a_job_that_can_be_stopped(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.jobs import batches as jobs
    from skillmark.platform.issuing.models import BatchRow
    from skillmark.platform.issuing.services import previews
    from skillmark.platform.jobs import runner
    from skillmark.platform.jobs import services as job_services

    monkeypatch.setattr(previews, "AT_ONCE", 10)
    monkeypatch.setattr(jobs, "ROWS_STORED", 7)
    rows = "".join(f"Person {n},p{n}@people.example\n" for n in range(20))
    batch = preview(f"name,email\n{rows}bad,bad\n".encode(), ask=True)
    assert (batch.state, batch.total) == ("reading", 21)
    services.cancel_batch(batch.pk, actor=None)
    batch.job.refresh_from_db()
    assert batch.job.state == "cancelled"
    job_services.resume(batch.job, actor=None)
    runner.run_to_end(batch.job_id)
    batch.refresh_from_db()
    assert (batch.state, batch.ready, batch.problems) == ("preview", 20, 1)
    assert BatchRow.objects.filter(batch=batch).count() == 21


def test_the_name_of_the_achievement_is_as_good_as_its_slug(
    preview: Preview, version: "AchievementVersion"
) -> None:
    data = (
        b"name,email,badge\nAnn,a@people.example,Fire Prevention\nBo,b@people.example,Knots\n"
    )
    batch = preview(data, ask=True)
    assert (batch.ready, codes(batch)) == (1, ["row.achievement_unknown"])
