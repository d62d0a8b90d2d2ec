"""Credentials from elsewhere: what verifies is kept, whose they are, and what is refused."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from foreign_badges import (
    ACADEMY,
    COLLEGE,
    DATA,
    IT,
    LOOKALIKE,
    MARK,
    Web,
    address,
    signed,
    unsigned,
)
from issued_credentials import issue, published
from signed_credentials import tampered

from skillmark.core import bake, jsonio
from skillmark.platform.backpack import errors
from skillmark.platform.backpack.imports import judging, keeping, rechecking
from skillmark.platform.backpack.models import Evidence, Imported, ImportedState
from skillmark.platform.people.services import note_identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User


@pytest.fixture
def mark(make_user: "Callable[..., User]") -> "User":
    return make_user(MARK, name="Mark Olsen")


@pytest.fixture
def web() -> Web:
    return Web()


def codes(error: errors.NotVerifiedError) -> set[str]:
    return {check.code for check in error.reasons}


def test_a_badge_that_verifies_is_kept_whole(mark: "User", web: Web) -> None:
    data = signed()
    row = keeping.take(mark, data, source=web)
    row.refresh_from_db()
    assert bytes(row.document) == data
    assert (row.issuer, row.issuer_domain) == (ACADEMY.did, "academy.example")
    assert row.achievements == [IT]
    assert row.title == "IT Support Professional"
    assert row.holder == "Mark Olsen"
    assert row.proven_by == MARK
    assert row.state == ImportedState.ACTIVE
    assert {one.url for one in Evidence.objects.filter(imported=row)} == set(web.asked)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_baked_picture_is_kept_with_its_credential(mark: "User", web: Web, kind: str) -> None:
    data = signed()
    baked = bake.bake(_picture(kind), data)
    row = keeping.take(mark, baked, source=web)
    assert bytes(row.original) == baked
    assert json.loads(bytes(row.document)) == json.loads(data)
    assert row.kind == kind


def test_the_same_again_is_said_to_be_there(mark: "User", web: Web) -> None:
    first = keeping.take(mark, signed(), source=web)
    with pytest.raises(errors.AlreadyThereError) as caught:
        keeping.take(mark, signed(), source=web)
    assert caught.value.facts["kept"] == str(first.pk)
    assert Imported.objects.count() == 1


def test_a_newer_signature_takes_the_place_of_the_older(mark: "User", web: Web) -> None:
    from datetime import UTC, datetime

    first = keeping.take(mark, signed(), source=web)
    document = unsigned(title="IT Support Professional (corrected)")
    later = ACADEMY.sign(document, created=datetime(2026, 6, 1, tzinfo=UTC))
    second = keeping.take(mark, jsonio.dumps(later), source=web)
    assert first.pk == second.pk
    assert second.title.endswith("(corrected)")
    with pytest.raises(errors.AlreadyThereError):  # the older does not come back
        keeping.take(mark, signed(), source=web)


def test_somebody_elses_badge_is_kept_and_proves_nothing(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(email="eve@people.example"), source=web)
    assert row.proven_by == ""


def test_it_is_proven_once_the_address_is(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(email="mark@work.example"), source=web)
    assert row.proven_by == ""
    note_identity(mark, "mark@work.example", verified_at=timezone.now())
    row.refresh_from_db()
    assert row.proven_by == "mark@work.example"


def test_an_unproven_address_proves_nothing(make_user: "Callable[..., User]", web: Web) -> None:
    thief = make_user(MARK, verified=False)
    assert keeping.take(thief, signed(), source=web).proven_by == ""


@pytest.mark.parametrize(
    "identifier",
    [
        [address(MARK)[0]],  # a name alone
        [{**address(MARK)[1], "identityHash": "md5$" + "0" * 32}],
        [],
    ],
)
def test_a_name_or_a_weak_hash_proves_nothing(
    mark: "User", web: Web, identifier: list[Any]
) -> None:
    document = unsigned()
    document["credentialSubject"]["identifier"] = identifier
    if not identifier:
        del document["credentialSubject"]["identifier"]
    row = keeping.take(mark, jsonio.dumps(ACADEMY.sign(document)), source=web)
    assert row.proven_by == ""


def test_a_changed_word_is_refused_and_nothing_is_kept(mark: "User", web: Web) -> None:
    forged = tampered(json.loads(signed()), "name", value="Doctor of Everything")
    with pytest.raises(errors.NotVerifiedError) as caught:
        keeping.take(mark, jsonio.dumps(forged), source=web)
    assert any(code.startswith(("crypto.", "proof.")) for code in codes(caught.value))
    assert not Imported.objects.exists()
    assert not Evidence.objects.exists()


def test_an_issuer_put_in_place_of_another_is_refused(mark: "User", web: Web) -> None:
    document = LOOKALIKE.sign(unsigned(LOOKALIKE))
    with pytest.raises(errors.NotVerifiedError):
        keeping.take(
            mark,
            jsonio.dumps(tampered(document, "issuer", "id", value=ACADEMY.did)),
            source=web,
        )
    honest = keeping.take(mark, jsonio.dumps(document), source=web)
    assert honest.issuer == LOOKALIKE.did  # its own key, its own name: never the academy's


def test_a_revoked_badge_is_refused_with_the_reason(mark: "User", web: Web) -> None:
    web.put(ACADEMY, revoked=(1,))
    with pytest.raises(errors.NotVerifiedError) as caught:
        keeping.take(mark, signed(), source=web)
    assert "status.revoked" in codes(caught.value)


def test_what_cannot_be_told_is_refused(mark: "User", web: Web) -> None:
    web.documents.clear()
    with pytest.raises(errors.NotVerifiedError):
        keeping.take(mark, signed(), source=web)
    assert not Imported.objects.exists()


def test_an_expired_badge_stays_visible(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(validUntil="2026-06-01T00:00:00Z"), source=web)
    assert row.state == row.shown_state == ImportedState.EXPIRED


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", errors.NothingSentError),
        (b"   \n", errors.NothingSentError),
        (b"{", errors.NotVerifiedError),
        (b'{"a":1,"a":2}', errors.NotVerifiedError),
        (b'{"a":1,"\\u0061":2}', errors.NotVerifiedError),
        (b'{"a":NaN}', errors.NotVerifiedError),
        (b'{"a":1e400}', errors.NotVerifiedError),
        (b'{"a":"\\ud800"}', errors.NotVerifiedError),
        (b"[" * 100_000, errors.NotVerifiedError),
        (b'{"a":' * 20_000, errors.NotVerifiedError),
        (b'{"a":' + b"1" * 5_000 + b"}", errors.NotVerifiedError),
        (b"\xff\xfe\x00", errors.NotVerifiedError),
        (b'{"__proto__":{},"constructor":{}}', errors.NotVerifiedError),
        (b"eyJhbGciOiJub25lIn0.eyJhIjoxfQ.AA", errors.NotVerifiedError),
        (b'{"@context":"https://w3id.org/openbadges/v2"}', errors.NotVerifiedError),
        (b"<html><script>alert(1)</script></html>", errors.NotVerifiedError),
        (b"x" * (judging.MAX_FILE + 1), errors.ImportTooLargeError),
    ],
)
def test_hostile_files_are_refused(
    mark: "User", web: Web, data: bytes, error: type[errors.BackpackError]
) -> None:
    with pytest.raises(error):
        keeping.take(mark, data, source=web)
    assert not Imported.objects.exists()
    assert web.asked == []  # nothing is fetched for what is not even a credential


@pytest.mark.parametrize(
    "harm",
    [
        b"<script>alert(1)</script>",
        b'<image href="https://tracker.example/p.png"/>',
        b'<rect onload="alert(1)"/>',
        b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
    ],
)
def test_a_drawing_that_does_more_is_refused(mark: "User", web: Web, harm: bytes) -> None:
    baked = bake.bake(_picture("svg"), signed()).replace(b"</svg>", harm + b"</svg>")
    with pytest.raises(errors.ActivePictureError):
        keeping.take(mark, baked, source=web)
    assert not Imported.objects.exists()


def test_what_is_no_badge_of_one_achievement_is_refused(mark: "User", web: Web) -> None:
    document = unsigned()
    document["type"] = ["VerifiableCredential"]
    del document["credentialSubject"]["achievement"]
    with pytest.raises((errors.NoBadgeError, errors.NotVerifiedError)):
        keeping.take(mark, jsonio.dumps(ACADEMY.sign(document)), source=web)
    assert not Imported.objects.exists()


def test_ones_own_credential_is_known_as_such(
    mark: "User", web: Web, organisation: "Organisation"
) -> None:
    mine = issue(published(organisation), email=MARK)
    with pytest.raises(errors.OwnCredentialError) as caught:
        keeping.take(mark, bytes(mine.document), source=web)
    assert caught.value.facts == {"credential": str(mine.pk), "mine": True}
    other = issue(published(organisation, "Crane"), "Eve", "eve@people.example")
    with pytest.raises(errors.OwnCredentialError) as caught:
        keeping.take(mark, bytes(other.document), source=web)
    assert caught.value.facts["mine"] is False
    assert web.asked == []


def test_a_link_to_this_site_asks_nobody(
    mark: "User", web: Web, organisation: "Organisation"
) -> None:
    from skillmark.platform.issuing.addresses import credential_url

    mine = issue(published(organisation), email=MARK)
    with pytest.raises(errors.OwnCredentialError):
        keeping.take_link(mark, f"{credential_url(mine.pk)}.json", source=web)
    assert web.asked == []


def test_a_badge_with_the_name_of_one_of_ours_is_refused(
    mark: "User", web: Web, organisation: "Organisation"
) -> None:
    from skillmark.platform.issuing.addresses import credential_url

    ours = issue(published(organisation), email=MARK)
    document = unsigned()
    document["id"] = credential_url(ours.pk)
    with pytest.raises(errors.ForeignNameError):
        keeping.take(mark, jsonio.dumps(ACADEMY.sign(document)), source=web)


def test_two_issuers_cannot_share_one_name(mark: "User", web: Web) -> None:
    keeping.take(mark, signed(), source=web)
    document = unsigned(LOOKALIKE)
    document["id"] = unsigned()["id"]
    with pytest.raises(errors.ForeignNameError):
        keeping.take(mark, jsonio.dumps(LOOKALIKE.sign(document)), source=web)


def test_a_link_brings_the_file(mark: "User", web: Web) -> None:
    web.documents["https://academy.example/assertions/1.json"] = signed()
    row = keeping.take_link(mark, "https://academy.example/assertions/1.json", source=web)
    assert row.proven_by == MARK


@pytest.mark.parametrize(
    "url",
    [
        "https://academy.example/nothing",
        "http://academy.example/1",
        "https://127.0.0.1/1",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "nonsense",
        "",
    ],
)
def test_a_link_that_leads_nowhere_or_inside_is_refused(mark: "User", url: str) -> None:
    with pytest.raises(errors.LinkError):
        keeping.take_link(mark, url)


def test_there_are_limits(mark: "User", web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 1)
    keeping.take(mark, signed(), source=web)
    with pytest.raises(errors.BackpackFullError):
        keeping.take(mark, signed(number=2), source=web)
    monkeypatch.setattr(keeping, "MOST", 10)
    monkeypatch.setattr(keeping, "MOST_BYTES", 10)
    with pytest.raises(errors.BackpackFullError):
        keeping.take(mark, signed(number=2), source=web)
    monkeypatch.setattr(judging, "MAX_CREDENTIAL", 100)
    with pytest.raises(errors.ImportTooLargeError):
        keeping.take(mark, signed(number=3), source=web)


def test_removed_and_brought_back(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(), source=web)
    keeping.remove(mark, row.pk)
    with pytest.raises(Imported.DoesNotExist):
        keeping.remove(mark, row.pk)
    assert keeping.restore(mark, row.pk).removed_at is None
    keeping.remove(mark, row.pk)
    assert keeping.take(mark, signed(), source=web).pk == row.pk  # adding it again is as good


def test_what_was_removed_long_ago_is_gone(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(), source=web)
    keeping.remove(mark, row.pk)
    now = timezone.now()
    assert rechecking.forget(now) == 0
    assert rechecking.forget(now + keeping.UNDO + timedelta(days=1)) == 1
    assert not Evidence.objects.exists()


def test_erasing_takes_all_of_ones_own(
    mark: "User", make_user: "Callable[..., User]", web: Web
) -> None:
    other = make_user("eve@people.example")
    keeping.take(mark, signed(), source=web)
    keeping.take(other, signed(), source=web)
    assert keeping.erase(mark) == 1
    assert {row.user_id for row in Imported.objects.all()} == {other.pk}


def test_the_issuer_is_asked_again(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(), source=web)
    now = timezone.now() + keeping.ROUND + timedelta(minutes=1)
    assert rechecking.check_due(timezone.now(), source=web) == 0
    assert rechecking.check_due(now, source=web) == 0
    web.put(ACADEMY, revoked=(1,))
    assert rechecking.check_due(now + keeping.ROUND + timedelta(minutes=1), source=web) == 1
    row.refresh_from_db()
    assert row.state == ImportedState.REVOKED


def test_a_withdrawn_key_ends_it(mark: "User", web: Web) -> None:
    from datetime import UTC, datetime

    row = keeping.take(mark, signed(), source=web)
    web.documents[ACADEMY.did_url] = ACADEMY.did_document(
        revoked=datetime(2026, 4, 1, tzinfo=UTC)
    )
    assert rechecking.check(row, timezone.now(), source=web)
    row.refresh_from_db()
    assert row.state == ImportedState.INVALID


def test_no_answer_changes_nothing_and_comes_again_soon(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(), source=web)
    checked = row.checked_at
    web.documents.clear()
    now = timezone.now()
    assert not rechecking.check(row, now, source=web)
    row.refresh_from_db()
    assert (row.state, row.checked_at, row.failures) == (ImportedState.ACTIVE, checked, 1)
    assert row.next_check == now + rechecking.SOONEST


def test_a_key_of_its_own_needs_nobody(mark: "User", web: Web) -> None:
    row = keeping.take(mark, signed(COLLEGE, achievement=DATA), source=web)
    assert web.asked == []
    assert row.issuer_domain == ""


def _picture(kind: str) -> bytes:
    if kind == "svg":
        return b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    return out.getvalue()
