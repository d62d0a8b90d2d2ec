"""What the trust app adds to the pages of others: identity, backup, pause, check of the trail."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs import domains
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import (
    AUDIT_PAGE,
    FIRST_STEPS,
    ISSUER_PAGE,
    OVERVIEW,
    SETTINGS,
    Group,
    Panel,
    Step,
)
from skillmark.platform.orgs.signals import organisation_created
from skillmark.platform.trust import documents, keys, selectors, signing, trail
from skillmark.platform.trust.models import KeyState


def identity_panel(organisation: Organisation) -> Panel | None:
    """Return identity and keys as everybody may see them."""
    identity = documents.current_identity(organisation)
    if identity is None:
        return None
    return Panel(
        "trust/identity_panel.html",
        {
            "did": identity.did,
            "is_web": identity.did.startswith("did:web"),
            "keys": documents.key_facts(identity),
            "document_url": f"/i/{organisation.slug}/did.json",
            "history": selectors.history(identity),
            "log_url": f"/i/{organisation.slug}/did.jsonl",
            "witness_url": f"/i/{organisation.slug}/did-witness.json",
        },
    )


@receiver(organisation_created, dispatch_uid="trust.identity")
def _make_identity(organisation: Organisation, **_kwargs: Any) -> None:
    """Give a new organisation its identity and keys in the transaction that creates it."""
    keys.ensure_identity(organisation)


def backup_step(organisation: Organisation) -> Step:
    """Return the first step of keeping a copy of the keys."""
    return Step(
        _("Keep a copy of your keys"),
        _(
            "Sealed with a passphrase, in your hands: with it you can sign again whatever happens."
        ),
        reverse("trust:settings", args=[organisation.slug]),
        selectors.backed_up(organisation),
    )


def paused_panel(organisation: Organisation) -> Panel | None:
    """Say on the overview that issuing is paused, while it is."""
    paused = signing.halted(organisation.pk)
    if paused is None:
        return None
    return Panel("trust/paused_panel.html", {"paused": paused})


def trail_panel(organisation: Organisation) -> Panel:
    """Say above the audit trail when it was last checked, and offer to check it."""
    last = trail.last_check()
    words = trail.complete_words(last.entries) if last else ""
    url = reverse("trust:trail", args=[organisation.slug])
    return Panel("trust/trail_panel.html", {"last": last, "words": words, "url": url})


def names(organisation: Organisation) -> set[str]:
    """Return every DID and active key that means the organisation: a domain may name them."""
    identity = documents.current_identity(organisation)
    if identity is None:
        return set()
    active = (row for row in documents.keys_of(identity) if row.state == KeyState.ACTIVE)
    beside = selectors.history(identity)
    both = {identity.did} if beside is None else {identity.did, beside.did}
    return {*both, *(row.public_multikey for row in active)}


domains.named_by(names, "trust")
ISSUER_PAGE.register(80, identity_panel)
OVERVIEW.register(1, paused_panel)
AUDIT_PAGE.register(10, trail_panel)
FIRST_STEPS.register(60, backup_step)
SETTINGS.register(70, "trust", _("Keys"), "trust:settings", Group.TRUST)
