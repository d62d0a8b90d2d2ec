"""What the verifier of this site says of the right to issue: honest ways, and real forgeries."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from document_shelf import Shelf
from issued_credentials import issue, published
from issued_on_site import SITES
from rights_on_site import forge

from skillmark.core import jsonio, rights
from skillmark.core.verify import Check, Policy, Report, Verdict, judge, read_policy
from skillmark.platform.issuing import bundles
from skillmark.platform.issuing.models import Credential
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.rights import registry, selectors
from skillmark.platform.rights.models import Grant
from skillmark.platform.rights.services import grants
from skillmark.platform.transparency import selectors as transparency
from skillmark.platform.verifying import checking
from skillmark.platform.verifying.evidence import OwnDocuments

from .test_grants import issue_for

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation

type MakeGrant = Callable[..., Grant]


def report_of(data: bytes, later: timedelta = timedelta(0)) -> Report:
    elsewhere = Shelf()
    done = checking.check(data, at=timezone.now() + later, source=OwnDocuments(elsewhere))
    assert elsewhere.asked == []
    return done.report


def right_of(data: bytes, later: timedelta = timedelta(0)) -> Check:
    (found,) = report_of(data, later).checks_named("right")
    return found


def test_what_one_issues_oneself(organisation: "Organisation") -> None:
    report = report_of(bytes(issue(published(organisation)).document))
    assert [check.code for check in report.checks_named("right")] == ["right.own"]
    assert report.verdict.value == "valid"


def test_what_one_issues_for_another(
    organisation: "Organisation", forklift: "AchievementVersion", grant: MakeGrant
) -> None:
    grant(valid_until=timezone.now() + timedelta(days=365))
    made = issue_for(organisation, forklift)
    report = report_of(bytes(made.document))
    assert right_of(bytes(made.document)).code == "right.granted"
    assert report.verdict.value == "valid"


def test_a_right_signature_without_the_right_to_issue(
    organisation: "Organisation", kestrel: "Organisation", forklift: "AchievementVersion"
) -> None:
    data = forge(organisation, forklift)
    report = report_of(data)
    assert [check.code for check in report.checks_named("proof")] == ["proof.valid"]
    assert [check.code for check in report.checks_named("right")] == ["right.not_entitled"]
    assert report.verdict.value == "invalid"


def test_anothers_achievement_whose_owner_is_not_admitted(
    organisation: "Organisation", forklift: "AchievementVersion"
) -> None:
    data = forge(organisation, forklift, silent=True)
    assert right_of(data).code == "right.not_entitled"  # this site knows whose the address is
    assert report_of(data).verdict.value == "invalid"


def test_easier_criteria_than_the_owner_signed(
    organisation: "Organisation", forklift: "AchievementVersion", grant: MakeGrant
) -> None:
    grant()
    data = forge(organisation, forklift, criteria="Attended.")
    assert right_of(data).code == "right.definition_differs"


def test_after_the_grant_was_revoked(
    organisation: "Organisation",
    kestrel: "Organisation",
    forklift: "AchievementVersion",
    grant: MakeGrant,
) -> None:
    held = grant()
    with organisation_scope(kestrel):
        grants.revoke(held.pk, reason="Over", actor=None)
    data = forge(organisation, forklift, with_grant=True)
    assert right_of(data).code == "right.grant_revoked"
    assert report_of(data).verdict.value == "invalid"


def test_the_bundle_carries_the_papers_and_their_status_lists(
    organisation: "Organisation", forklift: "AchievementVersion", grant: MakeGrant
) -> None:
    held = grant()
    made = issue_for(organisation, forklift)
    bundle = bundles.bundle_of(made)
    kinds = [rights.Paper.of(text.encode()).kind for text in bundle.rights]
    assert kinds == [rights.Kind.DEFINITION, rights.Kind.GRANT]
    status: Any = jsonio.load_object(held.data)["credentialStatus"]
    assert status["statusListCredential"] in bundle.status


@pytest.fixture(params=SITES.values(), ids=SITES.keys())
def address(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the site an address at which its organisations get identifiers of one kind."""
    found = str(request.param)
    config = settings.SKILLMARK.model_copy(update={"site_url": found})
    monkeypatch.setattr(settings, "SKILLMARK", config)
    return found


def test_a_right_that_was_lent_is_judged_without_the_site(
    address: str, organisation: "Organisation", forklift: "AchievementVersion", grant: MakeGrant
) -> None:
    """The policy of the site knows the keys of whoever signed the papers."""
    grant()
    made = issue_for(organisation, forklift)
    issuer: Any = jsonio.load_object(bytes(made.document))["issuer"]
    assert issuer["id"].startswith("did:web:") == address.startswith("https:")
    document = transparency.policy_document() | {"demand": ["right"]}
    document.pop("log")  # nothing was logged here
    trust = read_policy(jsonio.dumps(document))
    data = bundles.bundle_of(made).to_bytes()
    report = judge(data, {}, at=timezone.now(), policy=Policy(trust=trust))
    assert report.checks_named("right")[0].code == "right.granted"
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())


def test_a_namesake_on_this_site_is_told(
    organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    issue(published(organisation))
    found = registry.same_name("Harbοur Skills Training", "did:web:thief.example")
    assert found == organisation
    own = registry.same_name(organisation.name, selectors_did(organisation))
    assert own is None
    assert registry.same_name("Nobody At All", "did:web:thief.example") is None


def selectors_did(organisation: "Organisation") -> str:
    from skillmark.platform.trust import keys

    return keys.ensure_identity(organisation).did


def test_the_registry_of_the_site_names_who_proved_a_domain(
    client: Client, organisation: "Organisation"
) -> None:
    version = published(organisation)
    assert client.get("/issuers.json").json()["issuers"] == []
    organisation.domain, organisation.domain_proven_at = "harbour.example", timezone.now()
    organisation.save(update_fields=["domain", "domain_proven_at"])
    answer = client.get("/issuers.json")
    (entry,) = answer.json()["issuers"]
    assert entry["domains"] == ["harbour.example"]
    assert entry["achievements"][0].endswith(f"/a/{version.achievement_id}")
    known = rights.parse_registry(jsonio.load_object(answer.content))
    assert known.find(selectors_did(organisation), timezone.now()) is not None


def test_papers_are_served_as_they_were_signed(
    client: Client, forklift: "AchievementVersion", grant: MakeGrant
) -> None:
    held = grant()
    definition = selectors.definition(forklift.pk)
    assert definition is not None
    assert client.get(f"/a/{forklift.pk}/definition").content == bytes(definition.document)
    led = client.get(f"/a/{forklift.pk}", headers={"accept": "application/vc"})
    assert (led.status_code, led["Location"]) == (302, f"/a/{forklift.pk}/definition")
    assert client.get(f"/g/{held.pk}.json").content == held.data
    assert (
        client.get(f"/g/{held.pk}", headers={"accept": "application/vc"}).content == held.data
    )
    page = client.get(f"/g/{held.pk}", headers={"accept": "text/html"})
    assert "may issue" in page.content.decode()
    nothing = UUID(int=1)
    for path in (f"/g/{nothing}", f"/g/{nothing}.json", f"/e/{nothing}", f"/e/{nothing}.json"):
        assert client.get(path).status_code == 404


def test_an_offer_is_nobody_elses_business(client: Client, offer: MakeGrant) -> None:
    offered = offer()
    for end in ("", ".json", "/newest"):
        assert client.get(f"/g/{offered.pk}{end}").status_code == 404


def page_of(client: Client, made: Credential) -> str:
    return client.get(f"/c/{made.pk}", headers={"accept": "text/html"}).content.decode()


def test_the_credential_page_says_for_whom(
    client: Client,
    organisation: "Organisation",
    forklift: "AchievementVersion",
    grant: MakeGrant,
) -> None:
    grant(valid_until=timezone.now() + timedelta(days=365))
    for_another = page_of(client, issue_for(organisation, forklift))
    assert "for Kestrel Logistics" in for_another
    assert "Entitled until" in for_another
    own = page_of(client, issue(published(organisation)))
    assert "Entitled until" not in own
