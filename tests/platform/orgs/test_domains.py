"""Proving a domain: what counts as proof, what does not, and what a year of checks does.

The documents come over real TLS from loopback, through the fetcher; only the name leads there.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from tls_server import TlsServer, answer, tls_server

from skillmark.fetch import Fetched, Fetcher
from skillmark.platform.events.models import AuditEntry, StoredMail
from skillmark.platform.orgs import domains, errors
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import DomainProof, DomainState, Organisation
from skillmark.platform.orgs.services import domains as proofs
from skillmark.platform.people.models import User

FILE = "/.well-known/skillmark.json"
DID = "/.well-known/did.json"


@dataclass
class Web:
    """Domains that all live on one loopback server: each path begins with the domain's name."""

    server: TlsServer
    pages: dict[str, Any]
    fetcher: Fetcher = field(init=False)

    def __post_init__(self) -> None:
        self.fetcher = Fetcher(
            allow_origins=[self.server.origin], ssl_context=self.server.client_context
        )

    def get(self, url: str, **limits: Any) -> Fetched:
        host, _, path = url.removeprefix("https://").partition("/")
        return self.fetcher.get(f"{self.server.origin}/{host}/{path}", **limits)

    def says(self, domain: str, path: str, document: object) -> None:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.pages[f"/{domain}{path}"] = answer(body)

    def silent(self) -> None:
        self.pages.clear()


@pytest.fixture
def web() -> Iterator[Web]:
    pages: dict[str, Any] = {}
    with tls_server(pages) as server:
        yield Web(server, pages)


@pytest.fixture
def asked(in_scope: Organisation, user: User) -> DomainProof:
    return proofs.ask(in_scope, domain="harbour.example", actor=user)


def _file(proof: DomainProof) -> Any:
    return json.loads(domains.well_known(proof, proof.organisation))


def _proven(web: Web, proof: DomainProof, user: User | None = None) -> DomainProof:
    web.says(proof.domain, FILE, _file(proof))
    return proofs.check(proof, actor=user, source=web)


def test_a_file_proves_a_domain(web: Web, asked: DomainProof, user: User) -> None:
    did = domains.identifiers(asked.organisation)
    proof = _proven(web, asked, user)
    assert (proof.state, proof.method) == ("proven", "well_known")
    kept = Organisation.objects.get(pk=proof.organisation_id)
    assert kept.domain == "harbour.example"
    assert kept.domain_proven_at is not None
    assert domains.identifiers(kept) == did  # the issuer's DID is the one it was
    assert AuditEntry.objects.filter(action="domain.proven").count() == 1
    page = Client().get(reverse("orgs:issuer", args=[kept.slug]))
    assert "harbour.example says: this is our own page" in page.text


@pytest.mark.parametrize("named", ["page", "did", "key"])
def test_a_did_document_proves_a_domain(web: Web, asked: DomainProof, named: str) -> None:
    known = domains.identifiers(asked.organisation)
    beginning = {"page": "http", "did": "did:", "key": "z6Mk"}[named]
    name = next(one for one in known if one.startswith(beginning))
    document: dict[str, Any] = {"id": "did:web:harbour.example"}
    if named == "key":
        document["verificationMethod"] = [{"publicKeyMultibase": name}, 3, {}]
    else:
        document["alsoKnownAs"] = [name, 7]
    web.says("harbour.example", DID, document)
    proof = proofs.check(asked, actor=None, source=web)
    assert (proof.state, proof.method) == ("proven", "did_web")


@pytest.mark.parametrize(
    ("path", "document", "code"),
    [
        (FILE, {"issuers": "x"}, "orgs.domain_evidence"),
        (FILE, {"issuers": [None, {"page": 1}]}, "orgs.domain_evidence"),
        (FILE, {"issuers": [{"page": "PAGE"}]}, "orgs.domain_evidence"),
        (FILE, {"issuers": [{"page": "PAGE", "proof": ""}]}, "orgs.domain_evidence"),
        (FILE, {"issuers": [{"page": "PAGE", "proof": "0" * 32}]}, "orgs.domain_evidence"),
        (FILE, {"issuers": [{"page": "PAGE/", "proof": "TOKEN"}]}, "orgs.domain_evidence"),
        (FILE, b'{"issuers": [], "issuers": []}', "json.duplicate_key"),
        (FILE, b"<html>", "json.syntax"),
        (FILE, [], "json.not_object"),
        (FILE, b"x" * 70_000, "fetch.too_large"),
        (DID, {"id": "did:web:other.example", "alsoKnownAs": ["PAGE"]}, "orgs.domain_evidence"),
        (DID, {"id": "did:web:harbour.example"}, "orgs.domain_evidence"),
        (DID, {"alsoKnownAs": ["PAGE"]}, "orgs.domain_evidence"),
    ],
)
def test_what_is_no_proof(
    web: Web, asked: DomainProof, path: str, document: object, code: str
) -> None:
    if not isinstance(document, bytes):
        page = domains.page_of(asked.organisation)
        text = json.dumps(document).replace("PAGE", page).replace("TOKEN", asked.token)
        document = text.encode()
    web.says("harbour.example", path, document)
    proof = proofs.check(asked, actor=None, source=web)
    assert proof.state == "asked"
    found = {finding["method"]: finding["code"] for finding in proof.findings}
    assert found["well_known" if path == FILE else "did_web"] == code


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("Harbour.EXAMPLE", "harbour.example"),
        (" https://harbour.example/about?x=1 ", "harbour.example"),
        ("harbour.example/path", "harbour.example"),
        ("harbour.example.", "harbour.example"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("例子.example", "xn--fsqu00a.example"),
    ],
)
def test_a_domain_is_read_as_people_write_it(typed: str, domain: str) -> None:
    assert domains.parse(typed) == domain


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "orgs.domain_invalid"),
        ("localhost", "orgs.domain_invalid"),
        ("harbour", "orgs.domain_invalid"),
        ("127.0.0.1", "orgs.domain_invalid"),
        ("0x7f000001", "orgs.domain_invalid"),
        ("[::1]", "orgs.domain_invalid"),
        ("169.254.169.254", "orgs.domain_invalid"),
        ("harbour.local", "orgs.domain_invalid"),
        ("harbour.example:8443", "orgs.domain_invalid"),
        ("user@harbour.example", "orgs.domain_invalid"),
        ("http://127.0.0.1:8000/", "orgs.domain_invalid"),
        ("har bour.example", "orgs.domain_invalid"),
        ("a" * 300 + ".example", "orgs.domain_invalid"),
        ("..", "orgs.domain_invalid"),
        ("https://[", "orgs.domain_invalid"),
        ("аррӏе.example", "orgs.domain_confusable"),
        ("hаrbour.example", "orgs.domain_confusable"),
    ],
)
def test_what_is_no_domain_is_refused(typed: str, code: str) -> None:
    with pytest.raises(errors.OrganisationError) as caught:
        domains.parse(typed)
    assert caught.value.code == code


def test_the_site_itself_is_nobodys_domain(settings: Settings) -> None:
    config = settings.SKILLMARK
    settings.SKILLMARK = type(config)(site_url="https://skillmark.example")
    with pytest.raises(errors.DomainInvalidError):
        domains.parse("skillmark.example")


def test_an_operator_may_open_an_origin_for_development(settings: Settings) -> None:
    config = settings.SKILLMARK
    settings.SKILLMARK = type(config)(fetch_origins=("http://127.0.0.1:9000",))
    assert domains.parse("http://127.0.0.1:9000/") == "127.0.0.1:9000"


def test_people_see_letters_and_what_is_fetched() -> None:
    assert domains.shown("xn--mnchen-3ya.example") == "münchen.example (xn--mnchen-3ya.example)"
    assert domains.shown("harbour.example") == "harbour.example"


def test_a_domain_is_proven_by_one_organisation_only(
    web: Web, asked: DomainProof, other_organisation: Organisation, user: User
) -> None:
    theirs = proofs.ask(other_organisation, domain="harbour.example", actor=user)
    _proven(web, asked, user)
    entries = [*_file(asked)["issuers"], *_file(theirs)["issuers"]]
    web.says("harbour.example", FILE, {"issuers": entries})
    with organisation_scope(other_organisation), pytest.raises(errors.DomainTakenError):
        proofs.check(theirs, actor=None, source=web)
    for name, error in (
        ("harbour.example", errors.DomainTakenError),
        ("harb0ur.example", errors.DomainConfusableError),
    ):
        with pytest.raises(error):
            proofs.ask(other_organisation, domain=name, actor=user)
    assert proofs.ask(other_organisation, domain="sea.harbour.example", actor=user)


def test_a_new_domain_takes_the_place_of_the_old_once_proven(
    web: Web, asked: DomainProof, user: User
) -> None:
    _proven(web, asked, user)
    with organisation_scope(asked.organisation):
        new = proofs.ask(asked.organisation, domain="harbour-skills.example", actor=user)
        assert Organisation.objects.get(pk=asked.organisation_id).domain == "harbour.example"
        _proven(web, new, user)
        asked.refresh_from_db()
        assert asked.state == "withdrawn"
        kept = Organisation.objects.get(pk=asked.organisation_id)
        assert kept.domain == "harbour-skills.example"


def test_a_domain_is_looked_at_every_day_and_withdrawn_in_the_end(
    web: Web, asked: DomainProof, user: User, deliver: Callable[[], None]
) -> None:
    _proven(web, asked, user)
    now = timezone.now()
    assert proofs.recheck_due(now + timedelta(hours=1), web) == 0
    web.silent()
    for day in range(1, proofs.WITHDRAW_AT + 1):
        assert proofs.recheck_due(now + timedelta(days=day, minutes=day), web) == 1
        asked.refresh_from_db()
        shown = Organisation.objects.get(pk=asked.organisation_id).domain
        if day < proofs.WITHDRAW_AT:
            assert (asked.state, asked.failures, shown) == ("failing", day, "harbour.example")
    assert (asked.state, shown) == ("withdrawn", None)
    deliver()
    subjects = set(StoredMail.objects.values_list("subject", flat=True))
    assert "We can no longer check harbour.example" in subjects
    assert "harbour.example is no longer shown with Harbour Skills Training" in subjects
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-2:] == ["domain.check_failed", "domain.lost"]
    assert proofs.recheck_due(now + timedelta(days=30), web) == 0


def test_a_domain_that_answers_again_is_well(web: Web, asked: DomainProof) -> None:
    _proven(web, asked)
    first = asked.refresh_from_db() or DomainProof.objects.get().proven_at
    web.silent()
    now = timezone.now()
    proofs.recheck_due(now + timedelta(days=2), web)
    web.says("harbour.example", FILE, _file(asked))
    proofs.recheck_due(now + timedelta(days=4), web)
    proof = DomainProof.objects.get()
    assert (proof.state, proof.failures, proof.proven_at) == ("proven", 0, first)


def test_nobody_hammers_a_domain(web: Web, asked: DomainProof) -> None:
    proof = proofs.check(asked, actor=None, source=web)
    with pytest.raises(errors.DomainStateError):
        proofs.check(proof, actor=None, source=web)


def test_a_withdrawn_domain_is_gone_at_once(web: Web, asked: DomainProof, user: User) -> None:
    proof = _proven(web, asked, user)
    proofs.withdraw(proof, actor=user)
    proofs.withdraw(proof, actor=user)
    assert Organisation.objects.get(pk=asked.organisation_id).domain is None
    proof.refresh_from_db()
    with pytest.raises(errors.DomainStateError):
        proofs.check(proof, actor=user, source=web)
    assert AuditEntry.objects.filter(action="domain.withdrawn").count() == 1


def test_the_page_leads_from_asking_to_proven(
    studio: Client, organisation: Organisation, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domains, "source", lambda: web)
    page = reverse("orgs:domain", args=[organisation.slug])
    assert "needs" not in studio.get(page).text
    assert studio.post(page, {"domain": "localhost"}).context["form"].errors["domain"]
    studio.post(page, {"domain": "https://harbour.example/"})
    with organisation_scope(organisation):
        proof = DomainProof.objects.get(state=DomainState.ASKED)
    assert f"https://harbour.example{FILE}" in studio.get(page).text
    file = studio.get(reverse("orgs:domain_file", args=[organisation.slug, proof.pk]))
    check = reverse("orgs:check_domain", args=[organisation.slug, proof.pk])
    assert "There is no such file" in studio.post(check, follow=True).text
    DomainProof.objects.with_scopes_disabled().update(checked_at=None)
    web.says("harbour.example", FILE, file.content)
    assert "Proven: harbour.example says so." in studio.post(check, follow=True).text
    withdraw = reverse("orgs:withdraw_domain", args=[organisation.slug, proof.pk])
    assert "Withdraw harbour.example?" in studio.get(withdraw).text
    assert "no longer shown" in studio.post(withdraw, follow=True).text
