"""The pages of erasure: who passes, what has to be typed, and the way back."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from canary_scan import hits_in_database
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from erased_people import CANARY
from issued_credentials import issue, published
from mail_server import MailServer, serving

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
PAGE, CONFIRM, UNDO = "/accounts/erase", "/accounts/erase/confirm", "/accounts/erase/undo"


def proven(client: Client) -> Client:
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return client


def the_one() -> Any:
    from skillmark.platform.erasure.models import Erasure

    return Erasure.objects.with_scopes_disabled().get()


def come_round() -> None:
    from skillmark.platform.erasure import rounds

    rounds.erase_due(timezone.now())


class TestOwn:
    def test_strangers_are_asked_to_sign_in(self, client: Client) -> None:
        for page in (PAGE, CONFIRM):
            assert client.get(page)["Location"].startswith("/accounts/login/")
        assert client.post(UNDO)["Location"].startswith("/accounts/login/")

    def test_the_page_counts_and_the_next_asks_for_the_password(
        self,
        canary: "User",
        organisation: "Organisation",
        client_of: "Callable[[User], Client]",
    ) -> None:
        issue(published(organisation), CANARY.name, CANARY.email)
        browser = client_of(canary)
        page = browser.get(PAGE)
        assert "Credentials: the signed file" in page.text
        assert "/backpack/credentials.zip" in page.text
        assert browser.get(CONFIRM)["Location"].startswith("/accounts/reauthenticate/")

    def test_another_word_than_the_address_erases_nobody(
        self, canary: "User", client_of: "Callable[[User], Client]"
    ) -> None:
        browser = proven(client_of(canary))
        answer = browser.post(CONFIRM, {"typed": "yes"})
        assert answer.status_code == 422
        assert "This is not what stands there" in answer.text

    def test_it_waits_can_be_undone_and_then_happens(
        self,
        canary: "User",
        client_of: "Callable[[User], Client]",
        deliver: Callable[[], None],
    ) -> None:
        from skillmark.platform.events.models import StoredMail
        from skillmark.platform.people.models import User

        browser = proven(client_of(canary))
        browser.post(CONFIRM, {"typed": CANARY.email.upper()})
        deliver()
        mail = StoredMail.objects.get(recipient=CANARY.email)
        assert mail.subject == "Everything about you will be erased"
        assert PAGE in mail.text
        assert "Undo: keep everything" in browser.get(PAGE).text
        come_round()
        assert the_one().state == "waiting"
        assert "It is undone" in browser.post(UNDO, follow=True).text
        assert the_one().user_id is None
        with time_machine.travel(timezone.now() + timedelta(hours=13), tick=False):
            come_round()
        assert User.objects.filter(email=CANARY.email).exists()

        the_one().delete()
        browser.post(CONFIRM, {"typed": CANARY.email})
        with time_machine.travel(timezone.now() + timedelta(hours=13), tick=False):
            come_round()
        assert the_one().state == "done"
        assert not User.objects.filter(email=CANARY.email).exists()
        assert browser.get(PAGE)["Location"].startswith("/accounts/login/")

    def test_what_has_begun_cannot_be_undone(
        self, canary: "User", client_of: "Callable[[User], Client]"
    ) -> None:
        from skillmark.platform.erasure import running, services

        running.begin(services.ask(canary).pk)
        browser = client_of(canary)
        assert "cannot be undone any more" in browser.post(UNDO, follow=True).text
        assert the_one().state == "running"

    def test_the_only_owner_hands_over_first(
        self, user: "User", organisation: "Organisation", studio: Client
    ) -> None:
        assert "You are the only owner here" in studio.get(PAGE).text
        answer = proven(studio).post(CONFIRM, {"typed": user.email})
        assert answer.status_code == 422
        assert organisation.name in answer.text

    def test_nobody_asks_twice(self, canary: "User") -> None:
        from skillmark.platform.erasure import services
        from skillmark.platform.erasure.errors import AskedAlreadyError

        services.ask(canary)
        with pytest.raises(AskedAlreadyError):
            services.ask(canary)

    @pytest.mark.usefixtures("lived")
    def test_an_assessor_is_emptied_and_the_mark_stays(self, canary: "User") -> None:
        from skillmark.platform.assessment.models import Check
        from skillmark.platform.erasure import running, services
        from skillmark.platform.people.models import User

        rows = Check.objects.with_scopes_disabled()
        other = rows.latest("checked_at")
        rows.filter(pk=other.pk).update(checked_by=canary)
        running.run(services.ask(canary).pk)
        left = User.objects.get(pk=canary.pk)
        assert (left.display_name, left.is_active) == ("", False)
        assert left.email.endswith("@erased.invalid")
        assert rows.get(pk=other.pk).checked_by_id == canary.pk

    def test_the_last_mail_leaves_and_no_copy_is_kept(
        self,
        canary: "User",
        settings: "Settings",
        configure: Callable[..., None],
    ) -> None:
        from pydantic import SecretStr

        from skillmark.platform.erasure import running, services
        from skillmark.platform.events.models import OutboxMessage, StoredMail

        with serving() as server:
            configure(email_url=SecretStr(f"smtp://127.0.0.1:{server.port}"))
            settings.MAILERS = {**settings.MAILERS, "delivery": server.mailer()}
            running.run(services.ask(canary).pk)
        told = {mail["To"]: mail["Subject"] for mail in server.box.taken}
        assert told == dict.fromkeys(
            (CANARY.email, CANARY.second), "Everything about you is erased"
        )
        assert not OutboxMessage.objects.exists()
        assert not StoredMail.objects.exists()
        assert the_one().addresses == []

    def test_a_mail_server_that_is_away_keeps_the_address_for_an_hour(
        self, canary: "User", settings: "Settings", configure: Callable[..., None]
    ) -> None:
        from pydantic import SecretStr

        from skillmark.platform.erasure import running, services

        away = MailServer(timeout_s=1)  # never started
        configure(email_url=SecretStr(f"smtp://127.0.0.1:{away.port}"))
        settings.MAILERS = {**settings.MAILERS, "delivery": away.mailer()}
        erasure = services.ask(canary)
        running.run(erasure.pk)
        assert the_one().state == "telling"
        assert running.finish(erasure.pk, timezone.now() + timedelta(minutes=61))
        assert (the_one().state, the_one().addresses) == ("done", [])


class TestOrganisation:
    def test_only_owners_pass(
        self,
        make_member: Callable[..., "User"],
        organisation: "Organisation",
        client_of: "Callable[[User], Client]",
    ) -> None:
        from skillmark.platform.orgs.models import Role

        for role in Role:
            browser = client_of(make_member(role))
            expected = 200 if role == Role.OWNER else 403
            for page in ("erasure:studio",):
                address = reverse(page, args=[organisation.slug])
                assert browser.get(address).status_code == expected, role

    def test_an_owner_sees_what_is_kept_and_erases_it(
        self, organisation: "Organisation", studio: Client
    ) -> None:
        from skillmark.platform.events import audit
        from skillmark.platform.events.models import AuditEntry
        from skillmark.platform.jobs import runner
        from skillmark.platform.orgs.access import organisation_scope

        credential = issue(published(organisation), CANARY.name, CANARY.email)
        new = reverse("erasure:new", args=[organisation.slug])
        assert studio.get(new)["Location"].startswith("/accounts/reauthenticate/")
        proven(studio)
        assert CANARY.email in studio.get(f"{new}?credential={credential.pk}").text
        shown = studio.post(new, {"address": CANARY.email})
        assert "Credentials: the signed file" in shown.text
        wrong = studio.post(
            new, {"address": CANARY.email, "typed": "x@y.example", "reason": "asked"}
        )
        assert wrong.status_code == 422
        sent = studio.post(
            new, {"address": CANARY.email, "typed": CANARY.email, "reason": "asked"}
        )
        erasure = the_one()
        assert sent["Location"] == reverse("erasure:one", args=[organisation.slug, erasure.pk])
        runner.run_to_end(erasure.job_id)
        page = studio.get(sent["Location"])
        assert "It is done" in page.text
        assert CANARY.email not in page.text
        with organisation_scope(organisation):
            entries = list(AuditEntry.objects.filter(action__startswith="learner."))
        assert len(entries) == 2
        assert all(CANARY.email not in f"{one.words}{one.after}" for one in entries)
        assert all(one.label == erasure.reference for one in entries)
        assert audit.verify(organisation.pk).intact
        listed = studio.get(reverse("issuing:credentials", args=[organisation.slug]))
        assert "Erased learner" in listed.text
        own = studio.get(reverse("issuing:credential", args=[organisation.slug, credential.pk]))
        assert own.status_code == 200
        assert "Whose it was is not kept" in own.text

    def test_somebody_without_an_address_is_erased_by_the_credential(
        self, organisation: "Organisation", studio: Client
    ) -> None:
        from skillmark.platform.jobs import runner

        version = published(organisation)
        one, other = issue(version, CANARY.name, None), issue(version, "Bo Stays", None)
        address = reverse("erasure:holder", args=[organisation.slug, one.pk])
        own = reverse("issuing:credential", args=[organisation.slug, one.pk])
        assert address in studio.get(own).text
        proven(studio)
        assert studio.post(address, {"typed": "X Y", "reason": "asked"}).status_code == 422
        studio.post(address, {"typed": CANARY.name, "reason": "asked"})
        runner.run_to_end(the_one().job_id)
        assert the_one().state == "done"
        assert hits_in_database(CANARY.words) == {}
        other.refresh_from_db()
        assert other.erased_at is None
        assert studio.get(address)["Location"] == own

    def test_a_job_that_was_cancelled_is_taken_up_by_the_round(
        self, organisation: "Organisation", user: "User"
    ) -> None:
        from skillmark.platform.erasure import services
        from skillmark.platform.jobs import services as jobs
        from skillmark.platform.orgs.access import organisation_scope

        issue(published(organisation), CANARY.name, CANARY.email)
        erasure = services.erase_at(organisation, CANARY.email, reason="asked", actor=user)
        with organisation_scope(organisation):
            jobs.cancel(erasure.job, actor=user)
        come_round()
        assert the_one().state == "waiting"
        with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
            come_round()
        assert the_one().state == "done"
        assert hits_in_database(CANARY.words) == {}

    def test_an_erased_credential_is_neither_corrected_nor_renewed_but_revoked(
        self, organisation: "Organisation", user: "User"
    ) -> None:
        from skillmark.core.issue.recipient import Recipient
        from skillmark.platform.erasure import services
        from skillmark.platform.issuing.errors import ErasedError
        from skillmark.platform.issuing.services import (
            delivery,
            lifecycle,
            renewal,
            replacement,
        )
        from skillmark.platform.jobs import runner
        from skillmark.platform.orgs.access import organisation_scope

        one = issue(published(organisation), CANARY.name, CANARY.email)
        erasure = services.erase_at(organisation, CANARY.email, reason="period", actor=user)
        runner.run_to_end(erasure.job_id)
        with organisation_scope(organisation):
            with pytest.raises(ErasedError):
                replacement.replace(one.pk, Recipient(name="A B"), actor=user)
            with pytest.raises(ErasedError):
                renewal.renew(one.pk, renewal.Terms(), actor=user)
            with pytest.raises(ErasedError):
                delivery.correct_address(one.pk, "x@people.example", actor=user)
            lifecycle.revoke(one.pk, reason="By mistake", actor=user)
            one.refresh_from_db()
        assert one.state == "revoked"

    def test_the_database_lets_nothing_but_an_erasure_touch_the_bytes(
        self, organisation: "Organisation"
    ) -> None:
        from django.db import DatabaseError, connection, transaction

        one = issue(published(organisation), CANARY.name, CANARY.email)
        table = one._meta.db_table
        for change in ("document = 'x'", "digest = ''", "document = ''"):
            with (
                pytest.raises(DatabaseError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608

    def test_an_address_of_which_nothing_is_kept_is_told_so(
        self, organisation: "Organisation", user: "User"
    ) -> None:
        from skillmark.platform.erasure import services
        from skillmark.platform.erasure.errors import NoAddressError, NothingKeptError

        with pytest.raises(NothingKeptError):
            services.erase_at(organisation, "no@body.example", reason="asked", actor=user)
        with pytest.raises(NoAddressError):
            services.erase_at(organisation, "nobody", reason="asked", actor=user)
