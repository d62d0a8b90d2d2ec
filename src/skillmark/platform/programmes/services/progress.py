"""How far somebody is: modules they tick off, by themselves or by those who teach."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from skillmark.platform.programmes.errors import StateError
from skillmark.platform.programmes.models import Enrolment, Module, ModuleProgress
from skillmark.platform.programmes.vocabulary import EnrolmentState

FOLLOWING = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)
"""States in which somebody reads the materials."""


def set_done(enrolment: Enrolment, module_id: UUID, *, done: bool) -> None:
    """Note that a module is worked through, or is not; twice is as good as once.

    Raises:
        StateError: the person has no place.
        ObjectDoesNotExist: the programme has no such module.
    """
    if enrolment.state not in FOLLOWING:
        raise StateError(_("You have no place in this programme."), state=enrolment.state)
    with transaction.atomic():
        module = Module.objects.get(pk=module_id, programme_id=enrolment.programme_id)
        rows = ModuleProgress.objects.filter(enrolment=enrolment, module=module)
        if not done:
            rows.delete()
        else:
            ModuleProgress.objects.get_or_create(
                enrolment=enrolment,
                module=module,
                defaults={"organisation_id": enrolment.organisation_id},
            )
