"""The database's tables: made in one go where there are none, migrated where there are.

Replaying the migrations on an empty database takes three times as long as all else that a first
start does, and ends in the same tables (tests/platform/settings/test_schema.py compares them).
"""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_up_to_date() -> None:
    """Bring the database to this release's shape, whatever shape it has."""
    if connections[DEFAULT_DB_ALIAS].introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
    else:
        make_tables()
    call_command("createcachetable", verbosity=0)


def make_tables() -> None:
    """Make every table in an empty database, in one transaction, and note all migrations as done."""
    connection = connections[DEFAULT_DB_ALIAS]
    recorder = MigrationRecorder(connection)
    with connection.constraint_checks_disabled(), transaction.atomic():
        with connection.schema_editor() as editor:
            for model in apps.get_models():
                if model._meta.can_migrate(connection):  # noqa: SLF001 - the documented Model._meta API
                    editor.create_model(model)
        recorder.ensure_schema()
        for app, name in sorted(MigrationLoader(connection).disk_migrations):
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
