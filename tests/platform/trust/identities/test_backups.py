"""A history comes back with the backup of keys, and goes on; it is never set back by one."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from skillmark.core.did import webvh

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IdentityLog

PASSPHRASE = "correct horse battery staple"


def rotate(organisation: "Organisation") -> None:
    from skillmark.platform.trust import rotation
    from skillmark.platform.trust.models import KeyPurpose

    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)


def versions(did: str) -> int:
    from skillmark.platform.trust.identities import selectors

    found = selectors.history_of(did)
    assert found is not None
    history = webvh.verify(found.did, found.log, found.witness, at=timezone.now())
    return len(history.versions)


def test_a_lost_history_comes_back_and_goes_on(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import backup, restoring
    from skillmark.platform.trust.models import IdentityLog, SealedSecret

    rotate(organisation)
    sealed = backup.make(organisation, PASSPHRASE, actor=None)
    IdentityLog.objects.with_scopes_disabled().all().delete()
    SealedSecret.objects.with_scopes_disabled().filter(purpose="webvh.next").delete()
    restoring.restore(sealed, PASSPHRASE, into=organisation)
    assert versions(history.did) == 2
    rotate(organisation)
    assert versions(history.did) == 3


def test_an_older_backup_sets_nothing_back(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import backup, restoring
    from skillmark.platform.trust.models import SealedSecret

    sealed = backup.make(organisation, PASSPHRASE, actor=None)
    rotate(organisation)
    restoring.restore(sealed, PASSPHRASE, into=organisation)
    assert versions(history.did) == 2
    secrets = SealedSecret.objects.with_scopes_disabled().filter(purpose="webvh.next")
    assert secrets.count() == 1  # the used one is not kept
    rotate(organisation)
    assert versions(history.did) >= 3


def test_the_history_of_somebody_else_is_refused(
    history: "IdentityLog",
    organisation: "Organisation",
    other_organisation: "Organisation",
) -> None:
    from skillmark.platform.trust.errors import BackupError
    from skillmark.platform.trust.identities import backups

    with pytest.raises(BackupError):
        backups.bring(other_organisation, backups.take(organisation))
    with pytest.raises(BackupError):
        backups.bring(organisation, [{"did": history.did}])
