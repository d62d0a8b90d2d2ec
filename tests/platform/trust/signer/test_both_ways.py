"""The desk's rules hold in this process and over the socket alike."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from signer_documents import Maker, now

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.log.entry import Entry, Kind, issuer_hash
from skillmark.core.proof import check_proof
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys, signing, switches
from skillmark.platform.trust.models import KeyPurpose
from skillmark.platform.trust.signer import transport
from skillmark.platform.trust.signer.orders import Document, Order, Signed, Task


def put(order: Order, *documents: jsonio.JsonObject) -> list[Any]:
    return transport.sign(order, [Document.of(one) for one in documents])


def code_of(order: Order, *documents: jsonio.JsonObject) -> str:
    """Return why an order is refused, as a whole or in its only document."""
    try:
        result = put(order, *documents)[0]
    except SkillmarkError as error:
        return error.code
    assert isinstance(result, SkillmarkError), "it was signed"
    return result.code


def test_what_is_signed_verifies_and_is_the_document_with_a_proof(
    way: str, make: Maker
) -> None:
    asked = [make.credential(f"Person {number}") for number in range(5)]
    results = put(make.order(), *asked)
    for result, document in zip(results, asked, strict=True):
        assert isinstance(result, Signed)
        signed = jsonio.load_object(result.data)
        proof = signed.pop("proof")
        assert signed == document
        assert isinstance(proof, dict)
        check_proof(signed | {"proof": proof}, proof, keys.public_half(make.key))


def test_the_same_order_again_gives_the_same_bytes(way: str, make: Maker) -> None:
    order, document = make.order(), make.credential()
    first = put(order, document)[0]
    later = make.order(intent=order.intent, created=order.created + timedelta(seconds=3))
    assert put(later, document)[0].data == first.data


def test_an_order_s_id_never_stands_for_something_else(way: str, make: Maker) -> None:
    order = make.order()
    put(order, make.credential())
    assert code_of(order, make.credential("Another")) == "trust.signer_intent_reused"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issuer": "did:web:evil.example"}, "trust.issuer_mismatch"),
        (
            {"issuer": {"id": "did:web:evil.example", "type": ["Profile"]}},
            "trust.issuer_mismatch",
        ),
        ({"type": ["VerifiableCredential"]}, "trust.type_not_allowed"),
        ({"type": ["VerifiableCredential", "ClrCredential"]}, "trust.type_not_allowed"),
        ({"type": "OpenBadgeCredential"}, "trust.type_not_allowed"),
        ({"validFrom": "2020-01-01T00:00:00Z"}, "trust.date_out_of_range"),
        ({"validFrom": "soon"}, "trust.date_out_of_range"),
        ({"validFrom": None}, "trust.date_out_of_range"),
        ({"validUntil": "2021-01-01T00:00:00Z"}, "trust.date_out_of_range"),
        ({"credentialStatus": []}, "trust.status_missing"),
        ({"surprise": "undefined term"}, "trust.not_issuable"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2"]}, "trust.not_issuable"),
        ({"credentialSubject": {"type": ["AchievementSubject"]}}, "trust.not_issuable"),
        ({"proof": {"type": "DataIntegrityProof"}}, "proof.already_signed"),
    ],
)
def test_what_is_not_signed(way: str, make: Maker, changes: dict[str, Any], code: str) -> None:
    assert code_of(make.order(), make.credential(**changes)) == code


def test_one_bad_document_costs_no_other(way: str, make: Maker) -> None:
    bad = make.credential(validFrom="2020-01-01T00:00:00Z")
    results = put(make.order(), make.credential("A"), bad, make.credential("B"))
    assert [isinstance(one, Signed) for one in results] == [True, False, True]
    assert results[1].code == "trust.date_out_of_range"


def test_a_key_signs_for_its_own_organisation_only(
    way: str, make: Maker, other_organisation: Organisation
) -> None:
    order = make.order(organisation=other_organisation.pk)
    assert code_of(order, make.credential()) == "trust.signer_tenant"
    assert code_of(make.order(key=uuid4()), make.credential()) == "trust.signer_tenant"


def test_a_retired_or_revoked_key_signs_no_more(way: str, make: Maker) -> None:
    from skillmark.platform.trust.models import IssuerKey, KeyState

    for state in (KeyState.RETIRED, KeyState.REVOKED):
        everyone = IssuerKey.objects.with_scopes_disabled()
        everyone.filter(pk=make.key.pk).update(state=state)
        assert code_of(make.order(), make.credential()) == "trust.signer_tenant"


@pytest.mark.parametrize("days", [-400, -2, 1])
def test_a_proof_is_dated_now(way: str, make: Maker, days: int) -> None:
    moment = now() + timedelta(days=days)
    order = make.order(created=moment)
    document = make.credential(validFrom=moment.isoformat().replace("+00:00", "Z"))
    assert code_of(order, document) == "trust.signer_back_dated"


@pytest.mark.parametrize("whose", ["platform", "organisation", "key"])
def test_a_kill_switch_counts_with_the_next_order(
    way: str, make: Maker, organisation: Organisation, whose: str
) -> None:
    facts: dict[str, Any] = {
        "platform": {},
        "organisation": {"organisation": organisation},
        "key": {"key": make.key},
    }
    assert put(make.order(), make.credential())[0].data
    switch = switches.halt(reason="drill", **facts[whose])
    assert code_of(make.order(), make.credential()) == "trust.signing_halted"
    switches.resume(switch)
    assert put(make.order(), make.credential())[0].data


def test_a_halt_of_issuing_lets_status_lists_go_on(
    way: str, make: Maker, organisation: Organisation
) -> None:
    switches.halt(reason="drill", organisation=organisation, issuing_only=True)
    assert code_of(make.order(), make.credential()) == "trust.signing_halted"
    assert put(make.order(Task.STATUS_LIST), make.status_list())[0].data


def test_a_status_list_is_one_of_ours(way: str, make: Maker) -> None:
    for changes in (
        {"id": "https://evil.example/status/1"},
        {"credentialSubject": {"type": "BitstringStatusList"}},
        {"type": ["VerifiableCredential", "OpenBadgeCredential"]},
    ):
        document = make.status_list(**changes)
        assert code_of(make.order(Task.STATUS_LIST), document).startswith("trust.")


def test_an_entry_of_the_log_is_signed_as_one(way: str, make: Maker) -> None:
    identity, body = make.identity, bytes(range(32))
    time = int(now().timestamp())
    entry = signing.sign_log_entry(identity, Kind.ISSUE_BATCH, sequence=7, time=time, body=body)
    entry.check_signature()
    assert (entry.issuer, entry.sequence, entry.body) == (issuer_hash(identity.did), 7, body)
    by_library = signing.log_signer(identity)
    same = Entry.build(
        Kind.ISSUE_BATCH,
        did=identity.did,
        sequence=7,
        time=time,
        body=body,
        signer=by_library,
        public=by_library.public,
    )
    assert same.to_bytes() == entry.to_bytes()
    with pytest.raises(SkillmarkError, match="entries of the log only"):
        by_library.sign(b"anything else")
    foreign = Entry(
        Kind.ISSUE_BATCH, issuer_hash("did:web:x"), 1, time, body, by_library.public
    )
    with pytest.raises(SkillmarkError, match="another issuer"):
        by_library.sign(foreign.signed_bytes)
    with pytest.raises(SkillmarkError, match="time at which"):
        signing.sign_log_entry(identity, Kind.RULE, sequence=1, time=time - 10**6, body=body)


def test_a_signer_opened_for_one_purpose_signs_for_no_other(way: str, make: Maker) -> None:
    mine = signing.open_signer(make.identity, KeyPurpose.CREDENTIAL)
    lists = signing.open_signer(make.identity, KeyPurpose.STATUS)
    assert mine.sign_credential(make.credential()).document["proof"]
    with pytest.raises(SkillmarkError, match="another purpose"):
        mine.sign_status_list(make.status_list())
    with pytest.raises(SkillmarkError, match="another purpose"):
        lists.sign_credential(make.credential())
