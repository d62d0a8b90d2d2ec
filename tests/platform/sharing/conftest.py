"""A credential somebody shares."""

from typing import TYPE_CHECKING

import pytest
from django_scopes import scope

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation


@pytest.fixture
def credential(organisation: "Organisation") -> "Credential":
    from issued_on_site import Site

    with scope(organisation=organisation.pk):
        return Site.open(organisation, "Fire prevention").issue()
