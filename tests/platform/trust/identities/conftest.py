"""A site with a real https address, whose organisations have a did:web and its history."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings as SettingsWrapper

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IdentityLog


@pytest.fixture
def at_home(settings: SettingsWrapper) -> None:
    """The site has a real https address, so organisations get a did:web."""
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )
    settings.ALLOWED_HOSTS = ["skills.example", "testserver"]


@pytest.fixture
def history(at_home: None, organisation: "Organisation") -> "IdentityLog":
    """The history of an organisation, begun an hour ago."""
    from django.utils import timezone

    from skillmark.platform.trust import keys
    from skillmark.platform.trust.identities import logs

    begun = timezone.now() - timedelta(hours=1)
    row = logs.tell(keys.ensure_identity(organisation), at=begun)
    assert row is not None
    return row
