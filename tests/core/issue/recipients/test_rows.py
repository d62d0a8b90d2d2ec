"""Every named defect of a row, with the code, the line, the column and the words it gets."""

from dataclasses import dataclass
from datetime import date

import pytest

from skillmark.core.issue import recipients
from skillmark.core.issue.recipient import Work
from skillmark.core.issue.recipients import RecipientsFile, emails
from skillmark.core.issue.recipients.problem import Fault

TODAY = date(2026, 3, 10)
COURSE = date(2026, 1, 12)
ALL = "name,email,identifier,achieved_on,valid_until,grade,evidence_url,narrative,achievement,language"


def read(text: str | bytes, **expected: object) -> RecipientsFile:
    data = text if isinstance(text, bytes) else text.encode()
    return recipients.read(
        data,
        at=TODAY,
        not_before=COURSE,
        achievements=frozenset({"identify-hazards", "fire-prevention"}),
        grade_reason=lambda grade: "" if grade in {"A", "B"} else f"“{grade}” is not A or B.",
        **expected,  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class Defect:
    name: str
    column: str
    cell: str
    code: str
    words: str
    problem_column: str | None = None


DEFECTS = [
    Defect("missing name", "name", "", "row.name_missing", "full name"),
    Defect("blank name", "name", "   ", "row.name_missing", "full name"),
    Defect("name of signs only", "name", "123 !", "row.name_invalid", "no letter"),
    Defect("name of 201 letters", "name", "x" * 201, "row.name_too_long", "201"),
    Defect("formula: equals", "name", "=cmd|' /C calc'!A0", "row.formula", "“=”"),
    Defect("formula: plus", "name", "+1", "row.formula", "“+”"),
    Defect("formula: minus", "name", "-Ann", "row.formula", "“-”"),
    Defect("formula: at", "name", "@SUM(A1)", "row.formula", "“@”"),
    Defect("formula: tab", "name", "\tAnn", "row.formula", "U+0009"),
    Defect("formula: quoted break", "name", '"\rAnn"', "row.formula", "U+000A"),
    Defect("formula behind a space", "name", " =1", "row.formula", "“="),
    Defect("formula behind an apostrophe", "name", "'=HYPERLINK(1)", "row.formula", "“="),
    Defect("formula: full-width", "name", "＝1", "row.formula", "“＝”"),
    Defect("formula in the address", "email", "=a@example.org", "row.formula", "formula"),
    Defect("bidirectional override", "name", "Ann\u202eeno", "row.character", "RIGHT-TO-LEFT"),
    Defect("isolate", "name", "Ann\u2066x", "row.character", "U+2066"),
    Defect("zero-width space", "name", "An\u200bn", "row.character", "U+200B"),
    Defect("NUL", "name", "Ann\0Lee", "row.character", "U+0000"),
    Defect("line break in a name", "name", '"Ann\nBcc: x"', "row.character", "U+000A"),
    Defect("private-use letter", "name", "Ann \ue000", "row.character", "U+E000"),
    Defect("letter lost before", "name", "Jos\ufffd", "row.encoding", "lost"),
    Defect("UTF-8 read as cp1252", "name", "JosÃ© NÃºÃ±ez", "row.encoding", "garbled"),
    Defect("missing address", "email", "", "row.email_missing", "ann@example.org"),
    Defect("no at", "email", "ann.example.org", "row.email_invalid", "no @"),
    Defect("two at", "email", "a@b@example.org", "row.email_invalid", "2 @"),
    Defect("nothing before at", "email", '"@example.org"', "row.formula", "@"),
    Defect("no domain", "email", "ann@", "row.email_invalid", "nothing stands after"),
    Defect("domain without dot", "email", "ann@localhost", "row.email_invalid", "no dot"),
    Defect("space inside", "email", "an n@example.org", "row.email_invalid", "space"),
    Defect("comma for dot", "email", '"ann@example,org"', "row.email_invalid", "no dot"),
    Defect("bracket", "email", "ann<x>@example.org", "row.email_invalid", "“<”"),
    Defect("semicolon", "email", "a@b.org;c@d.org", "row.email_invalid", "2 @"),
    Defect("first dot", "email", ".ann@example.org", "row.email_invalid", "dot"),
    Defect("last dot", "email", "ann.@example.org", "row.email_invalid", "dot"),
    Defect("double dot", "email", "a..n@example.org", "row.email_invalid", "dot"),
    Defect("empty label", "email", "ann@example..org", "row.email_invalid", "two dots"),
    Defect("label with hyphen", "email", "ann@-example.org", "row.email_invalid", "hyphen"),
    Defect("domain sign", "email", "ann@exam_ple.org", "row.email_invalid", "“_”"),
    Defect("foreign sign", "email", "ann@exam€ple.org", "row.email_invalid", "“€”"),
    Defect("address literal", "email", "ann@[192.0.2.1]", "row.email_invalid", "brackets"),
    Defect("numeric end", "email", "ann@192.0.2.1", "row.email_invalid", "number"),
    Defect("long local part", "email", "x" * 65 + "@example.org", "row.email_invalid", "64"),
    Defect("long label", "email", f"a@{'x' * 64}.org", "row.email_invalid", "part of a domain"),
    Defect("long address", "email", "a@" + "x." * 130 + "org", "row.email_invalid", "254"),
    Defect(
        "long domain on the wire",
        "email",
        "a@" + ".".join(["üöä"] * 35),
        "row.email_invalid",
        "253",
    ),
    Defect("no such day", "achieved_on", "31/02/2026", "row.date_invalid", "has 28 days"),
    Defect("no such ISO day", "achieved_on", "2026-02-31", "row.date_invalid", "28 days"),
    Defect("no such month", "achieved_on", "2026-13-01", "row.date_invalid", "no month 13"),
    Defect("year 1066", "achieved_on", "1066-10-14", "row.date_invalid", "1900"),
    Defect("British order", "achieved_on", "28/02/2026", "row.date_invalid", "2026-02-28"),
    Defect("two readings", "achieved_on", "03/02/2026", "row.date_invalid", "2 March 2026"),
    Defect("same day and month", "achieved_on", "2/2/26", "row.date_invalid", "2026-02-02 for"),
    Defect("slashes", "achieved_on", "2026/02/03", "row.date_invalid", "2026-02-03"),
    Defect("with a time", "achieved_on", "2026-02-03T10:00:00Z", "row.date_invalid", "only"),
    Defect("words", "achieved_on", "3 Feb 2026", "row.date_invalid", "year-month-day"),
    Defect("Excel serial", "achieved_on", "46056", "row.date_invalid", "year-month-day"),
    Defect(
        "before the course", "achieved_on", "2026-01-11", "row.date_before_course", "12 Jan"
    ),
    Defect("in the future", "achieved_on", "2026-03-11", "row.date_in_future", "11 March"),
    Defect("already ended", "valid_until", "2026-03-09", "row.already_ended", "9 March"),
    Defect("end no date", "valid_until", "never", "row.date_invalid", "never"),
    Defect("unknown achievement", "achievement", "knitting", "row.achievement_unknown", "fire"),
    Defect("unknown grade", "grade", "Z", "row.grade_invalid", "not A or B"),
    Defect("long grade", "grade", "A" * 51, "row.too_long", "51"),
    Defect("long identifier", "identifier", "1" * 101, "row.too_long", "100"),
    Defect("long narrative", "narrative", "x" * 5001, "row.too_long", "5001"),
    Defect(
        "http evidence", "evidence_url", "http://e.org/x", "row.evidence_url_invalid", "https"
    ),
    Defect(
        "script evidence", "evidence_url", "javascript:1", "row.evidence_url_invalid", "https"
    ),
    Defect(
        "user in URL", "evidence_url", "https://a@e.org", "row.evidence_url_invalid", "user"
    ),
    Defect(
        "port in URL", "evidence_url", "https://e.org:8", "row.evidence_url_invalid", "port"
    ),
    Defect("bad port", "evidence_url", "https://e.org:x", "row.evidence_url_invalid", "host"),
    Defect("bad bracket", "evidence_url", "https://[e.org", "row.evidence_url_invalid", "host"),
    Defect(
        "IP in URL", "evidence_url", "https://10.0.0.1/", "row.evidence_url_invalid", "host"
    ),
    Defect("no host", "evidence_url", "https:///x", "row.evidence_url_invalid", "domain name"),
    Defect(
        "space in URL", "evidence_url", "https://e.org/a b", "row.evidence_url_invalid", "%XX"
    ),
    Defect(
        "long URL", "evidence_url", "https://" + "x" * 2048, "row.evidence_url_invalid", "2048"
    ),
    Defect("language name", "language", "English", "row.language_invalid", "pt-BR"),
    Defect("quote inside", "name", 'Ann "Lee" Moss', "row.quote_stray", "Ann"),
    Defect("text after a quote", "name", '"Ann" Lee', "row.quote_stray", "Ann"),
    Defect("too many cells", "language", "en,x", "row.too_many_cells", "11 cells", ""),
]
GOOD = {
    "name": "Ann Moss",
    "email": "ann@example.org",
    "identifier": "",
    "achieved_on": "",
    "valid_until": "",
    "grade": "",
    "evidence_url": "",
    "narrative": "",
    "achievement": "",
    "language": "",
}


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_bad_cell_is_named_and_costs_only_its_row(defect: Defect) -> None:
    bad = ",".join((GOOD | {defect.column: defect.cell}).values())
    before = ",".join((GOOD | {"email": "first@example.org"}).values())
    after = ",".join((GOOD | {"email": "last@example.org"}).values())
    found = read(f"{ALL}\n{before}\n{bad}\n{after}\n")
    assert [person.email for person in found.recipients] == [
        "first@example.org",
        "last@example.org",
    ]
    assert found.problems == ()
    problem = found.bad_rows[0].problems[0]
    assert (problem.code, problem.line) == (defect.code, 3)
    wanted = defect.column if defect.problem_column is None else defect.problem_column
    assert problem.column == wanted
    assert defect.words in problem.message
    assert problem.value.isprintable()
    assert len(problem.value) <= 120 * 9


def test_each_problem_of_a_row_is_listed() -> None:
    found = read(f"{ALL}\n,nobody,,2030-01-01,,Z,ftp://x,,knitting,English\n")
    assert [(p.column, p.code) for p in found.bad_rows[0].problems] == [
        ("name", "row.name_missing"),
        ("email", "row.email_invalid"),
        ("achieved_on", "row.date_in_future"),
        ("grade", "row.grade_invalid"),
        ("evidence_url", "row.evidence_url_invalid"),
        ("achievement", "row.achievement_unknown"),
        ("language", "row.language_invalid"),
    ]
    assert found.all_problems == found.bad_rows[0].problems
    assert found.all_problems[0].to_json() == {
        "code": "row.name_missing",
        "message": "The name is missing. Write the person's full name.",
        "line": 2,
        "column": "name",
        "value": "",
    }


def test_an_end_before_the_start_is_refused() -> None:
    found = read("name,email,achieved_on,valid_until\nAnn,a@e.org,2026-02-01,2026-01-31\n")
    problem = found.all_problems[0]
    assert (problem.code, problem.column) == ("row.end_before_start", "valid_until")


def test_a_duplicate_names_the_first_row_whatever_the_case() -> None:
    found = read("name,email\nAnn,ann@Example.org\n\nBea,b@e.org\nAnn,ANN@example.ORG\n")
    problem = found.all_problems[0]
    assert (problem.code, problem.line, problem.column) == ("row.duplicate", 5, "email")
    assert "line 2" in problem.message
    assert problem.value == "ANN@example.org"


def test_the_same_person_may_earn_two_achievements() -> None:
    found = read(
        "name,email,achievement\nAnn,a@e.org,identify-hazards\nAnn,a@e.org,Fire-Prevention\n"
    )
    assert found.all_problems == ()
    assert [person.achievement for person in found.recipients] == [
        "identify-hazards",
        "fire-prevention",
    ]


def test_wrong_bytes_cost_one_row_and_are_explained() -> None:
    data = b"name,email\nAnn,a@e.org\n" + "José,j@e.org\n".encode("cp1252") + b"Bo,b@e.org\n"
    found = recipients.read(data, at=TODAY)
    problem = found.all_problems[0]
    assert (problem.code, problem.line, problem.column) == ("row.encoding", 3, "name")
    assert "byte E9 at letter 4" in problem.message
    assert "José" in problem.message
    assert len(found.recipients) == 2
    assert found.bad_rows[0].cells == ("Jos\ufffd", "j@e.org")


def test_what_is_kept_of_a_bad_row_fits_any_database() -> None:
    found = recipients.read(b"name,email\nA\0n,\xff@e.org\n", at=TODAY)
    assert found.bad_rows[0].cells == ("A\u2400n", "\ufffd@e.org")


PEOPLE = [
    ("李伟", "li@example.cn"),
    ("José Núñez", "josé@example.es"),
    ("محمد بن علي", "mohammed@مثال.إختبار"),
    ("נועה\u200f לוי", "noa@example.org"),
    ("می\u200cخواهم", "mi@example.org"),
    ("Plato", "plato+x@bücher.example"),
    ("O'Neil-van der Brück, Jr.", "o'neil@sub.example.co.uk"),
    ("<img src=x onerror=1>", "img@example.org"),
    ("श्रेया", "श्रेया@उदाहरण.परीक्षा"),
]


@pytest.mark.parametrize(("name", "email"), PEOPLE, ids=[email for _, email in PEOPLE])
def test_real_people_pass(name: str, email: str) -> None:
    found = read(f'name,email\n"{name}",{email}\n')
    assert found.all_problems == ()
    assert (found.recipients[0].name, found.recipients[0].email) == (name, email)


def test_every_optional_column_is_read() -> None:
    found = read(
        f"{ALL}\n"
        "  Ann   Moss ,ann@EXAMPLE.org,S-12,2026-02-01,2027-02-01,A,https://example.org/w?x=1#y,"
        '"She said ""yes"",\n\tthen left.",fire-prevention,PT_br\n'
    )
    assert found.all_problems == ()
    person = found.recipients[0]
    assert person.name == "Ann Moss"
    assert person.email == "ann@example.org"
    assert person.identifier == "S-12"
    assert person.achieved_on == date(2026, 2, 1)
    assert person.valid_until == date(2027, 2, 1)
    assert person.grade == "A"
    assert person.evidence == (Work(url="https://example.org/w?x=1#y"),)
    assert person.narrative == 'She said "yes",\n\tthen left.'
    assert person.achievement == "fire-prevention"
    assert person.language == "pt-BR"
    assert person.did is None


def test_without_expectations_any_slug_and_grade_pass() -> None:
    data = b"name,email,achievement,grade\nAnn,a@e.org,anything,7 of 9\n"
    found = recipients.read(data, at=TODAY)
    assert found.recipients[0].grade == "7 of 9"
    assert found.recipients[0].achievement == "anything"


def test_without_any_achievement_the_message_says_none() -> None:
    data = b"name,email,achievement\nAnn,a@e.org,anything\n"
    found = recipients.read(data, at=TODAY, achievements=frozenset())
    assert "Known: none." in found.all_problems[0].message


def test_a_short_row_leaves_its_last_cells_empty() -> None:
    found = read(f"{ALL}\nAnn,a@e.org\n")
    assert found.recipients[0].grade is None


@pytest.mark.parametrize(
    ("cells", "name", "problems"),
    [
        ("Ann,Moss", "Ann Moss", []),
        ("Ann,", "Ann", []),
        (",Moss", "Moss", []),
        (",", None, [("name", "row.name_missing")]),
        ("=Ann,Moss", None, [("given_name", "row.formula")]),
    ],
)
def test_a_divided_name_is_joined(
    cells: str, name: str | None, problems: list[tuple[str, str]]
) -> None:
    found = read(f"First name,Last name,E-mail address\n{cells},a@e.org\n")
    assert [person.name for person in found.recipients] == ([name] if name else [])
    assert [(problem.column, problem.code) for problem in found.all_problems] == problems


def test_an_address_needs_something_before_the_at() -> None:
    found = emails.email("@example.org")
    assert isinstance(found, Fault)
    assert "nothing stands before" in found.message
