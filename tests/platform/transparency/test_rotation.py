"""A key is replaced as planned: what it signed stays valid everywhere, by the log, not by its word.

From end to end: issued, logged, rotated by the command, and looked at after the old key's end.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import skillmark
from django.test import Client
from django.utils import timezone
from issued_on_site import SITES, Site

from skillmark.core import jsonio
from skillmark.core.crypto import PrivateKey
from skillmark.core.did import parse_document
from skillmark.core.encoding import timestamp
from skillmark.core.verify import Verdict

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IdentityLog, IssuerKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]
LATER = timedelta(days=3)  # long after the day for which a retired key goes on

type Travel = Callable[[timedelta], datetime]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """Let time go by for the site; the status lists are signed anew meanwhile, as every day."""

    def forward(by: timedelta) -> datetime:
        from skillmark.platform.trust import status

        moment = timezone.now() + by
        monkeypatch.setattr(timezone, "now", lambda: moment)
        status.renew(moment)
        return moment

    return forward


@pytest.fixture(params=["did:web", "did:webvh"])
def history(
    request: pytest.FixtureRequest,
    configure: Callable[..., None],
    organisation: "Organisation",
) -> "IdentityLog":
    """The history of an issuer whose credentials name its did:web, or its did:webvh."""
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.identities import choosing, logs

    configure(site_url=SITES["did:web"])
    row = logs.tell(keys.ensure_identity(organisation), at=timezone.now() - timedelta(hours=2))
    assert row is not None
    if request.param == "did:webvh":
        choosing.choose(organisation, with_history=True, actor=None)
    row.refresh_from_db()
    return row


@pytest.fixture
def credential(
    history: "IdentityLog", site: Site, write_log: Callable[[], int]
) -> "Credential":
    found = site.issue()
    assert write_log() > 0
    return found


def active(organisation: "Organisation") -> "IssuerKey":
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    return keys.active_key(keys.ensure_identity(organisation), KeyPurpose.CREDENTIAL)


def rotated(organisation: "Organisation", history: "IdentityLog") -> "IssuerKey":
    """Replace the key by the command; a minute later the old one has its end. Returns the old."""
    from skillmark.platform.trust.identities import logs

    old = active(organisation)
    done = skillmark("keys", "rotate", organisation.slug)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.strip() != old.verification_method
    logs.tell(history.identity)
    return old


def bundle(credential: "Credential") -> bytes:
    from skillmark.platform.issuing.bundles import bundle_of

    return bundle_of(credential).to_bytes()


def offline(data: bytes, folder: Path, at: datetime) -> Any:
    """Check a bundle with nothing but the policy of the site."""
    from skillmark.platform.transparency import selectors

    (folder / "bundle.json").write_bytes(data)
    policy = {**selectors.policy_document(), "demand": []}
    (folder / "policy.json").write_bytes(jsonio.dumps(policy))
    words = ["verify", folder / "bundle.json", "--policy", folder / "policy.json"]
    return skillmark(*words, "--offline", "--json", "--at", timestamp.encode(at))


def test_what_a_replaced_key_signed_is_valid_everywhere(
    organisation: "Organisation",
    credential: "Credential",
    history: "IdentityLog",
    travel: Travel,
    tmp_path: Path,
) -> None:
    client = Client()
    old = rotated(organisation, history)
    moment = travel(LATER)

    page = client.get(f"/c/{credential.pk}")
    assert page.status_code == 200
    assert "Valid" in page.content.decode()
    assert "Not valid" not in page.content.decode()

    text = bytes(credential.document).decode()
    answer = client.post("/verify", {"text": text}).context["answer"]
    assert answer.word == "Valid", [(one.title, one.reason) for one in answer.lines]

    data = bundle(credential)
    answer = client.post("/verify", {"text": data.decode()}).context["answer"]
    assert answer.word == "Valid", [(one.title, one.reason) for one in answer.lines]

    done = offline(data, tmp_path, moment)
    report = json.loads(done.stdout)
    assert (done.exit_code, report["verdict"]) == (0, "valid"), report
    assert {"log.proven"} <= {one["code"] for one in report["checks"]}

    document = parse_document(
        jsonio.load_object(client.get("/i/harbour-skills-training/did.json").content)
    )
    (found,) = [
        one for one in document.methods if one.public_key.to_multikey() == old.public_multikey
    ]
    assert found.expires is not None
    assert found.expires < moment
    assert found.revoked is None


def test_the_history_tells_the_whole_life_of_the_key(
    organisation: "Organisation", credential: "Credential", history: "IdentityLog"
) -> None:
    """By the log of the did:webvh as a stranger reads it."""
    from skillmark.core.did.webvh import life_of
    from skillmark.platform.trust.identities import logs

    old = rotated(organisation, history)
    history.refresh_from_db()
    read = logs.history_of(history)
    fragment = old.verification_method.partition("#")[2]
    life = life_of(read, f"{read.newest.did}#{fragment}")
    issued = credential.issued_at
    assert issued is not None
    assert life.since is not None
    assert life.since <= issued
    assert life.expires is not None
    assert life.expires > issued
    assert life.revoked is None
    assert "retired" in skillmark("keys", "history", organisation.slug).stdout


def forged(credential: "Credential", private: PrivateKey, made: datetime) -> bytes:
    """What somebody who has the key signs, dated back: another person's, with a good form."""
    from skillmark.core.canon.compiled import ShapeCache
    from skillmark.core.proof import add_proof

    document = jsonio.load_object(bytes(credential.document))
    proof = document.pop("proof")
    assert isinstance(proof, dict)
    document["id"] = str(document["id"])[:-4] + "beef"
    document["validFrom"] = timestamp.encode(made.replace(microsecond=0))
    signed = add_proof(
        document,
        signer=private,
        verification_method=str(proof["verificationMethod"]),
        created=made.replace(microsecond=0),
        canonicalize=ShapeCache().canonicalize,
    )
    return jsonio.dumps(signed)


def stolen(row: "IssuerKey") -> PrivateKey:
    from skillmark.platform.trust import homes

    found = homes.open_key(row)
    assert isinstance(found, PrivateKey)
    return found


def test_a_credential_that_is_dated_back_after_the_theft_is_refused(
    organisation: "Organisation",
    credential: "Credential",
    client: Client,
    tmp_path: Path,
) -> None:
    """The thief writes yesterday's date; nobody saw it in the log, so the date is worth nothing."""
    from skillmark.platform.trust.models import IssuerKey

    IssuerKey.objects.with_scopes_disabled().update(
        created_at=timezone.now() - timedelta(days=30)
    )
    key = active(organisation)
    private = stolen(key)
    since = timestamp.encode(timezone.now() - timedelta(minutes=1))
    words = ("--since", since, "--reason", "A laptop was stolen", "--yes")
    done = skillmark("keys", "compromise", organisation.slug, *words)
    assert done.exit_code == 0, done.stderr
    fake = forged(credential, private, timezone.now() - timedelta(days=1))
    answer = client.post("/verify", {"text": fake.decode()}).context["answer"]
    assert answer.word == "Not valid"
    dressed = json.loads(bundle(credential)) | {"credential": fake.decode()}
    del dressed["log"]  # a proof of another credential would be refused for itself
    result = offline(json.dumps(dressed).encode(), tmp_path, timezone.now())
    report = json.loads(result.stdout)
    assert (result.exit_code, report["verdict"]) == (1, "invalid"), report
    codes = {one["name"]: one["code"] for one in report["checks"]}
    assert (codes["proof"], codes["key"]) == ("proof.valid", "key.revoked_unproven"), codes


def test_a_stolen_key_that_was_replaced_cannot_date_back_either(
    organisation: "Organisation",
    credential: "Credential",
    history: "IdentityLog",
    travel: Travel,
) -> None:
    """Nobody knows of the theft: without a proven time after its end the key proves nothing."""
    from skillmark.platform.verifying import checking

    private = stolen(active(organisation))
    made = timezone.now() - timedelta(minutes=5)
    rotated(organisation, history)
    moment = travel(LATER)
    report = checking.check(forged(credential, private, made), at=moment).report
    assert report.verdict is Verdict.UNKNOWN, report.to_json()
    assert report.checks_named("key")[0].code == "key.time_unproven"
