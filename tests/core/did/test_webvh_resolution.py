"""did:webvh: which version an address leads to, what is fetched for it, and the did:web beside."""

import json
from dataclasses import dataclass, field

import pytest
from webvh_samples import (
    NOW,
    begun,
    did_of,
    document_of,
    entries,
    hours,
    key,
    public,
    rule,
    witnessed,
)

from skillmark.core.did import parse_document
from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import (
    Change,
    Head,
    Resolution,
    Terms,
    WebvhDid,
    create,
    deactivate,
    follow,
    key_history,
    move,
    parallel,
    read_log,
    resolve,
    update,
)
from skillmark.core.jsonio import JsonObject

LOG_URL = "https://harbour.example/issuers/training/did.jsonl"
FILE_URL = "https://harbour.example/issuers/training/did-witness.json"


@dataclass
class Web:
    """A web of documents by address, and what was asked of it."""

    documents: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, most: int) -> bytes | None:
        assert most >= 1_048_576
        self.asked.append(url)
        return self.documents.get(url)


def grown() -> bytes:
    log = begun(Terms(ttl_s=60))
    for hour in (10, 20):
        issuing = public(f"issuing {hour}")
        document = key_history.added(document_of(log), issuing)
        log = update(log, key("update 1"), at=hours(hour), document=document)
    return log


LOG = grown()
DID = did_of(LOG)
IDS = [str(entry["versionId"]) for entry in entries(LOG)]


def found(query: str = "", log: bytes = LOG, known: Head | None = None) -> Resolution:
    return resolve(did_of(log) + query, Web({LOG_URL: log}).fetch, at=NOW, known=known)


def refusal(query: str = "", log: bytes = LOG, known: Head | None = None) -> str:
    with pytest.raises(DidError) as refused:
        found(query, log, known)
    return refused.value.code


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 3),
        (f"?versionId={IDS[0]}", 1),
        (f"?versionId={IDS[2]}", 3),
        ("?versionNumber=2", 2),
        ("?versionTime=2026-01-01T09:00:00Z", 1),
        ("?versionTime=2026-01-01T18:59:59Z", 1),
        ("?versionTime=2026-01-01T19:00:00Z", 2),
        ("?versionTime=2026-01-01T20%3A30%3A00%2B01:00", 2),
        ("?versionTime=2030-01-01T00:00:00Z", 3),
    ],
)
def test_the_version_that_is_asked_for_is_found(query: str, number: int) -> None:
    resolution = found(query)
    assert resolution.version.entry.number == number
    assert len(resolution.did_document().methods) == number
    assert resolution.head == Head(resolution.did.scid, 3, IDS[2])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?versionTime=2026-01-01T08:59:59Z", "webvh.version_not_found"),
        (f"?versionId={IDS[0].replace('1-', '2-')}", "webvh.version_not_found"),
        ("?versionId=1", "webvh.version_not_found"),
        ("?versionId=", "webvh.version_not_found"),
        ("?versionNumber=0", "webvh.version_not_found"),
        ("?versionNumber=4", "webvh.version_not_found"),
        ("?versionNumber=-1", "webvh.query"),
        ("?versionNumber=1e3", "webvh.query"),
        ("?versionNumber=", "webvh.query"),
        ("?versionNumber=9999999999", "webvh.query"),
        ("?versionTime=2026-01-01", "webvh.query"),
        ("?versionTime=2026-01-01T09:00:00", "webvh.query"),
        (f"?versionId={IDS[0]}&versionNumber=1", "webvh.query"),
        ("?service=files", "webvh.query"),
        ("?", "webvh.query"),
        ("/whois", "webvh.query"),
        ("#key", "webvh.query"),
    ],
)
def test_what_is_not_there_or_not_understood_is_refused(query: str, code: str) -> None:
    assert refusal(query) == code


def test_the_metadata_is_that_of_the_specification() -> None:
    assert found("?versionNumber=2").metadata() == {
        "versionId": IDS[1],
        "versionTime": "2026-01-01T19:00:00Z",
        "created": "2026-01-01T09:00:00Z",
        "updated": "2026-01-02T05:00:00Z",
        "scid": WebvhDid.parse(DID).scid,
        "portable": False,
        "deactivated": False,
        "ttl": "60",
        "witness": {},
        "watchers": [],
    }


def test_an_ended_did_has_no_document_but_its_versions_have() -> None:
    ended = deactivate(LOG, key("update 1"), at=hours(30))
    assert found(log=ended).document is None
    assert found(log=ended).metadata()["deactivated"] is True
    with pytest.raises(DidError) as refused:
        found(log=ended).did_document()
    assert refused.value.code == "webvh.version_not_found"
    before = found("?versionNumber=1", log=ended)
    assert len(before.did_document().methods) == 1
    assert before.metadata()["deactivated"] is True


def test_nothing_is_fetched_for_what_is_refused_by_its_name() -> None:
    web = Web({})
    scid = WebvhDid.parse(DID).scid
    for did in (
        f"did:webvh:{scid}:127.0.0.1",
        f"did:webvh:{scid}:localhost",
        f"did:webvh:{scid}:a.example:%2E%2E",
        f"did:webvh:{scid[:-1]}:a.example",
        "did:web:a.example",
        f"{DID}/whois",
        f"{DID}?service=x",
    ):
        with pytest.raises(DidError):
            resolve(did, web.fetch, at=NOW)
    assert web.asked == []


def test_there_may_be_no_log() -> None:
    web = Web({})
    with pytest.raises(DidError) as refused:
        resolve(DID, web.fetch, at=NOW)
    assert refused.value.code == "webvh.log_missing"
    assert web.asked == [LOG_URL]


def test_the_witness_file_is_fetched_only_for_a_good_log_that_wants_it() -> None:
    log = begun(Terms(witness=rule(1, "witness 1")))
    did = did_of(log)
    web = Web({LOG_URL: log, FILE_URL: witnessed(log, "witness 1")})
    metadata = resolve(did, web.fetch, at=NOW).metadata()
    assert web.asked == [LOG_URL, FILE_URL]
    assert metadata["witness"] == {
        "threshold": "1",
        "witnesses": [{"id": key("witness 1").did}],
    }
    plain = Web({LOG_URL: LOG})
    resolve(DID, plain.fetch, at=NOW)
    assert plain.asked == [LOG_URL]
    bad = Web({LOG_URL: log.replace(b"training", b"trainers"), FILE_URL: b"[]"})
    with pytest.raises(DidError):
        resolve(did, bad.fetch, at=NOW)
    assert bad.asked == [LOG_URL]
    with pytest.raises(DidError) as refused:
        resolve(did, Web({LOG_URL: log}).fetch, at=NOW)
    assert refused.value.code == "webvh.witness_file_missing"


def test_a_moved_did_is_found_by_both_names() -> None:
    log = move(begun(Terms(portable=True)), "haven.example", key("update 1"), at=hours(1))
    old = did_of(begun(Terms(portable=True)))
    web = Web({LOG_URL: log, "https://haven.example/.well-known/did.jsonl": log})
    for did in (old, did_of(log)):
        resolution = resolve(did, web.fetch, at=NOW)
        assert str(resolution.did) == did
        assert resolution.did_document().id == did_of(log)


def test_a_head_that_was_seen_is_continued_or_the_log_is_refused() -> None:
    whole = LOG.splitlines(keepends=True)
    first, second, third = (
        Head.of(read_log(b"".join(whole[:count]), at=NOW)) for count in (1, 2, 3)
    )
    assert found(known=None).head == found(known=first).head == found(known=third).head == third
    short = b"".join(whole[:2])
    assert found(log=short, known=second).head == second
    assert refusal(log=short, known=third) == "webvh.rolled_back"
    rival = update(whole[0], key("update 1"), at=hours(11), change=Change(ttl_s=7))
    assert refusal(log=rival, known=second) == "webvh.forked"
    longer = update(rival, key("update 1"), at=hours(12), change=Change(ttl_s=8))
    longer = update(longer, key("update 1"), at=hours(13), change=Change(ttl_s=9))
    assert refusal(log=longer, known=second) == "webvh.forked"
    assert found(log=longer, known=first).head.number == 4
    other = Head.of(read_log(begun(), at=NOW))
    assert refusal(known=other) == "webvh.head_of_another"
    assert follow(None, read_log(LOG, at=NOW)) == third


WEBVH = document_of(LOG)
WEB = parallel.to_web(WEBVH)
PLACE = WebvhDid.parse(DID)


def test_the_did_web_beside_says_the_same_and_names_its_source() -> None:
    found = parse_document(WEB)
    assert found.id == PLACE.web
    assert found.also_known_as == (DID,)
    keys = [method.public_key for method in parse_document(WEBVH).methods]
    assert [method.public_key for method in found.methods] == keys
    assert {method.controller for method in found.methods} == {PLACE.web}
    assert "did:webvh" not in json.dumps({n: v for n, v in WEB.items() if n != "alsoKnownAs"})
    assert WEB["service"] == [
        {
            "id": "#files",
            "type": "relativeRef",
            "serviceEndpoint": "https://harbour.example/issuers/training/",
        },
        {
            "@context": "https://identity.foundation/linked-vp/contexts/v1",
            "id": "#whois",
            "type": "LinkedVerifiablePresentation",
            "serviceEndpoint": "https://harbour.example/issuers/training/whois.vp",
        },
    ]
    parallel.check(WEB, WEBVH)


def test_services_and_names_that_are_there_stay_once() -> None:
    service: JsonObject = {
        "id": f"{DID}#whois",
        "type": "x",
        "serviceEndpoint": "https://a.example",
    }
    names = [PLACE.web, "https://harbour.example", DID, PLACE.web]
    document: JsonObject = {**WEBVH, "service": [service], "alsoKnownAs": [*names]}
    web = parallel.to_web(document)
    services = web["service"]
    assert isinstance(services, list)
    assert [item["id"] for item in services if isinstance(item, dict)] == [
        f"{PLACE.web}#whois",
        "#files",
    ]
    assert web["alsoKnownAs"] == ["https://harbour.example", DID]
    parallel.check(web, document)


def test_a_did_at_the_root_has_its_files_at_the_root() -> None:
    log = create("a.example", lambda did: {"id": did}, key("update 1"), at=hours(0))
    web = parallel.to_web(document_of(log))
    assert web["id"] == "did:web:a.example"
    assert "https://a.example/whois.vp" in json.dumps(web)


METHODS = WEB["verificationMethod"]
assert isinstance(METHODS, list)
assert isinstance(METHODS[0], dict)
THIEF = {"id": f"{PLACE.web}#thief", "publicKeyMultibase": public("thief").to_multikey()}
DIFFERENT: dict[str, JsonObject] = {
    "id": {"id": "did:web:harbour.example", "verificationMethod": [], "assertionMethod": []},
    "alsoKnownAs of the did:web": {"alsoKnownAs": []},
    "verificationMethod": {"verificationMethod": [*METHODS, {**METHODS[0], **THIEF}]},
    "assertionMethod": {"assertionMethod": []},
    "authentication": {"authentication": [METHODS[0]["id"]]},
    "controller": {"controller": PLACE.web},
}


@pytest.mark.parametrize(("what", "members"), DIFFERENT.items(), ids=DIFFERENT.keys())
def test_a_did_web_that_says_otherwise_is_refused(what: str, members: JsonObject) -> None:
    with pytest.raises(DidError) as refused:
        parallel.check({**WEB, **members}, WEBVH)
    assert refused.value.code == "webvh.parallel_mismatch"
    assert refused.value.facts["what"] == what


@pytest.mark.parametrize("name", ["expires", "revoked"])
def test_a_did_web_that_hides_the_end_of_a_key_is_refused(name: str) -> None:
    method = parse_document(WEBVH).methods[0].id
    end = {"expires": key_history.retired, "revoked": key_history.revoked}[name]
    ended = end(WEBVH, method, at=hours(30))
    parallel.check(parallel.to_web(ended), ended)
    with pytest.raises(DidError) as refused:
        parallel.check(WEB, ended)
    assert refused.value.facts["what"] == "verificationMethod"


def test_a_log_that_does_not_name_the_did_web_has_none_beside_it() -> None:
    silent: JsonObject = {**WEBVH, "alsoKnownAs": []}
    with pytest.raises(DidError) as refused:
        parallel.check(parallel.to_web(silent), silent)
    assert refused.value.facts["what"] == "alsoKnownAs of the did:webvh"


@pytest.mark.parametrize("name", ["service", "alsoKnownAs"])
def test_a_document_of_another_form_has_no_did_web(name: str) -> None:
    with pytest.raises(DidError) as refused:
        parallel.to_web({**WEBVH, name: "x"})
    assert refused.value.code == "webvh.parallel_mismatch"
