"""Two organisations, each with its scope, and a draft to work on."""

from collections.abc import Iterator

import pytest
from django_scopes import scope

from skillmark.platform.catalog import services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.orgs.models import Organisation


@pytest.fixture
def harbour(db: None) -> Organisation:
    return Organisation.objects.create(
        slug="harbour", name="Harbour Skills Training", brand_colour="#0b5394"
    )


@pytest.fixture
def meridiana(db: None) -> Organisation:
    return Organisation.objects.create(slug="meridiana", name="Universitas Meridiana")


@pytest.fixture
def in_harbour(harbour: Organisation) -> Iterator[Organisation]:
    with scope(organisation=harbour.pk):
        yield harbour


@pytest.fixture
def fire() -> Content:
    return Content.parse(
        {
            "name": "Fire prevention",
            "description": "Prevents and fights small fires at work.",
            "criteria_markdown": "Pass the practical test.",
            "outcomes": ["Choose the right extinguisher"],
            "workload_hours": "3",
            "alignments": [
                {"target_name": "Put out fires", "target_url": "https://skills.example/fire"}
            ],
        }
    )


@pytest.fixture
def draft(in_harbour: Organisation, fire: Content) -> AchievementVersion:
    return services.create(in_harbour, fire, actor=None)
