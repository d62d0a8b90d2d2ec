"""One world for each module: built once, rolled back at its end; each test in a savepoint."""

from collections.abc import Iterator

import pytest
import two_tenants
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from skillmark.platform.settings import testing


@pytest.fixture(scope="module")
def _world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[two_tenants.World]:
    from django.conf import settings

    patched = pytest.MonkeyPatch.context()
    with django_db_blocker.unblock(), patched as patch, transaction.atomic():
        patch.setattr(settings, "MAILERS", testing.MAILERS)
        yield two_tenants.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(
    _world: two_tenants.World, db: None, monkeypatch: pytest.MonkeyPatch
) -> two_tenants.World:
    """Two tenants with one of everything; what a test changes is undone after it."""
    from skillmark.platform.api import roof

    monkeypatch.setattr(roof.LIMIT, "requests", 10**6)
    return _world
