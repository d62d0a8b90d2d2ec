"""Sites of the platform, and the foreign verifiers, installed once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import node_peers
import pytest
from issued_on_site import SITES, Site

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.fixture(autouse=True)
def _installed() -> None:
    node_peers.peers()


@pytest.fixture
def open_site(db: None, settings: "Settings") -> Iterator[Callable[..., Site]]:
    """Open a site whose organisation signs under a DID of a method."""
    from skillmark.platform.orgs import services as orgs
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.people import services as people

    with ExitStack() as scopes:

        def make(
            method: str,
            *,
            name: str = "Harbour Skills Training",
            achievement: str = "Fire prevention",
            **more: Any,
        ) -> Site:
            config = settings.SKILLMARK.model_copy(update={"site_url": SITES[method]})
            settings.SKILLMARK = config
            owner = people.create_account(
                email="owner@harbour.example",
                password="a long enough password",
                display_name="Olivia Owner",
                verified=True,
            )
            organisation = orgs.create_organisation(owner=owner, name=name)
            scopes.enter_context(organisation_scope(organisation))
            return Site.open(organisation, achievement, **more)

        yield make
