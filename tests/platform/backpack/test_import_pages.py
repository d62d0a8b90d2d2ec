"""The pages of what somebody keeps from elsewhere, as a browser sees them."""

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from foreign_badges import COLLEGE, DATA, MARK, Web, signed

from skillmark.core import bake
from skillmark.platform.backpack.imports import judging
from skillmark.platform.backpack.models import Imported

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from skillmark.platform.people.models import User

_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'


@pytest.fixture
def mark(make_user: "Callable[..., User]") -> "User":
    return make_user(MARK, name="Mark Olsen")


@pytest.fixture
def browser(mark: "User", client_of: "Callable[[User], Client]") -> "Client":
    return client_of(mark)


@pytest.fixture(autouse=True)
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Stand in for the internet, where the issuers' documents are."""
    made = Web()
    monkeypatch.setattr(judging, "fetcher", lambda: made)
    return made


def sent(browser: "Client", data: bytes, name: str = "badge.json") -> Any:
    """Choose a file and press the button."""
    return browser.post("/backpack/add", {"file": SimpleUploadedFile(name, data)})


def test_strangers_are_asked_to_sign_in(client: "Client") -> None:
    answer = client.get("/backpack/add")
    assert answer.status_code == 302
    assert "/accounts/login" in answer["Location"]


def test_a_file_is_added_seen_and_listed(browser: "Client") -> None:
    assert 'type="file"' in browser.get("/backpack/add").content.decode()
    answer = sent(browser, signed())
    assert answer.status_code == 302, answer.content.decode()
    page = browser.get(answer["Location"]).content.decode()
    assert "It verifies, and it is in your backpack." in page
    assert "academy.example" in page
    assert "calls itself “Example Academy”" in page
    backpack = browser.get("/backpack").content.decode()
    assert "From elsewhere" in backpack
    assert "IT Support Professional" in backpack


@pytest.mark.parametrize("way", ["text", "link"])
def test_a_text_and_a_link_are_as_good(browser: "Client", web: Web, way: str) -> None:
    url = "https://academy.example/assertions/1.json"
    web.documents[url] = signed()
    said = signed().decode() if way == "text" else url
    assert browser.post("/backpack/add", {way: said}).status_code == 302
    assert Imported.objects.get().proven_by == MARK


def test_what_does_not_verify_is_refused_with_its_reasons(browser: "Client", web: Web) -> None:
    from foreign_badges import ACADEMY

    web.put(ACADEMY, revoked=(1,))
    answer = sent(browser, signed())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It does not verify, so it was not taken." in page
    assert "What speaks against it" in page
    assert "revoked" in page
    assert not Imported.objects.exists()


def test_nothing_given_and_too_much(browser: "Client", monkeypatch: pytest.MonkeyPatch) -> None:
    answer = browser.post("/backpack/add", {})
    assert answer.status_code == 422
    assert "Choose a file, paste a text, or give a link." in answer.content.decode()
    from skillmark.platform.backpack import import_forms

    monkeypatch.setattr(import_forms, "MAX_FILE", 10)
    answer = sent(browser, signed())
    assert answer.status_code == 422
    assert "The file is larger than 5 MiB." in answer.content.decode()


def test_many_in_a_short_time_are_slowed_down(
    browser: "Client", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.backpack import import_views

    monkeypatch.setattr(import_views, "ASKS", 1)
    assert sent(browser, b"{}").status_code == 422
    assert sent(browser, b"{}").status_code == 429


def test_the_same_again_leads_to_what_is_there(browser: "Client") -> None:
    sent(browser, signed())
    page = sent(browser, signed()).content.decode()
    assert "It is in your backpack already." in page
    assert f"/backpack/imported/{Imported.objects.get().pk}" in page


def test_another_persons_badge_is_marked(browser: "Client") -> None:
    page = browser.get(sent(browser, signed(email="eve@people.example"))["Location"])
    assert "Not proven to be yours" in page.content.decode()
    assert "Not proven to be yours" in browser.get("/backpack").content.decode()


def test_removed_with_a_way_back(browser: "Client") -> None:
    sent(browser, signed())
    row = Imported.objects.get()
    answer = browser.post(f"/backpack/imported/{row.pk}/remove")
    page = browser.get(answer["Location"]).content.decode()
    assert "was taken out of your backpack" in page
    assert "From elsewhere" not in page
    assert browser.get(f"/backpack/imported/{row.pk}").status_code == 404
    assert browser.post(f"/backpack/imported/{row.pk}/restore").status_code == 302
    assert "From elsewhere" in browser.get("/backpack").content.decode()


@pytest.mark.parametrize("act", ["", "/file"])
def test_nobody_else_sees_it(
    browser: "Client",
    make_user: "Callable[..., User]",
    client_of: "Callable[[User], Client]",
    act: str,
) -> None:
    sent(browser, signed())
    path = f"/backpack/imported/{Imported.objects.get().pk}"
    eve = client_of(make_user("eve@people.example"))
    assert eve.get(path + act).status_code == 404
    for post in ("check", "remove", "restore"):
        assert eve.post(f"{path}/{post}").status_code == 404
    assert browser.get(path + act).status_code == 200


def test_the_file_comes_back_as_it_came_and_is_never_shown_inline(
    browser: "Client",
) -> None:
    baked = bake.bake(_DRAWING, signed())
    sent(browser, baked, "badge.svg")
    path = f"/backpack/imported/{Imported.objects.get().pk}/file"
    answer = browser.get(path)
    assert answer.content == baked
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser.get(f"{path}?data=1")["Content-Type"] == "application/json"


def test_it_is_checked_again_at_will(browser: "Client", web: Web) -> None:
    from foreign_badges import ACADEMY

    sent(browser, signed())
    path = f"/backpack/imported/{Imported.objects.get().pk}"
    web.put(ACADEMY, revoked=(1,))
    browser.post(f"{path}/check")
    assert "Revoked" in browser.get(path).content.decode()


def test_names_from_elsewhere_are_shown_inert(browser: "Client") -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    answer = sent(browser, signed(COLLEGE, achievement=DATA, title=evil))
    assert answer.status_code == 302, answer.content.decode()
    for address in (answer["Location"], "/backpack"):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_everything_goes_home(browser: "Client") -> None:
    sent(browser, signed())
    answer = browser.get("/backpack/credentials.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        assert signed() in {bundle.read(name) for name in bundle.namelist()}
