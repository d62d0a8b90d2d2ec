"""The skills that come with the program: all there, loaded once, never over an operator's own."""

import pytest
from skills_samples import FIRES

from skillmark.platform.skills import search, seed, selectors
from skillmark.platform.skills.engine import segment
from skillmark.platform.skills.errors import SeedDamagedError
from skillmark.platform.skills.models import Framework
from skillmark.platform.skills.reading.shipped import SEEDS, Seed


@pytest.mark.django_db
def test_everything_is_loaded_once() -> None:
    assert [(one.key, one.skill_count) for one in seed.load()] == [
        ("esco", 13_939),
        ("onet", 2_970),
    ]
    assert seed.load() == []
    found = search.search("can extinguish small fires and use protective gear")
    assert FIRES.uri in {hit.skill.uri for hit in found.hits}
    assert selectors.known("https://www.onetonline.org/find/descriptor/result/2.A.1.a")
    for framework in Framework.objects.all():
        assert all((framework.licence, framework.attribution, framework.publisher))


@pytest.mark.django_db
def test_what_an_operator_imported_is_left_alone() -> None:
    for key in ("esco", "onet"):
        Framework.objects.create(key=key, name="Newer", digest="0" * 64)
    assert seed.load() == []


def test_the_packaged_indexes_are_those_of_the_packaged_texts() -> None:
    """If not: run ``tools/skills_seed.py``."""
    for part in SEEDS:
        assert segment.load(part.index()) == part.build(), part.name


def test_a_damaged_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    part = SEEDS[1]
    whole = part.packed()
    monkeypatch.setattr(Seed, "packed", lambda _self: whole[:100])
    with pytest.raises(SeedDamagedError):
        list(part.entries())
