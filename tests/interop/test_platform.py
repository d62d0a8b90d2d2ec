"""What the platform issues, in foreign verifiers, as it is issued, revoked, suspended, lifted.

Two status entries each; the DID document and the status lists are what the site serves at that
moment. A list that cannot be relied on must never leave a credential accepted.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from foreign_verifiers import VERIFIERS, Answer, Verifier, by_dcc, by_digitalbazaar, by_us
from issued_on_site import SITES, Site, document
from signed_credentials import TestIssuer, tampered

from skillmark.core import jsonio
from skillmark.core.status import list_credential
from skillmark.core.status.bitstring import Bitstring

if TYPE_CHECKING:
    from skillmark.core.jsonio import JsonObject

pytestmark = [pytest.mark.interop, pytest.mark.django_db]

type OpenSite = Callable[..., Site]

NAMES = ["李伟", "ليلى منصور", "José Núñez"]
REVOCATION, SUSPENSION = 0, 1  # places in credentialStatus
TWO_ENTRIES = ("/credentialStatus must be object",)


def outcome(answer: Answer) -> tuple[bool, bool | None, bool | None]:
    return answer.accepted, answer.revoked, answer.suspended


GOOD = (True, False, False)
REVOKED = (False, True, False)
SUSPENDED = (False, False, True)


@pytest.mark.parametrize("method", SITES)
@pytest.mark.parametrize("verifier", VERIFIERS)
def test_each_act_of_the_issuer_is_seen(
    open_site: OpenSite, verifier: Verifier, method: str
) -> None:
    from skillmark.platform.issuing import services

    site = open_site(method)
    names = ["active", "revoked", "suspended", "lifted", "revoked when suspended"]
    rows = [site.issue(name) for name in names]
    _active, revoked, suspended, lifted, both = rows

    def cases() -> list[Any]:
        return [(document(row), published) for row in rows]

    published = site.published(*rows)
    steps = cases()
    services.revoke(revoked.pk, reason="Cheated in the exam", actor=None)
    for row in (suspended, lifted, both):
        services.suspend(row.pk, reason="Appeal pending", actor=None)
    published = site.published(*rows)
    steps += cases()
    services.lift(lifted.pk, actor=None)
    services.revoke(both.pk, reason="Appeal lost", actor=None)
    published = site.published(*rows)
    steps += cases()

    answers = [outcome(answer) for answer in verifier(steps)]
    assert answers[:5] == [GOOD] * 5
    assert answers[5:10] == [GOOD, REVOKED, SUSPENDED, SUSPENDED, SUSPENDED]
    assert answers[10:14] == [GOOD, REVOKED, SUSPENDED, GOOD]
    accepted, is_revoked, _ = answers[14]
    assert (accepted, is_revoked) == (False, True)


def cleared(served: "JsonObject") -> "JsonObject":
    return tampered(
        served,
        "credentialSubject",
        "encodedList",
        value=Bitstring.zeros().encode(),
    )


def unsigned(served: "JsonObject") -> "JsonObject":
    return {name: value for name, value in served.items() if name != "proof"}


def by_somebody_else(served: "JsonObject") -> "JsonObject":
    now = datetime.now(UTC)
    other = TestIssuer.by_key(7)
    listed = list_credential.build(
        url=str(served["id"]),
        issuer=other.did,
        purpose="revocation",
        bits=Bitstring.zeros(),
        valid_from=now,
        valid_until=now + timedelta(days=1),
    )
    return other.sign(listed, created=now)


def in_the_issuers_name(served: "JsonObject") -> "JsonObject":
    forged = by_somebody_else(served)
    return forged | {"issuer": served["issuer"]}


def no_list(served: "JsonObject") -> "JsonObject":
    return {name: value for name, value in served.items() if name != "credentialSubject"}


FORGED_LISTS = [cleared, unsigned, in_the_issuers_name, no_list]


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_a_list_that_cannot_be_relied_on_is_no_clean_bill(
    open_site: OpenSite, verifier: Verifier
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.trust import status
    from skillmark.platform.trust.models import StatusList

    site = open_site("did:web")
    row = site.issue()
    services.revoke(row.pk, reason="Cheated in the exam", actor=None)
    credential, published = document(row), site.published(row)
    lists = [entry["statusListCredential"] for entry in credential["credentialStatus"]]
    served = jsonio.load_object(published[lists[REVOCATION]])
    shelves = [
        published | {lists[REVOCATION]: jsonio.dumps(forge(served))} for forge in FORGED_LISTS
    ]
    shelves.append(published | {lists[REVOCATION]: published[lists[SUSPENSION]]})
    shelves.append({url: data for url, data in published.items() if url != lists[REVOCATION]})
    old = StatusList.objects.get(url=lists[REVOCATION])
    status.publish(old, at=datetime.now(UTC) - 2 * status.LIST_VALIDITY)
    shelves.append(published | {lists[REVOCATION]: bytes(old.document)})

    answers = verifier([(credential, shelf) for shelf in shelves])
    assert [(one.accepted, one.revoked) for one in answers] == [(False, None)] * len(shelves)


@pytest.mark.parametrize(
    ("verifier", "answer"),
    [
        (by_us, (False, None)),
        (by_digitalbazaar, (False, None)),
        # verifier-core asks its status check not to compare the issuers (verifyMatchingIssuers).
        (by_dcc, (True, False)),
    ],
)
def test_a_list_signed_by_somebody_else(
    open_site: OpenSite, verifier: Verifier, answer: tuple[bool, bool | None]
) -> None:
    from skillmark.platform.issuing import services

    site = open_site("did:web")
    row = site.issue()
    services.revoke(row.pk, reason="Cheated in the exam", actor=None)
    credential, published = document(row), site.published(row)
    url = credential["credentialStatus"][REVOCATION]["statusListCredential"]
    forged = jsonio.dumps(by_somebody_else(jsonio.load_object(published[url])))
    (one,) = verifier([(credential, published | {url: forged})])
    assert (one.accepted, one.revoked) == answer


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_names_of_every_script_are_accepted(open_site: OpenSite, verifier: Verifier) -> None:
    site = open_site(
        "did:web",
        name="جامعة الميناء 港口大学",
        achievement="Seguridad básica · 安全基础",
        outcomes=["Elegir el extintor — 选择灭火器"],
    )
    rows = [site.issue(name, narrative=f"*{name}* — “très bien”") for name in NAMES]
    cases = [(document(row), site.published(*rows)) for row in rows]
    forged = [
        (tampered(one, "credentialSubject", "identifier", 0, "identityHash", value="X"), shelf)
        for one, shelf in cases
    ]
    answers = verifier(cases + forged)
    assert [outcome(one) for one in answers[:3]] == [GOOD] * 3
    assert not any(one.accepted for one in answers[3:])


def test_the_published_schema_objects_to_the_two_entries_and_to_nothing_else(
    open_site: OpenSite,
) -> None:
    site = open_site("did:web")
    row = site.issue(
        identifier="S-1",
        grade="Pass",
        narrative="Put out *three* fires.",
        evidence_url="https://evidence.example/fire",
        valid_until=(datetime.now(UTC) + timedelta(days=400)).date().isoformat(),
    )
    (answer,) = by_dcc([(document(row), site.published(row))])
    assert answer.accepted
    assert answer.schema == TWO_ENTRIES
