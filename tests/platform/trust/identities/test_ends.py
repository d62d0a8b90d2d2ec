"""When a retired key gets its end: only once others prove that all it signed is older."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.utils import timezone
from issued_credentials import issue, published

from skillmark.core.did import parse_document
from skillmark.core.verify import Verdict

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
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
