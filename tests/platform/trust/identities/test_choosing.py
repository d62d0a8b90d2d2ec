"""Issuing under the did:web or under the did:webvh: one history, both stay valid."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from issued_credentials import issue, published

from skillmark.core import jsonio
from skillmark.core.verify import Verdict
from skillmark.platform.trust.errors import NoHistoryError

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IdentityLog


def verdict(credential: "Credential") -> Verdict:
    from skillmark.platform.verifying import checking

    return checking.check(bytes(credential.document), at=timezone.now()).report.verdict


def issuer_of(credential: "Credential") -> str:
    issuer = jsonio.load_object(bytes(credential.document))["issuer"]
    assert isinstance(issuer, dict)
    return str(issuer["id"])


def test_both_names_verify_and_stand_in_one_history(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust.identities import choosing

    version = published(organisation)
    old = issue(version, "Ida Lindqvist", "ida@learner.example")
    chosen = choosing.choose(organisation, with_history=True, actor=None)
    assert chosen.did == history.did
    new = issue(version, "Mark Olsen", "mark@learner.example")
    assert issuer_of(old).startswith("did:web:")
    assert issuer_of(new) == history.did
    assert verdict(old) is Verdict.VALID
    assert verdict(new) is Verdict.VALID
    back = choosing.choose(organisation, with_history=False, actor=None)
    assert back.did == issuer_of(old)
    assert verdict(new) is Verdict.VALID
    assert choosing.choose(organisation, with_history=True, actor=None) == chosen


def test_without_a_lasting_address_there_is_nothing_to_choose(
    organisation: "Organisation",
) -> None:
    from skillmark.platform.trust.identities import choosing

    with pytest.raises(NoHistoryError):
        choosing.choose(organisation, with_history=True, actor=None)


def test_the_page_explains_and_chooses(
    history: "IdentityLog", organisation: "Organisation", studio: Client
) -> None:
    from skillmark.platform.trust import keys

    studio.post(reverse("account_reauthenticate"), {"password": "a long enough password"})
    page = reverse("trust:choose", args=[organisation.slug])
    assert "Few verifiers know it so far" in studio.get(page).text
    shown = studio.post(page, {"identifier": "webvh"}, follow=True).text
    assert "New credentials name this identifier" in shown
    assert keys.ensure_identity(organisation).did == history.did


def test_rotation_keeps_what_was_issued_valid(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    """Before and after, by the real verifier; nothing of it is in a public log here."""
    from skillmark.platform.trust import rotation
    from skillmark.platform.trust.models import KeyPurpose

    old = issue(published(organisation))
    assert verdict(old) is Verdict.VALID
    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    rotation.rotate(organisation, KeyPurpose.STATUS, actor=None)
    assert verdict(old) is Verdict.VALID


def test_everybody_reads_what_happened_to_the_keys(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import compromise, keys, rotation
    from skillmark.platform.trust.models import IssuerKey, KeyPurpose

    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    day = timezone.now() - timedelta(days=1)
    IssuerKey.objects.with_scopes_disabled().update(created_at=day)
    key = keys.active_key(history.identity, KeyPurpose.CREDENTIAL)
    compromise.begin(
        key, known_good_at=timezone.now() - timedelta(hours=1), reason="x", actor=None
    )
    shown = Client().get(f"/i/{organisation.slug}").text
    assert "then replaced as planned" in shown
    assert "somebody else may have had it" in shown
    assert history.did in shown
    assert "did.jsonl" in shown
