"""What the trust app adds to the pages of others: identity and keys on the issuer's page."""

from typing import Any

from django.dispatch import receiver

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import ISSUER_PAGE, Panel
from skillmark.platform.orgs.signals import organisation_created
from skillmark.platform.trust import documents, keys


def identity_panel(organisation: Organisation) -> Panel | None:
    """Return identity and keys as everybody may see them."""
    identity = documents.current_identity(organisation)
    if identity is None:
        return None
    return Panel(
        "trust/identity_panel.html",
        {
            "did": identity.did,
            "is_web": identity.did.startswith("did:web:"),
            "keys": documents.key_facts(identity),
            "document_url": f"/i/{organisation.slug}/did.json",
        },
    )


@receiver(organisation_created, dispatch_uid="trust.identity")
def _make_identity(organisation: Organisation, **_kwargs: Any) -> None:
    """Give a new organisation its identity and keys in the transaction that creates it."""
    keys.ensure_identity(organisation)


ISSUER_PAGE.register(80, identity_panel)
