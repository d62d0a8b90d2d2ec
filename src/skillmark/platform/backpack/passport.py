"""The skills passport: what somebody holds on one page, what it adds up to, and the skills in it.

A skill is shown only where a credential that is valid now proves it; what has ended stays in the
list and proves nothing any more. Stacks are drawn as they stand, with the final where there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillmark.platform.backpack import selectors
from skillmark.platform.backpack.imports import listing
from skillmark.platform.backpack.views import row_of, signed_in
from skillmark.platform.issuing.models import Credential
from skillmark.platform.pathways import diagram, rules, verdicts, words
from skillmark.platform.pathways import people as pathway_people
from skillmark.platform.pathways import selectors as pathways
from skillmark.platform.pathways.models import Learner, PathwayAward, PathwayVersion
from skillmark.platform.people.models import User

MAX_ITEMS: Final = 500
MAX_STACKS: Final = 20


@dataclass(slots=True)
class Skill:
    """A skill, and the valid credentials that prove it."""

    name: str
    framework: str
    url: str
    proofs: list[Credential] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stack:
    """A pathway with one's progress on it.

    Attributes:
        name: of the pathway.
        path: of its page.
        picture: SVG.
        lines: the same in words.
        final: the credential it led to, if it did.
    """

    name: str
    path: str
    picture: str
    lines: list[words.Line]
    final: Credential | None


@never_cache
@login_required
@require_safe
def passport(request: HttpRequest) -> HttpResponse:
    """Show everything that one holds, its stacks and its skills."""
    user = signed_in(request)
    rows = selectors.held_by(user).select_related(
        "achievement_version", "organisation", "award"
    )
    held = list(rows.order_by("-issued_at", "-pk")[:MAX_ITEMS])
    elsewhere = listing.rows(listing.kept(user)[:MAX_ITEMS])
    context = {
        "holder": user.display_name,
        "rows": [row_of(one) for one in held],
        "elsewhere": elsewhere,
        "total": len(held) + len(elsewhere),
        "skills": skills(held),
        "stacks": stacks(user),
    }
    return render(request, "backpack/passport.html", context)


def skills(held: Iterable[Credential]) -> list[Skill]:
    """Return what the valid ones of some credentials prove, the most often proven first."""
    found: dict[str, Skill] = {}
    for credential in held:
        if credential.shown_state != "active":
            continue
        for one in credential.achievement_version.alignments:
            key = one["target_url"] or one["target_name"]
            known = found.setdefault(
                key, Skill(one["target_name"], one["target_framework"], one["target_url"])
            )
            known.proofs.append(credential)
    return sorted(found.values(), key=lambda one: (-len(one.proofs), one.name.casefold()))


def stacks(user: User) -> list[Stack]:
    """Return the pathways on which an account has begun, those it has fulfilled first."""
    person = pathway_people.person_of(user)
    if person is None:
        return []
    rows: Any = Learner.objects.with_scopes_disabled().filter(email__in=person.emails)
    listed = rows.filter(Q(have__gt=0) | Q(satisfied=True) | Q(awards__isnull=False))
    ordered = listed.select_related("pathway__organisation").order_by(
        "-satisfied", "pathway__name", "pk"
    )
    shown = [_stack(one, place) for place, one in enumerate(ordered.distinct()[:MAX_STACKS], 1)]
    return [one for one in shown if one is not None]


def _stack(learner: Learner, place: int) -> Stack | None:
    award = _award(learner)
    version = award.version if award else pathways.public_version(learner.pathway)
    if version is None:
        return None
    return _drawn(learner, version, award, place)


def _drawn(
    learner: Learner, version: PathwayVersion, award: PathwayAward | None, place: int
) -> Stack:
    rule = rules.published_rule(version)
    lines = words.lines(rule, verdicts.read(rule, learner.verdict))
    return Stack(
        name=version.name,
        path=f"/p/{learner.pathway.slug}",
        picture=diagram.svg(version.name, lines, name=f"stack-{place}"),
        lines=lines,
        final=award.credential if award else None,
    )


def _award(learner: Learner) -> PathwayAward | None:
    rows = PathwayAward.objects.with_scopes_disabled().filter(learner=learner)
    found: PathwayAward | None = rows.select_related("credential", "version").first()
    return found
