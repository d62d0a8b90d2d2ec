"""Two organisations with one of everything, and everybody who may knock at their doors.

The foreign one is full of canaries: words that stand nowhere else, so that any of them in an answer
to somebody else is a leak.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import programme_samples
import tenant_assessment
import tenant_backpack
import tenant_blockcerts
import tenant_erasure
import tenant_pathways
import tenant_quizzes
import tenant_rights
import tenant_settings
from canaries import CANARY_MAIL, CANARY_STAFF
from django.db import transaction
from django.test import Client
from issued_credentials import claim_token, issue, published
from PIL import Image

from skillmark.platform.issuing.models import Batch
from skillmark.platform.jobs.models import Job

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation, Role
    from skillmark.platform.people.models import User

PASSWORD: Final = "a long enough password"


@dataclass(slots=True)
class Tenant:
    """An organisation and, by the names of path parameters, one of each of its objects.

    Attributes:
        ids: values for the parameters of addresses.
        keys: API keys by what they may do.
    """

    organisation: "Organisation"
    owner: "User"
    version: "AchievementVersion"
    ids: dict[str, str]
    keys: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """Both tenants, and the browsers of everybody."""

    own: Tenant
    foreign: Tenant
    browsers: dict[str, Client]


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever happens to the database inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def account(email: str, name: str) -> "User":
    """Return a new account with a proven address."""
    from skillmark.platform.people import services

    return services.create_account(
        email=email, password=PASSWORD, display_name=name, verified=True
    )


def browser(user: "User | None" = None) -> Client:
    """Return a browser, signed in or not; an error in a view is an answer of 500."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def missing() -> dict[str, str]:
    """Return parameters that lead to nothing, as well formed as the real ones."""
    names = (
        "achievement_id",
        *tenant_settings.NAMES,
        "batch_id",
        *("change_id", "claim_id", "link_id"),
        *tenant_blockcerts.NAMES,
        "credential_id",
        *("invitation_id", "suppression_id", "delivery_id"),
        "job_id",
        "key_id",
        "list_id",
        "mail_id",
        "membership_id",
        "part_id",
        "proof_id",
        *("proposal_id", "question_id"),
        *("programme_id", "module_id", "material_id"),
        *("cohort_id", "consent_id"),
        "enrolment_id",
        "framework_id",
        "skill_id",
        "upload_id",
        "some_id",
        "version_id",
        *tenant_rights.NAMES,
        *tenant_erasure.NAMES,
        *tenant_quizzes.NAMES,
        *tenant_pathways.NAMES,
        *tenant_assessment.NAMES,
        *tenant_backpack.NAMES,
    )
    ids = {name: str(uuid4()) for name in names}
    return ids | {
        "slug": "no-such-organisation",
        "number": "1",
        "token": "x" * 43,
        "key": "no",
        "kind": "no-such-kind",
        "channel": "facebook",
        "digest": "zQmNone",
        "provider": "none",
        "checked": "identity",
    }


def build() -> World:
    """Return a world; must run inside a transaction that is rolled back."""
    from skillmark.platform.orgs.models import Role

    own = tenant("Harbour Skills Training", "harbour", "Mark Olsen", "mark@learner.example")
    foreign = tenant(
        "Canaryfjord Polytechnic",
        "canaryfjord",
        "Qwyzzle Forlornberg",
        CANARY_MAIL,
        achievement="Canaryfjord Seamanship",
        staff=CANARY_STAFF,
        staff_name="Zorbwick Underhall",
        marker="canary",
    )
    browsers = {"anonymous": browser(), "foreign owner": browser(foreign.owner)}
    browsers["learner"] = browser(account("mark@learner.example", "Mark Olsen"))
    browsers["owner"] = browser(own.owner)
    for role in Role:
        if role != Role.OWNER:
            member = _member(own, role)
            browsers[role.value] = browser(member)
            if role == Role.ASSESSOR:
                tenant_assessment.assign(own.organisation, own.ids["plan_id"], member)
    suspended = _member(own, Role.OWNER)
    browsers["suspended owner"] = browser(suspended)
    suspended.is_active = False
    suspended.save()
    return World(own, foreign, browsers)


def tenant(  # noqa: PLR0917 - one tenant's words
    name: str,
    slug: str,
    learner: str,
    email: str,
    achievement: str = "Fire prevention",
    staff: str = "owner@harbour.example",
    staff_name: str = "Olivia Owner",
    marker: str = "own",
) -> Tenant:
    """Return an organisation with one of everything."""
    from skillmark.platform.orgs import services
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.models import ApiKey

    owner = account(staff, staff_name)
    organisation = services.create_organisation(owner=owner, name=name, slug=slug)
    services.set_logo(organisation, _logo(), actor=owner)
    version = published(organisation, achievement)
    credential = issue(version, learner, email)
    with organisation_scope(organisation):
        made = Tenant(
            organisation, owner, version, _objects(organisation, owner, version, marker)
        )
    made.ids |= {
        "slug": slug,
        "achievement_id": str(version.achievement_id),
        "version_id": str(version.pk),
        "some_id": str(version.pk),
        "number": "1",
        "credential_id": str(credential.pk),
        "token": claim_token(credential, email),
        "key": "hallmark",
        "kind": "issued",
        "channel": "facebook",
        "provider": "none",
        **tenant_backpack.objects(owner, marker),
    }
    made.keys = _keys(organisation, owner, marker)
    with organisation_scope(organisation):
        made.ids |= tenant_blockcerts.objects(organisation, made.ids["batch_id"], credential)
        key = ApiKey.objects.filter(revoked_at=None).earliest("created_at")
    made.ids["key_id"] = str(key.pk)
    return made


def _objects(
    organisation: "Organisation", owner: "User", version: "AchievementVersion", marker: str
) -> dict[str, str]:
    from skillmark.platform.issuing import services as issuing
    from skillmark.platform.orgs import services
    from skillmark.platform.orgs.models import Membership, Role
    from skillmark.platform.trust.models import StatusList

    rows = f"name,email\nRow Person,row@{marker}-foreign.example\nBad,bad\n".encode()
    batch = issuing.preview_batch(
        organisation, version, rows, filename=f"{marker}-file.csv", actor=owner
    )
    Batch.objects.filter(pk=batch.pk).update(filename=f"{marker}-file.csv")
    job = Job.objects.create(organisation=organisation, kind="issuing.batch", title=marker)
    invitation, token = services.invite(
        organisation,
        email=f"{marker}-invited@{marker}-foreign.example",
        role=Role.VIEWER,
        actor=owner,
    )
    return {
        "batch_id": str(batch.pk),
        "job_id": str(job.pk),
        "invitation_id": str(invitation.pk),
        **_mail(organisation, marker),
        "invitation": token,
        "membership_id": str(Membership.objects.get(user=owner).pk),
        "list_id": str(StatusList.objects.first().pk),
        **tenant_settings.objects(organisation, owner, marker, account),
        **_skills(organisation, owner, marker),
        **tenant_quizzes.objects(organisation, owner, marker),
        **tenant_rights.objects(organisation, owner, version, marker),
        **tenant_erasure.objects(organisation, marker),
        **tenant_pathways.objects(organisation, owner, version, marker),
        "change_id": _change(organisation),
        **_open_link(organisation, version, marker),
        **programme_samples.objects(organisation, owner, version, marker, account),
        **tenant_assessment.objects(organisation, owner, version, marker),
    }


def _open_link(
    organisation: "Organisation", version: "AchievementVersion", marker: str
) -> dict[str, str]:
    """Return an open claim link, and somebody who has asked there."""
    import hashlib
    from datetime import timedelta

    from django.utils import timezone

    from skillmark.platform.issuing.models import OpenClaim
    from skillmark.platform.issuing.services import open_links

    link = open_links.create_link(
        organisation, version, open_links.Terms(name=f"{marker}-link"), actor=None
    )
    secret = f"{marker}-secret-of-the-open-claim".ljust(43, "x")
    claim = OpenClaim.objects.create(
        organisation=organisation,
        link=link,
        name=f"{marker} asks",
        email=f"asks@{marker}-foreign.example",
        mailbox=f"asks@{marker}-foreign.example",
        token_digest=hashlib.sha256(secret.encode()).hexdigest(),
        token_until=timezone.now() + timedelta(days=1),
    )
    return {
        "link_id": str(link.pk),
        "claim_id": str(claim.pk),
        "open_token": link.token,
        "open_confirm": secret,
    }


def _change(organisation: "Organisation") -> str:
    """Return a change to many that waits for a second person."""
    from skillmark.platform.issuing.models import BulkChange, BulkState, Credential
    from skillmark.platform.issuing.services import bulk

    ids = Credential.objects.values_list("pk", flat=True)[:1]
    change = bulk.choose(organisation, "revoke", ids, actor=None)
    BulkChange.objects.filter(pk=change.pk).update(state=BulkState.WAITING)
    return str(change.pk)


def _mail(organisation: "Organisation", marker: str) -> dict[str, str]:
    from skillmark.platform.issuing.models import Credential, DeliveryKind
    from skillmark.platform.issuing.services import delivery
    from skillmark.platform.mailing import subscriptions, suppressions
    from skillmark.platform.mailing.models import Cause

    address = f"bounced@{marker}-foreign.example"
    link = subscriptions.links([address], organisation.pk)[address]
    rows = Credential.objects.select_related(
        "award", "achievement_version__achievement", "organisation"
    )
    return {
        "delivery_id": str(delivery.send(list(rows), DeliveryKind.ISSUED)[0].pk),
        "suppression_id": str(
            suppressions.suppress(address, organisation.pk, Cause.BOUNCED).pk
        ),
        "unsubscribe": link.rpartition("/")[2],
    }


def _skills(organisation: "Organisation", owner: "User", marker: str) -> dict[str, str]:
    """Return a skill in one's own words, and a file of a framework that was checked."""
    from datetime import date

    from skillmark.platform.skills import services
    from skillmark.platform.skills.reading.entry import Source

    skill = services.add_own(organisation, f"{marker}-skill", actor=owner)
    source = Source(f"{marker}-file.csv", f"name\n{marker}-skill of a file\n".encode())
    upload = services.offer_upload(
        organisation,
        source,
        {"name": f"{marker}-skills"},
        actor=owner,
        at=date(2026, 1, 1),
    )
    return {
        "skill_id": str(skill.pk),
        "framework_id": str(skill.framework_id),
        "upload_id": str(upload.pk),
    }


def _keys(organisation: "Organisation", owner: "User", marker: str) -> dict[str, str]:
    from datetime import timedelta

    from django.utils import timezone

    from skillmark.platform.orgs import api_keys
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.models import Scope

    def make(*scopes: str, expires: bool = False) -> api_keys.IssuedKey:
        ends = timezone.now() - timedelta(seconds=1) if expires else None
        return api_keys.create_api_key(
            organisation, name=f"{marker}-key-name", scopes=scopes, actor=owner, expires_at=ends
        )

    with organisation_scope(organisation):
        revoked = make(*Scope.values)
        api_keys.revoke_api_key(revoked.key, actor=owner)
        made = {f"key {scope}": make(scope).text for scope in Scope.values}
        made |= {
            "full key": make(*Scope.values).text,
            "revoked key": revoked.text,
            "expired key": make(*Scope.values, expires=True).text,
        }
    return made


def _member(of: Tenant, role: "Role") -> "User":
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.models import Membership

    user = account(f"{role.value}-{uuid4().hex[:6]}@harbour.example", f"The {role.label}")
    with organisation_scope(of.organisation):
        Membership.objects.create(organisation=of.organisation, user=user, role=role)
    return user


def _logo() -> bytes:
    out = BytesIO()
    Image.new("RGBA", (8, 8), "green").save(out, "PNG")
    return out.getvalue()
