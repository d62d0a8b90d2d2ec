"""The pages: the provider drafts and publishes, a learner finds, registers, works through."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scopes_disabled
from issued_credentials import issue, published

from skillmark.platform.catalog.models import AchievementVersion

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User
    from skillmark.platform.programmes.models import Cohort, Programme

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a leaflet\n"


def _text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def drafted(organisation: "Organisation", studio: Client) -> str:
    """A draft that a provider has made by the forms, complete but not published: its address."""
    base = f"/studio/{organisation.slug}/programmes"
    made = studio.post(f"{base}/new", {"title": "Safety", "language": "en", "mode": "units"})
    page: str = made.headers["Location"].removesuffix("/achievements")
    unit = published(organisation, "Identify hazards")
    added = studio.post(
        f"{page}/achievements",
        {"act": "add", "own": str(unit.achievement_id), "other": "", "role": "unit"},
        follow=True,
    )
    assert "Identify hazards" in _text(added)
    facts = {"summary": "Staying whole.", "hours": "3", "cost": "89,50", "currency": "EUR"}
    studio.post(f"{page}/edit", {"title": "Safety", "language": "en", "mode": "units", **facts})
    studio.post(f"{page}/modules/new", {"title": "See danger", "description": "**Look.**"})
    studio.post(f"{page}/groups/new", {"name": "Spring", "capacity": "1"})
    return page


def test_a_draft_says_what_is_missing(organisation: "Organisation", studio: Client) -> None:
    base = f"/studio/{organisation.slug}/programmes"
    assert "No programmes yet" in _text(studio.get(base))
    made = studio.post(f"{base}/new", {"title": "Safety", "language": "en", "mode": "units"})
    page = made.headers["Location"].removesuffix("/achievements")
    shown = _text(studio.get(page))
    for words in ("sentence or two", "how many hours", "what it costs", "at least one"):
        assert words in shown
    refused = studio.post(f"{page}/publish", follow=True)
    assert "how many hours" in _text(refused)


def test_from_a_draft_to_what_a_learner_has_done(
    drafted: str, studio: Client, make_user: Any, client_of: Any
) -> None:
    assert "It stands in the catalogue" in _text(studio.post(f"{drafted}/publish", follow=True))
    listed = _text(Client().get("/programmes?q=SAFETY"))
    assert "89.50 EUR" in listed
    assert "A credential for each unit" in listed
    learner = make_user("mark@learner.example", name="Mark Olsen")
    browser = client_of(learner)
    public = re.search(r'href="(/programmes/[0-9a-f-]{36})"', listed)
    assert public
    group = re.search(
        rf'{public[1]}/enrol\?cohort=([0-9a-f-]+)"', _text(browser.get(public[1]))
    )
    assert group
    facts = {"cohort": group[1], "name": "Mark Olsen", "email": learner.email}
    mine = _text(browser.post(f"{public[1]}/enrol", facts, follow=True))
    assert "You have a place." in mine
    assert "<strong>Look.</strong>" in mine
    tick = re.search(r'action="(/learning/[^"]+/modules/[^"]+)"', mine)
    assert tick
    assert "1 of 1 done" in _text(browser.post(tick[1], {"done": "yes"}, follow=True))
    assert "0 of 1 done" in _text(browser.post(tick[1], {"done": "no"}, follow=True))
    with scopes_disabled():
        issue(AchievementVersion.objects.get(name="Identify hazards"))
    assert "1 of 1 earned" in _text(browser.get(tick[1].partition("/modules")[0]))


def test_strangers_read_the_catalogue_without_a_cookie(
    programme: "Programme", cohort: "Cohort"
) -> None:
    for address in (
        "/programmes",
        "/programmes?goal=safety+officer",
        f"/programmes/{programme.pk}",
        f"/programmes/compare?p={programme.pk}",
    ):
        got = Client().get(address)
        assert got.status_code == 200, address
        assert not got.cookies, address
        assert not re.search(r"\sstyle=|<script(?![^>]*\bsrc=)", got.content.decode()), address


def test_the_catalogue_filters_and_compares(
    make_programme: Any, make_cohort: Any, other_organisation: "Organisation"
) -> None:
    units = make_programme(title="Safety by units")
    final = make_programme(
        of=other_organisation,
        title="Safety in a day",
        units=(),
        mode="final",
        cost="0",
        currency="",
        hours="6",
        eqf_level="",
        language="de",
    )
    make_cohort(final)
    make_programme(title="Hidden draft", draft=True)
    cases = {
        "": {"Safety by units", "Safety in a day"},
        "?q=warehouse": {"Safety by units", "Safety in a day"},
        "?q=universitas": {"Safety in a day"},
        "?q=IDENTIFY+hazards": {"Safety by units"},
        "?free=1": {"Safety in a day"},
        "?open=1": {"Safety in a day"},
        "?units=1": {"Safety by units"},
        "?level=3": {"Safety by units"},
        "?language=de": {"Safety in a day"},
        f"?provider={other_organisation.slug}": {"Safety in a day"},
        "?q=nothing+like+it": set(),
        "?level=x&language=xx&sort=nonsense&page=99": {"Safety by units", "Safety in a day"},
    }
    for query, expected in cases.items():
        page = _text(Client().get(f"/programmes{query}"))
        found = {one for one in ("Safety by units", "Safety in a day") if one in page}
        assert found == expected, query
        assert "Hidden draft" not in page
    for sort, first in (("hours", "Safety in a day"), ("title", "Safety by units")):
        page = _text(Client().get(f"/programmes?sort={sort}"))
        assert min(("Safety by units", "Safety in a day"), key=page.index) == first
    side = _text(Client().get(f"/programmes/compare?p={units.pk}&p={final.pk}&p=nonsense"))
    for words in (
        "A credential for each unit, and the final one",
        "The final credential only",
        "120.50 EUR",
        "Free of charge",
        "Universitas Meridiana",
    ):
        assert words in side
    assert "Choose at least two" in _text(Client().get(f"/programmes/compare?p={units.pk}"))


def test_registering_without_what_is_asked_for_says_where_to_earn_it(
    make_programme: Any,
    make_cohort: Any,
    make_user: Any,
    client_of: Any,
    other_organisation: "Organisation",
) -> None:
    first = make_programme(
        of=other_organisation, title="First aid course", units=("First aid",)
    )
    with scopes_disabled():
        asked = first.units.get(role="unit").achievement.versions.get()
    programme = make_programme(asks=(asked,), final="")
    cohort = make_cohort(programme)
    browser = client_of(make_user("mark@learner.example"))
    page = _text(browser.get(f"/programmes/{programme.pk}/enrol"))
    assert "You cannot register yet" in page
    assert f"/programmes/{first.pk}" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    facts = {"cohort": str(cohort.pk), "name": "Mark", "email": "mark@learner.example"}
    refused = browser.post(f"/programmes/{programme.pk}/enrol", facts)
    assert refused.status_code == 422
    issue(asked)
    assert "You have it" in _text(browser.get(f"/programmes/{programme.pk}/enrol"))
    assert browser.post(f"/programmes/{programme.pk}/enrol", facts).status_code == 302


def test_a_group_of_another_programme_is_no_choice(
    make_programme: Any, make_cohort: Any, make_user: Any, client_of: Any
) -> None:
    one = make_programme()
    other = make_cohort(make_programme(title="Other", units=("Something else",), final=""))
    make_cohort(one)
    browser = client_of(make_user("mark@learner.example"))
    facts = {"cohort": str(other.pk), "name": "Mark", "email": "mark@learner.example"}
    assert browser.post(f"/programmes/{one.pk}/enrol", facts).status_code == 422


def test_a_file_is_a_download_that_nothing_runs_in(  # noqa: PLR0917 - fixtures
    organisation: "Organisation",
    programme: "Programme",
    cohort: "Cohort",
    studio: Client,
    make_user: Any,
    client_of: Any,
    enrol: Any,
) -> None:
    base = f"/studio/{organisation.slug}/programmes"
    page = studio.post(f"{base}/{programme.pk}/modules/new", {"title": "See danger"})
    module = page.headers["Location"]

    def send(name: str, data: bytes) -> Any:
        sent = SimpleUploadedFile(name, data)
        facts = {"kind": "file", "title": "Leaflet", "body": "", "url": ""}
        return studio.post(f"{module}/materials/new", facts | {"file": sent})

    for name, data in (
        ("evil.html", b"<script>alert(1)</script>"),
        ("evil.svg", b"<svg onload='alert(1)'/>"),
        ("evil.pdf", b"<script>alert(1)</script>"),
        ("empty.pdf", b""),
    ):
        assert send(name, data).status_code == 422, name
    assert send("../../Löschen\u202e.pdf", PDF).status_code == 302
    link = re.search(rf'"({base}/materials/[0-9a-f-]+)/file"', _text(studio.get(module)))
    assert link
    learner = make_user("mark@learner.example")
    made = enrol(cohort, learner)
    material = link[1].rpartition("/")[2]
    for browser, address in (
        (studio, f"{link[1]}/file"),
        (client_of(learner), f"/learning/{made.pk}/files/{material}"),
    ):
        got = browser.get(address)
        assert got.content == PDF
        assert got.headers["Content-Type"] == "application/pdf"
        assert got.headers["Content-Disposition"].startswith("attachment;")
        assert "L%C3%B6schen.pdf" in got.headers["Content-Disposition"]
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in got.headers["Content-Security-Policy"]
        assert "no-store" in got.headers["Cache-Control"]
    stranger = client_of(make_user())
    assert stranger.get(f"/learning/{made.pk}/files/{material}").status_code == 404
    assert stranger.get(f"/learning/{made.pk}").status_code == 404


def test_who_waits_reads_no_materials(
    programme: "Programme",
    make_cohort: Any,
    make_user: Any,
    client_of: Any,
    enrol: Any,
) -> None:
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.programmes.services import contents
    from skillmark.platform.programmes.terms import Part

    with organisation_scope(programme.organisation):
        module = contents.add_module(programme.pk, Part(title="Secret steps"), actor=None)
    cohort = make_cohort(programme, capacity=1)
    enrol(cohort, make_user())
    waits = make_user()
    made = enrol(cohort, waits)
    browser = client_of(waits)
    page = _text(browser.get(f"/learning/{made.pk}"))
    assert "number 1 on the waiting list" in page
    assert "Secret steps" not in page
    address = f"/learning/{made.pk}/modules/{module.pk}"
    assert "You have no place" in _text(browser.post(address, {"done": "yes"}, follow=True))
    left = browser.post(f"/learning/{made.pk}/leave", follow=True)
    assert "You have left the programme" in _text(left)


def test_the_roster_and_its_file_hold_no_formula(
    organisation: "Organisation", cohort: "Cohort", studio: Client, make_user: Any, enrol: Any
) -> None:
    made = enrol(cohort, make_user("mark@learner.example"), name='=HYPERLINK("https://x")')
    enrol(cohort, make_user("ida@learner.example"), name="Ida Lindqvist")
    base = f"/studio/{organisation.slug}/programmes/groups/{cohort.pk}"
    assert "Ida Lindqvist" in _text(studio.get(base))
    assert "Ida Lindqvist" not in _text(studio.get(f"{base}?q=mark@"))
    sent = studio.get(f"{base}/learners.csv")
    lines = sent.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "\"'=HYPERLINK(" in lines[1]
    assert ",120.50,EUR" in lines[1]
    one = studio.get(f"{base}/learners.csv?q=ida").getvalue().decode("utf-8-sig")
    assert len(one.splitlines()) == 2
    learner = f"/studio/{organisation.slug}/programmes/learners/{made.pk}"
    assert studio.post(f"{learner}/remove", {"reason": ""}).status_code == 422
    assert "free again" in _text(
        studio.post(f"{learner}/remove", {"reason": "Not paid."}, follow=True)
    )


def test_what_is_published_keeps_what_learners_have_to_know(
    organisation: "Organisation", programme: "Programme", studio: Client
) -> None:
    page = f"/studio/{organisation.slug}/programmes/{programme.pk}"
    facts = {"title": "Safety", "language": "en", "mode": "units", "summary": "Short."}
    refused = studio.post(f"{page}/edit", facts)
    assert "how many hours" in _text(refused, 422)
    with scopes_disabled():
        ids = [str(one) for one in programme.units.values_list("achievement_id", flat=True)]
    for one in ids[:-1]:
        assert studio.post(f"{page}/achievements", {"act": f"remove-{one}"}).status_code == 302
    last = studio.post(f"{page}/achievements", {"act": f"remove-{ids[-1]}"})
    assert "at least one achievement" in _text(last, 422)


def test_another_providers_achievement_is_named_by_its_public_address(
    organisation: "Organisation",
    make_programme: Any,
    studio: Client,
    other_organisation: "Organisation",
    client_of: Callable[["User"], Client],
) -> None:
    theirs = published(other_organisation, "Seamanship")
    programme = make_programme(draft=True)
    page = f"/studio/{organisation.slug}/programmes/{programme.pk}/achievements"
    add = {"act": "add", "own": "", "role": "unit"}
    for address, status in (
        ("https://skillmark.example/a/no-such", 422),
        (f"https://skillmark.example/a/{programme.pk}", 422),
        (f"https://skillmark.example/a/{theirs.pk}", 302),
        (f"/a/{theirs.achievement_id}", 422),
    ):
        assert studio.post(page, add | {"other": address}).status_code == status, address
    shown = _text(studio.get(f"/studio/{organisation.slug}/programmes/{programme.pk}"))
    assert "Seamanship" in shown
    assert "have to say yes first: Universitas Meridiana" in shown
    assert "awarded by Universitas Meridiana" in shown
