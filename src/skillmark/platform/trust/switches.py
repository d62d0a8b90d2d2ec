"""Kill switches: rows that the signer reads with every order.

A switch stops the platform, one organisation or one key, for everything or for new credentials
only. Setting one is a row in the database, so it counts for every process from its commit on.
"""

from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust.errors import SigningHaltedError
from skillmark.platform.trust.models import IssuerKey, KeyPurpose, KillSwitch


def halt(
    *,
    reason: str,
    organisation: Organisation | None = None,
    key: IssuerKey | None = None,
    actor: str = "",
    issuing_only: bool = False,
) -> KillSwitch:
    """Stop signing at once, of one key, of one organisation or of the platform.

    Args:
        reason: for those who find it stopped.
        organisation: whose signing stops; everybody's without one.
        key: the only key that stops, of any organisation.
        actor: who stops it.
        issuing_only: let status lists go on, so that credentials can still be revoked.
    """
    return KillSwitch.objects.create(
        organisation=organisation,
        key=key,
        reason=reason,
        set_by=actor,
        issuing_only=issuing_only,
    )


def resume(switch: KillSwitch) -> None:
    """Lift a kill switch."""
    switch.lifted_at = timezone.now()
    switch.save(update_fields=["lifted_at"])


def halted(organisation_id: UUID) -> KillSwitch | None:
    """Return what keeps an organisation from issuing now: the platform's switch before its own."""
    mine = Q(organisation_id=organisation_id) | Q(organisation=None)
    found = KillSwitch.objects.filter(mine, key=None, lifted_at=None)
    return found.order_by(F("organisation").asc(nulls_first=True), "set_at").first()


def refuse_when_halted(
    organisation_id: UUID, key_id: UUID, purpose: KeyPurpose = KeyPurpose.CREDENTIAL
) -> None:
    """Read the kill switches.

    Raises:
        SigningHaltedError: one that concerns the platform, the organisation or the key is set.
    """
    platform = Q(organisation=None, key=None)
    mine = Q(organisation_id=organisation_id, key=None) | Q(key_id=key_id)
    switches = KillSwitch.objects.filter(platform | mine, lifted_at=None)
    if purpose != KeyPurpose.CREDENTIAL:
        switches = switches.filter(issuing_only=False)
    found = switches.first()
    if found is not None:
        raise SigningHaltedError(
            "Signing is halted at the moment.", since=found.set_at.isoformat()
        )
