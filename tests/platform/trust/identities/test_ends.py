"""When a retired key gets its end: only once others prove that all it signed is older."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from command_line import skillmark
from django.test import Client
from django.utils import timezone
from issued_credentials import issue, published

from skillmark.core.did import parse_document
from skillmark.core.verify import Verdict

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User
    from skillmark.platform.trust.models import IdentityLog, IssuerKey


def end_of(history: "IdentityLog", key: "IssuerKey") -> datetime | None:
    from skillmark.platform.trust import documents
    from skillmark.platform.trust.identities import logs

    logs.tell(history.identity)
    document = parse_document(documents.did_document(history.identity))
    return document.method(key.verification_method).expires


def test_an_end_waits_for_proof_and_is_never_taken_back(
    history: "IdentityLog", organisation: "Organisation", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.services import recovery
    from skillmark.platform.trust import keys, rotation
    from skillmark.platform.trust.models import KeyPurpose
    from skillmark.platform.verifying import checking

    seen: dict[UUID, datetime] = {}

    def trusted_times(ids: Collection[UUID]) -> dict[UUID, datetime]:
        return {one: seen[one] for one in ids if one in seen}

    monkeypatch.setattr(recovery, "trusted_times", trusted_times)
    old = keys.active_key(history.identity, KeyPurpose.CREDENTIAL)
    credential = issue(published(organisation))
    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    assert end_of(history, old) is None  # nothing proves it: an end would spoil it
    report = checking.check(bytes(credential.document), at=timezone.now()).report
    assert report.verdict is Verdict.VALID
    seen[credential.pk] = timezone.now()
    end = end_of(history, old)
    assert end is not None
    seen.clear()
    assert end_of(history, old) == end


def test_a_copy_of_the_keys_is_too_old_when_the_history_went_on(
    history: "IdentityLog",
    organisation: "Organisation",
    user: "User",
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The promised key of an older copy was used: nobody could continue the history with it."""
    from django_scopes import scope

    from skillmark.platform.issuing.services import recovery
    from skillmark.platform.trust import backup, rotation, selectors
    from skillmark.platform.trust.identities import logs
    from skillmark.platform.trust.models import KeyPurpose

    backup.make(organisation, "a passphrase of some length", actor=None)
    client.force_login(user)
    page = f"/studio/{organisation.slug}/settings/trust"
    assert "Your copy is too old." not in client.get(page).content.decode()
    issue(published(organisation))
    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    backup.make(organisation, "a passphrase of some length", actor=None)
    # The retired key gets its end a minute later, by itself: that is one more version.
    assert "Your copy is too old." not in client.get(page).content.decode()
    now = timezone.now()
    monkeypatch.setattr(recovery, "trusted_times", lambda ids: dict.fromkeys(ids, now))
    logs.tell(history.identity)
    told = client.get(page).content.decode()
    assert "The history of your identifier has gone on" in told
    with scope(organisation=organisation.pk):
        assert not selectors.backed_up(organisation)
        backup.make(organisation, "a passphrase of some length", actor=None)
        assert selectors.backed_up(organisation)


def test_a_lost_update_key_is_said_on_page_and_command_line(
    history: "IdentityLog", organisation: "Organisation", user: "User", client: Client
) -> None:
    type(history).objects.with_scopes_disabled().update(next_secret=None)
    client.force_login(user)
    page = client.get(f"/studio/{organisation.slug}/settings/trust").content.decode()
    assert "trust.update_key_lost" in page
    assert "The operator can begin another one" in page
    assert "trust.update_key_lost" in skillmark("keys", "history", organisation.slug).stdout
    refused = skillmark("keys", "rotate", organisation.slug)
    assert (refused.exit_code, "trust.update_key_lost" in refused.stderr) == (2, True)
