"""Laws of the reader: it never raises, loses no row, and mends what it writes."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.issue import recipients
from skillmark.core.issue.recipients.bad_rows import escape
from skillmark.core.issue.recipients.names import FORMULA_STARTS

TODAY = date(2026, 3, 10)
NAMES = st.text(st.characters(categories=("L", "Mn", "Nd", "Zs")), min_size=1, max_size=40)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    found = recipients.read(data, at=TODAY)
    assert found.problems or found.rows


@given(st.text(alphabet='ab@.,;"\n\r\t=é\0 -2', max_size=200))
def test_no_text_makes_it_raise_and_each_row_is_good_or_explained(text: str) -> None:
    found = recipients.read(f"name,email\n{text}".encode(), at=TODAY)
    for row in found.rows:
        assert (row.recipient is None) == bool(row.problems)
        assert all("\0" not in cell for cell in row.cells)
        "".join(row.cells).encode()


@given(st.lists(NAMES.filter(lambda name: any(map(str.isalpha, name))), max_size=8))
def test_whatever_a_csv_writer_writes_is_read_back(names: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["Full name", "E-mail", "narrative"])
    for number, name in enumerate(names):
        writer.writerow([name, f"a{number}@example.org", f'{name} "said",\nso; {name}'])
    found = recipients.read(out.getvalue().encode(), at=TODAY)
    assert [row.line for row in found.rows] == [2 + 2 * number for number in range(len(names))]
    assert len(found.recipients) + len(found.bad_rows) == len(names)
    for row in found.bad_rows:
        assert {problem.code for problem in row.problems} <= {"row.encoding"}


@given(st.text(max_size=20))
def test_no_exported_cell_is_a_formula(cell: str) -> None:
    out = escape(cell)
    assert out.endswith(cell)
    assert not out.lstrip(" \u00a0") or out.lstrip(" \u00a0")[0] not in FORMULA_STARTS


def test_bad_rows_go_out_harmless_and_come_back_when_mended() -> None:
    data = b"Full name;E-mail;Team\nAnn;a@e.org;x\n=cmd;b@e.org;@y\nCy;nobody\nDi;d@e.org;1;2\n"
    found = recipients.read(data, at=TODAY)
    out = recipients.bad_rows_csv(found)
    assert out.startswith(
        b"\xef\xbb\xbfFull name,E-mail,Team,line,problem\r\n'=cmd,b@e.org,'@y,3,"
    )
    rows = list(csv.reader(io.StringIO(out.decode("utf-8-sig"), newline="")))
    assert [row[:4] for row in rows[2:]] == [
        ["Cy", "nobody", "", "4"],
        ["Di", "d@e.org", "1", "5"],
    ]
    assert rows[2][4].startswith("email: “nobody” is no e-mail address")
    mended = out.replace(b"'=cmd", b"Bea").replace(b"nobody", b"c@e.org")
    again = recipients.read(mended, at=TODAY)
    assert again.all_problems == ()
    assert again.unknown_columns == ("Team", "line", "problem")
    assert [person.name for person in again.recipients] == ["Bea", "Cy", "Di"]
