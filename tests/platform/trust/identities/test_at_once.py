"""An owner replaces a key while the worker continues the history: one waits for the other."""

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections
from issued_credentials import issue, published

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IdentityLog

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 3.0


@pytest.fixture
def behind(history: "IdentityLog", organisation: "Organisation") -> "IdentityLog":
    """A history that has to be continued: a key was replaced and nobody told it."""
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    if connection.vendor != "postgresql":
        pytest.skip("writers of SQLite wait for each other from their first statement on")
    issue(published(organisation))
    keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    return history


def test_a_rotation_and_the_worker_do_not_wait_in_a_circle(
    behind: "IdentityLog", organisation: "Organisation", monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is let in after the owner's act is in the trail, and before the history is."""
    from skillmark.platform.trust import keys, rotation
    from skillmark.platform.trust.identities import logs
    from skillmark.platform.trust.models import IssuerKey, KeyPurpose

    in_between, worker_is_in = threading.Event(), threading.Event()
    failed: list[BaseException] = []
    real_tell, real_rotate, real_continue = logs.tell, keys.rotate, logs._continue

    def rotate(*words: Any, **more: Any) -> Any:
        new = real_rotate(*words, **more)
        in_between.set()
        worker_is_in.wait(PATIENCE_S)
        return new

    def go_on(*words: Any) -> None:
        worker_is_in.set()
        real_continue(*words)

    def worker() -> None:
        try:
            in_between.wait(30)
            real_tell(behind.identity)
        except BaseException as error:  # noqa: BLE001 - the test says what it was
            failed.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(keys, "rotate", rotate)
    monkeypatch.setattr(logs, "_continue", go_on)
    thread = threading.Thread(target=worker)
    thread.start()
    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    thread.join(60)
    assert failed == []
    rows = IssuerKey.objects.with_scopes_disabled().filter(identity=behind.identity)
    state = logs.state_of(type(behind).objects.with_scopes_disabled().get(pk=behind.pk))
    assert state is not None
    methods = state["verificationMethod"]
    assert isinstance(methods, list)
    assert len(methods) == rows.count()
