"""Asking for an erasure, undoing it, and doing it part by part.

Every part is one transaction together with the note that it is done; work that was stopped goes
on with the next, and a part that is repeated finds nothing left.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.erasure import letters, subjects
from skillmark.platform.erasure.errors import (
    AskedAlreadyError,
    LastOwnerError,
    NoAddressError,
    NothingKeptError,
    TooLateError,
)
from skillmark.platform.erasure.models import OPEN, Erasure, ErasureState, Reason
from skillmark.platform.erasure.preview import anything
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.events.erasure import Subject
from skillmark.platform.jobs import services as jobs
from skillmark.platform.orgs.models import Membership, Organisation, Role
from skillmark.platform.people.models import User

JOB_KIND = "erasure.learner"


def open_of(user: User) -> Erasure | None:
    """Return the erasure of an account that was asked for and is not over."""
    rows = Erasure.objects.with_scopes_disabled()
    found: Erasure | None = rows.filter(
        organisation=None, user_id=user.pk, state__in=OPEN
    ).first()
    return found


def only_owner_of(user: User) -> list[Organisation]:
    """Return the organisations that would be left without an owner."""
    rows = Membership.objects.with_scopes_disabled()
    own = rows.filter(user=user, role=Role.OWNER).select_related("organisation")
    others = rows.filter(role=Role.OWNER, user__is_active=True).exclude(user=user)
    kept = set(others.values_list("organisation_id", flat=True))
    return [one.organisation for one in own if one.organisation_id not in kept]


def ask(user: User, *, tell: bool = True) -> Erasure:
    """Ask for everything of an account's person to be erased once the waiting time is over.

    Args:
        user: the account.
        tell: write to its owner until when it can be undone.

    Raises:
        LastOwnerError: an organisation would have no owner left.
        AskedAlreadyError: it was asked for before.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if open_of(user) is not None:
            raise AskedAlreadyError(_("You have asked for this already."))
        alone = only_owner_of(user)
        if alone:
            names = ", ".join(one.name for one in alone)
            raise LastOwnerError(
                _("You are the only owner of %(names)s. Make somebody else an owner first.")
                % {"names": names},
                organisations=names,
            )
        now = timezone.now()
        erasure: Erasure = Erasure.objects.with_scopes_disabled().create(
            asked_by=audit.reference(user),
            user_id=user.pk,
            language=user.language,
            asked_at=now,
            due_at=now + timedelta(hours=settings.SKILLMARK.erasure_wait_hours),
        )
        if tell:
            letters.tell_waiting(erasure, user)
    return erasure


def undo(erasure: Erasure) -> Erasure:
    """Take an erasure back before it begins.

    Raises:
        TooLateError: it has begun.
    """
    with transaction.atomic():
        held = _held(erasure.pk)
        if held.state != ErasureState.WAITING:
            raise TooLateError(_("It has begun, and cannot be undone any more."))
        held.state, held.ended_at = ErasureState.UNDONE, timezone.now()
        held.user_id, held.language = None, ""
        held.save()
    return held


def address_of(text: str) -> str:
    """Return an e-mail address as it is compared.

    Raises:
        NoAddressError: it is none.
    """
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise NoAddressError(
            _("Write one e-mail address, such as ida@people.example.")
        ) from error
    return email


def erase_at(organisation: Organisation, email: str, *, reason: str, actor: object) -> Erasure:
    """Begin to erase an address within one organisation; a durable job does it.

    Raises:
        NoAddressError: it is no e-mail address.
        NothingKeptError: nothing is kept of it there.
    """
    with transaction.atomic():
        erasure = note_at(organisation, email, reason=reason, actor=actor)
        return _with_job(erasure, organisation, actor)


def note_at(organisation: Organisation, email: str, *, reason: str, actor: object) -> Erasure:
    """Note that an address is to be erased within one organisation; raises as `erase_at`."""
    email = address_of(email)
    return _note(subjects.of_address(email, organisation), organisation, reason, actor)


def erase_credential(
    organisation: Organisation, credential_id: UUID, *, reason: str, actor: object
) -> Erasure:
    """Begin to erase a credential without an address, and what names its holder there.

    Raises:
        NothingKeptError: it was erased before, or is not there.
    """
    with transaction.atomic():
        about = subjects.of_credential(credential_id, organisation)
        return _with_job(_note(about, organisation, reason, actor), organisation, actor)


def _note(about: Subject, organisation: Organisation, reason: str, actor: object) -> Erasure:
    with transaction.atomic():
        if not anything(about):
            raise NothingKeptError(_("Nothing is kept of this address here."))
        now = timezone.now()
        erasure: Erasure = Erasure.objects.with_scopes_disabled().create(
            pk=about.erasure,
            organisation=organisation,
            reason=Reason(reason),
            asked_by=audit.reference(actor),
            addresses=sorted(about.emails),
            credentials=b"".join(one.bytes for one in sorted(about.credentials)),
            asked_at=now,
            due_at=now,
        )
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="learner.erasure_asked",
            object=erasure,
            after={"cause": str(erasure.reason)},
            label=erasure.reference,
        )
    return erasure


def _with_job(erasure: Erasure, organisation: Organisation, actor: object) -> Erasure:
    erasure.job = jobs.start(
        JOB_KIND,
        organisation,
        {"erasure": str(erasure.pk)},
        actor=actor,
        title=erasure.reference,
    )
    erasure.save(update_fields=["job"])
    return erasure


def whom(erasure: Erasure) -> Subject:
    """Return whom an erasure is about: as noted once it has begun, as things stand before."""
    if erasure.begun_at is not None:
        return subjects.of(erasure)
    if erasure.organisation is None and erasure.user_id is None:
        return subjects.of_bare(erasure.addresses[0], erasure.pk)
    if erasure.organisation is None:
        return subjects.of_account(User.objects.get(pk=str(erasure.user_id)), erasure.pk)
    if not erasure.addresses:
        (credential_id,) = erasure.credential_ids
        return subjects.of_credential(credential_id, erasure.organisation, erasure.pk)
    return subjects.of_address(erasure.addresses[0], erasure.organisation, erasure.pk)


def _held(erasure_id: UUID) -> Erasure:
    rows = Erasure.objects.with_scopes_disabled().select_for_update(of=("self",))
    found: Erasure = rows.get(pk=erasure_id)
    return found
