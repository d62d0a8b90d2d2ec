"""What the operator does in the terminal: no waiting time, and the work is done here and now."""

from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.erasure import preview, running, services, subjects
from skillmark.platform.erasure.errors import NothingKeptError
from skillmark.platform.erasure.models import Erasure, Reason
from skillmark.platform.erasure.preview import Foreseen
from skillmark.platform.events.erasure import Subject
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User


def foresee(address: str, organisation: Organisation | None) -> list[Foreseen]:
    """Return what would go.

    Raises:
        NoAddressError: it is no e-mail address.
        NothingKeptError: nothing is kept of it.
    """
    email = services.address_of(address)
    whom = _whom(email, organisation)
    if not preview.anything(whom):
        raise NothingKeptError(_("Nothing is kept of this address here."))
    return preview.foresee(whom)


def erase(address: str, organisation: Organisation | None, *, actor: object) -> Erasure:
    """Erase an address: at one organisation, or the account that has proven it, or everywhere.

    Raises:
        NoAddressError: it is no e-mail address.
        NothingKeptError: nothing is kept of it.
        LastOwnerError: an organisation would have no owner left.
        AskedAlreadyError: the account has asked for it itself.
    """
    foresee(address, organisation)
    email = services.address_of(address)
    user = _account(email)
    if organisation is not None:
        erasure = services.note_at(organisation, email, reason=Reason.ASKED, actor=actor)
    elif user is not None:
        erasure = services.ask(user, tell=False)
    else:
        now = timezone.now()
        erasure = Erasure.objects.with_scopes_disabled().create(
            addresses=[email], asked_by=str(actor), asked_at=now, due_at=now
        )
    running.run(erasure.pk)
    erasure.refresh_from_db()
    return erasure


def _whom(email: str, organisation: Organisation | None) -> Subject:
    if organisation is not None:
        return subjects.of_address(email, organisation)
    user = _account(email)
    return subjects.of_account(user) if user else subjects.of_bare(email)


def _account(email: str) -> User | None:
    person = people.person_by_email(email)
    return (person.user if person else None) or User.objects.filter(email=email).first()
