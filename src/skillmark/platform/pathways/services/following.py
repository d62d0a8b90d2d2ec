"""When an issuer gets another DID: rules that name its older ones name the new one as well.

A key of its own (did:key) is another DID after each rotation, and a site that moved to a real
address names its issuers by that. A published rule stands still, so the next version of it is
published; whoever may issue is the same organisation as before.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.pathways import rules, selectors
from skillmark.platform.pathways.models import Pathway, PathwayVersion, RuleLeaf
from skillmark.platform.pathways.services import drafting
from skillmark.platform.trust.models import IssuerIdentity

LATELY: Final = timedelta(days=30)

log = structlog.get_logger("skillmark.pathways")


def follow_identities(now: datetime) -> int:
    """Publish the next version of every rule that lacks an issuer's newest DID; return how many.

    Where somebody writes a draft, that draft names the DID instead, once it is published.
    """
    fresh = IssuerIdentity.objects.with_scopes_disabled().filter(
        is_current=True, created_at__gte=now - LATELY
    )
    leaves = RuleLeaf.objects.with_scopes_disabled().filter(
        achievement__organisation__in=fresh.values("organisation"),
        version__state=State.PUBLISHED,
    )
    asked = PathwayVersion.objects.with_scopes_disabled().filter(
        pk__in=leaves.values("version")
    )
    return sum(
        _renew(version.pathway)
        for version in asked.select_related("pathway").order_by("pk")
        if rules.with_issuers(version.rule) != version.rule
    )


def _renew(pathway: Pathway) -> bool:
    with organisation_scope(pathway.organisation_id), transaction.atomic():
        held = drafting.locked(pathway)
        if selectors.draft(held) is not None:
            return False
        drafting.open_draft(held)
        version = drafting.publish(held, actor=None)
    log.info("a rule names a new identifier", pathway=str(pathway.pk), version=version.number)
    return True
