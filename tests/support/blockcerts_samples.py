"""A site that sends to Ethereum's test network Sepolia, and a batch of credentials on it."""

from typing import TYPE_CHECKING, Any

from issued_on_site import SITES, Site
from local_nodes import KEYS
from pydantic import SecretStr

if TYPE_CHECKING:
    from skillmark.platform.blockcerts.models import BlockcertsExport
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.orgs.models import Organisation

SEPOLIA = 11_155_111
KEY_NAME = "ANCHOR_KEY_OF_TESTS"
TX = "0x" + "5a" * 32


def configured(rpc: str = "http://127.0.0.1:1", chain_id: int = SEPOLIA) -> dict[str, Any]:
    """Return the settings of such a site; the key is in the environment as `KEY_NAME`."""
    return {
        "site_url": SITES["did:web"],
        "anchor_rpc_url": SecretStr(rpc),
        "anchor_chain_id": chain_id,
        "anchor_key": f"env:{KEY_NAME}",
    }


def deployed() -> None:
    """Keep a contract as the one in use, as if it had been deployed."""
    from skillmark.platform.anchors.models import Contract

    Contract.objects.create(
        chain=f"eip155:{SEPOLIA}", address="0x" + "00" * 20, mode="event", origin="o"
    )


def key() -> str:
    return KEYS[0]


def batch_of(site: Site, count: int) -> "Batch":
    """Issue a batch of invented people."""
    from skillmark.platform.issuing import services
    from skillmark.platform.jobs import runner

    rows = [f"Person {n},person{n}@people.example" for n in range(1, count + 1)]
    data = "\n".join(["name,email", *rows]).encode()
    read = services.preview_batch(
        site.organisation, site.version, data, filename="people.csv", actor=None
    )
    started = services.start_batch(read.pk, actor=None)
    runner.run_to_end(started.job_id)
    started.refresh_from_db()
    return started


def exported(batch: "Batch") -> "BlockcertsExport":
    """Switch the export on, begin one and run its job."""
    from skillmark.platform.blockcerts import services
    from skillmark.platform.jobs import runner

    services.switch(batch.organisation, on=True, actor=None)
    export = services.begin(batch, actor=None)
    assert export.job_id is not None
    runner.run_to_end(export.job_id)
    export.refresh_from_db()
    return export


def settle(export: "BlockcertsExport") -> None:
    """Let the transaction of an export be final, as a network would."""
    anchor = export.anchor
    assert anchor is not None
    anchor.state, anchor.tx, anchor.block, anchor.confirmations = "final", TX, 7, 12
    anchor.save()


def open_site(organisation: "Organisation") -> Site:
    """Publish an achievement; the organisation's scope must be open."""
    return Site.open(organisation, "Fire prevention")
