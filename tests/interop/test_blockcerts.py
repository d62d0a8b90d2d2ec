"""Exports before the verifier of the Blockcerts project, with a real node between them."""

import copy as copies
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import blockcerts_peer
import pytest
from blockcerts_samples import KEY_NAME, SEPOLIA, batch_of, configured, exported, key
from django.test import Client
from django.utils import timezone
from issued_on_site import Site
from local_nodes import KEYS, Anvil, anvil

from skillmark.core.anchor import merkle_proof_2019 as mp

if TYPE_CHECKING:
    from pytest_django import Settings

    from skillmark.platform.orgs.models import Organisation

pytestmark = [pytest.mark.interop, pytest.mark.django_db]

RESOLVER = "https://resolver.example"


@pytest.fixture
def sepolia(settings: "Settings", monkeypatch: pytest.MonkeyPatch) -> Iterator[Anvil]:
    """A node that says it is Sepolia's, which the verifier knows by name; the site sends to it."""
    blockcerts_peer.installed()
    with anvil() as one:
        one.ask("anvil_setChainId", SEPOLIA)
        monkeypatch.setenv(KEY_NAME, key())
        settings.SKILLMARK = settings.SKILLMARK.model_copy(update=configured(one.url))
        yield one


@pytest.fixture
def organisation(sepolia: Anvil) -> Iterator["Organisation"]:
    from skillmark.platform.orgs import services as orgs
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.people import services as people

    owner = people.create_account(
        email="owner@harbour.example",
        password="a long enough password",
        display_name="Olivia Owner",
        verified=True,
    )
    made = orgs.create_organisation(owner=owner, name="Harbour Skills Training")
    with organisation_scope(made):
        yield made


def sent_and_final(chain: Anvil) -> None:
    """Let the site's own engine send the root, and let the network bury it."""
    from skillmark.platform.anchors import visiting

    now = timezone.now()
    for seconds in (15, 30, 45):
        visiting.visit(now + timedelta(seconds=seconds), at_once=True)
        chain.mine(14)


def published(organisation: "Organisation") -> dict[str, Any]:
    """Return what the verifier finds in the web."""
    from skillmark.platform.trust import documents

    identity = documents.current_identity(organisation)
    assert identity is not None
    web = Client()
    found: dict[str, Any] = {
        f"{RESOLVER}/{identity.did}": {"didDocument": documents.did_document(identity)}
    }
    for end in ("blockcerts.json", "blockcerts-withdrawn.json"):
        path = f"/i/{organisation.slug}/{end}"
        found[f"https://skills.example{path}"] = json.loads(web.get(path).content)
    return found


@pytest.fixture
def ready(sepolia: Anvil, organisation: "Organisation") -> list[Any]:
    """Three copies whose root is final in the network."""
    from skillmark.platform.anchors import services
    from skillmark.platform.anchors.artefacts import Mode
    from skillmark.platform.blockcerts import selectors

    # The verifier wants the key published before the block, to the second.
    sepolia.ask("evm_increaseTime", 60)
    services.deploy("skills.example/log", Mode.EVENT, pause=lambda _s: sepolia.mine())
    export = exported(batch_of(Site.open(organisation, "Fire prevention"), 3))
    sent_and_final(sepolia)
    export.refresh_from_db()
    assert export.anchor is not None
    assert export.anchor.state == "final", export.anchor.problem
    return [json.loads(data) for _, data in selectors.files_of(export)]


def said(
    chain: Anvil, organisation: "Organisation", *credentials: Any, **more: Any
) -> list[tuple[str, str]]:
    """Return status and the step that failed, for each."""
    answers = blockcerts_peer.verdicts(
        list(credentials), rpc=chain.url, published=published(organisation) | more
    )
    found = []
    for answer in answers:
        failed = [step[0] for step in answer["steps"] if step[1] == "failure"]
        found.append((answer["status"], failed[0] if failed else ""))
    return found


def test_the_verifier_accepts_every_copy_of_a_batch(
    sepolia: Anvil, organisation: "Organisation", ready: list[Any]
) -> None:
    web = published(organisation)
    answers = blockcerts_peer.verdicts(ready, rpc=sepolia.url, published=web)
    assert [answer["status"] for answer in answers] == ["success"] * 3, answers
    steps = {step[0] for step in answers[0]["steps"] if step[1] == "success"}
    assert {
        *("compareHashes", "checkMerkleRoot", "checkReceipt", "checkAuthenticity"),
        *("controlVerificationMethod", "checkRevokedStatus", "compareIssuingAddress"),
    } <= steps


def with_value(credential: Any, **changes: Any) -> Any:
    """Return a credential whose proof value says something else."""
    value = mp.ProofValue.parse(credential["proof"]["proofValue"])
    facts = {
        "target": value.target,
        "path": value.path,
        "root": value.root,
        "anchors": value.anchors,
    }
    forged = copies.deepcopy(credential)
    forged["proof"]["proofValue"] = str(mp.ProofValue(**(facts | changes)))
    return forged


def sent_by_another(chain: Anvil, root: bytes) -> str:
    """Send the right root from an account that is not the issuer's."""
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import LocalSigner, Order

    thief = LocalSigner(bytes.fromhex(KEYS[1]))
    order = Order(
        chain_id=SEPOLIA, nonce=0, to=thief.address, data=root, gas=60_000, fees=Fees(10**11, 1)
    )
    signed = thief.sign(order)
    chain.ask("eth_sendRawTransaction", "0x" + signed.raw.hex())
    chain.mine()
    return signed.tx


def test_the_verifier_refuses_each_forgery(
    sepolia: Anvil, organisation: "Organisation", ready: list[Any]
) -> None:
    one, other = ready[0], ready[1]
    renamed = copies.deepcopy(one)
    renamed["name"] = renamed["name"][:-1] + "N"
    stolen = copies.deepcopy(one)
    stolen["proof"] = other["proof"]
    value = mp.ProofValue.parse(one["proof"]["proofValue"])
    root = bytes([value.root[0] ^ 1]) + value.root[1:]
    step = value.path[0]
    bent = (mp.Step(bytes(32), left=step.left), *value.path[1:])
    foreign = sent_by_another(sepolia, value.root)
    by_another = (mp.Anchor("eth", "sepolia", bytes.fromhex(foreign[2:])),)
    nowhere = (mp.Anchor("eth", "sepolia", bytes(32)),)
    verdicts = said(
        sepolia,
        organisation,
        renamed,
        stolen,
        with_value(one, root=root),
        with_value(one, path=bent),
        with_value(one, anchors=by_another),
        with_value(one, anchors=nowhere),
    )
    assert verdicts == [
        ("failure", "compareHashes"),
        ("failure", "compareHashes"),
        ("failure", "checkMerkleRoot"),
        ("failure", "checkReceipt"),
        ("failure", "checkAuthenticity"),
        ("failure", "fetchRemoteHash"),
    ]


def test_the_verifier_hears_of_a_withdrawal(
    sepolia: Anvil, organisation: "Organisation", ready: list[Any]
) -> None:
    from skillmark.platform.blockcerts.models import BlockcertsLeaf
    from skillmark.platform.issuing.models import Credential

    leaf = BlockcertsLeaf.objects.get(pk=ready[0]["id"].removeprefix("urn:uuid:"))
    Credential.objects.filter(pk=leaf.credential_id).update(state="revoked")
    verdicts = said(sepolia, organisation, *ready)
    assert verdicts == [("failure", "checkRevokedStatus"), ("success", ""), ("success", "")]


def test_our_own_reading_agrees(
    sepolia: Anvil, organisation: "Organisation", ready: list[Any]
) -> None:
    from datetime import UTC, datetime

    from skillmark.core import canon
    from skillmark.core.anchor import Standing
    from skillmark.platform.trust import documents

    identity = documents.current_identity(organisation)
    assert identity is not None
    document: Any = documents.did_document(identity)
    for one in ready:
        method = next(
            found
            for found in document["verificationMethod"]
            if found["id"] == one["proof"]["verificationMethod"]
        )
        anchor = mp.ProofValue.parse(one["proof"]["proofValue"]).anchors[0]
        tx = sepolia.ask("eth_getTransactionByHash", "0x" + anchor.transaction.hex())
        known = mp.Transaction(
            bytes.fromhex(tx["input"][2:]), tx["from"], datetime(2026, 11, 22, tzinfo=UTC)
        )
        verdict = mp.check(
            one,
            one["proof"],
            canonicalize=canon.canonicalize,
            trusted=mp.Transactions({str(anchor): known}),
            address=mp.address_of(method),
        )
        assert verdict.standing is Standing.PROVEN, verdict
