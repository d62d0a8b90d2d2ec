"""A log of the site's own, with two witnesses over HTTP, and an issuer on the site."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from issued_on_site import Site
from log_on_site import RunningWitness, witnesses, write_all

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.transparency.publishing import Publisher


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of the site for one test."""

    def change(**values: object) -> None:
        config = django_settings.SKILLMARK.model_copy(update=values)
        monkeypatch.setattr(django_settings, "SKILLMARK", config)

    return change


@pytest.fixture
def log_folder(tmp_path: Path, configure: Callable[..., None]) -> Path:
    """Put the log into a folder of the test's own, without witnesses."""
    configure(
        data_dir=tmp_path,
        public_log_dir=tmp_path / "log",
        public_log_anchor=tmp_path / "anchor",
        public_log_origin="log.harbour.example",
    )
    return tmp_path / "log"


@pytest.fixture
def watched(
    db: None, tmp_path: Path, log_folder: Path, configure: Callable[..., None]
) -> Iterator[list[RunningWitness]]:
    """Let two witnesses watch the log; both must have cosigned."""
    from skillmark.platform.transparency import logkey

    with witnesses(tmp_path / "witnesses", 2) as running:
        configure(public_log_witnesses=tuple(one.setting for one in running))
        for one in running:
            one.watch(logkey.verifier_key())
        yield running


@pytest.fixture
def site(in_scope: "Organisation") -> Site:
    """An organisation with a published achievement."""
    return Site.open(in_scope, "Fire prevention")


def _go_on(_step: str) -> None:
    """Do not stop."""


@pytest.fixture
def open_publisher(log_folder: Path) -> Iterator[Callable[..., "Publisher"]]:
    """Open the writer of the log; closed with the test."""
    from skillmark.platform.transparency.publishing import Publisher

    opened: list[Publisher] = []

    def run(fault: Callable[[str], None] = _go_on) -> "Publisher":
        opened.append(Publisher.open(fault))
        return opened[-1]

    yield run
    for one in opened:
        one.close()


@pytest.fixture
def write_log(open_publisher: Callable[..., "Publisher"]) -> Callable[[], int]:
    """Write whatever waits into the log; return how many entries went in."""

    def run() -> int:
        publisher = open_publisher()
        try:
            return write_all(publisher, timezone.now())
        finally:
            publisher.close()

    return run
