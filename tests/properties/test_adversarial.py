"""Adversarial inputs that no other suite holds; `COVERAGE.md` says where each of the 126 is.

Formats of later (JOSE, SD-JWT, BBS, logs) are here too: until they can be checked, nothing of
theirs is ever valid, and nothing is fetched for it.
"""

import base64
import json
import time
from typing import Any

import pytest
from attacked_credentials import (
    AT,
    DID,
    KEY,
    METHOD,
    SUITES,
    THIEF,
    document,
    evidence,
    issued,
    list_url,
    look,
    replaced,
    status_list,
)
from badge_samples import VALID_FROM

from pictures import SIMPLE_PNG
from skillmark.core import bake, did, jsonio
from skillmark.core.canon import contexts
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.proof import add_proof, without_proof
from skillmark.core.verify import Policy, StatusRequired, Verdict, needs

NEVER = {Verdict.INVALID, Verdict.UNKNOWN}


def part(value: Any) -> str:
    """Return one part of a token."""
    raw = value if isinstance(value, bytes) else jsonio.dumps(value)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(head: dict[str, Any], body: Any = None, signature: str = "c2ln") -> bytes:
    """Return a compact JWS whose signature means nothing."""
    return f"{part(head)}.{part(document() if body is None else body)}.{signature}".encode()


EVIL = "https://evil.example/key"
PUBLIC = KEY.public.to_jwk()
TOKENS = {
    "56 alg none": token({"alg": "none"}),
    "56 alg None": token({"alg": "None"}),
    "56 alg nOnE, no signature": token({"alg": "nOnE"}, signature=""),
    "57 HS256 with the public key": token({"alg": "HS256", "kid": METHOD}),
    "58 jwk of a thief": token({"alg": "EdDSA", "jwk": THIEF.public.to_jwk()}),
    "58 jku": token({"alg": "EdDSA", "jku": EVIL}),
    "58 x5u": token({"alg": "ES256", "x5u": EVIL}),
    "59 unknown crit": token({"alg": "EdDSA", "crit": ["evil"], "evil": 1}),
    "60 b64 false": token({"alg": "EdDSA", "b64": False, "crit": ["b64"]}),
    "61 key binding as credential": token({"alg": "EdDSA", "typ": "kb+jwt"}),
    "62 kid that climbs": token({"alg": "EdDSA", "kid": "../../etc/passwd' OR 1=1"}),
    "64 any signature": token({"alg": "ES256", "jwk": PUBLIC}),
    "75 exp 1e300": token({"alg": "EdDSA"}, {"exp": 1e300, "vc": document()}),
}
NOT_TOKENS = {
    "63 padded": TOKENS["56 alg none"] + b"=",
    "63 plus and slash": TOKENS["56 alg none"].replace(b"c2ln", b"c+/n"),
    "63 white space inside": TOKENS["56 alg none"].replace(b".", b". "),
    "68 SD-JWT with a disclosure": TOKENS["57 HS256 with the public key"] + b"~WyJzYWx0Il0~",
    "69 disclosure twice": TOKENS["56 alg none"] + b"~WyJhIl0~WyJhIl0~",
    "76 JWE": b"eyJhbGciOiJkaXIiLCJ6aXAiOiJERUYifQ..aXY.Y3Q.dGFn",
    "112 PDF": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "110 GIF that is a script": b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)",
}


@pytest.mark.parametrize("data", TOKENS.values(), ids=TOKENS.keys())
def test_a_token_is_never_valid_and_makes_nobody_fetch(data: bytes) -> None:
    for wrapped in (data, bake.bake(SIMPLE_PNG, data) if data[-1:] != b"." else data):
        report = look(wrapped)
        assert report.verdict in NEVER
        assert needs(wrapped, {}, at=AT) == ()
        assert not report.summary.proven


@pytest.mark.parametrize("data", NOT_TOKENS.values(), ids=NOT_TOKENS.keys())
def test_other_files_are_refused_and_make_nobody_fetch(data: bytes) -> None:
    assert look(data).verdict in NEVER
    assert needs(data, {}, at=AT) == ()


CLAIMS_OF_SD_JWT = [
    {"_sd": ["x"]},
    {"...": "x"},
    {"_sd_alg": "md5"},
    {"cnf": {"jwk": PUBLIC}},
    {"vct": "https://harbour.example/vct"},
    {"iss": DID, "exp": 0},
]


@pytest.mark.parametrize("claim", CLAIMS_OF_SD_JWT)
@pytest.mark.parametrize("suite", SUITES)
def test_65_to_75_claims_of_sd_jwt_cannot_be_slipped_in(claim: Any, suite: str) -> None:
    """The context of credentials defines some of these words, so the signature must see them."""
    for changed in (
        document(suite) | claim,
        replaced(
            document(suite), ("credentialSubject",), document()["credentialSubject"] | claim
        ),
    ):
        report = look(changed)
        assert (report.verdict, report.summary.proven) == (Verdict.INVALID, False)


LATER_SUITES = [
    *("bbs-2023", "ecdsa-sd-2023", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "mldsa44-jcs-2026"),
    *("eddsa-2022", "EDDSA-RDFC-2022", "eddsa-rdfc-2022 ", ""),
]


@pytest.mark.parametrize("name", LATER_SUITES)
def test_77_to_81_a_suite_we_cannot_check_is_never_valid(name: str) -> None:
    report = look(replaced(document(), ("proof", "cryptosuite"), name))
    assert report.verdict in NEVER
    assert not report.summary.proven


@pytest.mark.parametrize(
    "proof",
    [
        {"type": "MerkleProof2019", "proofValue": "z1", "proofPurpose": "assertionMethod"},
        {"type": "tlog-proof", "index": 1, "checkpoint": "x"},
    ],
)
def test_96_to_104_a_proof_of_a_log_or_chain_never_replaces_a_signature(proof: Any) -> None:
    alone = replaced(document(), ("proof",), proof)
    assert look(alone).verdict in NEVER
    beside = replaced(document(), ("proof",), [document()["proof"], proof])
    assert look(beside).verdict in NEVER


PRESENTATIONS: dict[str, Any] = {
    "47 without a proof": {},
    "48 with the proof of the credential": {"proof": document()["proof"]},
    "48 challenge and domain": {
        "proof": document()["proof"] | {"challenge": "x", "domain": "https://verifier.example"}
    },
    "49 by another holder": {"holder": "did:example:other", "proof": document()["proof"]},
}


@pytest.mark.parametrize("more", PRESENTATIONS.values(), ids=PRESENTATIONS.keys())
@pytest.mark.parametrize("name", ["VerifiablePresentation", "EnvelopedVerifiablePresentation"])
def test_47_to_49_a_presentation_is_never_taken_for_its_credential(
    name: str, more: Any
) -> None:
    presentation = {
        "@context": document()["@context"],
        "type": [name],
        "verifiableCredential": [document()],
        **more,
    }
    report = look(presentation)
    assert report.verdict in NEVER
    assert needs(presentation, {}, at=AT) == ()


def test_48_a_challenge_added_to_a_proof_spoils_it() -> None:
    for member in ({"challenge": "x"}, {"domain": "https://verifier.example"}, {"nonce": "x"}):
        changed = replaced(document(), ("proof",), document()["proof"] | member)
        assert look(changed).verdict in NEVER


def test_11_depth_costs_nothing() -> None:
    deep = issued().replace(b'"name"', b'"x":' + b"[" * 10_000 + b"]" * 10_000 + b',"name"', 1)
    started = time.process_time()
    assert look(deep).verdict is Verdict.INVALID
    assert time.process_time() - started < 0.1  # 5 ms on a quiet machine


@pytest.mark.parametrize("size", [8, 30, 200])
def test_27_many_nodes_that_look_alike_cost_little(size: int) -> None:
    twin = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "x",
        "identityType": "name",
    }
    changed = replaced(document(), ("credentialSubject", "identifier"), [twin] * size)
    started = time.process_time()
    assert look(changed).verdict is Verdict.INVALID
    assert time.process_time() - started < 2


@pytest.mark.parametrize("suite", SUITES)
def test_18_to_31_no_bundled_context_gives_a_signed_word_another_meaning(suite: str) -> None:
    """A context beside those that were signed is refused, or changes nothing."""
    for url in contexts.known():
        for named in ([*document()["@context"], url], [document()["@context"][0], url]):
            changed = document(suite) | {"@context": named}
            report = look(changed)
            if report.verdict is Verdict.VALID:
                summary = look(document(suite)).summary
                assert report.summary == summary


def test_a_reader_of_many_is_fooled_by_no_number_before_a_word() -> None:
    """The shape cache once took the list ``[0, "Profile"]`` for the text ``"Profile"``."""
    seen = ShapeCache(compile_at=1)
    original = replaced(document(), ("issuer", "type"), "Profile")
    assert look(original, canonicalize=seen.canonicalize).verdict is Verdict.VALID
    changed = replaced(document(), ("issuer", "type"), [0, "Profile"])
    assert look(changed, canonicalize=seen.canonicalize).verdict is Verdict.INVALID


WORDS: dict[str, Any] = {
    "beside a value that is null": {"@value": None, "@language": "Pilot licence"},
    "beside a null": None,
    "in an empty list": [],
    "as a keyword": "@Pilot",
    "as a type of nothing": {"@value": None, "@type": "urn:pilot"},
    "as an index": {"@value": "Identify hazards", "@index": "Pilot licence"},
    "as a direction": {"@value": "Identify hazards", "@direction": "Pilot licence"},
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
@pytest.mark.parametrize("path", [("name",), ("credentialSubject", "achievement", "name")])
def test_no_words_can_be_shown_that_were_not_signed(path: Any, words: Any) -> None:
    """A value object of null states nothing, so RDF forgets it; a reader once showed it."""
    original = without_proof(document())
    original["type"] = ["VerifiableCredential"]  # so that no schema comes to help
    signed = add_proof(original, signer=KEY, verification_method=METHOD, created=VALID_FROM)
    name = look(signed).summary.achievement_name
    for value in ([words, name], [name, words]):
        report = look(replaced(signed, path, value))
        if report.summary.proven:
            assert {report.summary.achievement_name, report.summary.name} <= {name, None}
        else:
            assert report.verdict in NEVER


HIDDEN: dict[str, Any] = {
    "taken away": [],
    "null": None,
    "moved into the subject": "credentialSubject",
    "moved into the issuer": "issuer",
    "moved into the proof": "proof",
}


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("member", ["credentialStatus", "validUntil", "validFrom", "issuer"])
@pytest.mark.parametrize("where", HIDDEN.values(), ids=HIDDEN.keys())
def test_nothing_that_limits_a_credential_can_be_hidden(
    where: Any, member: str, suite: str
) -> None:
    changed = document(suite)
    kept = changed.pop(member)
    if isinstance(where, str):
        if where in changed:
            # The id of the whole: what is said of it elsewhere is said of the credential.
            described = {"id": changed["id"], member: kept}
            changed[where] |= {"source": described, member: kept}
    else:
        changed[member] = where
    assert look(changed).verdict in NEVER


def test_50_and_115_the_name_of_the_issuer_is_its_own_word() -> None:
    homograph = "Universit\u0443 of Dublin"  # the letter before " of" is Cyrillic
    signed = add_proof(
        replaced(without_proof(document()), ("issuer", "name"), homograph),
        signer=KEY,
        verification_method=METHOD,
        created=VALID_FROM,
    )
    summary = look(signed).summary
    assert (summary.issuer_domain, summary.issuer_claimed_name) == (
        "harbour.example",
        homograph,
    )


LISTS: dict[str, Any] = {
    "88 an older list, still in force": ("validUntil", "2026-05-31T00:00:00Z"),
    "86 of another address": ("id", "https://harbour.example/status/other"),
    "85 of another issuer": ("issuer", "did:web:other.example"),
}


@pytest.mark.parametrize(("member", "value"), LISTS.values(), ids=LISTS.keys())
def test_85_to_88_a_list_that_does_not_fit_leaves_the_question_open(
    member: str, value: str
) -> None:
    unsigned = without_proof(status_list("revocation")) | {member: value}
    signed = add_proof(unsigned, signer=KEY, verification_method=METHOD, created=VALID_FROM)
    found = {**evidence(), list_url("revocation"): jsonio.dumps(signed)}
    assert look(issued(), evidence=found).verdict is Verdict.UNKNOWN


def test_87_the_list_of_one_purpose_at_the_address_of_the_other() -> None:
    swapped = {
        **evidence(),
        list_url("revocation"): evidence()[list_url("suspension")],
        list_url("suspension"): evidence()[list_url("revocation")],
    }
    assert look(issued(), evidence=swapped).verdict is Verdict.UNKNOWN
    one_for_both = {**evidence(), list_url("revocation"): evidence()[list_url("suspension")]}
    assert look(issued(), evidence=one_for_both).verdict is Verdict.UNKNOWN


def test_85_the_credential_itself_is_no_list() -> None:
    found = {**evidence(), list_url("revocation"): issued()}
    assert look(issued(), evidence=found).verdict is Verdict.UNKNOWN


IDS = {
    "33 one did:key, fragment of another": f"{did.key.did_of(THIEF.public)}#{KEY.public.to_multikey()}",
    "33 the issuer's DID, the thief's key": f"{DID}#{THIEF.public.to_multikey()}",
    "with a query": f"{DID}?versionId=1#{THIEF.public.to_multikey()}",
    "with a path": f"{DID}/x#{KEY.public.to_multikey()}",
    "escaped": METHOD.replace("harbour", "%68arbour"),
    "in capitals": METHOD.replace("harbour", "HARBOUR"),
    "without a fragment": DID,
    "an empty fragment": f"{DID}#",
}


@pytest.mark.parametrize("method", IDS.values(), ids=IDS.keys())
@pytest.mark.parametrize("signer", [KEY, THIEF], ids=["issuer", "thief"])
@pytest.mark.parametrize("suite", SUITES)
def test_32_and_33_a_key_has_one_name(suite: str, signer: Any, method: str) -> None:
    signed = add_proof(
        without_proof(document()),
        signer=signer,
        verification_method=method,
        created=VALID_FROM,
        cryptosuite=suite,
    )
    report = look(signed)
    assert report.verdict in NEVER
    assert not report.summary.proven


def test_a_policy_cannot_be_met_by_what_was_not_signed() -> None:
    bare = add_proof(
        {k: v for k, v in without_proof(document()).items() if k != "credentialStatus"},
        signer=KEY,
        verification_method=METHOD,
        created=VALID_FROM,
    )
    policy = Policy.default().requiring(StatusRequired())
    assert look(bare, policy=policy).verdict is Verdict.INVALID
    filled = json.loads(jsonio.dumps(bare)) | {
        "credentialStatus": document()["credentialStatus"]
    }
    assert look(filled, policy=policy).verdict in NEVER
