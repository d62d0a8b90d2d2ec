"""Everything that happened to a credential and will, as lines of one list, with who did it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.events.audit import SYSTEM
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.issuing.models import FINAL_STATES, Credential
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services.replacement import LABELS
from skillmark.platform.orgs import actors
from skillmark.platform.ui.saying import said

_TITLES: Final = {
    "credential.issued": (gettext_lazy("Issued"), ""),
    "credential.claimed": (gettext_lazy("Taken by its holder"), ""),
    "credential.resent": (gettext_lazy("Mail sent again"), "quiet"),
    "credential.suspended": (gettext_lazy("Suspended"), "bad"),
    "credential.lifted": (gettext_lazy("Suspension lifted"), ""),
    "credential.revoked": (gettext_lazy("Revoked"), "bad"),
    "credential.replaced": (gettext_lazy("Replaced by a corrected one"), "bad"),
    "credential.renewed": (gettext_lazy("Renewed"), ""),
    "credential.address_corrected": (gettext_lazy("E-mail address corrected"), ""),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a credential's timeline.

    Attributes:
        tone: ``bad``, ``quiet`` or nothing.
        actor: who did it, as the organisation calls them; empty for mails and dates.
        href: the other credential it leads to.
    """

    at: datetime
    title: str
    note: str = ""
    tone: str = ""
    actor: str = ""
    href: str = ""


def timeline(of: Credential) -> list[Moment]:
    """Return what happened to a credential and what will, the newest first."""
    acts = selectors.history(of)
    names = actors.names(act.actor for act in acts)
    moments = [_act(of, act, names) for act in acts] + _mails(of) + _dates(of)
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _act(of: Credential, act: AuditEntry, names: dict[str, str]) -> Moment:
    title, tone = _TITLES.get(act.action, (act.action, "quiet"))
    after = act.after or {}
    notes = [str(after.get("reason") or "")]
    changed = [str(LABELS[name]) for name in after.get("changed", []) if name in LABELS]
    if changed:
        notes.append(_("Changed: %(fields)s") % {"fields": ", ".join(changed)})
    elif act.action == "credential.replaced":
        title = gettext_lazy("Ended by its renewal")
    href = ""
    if act.action == "credential.renewed" and after.get("renewal"):
        slug = of.organisation.slug
        href = reverse("issuing:credential", args=[slug, after["renewal"]])
    note = " · ".join(filter(None, notes))
    nobody = act.action == "credential.claimed" and act.actor == SYSTEM  # taken without account
    who = "" if nobody else names.get(act.actor, act.actor)
    return Moment(act.at, str(title), note, tone, who, href)


def _mails(of: Credential) -> list[Moment]:
    return [
        Moment(
            one.created_at,
            _("Mail: %(kind)s") % {"kind": one.get_kind_display()},
            " · ".join(filter(None, [one.address, one.get_state_display(), said(one.words)])),
            "bad" if one.came_back else "quiet",
        )
        for one in selectors.deliveries(of)
    ]


def _dates(of: Credential) -> list[Moment]:
    now, moments = timezone.now(), []
    if of.renewal_opens_at is not None and of.state == "active":
        title = (
            _("Can be renewed since")
            if of.renewal_opens_at <= now
            else _("Can be renewed from")
        )
        moments.append(Moment(of.renewal_opens_at, title, "", "quiet"))
    if of.inner_until is not None and of.state not in FINAL_STATES:
        part = {"part": of.achievement_version.inner_name}
        over = of.inner_until <= now
        title = (_("%(part)s has ended") if over else _("%(part)s will end")) % part
        moments.append(Moment(of.inner_until, title, "", "bad" if over else "quiet"))
    if of.valid_until is not None and of.state not in FINAL_STATES:
        over = of.is_expired
        title = _("Expired") if over else _("Will expire")
        moments.append(Moment(of.valid_until, title, "", "bad" if over else "quiet"))
    return moments
