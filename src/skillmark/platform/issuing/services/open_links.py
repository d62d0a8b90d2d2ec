"""Open claim links from the organiser's side: made, changed, paused, closed.

A link with more places than one person may give alone waits for a second person's yes first, as
a list of so many would.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.approvals import registry
from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.models import Approval
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.text import line
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing.errors import OpenLinkError
from skillmark.platform.issuing.models import LinkState, OpenLink
from skillmark.platform.issuing.services.previews import require_published
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.models import Organisation

TOKEN_BYTES: Final = 32
MAX_CAPACITY: Final = 100_000
MAX_DOMAINS: Final = 20
APPROVE_LINK: Final = "issuing.link"
_FIELDS: Final = (
    "name",
    "capacity",
    "opens_at",
    "closes_at",
    "time_zone",
    "domains",
    "code_word",
    "needs_approval",
    "achieved_on",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an open link gives, to whom and when.

    Attributes:
        name: for the organisation only.
        capacity: how many places; none means no limit.
        opens_at: not before.
        closes_at: not after.
        time_zone: in which both were said.
        domains: addresses must end in one of these; empty takes any.
        code_word: said aloud in the room; "" asks for none.
        needs_approval: the organiser says yes to each person.
        achieved_on: the same for everyone; today without one.
    """

    name: str
    capacity: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_zone: str = ""
    domains: tuple[str, ...] = ()
    code_word: str = ""
    needs_approval: bool = False
    achieved_on: date | None = None


def create_link(
    organisation: Organisation,
    version: AchievementVersion,
    terms: Terms,
    *,
    actor: object,
) -> OpenLink:
    """Make an open link; it is open at once unless a second person has to say yes.

    Raises:
        NotPublishedError: the version is not published.
        OpenLinkError: the terms contradict each other.
    """
    require_published(version)
    values = _values(terms)
    with transaction.atomic():
        link: OpenLink = OpenLink.objects.create(
            organisation=organisation,
            achievement_version=version,
            token=secrets.token_urlsafe(TOKEN_BYTES),
            created_by=audit.reference(actor),
            **values,
        )
        _record(link, "open_link.created", actor, after=_said(values))
        if _needs_yes(organisation, terms.capacity):
            _ask(link, actor)
    return link


def change_link(link_id: UUID, terms: Terms, *, actor: object) -> OpenLink:
    """Change what a link gives; what it has given stays.

    Raises:
        OpenLinkError: it is closed, has fewer places than are taken, or the terms contradict
            each other.
    """
    values = _values(terms)
    with transaction.atomic():
        link = held_link(link_id)
        if link.state == LinkState.CLOSED:
            raise OpenLinkError(_("A closed link stays closed. Make a new one."))
        if terms.capacity is not None and terms.capacity < link.taken:
            raise OpenLinkError(
                _("%(taken)d places are taken already. Allow at least as many.")
                % {"taken": link.taken},
                field="capacity",
            )
        before = {name: getattr(link, name) for name in _FIELDS}
        grew = _needs_yes(link.organisation, terms.capacity) and not _needs_yes(
            link.organisation, link.capacity
        )
        for name, value in values.items():
            setattr(link, name, value)
        link.save(update_fields=_FIELDS)
        _record(link, "open_link.changed", actor, before=_said(before), after=_said(values))
        if grew and link.state != LinkState.WAITING:
            _ask(link, actor)
    return link


def pause_link(link_id: UUID, *, actor: object) -> OpenLink:
    """Let a link give nothing for a while.

    Raises:
        OpenLinkError: it is not open.
    """
    return _turn(link_id, {LinkState.OPEN}, LinkState.PAUSED, "open_link.paused", actor)


def resume_link(link_id: UUID, *, actor: object) -> OpenLink:
    """Open a paused link again.

    Raises:
        OpenLinkError: it is not paused.
    """
    return _turn(link_id, {LinkState.PAUSED}, LinkState.OPEN, "open_link.resumed", actor)


def close_link(link_id: UUID, *, actor: object) -> OpenLink:
    """Close a link for good; what it has given stays.

    Raises:
        OpenLinkError: it is closed already.
    """
    usual = {LinkState.OPEN, LinkState.PAUSED, LinkState.WAITING}
    return _turn(link_id, usual, LinkState.CLOSED, "open_link.closed", actor)


def held_link(link_id: UUID) -> OpenLink:
    """Return a link of the current organisation with its row locked."""
    rows = OpenLink.objects.select_for_update(of=("self",)).select_related(
        "organisation", "achievement_version__achievement"
    )
    link: OpenLink = rows.get(pk=link_id)
    return link


def _needs_yes(organisation: Organisation, capacity: int | None) -> bool:
    threshold = policy.of(organisation).approve_issuing_from
    return threshold is not None and (capacity is None or capacity >= max(1, threshold))


def _ask(link: OpenLink, actor: object) -> None:
    link.state = LinkState.WAITING
    link.save(update_fields=["state"])
    name = link.achievement_version.name
    if link.capacity is None:
        title = _("Open link for “%(name)s” without a limit") % {"name": name}
    else:
        words = {"name": name, "places": link.capacity}
        title = _("Open link for “%(name)s” with %(places)d places") % words
    approvals.ask(
        APPROVE_LINK,
        organisation=link.organisation,
        subject_id=link.pk,
        title=title,
        actor=actor,
        href=reverse("issuing:link", args=[link.organisation.slug, link.pk]),
        facts={"people": link.capacity},
    )


def _approved(request: Approval, _by: object) -> None:
    link = held_link(request.subject_id)
    if link.state == LinkState.WAITING:
        link.state = LinkState.OPEN
        link.save(update_fields=["state"])


def _declined(request: Approval, _by: object) -> None:
    link = held_link(request.subject_id)
    if link.state == LinkState.WAITING:
        link.state, link.closed_at = LinkState.CLOSED, timezone.now()
        link.save(update_fields=["state", "closed_at"])


def _turn(
    link_id: UUID, allowed: set[LinkState], to: LinkState, action: str, actor: object
) -> OpenLink:
    with transaction.atomic():
        link = held_link(link_id)
        if link.state not in allowed:
            raise OpenLinkError(
                _("The link is in another state by now. Reload the page."), state=link.state
            )
        before, link.state = link.state, to
        if to == LinkState.CLOSED:
            link.closed_at = timezone.now()
        link.save(update_fields=["state", "closed_at"])
        _record(link, action, actor, before={"state": before}, after={"state": to})
    return link


def _values(terms: Terms) -> dict[str, Any]:
    """Return the columns of a link.

    Raises:
        OpenLinkError: the terms contradict each other.
    """
    name = line(terms.name)[:120]
    if not name:
        raise OpenLinkError(_("Give the link a name, for your own list."), field="name")
    if terms.capacity is not None and not 1 <= terms.capacity <= MAX_CAPACITY:
        raise OpenLinkError(
            _("Allow 1 to %(most)d places.") % {"most": MAX_CAPACITY}, field="capacity"
        )
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        raise OpenLinkError(_("It would close before it opens."), field="closes_at")
    if terms.achieved_on and terms.achieved_on > timezone.now().date():
        raise OpenLinkError(_("This day lies in the future."), field="achieved_on")
    if len(terms.domains) > MAX_DOMAINS:
        raise OpenLinkError(
            _("Name at most %(most)d domains.") % {"most": MAX_DOMAINS}, field="domains"
        )
    return {
        "name": name,
        "capacity": terms.capacity,
        "opens_at": terms.opens_at,
        "closes_at": terms.closes_at,
        "time_zone": terms.time_zone,
        "domains": " ".join(terms.domains),
        "code_word": line(terms.code_word)[:60],
        "needs_approval": terms.needs_approval,
        "achieved_on": terms.achieved_on,
    }


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Return the terms for the audit trail; the code word stays out of it."""
    facts = {name: values[name] for name in _FIELDS if name not in {"code_word", "name"}}
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in facts.items()
    } | {"asks_word": bool(values["code_word"])}


def _record(
    link: OpenLink,
    action: str,
    actor: object,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    events.record(
        organisation_id=link.organisation_id,
        actor=actor,
        action=action,
        object=link,
        before=before,
        after=after,
        label=link.name,
    )


registry.register(
    APPROVE_LINK, registry.Kind(gettext_lazy("Open a claim link"), _approved, _declined)
)
