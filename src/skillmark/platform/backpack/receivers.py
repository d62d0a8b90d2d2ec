"""What the backpack hears of: addresses that were proven, changed or given up."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from skillmark.platform.backpack.imports import keeping
from skillmark.platform.backpack.models import Imported
from skillmark.platform.people.models import EmailIdentity, Person


@receiver([post_save, post_delete], sender=EmailIdentity, dispatch_uid="backpack.proven")
def follow_address(instance: EmailIdentity, **_facts: Any) -> None:
    """Look again whose the credentials from elsewhere are."""
    person = Person.objects.filter(pk=instance.person_id).select_related("user").first()
    user = person.user if person is not None else None
    if user is not None and Imported.objects.filter(user=user).exists():
        keeping.prove(user)
