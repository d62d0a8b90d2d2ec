"""On PostgreSQL the signer's role reads what its rules need, adds to its journal, and no more."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import signer_process
from django.db import connection
from django.utils import timezone
from signer_documents import Maker

from skillmark.platform.trust.signer import client, making, role
from skillmark.platform.trust.signer.errors import SignerError
from skillmark.platform.trust.signer.journal import Journal
from skillmark.platform.trust.signer.models import HeldKey, SignerIntent, SignerOutcome

# Roles belong to the server, not to a database: each test process needs one of its own.
ROLE = f"skillmark_signer_{os.environ.get('PYTEST_XDIST_WORKER', 'test')}"


@pytest.fixture
def own_role(make: Maker) -> Iterator[str]:
    """The role, made by the SQL that we ship, and the URL under which the signer is it."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles")
    with connection.cursor() as cursor:
        cursor.execute(role.sql(ROLE))
        cursor.execute(role.sql(ROLE))  # again, as after an upgrade
    facts = connection.settings_dict
    yield f"postgresql://{ROLE}@{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")
        cursor.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")


def test_the_signer_works_under_its_own_role(
    own_role: str, make: Maker, settings: Any, tmp_path: Path
) -> None:
    with signer_process.running(SKILLMARK_SIGNER_DATABASE_URL=own_role) as one:
        settings.SKILLMARK = signer_process.keyless(tmp_path, one.address, demo=False)
        order, documents = make.order(), make.documents(5)
        first = client.sign(one.address, order, documents)
        again = client.sign(one.address, order, documents)
        assert [one.data for one in first] == [one.data for one in again]  # type: ignore[union-attr]
        assert SignerIntent.objects.get(pk=order.intent).count == 5
        assert SignerOutcome.objects.filter(pk=order.intent).exists()
        from skillmark.platform.trust import homes

        fresh = homes.fresh(make.identity.organisation_id)
        assert fresh.content == b""
        assert HeldKey.objects.filter(key_id=fresh.id).exists()
        HeldKey.objects.update(at=timezone.now() - making.FRESH)
        assert making.tidy(Journal()) == 1
        assert not one.journal.exists()


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("SELECT count(*) FROM trust_issuerkey", True),
        ("SELECT count(*) FROM trust_issueridentity", True),
        ("SELECT count(*) FROM trust_killswitch", True),
        ("SELECT id, state, facts FROM approvals_approval", True),
        ("SELECT count(*) FROM signer_signerintent", True),
        ("SELECT title FROM approvals_approval", False),
        ("SELECT * FROM issuing_credential", False),
        ("SELECT * FROM issuing_award", False),
        ("SELECT * FROM people_user", False),
        ("SELECT * FROM trust_sealedsecret", False),
        ("SELECT * FROM trust_keybackup", False),
        ("SELECT * FROM django_session", False),
        ("UPDATE trust_issuerkey SET state = 'active'", False),
        ("DELETE FROM trust_issuerkey", False),
        ("UPDATE trust_killswitch SET lifted_at = now()", False),
        ("DELETE FROM trust_killswitch", False),
        ("INSERT INTO trust_keyencryption SELECT * FROM trust_keyencryption", False),
        ("UPDATE signer_signerintent SET count = 0", False),
        ("DELETE FROM signer_signerintent", False),
        ("TRUNCATE signer_signerintent", False),
        ("UPDATE signer_signeroutcome SET refused = 0", False),
        ("DELETE FROM signer_signeroutcome", False),
        ("UPDATE signer_madekey SET did = ''", False),
        ("DELETE FROM signer_madekey", False),
        ("SELECT count(*) FROM signer_heldkey", True),
        ("DELETE FROM signer_heldkey", True),
        ("UPDATE signer_heldkey SET at = now()", False),
        ("TRUNCATE signer_heldkey", False),
        ("CREATE TABLE mine (id int)", False),
        ("ALTER TABLE signer_signerintent ADD COLUMN x int", False),
        ("CREATE ROLE another", False),
        ("COPY trust_issuerkey TO PROGRAM 'cat'", False),
    ],
)
def test_what_the_role_may_and_may_not(own_role: str, statement: str, allowed: bool) -> None:
    import psycopg

    with psycopg.connect(own_role) as own, own.cursor() as cursor:
        if allowed:
            cursor.execute(statement.encode())
            return
        with pytest.raises(psycopg.Error) as refused:
            cursor.execute(statement.encode())
        assert refused.value.sqlstate in {"42501", "42P01"}, refused.value


def test_every_table_is_either_listed_or_shut(own_role: str) -> None:
    """A table that comes later is shut to the role until somebody lists it."""
    from django.apps import apps

    def tables(*labels: str) -> set[str]:
        return {apps.get_model(label)._meta.db_table for label in labels}

    listed, held = tables(*role.READS, *role.ADDS, *role.HOLDS), tables(*role.HOLDS)
    assert held == {"signer_heldkey"}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                "SELECT has_any_column_privilege(%s, %s, 'SELECT'),"
                " has_any_column_privilege(%s, %s, 'UPDATE'),"
                " has_table_privilege(%s, %s, 'DELETE')",
                [ROLE, table] * 3,
            )
            assert cursor.fetchone() == (table in listed, False, table in held), table


@pytest.mark.parametrize("name", ["", "a b", "x;DROP ROLE y", 'a"b', "A", "x" * 64])
def test_a_role_s_name_is_a_plain_word(name: str) -> None:
    with pytest.raises(SignerError):
        role.sql(name)
