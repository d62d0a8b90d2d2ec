"""Driving a verification with sources: what is fetched, in which order, and what when it fails."""

from collections.abc import Mapping
from typing import Any

import pytest
from signed_credentials import AT, TestIssuer, badge, tampered
from tls_server import answer, tls_server

from skillmark.core.jsonio import dumps
from skillmark.core.status import Bitstring, entry, list_credential
from skillmark.core.verify import Unavailable, Verdict, judge
from skillmark.fetch import Fetched, Fetcher, FetchError, collect, verify
from skillmark.fetch.errors import NotFoundError, TooLargeError

ISSUER = TestIssuer.on_web()
LIST = "https://harbour.example/status/1"
SIGNED = ISSUER.sign(
    badge(
        ISSUER,
        credentialStatus=entry.build(
            status_list_credential=LIST, index=3, purpose="revocation"
        ),
    )
)


def status_list(*revoked: int) -> bytes:
    document = list_credential.build(
        url=LIST,
        issuer=ISSUER.did,
        purpose="revocation",
        bits=Bitstring.zeros().with_bits(dict.fromkeys(revoked, True)),
        valid_from=AT,
    )
    return dumps(ISSUER.sign(document))


class Shelf:
    """A source that knows some documents and writes down what it was asked for."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        self.documents = documents
        self.asked: list[str] = []

    def get(self, url: str, *, max_bytes: int = 0, accept: tuple[str, ...] = ()) -> Fetched:
        self.asked.append(url)
        if url not in self.documents:
            raise NotFoundError("The server has no such document.")
        if len(self.documents[url]) > max_bytes:
            raise TooLargeError("The document is too large.")
        return Fetched(self.documents[url], accept[0], url)


def shelf(*revoked: int) -> Shelf:
    return Shelf({ISSUER.did_url: ISSUER.did_document(), LIST: status_list(*revoked)})


@pytest.mark.parametrize(("revoked", "verdict"), [((), Verdict.VALID), ((3,), Verdict.INVALID)])
def test_verify_fetches_what_it_takes(revoked: tuple[int, ...], verdict: Verdict) -> None:
    source = shelf(*revoked)
    assert verify(SIGNED, fetcher=source, at=AT).verdict is verdict
    assert source.asked == [ISSUER.did_url, LIST]


def test_collect_gives_the_evidence_to_judge_by() -> None:
    evidence = collect(dumps(SIGNED), fetcher=shelf(), at=AT)
    assert set(evidence) == {ISSUER.did_url, LIST}
    assert judge(SIGNED, evidence, at=AT) == verify(SIGNED, fetcher=shelf(), at=AT)


def test_what_cannot_be_had_is_evidence_too() -> None:
    source = Shelf({ISSUER.did_url: ISSUER.did_document()})
    evidence = collect(SIGNED, fetcher=source, at=AT)
    assert evidence[LIST] == Unavailable("fetch.not_found", "The server has no such document.")
    report = judge(SIGNED, evidence, at=AT)
    assert (report.verdict, report.reasons[0].code) == (Verdict.UNKNOWN, "fetch.not_found")


@pytest.mark.parametrize(
    "document",
    [
        tampered(SIGNED, "name", value="Pilot"),
        badge(ISSUER),
        tampered(SIGNED, "@context", value=["https://evil.example/context"]),
        b"{}",
        b"no JSON",
    ],
)
def test_a_bad_credential_opens_no_door(document: Any) -> None:
    source = shelf()
    assert verify(document, fetcher=source, at=AT).verdict is Verdict.INVALID
    assert set(source.asked) <= {ISSUER.did_url}


def test_the_real_fetcher_refuses_what_an_issuer_may_point_to() -> None:
    def private(host: str, port: int) -> list[str]:
        return ["10.0.0.1"]

    report = verify(SIGNED, fetcher=Fetcher(resolver=private), at=AT)
    assert report.verdict is Verdict.UNKNOWN
    assert report.checks_named("issuer")[0].code == "fetch.address_refused"


def test_over_a_real_connection() -> None:
    private = TestIssuer.by_key()
    pages: dict[str, Any] = {}
    with tls_server(pages) as server:
        url = f"{server.origin}/status/1"
        status = entry.build(status_list_credential=url, index=3, purpose="revocation")
        unsigned = list_credential.build(
            url=url,
            issuer=private.did,
            purpose="revocation",
            bits=Bitstring.zeros(),
            valid_from=AT,
        )
        body = dumps(private.sign(unsigned))
        pages["/status/1"] = answer(body, Content_Type="application/vc")
        fetcher = Fetcher(
            allow_origins=[server.origin],
            ssl_context=server.client_context,
            resolver=lambda *_: ["127.0.0.1"],
        )
        signed = private.sign(badge(private, credentialStatus=status))
        assert verify(signed, fetcher=fetcher, at=AT).verdict is Verdict.VALID
        assert server.connections == 1
        forged = tampered(signed, "name", value="Pilot")
        assert verify(forged, fetcher=fetcher, at=AT).verdict is Verdict.INVALID
        assert server.connections == 1
        with pytest.raises(FetchError):
            Fetcher(ssl_context=server.client_context).get(url)
