"""What the site logged, verified: on its page, by its API, by the library and the command line alike."""

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import skillmark
from django.test import Client
from django.utils import timezone
from document_shelf import Shelf
from issued_on_site import SITES, Site

from skillmark import fetch
from skillmark.core import jsonio
from skillmark.core.verify import Outcome, Policy, Verdict, judge, read_policy
from skillmark.fetch import Fetcher

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]


@pytest.fixture(params=["did:key", "did:web"])
def credential(
    request: pytest.FixtureRequest,
    configure: Callable[..., None],
    site: Site,
    write_log: Callable[[], int],
) -> "Credential":
    """Issue a credential and write it into the log."""
    configure(site_url=SITES[request.param])
    found = site.issue()
    assert write_log() > 0
    return found


def bundle(credential: "Credential") -> bytes:
    from skillmark.platform.issuing.bundles import bundle_of

    return bundle_of(credential).to_bytes()


def policy(**changes: Any) -> bytes:
    from skillmark.platform.transparency import selectors

    return jsonio.dumps({**selectors.policy_document(), **changes})  # type: ignore[arg-type]


def checks(report: Any) -> dict[str, str]:
    return {check["name"]: check["code"] for check in report["checks"]}


def test_the_page_says_where_it_is_in_the_log(credential: "Credential", client: Client) -> None:
    for text in (bytes(credential.document), bundle(credential)):
        response = client.post("/verify", {"text": text.decode()})
        assert response.context["answer"].word == "Valid"
        said = {line.title: line.reason for line in response.context["answer"].lines}
        assert "of the public log log.harbour.example" in said["Public log"]
        assert "Independent witnesses" in said["Public log"]
        assert f"{datetime.now(UTC):%B %Y}" in said["Public log"]
        assert "<td>" not in said["Public log"]


def test_a_changed_file_of_ours_learns_nothing_of_the_log(
    credential: "Credential", client: Client
) -> None:
    text = bytes(credential.document).replace(b"Mark Olsen", b"Mark Olsem")
    answer = client.post("/verify", {"text": text.decode()}).context["answer"]
    assert answer.word == "Not valid"
    assert "Public log" not in {line.title for line in answer.lines}


def test_library_command_line_and_api_say_the_same(
    credential: "Credential", client: Client, tmp_path: Path
) -> None:
    """One bundle, one moment, one policy: one JSON, whoever is asked."""
    from skillmark.platform.verifying import checking, trusting
    from skillmark.platform.verifying.evidence import OwnDocuments

    data = bundle(credential)
    sent = client.post("/api/v1/verify", data, content_type="application/json").json()
    moment = datetime.fromisoformat(sent["at"])
    done = checking.check(data, at=moment, source=OwnDocuments(Shelf()))
    assert done.report.to_json() == sent
    assert checks(sent)["log"] == "log.proven"

    (tmp_path / "bundle.json").write_bytes(data)
    (tmp_path / "policy.json").write_bytes(policy(demand=[]))
    words = ["verify", tmp_path / "bundle.json", "--policy", tmp_path / "policy.json"]
    result = skillmark(*words, "--offline", "--json", "--at", sent["at"])
    trust = read_policy(policy(demand=[]))
    library = judge(data, {}, at=moment, policy=Policy(trust=trust))
    assert json.loads(result.stdout) == library.to_json()
    assert trust.log == trusting.trust().log


def test_a_bundle_is_valid_with_the_site_gone(credential: "Credential", tmp_path: Path) -> None:
    (tmp_path / "bundle.json").write_bytes(bundle(credential))
    (tmp_path / "policy.json").write_bytes(policy())
    words = ["verify", "--offline", tmp_path / "bundle.json"]
    result = skillmark(*words, "--policy", tmp_path / "policy.json")
    assert result.exit_code == 0, result.stdout
    assert result.stdout.startswith("Valid\n")
    assert "log.proven" in result.stdout
    assert "Seen by" in result.stdout
    assert result.stdout.count("The list is entry ") == 2  # revocation and suspension


@pytest.mark.parametrize("history", [True, False], ids=["history", "no history"])
def test_every_check_passes_where_no_socket_opens(
    credential: "Credential",
    monkeypatch: pytest.MonkeyPatch,
    history: bool,
) -> None:
    """Offline, and with a network on which nobody answers: the issuer's site is gone."""
    data = bundle(credential)
    if not history:  # as before the first version of a history was approved
        plain = json.loads(data)
        plain.pop("keyHistory", None)
        for document in plain.get("did", {}).values():
            document.pop("alsoKnownAs", None)
        data = json.dumps(plain).encode()
    trust = read_policy(policy(demand=["log", "right"]))

    def none(*_words: Any, **_more: Any) -> Any:
        raise OSError("there is no network")

    monkeypatch.setattr(socket, "socket", none)
    monkeypatch.setattr(socket, "getaddrinfo", none)
    at = datetime.now(UTC)
    offline = judge(data, {}, at=at, policy=Policy(trust=trust))
    gone = fetch.verify(data, fetcher=Fetcher(), at=at, policy=Policy(trust=trust))
    for report in (offline, gone):
        left = [one.code for one in report.checks if one.outcome is not Outcome.PASSED]
        assert (report.verdict, left) == (Verdict.VALID, [])
        assert report.checks_named("right")[0].code == "right.own"


def test_the_policy_names_every_organisation_and_no_revoked_key(
    credential: "Credential",
) -> None:
    from skillmark.platform.trust.models import IssuerKey

    issuer = json.loads(bytes(credential.document))["issuer"]
    trust = read_policy(policy())
    assert trust.issuers is not None
    known = trust.issuers.find(issuer["id"], datetime.now(UTC))
    assert known is not None
    assert known.names == (issuer["name"],)
    assert bool(known.keys) == issuer["id"].startswith("did:web:")
    rows: Any = IssuerKey.objects.with_scopes_disabled()
    rows.update(revoked_at=timezone.now())
    trust = read_policy(policy())
    assert trust.issuers is not None
    known = trust.issuers.find(issuer["id"], datetime.now(UTC))
    assert known is not None
    assert known.keys == frozenset()


def test_what_is_not_in_the_log_is_refused_where_that_is_asked_for(site: Site) -> None:
    credential = site.issue()
    report = judge(
        bundle(credential), {}, at=timezone.now(), policy=Policy(trust=read_policy(policy()))
    )
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("log")[0].code == "log.absent"


def test_another_credentials_proof_proves_nothing(
    site: Site, write_log: Callable[[], int]
) -> None:
    mine, other = site.issue(), site.issue("Dee Carrow")
    write_log()
    swapped = json.loads(bundle(mine)) | {"log": json.loads(bundle(other))["log"]}
    at = timezone.now() + timedelta(minutes=1)
    trust = read_policy(policy())
    report = judge(json.dumps(swapped).encode(), {}, at=at, policy=Policy(trust=trust))
    assert (report.verdict, report.checks_named("log")[0].code) == (
        Verdict.INVALID,
        "log.batch",
    )


def test_a_file_that_is_no_whole_bundle_gets_an_answer(
    credential: "Credential", client: Client
) -> None:
    broken = json.loads(bundle(credential))
    del broken["credential"]
    response = client.post(
        "/api/v1/verify", json.dumps(broken), content_type="application/json"
    )
    assert response.status_code == 200
    assert checks(response.json())["format"] == "proof_bundle"
    page = client.post("/verify", {"text": json.dumps(broken)})
    assert page.status_code == 200
    assert page.context["answer"].word == "Not valid"
