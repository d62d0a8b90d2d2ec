"""Identities and keys: made once, sealed, rotated, never shown."""

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from pytest_django import Settings as SettingsWrapper

from skillmark.core.did import parse_document
from skillmark.platform.trust.errors import NoKeyError, PassphraseError, VaultError

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation


@pytest.fixture
def at_home(settings: SettingsWrapper) -> None:
    """The site has a real https address, so organisations get a did:web."""
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )


def test_a_new_organisation_has_an_identity_at_once(organisation: "Organisation") -> None:
    from skillmark.platform.trust import documents

    identity = documents.current_identity(organisation)
    assert identity is not None
    assert identity.did.startswith("did:key:z6Mk")


def test_asking_again_makes_nothing_new(organisation: "Organisation") -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import IssuerKey

    first = keys.ensure_identity(organisation)
    assert keys.ensure_identity(organisation) == first
    assert IssuerKey.objects.with_scopes_disabled().count() == 1


def test_a_site_with_a_real_address_names_issuers_by_it(
    at_home: None, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import documents, keys

    identity = keys.ensure_identity(organisation)
    assert identity.did == "did:web:skills.example:i:harbour-skills-training"
    document = parse_document(documents.did_document(identity))
    assert document.id == identity.did
    purposes = {row.purpose: row.verification_method for row in documents.keys_of(identity)}
    assert set(purposes) == {"credential", "status"}
    assert document.assertion_method == frozenset(purposes.values())


@pytest.mark.parametrize(
    "site_url",
    [
        "http://skills.example",
        "https://127.0.0.1:8000",
        "https://localhost",
        "https://intranet",
        "https://[::1]",
    ],
)
def test_without_a_lasting_address_the_identity_is_the_key(
    settings: SettingsWrapper, organisation: "Organisation", site_url: str
) -> None:
    from skillmark.platform.trust import addresses

    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"site_url": site_url})
    assert addresses.web_did(organisation.slug) is None


def test_moving_to_a_real_address_keeps_the_old_identity(
    settings: SettingsWrapper, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import documents, keys

    old = keys.ensure_identity(organisation)
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )
    new = keys.ensure_identity(organisation)
    assert new.did.startswith("did:web:")
    assert documents.identity_named(old.did) == old
    assert documents.current_identity(organisation) == new


def test_rotation_keeps_old_signatures_and_shreds_the_old_key(
    at_home: None, in_scope: "Organisation"
) -> None:
    from skillmark.platform.trust import documents, keys
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(in_scope)
    old = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    new = keys.rotate(in_scope, KeyPurpose.CREDENTIAL, actor=None)
    old.refresh_from_db()
    assert new.version == 2
    document = parse_document(documents.did_document(identity))
    assert {old.verification_method, new.verification_method} <= document.assertion_method
    assert document.method(old.verification_method).expires is None
    with pytest.raises(VaultError):
        keys.open_key(old)


def test_rotating_a_did_key_makes_a_new_identity(in_scope: "Organisation") -> None:
    from skillmark.platform.trust import documents, keys
    from skillmark.platform.trust.models import KeyPurpose

    old = keys.ensure_identity(in_scope)
    keys.rotate(in_scope, KeyPurpose.CREDENTIAL, actor=None)
    current = documents.current_identity(in_scope)
    assert current is not None
    assert current.did != old.did
    assert keys.open_key(keys.active_key(old, KeyPurpose.STATUS)).public


def test_a_swapped_row_does_not_open(
    organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    mine = keys.active_key(keys.ensure_identity(organisation), KeyPurpose.CREDENTIAL)
    theirs = keys.active_key(keys.ensure_identity(other_organisation), KeyPurpose.CREDENTIAL)
    mine.with_sealed(theirs.sealed)
    with pytest.raises(VaultError):
        keys.open_key(mine)


def test_a_revoked_key_signs_no_more_and_says_so(in_scope: "Organisation") -> None:
    from django.utils import timezone

    from skillmark.platform.trust import documents, keys
    from skillmark.platform.trust.models import KeyPurpose, KeyState

    identity = keys.ensure_identity(in_scope)
    row = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    row.state, row.revoked_at = KeyState.REVOKED, timezone.now()
    row.save()
    with pytest.raises(NoKeyError):
        keys.active_key(identity, KeyPurpose.CREDENTIAL)
    document = parse_document(documents.did_document(identity))
    assert document.method(row.verification_method).revoked is not None


def test_the_passphrase_can_change_and_the_old_one_is_refused(
    settings: SettingsWrapper, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(organisation)
    before = keys.open_key(keys.active_key(identity, KeyPurpose.CREDENTIAL)).public
    assert keys.change_passphrase("only for tests", "quite another") == 1
    with pytest.raises(PassphraseError):
        keys.open_key(keys.active_key(identity, KeyPurpose.CREDENTIAL))
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"key_passphrase": type(settings.SKILLMARK.key_passphrase)("quite another")}
    )
    assert keys.open_key(keys.active_key(identity, KeyPurpose.CREDENTIAL)).public == before
    with pytest.raises(PassphraseError):
        keys.change_passphrase("a wrong one", "third")


def test_no_private_key_lies_in_the_database(organisation: "Organisation") -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    row = keys.active_key(keys.ensure_identity(organisation), KeyPurpose.CREDENTIAL)
    secret = keys.open_key(row).to_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM trust_issuerkey")
        stored = repr(
            [bytes(v) if isinstance(v, memoryview) else v for line in cursor for v in line]
        )
    assert secret.hex() not in stored
    assert repr(secret)[2:-1] not in stored
    assert secret.hex() not in repr(row)
