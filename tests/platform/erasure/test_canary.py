"""Whoever is erased leaves no byte, and everything else stays as it was."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from canary_scan import as_json, hits_in_database, hits_in_folder
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from erased_learner import live_through
from erased_people import CANARY, NEIGHBOUR

from skillmark.core import jsonio
from skillmark.core.log import LogProof, examine
from skillmark.logstore import folder_source

if TYPE_CHECKING:
    from django.test import Client

    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db


def erase(user: "User") -> Any:
    """Ask, and let the time pass."""
    from skillmark.platform.erasure import running, services

    erasure = services.ask(user)
    running.run(erasure.pk)
    erasure.refresh_from_db()
    return erasure


def rows_of_everybody_else(words: tuple[str, ...]) -> dict[str, set[str]]:
    """Return every row of every table that names the neighbour, as text."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for row in model._base_manager.values():
            text = as_json(row)
            if any(word in text for word in words):
                found.setdefault(model._meta.label, set()).add(text)
    return found


def public_counts(organisation: "Organisation") -> dict[str, int]:
    from skillmark.platform.issuing.models import Award, Batch, Credential, OpenLink
    from skillmark.platform.programmes.models import Enrolment
    from skillmark.platform.quizzes.models import Attempt
    from skillmark.platform.sharing.models import DayTally
    from skillmark.platform.trust.models import StatusSlot

    models = (Award, Batch, Credential, OpenLink, Enrolment, Attempt, DayTally, StatusSlot)
    return {one.__name__: one.objects.with_scopes_disabled().count() for one in models}


def test_an_erased_learner_leaves_no_word_in_any_table_or_file(  # noqa: PLR0917
    canary: "User",
    lived: dict[str, "Credential"],
    client_of: "Callable[[User], Client]",
    write_log: Callable[[], int],
    tmp_path: Path,
    organisation: "Organisation",
) -> None:
    from skillmark.platform.trust.models import StatusList

    write_log()
    browser = client_of(canary)
    assert browser.get("/accounts/erase").status_code == 200
    assert len(hits_in_database(CANARY.words)) > 40, "they were everywhere"
    others = rows_of_everybody_else(NEIGHBOUR.words)
    counts, lists = public_counts(organisation), _lists(StatusList)
    erasure = erase(canary)
    assert erasure.state == "done"
    assert hits_in_database(CANARY.words) == {}
    assert hits_in_folder(tmp_path, CANARY.words) == {}  # log, its anchor, its witness
    assert rows_of_everybody_else(NEIGHBOUR.words) == others
    assert public_counts(organisation) == counts
    assert _lists(StatusList) == lists
    assert browser.get("/backpack").status_code == 302, "signed out"


def test_the_log_still_verifies_and_the_others_proofs_hold(
    canary: "User",
    lived: dict[str, "Credential"],
    write_log: Callable[[], int],
    organisation: "Organisation",
) -> None:
    from skillmark.platform.events import audit
    from skillmark.platform.transparency import places, selectors

    write_log()
    before = selectors.proof(lived["neighbour"].pk)
    assert selectors.proof(lived["canary"].pk) is not None
    erase(canary)
    write_log()
    assert selectors.proof(lived["canary"].pk) is None
    after = selectors.proof(lived["neighbour"].pk)
    assert before is not None
    assert after is not None
    assert LogProof.parse(after).index == LogProof.parse(before).index
    newest = selectors.newest()
    assert newest is not None
    assert list(examine(folder_source(places.folder()), newest.checkpoint)) == []
    assert audit.verify(organisation.pk).intact


def test_a_file_in_somebodys_hands_is_still_checked(
    canary: "User", lived: dict[str, "Credential"], client: "Client"
) -> None:
    from skillmark.platform.issuing.models import Credential

    row = Credential.objects.with_scopes_disabled().get(pk=lived["canary"].pk)
    data = bytes(row.document)
    erase(canary)
    page = client.get(f"/c/{row.pk}")
    assert page.status_code == 410
    assert "This record was erased" in page.text
    for end in (".json", ".png", ".svg", ".tlog-proof", "/bundle.json", "/card.png"):
        assert client.get(f"/c/{row.pk}{end}").status_code == 410, end
    answer = client.post("/api/v1/verify", data=data, content_type="application/vc")
    assert answer.status_code == 200, answer.text
    report = jsonio.loads(answer.content)
    assert report["verdict"] == "valid", report
    assert not any(check["outcome"] == "failed" for check in report["checks"])
    logged = client.get(f"/api/v1/log/proof?credential={row.pk}").json()
    assert logged["state"] == "erased"
    file = SimpleUploadedFile("mine.json", data, "application/json")
    shown = client.post("/verify", {"file": file})
    assert "Its place in the public log cannot be shown any more" in shown.text


def test_what_was_stopped_half_way_goes_on_and_may_be_repeated(
    canary: "User", lived: dict[str, "Credential"], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is killed once after every part."""
    from skillmark.platform.erasure import running, services

    erasure = services.ask(canary)
    running.begin(erasure.pk)
    while True:
        running.begin(erasure.pk)  # a new process looks again at what is to do
        if not running.advance(erasure.pk):
            break
    real = running._forget

    def killed(*_facts: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_forget", killed)
    with pytest.raises(KeyboardInterrupt):
        running.run(erasure.pk)
    monkeypatch.setattr(running, "_forget", real)
    running.run(erasure.pk)
    running.run(erasure.pk)
    erasure.refresh_from_db()
    assert erasure.state == "done"
    assert hits_in_database(CANARY.words) == {}


def test_an_organisation_erases_only_what_is_its_own(  # noqa: PLR0917
    canary: "User",
    lived: dict[str, "Credential"],
    organisation: "Organisation",
    other_organisation: "Organisation",
    user: "User",
    deliver: Callable[[], None],
) -> None:
    from skillmark.platform.erasure import services
    from skillmark.platform.jobs import runner
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(other_organisation):
        live_through(CANARY, other_organisation, user, "east")
    deliver()
    theirs = _of(other_organisation)
    neighbours = rows_of_everybody_else(NEIGHBOUR.words)
    for address in (CANARY.email, CANARY.second):
        erasure = services.erase_at(organisation, address, reason="asked", actor=user)
        runner.run_to_end(erasure.job_id)
        erasure.refresh_from_db()
        assert erasure.state == "done"
        assert erasure.job.state == "done"
    assert _of(other_organisation) == theirs
    assert rows_of_everybody_else(NEIGHBOUR.words) == neighbours
    assert not [one for one in _of(organisation) if any(word in one for word in CANARY.words)]
    canary.refresh_from_db()
    assert canary.check_password("a long enough password"), "the account stays theirs"


def _lists(model: Any) -> list[tuple[Any, ...]]:
    rows = model.objects.with_scopes_disabled().order_by("pk")
    return [(row.pk, bytes(row.document), row.used) for row in rows]


def _of(organisation: "Organisation") -> set[str]:
    """Return every row that belongs to an organisation, as text."""
    found: set[str] = set()
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if "organisation_id" in names and model._meta.label != "jobs.Job":
            rows = model._base_manager.filter(organisation_id=organisation.pk)
            found |= {f"{model._meta.label} {as_json(row)}" for row in rows.values()}
    return found
