"""The pages of organisations: what a person sees and does, without JavaScript."""

import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from skillmark.platform.events.models import StoredMail
from skillmark.platform.orgs import api_keys, services
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import (
    ApiKey,
    Invitation,
    Membership,
    Organisation,
    Role,
    Scope,
)
from skillmark.platform.people.models import User


def _page(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"orgs:{name}", args=[organisation.slug, *more])


def _picture(kind: str = "PNG", side: int = 40) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (side, side), "#14532d").save(file, kind)
    file.seek(0)
    file.name = f"logo.{kind.lower()}"
    return file


def test_a_newcomer_creates_an_organisation(
    make_user: Callable[[], User], client_of: Callable[[User], Client]
) -> None:
    client = client_of(make_user())
    assert client.get("/studio")["Location"] == reverse("orgs:create")
    answer = client.post(
        reverse("orgs:create"),
        {"name": "Kestrel Logistics", "website": "https://kestrel.example", "country": "NZ"},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == "/studio/kestrel-logistics/"
    assert "Kestrel Logistics" in answer.text


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("country", "nz1"), ("country", "nz"), ("website", "x")]
)
def test_a_wrong_field_is_named_beside_it(studio: Client, field: str, value: str) -> None:
    facts = {"name": "Kestrel", "website": "", "country": "", field: value}
    answer = studio.post(reverse("orgs:create"), facts)
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert not Organisation.objects.filter(name="Kestrel").exists()


def test_the_only_organisation_opens_at_once(
    studio: Client, organisation: Organisation
) -> None:
    assert studio.get("/studio")["Location"] == _page("overview", organisation)


def test_many_are_listed_and_searched(
    studio: Client, organisation: Organisation, user: User
) -> None:
    services.create_organisation(owner=user, name="Zeta Academy")
    assert "Zeta Academy" in studio.get("/studio").text
    found = studio.get("/studio", {"q": "zeta"}).text
    assert "Zeta Academy" in found
    assert _page("overview", organisation) not in re.findall(
        r'th scope="row"><a href="([^"]+)', found
    )
    assert "No organisation with that name" in studio.get("/studio", {"q": "nothing"}).text


def test_the_profile_is_changed_and_shown(studio: Client, organisation: Organisation) -> None:
    answer = studio.post(
        _page("profile", organisation),
        {
            "name": organisation.name,
            "description": "Short, assessed courses.",
            "website": "https://harbour.example",
            "email": "hello@harbour.example",
            "country": "IE",
        },
        follow=True,
    )
    assert "Saved." in answer.text
    looks = {"brand_colour": "#14532D", "logo_file": _picture()}
    assert "Saved." in studio.post(_page("branding", organisation), looks, follow=True).text
    page = Client().get(_page("issuer", organisation))
    assert "Short, assessed courses." in page.text
    assert _page("logo", organisation) in page.text
    logo = Client().get(_page("logo", organisation))
    assert logo["Content-Type"] == "image/png"
    assert logo["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Image.open(io.BytesIO(logo.content)).size == (40, 40)


def _not_a_picture() -> io.BytesIO:
    file = io.BytesIO(b"<svg onload='alert(1)'/>")
    file.name = "logo.svg"
    return file


@pytest.mark.parametrize(
    "make", [_not_a_picture, lambda: _picture("GIF"), lambda: _picture("PNG", 4097)]
)
def test_a_bad_logo_is_refused_with_reason(
    studio: Client, organisation: Organisation, make: Callable[[], io.BytesIO]
) -> None:
    answer = studio.post(
        _page("branding", organisation), {"brand_colour": "#14532d", "logo_file": make()}
    )
    assert answer.context["form"].errors["logo_file"]
    organisation.refresh_from_db()
    assert organisation.logo is None
    assert organisation.brand_colour != "#14532d"


def test_a_member_is_invited_joins_and_is_removed(
    studio: Client,
    organisation: Organisation,
    make_user: Callable[..., User],
    client_of: Callable[[User], Client],
    deliver: Callable[[], None],
) -> None:
    members = _page("members", organisation)
    answer = studio.post(
        members, {"email": "ida@people.example", "role": "issuer"}, follow=True
    )
    assert "ida@people.example" in answer.text
    deliver()
    mail = StoredMail.objects.get(recipient="ida@people.example")
    path = re.search(r"http://127.0.0.1:8000(/join/\S+)", mail.text)[1]
    anonymous = Client().get(path)
    assert "Sign in to accept" in anonymous.text
    assert "no-store" in anonymous["Cache-Control"]
    ida = make_user("ida@people.example", name="Ida Invited")
    joined = client_of(ida).post(f"{path}/accept", follow=True)
    assert joined.redirect_chain[-1][0] == _page("overview", organisation)
    assert Client().get(path).status_code == 404
    with organisation_scope(organisation):
        membership = Membership.objects.get(user=ida)
    role = _page("change_role", organisation, membership.pk)
    assert "The role is changed" in studio.post(role, {"role": "viewer"}, follow=True).text
    remove = _page("remove_member", organisation, membership.pk)
    assert "Remove Ida Invited?" in studio.get(remove).text
    assert "ended" in studio.post(remove, follow=True).text
    assert client_of(ida).get(_page("overview", organisation)).status_code == 404


def test_the_only_owner_cannot_leave(studio: Client, organisation: Organisation) -> None:
    with organisation_scope(organisation):
        mine = Membership.objects.get()
    answer = studio.post(_page("remove_member", organisation, mine.pk), follow=True)
    assert "needs an owner" in answer.text


def test_an_invitation_is_withdrawn(
    studio: Client, organisation: Organisation, user: User
) -> None:
    invitation, token = services.invite(
        organisation, email="ida@people.example", role=Role.ISSUER, actor=user
    )
    url = _page("withdraw", organisation, invitation.pk)
    assert "withdrawn" in studio.post(url, follow=True).text
    assert Client().get(reverse("orgs:join", args=[token])).status_code == 404
    assert "no longer open" in studio.post(url, follow=True).text
    with organisation_scope(organisation):
        assert Invitation.objects.get().accepted_at is None


def test_a_key_is_shown_once_and_revoked(studio: Client, organisation: Organisation) -> None:
    keys = _page("keys", organisation)
    assert "No API keys yet" in studio.get(keys).text
    made = studio.post(keys, {"name": "LMS", "scopes": ["credentials:issue"], "life": "90"})
    text = made.context["issued"].text
    assert text in made.text
    assert "no-store" in made["Cache-Control"]
    assert " data-posted" in made.text  # Back and reload ask anew (page.js)
    again = studio.get(keys).text
    assert (text in again, " data-posted" in again) == (False, False)
    key = api_keys.check_api_key(text, [Scope.CREDENTIALS_ISSUE])
    assert key.expires_at is not None
    revoke = _page("revoke_key", organisation, key.pk)
    assert "Revoke “LMS”?" in studio.get(revoke).text
    assert "closed" in studio.post(revoke, follow=True).text
    with organisation_scope(organisation):
        assert not ApiKey.objects.get().active


def test_a_key_without_scopes_is_refused(studio: Client, organisation: Organisation) -> None:
    answer = studio.post(_page("keys", organisation), {"name": "LMS"})
    assert answer.context["form"].errors["scopes"]


def test_the_public_page_sets_no_cookie(client: Client, organisation: Organisation) -> None:
    answer = client.get(_page("issuer", organisation))
    assert answer.status_code == 200
    assert not answer.cookies
    assert client.get("/i/no-such-issuer").status_code == 404
    assert client.get(_page("logo", organisation)).status_code == 404


def test_names_are_escaped(studio: Client, user: User) -> None:
    made = services.create_organisation(owner=user, name="<script>alert(1)</script>")
    for name in ("overview", "profile", "members", "keys", "audit", "issuer"):
        assert "<script>alert(1)" not in studio.get(_page(name, made)).text


def test_the_settings_stand_in_groups(studio: Client, organisation: Organisation) -> None:
    def shown(page: str) -> tuple[list[str], list[str], list[str]]:
        text = studio.get(_page(page, organisation)).text
        nav = text[
            text.index('class="tabs-grouped"') : text.index(
                "</nav>", text.index("tabs-grouped")
            )
        ]
        groups, _second, pages = nav.partition("tabs-second")
        current = re.findall(r'aria-current="\w+">([^<]+)<', nav)
        return (
            re.findall(r">([A-Z][^<]+)</a>", groups),
            re.findall(r">([A-Z][^<]+)</a>", pages),
            current,
        )

    groups = ["Organisation", "Rules", "Trust", "Connections"]
    assert shown("domain") == (
        groups,
        ["Keys", "Domain", "Rights", "Monitor"],
        ["Trust", "Domain"],
    )
    assert shown("keys")[2] == ["Connections", "API keys"]
    assert "Learning platforms" in shown("keys")[1]
    assert shown("members") == (
        groups, ["Profile", "Branding", "Members", "Structure"], ["Organisation", "Members"]
    )  # fmt: skip
