"""Fixtures of the platform's tests: accounts, organisations, clients, a real worker.

Everything is real: the outbox mailer, the in-app mailbox, the DBOS engine on a file of its own.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import emptied_tables
import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from skillmark.platform.events import ids
from skillmark.platform.settings import testing

if TYPE_CHECKING:
    from skillmark.platform.jobs.worker import Worker
    from skillmark.platform.orgs.models import Organisation, Role
    from skillmark.platform.people.models import User

type MakeUser = Callable[..., User]
type MakeOrganisation = Callable[..., Organisation]

PASSWORD = "a long enough password"


_DATABASE = {"db", "transactional_db"}

emptied_tables.install()


_HERE = f"{Path(__file__).parent}{os.sep}"
# Who may do what, words, pages, verdicts: what asks the database for rows by their keys only.
_ANY_DATABASE = ("orgs/test_access.py", "sharing/", "ui/", "verifying/")
_NOT_ANY = ("ui/test_paging.py",)
# What takes longest; begun last, it would run alone at the end.
_LONG = (
    "demo/test_start.py",
    "jobs/test_killed.py",
    "security/test_access_matrix.py",
    "settings/test_schema.py",
    "settings/test_serving.py",
    "trust/custody/test_backup_of_all.py",
)


def _within(item: pytest.Item, places: tuple[str, ...]) -> bool:
    return str(item.path).removeprefix(_HERE).startswith(places)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what need not be asked of every database, and put the longest first."""
    items.sort(key=lambda item: not _within(item, _LONG))
    for item in items:
        if _within(item, _ANY_DATABASE) and not _within(item, _NOT_ANY):
            item.add_marker("any_database")
        if item.get_closest_marker("django_db") is None and not _DATABASE.intersection(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker("no_database")


@pytest.fixture(autouse=True)
def _our_mailers(settings: Settings) -> None:
    """Django's test runner swaps the mailers for a list in memory; we test the real ones."""
    settings.MAILERS = testing.MAILERS


@pytest.fixture(autouse=True)
def _no_language_left_over() -> None:
    """A request leaves its language in the thread; the next test starts without one."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_future_left_over() -> None:
    """A test that travels leaves the clock of identifiers ahead; the next one begins today."""
    ids._last_tick = 0


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Make accounts, with proven addresses."""
    from skillmark.platform.people import services

    count = iter(range(1, 1000))

    def make(email: str = "", *, name: str = "", verified: bool = True) -> "User":
        number = next(count)
        return services.create_account(
            email=email or f"person{number}@people.example",
            password=PASSWORD,
            display_name=name or f"Person {number}",
            verified=verified,
        )

    return make


@pytest.fixture
def user(make_user: MakeUser) -> "User":
    return make_user("owner@harbour.example", name="Olivia Owner")


@pytest.fixture
def make_organisation(make_user: MakeUser) -> MakeOrganisation:
    """Make organisations; ``owner`` is their first member."""
    from skillmark.platform.orgs import services

    def make(
        name: str = "Harbour Skills Training", *, owner: "User | None" = None, **profile: str
    ) -> "Organisation":
        return services.create_organisation(owner=owner or make_user(), name=name, **profile)

    return make


@pytest.fixture
def organisation(make_organisation: MakeOrganisation, user: "User") -> "Organisation":
    return make_organisation(owner=user)


@pytest.fixture
def other_organisation(make_organisation: MakeOrganisation) -> "Organisation":
    """A second tenant, which the first must never see."""
    return make_organisation("Universitas Meridiana")


@pytest.fixture
def in_scope(organisation: "Organisation") -> Iterator["Organisation"]:
    """Open the scope of `organisation` for the length of a test."""
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(organisation):
        yield organisation


@pytest.fixture
def make_member(
    make_user: MakeUser, organisation: "Organisation"
) -> Callable[["Role"], "User"]:
    """Make accounts that are members of `organisation`."""
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.models import Membership

    def make(role: "Role") -> "User":
        user = make_user()
        with organisation_scope(organisation):
            Membership.objects.create(organisation=organisation, user=user, role=role)
        return user

    return make


@pytest.fixture
def client_of() -> Callable[["User"], Client]:
    """Give a browser in which an account is signed in."""

    def make(user: "User") -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def studio(client_of: Callable[["User"], Client], user: "User") -> Client:
    """A browser in which the owner of `organisation` is signed in."""
    return client_of(user)


@pytest.fixture
def deliver(db: None) -> Callable[[], None]:
    """Send whatever waits in the outbox, into the in-app mailbox."""
    from skillmark.platform.events import outbox

    def run() -> None:
        outbox.dispatch_all()

    return run


@pytest.fixture
def worker(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator["Worker"]:
    """Run a real worker, DBOS and all, for the length of a test (with a transactional database)."""
    from django.conf import settings as django_settings
    from django.db import connection

    from skillmark.platform.jobs.worker import Worker

    url = f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    if connection.vendor == "postgresql":  # the engine beside the data, as in service
        facts = connection.settings_dict
        place = f"{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"
        url = f"postgresql://{facts['USER']}:{quote(facts['PASSWORD'])}@{place}"
    config = django_settings.SKILLMARK.model_copy(update={"jobs_database_url": url})
    monkeypatch.setattr(django_settings, "SKILLMARK", config)
    one = Worker()
    one.start()
    yield one
    one.stop(patience=timedelta())
