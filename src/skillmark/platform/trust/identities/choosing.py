"""Which of its two identifiers an organisation names in what it issues from now on.

The did:web is known to nearly every verifier, the did:webvh cannot be taken over by whoever gets
the web address. Both stand in one history, so what was issued under the other stays valid.
"""

from django.db import transaction

from skillmark.core.did.webvh import WebvhDid
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys
from skillmark.platform.trust.errors import NoHistoryError
from skillmark.platform.trust.identities import logs
from skillmark.platform.trust.models import IssuerIdentity


def issues_under_history(identity: IssuerIdentity) -> bool:
    """Say whether an identity is a did:webvh."""
    return identity.did.startswith("did:webvh:")


def choose(organisation: Organisation, *, with_history: bool, actor: object) -> IssuerIdentity:
    """Let an organisation issue under its did:webvh, or under its did:web again.

    Raises:
        NoHistoryError: it has no did:webvh, as on a site without a lasting https address.
    """
    with transaction.atomic():
        current = keys.ensure_identity(organisation)
        if issues_under_history(current) == with_history:
            return current
        row = logs.tell(current)
        if row is None or not row.log:
            raise NoHistoryError("This identity has no published history yet.")
        wanted = row.did if with_history else WebvhDid.parse(row.did).web
        everyone = IssuerIdentity.objects.with_scopes_disabled()
        everyone.filter(organisation=organisation, is_current=True).update(is_current=False)
        known: IssuerIdentity | None = everyone.filter(did=wanted).first()
        chosen = known or keys.make_identity(organisation, wanted)
        everyone.filter(pk=chosen.pk).update(is_current=True)
        chosen.is_current = True
        logs.tell(chosen)
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="identity.chosen",
            object=chosen,
            before={"did": current.did},
            after={"did": chosen.did},
        )
    return chosen
