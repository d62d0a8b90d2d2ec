"""Fixtures of the skills tests: a small framework for everybody, and the packaged index."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from skillmark.platform.skills.engine import segment
from skillmark.platform.skills.engine.segment import Segment
from skillmark.platform.skills.reading.shipped import SEEDS

if TYPE_CHECKING:
    from skillmark.platform.skills.models import Framework

type MakeFramework = Callable[..., "Framework"]


@pytest.fixture(autouse=True)
def _nothing_loaded() -> None:
    """Forget what an earlier test has loaded: its rows are gone, its ids may come again."""
    from skillmark.platform.skills import indexing

    indexing.forget()


@pytest.fixture
def make_framework(db: None) -> MakeFramework:
    """Make frameworks of a few skills, indexed as an import leaves them."""
    from skillmark.platform.skills import importing
    from skillmark.platform.skills.models import Framework
    from skillmark.platform.skills.reading.entry import Entry, Facts, Package

    def make(key: str = "esco", *entries: Entry, organisation: object = None) -> "Framework":
        framework = Framework(key=key, name=key.upper(), organisation=organisation)
        framework.save()
        chosen = entries or SAFETY
        importing.run(framework, Package("table", Facts(key=key), list(chosen)))
        return framework

    from skills_samples import SAFETY

    return make


@pytest.fixture(scope="session")
def packaged() -> list[Segment]:
    """Return the indexes that come with the program, without a database."""
    return [segment.load(seed.index()) for seed in SEEDS]
