"""A revocation is in the log: its page, its report and its bundle say as which number, since when."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone
from issued_on_site import SITES, Site

from skillmark.core import jsonio
from skillmark.core.verify import Outcome, Policy, Report, Verdict, judge, read_policy
from skillmark.platform.issuing.bundles import bundle_of
from skillmark.platform.issuing.panels import log as log_panel
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.transparency import selectors
from skillmark.platform.transparency.models import EntryKind, LogEntry
from skillmark.platform.trust import status
from skillmark.platform.trust.models import StatusSlot

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]

type WriteLog = Callable[[], int]


@pytest.fixture(params=["did:key", "did:web"])
def credential(
    request: pytest.FixtureRequest, configure: Callable[..., None], site: Site
) -> "Credential":
    configure(site_url=SITES[request.param])
    return site.issue()


def judged(data: Any, **changes: Any) -> Report:
    document = {**selectors.policy_document(), **changes}
    written = {name: value for name, value in document.items() if value is not None}
    trust = read_policy(jsonio.dumps(written))
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return judge(raw, {}, at=datetime.now(UTC), policy=Policy(trust=trust))


def page(credential: "Credential") -> str:
    return Client().get(f"/c/{credential.pk}?stay=1").content.decode()


@pytest.mark.parametrize(
    ("act", "word", "code"),
    [
        (lifecycle.revoke, "Withdrawn.", "status.revoked"),
        (lifecycle.suspend, "Suspended.", "status.suspended"),
    ],
)
def test_the_page_and_the_report_name_the_list_that_says_so(
    credential: "Credential", write_log: WriteLog, act: Any, word: str, code: str
) -> None:
    write_log()
    assert log_panel.withdrawal_of(credential) is None
    act(credential.pk, reason="Misconduct", actor=None)
    waiting = page(credential)
    assert word in waiting
    assert "The list that says so is being logged." in waiting

    write_log()
    found = log_panel.withdrawal_of(credential)
    assert found is not None
    assert found.index is not None
    entry = LogEntry.objects.get(index=found.index)
    slot = StatusSlot.objects.get(subject_id=credential.pk, value=True)
    assert (entry.kind, entry.said["url"]) == (EntryKind.STATUS_LIST, slot.status_list.url)
    shown = page(credential)
    assert f'href="/log/entries/{found.index}"' in shown
    assert "by the clocks of witnesses" in shown

    report = judged(bundle_of(credential).to_bytes())
    check = next(one for one in report.checks if one.code == code)
    assert check.facts["entry"] == found.index
    assert f"entry {found.index} of the log since {check.facts['logged']}" in check.reason
    answer = Client().post("/verify", {"text": bundle_of(credential).to_bytes().decode()})
    said = " ".join(line.reason for line in answer.context["answer"].lines)
    assert f"is entry {found.index} of the public log" in said


def test_the_page_names_the_first_list_that_said_so(
    credential: "Credential", write_log: WriteLog
) -> None:
    lifecycle.revoke(credential.pk, reason="Misconduct", actor=None)
    write_log()
    first = log_panel.withdrawal_of(credential)
    slot = StatusSlot.objects.get(subject_id=credential.pk, value=True)
    status.publish(slot.status_list, at=timezone.now() + timedelta(seconds=1))  # as every day
    write_log()
    assert log_panel.withdrawal_of(credential) == first
    assert first is not None
    report = judged(bundle_of(credential).to_bytes())
    check = next(one for one in report.checks if one.code == "status.revoked")
    assert int(str(check.facts["entry"])) > (first.index or 0)  # the list that was shown


def plain(credential: "Credential") -> Any:
    """Return the bundle without the history of the issuer's keys, as before it is approved."""
    found = json.loads(bundle_of(credential).to_bytes())
    for name in ("keyHistory", "rights"):
        found.pop(name, None)
    for document in found.get("did", {}).values():
        document.pop("alsoKnownAs", None)
    return found


def test_the_log_vouches_for_a_list_whose_keys_nobody_knows(
    credential: "Credential", write_log: WriteLog
) -> None:
    """A verifier without a registry of issuers: the log took credential and list in their name."""
    write_log()
    bundle = plain(credential)
    report = judged(bundle, issuers=None)
    assert report.verdict is Verdict.VALID
    assert {one.outcome for one in report.checks_named("status")} == {Outcome.PASSED}
    assert all("logged" in one.facts for one in report.checks_named("status"))
    bare = {name: value for name, value in bundle.items() if name != "statusLog"}
    without = judged(bare, issuers=None)
    web = "did" in bundle
    assert (without.verdict is Verdict.UNKNOWN) == web  # a did:key is its own key


def test_the_proof_of_another_list_is_refused(
    credential: "Credential", write_log: WriteLog
) -> None:
    write_log()
    bundle = json.loads(bundle_of(credential).to_bytes())
    one, two = bundle["statusLog"]
    bundle["statusLog"] = {one: bundle["statusLog"][two], two: bundle["statusLog"][one]}
    report = judged(bundle)
    assert report.verdict is Verdict.UNKNOWN
    assert {check.code for check in report.checks_named("status")} == {"status.list_log"}


def test_an_older_list_does_not_pass_as_the_one_that_was_logged_later(
    credential: "Credential", write_log: WriteLog
) -> None:
    write_log()
    before = json.loads(bundle_of(credential).to_bytes())
    lifecycle.revoke(credential.pk, reason="Misconduct", actor=None)
    write_log()
    after = json.loads(bundle_of(credential).to_bytes())
    report = judged(after | {"status": before["status"]})
    assert report.verdict is Verdict.UNKNOWN
    assert "status.list_log" in {check.code for check in report.checks_named("status")}
