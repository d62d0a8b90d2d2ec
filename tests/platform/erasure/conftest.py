"""A log of the site's own, and two learners who have done everything."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from erased_learner import account, keep_from_elsewhere, live_through
from erased_people import CANARY, NEIGHBOUR
from log_on_site import RunningWitness, witnesses, write_all

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of the site for one test."""

    def change(**values: object) -> None:
        config = django_settings.SKILLMARK.model_copy(update=values)
        monkeypatch.setattr(django_settings, "SKILLMARK", config)

    return change


@pytest.fixture
def watched(
    db: None, tmp_path: Path, configure: Callable[..., None]
) -> Iterator[list[RunningWitness]]:
    """A log in a folder of the test's own, which one witness watches."""
    from skillmark.platform.transparency import logkey

    configure(
        data_dir=tmp_path,
        public_log_dir=tmp_path / "log",
        public_log_anchor=tmp_path / "anchor",
        public_log_origin="log.harbour.example",
    )
    with witnesses(tmp_path / "witnesses", 1) as running:
        configure(public_log_witnesses=tuple(one.setting for one in running))
        running[0].watch(logkey.verifier_key())
        yield running


@pytest.fixture
def write_log(watched: list[RunningWitness]) -> Callable[[], int]:
    """Write whatever waits into the log."""
    from skillmark.platform.transparency.publishing import Publisher

    def run() -> int:
        publisher = Publisher.open(lambda _step: None)
        try:
            return write_all(publisher, timezone.now())
        finally:
            publisher.close()

    return run


@pytest.fixture
def canary(db: None) -> "User":
    return account(CANARY)


@pytest.fixture
def neighbour(db: None) -> "User":
    return account(NEIGHBOUR)


@pytest.fixture
def lived(
    canary: "User",
    neighbour: "User",
    organisation: "Organisation",
    user: "User",
    deliver: Callable[[], None],
) -> dict[str, "Credential"]:
    """Both learners have done everything at the organisation, and had its mails."""
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(organisation):
        found = {
            "canary": live_through(CANARY, organisation, user, "north"),
            "neighbour": live_through(NEIGHBOUR, organisation, user, "south"),
        }
    keep_from_elsewhere(CANARY, canary)
    keep_from_elsewhere(NEIGHBOUR, neighbour)
    deliver()
    return found
