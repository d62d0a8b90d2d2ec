"""What stops a whole file, how it is taken apart, and what never stops it."""

import codecs
from datetime import date

import pytest

from skillmark.core.issue import recipients
from skillmark.core.issue.recipients import RecipientsFile

TODAY = date(2026, 3, 10)
PLAIN = "name,email\nAnn,a@e.org\n"


def read(data: bytes | str) -> RecipientsFile:
    return recipients.read(data if isinstance(data, bytes) else data.encode(), at=TODAY)


STOPPED = [
    ("empty", b"", "recipients.empty", 1),
    ("blank lines only", b"\n\r\n\n", "recipients.empty", 1),
    ("header only", b"name,email\n", "recipients.empty", 1),
    ("header and empty rows", b"name,email\n,\n , \n", "recipients.empty", 1),
    ("no header", b"Ann,a@e.org\n", "recipients.column_missing", 1),
    ("no e-mail column", b"name,phone\nAnn,1\n", "recipients.column_missing", 1),
    ("last name alone", b"last name,email\nMoss,a@e.org\n", "recipients.column_missing", 1),
    ("column twice", b"name,E-Mail,mail\nA,b,c\n", "recipients.column_duplicate", 1),
    ("unclosed header", b'"name,email\nAnn,a@e.org\n', "recipients.header", 1),
    ("201 columns", b"name,email" + b",x" * 199 + b"\n", "recipients.header", 1),
    ("header not UTF-8", b"\nname,email,Pr\xe9nom\nA,b,c\n", "recipients.encoding", 2),
    ("only column not UTF-8", b"n\xe4me,email\nA,b\n", "recipients.encoding", 1),
    ("workbook", b"PK\x03\x04rest", "recipients.not_csv", 1),
    ("old workbook", b"\xd0\xcf\x11\xe0rest", "recipients.not_csv", 1),
    ("PDF", b"%PDF-1.7", "recipients.not_csv", 1),
    ("gzip", b"\x1f\x8b\x08", "recipients.not_csv", 1),
    ("rich text", b"{\\rtf1", "recipients.not_csv", 1),
    ("UTF-32", PLAIN.encode("utf-32"), "recipients.encoding", 1),
    ("UTF-16 without mark", PLAIN.encode("utf-16-le"), "recipients.encoding", 1),
    ("UTF-16 broken off", PLAIN.encode("utf-16")[:-1], "recipients.encoding", 2),
]


@pytest.mark.parametrize(
    ("data", "code", "line"), [row[1:] for row in STOPPED], ids=[row[0] for row in STOPPED]
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, code: str, line: int) -> None:
    found = read(data)
    assert found.rows == ()
    assert [(problem.code, problem.line) for problem in found.problems] == [(code, line)]


def test_the_wrong_byte_of_a_header_is_counted_from_one() -> None:
    assert "line 2, byte 14" in read(b"\nname,email,Pr\xe9nom\n").problems[0].message


def test_too_large_and_too_long_files_are_refused() -> None:
    data = b"name,email\n" + b"".join(b"Ann,a%d@e.org\n" % number for number in range(4))
    large = recipients.read(data, at=TODAY, max_bytes=len(data) - 1)
    assert large.problems[0].code == "recipients.too_large"
    long = recipients.read(data, at=TODAY, max_rows=3)
    assert (long.problems[0].code, long.problems[0].line) == ("recipients.too_many_rows", 5)
    assert len(recipients.read(data, at=TODAY, max_rows=4).recipients) == 4


READABLE = [
    ("UTF-8", PLAIN.encode(), "utf-8", ","),
    ("UTF-8 with mark", PLAIN.encode("utf-8-sig"), "utf-8-bom", ","),
    ("UTF-16 little", PLAIN.encode("utf-16"), "utf-16", ","),
    ("UTF-16 big", codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "utf-16", ","),
    ("semicolons", PLAIN.replace(",", ";").encode(), "utf-8", ";"),
    ("tabs", PLAIN.replace(",", "\t").encode(), "utf-8", "\t"),
    ("Excel's hint", b"sep=;\r\n" + PLAIN.replace(",", ";").encode(), "utf-8", ";"),
    ("CR LF", PLAIN.replace("\n", "\r\n").encode(), "utf-8", ","),
    ("CR", PLAIN.replace("\n", "\r").encode(), "utf-8", ","),
    ("no last line end", PLAIN.strip().encode(), "utf-8", ","),
    ("quoted", b'"name","email"\n"Ann","a@e.org"', "utf-8", ","),
    ("other order, other names", b"E-MAIL , Full Name\na@e.org,Ann\n", "utf-8", ","),
    ("a comma in a title", b'name;"email, work";email\nAnn;x;a@e.org\n', "utf-8", ";"),
    ("empty cells behind", b"name,email,,\nAnn,a@e.org,,,,\n", "utf-8", ","),
]


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [row[1:] for row in READABLE],
    ids=[row[0] for row in READABLE],
)
def test_what_spreadsheets_write_is_read(data: bytes, encoding: str, delimiter: str) -> None:
    found = read(data)
    assert found.all_problems == ()
    assert (found.encoding, found.delimiter) == (encoding, delimiter)
    assert [(person.name, person.email) for person in found.recipients] == [("Ann", "a@e.org")]


def test_unknown_columns_are_listed_and_ignored() -> None:
    found = read("name,email,Shoe size,Bad\u202e\nAnn,a@e.org,=44,\0\n")
    assert found.unknown_columns == ("Shoe size", "Bad<U+202E>")
    assert found.titles == ("name", "email", "Shoe size", "Bad\u202e")
    assert found.all_problems == ()


def test_a_lone_surrogate_in_utf16_blames_its_row() -> None:
    data = codecs.BOM_UTF16_LE + "name,email\nA".encode("utf-16-le") + b"\x00\xd8"
    found = read(data + ",a@e.org\n".encode("utf-16-le"))
    assert [problem.code for problem in found.all_problems] == ["row.encoding"]


def test_lines_are_those_an_editor_shows() -> None:
    found = read('name,email,narrative\r\n\r\nAnn,a@e.org,"1\r\n2\r3\n4"\r\nBo,bad,\r\n')
    assert [row.line for row in found.rows] == [3, 7]
    assert found.recipients[0].narrative == "1\n2\n3\n4"
    assert found.all_problems[0].line == 7


def test_an_unclosed_quote_costs_one_row() -> None:
    found = read('name,email\nAnn,"a@e.org\nBo,b@e.org\nCy,c@e.org\n')
    assert [person.name for person in found.recipients] == ["Bo", "Cy"]
    problem = found.all_problems[0]
    assert (problem.code, problem.line, problem.column) == ("row.quote_unclosed", 2, "email")
    assert problem.value == '"a@e.org'


def test_a_quote_may_not_swallow_more_lines_than_allowed() -> None:
    found = read('name,email\n"Ann,a@e.org\n' + "Bo,b@e.org\n" * 300 + '"\n')
    assert found.all_problems[0].code == "row.quote_unclosed"
    assert found.recipients[0].name == "Bo"


def test_a_quote_may_not_swallow_more_letters_than_allowed() -> None:
    found = read('name,email\n"Ann,a@e.org\n' + "x" * 65_600 + "\nBo,b@e.org\n")
    assert [problem.code for problem in found.all_problems] == [
        "row.quote_unclosed",
        "row.too_long",
    ]
    assert found.recipients[0].name == "Bo"


def test_many_unclosed_quotes_stay_linear() -> None:
    block = 'Bo,"b@e.org\n' + "x,y\n" * 199
    found = read("name,email\n" + block * 50)
    codes = [problem.code for problem in found.all_problems]
    assert codes.count("row.quote_unclosed") + codes.count("row.quote_stray") == 50
    assert len(found.rows) == 50 * 200


def test_another_delimiter_in_one_row_is_named() -> None:
    found = read("name,email\nAnn;a@e.org\nBo,b@e.org\n")
    problem = found.all_problems[0]
    assert (problem.code, problem.line) == ("row.delimiter", 2)
    assert "semicolons" in problem.message
    assert "commas" in problem.message


def test_one_cell_that_is_no_other_dialect_is_a_missing_address() -> None:
    found = read("name,email\nAnn\n")
    assert [problem.code for problem in found.all_problems] == ["row.email_missing"]


def test_line_separators_of_unicode_end_no_row() -> None:
    found = read("name,email\nAnn\u2028Lee,a@e.org\nBo\x0bX,b@e.org\n")
    assert [(problem.line, problem.code) for problem in found.all_problems] == [
        (2, "row.character"),
        (3, "row.character"),
    ]
