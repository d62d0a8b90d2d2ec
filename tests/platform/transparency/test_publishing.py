"""From an act to its proof: gathered, signed, appended, witnessed, published, found again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from issued_on_site import Site
from log_on_site import RunningWitness, write_all

from skillmark.core import jsonio
from skillmark.core.did import parse_document, resolve_locally
from skillmark.core.log import (
    Entry,
    Kind,
    LogPolicy,
    LogProof,
    Membership,
    check_logged,
    credential_digest,
    examine,
)
from skillmark.logstore import folder_source

if TYPE_CHECKING:
    from skillmark.core.log import LogReport
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.transparency.publishing import Publisher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]


class Stopped(BaseException):
    """The process is killed here."""


def judged(credential: "Credential") -> "LogReport":
    """Return the report of the offline verifier on a credential and its proof."""
    from skillmark.platform.transparency import selectors
    from skillmark.platform.trust import documents

    proof = selectors.proof(credential.pk)
    assert proof is not None
    document = jsonio.load_object(bytes(credential.document))
    issuer = document["issuer"]
    assert isinstance(issuer, dict)
    did = str(issuer["id"])
    local = resolve_locally(did)
    identity = documents.identity_named(did)
    assert identity is not None
    found = local or parse_document(documents.did_document(identity))
    return check_logged(
        proof,
        credential=credential_digest(document),
        did=did,
        keys=frozenset(method.public_key for method in found.methods),
        policy=LogPolicy.parse(selectors.policy().encode()),
        at=int(datetime.now(UTC).timestamp()),
    )


@pytest.fixture(params=["did:key", "did:web"])
def method(request: pytest.FixtureRequest, configure: Callable[..., None]) -> str:
    """Issue under both kinds of identity."""
    from issued_on_site import SITES

    configure(site_url=SITES[request.param])
    return str(request.param)


class TestProof:
    def test_a_single_credential_is_proven_by_the_offline_verifier(
        self,
        method: str,
        watched: list[RunningWitness],
        site: Site,
        write_log: Callable[[], int],
    ) -> None:
        credential = site.issue()
        assert write_log() > 0
        report = judged(credential)
        assert report.holds, report.to_json()
        assert report.time is not None
        assert len(report.witnesses) == len(watched)
        assert method in str(jsonio.load_object(bytes(credential.document))["issuer"])

    def test_there_is_none_before_enough_witnesses_saw_it(
        self,
        watched: list[RunningWitness],
        site: Site,
        configure: Callable[..., None],
        open_publisher: "Callable[..., Publisher]",
    ) -> None:
        from skillmark.platform.transparency import selectors

        credential = site.issue()
        watched[1].stop()
        publisher = open_publisher()
        write_all(publisher, datetime.now(UTC))
        assert selectors.proof(credential.pk) is None
        assert selectors.standing().unproven
        publisher.close()
        watched[1] = RunningWitness.start(watched[1].folder)
        configure(public_log_witnesses=tuple(one.setting for one in watched))
        assert open_publisher().cosign()
        assert judged(credential).holds
        assert not selectors.standing().unproven

    def test_a_proof_of_another_credential_is_refused(
        self, site: Site, write_log: Callable[[], int]
    ) -> None:
        from skillmark.platform.transparency import selectors

        mine, other = site.issue(), site.issue("Dee Carrow")
        write_log()
        proof = selectors.proof(other.pk)
        assert proof is not None
        document = jsonio.load_object(bytes(mine.document))
        issuer = document["issuer"]
        assert isinstance(issuer, dict)
        report = check_logged(
            proof,
            credential=credential_digest(document),
            did=str(issuer["id"]),
            keys=None,
            policy=LogPolicy.parse(selectors.policy().encode()),
            at=int(datetime.now(UTC).timestamp()),
        )
        assert not report.holds

    def test_it_ends_in_the_first_checkpoint_that_the_witnesses_saw(
        self, site: Site, write_log: Callable[[], int]
    ) -> None:
        from skillmark.platform.transparency import selectors

        first = site.issue()
        write_log()
        before = selectors.proof(first.pk)
        site.issue("Dee Carrow")
        write_log()
        assert before is not None
        assert selectors.proof(first.pk) == before
        newest = selectors.newest()
        assert newest is not None
        assert LogProof.parse(before).checkpoint.size < newest.size


class TestEntries:
    def test_credentials_of_one_moment_are_one_batch_padded(
        self, site: Site, write_log: Callable[[], int]
    ) -> None:
        from skillmark.platform.transparency import selectors

        rows = [site.issue(f"Person {number}") for number in range(5)]
        write_log()
        proofs = [LogProof.parse(selectors.proof(row.pk) or b"") for row in rows]
        assert len({proof.index for proof in proofs}) == 1
        members = [Membership.parse(proof.extra) for proof in proofs]
        assert {len(member.place.path) for member in members} == {4}
        assert len({member.place.index for member in members}) == len(rows)
        assert len({member.place.salt for member in members}) == len(rows)

    def test_what_is_published_and_changed_is_logged_with_its_document(
        self, site: Site, write_log: Callable[[], int]
    ) -> None:
        import hashlib

        from django.test import Client

        from skillmark.core.canon import jcs
        from skillmark.platform.transparency.models import EntryKind, LogEntry

        credential = site.issue()
        write_log()
        rows = list(LogEntry.objects.with_scopes_disabled().order_by("index"))
        kinds = {row.kind for row in rows}
        assert {
            EntryKind.ISSUE_BATCH,
            EntryKind.STATUS_LIST,
            EntryKind.KEY_EVENT,
            EntryKind.DEFINITION,
        } <= kinds
        row = next(row for row in rows if row.kind == EntryKind.DEFINITION)
        path = str(row.said["url"]).removeprefix("http://127.0.0.1:8000")
        served = Client().get(f"{path}.json").json()
        assert row.said["sha256"] == hashlib.sha256(jcs.canonicalize(served)).hexdigest()
        listed = next(row for row in rows if row.kind == EntryKind.STATUS_LIST)
        status = Client().get(str(listed.said["url"]).removeprefix("http://127.0.0.1:8000"))
        assert listed.said["sha256"] == hashlib.sha256(status.content).hexdigest()
        assert credential.pk

    def test_a_revocation_logs_the_list_that_says_so(
        self, site: Site, write_log: Callable[[], int]
    ) -> None:
        from skillmark.platform.transparency.models import EntryKind, LogEntry
        from skillmark.platform.trust import status
        from skillmark.platform.trust.models import StatusPurpose

        credential = site.issue()
        write_log()
        lists = LogEntry.objects.with_scopes_disabled().filter(kind=EntryKind.STATUS_LIST)
        before = lists.count()
        status.set_status([status.Change(credential.pk, StatusPurpose.REVOCATION, value=True)])
        assert lists.count() == before + 1

    def test_numbers_have_no_gap_though_transactions_are_rolled_back(
        self, site: Site, log_folder: Path, write_log: Callable[[], int]
    ) -> None:
        from django.db import transaction

        from skillmark.platform.transparency import selectors

        for number in range(4):
            with transaction.atomic():
                site.issue(f"Person {number}")
                transaction.set_rollback(bool(number % 2))
            write_log()
        newest = selectors.newest()
        assert newest is not None
        assert list(examine(folder_source(log_folder), newest.checkpoint)) == []

    def test_audit_heads_are_logged_once_until_they_move(self, site: Site) -> None:
        from django.utils import timezone

        from skillmark.platform.transparency import services

        assert services.log_audit_heads(timezone.now()) >= 1
        assert services.log_audit_heads(timezone.now()) == 0
        site.issue()
        assert services.log_audit_heads(timezone.now()) == 1

    def test_entries_are_signed_by_a_key_of_their_own_that_the_did_document_names(
        self,
        configure: Callable[..., None],
        in_scope: "Organisation",
        write_log: Callable[[], int],
    ) -> None:
        from skillmark.platform.transparency.models import LogEntry
        from skillmark.platform.trust.models import IssuerKey, KeyPurpose

        configure(site_url="https://skills.example")
        Site.open(in_scope, "Fire prevention").issue()
        write_log()
        leaves = LogEntry.objects.with_scopes_disabled().filter(
            index__isnull=False, did__startswith="did:web:"
        )
        keys = {Entry.parse(bytes(row.leaf or b"")).key.to_multikey() for row in leaves}
        own = IssuerKey.objects.with_scopes_disabled().filter(purpose=KeyPurpose.LOG)
        assert keys == {row.public_multikey for row in own}
        assert Kind.ISSUE_BATCH in {Entry.parse(bytes(row.leaf or b"")).kind for row in leaves}


STEPS = (
    "gathered",
    "sealed",
    "signing",
    "anchored",
    "witnessed",
    "appended",
    "recorded",
    "kept",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_that_is_killed_at_any_step_goes_on_and_doubles_nothing(
    step: str,
    site: Site,
    log_folder: Path,
    open_publisher: "Callable[..., Publisher]",
    write_log: Callable[[], int],
) -> None:
    from skillmark.platform.transparency import selectors
    from skillmark.platform.transparency.models import LogEntry

    write_log()  # the log begins
    credential = site.issue()

    def stop(now: str) -> None:
        if now == step:
            raise Stopped

    publisher = open_publisher(fault=stop)
    with pytest.raises(Stopped):
        write_all(publisher, datetime.now(UTC))
    publisher.close()
    write_log()
    later = site.issue("Dee Carrow")
    write_log()
    assert judged(credential).holds
    assert judged(later).holds
    newest = selectors.newest()
    assert newest is not None
    assert list(examine(folder_source(log_folder), newest.checkpoint)) == []
    assert newest.size == LogEntry.objects.with_scopes_disabled().count()
    leaves = [leaf for _, leaf in selectors.reader(newest).entries()]
    assert len(set(leaves)) == len(leaves)
