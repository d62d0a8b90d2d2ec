"""A web process that cannot open a key works with the signer's process; robbed, it opens nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import signer_process
from django.db import connection
from django.test import Client
from signer_documents import Maker
from signer_process import Running

from skillmark.core import jsonio
from skillmark.core.proof import check_proof
from skillmark.platform.issuing.models import Credential
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.services import create_organisation
from skillmark.platform.people.models import User
from skillmark.platform.trust import keys, sealing, signing, status
from skillmark.platform.trust.errors import KeysElsewhereError
from skillmark.platform.trust.models import IssuerKey, KeyPurpose, SealedSecret, StatusList

HOME = "https://skills.example"


@pytest.fixture(scope="module")
def at_home(django_db_setup: None) -> Iterator[Running]:
    """A signer of a site with a lasting address."""
    with signer_process.running(SKILLMARK_SITE_URL=HOME) as one:
        yield one


@pytest.fixture
def site(at_home: Running, make: Maker, settings: Any, tmp_path: Path) -> Running:
    settings.SKILLMARK = signer_process.keyless(tmp_path, at_home.address, site_url=HOME)
    return at_home


def publish(organisation: Organisation) -> Any:
    from skillmark.platform.catalog import services
    from skillmark.platform.catalog.content import Content
    from skillmark.platform.orgs.access import organisation_scope

    facts = {
        "name": "Fire prevention",
        "description": "Prevents small fires.",
        "criteria_markdown": "Pass the test.",
        "outcomes": ["Choose the right extinguisher"],
        "workload_hours": "3",
    }
    with organisation_scope(organisation):
        draft = services.create(organisation, Content.parse(facts), actor=None)
        return services.publish(draft.achievement, actor=None)


def test_no_way_leads_to_a_key(remote: Running, make: Maker) -> None:
    row = (
        IssuerKey.objects.with_scopes_disabled()
        .select_related("encryption")
        .get(pk=make.key.pk)
    )
    with pytest.raises(KeysElsewhereError):
        keys.open_key(row)
    with pytest.raises(KeysElsewhereError):
        sealing.vault_of(row.encryption)
    with pytest.raises(KeysElsewhereError):
        sealing.found(99)


def test_a_page_issues_through_the_signer_alone(
    remote: Running, organisation: Organisation, user: User, settings: Any
) -> None:
    """From the form to a credential that verifies; the process makes no passphrase of its own."""
    version = publish(organisation)
    browser = Client()
    browser.force_login(user)
    page = f"/studio/{organisation.slug}/issue/{version.pk}/person"
    form = {"step": "issue", "name": "Amara Osei", "email": "amara@people.example"}
    answer = browser.post(page, form)
    assert answer.status_code in {302, 303}, answer.content[:2000]
    credential = Credential.objects.with_scopes_disabled().get()
    document = jsonio.load_object(bytes(credential.document))
    proof = document["proof"]
    assert isinstance(proof, dict)
    identity = keys.ensure_identity(organisation)
    public = keys.public_half(keys.active_key(identity, KeyPurpose.CREDENTIAL))
    check_proof(document, proof, public)
    assert not (settings.SKILLMARK.data_dir / "passphrase.key").exists()


def test_new_organisations_get_keys_that_only_the_signer_opens(
    remote: Running, user: User, settings: Any
) -> None:
    made = create_organisation(owner=user, name="Kestrel Logistics")
    identity = keys.ensure_identity(made)
    row = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    assert row.wrapped_key
    signed = signing.open_signer(identity, KeyPurpose.STATUS).sign_status_list(
        Maker(identity).status_list()
    )
    assert signed.document["proof"]


def test_a_key_signs_before_its_row_is_committed(site: Running, user: User) -> None:
    """The site moved: identity, keys, list and credential come about in one transaction."""
    from django.db import transaction

    with transaction.atomic():
        made = create_organisation(owner=user, name="Kestrel Logistics")
        identity = keys.ensure_identity(made)
        assert identity.did == "did:web:skills.example:i:kestrel-logistics"
        signer = signing.open_signer(identity, KeyPurpose.CREDENTIAL)
        assert signer.sign_credential(Maker(identity).credential()).document["proof"]
        places = status.allot(identity, [identity.pk])
    assert len(places[identity.pk]) == 2
    assert StatusList.objects.with_scopes_disabled().filter(identity=identity).count() == 2
    new = keys.rotate(made, KeyPurpose.CREDENTIAL, actor=None)
    assert new.version == 2
    with pytest.raises(KeysElsewhereError):
        keys.open_key(new)


def test_another_s_identifier_gets_no_key(site: Running, user: User) -> None:
    from skillmark.platform.trust import homes
    from skillmark.platform.trust.models import IssuerIdentity
    from skillmark.platform.trust.signer.errors import TenantError

    first = create_organisation(owner=user, name="Kestrel Logistics")
    theirs = keys.ensure_identity(first)
    second = create_organisation(owner=user, name="Another One")
    fresh = homes.fresh(second.pk)
    row = IssuerKey(
        id=fresh.id,
        organisation=second,
        identity=IssuerIdentity(did=theirs.did, organisation=second),
        purpose="credential",
        version=1,
    )
    with pytest.raises(TenantError):
        sealing.seal_into(row, fresh.content)


def test_secrets_of_protocols_are_sealed_and_used_by_the_signer(
    remote: Running, organisation: Organisation
) -> None:
    from skillmark.core.crypto import Algorithm, PrivateKey
    from skillmark.platform.trust.errors import NotIssuableError, WrongTypeError

    private = PrivateKey.generate(Algorithm.ED25519, bytes(range(32)))
    row = keys.keep_secret(organisation.pk, "webvh.next", private.to_bytes(), public={})
    data = bytes(64)
    private.public.verify(signing.sign_secret(row, data), data)
    with pytest.raises(KeysElsewhereError):
        keys.open_secret(row)
    with pytest.raises(NotIssuableError):
        signing.sign_secret(row, b"anything else")
    odd = keys.keep_secret(organisation.pk, "mystery", b"x" * 32, public={})
    with pytest.raises(WrongTypeError):
        signing.sign_secret(odd, data)
    moved = SealedSecret(
        id=row.pk,
        organisation_id=row.organisation_id,
        purpose="webvh.witness",
        encryption=row.encryption,
        wrapped_key=row.wrapped_key,
        ciphertext=row.ciphertext,
    )
    with pytest.raises(Exception, match="does not open"):
        signing.sign_secret(moved, data)


def test_what_a_thief_finds_in_a_web_process_opens_nothing(
    remote: Running, make: Maker, tmp_path: Path
) -> None:
    """Its environment and data folder, taken to another process: the database's keys stay shut."""
    from signer_process import database_url

    stolen = tmp_path / "web"
    program = (
        "import django; django.setup()\n"
        "from skillmark.platform.trust.models import IssuerKey\n"
        "from skillmark.platform.trust import keys\n"
        "rows = list(IssuerKey.objects.with_scopes_disabled().select_related('encryption'))\n"
        "assert rows\n"
        "for row in rows:\n"
        "    try:\n"
        "        keys.open_key(row)\n"
        "    except Exception as error:\n"
        "        print(error.code)\n"
        "    else:\n"
        "        print('OPENED')\n"
    )
    env = {name: text for name, text in os.environ.items() if not name.startswith("SKILLMARK")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "skillmark.platform.settings.django",
        "SKILLMARK_DATA_DIR": str(stolen),
        "SKILLMARK_DATABASE_URL": database_url(),
        "SKILLMARK_SECRET_KEY": "x" * 50,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    for more in ({"SKILLMARK_SIGNER": remote.address}, {}):
        done = subprocess.run(
            [sys.executable, "-c", program], env=env | more, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        told = set(done.stdout.split())
        assert told in ({"trust.signer_holds_keys"}, {"trust.passphrase_wrong"}), done.stdout


def test_the_signer_s_memory_is_not_to_be_read(remote: Running) -> None:
    """Not dumpable: another process of the same account cannot look into it."""
    place = Path(f"/proc/{remote.process.pid}")
    assert place.stat().st_uid == 0  # the kernel gives it to root when it is not dumpable
    limits = (place / "limits").read_text()
    assert [line.split()[4:6] for line in limits.splitlines() if "core file" in line] == [
        ["0", "0"]
    ]
    told = (place / "status").read_text()
    filtered = int(connection.vendor == "sqlite")  # PostgreSQL is reached over the network
    assert f"Seccomp:\t{2 * filtered}\n" in told
    assert f"NoNewPrivs:\t{filtered}\n" in told
