"""A backup of keys: sealed, complete, and enough to sign again under the same DID."""

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pytest_django import Settings as SettingsWrapper

from skillmark.core import jsonio
from skillmark.core.did import key as did_key
from skillmark.core.did import parse_document
from skillmark.core.proof import check_proof
from skillmark.platform.trust.errors import (
    BackupError,
    BackupForeignError,
    BackupSealedError,
    PassphraseError,
)

if TYPE_CHECKING:
    from conftest import MakeOrganisation
    from skillmark.platform.orgs.models import Organisation

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def at_home(settings: SettingsWrapper) -> None:
    """The site has a real https address, so organisations get a did:web."""
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )


def content_of(organisation: "Organisation") -> dict[str, Any]:
    """Return what a backup of the organisation would hold, without sealing it."""
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.trust import backup
    from skillmark.platform.trust.models import IssuerIdentity

    with organisation_scope(organisation):
        found = list(IssuerIdentity.objects.order_by("created_at"))
        return backup._content(organisation, found, timezone.now())


@pytest.fixture
def cheap_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave age's slow part out where a test is about something else."""
    from skillmark.platform.trust import backup

    monkeypatch.setattr(backup, "unseal", lambda data, _passphrase: data)


def restored(content: dict[str, Any], **more: Any) -> Any:
    from skillmark.platform.trust import restoring

    return restoring.restore(jsonio.dumps(content), PASSPHRASE, **more)


def wipe(organisation: "Organisation") -> None:
    """Lose the installation's keys and identities, as a fresh one has others."""
    from django_scopes import scopes_disabled

    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import IssuerIdentity, IssuerKey

    with scopes_disabled():
        IssuerKey.objects.all().delete()
        IssuerIdentity.objects.all().delete()
    keys.ensure_identity(organisation)


def signs(organisation: "Organisation") -> str:
    """Sign a status list and check it as a stranger would; return the DID that signed."""
    from skillmark.core.status import list_credential
    from skillmark.core.status.bitstring import Bitstring
    from skillmark.platform.trust import addresses, keys, signing, status
    from skillmark.platform.trust.models import KeyPurpose

    identity, now = keys.ensure_identity(organisation), timezone.now().replace(microsecond=0)
    document = list_credential.build(
        url=addresses.absolute("/status/0199a000-0000-7000-8000-000000000001"),
        issuer=identity.did,
        purpose="revocation",
        bits=Bitstring.zeros(131_072),
        valid_from=now,
        valid_until=now + status.LIST_VALIDITY,
        ttl=status.TIME_TO_LIVE,
    )
    signed = signing.open_signer(identity, KeyPurpose.STATUS).sign_status_list(document)
    proof = signed.document["proof"]
    assert isinstance(proof, dict)
    check_proof(signed.document, proof, did_key.public_key(identity.did))
    return identity.did


def test_a_backup_made_here_signs_there_under_the_same_did(
    organisation: "Organisation",
) -> None:
    from skillmark.platform.events.models import AuditEntry
    from skillmark.platform.trust import backup, restoring

    before = signs(organisation)
    sealed = backup.make(organisation, PASSPHRASE, actor=None)
    assert sealed.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    wipe(organisation)
    assert signs(organisation) != before
    result = restoring.restore(sealed, PASSPHRASE)
    assert (result.did, result.identities, result.keys) == (before, 1, 1)
    assert signs(organisation) == before
    acts = AuditEntry.objects.with_scopes_disabled().filter(organisation_id=organisation.pk)
    assert {"key.backed_up", "identity.restored", "key.restored"} <= set(
        acts.values_list("action", flat=True)
    )


@pytest.mark.parametrize(
    "damage",
    [lambda sealed: sealed, lambda _sealed: b"no such file", lambda s: s[:200], lambda _s: b""],
)
def test_a_wrong_passphrase_and_a_damaged_file_open_nothing(damage: Any) -> None:
    import pyrage

    from skillmark.platform.trust import backup

    sealed = damage(pyrage.passphrase.encrypt(b"{}", PASSPHRASE, armored=True))
    with pytest.raises(BackupSealedError):
        backup.unseal(sealed, "another passphrase")


def test_a_file_too_large_is_not_even_tried() -> None:
    from skillmark.platform.trust import backup

    with pytest.raises(BackupSealedError):
        backup.unseal(b"x" * (backup.MAX_BYTES + 1), PASSPHRASE)


def test_a_web_identity_comes_back_with_its_retired_keys(
    at_home: None, cheap_seal: None, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import documents, keys
    from skillmark.platform.trust.models import KeyPurpose, KeyState

    identity = keys.ensure_identity(organisation)
    keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    document = parse_document(documents.did_document(identity))
    content = content_of(organisation)
    wipe(organisation)
    fresh = keys.ensure_identity(organisation)
    unwanted = {row.verification_method for row in documents.keys_of(fresh)}
    assert restored(content).keys == 2
    again = documents.current_identity(organisation)
    assert again is not None
    assert again.did == document.id
    known = parse_document(documents.did_document(again))
    assert known.assertion_method == document.assertion_method | unwanted
    active = {r.verification_method for r in documents.keys_of(again) if r.wrapped_key}
    assert active.isdisjoint(unwanted)
    states = {row.state for row in documents.keys_of(again)}
    assert states == {KeyState.ACTIVE, KeyState.RETIRED}


def test_restoring_twice_changes_nothing(
    cheap_seal: None, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust.models import IssuerKey

    content = content_of(organisation)
    for _ in range(2):
        assert restored(content).keys == 1
    assert IssuerKey.objects.with_scopes_disabled().count() == 1


def test_an_older_backup_does_not_undo_a_rotation(
    at_home: None, cheap_seal: None, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(organisation)
    content = content_of(organisation)
    new = keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    assert restored(content).keys == 1  # the one for status lists
    assert keys.active_key(identity, KeyPurpose.CREDENTIAL) == new


def test_keys_come_back_when_the_installations_passphrase_is_lost(
    cheap_seal: None, settings: SettingsWrapper, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust.models import KeyEncryption

    before, content = signs(organisation), content_of(organisation)
    secret = type(settings.SKILLMARK.key_passphrase)
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"key_passphrase": secret("quite another one")}
    )
    with pytest.raises(PassphraseError):
        restored(content)
    for _ in range(2):  # the second time it is not lost any more
        assert restored(content, passphrase_lost=True).did == before
    assert KeyEncryption.objects.count() == 2
    assert signs(organisation) == before


def test_a_backup_needs_its_organisation(
    cheap_seal: None, organisation: "Organisation", make_organisation: "MakeOrganisation"
) -> None:
    content = content_of(organisation)
    content["organisation"] |= {"id": "0199a000-0000-7000-8000-00000000000f", "slug": "gone"}
    with pytest.raises(BackupForeignError):
        restored(content)
    with pytest.raises(BackupForeignError):
        restored(content, into=make_organisation("Somebody Else"))
    assert restored(content, into=organisation).keys == 1


def _changed(content: dict[str, Any], **changes: object) -> dict[str, Any]:
    content["identities"][0]["keys"][0] |= changes
    return content


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "A" * 43},
        {"secret": "not base64url!"},
        {"secret": ""},
        {"public": "z6MkfakeFAKEfake"},
        {"method": "did:web:elsewhere.example#z6Mk"},
        {"purpose": "everything"},
        {"state": "new"},
        {"version": "one"},
        {"algorithm": "RSA"},
        {"created_at": "yesterday"},
    ],
)
def test_a_backup_that_contradicts_itself_changes_nothing(
    cheap_seal: None, organisation: "Organisation", changes: dict[str, object]
) -> None:
    before = signs(organisation)
    with pytest.raises(BackupError) as caught:
        restored(_changed(content_of(organisation), **changes))
    assert caught.value.__cause__ is None
    assert signs(organisation) == before


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"format": "something else"},
        {"format": "skillmark-keys-1"},
        {"format": "skillmark-keys-1", "organisation": []},
        {
            "format": "skillmark-keys-1",
            "organisation": {"id": "x", "slug": "x", "name": "x"},
            "made_at": "x",
            "identities": {},
        },
    ],
)
def test_what_is_sealed_must_be_a_backup(
    db: None, cheap_seal: None, content: dict[str, Any]
) -> None:
    with pytest.raises(BackupError):
        restored(content)


def test_no_secret_shows_where_a_backup_is_printed(organisation: "Organisation") -> None:
    from skillmark.platform.trust.restoring import Backup

    content = content_of(organisation)
    secret = content["identities"][0]["keys"][0]["secret"]
    assert len(secret) == 43
    assert secret not in repr(Backup.parse(jsonio.dumps(content)))
