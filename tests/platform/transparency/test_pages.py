"""The log on the web: files as C2SP has them, pages for people, the API, and after an erasure."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from issued_on_site import Site
from log_on_site import RunningWitness

from skillmark.core import jsonio
from skillmark.core.log import (
    LogOutcome,
    LogPolicy,
    LogProof,
    LogReader,
    Note,
    check_log_signature,
    check_logged,
    credential_digest,
    examine,
)
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.core.verify.policy_file import read_policy
from skillmark.core.verify.proof_bundle import read_bundle
from skillmark.logstore import folder_source

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]

CANARY = "Qwyzzle Forlornberg"


def served(path: str) -> bytes | None:
    """Return what the site serves below ``/log/``, as a reader of the log asks."""
    answer = Client().get(f"/log/{path}")
    return answer.content if answer.status_code == 200 else None


@pytest.fixture
def logged(site: Site, write_log: Callable[[], int]) -> "Credential":
    """A credential in the log, with others."""
    credential = site.issue(CANARY)
    site.issue("Dee Carrow")
    write_log()
    return credential


class TestFiles:
    @pytest.mark.usefixtures("logged")
    def test_the_whole_log_is_checked_through_the_web(self) -> None:
        policy = LogPolicy.parse(served("policy") or b"")
        note = Note.parse(served("checkpoint") or b"")
        head = check_log_signature(note, policy)
        assert head.size > 3
        assert list(examine(served, head)) == []
        LogReader(served, head).check()

    @pytest.mark.usefixtures("logged")
    def test_tiles_never_change_and_the_checkpoint_is_always_asked_for(self) -> None:
        size = Checkpoint.parse(Note.parse(served("checkpoint") or b"").text).size
        tile = Client().get(f"/log/tile/0/000.p/{size}")
        assert "immutable" in tile["Cache-Control"]
        assert tile["Access-Control-Allow-Origin"] == "*"
        assert Client().get("/log/checkpoint")["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize(
        "path",
        [
            "tile/0/000",
            "tile/0/000.p/200",
            "tile/0/../../checkpoint",
            "tile/9/000",
            "tile/entries/000.p/0",
            "tile/0/x00",
        ],
    )
    @pytest.mark.usefixtures("logged")
    def test_nothing_else_is_served(self, path: str) -> None:
        assert served(path) is None

    @pytest.mark.usefixtures("log_folder")
    def test_before_the_first_entry_there_is_no_checkpoint(self) -> None:
        assert served("checkpoint") is None
        assert "Nothing is logged yet" in Client().get("/log").content.decode()


class TestPages:
    @pytest.mark.usefixtures("logged")
    def test_the_log_says_what_it_holds_and_who_saw_it(
        self, watched: list[RunningWitness]
    ) -> None:
        page = Client().get("/log").content.decode()
        for word in ("Public log", "Witnesses", "Credentials issued", "Status list published"):
            assert word in page
        for one in watched:
            assert one.key.name in page
        assert CANARY not in page

    @pytest.mark.usefixtures("logged")
    def test_entries_are_filtered_by_issuer_and_kind(self) -> None:
        page = Client().get("/log", {"kind": "1"}).content.decode()
        rows = page.partition("<tbody>")[2]
        assert "Credentials issued" in rows
        assert "Key changed" not in rows
        none = Client().get("/log", {"issuer": "did:key:nobody"}).content.decode()
        assert "No entry matches" in none
        assert Client().get("/log", {"kind": "x", "page": "99"}).status_code == 200

    @pytest.mark.usefixtures("logged")
    def test_each_entry_has_a_page_with_a_command(self) -> None:
        from skillmark.platform.transparency.models import EntryKind, LogEntry

        for row in LogEntry.objects.with_scopes_disabled().filter(index__isnull=False):
            page = Client().get(f"/log/entries/{row.index}").content.decode()
            assert f"--index {row.index}" in page
            assert bytes(row.body).hex() in page
            if row.kind == EntryKind.STATUS_LIST:
                assert str(row.said["sha256"]) in page
        assert Client().get("/log/entries/999999").status_code == 404

    def test_the_page_of_a_credential_shows_its_place(
        self, logged: "Credential", watched: list[RunningWitness]
    ) -> None:
        page = Client().get(f"/c/{logged.pk}").content.decode()
        assert "In the public log" in page
        assert "/log/entries/" in page
        assert f"/c/{logged.pk}/bundle.json" in page
        for one in watched:
            assert one.key.name in page

    def test_one_that_is_being_logged_says_so_and_its_proof_comes_later(
        self, site: Site, write_log: Callable[[], int]
    ) -> None:
        credential = site.issue()
        assert "Being logged" in Client().get(f"/c/{credential.pk}").content.decode()
        early = Client().get(f"/c/{credential.pk}.tlog-proof")
        assert (early.status_code, early["Retry-After"]) == (503, "2")
        write_log()
        late = Client().get(f"/c/{credential.pk}.tlog-proof")
        assert late.status_code == 200
        assert LogProof.parse(late.content).index >= 0

    def test_no_more_than_the_page_may_weigh(self, logged: "Credential") -> None:
        assert len(Client().get(f"/c/{logged.pk}").content) < 60_000


class TestBundle:
    def test_it_holds_all_that_proves_the_credential_offline(
        self, logged: "Credential"
    ) -> None:
        data = Client().get(f"/c/{logged.pk}/bundle.json").content
        bundle = read_bundle(data)
        assert bundle.credential.encode() == bytes(logged.document)
        assert bundle.log is not None
        assert len(bundle.status) == 2
        trust = read_policy(served("policy.json") or b"")
        assert trust.log is not None
        issuer = jsonio.load_object(bundle.credential.encode())["issuer"]
        assert isinstance(issuer, dict)
        report = check_logged(
            bundle.log.encode(),
            credential=credential_digest(jsonio.load_object(bundle.credential.encode())),
            did=str(issuer["id"]),
            keys=None,
            policy=trust.log,
            at=int(datetime.now(UTC).timestamp()),
        )
        assert {check.outcome for check in report.checks} <= {
            LogOutcome.PASSED,
            LogOutcome.NOT_RUN,
        }


class TestApi:
    def test_it_tells_checkpoint_proof_and_consistency(
        self, site: Site, write_log: Callable[[], int]
    ) -> None:
        api = "/api/v1/log"
        assert Client().get(api).json()["checkpoint"] is None
        credential = site.issue()
        state = Client().get(f"{api}/proof", {"credential": str(credential.pk)}).json()
        assert (state["state"], state["proof"]) == ("waiting", None)
        write_log()
        first = Client().get(api).json()["checkpoint"]["size"]
        site.issue("Dee Carrow")
        write_log()
        told = Client().get(api).json()
        assert told["waiting"] == 0
        second = told["checkpoint"]["size"]
        answer = Client().get(f"{api}/consistency", {"old": first, "new": second})
        assert answer.status_code == 200
        assert answer.json()["path"]
        found = Client().get(f"{api}/proof", {"credential": str(credential.pk)}).json()
        assert found["state"] == "logged"
        LogProof.parse(found["proof"].encode())
        wrong = Client().get(f"{api}/consistency", {"old": second, "new": first})
        assert wrong.status_code == 422
        none = Client().get(f"{api}/consistency", {"old": 1, "new": 987_654})
        assert (none.status_code, none.json()["code"]) == (422, "transparency.no_checkpoint")


class TestErasing:
    def test_no_letter_of_a_person_is_in_the_log_and_erased_salts_break_nothing(
        self,
        logged: "Credential",
        site: Site,
        log_folder: Path,
        write_log: Callable[[], int],
    ) -> None:
        from skillmark.platform.transparency import selectors, services
        from skillmark.platform.transparency.models import LoggedCredential

        row = selectors.logged(logged.pk)
        assert row is not None
        salt = bytes(row.salt or b"")
        assert len(salt) == 32
        other = site.issue("Priya Nair")
        write_log()
        before = selectors.proof(other.pk)
        assert services.forget([logged.pk]) == 1
        assert services.forget([logged.pk]) == 0
        assert selectors.proof(logged.pk) is None
        assert Client().get(f"/c/{logged.pk}.tlog-proof").status_code == 404
        assert "erased with the record" in Client().get(f"/c/{logged.pk}").content.decode()
        assert selectors.proof(other.pk) == before
        document = jsonio.load_object(bytes(logged.document))
        words = [CANARY.encode(), str(document["id"]).encode(), salt, str(logged.pk).encode()]
        for path in log_folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            for word in words:
                assert word not in data
                assert word.hex().encode() not in data
        newest = selectors.newest()
        assert newest is not None
        assert list(examine(folder_source(log_folder), newest.checkpoint)) == []
        assert not LoggedCredential.objects.with_scopes_disabled().filter(salt=salt).exists()
        site.issue("Mark Olsen")
        write_log()
