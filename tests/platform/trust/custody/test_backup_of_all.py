"""A backup of everything that exists now: secrets come along, keys in modules are named."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import skillmark
from custody_samples import Configure, make_many
from django_scopes import scopes_disabled
from key_places import HardToken, gone

from skillmark.core import jsonio
from skillmark.core.did import key as did_key
from skillmark.core.proof import check_proof, proofs_of
from skillmark.platform.trust.custody.errors import PlaceMissingError
from skillmark.platform.trust.errors import BackupError, BackupForeignError

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def cheap_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave age's slow part out where a test is about something else."""
    from skillmark.platform.trust import backup

    monkeypatch.setattr(backup, "seal", lambda content, _passphrase: jsonio.dumps(content))
    monkeypatch.setattr(backup, "unseal", lambda data, _passphrase: data)


def made(organisation: "Organisation") -> dict[str, Any]:
    from skillmark.platform.trust import backup

    return json.loads(backup.make(organisation, PASSPHRASE, actor=None))


def restored(content: dict[str, Any], **more: Any) -> Any:
    from skillmark.platform.trust import restoring

    return restoring.restore(jsonio.dumps(content), PASSPHRASE, **more)


def secrets_now() -> dict[str, bytes]:
    from skillmark.platform.trust import sealing
    from skillmark.platform.trust.models import SealedSecret

    with scopes_disabled():
        return {str(row.pk): sealing.open_secret(row) for row in SealedSecret.objects.all()}


@pytest.mark.usefixtures("cheap_seal")
def test_secrets_come_back_under_their_own_ids_also_under_another_passphrase(
    organisation: "Organisation", configure: Configure
) -> None:
    from skillmark.platform.trust.models import SealedSecret

    make_many(organisation, secrets=4)
    before, content = secrets_now(), made(organisation)
    own = {one["id"] for one in content["secrets"]}
    with scopes_disabled():
        mine = SealedSecret.objects.filter(organisation=organisation)
        assert own == {str(row.pk) for row in mine}
        mine.delete()
    configure(key_passphrase="a new machine has another one")
    restored(content, passphrase_lost=True)
    with scopes_disabled():
        rows = SealedSecret.objects.filter(organisation=organisation)
        from skillmark.platform.trust import sealing

        assert {str(row.pk): sealing.open_secret(row) for row in rows} == {
            name: before[name] for name in own
        }


@pytest.mark.usefixtures("cheap_seal")
def test_a_secret_of_another_organisation_is_never_overwritten(
    organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    make_many(organisation, secrets=2)
    make_many(other_organisation, secrets=2)
    before, content, foreign = (
        secrets_now(),
        made(organisation),
        made(other_organisation)["secrets"],
    )
    content["secrets"] = foreign
    with pytest.raises(BackupForeignError):
        restored(content)
    assert secrets_now() == before


@pytest.mark.usefixtures("cheap_seal")
def test_parts_of_others_come_along(organisation: "Organisation") -> None:
    from skillmark.platform.trust import enclosed

    brought: list[Any] = []
    enclosed.also(
        "sample",
        lambda found: {"slug": found.slug},
        lambda found, value: brought.append((found.pk, value)),
    )
    try:
        content = made(organisation)
        assert content["parts"]["sample"] == {"slug": organisation.slug}
        restored(content)
        assert brought == [(organisation.pk, {"slug": organisation.slug})]
    finally:
        del enclosed._parts["sample"]
    with pytest.raises(BackupError):
        restored(content)


@pytest.mark.usefixtures("cheap_seal")
def test_the_first_form_of_the_file_is_still_read(organisation: "Organisation") -> None:
    content = made(organisation) | {"format": "skillmark-keys-1"}
    for name in ("secrets", "parts"):
        del content[name]
    for identity in content["identities"]:
        for key in identity["keys"]:
            del key["location"]
    assert restored(content).keys == 1


@pytest.mark.usefixtures("cheap_seal")
@pytest.mark.parametrize(
    "broken",
    [
        {"secrets": 5},
        {"secrets": [5]},
        {"secrets": [{}]},
        {"secrets": [{"id": "x", "purpose": "p", "public": {}, "secret": ""}]},
        {"parts": []},
        {"parts": {"unknown": 1}},
    ],
)
def test_what_contradicts_itself_changes_nothing(
    organisation: "Organisation", broken: dict[str, Any]
) -> None:
    make_many(organisation, secrets=2)
    before = secrets_now()
    with pytest.raises(BackupError):
        restored(made(organisation) | broken)
    assert secrets_now() == before


class TestKeysInModules:
    @pytest.fixture
    def moved(
        self, at_home: None, organisation: "Organisation", configure: Configure, hard: HardToken
    ) -> Any:
        del at_home  # for its effect
        from skillmark.platform.trust import homes, keys
        from skillmark.platform.trust.models import KeyPurpose

        configure(key_places=f"module={hard.address}&x-algorithm=P-256")
        homes.choose(organisation, "module", actor=None)
        return keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)

    @pytest.mark.usefixtures("cheap_seal")
    def test_it_is_named_and_not_contained_and_signs_again_where_the_module_is(
        self, organisation: "Organisation", moved: Any
    ) -> None:
        from skillmark.platform.trust import backup, keys
        from skillmark.platform.trust.models import IssuerKey

        content = made(organisation)
        (found,) = [
            key
            for identity in content["identities"]
            for key in identity["keys"]
            if key["method"] == moved.verification_method
        ]
        assert (found["secret"], found["location"]) == (None, moved.location)
        assert "4711" not in json.dumps(content)
        newest = backup.newest(organisation)
        assert newest is not None
        assert moved.verification_method in newest.holds
        with scopes_disabled():
            IssuerKey.objects.filter(pk=moved.pk).delete()
        done = restored(content)
        assert done.absent == ()
        with scopes_disabled():
            row = IssuerKey.objects.get(public_multikey=moved.public_multikey)
        assert keys.open_key(row).sign(b"x")

    @pytest.mark.usefixtures("cheap_seal")
    def test_without_its_module_nothing_is_restored_unless_one_says_so(
        self, organisation: "Organisation", moved: Any, hard: HardToken
    ) -> None:
        from skillmark.platform.trust import keys
        from skillmark.platform.trust.models import IssuerKey, KeyState

        content = made(organisation)
        with scopes_disabled():
            IssuerKey.objects.all().delete()
        gone(hard)
        with pytest.raises(PlaceMissingError):
            restored(content)
        with scopes_disabled():
            assert not IssuerKey.objects.exists()
        done = restored(content, without_places=True)
        assert moved.verification_method in done.absent
        with scopes_disabled():
            row = IssuerKey.objects.get(public_multikey=moved.public_multikey)
        assert row.state == KeyState.RETIRED
        assert keys.public_half(row)

    @pytest.mark.usefixtures("cheap_seal")
    def test_another_key_at_the_same_address_is_refused(
        self, organisation: "Organisation", moved: Any
    ) -> None:
        from skillmark.platform.trust import keys, sealing
        from skillmark.platform.trust.models import KeyPurpose

        content = made(organisation)
        other = sealing.places().place("module")
        address = other.make("skillmark-other", other.algorithms[0])
        for identity in content["identities"]:
            for key in identity["keys"]:
                if key["location"] == moved.location:
                    key["location"] = address
        with pytest.raises(BackupError):
            restored(content)
        identity = keys.ensure_identity(organisation)
        assert keys.active_key(identity, KeyPurpose.CREDENTIAL) == moved


def test_the_keys_of_the_installation_itself_have_a_backup_of_their_own(
    organisation: "Organisation", tmp_path: Path
) -> None:
    from skillmark.platform.trust.models import SealedSecret

    make_many(organisation, secrets=4)
    before = secrets_now()
    words, file = tmp_path / "words", tmp_path / "site.age"
    words.write_text(PASSPHRASE)
    assert skillmark("keys", "backup-site", file, "--passphrase-file", words).exit_code == 0
    for secret in before.values():
        assert secret not in file.read_bytes()
    with scopes_disabled():
        SealedSecret.objects.filter(organisation=None).delete()
    result = skillmark("keys", "restore-site", file, "--passphrase-file", words)
    assert result.exit_code == 0
    assert secrets_now() == before
    result = skillmark("keys", "restore", file, "--passphrase-file", words)
    assert "(trust.backup_invalid)" in result.stderr
    result = skillmark("keys", "backup-site", file, "--passphrase-file", words)
    assert "(cli.file_exists)" in result.stderr


_ISSUE = """
import sys
from skillmark.cli import serving
serving.set_up()
sys.path.insert(0, sys.argv[1])
from issued_credentials import issue, published
from skillmark.platform.orgs import selectors, services
from skillmark.platform.people import services as people
if (home := selectors.by_slug("harbour")) is None:
    owner = people.create_account(
        email="olivia@harbour.example", password="a long enough password",
        display_name="Olivia Owner", verified=True,
    )
    home = services.create_organisation(owner=owner, name="Harbour")
if len(sys.argv) > 2:
    version = published(home, sys.argv[3])
    open(sys.argv[2], "wb").write(bytes(issue(version, "Ann Other", "a@x.example").document))
"""


@pytest.mark.sqlite_only
@pytest.mark.no_database
def test_another_machine_signs_again_under_the_same_identifier(tmp_path: Path) -> None:
    """Two installations with data folders and passphrases of their own; by command alone."""

    def on(machine: str, *words: object) -> str:
        clean = {name: value for name, value in os.environ.items() if "SKILLMARK" not in name}
        done = subprocess.run(
            [sys.executable, *map(str, words)],
            env=clean
            | {
                "SKILLMARK_DATA_DIR": str(tmp_path / machine),
                "DJANGO_SETTINGS_MODULE": "skillmark.platform.settings.django",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def command(machine: str, *words: object) -> str:
        return on(machine, "-c", "from skillmark.cli.main import run; run()", *words)

    support = Path(__file__).parents[3] / "support"
    words, file = tmp_path / "words", tmp_path / "keys.age"
    words.write_text(PASSPHRASE)
    for machine in ("old", "new"):
        (tmp_path / machine).mkdir()
        command(machine, "migrate")
    on("old", "-c", _ISSUE, support, tmp_path / "first.json", "Before")
    command("old", "keys", "backup", "harbour", file, "--passphrase-file", words)
    on("new", "-c", _ISSUE, support)
    name = command("new", "keys", "restore", file, "--passphrase-file", words)
    on("new", "-c", _ISSUE, support, tmp_path / "second.json", "After")
    assert (tmp_path / "old" / "passphrase.key").read_text() != (
        tmp_path / "new" / "passphrase.key"
    ).read_text()
    for made_there in ("first.json", "second.json"):
        document = jsonio.load_object((tmp_path / made_there).read_bytes())
        assert document["issuer"]["id"] == name  # type: ignore[index,call-overload]
        (only,) = proofs_of(document)
        check_proof(document, only, did_key.public_key(name))
