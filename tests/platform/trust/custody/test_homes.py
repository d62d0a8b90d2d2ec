"""Issuing keys that live in a module or key service: chosen, made, used, replaced, guarded."""

from typing import TYPE_CHECKING, Any

import pytest
from custody_samples import Configure
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from issued_credentials import issue, published
from key_places import HardToken, gone

from skillmark.core import jsonio
from skillmark.core.proof import check_proof, proofs_of
from skillmark.core.verify import Verdict
from skillmark.platform.trust.custody.errors import PlaceMissingError, PlaceUnknownError
from skillmark.platform.trust.errors import TrustError, VaultError

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

KMS = "awskms:?region=eu-central-1"


@pytest.fixture(params=["pkcs11 Ed25519", "pkcs11 P-256", "awskms P-256"])
def place(request: pytest.FixtureRequest, configure: Configure) -> str:
    """The algorithm of the keys that are made in the place that is configured."""
    kind, _, algorithm = request.param.partition(" ")
    if kind == "pkcs11":
        hard: HardToken = request.getfixturevalue("hard")
        configure(key_places=f"module={hard.address}&x-algorithm={algorithm}")
    else:
        request.getfixturevalue("service")
        configure(key_places=f"module={KMS}")
    return algorithm


def moved(organisation: "Organisation", place: str = "module") -> Any:
    """Let the organisation's keys live in a place, and return the key for credentials."""
    from skillmark.platform.trust import homes, keys
    from skillmark.platform.trust.models import KeyPurpose

    homes.choose(organisation, place, actor=None)
    return keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)


def test_a_credential_signed_where_the_key_lies_is_valid(
    at_home: None, organisation: "Organisation", place: str
) -> None:
    """Issued, stored, checked by the site's own verifier; the status lists are signed there too."""
    from skillmark.platform.trust import keys, own, rotation
    from skillmark.platform.trust.models import KeyPurpose
    from skillmark.platform.verifying import checking

    row = moved(organisation)
    assert (row.algorithm, row.is_elsewhere) == (place, True)
    rotation.rotate(organisation, KeyPurpose.STATUS, actor=None)
    version = published(organisation)
    credential = issue(version, "Ann Other", "ann@x.example")
    document = jsonio.load_object(bytes(credential.document))
    (only,) = proofs_of(document)
    expected = "eddsa-rdfc-2022" if place == "Ed25519" else "ecdsa-rdfc-2019"
    assert only["cryptosuite"] == expected
    check_proof(document, only, keys.public_half(row))
    found = document["credentialStatus"]
    assert isinstance(found, list)
    for entry in found:
        url = str(entry["statusListCredential"])  # type: ignore[index,call-overload]
        listed = own.document_at(url)
        assert listed is not None
        (proof,) = proofs_of(jsonio.load_object(listed))
        assert proof["cryptosuite"] == expected
    found_good = checking.check(bytes(credential.document), at=timezone.now())
    assert found_good.report.verdict is Verdict.VALID


def test_a_repetition_reads_what_is_stored_and_signs_nothing(
    organisation: "Organisation", place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ECDSA of a module gives other bytes each time: the award must not be signed twice."""
    from skillmark.platform.issuing.errors import AlreadyIssuedError
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.trust.custody import hsm, kms

    moved(organisation)
    version = published(organisation)
    first = bytes(issue(version, "Ann Other", "ann@x.example").document)

    def never(*_args: object) -> bytes:
        raise AssertionError("it was signed again")

    monkeypatch.setattr(hsm.ModuleKey, "sign", never)
    monkeypatch.setattr(kms.ServiceKey, "sign", never)
    with pytest.raises(AlreadyIssuedError):
        issue(version, "Ann Other", "ann@x.example")
    with scope(organisation=organisation.pk):
        assert [bytes(one.document) for one in Credential.objects.all()] == [first]


def test_entries_of_the_public_log_are_signed_there_too(
    at_home: None, organisation: "Organisation", place: str
) -> None:
    from skillmark.core.log.entry import Entry, Kind
    from skillmark.platform.trust import keys, signing
    from skillmark.platform.trust.models import KeyPurpose

    identity = moved(organisation).identity
    row = keys.ensure_key(identity, KeyPurpose.LOG)
    assert (row.is_elsewhere, row.algorithm) == (True, place)
    moment = int(timezone.now().timestamp())
    entry = signing.sign_log_entry(
        identity, Kind.KEY_EVENT, sequence=7, time=moment, body=b"b" * 32
    )
    keys.public_half(row).verify(entry.signature, entry.signed_bytes)
    assert Entry.parse(entry.to_bytes()) == entry


def test_a_replaced_key_is_ended_where_it_lies(
    at_home: None,
    organisation: "Organisation",
    place: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    from skillmark.platform.trust import keys, sealing
    from skillmark.platform.trust.models import KeyPurpose

    old = moved(organisation)
    with django_capture_on_commit_callbacks(execute=True):
        new = keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    assert new.location != old.location
    assert keys.open_key(new).sign(b"x")
    old.refresh_from_db()
    with pytest.raises(VaultError):
        keys.open_key(old)
    if old.location.startswith("pkcs11"):
        with pytest.raises(TrustError):
            sealing.places().signing_key(old.location)


def test_a_row_that_was_altered_or_moved_does_not_sign(
    organisation: "Organisation", other_organisation: "Organisation", place: str
) -> None:
    """Neither another's address, nor another's whole seal, nor our own key called a sealed one."""
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import SEALED

    mine, theirs = moved(organisation), moved(other_organisation)
    own = (mine.location, mine.public_multikey, mine.sealed)
    for location, public, sealed in (
        (theirs.location, own[1], own[2]),
        (theirs.location, theirs.public_multikey, own[2]),
        (theirs.location, theirs.public_multikey, theirs.sealed),
        (own[0], theirs.public_multikey, own[2]),
        (SEALED, own[1], own[2]),
        (own[0] + " ", own[1], own[2]),
    ):
        mine.location, mine.public_multikey = location, public
        mine.with_sealed(sealed)
        with pytest.raises(VaultError):
            keys.open_key(mine)
    mine.location, mine.public_multikey = own[:2]
    mine.with_sealed(own[2])
    assert keys.open_key(mine).sign(b"x")


def test_a_place_that_is_gone_stops_signing_with_a_sentence_and_nothing_is_issued(
    organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    from skillmark.platform.issuing.models import Award, Credential

    configure(key_places=f"module={hard.address}")
    moved(organisation)
    version = published(organisation)
    gone(hard)
    with pytest.raises(PlaceMissingError):
        issue(version, "Ann Other", "ann@x.example")
    with scope(organisation=organisation.pk):
        assert (Award.objects.count(), Credential.objects.count()) == (0, 0)
    configure(key_places="")
    with pytest.raises(PlaceUnknownError):
        issue(version, "Ann Other", "ann@x.example")


def test_a_key_that_cannot_be_made_leaves_the_old_one_in_use(
    at_home: None, organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    from skillmark.platform.trust import homes, keys
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(organisation)
    before = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    configure(key_places=f"module={hard.address}")
    homes.choose(organisation, "module", actor=None)
    gone(hard)
    with pytest.raises(PlaceMissingError):
        keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    assert keys.active_key(identity, KeyPurpose.CREDENTIAL) == before
    assert keys.open_key(before).sign(b"x")


def _standing(browser: Client, slug: str) -> str:
    return browser.get(f"/studio/{slug}/settings/trust").content.decode()


def test_an_owner_chooses_among_what_the_operator_configured(
    proven: Client, organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    from skillmark.platform.events.models import AuditEntry
    from skillmark.platform.trust import homes

    slug = organisation.slug
    page = f"/studio/{slug}/settings/trust/home"
    assert "offers no other place than its database" in proven.get(page).content.decode()
    assert "Where new keys live" not in _standing(proven, slug)
    configure(key_places=f"vault-room={hard.address} cloud={KMS}")
    shown = _standing(proven, slug)
    assert "Where new keys live" in shown
    assert "In this site&#x27;s database, sealed" in shown
    offered = proven.get(page).content.decode()
    assert "vault-room: a hardware security module" in offered
    assert "cloud: a key service" in offered
    for secret in ("4711", hard.library):
        assert secret not in offered + shown
    assert proven.post(page, {"place": "elsewhere"}).status_code == 422
    answer = proven.post(page, {"place": "vault-room"}, follow=True)
    assert "vault-room: a hardware security module" in answer.content.decode()
    assert homes.chosen(organisation.pk) == "vault-room"
    entry = AuditEntry.objects.with_scopes_disabled().get(action="key.home_chosen")
    assert entry.after == {"place": "vault-room"}
    assert proven.post(page, {"place": ""}).status_code == 302
    assert homes.chosen(organisation.pk) == ""


def test_a_place_that_does_not_answer_cannot_be_chosen(
    proven: Client, organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    from skillmark.platform.trust import homes

    configure(key_places=f"vault-room={hard.address}")
    gone(hard)
    answer = proven.post(
        f"/studio/{organisation.slug}/settings/trust/home", {"place": "vault-room"}
    )
    assert answer.status_code == 422
    assert "The token is not there." in answer.content.decode()
    assert homes.chosen(organisation.pk) == ""


def test_a_place_that_the_operator_took_away_is_said(
    proven: Client, organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    configure(key_places=f"vault-room={hard.address}")
    moved(organisation, "vault-room")
    assert "1 key that signs now lies in a security module" in _standing(
        proven, organisation.slug
    )
    configure(key_places="")
    shown = _standing(proven, organisation.slug)
    assert "vault-room: not there any more" in shown
    assert "No new key can be made until you choose another one." in shown
