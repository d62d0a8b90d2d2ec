"""What the catalogue adds to the pages of others: the issuer's page and the studio overview."""

from typing import Final

from skillmark.platform.catalog import selectors
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import ISSUER_PAGE, OVERVIEW, Panel

SHOWN: Final = 5  # drafts; the list has them all


def awarded(organisation: Organisation) -> Panel | None:
    """Return what the organisation awards now, for everybody."""
    versions = list(selectors.public_versions_of(organisation.pk))
    if not versions:
        return None
    return Panel("catalog/awarded_panel.html", {"versions": versions})


def waiting(organisation: Organisation) -> Panel | None:
    """Return the drafts that wait for somebody."""
    drafts = list(selectors.waiting_drafts()[:SHOWN])
    if not drafts:
        return None
    return Panel("catalog/waiting_panel.html", {"drafts": drafts, "organisation": organisation})


ISSUER_PAGE.register(20, awarded)
OVERVIEW.register(30, waiting)
