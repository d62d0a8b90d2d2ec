"""Settings: colours with advice, policies, keys with names and ends; the first steps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.design import Colour, contrast
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs import api_keys, colours, policy, services
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import ApiKey, Organisation, Role, Scope
from skillmark.platform.people.models import User

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def _page(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"orgs:{name}", args=[organisation.slug, *more])


@given(COLOUR, COLOUR)
def test_the_colour_that_is_offered_passes(first: str, second: str) -> None:
    for one, needed in zip(colours.advise(first, second), (4.5, 3.0), strict=True):
        assert contrast(Colour.parse(one.nearest), colours.PAPER) >= needed
        assert all(again.passes for again in colours.advise(one.nearest)) or needed < 4
    day, night = colours.day_and_night(first)
    assert contrast(Colour.parse(day), colours.PAPER) >= 4.5
    assert contrast(Colour.parse(night), colours.NIGHT) >= 4.5


def test_a_pale_colour_is_warned_of_and_mended_in_one_click(
    studio: Client, organisation: Organisation
) -> None:
    page = _page("branding", organisation)
    tried = studio.get(page, {"brand_colour": "#ffd54a"})
    (advice,) = tried.context["advice"]
    assert not advice.passes
    assert f"Use {advice.nearest} and save" in tried.text
    organisation.refresh_from_db()
    assert organisation.brand_colour != "#ffd54a"  # looking changes nothing
    take = {"brand_colour": "#ffd54a", "take": f"brand_colour:{advice.nearest}"}
    studio.post(page, take)
    organisation.refresh_from_db()
    assert organisation.brand_colour == advice.nearest
    assert all(one.passes for one in studio.get(page).context["advice"])


@pytest.mark.parametrize("take", ["name:Evil", "brand_colour:red", "parent:1", "x"])
def test_the_button_takes_colours_only(
    studio: Client, organisation: Organisation, take: str
) -> None:
    answer = studio.post(
        _page("branding", organisation), {"brand_colour": "#14532d", "take": take}
    )
    assert answer.status_code in {200, 302}
    organisation.refresh_from_db()
    assert organisation.name == "Harbour Skills Training"
    assert organisation.brand_colour in {"#14532d", "#1f6f5c"}


def test_a_second_colour_is_optional(studio: Client, organisation: Organisation) -> None:
    page = _page("branding", organisation)
    both = {"brand_colour": "#14532d", "second_colour": "#B45309"}
    studio.post(page, both)
    organisation.refresh_from_db()
    assert organisation.second_colour == ""
    studio.post(page, both | {"with_second": "on"})
    organisation.refresh_from_db()
    assert organisation.second_colour == "#b45309"
    sheet = Client().get(_page("brand", organisation))
    assert sheet["Content-Type"] == "text/css"
    assert "#14532d" in sheet.text
    assert "#b45309" in sheet.text


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "url(x)", "#12345g"])
def test_what_is_no_colour_is_refused(
    studio: Client, organisation: Organisation, colour: str
) -> None:
    page = _page("branding", organisation)
    assert studio.get(page, {"brand_colour": colour}).status_code == 200
    answer = studio.post(page, {"brand_colour": colour})
    assert answer.context["form"].errors["brand_colour"]


def test_a_policy_is_kept_and_recorded(
    studio: Client, organisation: Organisation, make_member: Callable[[Role], User]
) -> None:
    page = _page("policies", organisation)
    assert "Only Olivia Owner can approve here" in studio.get(page).text
    make_member(Role.APPROVER)
    assert "can approve here" not in studio.get(page).text
    wanted = {
        "review_definitions": "on",
        "approve_issuing_from": "100",
        "remind_after_days": "",
        "remind_times": "3",
        "language": "de",
    }
    assert "Saved." in studio.post(page, wanted, follow=True).text
    kept = policy.of(organisation)
    assert kept.review_definitions
    assert (kept.approve_issuing_from, kept.remind_after_days, kept.remind_times) == (
        100,
        None,
        3,
    )
    assert Organisation.objects.get(pk=organisation.pk).language == "de"
    studio.post(page, wanted)
    entries = AuditEntry.objects.with_scopes_disabled().filter(action="policy.changed")
    assert entries.count() == 1
    assert entries.get().before["approve_issuing_from"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("approve_issuing_from", "0"),
        ("approve_issuing_from", "-1"),
        ("remind_after_days", "0"),
        ("remind_after_days", "999"),
        ("remind_times", ""),
        ("remind_times", "99"),
        ("language", "xx"),
    ],
)
def test_an_odd_policy_is_refused_beside_the_field(
    studio: Client, organisation: Organisation, field: str, value: str
) -> None:
    facts = {"remind_times": "2", "language": "en", field: value}
    answer = studio.post(_page("policies", organisation), facts)
    assert answer.context["form"].errors[field]


def test_a_key_is_renamed_and_opens_what_it_did(
    studio: Client, organisation: Organisation, user: User
) -> None:
    made = api_keys.create_api_key(
        organisation, name="LMS", scopes=[Scope.CREDENTIALS_READ], actor=user
    )
    page = _page("rename_key", organisation, made.key.pk)
    assert "Rename “LMS”" in studio.get(page).text
    shown = studio.post(page, {"name": "Course system"}, follow=True).text
    assert "Course system" in shown
    assert "Read credentials" in shown
    assert api_keys.check_api_key(made.text, [Scope.CREDENTIALS_READ]).name == "Course system"


@pytest.mark.parametrize(
    ("facts", "hint"),
    [
        ({"expires_at": timedelta(days=10)}, "Ends soon"),
        ({"created_at": timedelta(days=-400), "last_used_at": timedelta()}, "Over a year old"),
        ({"last_used_at": timedelta(days=-100)}, "Not used for three months"),
        ({"last_used_at": timedelta(days=-1)}, ""),
        ({"revoked_at": timedelta(days=-1), "created_at": timedelta(days=-400)}, ""),
    ],
)
def test_a_key_that_needs_care_says_so(
    studio: Client,
    organisation: Organisation,
    user: User,
    facts: dict[str, timedelta],
    hint: str,
) -> None:
    made = api_keys.create_api_key(
        organisation, name="LMS", scopes=[Scope.CREDENTIALS_READ], actor=user
    )
    now = timezone.now()
    ApiKey.objects.with_scopes_disabled().filter(pk=made.key.pk).update(
        **{name: now + shift for name, shift in facts.items()}
    )
    (row,) = studio.get(_page("keys", organisation)).context["rows"]
    assert row.hint.startswith(hint)
    assert bool(row.hint) == bool(hint)


def test_keys_that_work_come_first_and_sort(
    studio: Client, organisation: Organisation, user: User
) -> None:
    for name in ("Alder", "Birch", "Cedar"):
        made = api_keys.create_api_key(
            organisation, name=name, scopes=[Scope.CREDENTIALS_READ], actor=user
        )
        if name == "Cedar":
            with organisation_scope(organisation):
                api_keys.revoke_api_key(made.key, actor=user)
    page = _page("keys", organisation)

    def names(**query: str) -> list[str]:
        return [row.key.name for row in studio.get(page, query).context["rows"]]

    assert names() == ["Birch", "Alder", "Cedar"]
    assert names(sort="name") == ["Alder", "Birch", "Cedar"]
    assert names(sort="-name") == ["Cedar", "Birch", "Alder"]
    assert names(sort="-used")
    assert names(q="ald") == ["Alder"]


def test_first_steps_lead_from_nothing_to_a_colleague(
    studio: Client, organisation: Organisation, user: User
) -> None:
    overview = _page("overview", organisation)
    page = studio.get(overview).text
    for words in (
        "Say who you are",
        "Add your logo and colour",
        "Prove your domain",
        "Define what you award",
        "Issue the first credential",
        "Invite a colleague",
    ):
        assert words in page
    services.update_profile(
        organisation, actor=user, description="Courses.", website="https://harbour.example"
    )
    assert "1 of" in studio.get(overview).text
    studio.post(_page("dismiss", organisation), follow=True)
    assert "First steps" not in studio.get(overview).text
    studio.post(_page("dismiss", organisation))
    entries = AuditEntry.objects.with_scopes_disabled()
    assert entries.filter(action="organisation.first_steps_dismissed").count() == 1


def test_only_owners_put_the_first_steps_away(
    organisation: Organisation,
    make_member: Callable[[Role], User],
    client_of: Callable[[User], Client],
) -> None:
    viewer = client_of(make_member(Role.VIEWER))
    assert "Put the list away" not in viewer.get(_page("overview", organisation)).text
    assert viewer.post(_page("dismiss", organisation)).status_code == 403


def test_a_name_is_compared_by_its_skeleton(
    organisation: Organisation, user: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    assert organisation.skeleton == "harbourskillstraining"
    services.update_profile(organisation, actor=user, name="Harbor Skills")
    kept = Organisation.objects.get(pk=organisation.pk)
    assert kept.skeleton == "harborskills"
    with organisation_scope(organisation), django_assert_max_num_queries(40):
        services.create_organisation(owner=user, name="Tern Logistics")
