"""The demo, seeded once for the tests of this folder; nothing of it stays behind.

Seeding takes longer than all of them together, so they run one after the other in one process.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker
from seeded_demo import Demo

from skillmark.platform.settings import testing


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = {item for item in items if Path(__file__).parent in item.path.parents}
    for item in here:
        item.add_marker(pytest.mark.xdist_group("demo"))
    items.sort(key=lambda item: item not in here)  # the longest first


@pytest.fixture(scope="package")
def _seeded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    from skillmark.platform.demo import seed
    from skillmark.platform.skills import indexing
    from skillmark.platform.skills import seed as skills

    made = Demo(datetime.now(UTC), tmp_path_factory.mktemp("demo"))
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MAILERS=testing.MAILERS):
            skills.load()  # as `skillmark demo` does before it seeds
            seed.seed(made.now, made.files)
        yield made
        transaction.set_rollback(True)
    indexing.forget()  # ids of what is gone may come again


@pytest.fixture
def demo(_seeded: Demo, db: None) -> Demo:
    """Return the demo; what a test changes is undone after it."""
    return _seeded
