"""Names written to do harm (V-W 114, 115, 119; V-I 111): shown as text everywhere, or refused."""

import email
import email.policy
import io
import json
import re
from typing import Any, Final

import pytest
from django.test import Client
from django.utils import timezone
from inert import live_parts, live_parts_of_svg, words_of
from PIL import Image
from two_tenants import PASSWORD, World, undone

from skillmark.platform.events import outbox
from skillmark.platform.events.models import StoredMail
from skillmark.platform.orgs import errors, services
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Invitation, Organisation, Role
from skillmark.platform.people import names as naming
from skillmark.platform.people.models import User

SHOWN: Final = {  # a name that is shown, letter by letter
    "tag": "<img src=x onerror=alert(1)>",
    "attribute": 'x" onmouseover="alert(1)" y="',
    "svg": "</text><svg onload=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "template": "Ann {{7*7}}{% include 'x' %}{# #}",
    "format": "Ann %(name)s %s %d {name} ${7*7}",
    "markdown": "[Ann](javascript:alert(1)) ![x](//evil.example/x.png)",
    "entity": "Ann &lt;b&gt;&#x3c;script&#62;",
    "comment": "Ann --><!-- <b>",
    "cdata": "Ann ]]><x/>",
    "right to left": "نور الهاشمي",
    "combining": "Z̴͇̄a̸͎͝l̶g̵o",
    "header": "Ann Bcc: all@evil.example",
    "longest": "Ab" * 100,
}
REFUSED: Final = {
    "override": "Ann \u202egnp.exe",
    "isolate": "Ann \u2066x\u2069",
    "zero width": "An\u200bn",
    "bom": "\ufeffAnn",
    "line break": "Ann\r\nBcc: all@evil.example",
    "line separator": "Ann\u2028Bcc: x",
    "escape": "Ann \x1b[31m",
    "nul": "Ann\0",
    "tag letters": "Ann\U000e0041",
    "too long": "A" * 5_000,
    "formula": "=HYPERLINK(1)",
    "no letter": "!!!",
}
PAGES: Final = (
    "/c/{id}",
    "/studio/harbour/credentials/{id}",
    "/studio/harbour/credentials/{id}/revoke",
    "/studio/harbour/credentials",
    "/studio/harbour/",
    "/backpack",
)


def _api(world: World, method: str, path: str, body: Any = None) -> Any:
    return Client(raise_request_exception=False).generic(
        method,
        f"/api/v1{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers={"authorization": f"Bearer {world.own.keys['full key']}"},
    )


def _issue(world: World, name: str, **more: str) -> Any:
    recipient = {"name": name, "email": "mark@learner.example", **more}
    body = {"achievement": "fire-prevention", "recipient": recipient, "again": "once more"}
    return _api(world, "POST", "/credentials", body)


@pytest.mark.parametrize("name", SHOWN.values(), ids=SHOWN)
def test_a_learners_name_is_shown_as_it_is_written(world: World, name: str) -> None:
    made = _issue(world, name, narrative=name, grade=name[:50])
    assert made.status_code == 201, made.text
    credential = made.json()["id"]
    for page in PAGES:
        browser = world.browsers["learner" if page == "/backpack" else "owner"]
        got = browser.get(page.format(id=credential))
        assert got.status_code == 200
        assert live_parts(got.text) == [], page
        if "{id}" in page and "revoke" not in page:
            assert " ".join(name.split()) in words_of(got.text), page
        assert "49" not in re.findall(r"Ann \S+", words_of(got.text)), page
    outbox.dispatch_all()
    mail = StoredMail.objects.latest("received_at")
    assert live_parts(mail.html, allowed=frozenset({"style"})) == []
    assert name in mail.text
    assert name in words_of(mail.html)
    claim = re.search(r"/claim/[\w-]{43}", mail.text)[0]
    assert live_parts(Client().get(claim).text) == []
    assert live_parts_of_svg(Client().get(f"/c/{credential}.svg").content) == []
    Image.open(io.BytesIO(Client().get(f"/c/{credential}.png").content)).verify()
    document = Client().get(f"/c/{credential}.json").content
    checked = Client().post("/verify", {"text": document.decode()})
    assert live_parts(checked.text) == []
    assert name in document.decode() or json.dumps(name)[1:-1] in document.decode()


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
def test_a_name_nobody_can_see_or_hold_is_refused(world: World, name: str) -> None:
    got = _issue(world, name)
    assert got.status_code in {400, 422}
    assert got.json()["code"].startswith(("award.", "api.", "json."))
    form = {"step": "issue", "name": name, "email": "mark@learner.example"}
    page = world.browsers["owner"].post(
        f"/studio/harbour/issue/{world.own.ids['version_id']}/person", form
    )
    assert page.status_code == 422
    assert live_parts(page.text) == []


@pytest.mark.parametrize(
    "email_address",
    [
        "a@b.example\r\nBcc: all@evil.example",
        "a@b.example, all@evil.example",
        "Ann <a@b.example>",
        "a@b.example%0aBcc:x",
        '"a\r\n b"@b.example',
        "a@b.example\0",
        "a;b@c.example",
    ],
)
def test_an_address_carries_one_address(world: World, email_address: str) -> None:
    """V-W 119: header injection through the address itself."""
    body = {
        "achievement": "fire-prevention",
        "recipient": {"name": "A B", "email": email_address},
    }
    assert _api(world, "POST", "/credentials", body).status_code in {400, 422}
    invite = {"email": email_address, "role": "viewer"}
    world.browsers["owner"].post("/studio/harbour/settings/members", invite)
    with organisation_scope(world.own.organisation):
        assert all("evil" not in one.email for one in Invitation.objects.all())


NASTY: Final = {
    "line breaks": "Eve\r\nBcc: all@evil.example\r\n\r\nYour account is closed",
    "overrides": "Eve \u202elive.evil\u202c",
    "hidden": "E\u200bv\u200de\ufeff",
    "vertical": "Eve\x0bBcc:\x0cx\x85y\u2028z",
    "markup": "Eve <script>alert(1)</script> {{7*7}}",
}


@pytest.mark.parametrize("name", NASTY.values(), ids=NASTY)
def test_names_of_accounts_and_organisations_write_no_lines_of_their_own(
    world: World, name: str
) -> None:
    """V-W 119: in mails, their headers and subjects."""
    signup = {"email": "eve@people.example", "password1": PASSWORD, "display_name": name}
    browser = Client()
    browser.post("/accounts/signup/", signup)
    eve = User.objects.get(email="eve@people.example")
    assert eve.display_name == naming.one_line(name)
    if naming.is_reordered(name):
        with pytest.raises(errors.NameInvalidError):
            services.create_organisation(owner=eve, name=name)
    made = services.create_organisation(owner=eve, name=naming.one_line(name))
    services.update_profile(made, actor=eve, email="eve@people.example")
    services.invite(made, email="victim@people.example", role=Role.VIEWER, actor=eve)
    outbox.dispatch_all()
    mails = StoredMail.objects.filter(
        recipient__in=["victim@people.example", "eve@people.example"]
    )
    assert mails.count() >= 2
    for mail in mails:
        parsed = email.message_from_bytes(bytes(mail.raw), policy=email.policy.default)
        assert parsed["Bcc"] is None
        assert parsed["To"] == mail.recipient
        assert not re.search(r"^(Bcc:|Your account is closed)", mail.text, re.MULTILINE)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\x85\u2028\r]", mail.text)
        assert live_parts(mail.html, allowed=frozenset({"style"})) == []
    for page in (
        f"/i/{made.slug}",
        f"/studio/{made.slug}/",
        f"/studio/{made.slug}/settings/members",
    ):
        assert live_parts(browser.get(page).text) == []


@pytest.mark.parametrize("name", [*SHOWN.values(), NASTY["markup"]])
def test_an_achievement_is_shown_as_it_is_written(world: World, name: str) -> None:
    """V-I 111: a template in a text is printed, not run."""
    words = f"{name}\n\n<script>alert(1)</script> <b onclick=x>b</b> [l](javascript:alert(1))"
    body = {
        "name": name,
        "description": words[:900],
        "criteria_markdown": words,
        "outcomes": [name],
        "tags": [name[:40]],
        "alignments": [{"target_name": name, "target_url": "https://skills.example/x"}],
    }
    made = _api(world, "POST", "/achievements", body)
    assert made.status_code == 201, made.text
    one = made.json()["id"]
    published = _api(world, "POST", f"/achievements/{one}/publish")
    assert published.status_code == 200, published.text
    for page in (
        f"/a/{one}",
        f"/studio/harbour/achievements/{one}",
        "/i/harbour",
        "/studio/harbour/issue",
    ):
        got = world.browsers["owner"].get(page)
        assert got.status_code == 200
        assert live_parts(got.text) == [], page
    assert live_parts_of_svg(Client().get(f"/a/{one}.svg").content) == []
    Image.open(io.BytesIO(Client().get(f"/a/{one}.png").content)).verify()


def test_a_link_of_an_achievement_is_on_the_web_or_refused(world: World) -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x"):
        alignment = {"target_name": "x", "target_url": address}
        got = _api(world, "POST", "/achievements", {"name": "N", "alignments": [alignment]})
        assert got.status_code == 422, address
        assert _issue(world, "Ann", evidence_url=address).status_code == 422, address


LOOKALIKES: Final = {
    "Cyrillic у": ("University of Rill", "Universitу of Rill"),
    "all Cyrillic": ("COCA", "СОСА"),
    "Greek": ("Oxo", "Οχο"),
    "digit": ("Rill 0ne", "Rill One"),
    "capital I": ("Ill College", "lll College"),
    "full width": ("Rill", "Ｒｉｌｌ"),
    "rn and m": ("Modern Academy", "Modem Academy"),
    "punctuation": ("Rill College", "Rill-College."),
}


@pytest.mark.parametrize("pair", LOOKALIKES.values(), ids=LOOKALIKES)
def test_an_organisation_cannot_be_named_to_look_like_another(
    world: World, pair: tuple[str, str]
) -> None:
    """V-W 115."""
    known, twin = pair
    services.create_organisation(owner=world.own.owner, name=known)
    with pytest.raises(errors.NameConfusableError):
        services.create_organisation(owner=world.foreign.owner, name=twin)
    with (
        pytest.raises(errors.NameConfusableError),
        organisation_scope(world.foreign.organisation),
    ):
        services.update_profile(world.foreign.organisation, actor=None, name=twin)
    got = world.browsers["learner"].post("/studio/new", {"name": twin})
    assert (got.status_code, "name" in words_of(got.text).lower()) == (200, True)


@pytest.mark.parametrize("name", ["Pаypal Academy", "Αcademy", "Univеrsitas", "Հarbour"])
def test_a_word_in_two_alphabets_is_refused_whoever_it_looks_like(
    world: World, name: str
) -> None:
    with pytest.raises(errors.NameConfusableError):
        services.create_organisation(owner=world.own.owner, name=name)


@pytest.mark.parametrize(
    "name",
    ["Université Été", "Московский университет", "Πανεπιστήμιο", "李伟学院", "جامعة", "Яндекс Academy",
     "Harbour Skills Training", "Harbour Skills", "C++ Academy", "विद्यापीठ"],
)  # fmt: skip
def test_honest_names_of_any_script_pass(world: World, name: str) -> None:
    with undone():
        assert services.create_organisation(owner=world.own.owner, name=name).name == name


def test_a_name_with_a_proven_domain_is_taken_by_nobody_else(world: World) -> None:
    first = services.create_organisation(owner=world.own.owner, name="Rill College")
    services.create_organisation(owner=world.foreign.owner, name="Rill College")
    Organisation.objects.filter(pk=first.pk).update(domain_proven_at=timezone.now())
    for name in ("Rill College", "RILL college"):
        with pytest.raises(errors.NameConfusableError):
            services.create_organisation(owner=world.foreign.owner, name=name)
    with organisation_scope(first):
        services.update_profile(first, actor=None, name="Rill COLLEGE")  # its own
