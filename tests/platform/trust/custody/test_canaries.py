"""Known keys, PIN and passphrases are used for everything, then looked for everywhere."""

import io
import json
import logging
import pickle
import secrets as random
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import structlog
from custody_samples import Configure
from django.conf import settings as django_settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter
from django.views.decorators.debug import sensitive_variables
from django_scopes import scope, scopes_disabled
from issued_credentials import issue, published
from key_canaries import leaks, spellings
from key_places import PIN, HardToken, aes_key

from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.platform.settings.logs import configure as configure_logs
from skillmark.platform.settings.logs import logging_config
from skillmark.platform.trust import vault
from skillmark.platform.trust.errors import TrustError

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

KEY: Final = bytes.fromhex("c0ffee17" * 8)
SECRET: Final = bytes.fromhex("5eedbeef" * 8)
BACKUP: Final = "a passphrase of backups, told to nobody"
SITE: Final = "only for tests"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged at the most talkative level, SQL with its values too."""
    stream = io.StringIO()
    config = logging_config("json")
    config["handlers"]["stderr"]["stream"] = stream
    structlog.reset_defaults()
    configure_logs(config)
    for name in (None, "django", "django.db.backends", "skillmark", "botocore", "boto3"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream
    for name in ("django", "django.db.backends", "skillmark", "botocore", "boto3"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()
    configure_logs(django_settings.LOGGING)


@pytest.fixture
def data_keys(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every data key that is made from now on."""
    made: list[bytes] = []

    class Watched:
        @staticmethod
        def token_bytes(count: int) -> bytes:
            made.append(random.token_bytes(count))
            return made[-1]

    monkeypatch.setattr(vault, "secrets", Watched)
    return made


def known_key(organisation: "Organisation") -> Any:
    """Give an organisation the key that is looked for, and a protocol's secret."""
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import IssuerIdentity, KeyPurpose

    private = PrivateKey.from_bytes(Algorithm.ED25519, KEY)
    keys.keep_secret(organisation.pk, "lti", SECRET, public={"kid": "1"})
    name = f"did:key:{private.public.to_multikey()}"
    with transaction.atomic(), scope(organisation=organisation.pk):
        IssuerIdentity.objects.update(is_current=False)
        identity = IssuerIdentity.objects.create(organisation=organisation, did=name)
        return keys.adopt(identity, KeyPurpose.CREDENTIAL, private, version=1)


def body(response: Any) -> bytes:
    assert response.status_code == 200
    whole: bytes = response.getvalue() if response.streaming else response.content
    return whole


def unpacked(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return b"".join(files.read(name) for name in files.namelist())


def everything_in_the_database() -> bytes:
    out = bytearray()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table names
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else b""
                    out += raw + b"\n" + (b"" if raw else str(value).encode())
    return bytes(out)


def test_the_search_finds_what_is_there() -> None:
    for written in spellings(KEY):
        assert leaks([KEY], b"before " + written + b" after")
    import base64

    for start in range(4):
        assert leaks([KEY], base64.b64encode(b"x" * start + KEY + b"more of it"))
    assert leaks([KEY], b"something else entirely") == []


def worked(organisation: "Organisation", actor: Any) -> tuple[Any, bytes]:
    """Issue by form and by job, back up and restore; return a credential and the backup."""
    from skillmark.platform.issuing import services
    from skillmark.platform.jobs import runner
    from skillmark.platform.trust import backup, restoring

    version = published(organisation)
    first = issue(version, "Ann Other", "ann@x.example")
    with scope(organisation=organisation.pk):
        batch = services.preview_batch(
            organisation,
            version,
            b"name,email\nBob,bob@x.example\nCyd,cyd@x.example\n",
            filename="people.csv",
            actor=None,
        )
        started = services.start_batch(batch.pk, actor=None)
        runner.run_to_end(started.job_id)
        started.refresh_from_db()
        assert started.issued == 2
    sealed = backup.make(organisation, BACKUP, actor=actor)
    restoring.restore(sealed, BACKUP)
    return first, sealed


def taken_out(client: Any, slug: str, credential: Any) -> dict[str, bytes]:
    """Return what pages and exports hand out."""
    return {
        "audit export": body(client.post(f"/studio/{slug}/audit/export")),
        "credentials.csv": body(client.get(f"/studio/{slug}/credentials.csv")),
        "settings page": body(client.get(f"/studio/{slug}/settings/trust")),
        "DID document": body(client.get(f"/i/{slug}/did.json")),
        "credential": body(client.get(f"/c/{credential.pk}.json")),
        "everything one holds": unpacked(body(client.get(reverse("backpack:download-all")))),
    }


def on_disk(folder: Path) -> dict[str, bytes]:
    """Return the database in each form it takes, and the files of the job engine."""
    path = Path(str(connection.settings_dict["NAME"]))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as live:
        dumped = "\n".join(live.iterdump()).encode()
    jobs = list(folder.glob("jobs.sqlite3*"))
    assert jobs
    files = [*jobs, *path.parent.glob(path.name + "*")]
    return {
        "tables": everything_in_the_database(),
        "dump": dumped,
        **{f"file {one.name}": one.read_bytes() for one in files},
    }


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("worker")
def test_a_day_of_work_leaves_no_key_anywhere(  # noqa: PLR0917 - fixtures
    organisation: "Organisation",
    user: Any,
    client_of: Callable[[Any], Any],
    lines: io.StringIO,
    data_keys: list[bytes],
    configure: Configure,
    hard: HardToken,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Keys are used for everything and re-wrapped into a module; then what is left is searched."""
    from skillmark.platform.trust import homes, rewrapping

    monkeypatch.setattr(
        connections[DEFAULT_DB_ALIAS], "force_debug_cursor", True
    )  # each statement is logged
    row = known_key(organisation)
    first, sealed = worked(organisation, user)
    monkeypatch.setenv("SKILLMARK_OLD_PASSPHRASE", SITE)
    configure(
        key_encryption=aes_key(hard), key_encryption_before="env:SKILLMARK_OLD_PASSPHRASE"
    )
    rewrapping.begin()
    assert list(rewrapping.run())[-1].left == 0
    row.refresh_from_db()
    assert homes.secret_of(row) == KEY
    looked_for = [KEY, SECRET, *(one for one in data_keys if len(one) == 32)]
    assert len(looked_for) > 3
    places = {
        **taken_out(client_of(user), organisation.slug, first),
        **on_disk(tmp_path),
        "backup": sealed,
        "log": lines.getvalue().encode(),
    }
    for name, place in places.items():
        assert leaks(looked_for, place) == [], name
        for text in (PIN, BACKUP):
            assert text.encode() not in place, name
    assert SITE.encode() not in places["log"] + places["audit export"]
    assert b"INSERT INTO" in places["log"]


@pytest.mark.parametrize(
    "broken",
    [
        "skillmark.core.crypto.PrivateKey.sign",
        "skillmark.core.crypto.PrivateKey.from_bytes",
        "skillmark.platform.trust.custody.memory.decrypt",
        "skillmark.platform.trust.vault.decrypt",
        "skillmark.platform.trust.vault.encrypt",
        "skillmark.platform.trust.backup.pyrage.passphrase.encrypt",
    ],
)
def test_pages_and_mails_of_errors_show_no_key(
    organisation: "Organisation",
    data_keys: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    """Django's page for developers and the report that is mailed, with every local variable."""
    from skillmark.platform.trust import backup, keys, sealing

    row = known_key(organisation)

    def work() -> None:
        keys.open_key(row).sign(b"x")
        sealing.seal_into(row, KEY)
        backup.make(organisation, BACKUP, actor=None)

    @sensitive_variables()
    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError("it broke half way")

    class Broken:
        encrypt = staticmethod(fail)

    if "pyrage" in broken:
        monkeypatch.setattr(backup.pyrage, "passphrase", Broken)
    else:
        monkeypatch.setattr(broken, fail)
    try:
        work()
    except (RuntimeError, TrustError):
        kind, value, trace = sys.exc_info()
        assert trace is not None
        assert trace.tb_next is not None
        trace = trace.tb_next.tb_next  # our own frames know what they look for
    else:
        raise AssertionError("nothing broke")
    request = RequestFactory().post("/", {"passphrase": BACKUP})
    for is_email in (False, True):
        reporter = ExceptionReporter(request, kind, value, trace, is_email=is_email)
        monkeypatch.setattr(reporter.filter, "is_active", lambda _request: True)
        for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
            assert "it broke half way" in report or "VaultError" in report
            assert leaks([KEY, *data_keys], report.encode()) == []
            assert BACKUP not in report.partition("Request information")[0]


def test_what_holds_a_key_is_never_pickled(
    organisation: "Organisation", configure: Configure, hard: HardToken
) -> None:
    """A job engine pickles what it is given: nothing that holds a key lets itself be written."""
    from skillmark.platform.trust import homes, keys, sealing
    from skillmark.platform.trust.homes import Fresh

    row = known_key(organisation)
    configure(key_places=f"module={hard.address}")
    holders = [
        keys.open_key(row),
        sealing.vault_of(row.encryption),
        sealing.vault_of(row.encryption)._kek,
        sealing.places().place("module"),
        Fresh.of_private(PrivateKey.from_bytes(Algorithm.ED25519, KEY)),
    ]
    for holder in holders:
        written = b""
        with suppress(TypeError, TrustError, AttributeError, pickle.PicklingError):
            written = pickle.dumps(holder)
        assert leaks([KEY], written) == []
        assert PIN.encode() not in written, type(holder).__name__
        assert leaks([KEY], repr(holder).encode()) == []
        assert PIN not in repr(holder)
    written = pickle.dumps(row)
    assert leaks([KEY], written) == []
    assert homes.secret_of(row) == KEY


def test_settings_show_no_secret(configure: Configure, hard: HardToken) -> None:
    configure(key_encryption=hard.key("kek"), key_places=f"module={hard.address}")
    config = django_settings.SKILLMARK
    assert PIN not in repr(config) + str(config) + config.model_dump_json()
    assert PIN not in json.dumps(
        ExceptionReporter(None, None, None, None).filter.get_safe_settings(), default=str
    )


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has the switch")
@pytest.mark.no_database
def test_a_process_that_serves_leaves_no_core_dump() -> None:
    program = (
        "from skillmark.cli import serving\n"
        "from skillmark.platform.trust.signer import hardening\n"
        "import resource\n"
        "assert hardening.is_dumpable()\n"
        "serving.no_core_dumps()\n"
        "print(hardening.is_dumpable(), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "False (0, 0)", done.stderr[-500:]


def test_nobody_opens_keys_while_scopes_are_open_for_nothing(
    organisation: "Organisation",
) -> None:
    """What a page may read of a key row holds nothing that opens it."""
    from skillmark.platform.trust import documents
    from skillmark.platform.trust.models import IssuerKey

    known_key(organisation)
    with scopes_disabled():
        shown = repr(list(IssuerKey.objects.all())) + repr(
            [documents.key_facts(row.identity) for row in IssuerKey.objects.all()]
        )
    assert leaks([KEY, SECRET], shown.encode()) == []
