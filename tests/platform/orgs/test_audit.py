"""The pages of the audit trail: search, filters, paging, one entry, one thing's history, export."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from skillmark.core import audit as chain
from skillmark.platform.events import acts
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.events.trail import ENTRIES_A_PAGE
from skillmark.platform.orgs import api_keys
from skillmark.platform.orgs.models import Organisation, Scope
from skillmark.platform.people.models import User

MORE = 120


@pytest.fixture
def trail(organisation: Organisation, user: User) -> str:
    """The page of a trail of well over a hundred entries."""
    acts = [
        Act("thing.changed", organisation, {"n": n - 1}, {"n": n}, f"Thing no{n:03}")
        for n in range(MORE)
    ]
    events.record_many(organisation_id=organisation.pk, actor=user, acts=acts)
    return reverse("orgs:audit", args=[organisation.slug])


def numbers(answer: Any) -> list[int]:
    """Return the numbers of the entries on a page."""
    return [line.row.sequence for line in answer.context["lines"]]


def labels(answer: Any) -> set[str]:
    return {line.row.label for line in answer.context["lines"]}


def test_every_entry_is_on_one_page_going_on_and_back(studio: Client, trail: str) -> None:
    seen: list[int] = []
    pages, answer = 1, studio.get(trail)
    seen += numbers(answer)
    while answer.context["older"]:
        answer = studio.get(trail + answer.context["older"])
        seen += numbers(answer)
        pages += 1
    assert seen == list(range(seen[0], 0, -1))
    assert seen[0] == AuditEntry.objects.with_scopes_disabled().count()
    back = numbers(answer)
    while answer.context["newer"]:
        answer = studio.get(trail + answer.context["newer"])
        back = numbers(answer) + back
    assert back == seen[len(seen) - len(back) :]
    assert back[0] == seen[0]
    assert pages == -(-len(seen) // ENTRIES_A_PAGE)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "thing no07"}, {f"Thing no{n:03}" for n in range(70, 80)}),
        ({"q": "THING No119"}, {"Thing no119"}),
        ({"q": "no119 thing"}, {"Thing no119"}),
        ({"q": "nothing like it"}, set()),
        ({"q": "50%"}, set()),
        ({"q": "organisation.created"}, {"Harbour Skills Training"}),
        ({"q": "Olivia", "action": "organisation.created"}, {"Harbour Skills Training"}),
        ({"q": "owner@harbour.example", "action": "organisation."}, None),
        ({"action": "organisation.created"}, {"Harbour Skills Training"}),
        ({"action": "organ."}, set()),
        ({"actor": "system", "action": "thing."}, set()),
        ({"actor": "user:nobody"}, set()),
        ({"object": "credential:7"}, set()),
        ({"from": "2999-01-01"}, set()),
        ({"to": "2000-01-01"}, set()),
        ({"from": "no date"}, None),
        ({"from": "9999-12-31", "to": "9999-12-31"}, None),
        ({"before": "1"}, set()),
        ({"before": "x", "after": "9" * 30}, None),
        ({"after": "9" * 18}, set()),
    ],
)
def test_search_and_filters_find_what_they_say(
    studio: Client, trail: str, asked: dict[str, str], found: set[str] | None
) -> None:
    answer = studio.get(trail, asked)
    assert answer.status_code == 200
    if found is not None:
        assert labels(answer) == found
        assert ("No act matches" in answer.text or "Nothing on this page" in answer.text) is (
            not found
        )


def test_days_are_whole_days(studio: Client, trail: str) -> None:
    today = timezone.now().date()
    inside = {"from": str(today), "to": str(today)}
    assert len(numbers(studio.get(trail, inside))) == ENTRIES_A_PAGE
    assert not numbers(studio.get(trail, {"to": str(today - timedelta(days=1))}))
    assert "does not count" in studio.get(trail, {"to": "31/02/2026"}).text


def test_a_filter_is_kept_from_page_to_page(studio: Client, trail: str, user: User) -> None:
    asked = {"actor": user.audit_reference, "q": "thing", "action": "thing.changed"}
    answer = studio.get(trail, asked)
    assert "actor=user%3A" in answer.context["older"]
    answer = studio.get(trail + answer.context["older"])
    assert len(numbers(answer)) == ENTRIES_A_PAGE
    assert {line.row.action for line in answer.context["lines"]} == {"thing.changed"}


def test_a_key_is_called_by_its_name(
    studio: Client, trail: str, organisation: Organisation, user: User
) -> None:
    issued = api_keys.create_api_key(
        organisation, name="Course shop", scopes=[Scope.CREDENTIALS_READ], actor=user
    )
    events.record(
        organisation_id=organisation.pk,
        actor=issued.key,
        action="thing.read",
        object=organisation,
    )
    answer = studio.get(trail, {"q": "course shop", "actor": issued.key.audit_reference})
    assert answer.context["lines"][0].who == "API key “Course shop”"


def test_one_entry_stays_at_its_address(
    studio: Client, trail: str, organisation: Organisation
) -> None:
    row = AuditEntry.objects.with_scopes_disabled().get(label="Thing no007")
    address = reverse("orgs:audit_entry", args=[organisation.slug, row.sequence])
    assert address in studio.get(trail, {"q": "thing no007"}).text
    shown = studio.get(address).text
    assert row.hash in shown
    assert row.previous_hash in shown
    assert "as it was written" in shown
    assert "<del>6</del>" in shown
    assert "<ins>7</ins>" in shown
    history = f"?object={row.object_kind}:{row.object_id}"
    assert history in shown
    assert "The history of" in studio.get(trail + history).text
    everyone = AuditEntry.objects.with_scopes_disabled()
    everyone.filter(pk=row.pk).update(label="Thing no700")
    assert "was changed after it was written" in studio.get(address).text
    nowhere = reverse("orgs:audit_entry", args=[organisation.slug, 10**9])
    assert studio.get(nowhere).status_code == 404


@pytest.mark.sqlite_only
def test_an_entry_that_cannot_be_read_hides_no_other(studio: Client, trail: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("another database refuses such values itself")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        cursor.execute("""UPDATE events_auditentry SET after='{' WHERE label='Thing no119'""")
        cursor.execute("PRAGMA ignore_check_constraints=OFF")
    answer = studio.get(trail)
    assert "Not readable" in answer.text
    assert len(numbers(answer)) == ENTRIES_A_PAGE


def test_a_page_asks_the_database_a_fixed_number_of_questions(
    studio: Client, trail: str
) -> None:
    counts = []
    for asked in ({"q": "Thing no001"}, {"q": "thing"}):
        with CaptureQueriesContext(connection) as queries:
            studio.get(trail, asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_whole_trail_is_exported_and_checks_elsewhere(
    studio: Client, trail: str, organisation: Organisation
) -> None:
    address = reverse("orgs:audit_export", args=[organisation.slug])
    answer = studio.post(address, {"format": "jsonl", "q": "filters do not count here"})
    lines = b"".join(answer).splitlines(keepends=True)
    report = chain.check_file(lines)
    assert report.intact
    assert report.head.organisation == str(organisation.pk)
    assert report.head.entries == len(lines) - 1 > MORE
    assert json.loads(lines[-1])["action"] == "trail.exported"
    assert ".jsonl" in answer["Content-Disposition"]
    assert studio.get(address).status_code == 405


def test_what_is_listed_is_exported_as_a_table(
    studio: Client, trail: str, organisation: Organisation, user: User
) -> None:
    events.record(
        organisation_id=organisation.pk,
        actor=user,
        action="thing.changed",
        object=organisation,
        label="=HYPERLINK(1)",
    )
    address = reverse("orgs:audit_export", args=[organisation.slug])
    answer = studio.post(address, {"format": "csv", "action": "thing.changed"})
    text = b"".join(answer).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == MORE + 1
    assert {row["Code"] for row in rows} == {"thing.changed"}
    assert rows[0]["Who"] == str(user)
    assert rows[0]["After"] == '{"n": 0}'
    assert rows[-1]["What it is called"] == "'=HYPERLINK(1)"
    assert [int(row["No."]) for row in rows] == sorted(int(row["No."]) for row in rows)


def test_nobody_sees_another_organisations_trail(
    studio: Client, trail: str, other_organisation: Organisation
) -> None:
    slug = other_organisation.slug
    assert studio.get(reverse("orgs:audit", args=[slug])).status_code == 404
    assert studio.get(reverse("orgs:audit_entry", args=[slug, 1])).status_code == 404
    assert studio.post(reverse("orgs:audit_export", args=[slug])).status_code == 404
    assert str(other_organisation.pk) not in studio.get(trail).text


def test_an_act_is_found_by_its_name_in_the_language_of_the_reader() -> None:
    assert acts.called(["keys", "Backed"]) == ["key.backed_up"]
    with translation.override("de"):
        name = str(acts.ACTS["key.backed_up"])
        assert acts.called(name.split()) == ["key.backed_up"]
