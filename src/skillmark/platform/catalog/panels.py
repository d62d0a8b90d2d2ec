"""What the catalogue adds to the pages of others: the issuer's page and the studio overview."""

from skillmark.platform.catalog import selectors
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import ISSUER_PAGE, OVERVIEW, Panel


def awarded(organisation: Organisation) -> Panel | None:
    """Return what the organisation awards now, for everybody."""
    versions = list(selectors.public_versions_of(organisation.pk))
    if not versions:
        return None
    return Panel("catalog/awarded_panel.html", {"versions": versions})


def waiting(organisation: Organisation) -> Panel | None:
    """Return the drafts that wait for somebody, or the first step when there is nothing."""
    counts = selectors.counts()
    drafts = list(selectors.waiting_drafts()[:5])
    if counts and not drafts:
        return None
    context = {
        "drafts": drafts,
        "first": not counts,
        "organisation": organisation,
        "published": counts.get(State.PUBLISHED, 0),
    }
    return Panel("catalog/waiting_panel.html", context)


ISSUER_PAGE.register(20, awarded)
OVERVIEW.register(30, waiting)
