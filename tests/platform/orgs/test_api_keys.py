"""API keys: shown once, kept as a digest, closed for good, only in the header."""

import pytest
from django.core import serializers
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs import api_keys, errors
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.api_auth import ApiKeyAuth, in_key_scope
from skillmark.platform.orgs.api_keys import IssuedKey
from skillmark.platform.orgs.models import ApiKey, Membership, Organisation, Scope
from skillmark.platform.people.models import User

READ = Scope.CREDENTIALS_READ


@pytest.fixture
def issued(in_scope: Organisation, user: User) -> IssuedKey:
    return api_keys.create_api_key(
        in_scope, name="Course system", scopes=[READ, Scope.CREDENTIALS_ISSUE], actor=user
    )


def test_the_text_is_kept_nowhere(issued: IssuedKey) -> None:
    kept = serializers.serialize("json", [issued.key, *AuditEntry.objects.all()])
    assert issued.text not in kept
    assert issued.text not in repr(issued)
    assert issued.text.startswith(issued.key.prefix)
    assert len(issued.text) - len(issued.key.prefix) > 40


def test_a_good_key_opens_its_scopes_and_notes_its_use(issued: IssuedKey) -> None:
    key = api_keys.check_api_key(issued.text, [READ])
    assert key.pk == issued.key.pk
    first = ApiKey.objects.get().last_used_at
    assert first is not None
    api_keys.check_api_key(issued.text, [READ])
    assert ApiKey.objects.get().last_used_at == first  # noted once a minute, not every time


def test_a_missing_scope_is_named(issued: IssuedKey) -> None:
    with pytest.raises(errors.ScopeMissingError) as raised:
        api_keys.check_api_key(issued.text, [READ, Scope.CREDENTIALS_REVOKE])
    assert raised.value.facts == {"scope": "credentials:revoke"}


@pytest.mark.parametrize(
    "defect", ["revoked", "expired", "one letter", "cut", "prefix", "empty"]
)
def test_a_dead_or_wrong_key_opens_nothing(issued: IssuedKey, user: User, defect: str) -> None:
    text = issued.text
    match defect:
        case "revoked":
            api_keys.revoke_api_key(issued.key, actor=user)
        case "expired":
            ApiKey.objects.update(expires_at=timezone.now())
        case "one letter":
            text = text[:-1] + ("a" if text[-1] != "a" else "b")
        case "cut":
            text = text[:-1]
        case "prefix":
            text = issued.key.prefix
        case "empty":
            text = ""
    with pytest.raises(errors.KeyInvalidError):
        api_keys.check_api_key(text, [READ])


@given(st.text(max_size=300))
def test_no_other_text_is_looked_up(text: str) -> None:
    if not text.startswith(api_keys.BEGINNING):
        assert api_keys._find(text) is None


@pytest.mark.parametrize("scopes", [[], ["credentials:everything"], [READ, "admin"]])
def test_unknown_scopes_are_refused(
    in_scope: Organisation, user: User, scopes: list[str]
) -> None:
    with pytest.raises(errors.ScopeUnknownError):
        api_keys.create_api_key(in_scope, name="x", scopes=scopes, actor=user)


def test_revoking_twice_is_recorded_once(issued: IssuedKey, user: User) -> None:
    api_keys.revoke_api_key(issued.key, actor=user)
    api_keys.revoke_api_key(issued.key, actor=user)
    assert AuditEntry.objects.filter(action="api_key.revoked").count() == 1


def test_the_header_opens_the_door_and_the_scope(
    issued: IssuedKey, organisation: Organisation
) -> None:
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {issued.text}"})
    assert ApiKeyAuth(READ)(request).pk == issued.key.pk
    assert request.organisation == organisation
    assert request.api_key.audit_reference == f"key:{issued.key.pk}"

    @in_key_scope
    def operation(_request: object) -> int:
        return Membership.objects.count()

    assert operation(request) == 1


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({}, errors.KeyMissingError),
        ({"Authorization": ""}, errors.KeyMissingError),
        ({"Authorization": "Bearer "}, errors.KeyMissingError),
        ({"Authorization": "Basic {key}"}, errors.KeyMissingError),
        ({"X-Api-Key": "{key}"}, errors.KeyMissingError),
        ({"Authorization": "Bearer nonsense"}, errors.KeyInvalidError),
        ({"Authorization": "Bearer {key}x"}, errors.KeyInvalidError),
    ],
    ids=str,
)
def test_other_headers_do_not(
    issued: IssuedKey, headers: dict[str, str], error: type[Exception]
) -> None:
    sent = {name: value.format(key=issued.text) for name, value in headers.items()}
    with pytest.raises(error):
        ApiKeyAuth(READ)(RequestFactory().get("/", headers=sent))


def test_a_key_in_the_address_is_refused_even_with_a_good_header(issued: IssuedKey) -> None:
    request = RequestFactory().get(
        f"/?key={issued.text}", headers={"Authorization": f"Bearer {issued.text}"}
    )
    with pytest.raises(errors.KeyInQueryError):
        ApiKeyAuth(READ)(request)


def test_keys_of_another_tenant_are_not_listed(
    issued: IssuedKey, other_organisation: Organisation
) -> None:
    with organisation_scope(other_organisation):
        assert not ApiKey.objects.exists()
