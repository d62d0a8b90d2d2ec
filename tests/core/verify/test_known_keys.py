"""Keys that the verifier's own registry knows: a did:web without a history, judged without a network."""

import copy
from typing import Any

import pytest
from bundle_samples import AT, FRESH, LIST, SECRET, THIEF, WEB, page, status_list, world
from signed_credentials import TestIssuer

from skillmark.core import did, jsonio
from skillmark.core.did import VerificationMethod
from skillmark.core.rights import Registry
from skillmark.core.rights.errors import RegistryError
from skillmark.core.verify import Outcome, Report, Verdict, judge

STATUS_KEY = f"{WEB}#status"
MADE = world(WEB)


def plain_page(*more: VerificationMethod) -> Any:
    """Return the issuer's page without a history beside it, with a second key for lists."""
    document = copy.deepcopy(page())
    extra = did.build(WEB, [VerificationMethod(STATUS_KEY, WEB, FRESH.public), *more])
    for member in ("verificationMethod", "assertionMethod"):
        document[member] = [*document[member], *extra[member]]  # type: ignore[misc]
    document.pop("alsoKnownAs")
    return document


def registry(*keys: Any) -> Any:
    known: dict[str, Any] = {"did": WEB, "names": ["Harbour Skills Training"]}
    known["keys"] = [one.public.to_multikey() for one in keys]
    return {"type": "SkillmarkIssuers", "version": 1, "issuers": [known]}


def look(*keys: Any, lists_by: TestIssuer | None = None, **more: Any) -> Report:
    by = lists_by or TestIssuer(WEB, FRESH, STATUS_KEY)
    changes = {"did": {WEB: plain_page()}, "status": {LIST: status_list(by)}} | more
    data = MADE.having(key_history=None, **changes)
    policy = MADE.asking(issuers=registry(*keys), demand=["log", "right"])
    return judge(data, {}, at=AT, policy=policy)


def codes(report: Report) -> dict[str, str]:
    return {check.name: check.code for check in report.checks}


def test_known_keys_make_a_bundle_of_a_did_web_valid() -> None:
    report = look(SECRET, FRESH)
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    assert codes(report)["issuer"] == "issuer.known_key"
    assert codes(report)["status"] == "status.not_revoked"


def test_each_signature_needs_a_key_that_is_known() -> None:
    report = look(SECRET)
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report)["status"] == "status.list_untrusted"
    report = look(FRESH)
    issuer = report.checks_named("issuer")[0]  # known to the log, not to the registry
    assert (issuer.code, issuer.outcome) == ("issuer.vouched_by_log", Outcome.WARNING)


def test_a_key_slipped_into_the_page_is_not_known() -> None:
    thief = TestIssuer(WEB, THIEF, f"{WEB}#x")
    document = plain_page(VerificationMethod(f"{WEB}#x", WEB, THIEF.public))
    report = look(SECRET, FRESH, lists_by=thief, did={WEB: document})
    assert (report.verdict, codes(report)["status"]) == (
        Verdict.UNKNOWN,
        "status.list_untrusted",
    )


def test_how_long_a_known_key_was_good_its_document_says() -> None:
    document = plain_page()
    for one in document["verificationMethod"]:
        one["revoked"] = "2026-05-01T00:00:00Z"
    report = look(SECRET, FRESH, did={WEB: document})
    assert (report.verdict, codes(report)["key"]) == (
        Verdict.INVALID,
        "key.revoked_before",
    )


def test_what_is_known_of_another_counts_nothing() -> None:
    known = registry(SECRET, FRESH)
    known["issuers"][0]["did"] = "did:web:quay.example"
    policy = MADE.asking(issuers=known, demand=["log"])
    data = MADE.having(key_history=None, did={WEB: plain_page()})
    report = judge(data, {}, at=AT, policy=policy)
    assert report.verdict is not Verdict.VALID


@pytest.mark.parametrize("keys", [["z6Mk"], [7], "z6Mk", [""]])
def test_what_is_no_key_is_refused(keys: Any) -> None:
    value = registry()
    value["issuers"][0]["keys"] = keys
    with pytest.raises(RegistryError):
        Registry.parse(jsonio.loads(jsonio.dumps(value)))
