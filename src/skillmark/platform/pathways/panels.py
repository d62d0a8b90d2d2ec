"""What pathways add to the pages of others: the stack of a credential, first counts, names."""

from collections.abc import Collection

from django.http import HttpRequest
from django.urls import reverse

from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.panels import log as log_panel
from skillmark.platform.issuing.places import CREDENTIAL_PAGE
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, ISSUER_PAGE, Panel, Subject
from skillmark.platform.pathways import diagram, rules, selectors, stacks, verdicts, words
from skillmark.platform.pathways.models import Pathway

LISTED = 20  # pathways on an issuer's page


def stack(credential: Credential, request: HttpRequest) -> Panel | None:  # noqa: ARG001
    """Show what earned a final, and what a credential counted towards."""
    award = selectors.award_of_credential(credential.pk)
    towards = selectors.finals_of(credential.pk)
    if award is None and not towards:
        return None
    context: dict[str, object] = {"towards": towards, "award": award}
    if award is not None:
        rule = rules.published_rule(award.version)
        lines = words.lines(rule, verdicts.read(rule, award.verdict))
        context |= {
            "lines": lines,
            "picture": diagram.svg(award.version.name, lines, name="stack"),
            "parts": stacks.parts(award),
            "pathway": award.pathway,
            "version": award.version,
            "record": log_panel.standing_of(credential, record=True),
        }
    return Panel("pathways/credential_panel.html", context)


def offered(organisation: Organisation) -> Panel | None:
    """List the pathways of an issuer."""
    rows = list(selectors.public_of(organisation.pk)[:LISTED])
    return Panel("pathways/issuer_panel.html", {"rows": rows}) if rows else None


def named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the name of each pathway that an act was done to."""
    return {
        str(one.pk): Subject(
            one.name, reverse("pathways:pathway", args=[organisation.slug, one.pk])
        )
        for one in Pathway.objects.filter(pk__in=ids)
    }


def found(_organisation: Organisation, query: str) -> list[str]:
    """Return the ids of pathways whose name holds a text."""
    rows = Pathway.objects.filter(name__icontains=query).order_by("pk")
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:50]]


CREDENTIAL_PAGE.register(20, stack)
ISSUER_PAGE.register(40, offered)
AUDIT_SUBJECTS.register("pathway", named, found)
