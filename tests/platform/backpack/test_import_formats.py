"""Tokens and Open Badges of version 2 in a backpack: kept, asked after, counted, shown."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from foreign_badges import ACADEMY, IT, MARK, Web, unsigned
from foreign_formats import (
    ASSERTION,
    BADGE,
    PROFILE,
    assertion,
    badge_class,
    claims,
    hosted,
    revocation_list,
    rsa_key,
    signed_assertion,
    signing_site,
    token,
)
from signed_credentials import SALT
from tls_server import answer, tls_server

from pictures import png, text_chunk
from skillmark.core.badges.identity import hash_identity
from skillmark.fetch import Fetcher
from skillmark.platform.backpack import errors
from skillmark.platform.backpack.imports import counting, judging, keeping, rechecking
from skillmark.platform.backpack.models import Imported, ImportedState
from skillmark.platform.pathways.people import person_of
from skillmark.platform.people.services import note_identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from skillmark.platform.people.models import User

RSA = rsa_key()


@pytest.fixture
def mark(make_user: "Callable[..., User]") -> "User":
    return make_user(MARK, name="Mark Olsen")


def hers(email: str = MARK, **changes: Any) -> dict[str, Any]:
    """Return a hosted assertion of a person by a hashed address."""
    identity = hash_identity(email, SALT)
    recipient = {"type": "email", "hashed": True, "salt": SALT, "identity": identity}
    return assertion(recipient=recipient, **changes)


def web(*documents: dict[str, Any]) -> Web:
    """Return the internet with a hosted badge on it."""
    made = Web()
    made.documents |= hosted(hers(), *documents)
    return made


def as_token() -> bytes:
    document = unsigned()
    said = claims(document, nbf=1_777_626_000)
    return token({"alg": "EdDSA", "typ": "JWT", "kid": ACADEMY.method}, said, ACADEMY.private)


def file(document: Any) -> bytes:
    return json.dumps(document).encode()


def test_a_hosted_badge_is_kept_with_what_it_says(mark: "User") -> None:
    row = keeping.take(mark, file(hers()), source=web())
    row.refresh_from_db()
    assert json.loads(bytes(row.document)) == hers()
    assert (row.name, row.issuer, row.issuer_domain) == (ASSERTION, PROFILE, "badges.example")
    assert row.achievements == [BADGE]
    assert (row.title, row.issuer_name) == ("IT Support Professional", "Example Academy")
    assert row.proven_by == MARK
    assert row.state == ImportedState.ACTIVE
    assert row.report["summary"]["specification"] == "Open Badges 2.0"


def test_a_token_is_kept_letter_by_letter(mark: "User") -> None:
    data = as_token()
    row = keeping.take(mark, data + b"\n", source=Web())
    assert bytes(row.document) == data
    assert (row.kind, row.end) == ("jwt", "jwt")
    assert (row.issuer, row.achievements, row.proven_by) == (ACADEMY.did, [IT], MARK)
    assert row.holder == "Mark Olsen"
    with pytest.raises(errors.AlreadyThereError):
        keeping.take(mark, data, source=Web())


def test_a_picture_with_only_an_address(mark: "User") -> None:
    picture = png(text_chunk(ASSERTION.encode(), b"openbadges"))
    row = keeping.take(mark, picture, source=web())
    assert bytes(row.original) == picture
    assert json.loads(bytes(row.document)) == hers()
    assert not rechecking.check(row, timezone.now(), source=web())
    row.refresh_from_db()
    assert (row.state, row.failures) == (ImportedState.ACTIVE, 0)


def test_a_signed_badge_and_its_revocation(mark: "User") -> None:
    data = signed_assertion(RSA, recipient=hers()["recipient"])
    made = Web()
    made.documents |= signing_site(RSA)
    row = keeping.take(mark, data, source=made)
    assert (row.issuer, row.proven_by) == (PROFILE, MARK)
    made.documents |= signing_site(RSA, revocation_list(row.name))
    assert rechecking.check(row, timezone.now(), source=made)
    row.refresh_from_db()
    assert row.state == ImportedState.REVOKED


def test_what_the_site_says_anew_is_written_down(mark: "User") -> None:
    row = keeping.take(mark, file(hers()), source=web())
    assert row.valid_until is None
    renewed = web(hers(expires="2030-01-01T00:00:00Z"))
    rechecking.check(row, timezone.now(), source=renewed)
    row.refresh_from_db()
    assert row.valid_until is not None
    gone = web({"@context": hers()["@context"], "id": ASSERTION, "revoked": True})
    assert rechecking.check(row, timezone.now(), source=gone)
    row.refresh_from_db()
    assert row.state == ImportedState.REVOKED


def test_it_is_proven_once_the_address_is(mark: "User") -> None:
    other = hers("mark@work.example")
    row = keeping.take(mark, file(other), source=web(other))
    assert row.proven_by == ""
    note_identity(mark, "mark@work.example", verified_at=timezone.now())
    row.refresh_from_db()
    assert row.proven_by == "mark@work.example"


def test_rules_see_the_issuer(mark: "User") -> None:
    old = keeping.take(mark, file(hers()), source=web())
    new = keeping.take(mark, as_token(), source=Web())
    items = [counting.item_of_row(row) for row in (old, new)]
    assert [item and item.issuer for item in items] == [PROFILE, ACADEMY.did]
    person = person_of(mark)
    assert person is not None
    found = counting.held([person], [IT, BADGE]).get(person, [])
    # A final is re-checked by anybody, offline: what only a web site says cannot be in one.
    assert [one.item.issuer for one in found] == [ACADEMY.did]


REFUSED: dict[str, tuple[bytes, Any]] = {
    "changed": (file(hers(evidence="https://badges.example/mine")), None),
    "another's": (file(hers("eve@people.example")), None),
    "unsigned": (token({"alg": "none"}, unsigned(), ACADEMY.private), None),
    "another class": (file(hers()), badge_class(issuer="https://other.example/issuer")),
}


@pytest.mark.parametrize(("data", "change"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_verify_is_not_kept(mark: "User", data: bytes, change: Any) -> None:
    with pytest.raises(errors.NotVerifiedError):
        keeping.take(mark, data, source=web(*([change] if change else [])))
    assert not Imported.objects.exists()


def test_a_badge_over_the_wire_and_gone(mark: "User") -> None:
    """A real server, real TLS, the real fetcher: kept, then answered with 410."""
    pages: dict[str, Any] = {}
    with tls_server(pages) as server:

        def moved(document: Any) -> bytes:
            return file(document).replace(b"https://badges.example", server.origin.encode())

        for url, body in hosted(hers()).items():
            path = url.removeprefix("https://badges.example")
            pages[path] = answer(moved(json.loads(body)))
        source = Fetcher(
            allow_origins=[server.origin],
            ssl_context=server.client_context,
            resolver=lambda *_: ["127.0.0.1"],
        )
        row = keeping.take(mark, moved(hers()), source=source)
        assert row.issuer == f"{server.origin}/issuers/academy"
        assert row.issuer_domain == server.origin.removeprefix("https://")
        path = ASSERTION.removeprefix("https://badges.example")
        pages[path] = answer(b"{}", status="404 Not Found")
        assert not rechecking.check(row, timezone.now(), source=source)
        pages[path] = answer(b"{}", status="410 Gone")
        assert rechecking.check(row, timezone.now(), source=source)
    row.refresh_from_db()
    assert row.state == ImportedState.REVOKED


@pytest.mark.parametrize("kind", ["hosted", "token"])
def test_the_pages_show_them(
    mark: "User",
    client_of: "Callable[[User], Client]",
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "fetcher", web)
    browser = client_of(mark)
    data = as_token() if kind == "token" else file(hers())
    added = browser.post("/backpack/add", {"file": SimpleUploadedFile("badge", data)})
    assert added.status_code == 302, added.content.decode()
    page = browser.get(added["Location"]).content.decode()
    assert "It verifies, and it is in your backpack." in page
    row = Imported.objects.get()
    got = browser.get(f"/backpack/imported/{row.pk}/file")
    assert got.content == bytes(row.document) == data
    assert f'.{row.end}"' in got["Content-Disposition"]
    assert browser.get("/backpack/credentials.zip").status_code == 200
