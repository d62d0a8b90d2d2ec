"""A real node, a real contract, and checkpoints as the log publishes them."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from bitcoin_calendar import CalendarSite, Chain, calendar_site
from local_nodes import KEYS, Anvil, anvil
from pydantic import SecretStr

if TYPE_CHECKING:
    from pytest_django import Settings

    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.keys import LocalSigner
    from skillmark.platform.anchors.models import Contract

ORIGIN = "skills.example/log"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

type Publish = Callable[[int], None]


@pytest.fixture
def chain() -> Iterator[Anvil]:
    """An anvil whose blocks are made by hand."""
    with anvil() as one:
        yield one


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set what an operator may set."""
    from django.conf import settings

    def set_(**values: object) -> None:
        config = settings.SKILLMARK.model_copy(update=values)
        monkeypatch.setattr(settings, "SKILLMARK", config)

    return set_


@pytest.fixture
def node(
    chain: Anvil, configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> "Node":
    """The configured node, with an account that pays."""
    from skillmark.platform.anchors import network

    monkeypatch.setenv("ANCHOR_KEY_OF_TESTS", KEYS[0])
    configure(
        anchor_rpc_url=SecretStr(chain.url),
        anchor_chain_id=31337,
        anchor_key="env:ANCHOR_KEY_OF_TESTS",
    )
    return network.node()


@pytest.fixture
def payer() -> "LocalSigner":
    from skillmark.platform.anchors.keys import LocalSigner

    return LocalSigner(bytes.fromhex(KEYS[0]))


@pytest.fixture
def contract(chain: Anvil, node: "Node", db: None) -> "Contract":
    """A contract of the event mode, deployed as the command does it."""
    from skillmark.platform.anchors import services
    from skillmark.platform.anchors.artefacts import Mode

    return services.deploy(ORIGIN, Mode.EVENT, pause=lambda _s: chain.mine())[0]


@pytest.fixture
def publish(db: None) -> Publish:
    """Publish a checkpoint of a size, as the log's writer does."""
    from skillmark.core.log import Checkpoint
    from skillmark.platform.transparency.models import PublishedCheckpoint

    def make(size: int) -> None:
        root = hashlib.sha256(str(size).encode()).digest()
        text = Checkpoint(ORIGIN, size, root).text
        PublishedCheckpoint.objects.create(
            size=size,
            origin=ORIGIN,
            root=root,
            note=f"{text}\n— {ORIGIN} AAAA\n",
            published_at=NOW,
            complete=True,
        )

    return make


@pytest.fixture
def calendars(settings: "Settings") -> Iterator[list[CalendarSite]]:
    """Two calendars of one chain; the first one's explorer is asked."""
    with ExitStack() as sites:
        chain = Chain()
        found = [sites.enter_context(calendar_site(chain)) for _ in range(2)]
        settings.SKILLMARK = settings.SKILLMARK.model_copy(
            update={
                "ots_calendars": tuple(site.url for site in found),
                "ots_explorer": found[0].url,
                "ots_network": "regtest",
            }
        )
        yield found
