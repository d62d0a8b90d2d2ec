"""Credentials that others signed: what we make of every one of them.

The fixtures of the Digital Credentials Consortium say their outcome in their names. The samples
of the official 1EdTech validator name keys at plain web addresses, which are not looked up
yet, so most of them are "could not tell"; none may ever be valid by accident.
"""

from pathlib import Path

import pytest
from signed_credentials import AT
from vector_table import record

from skillmark.core.jsonio import load_object
from skillmark.core.verify import Outcome, Policy, Verdict, judge

VECTORS = Path(__file__).parents[2] / "vectors"
DCC = VECTORS / "samples" / "dcc"
SITE = "https://digitalcredentials.github.io/vc-test-fixtures"
RAW_LIST = (
    "https://raw.githubusercontent.com/digitalcredentials/verifier-core"
    "/refs/heads/main/src/test-fixtures/status/e5WK8CbZ1GjycuPombrj"
)
KEEPER = "did:key:z6MknNQD1WHLGGraFi6zcbGevuAgkVfdyCdtZnQTGWVVvR5Q"
FIXTURES = sorted((DCC / "verifiableCredentials").rglob("*.json"))
LISTS = sorted((DCC / "statusLists").rglob("*/*"))
EVIDENCE = {
    **{
        f"{SITE}/dids/{name}/did.json": (DCC / "dids" / name / "did.json").read_bytes()
        for name in ("legacy", "oidf")
    },
    **{f"{SITE}/{path.relative_to(DCC).as_posix()}": path.read_bytes() for path in LISTS},
    RAW_LIST: (LISTS[0].parent / "e5WK8CbZ1GjycuPombrj").read_bytes(),
}
POLICY = Policy(status_issuers=frozenset({KEEPER}))


def expected(name: str) -> set[str]:
    """Return the codes that a fixture's name promises.

    Its one long list has 100,000 entries where the Recommendation wants 131,072, so the status
    of those that point to it cannot be told.
    """
    codes = set()
    state = name.removesuffix(".json").split("-")
    if "expired" in state:
        codes.add("validity.expired")
    if "notYetValid" in state:
        codes.add("validity.not_yet")
    for word, code in {
        "validStatus": "status.list_too_short",
        "revokedStatus": "status.list_too_short",
        "expiredStatus": "status.list_expired",
        "notYetValidStatus": "status.list_not_yet_valid",
        "missingTypeStatus": "evidence.not_fetched",
    }.items():
        if word in state:
            codes.add(code)
    return codes


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.relative_to(DCC).as_posix())
def test_dcc_fixture(path: Path) -> None:
    report = judge(path.read_bytes(), EVIDENCE, at=AT, policy=POLICY)
    name = path.relative_to(DCC).as_posix()
    assert {check.outcome for check in report.checks_named("proof")} == {Outcome.PASSED}
    found = {check.code for check in report.reasons if check.name in {"validity", "status"}}
    assert found == expected(path.name)
    unknown = any(code.startswith(("status.", "evidence.")) for code in found)
    allowed = {Verdict.UNKNOWN} if unknown else {Verdict.VALID, Verdict.VALID_BUT}
    assert report.verdict in allowed
    record("dcc-vc-test-fixtures", name, "pass")


def test_one_changed_letter_spoils_every_dcc_fixture() -> None:
    for path in FIXTURES:
        document = load_object(path.read_bytes())
        document["validFrom" if "validFrom" in document else "issuanceDate"] = (
            "2011-11-11T11:11:11Z"
        )
        report = judge(document, EVIDENCE, at=AT, policy=POLICY)
        assert not report.summary.proven
        assert report.verdict in {Verdict.INVALID, Verdict.UNKNOWN}, path.name


OFFICIAL = {
    "complete.json": "unsupported.verification_method",
    "complete_v1.json": "canon.type_undefined",
    "endorsement-valid.json": "unsupported.verification_method",
    "simple-context-version.json": "unsupported.verification_method",
    "simple-did-key-method.json": "issuer.not_bound",
    "simple-did-web-method.json": "unsupported.verification_method",
    "simple-eddsa-2022.json": "unsupported.cryptosuite",
    "simple-noproof.json": "proof.missing",
    "simple.json": "unsupported.verification_method",
    "simple_v1.json": "unsupported.verification_method",
}


@pytest.mark.parametrize(("name", "code"), OFFICIAL.items())
def test_1edtech_sample(name: str, code: str) -> None:
    report = judge((VECTORS / "open-badges-3" / name).read_bytes(), {}, at=AT)
    assert report.verdict in {Verdict.UNKNOWN, Verdict.INVALID}
    assert code in {check.code for check in report.reasons}
    if code.startswith("unsupported."):
        assert report.verdict is Verdict.UNKNOWN
        record("1edtech-ob30 (verify)", name, "skip", code)
    else:
        record("1edtech-ob30 (verify)", name, "pass")


BAKED = {
    "1edtech-ob30/simple-json.png": ("png", "unknown", "unsupported.verification_method"),
    "1edtech-ob30/simple-json.svg": ("svg", "unknown", "unsupported.verification_method"),
    "1edtech-ob30/simple-jwt.svg": ("jwt", "unknown", "evidence.not_fetched"),
    "1edtech-ob30/simple.jwt": ("jwt", "unknown", "canon.context_unknown"),
    "1edtech-ob20/simple.jwt": ("jwt", "unknown", "evidence.not_fetched"),
    "1edtech-ob20/basic-assertion.json": ("json", "unknown", "evidence.not_fetched"),
}


@pytest.mark.parametrize(("name", "answer"), BAKED.items())
def test_file_as_it_came(name: str, answer: tuple[str, str, str]) -> None:
    kind, verdict, code = answer
    report = judge((VECTORS / "samples" / name).read_bytes(), EVIDENCE, at=AT, policy=POLICY)
    assert report.summary.kind == kind
    assert report.verdict.value == verdict
    assert code in {check.code for check in report.checks}
    record("baked and other forms", name, "pass")
