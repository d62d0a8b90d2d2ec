"""The roles in plain words: what each may do, and what it may not.

The words describe what the views' guards enforce; ``tests/platform/security`` holds the guards.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs.models import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class RoleWords:
    """One role as the page of members explains it."""

    role: Role
    short: "_StrPromise"
    may: "tuple[_StrPromise, ...]"
    may_not: "tuple[_StrPromise, ...]"

    @property
    def label(self) -> str:
        """Return what the role is called."""
        return str(self.role.label)


_DECIDES_OWN: Final = _("Approve what they asked for themselves: that takes a second person.")

ROLES: Final = (
    RoleWords(
        Role.OWNER,
        _("Runs the organisation."),
        (
            _("Everything that the other roles may."),
            _("Invite and remove people, change roles, settings, keys and policies."),
        ),
        (_DECIDES_OWN, _("Leave while they are the only owner.")),
    ),
    RoleWords(
        Role.DESIGNER,
        _("Defines what is awarded."),
        (
            _("Draft, change, publish and archive achievements and their badges."),
            _("Draft and publish programmes, and open groups of learners."),
            _("Draft and publish pathways and quizzes, and say how units are assessed."),
            _("See everything that is issued."),
        ),
        (_("Issue or revoke credentials."), _("Invite people or change settings.")),
    ),
    RoleWords(
        Role.ISSUER,
        _("Awards it to people."),
        (
            _("Issue to one person or to a list, send again, correct, renew."),
            _("Suspend, lift and revoke credentials."),
            _("Open groups of learners, and look after who is in them."),
        ),
        (_("Change achievements."), _("Invite people or change settings.")),
    ),
    RoleWords(
        Role.APPROVER,
        _("Is the second pair of eyes."),
        (
            _("Approve or decline what others ask for: publishing, issuing, large changes."),
            _("See everything, so that the decision can be an informed one."),
        ),
        (_DECIDES_OWN, _("Issue, define or change settings.")),
    ),
    RoleWords(
        Role.ASSESSOR,
        _("Marks evidence."),
        (_("Mark the work of the units they are assigned to, and see no other work."),),
        (
            _("See anything else: achievements, credentials, people, the audit trail."),
            _("Issue, define, approve or change settings."),
        ),
    ),
    RoleWords(
        Role.VIEWER,
        _("Looks on."),
        (_("See achievements, credentials, approvals and the audit trail."),),
        (_("Change anything."),),
    ),
)
