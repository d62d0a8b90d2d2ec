"""Results from a CSV: every mistake named, the same file again nothing new, criteria filled."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from skillmark.platform.assessment import queue, results_file
from skillmark.platform.assessment.errors import ResultsFileError
from skillmark.platform.assessment.models import GivenResult
from skillmark.platform.assessment.services import importing

if TYPE_CHECKING:
    from conftest import HandIn
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
HEAD = "email,unit,criterion,level,score,date\n"
GOOD = f"{HEAD}mark@learner.example,fire-prevention,c1,Secure,,2026-05-03\n"


def test_each_mistake_is_named(plan: "Plan") -> None:
    rows = [
        "nobody,fire-prevention,c1,Secure,,2026-05-03",
        "m@l.example,unknown,c1,Secure,,2026-05-03",
        "m@l.example,fire-prevention,c9,Secure,,2026-05-03",
        "m@l.example,fire-prevention,c1,Superb,,2026-05-03",
        "m@l.example,fire-prevention,c1,,many,2026-05-03",
        "m@l.example,fire-prevention,c1,,-1,2026-05-03",
        "m@l.example,fire-prevention,c1,,NaN,2026-05-03",
        "m@l.example,fire-prevention,c1,Secure,,03/05/2026",
        "m@l.example,fire-prevention,c1,Secure,,2026-12-24",
        "m@l.example,fire-prevention,c1",
        "",
        "M@L.example,Fire-Prevention,acts in time,,3.5,2026-05-03",
    ]
    found = results_file.read((HEAD + "\n".join(rows)).encode(), today=TODAY)
    assert [(one.row, one.column) for one in found.problems] == [
        (2, "email"),
        (3, "unit"),
        (4, "criterion"),
        (5, "level"),
        (6, "score"),
        (7, "score"),
        (8, "score"),
        (9, "date"),
        (10, "date"),
        (11, "score"),
    ]
    (good,) = found.results
    assert (good.row, good.email, good.criterion, good.level, good.score) == (
        13,
        "m@l.example",
        "c2",
        "l2",
        "3.5",
    )
    assert good.plan == plan


def test_a_unit_is_known_by_its_name_where_only_one_has_it(
    plan: "Plan", make_plan: Any, make_version: Any
) -> None:
    row = f"{HEAD}m@l.example,FIRE prevention,c1,Secure,,2026-05-03"
    assert results_file.read(row.encode(), today=TODAY).results[0].plan == plan
    make_plan(make_version())  # another of the same name: nobody can tell
    assert results_file.read(row.encode(), today=TODAY).problems[0].column == "unit"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"name,level\nx,y\n", id="columns missing"),
        pytest.param(b"email,unit,criterion,date\n", id="neither level nor score"),
        pytest.param("email;Stra\xdfe".encode("latin-1"), id="another encoding"),
        pytest.param(b"PK\x03\x04\0", id="a workbook"),
        pytest.param(HEAD.encode() + b'"open', id="open quotation mark"),
        pytest.param(HEAD.encode() + b"x" * (5 * 2**20), id="too large"),
        pytest.param(HEAD.encode() + b"\n" * 20_001, id="too many rows"),
    ],
)
def test_what_is_no_such_file_is_refused(in_scope: Any, data: bytes) -> None:
    with pytest.raises(ResultsFileError):
        results_file.read(data, today=TODAY)


def test_the_same_file_again_changes_nothing(plan: "Plan", user: "User") -> None:
    found = results_file.read((GOOD + GOOD.partition("\n")[2]).encode(), today=TODAY)
    done = [
        importing.keep(plan.organisation, found, name="a.csv", actor=user) for _ in range(2)
    ]
    assert [(one.new, one.known) for one in done] == [(1, 1), (0, 2)]
    assert GivenResult.objects.count() == 1


def test_a_file_goes_from_preview_to_the_assessors_rubric(
    studio: Client,
    plan: "Plan",
    assessor: "User",
    hand_in: "HandIn",
    client_of: Any,
) -> None:
    slug = plan.organisation.slug
    url = reverse("assessment:results", args=[slug])
    bad = f"{GOOD}x,fire-prevention,c1,Secure,,2026-05-03\n"
    later = "mark@learner.example;fire-prevention;c1;Excellent;;2026-06-01\n"
    shown = studio.post(url, {"file": SimpleUploadedFile("r.csv", bad.encode())}).text
    for words in ("mark@learner.example", "This is no e-mail address.", "Keep 1 result"):
        assert words in shown
    assert not GivenResult.objects.exists()
    studio.post(url, {"text": bad, "name": "r.csv", "act": "keep"})
    studio.post(url, {"text": HEAD.replace(",", ";") + later, "name": "s.csv", "act": "keep"})
    assert GivenResult.objects.count() == 2
    assert studio.post(url, {"text": "x", "act": "keep"}).status_code == 422
    hand_in()
    mark = queue.waiting(assessor).get()
    page = client_of(assessor).get(reverse("assessment:mark", args=[slug, mark.pk])).text
    chosen = [line for line in page.splitlines() if "checked" in line and "level_" in line]
    assert len(chosen) == 1
    assert 'name="level_c1" value="l3"' in chosen[0]
    assert "imported" in page
