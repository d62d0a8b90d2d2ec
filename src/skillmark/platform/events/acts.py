"""What the acts, things and facts of the audit trail are called on a page.

The trail keeps ``noun.verb`` for programs and for ever; people read these words. What is not in
the tables, such as an act of an app that is not installed any more, reads as it is written.
"""

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from skillmark.core.audit import Fault, Finding

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTS: Final[dict[str, "_StrPromise"]] = {
    "achievement.archived": _l("Achievement archived"),
    "achievement.changed": _l("Achievement changed"),
    "achievement.created": _l("Achievement created"),
    "achievement.discarded": _l("Draft discarded"),
    "achievement.published": _l("Achievement published"),
    "achievement.restored": _l("Achievement restored"),
    "api_key.created": _l("API key created"),
    "api_key.revoked": _l("API key revoked"),
    "batch.discarded": _l("File discarded"),
    "batch.issued": _l("File issued"),
    "batch.previewed": _l("File checked"),
    "credential.claimed": _l("Credential claimed"),
    "credential.issued": _l("Credential issued"),
    "credential.resent": _l("Mail sent again"),
    "credential.revoked": _l("Credential revoked"),
    "credential.suspended": _l("Credential suspended"),
    "credential.lifted": _l("Suspension lifted"),
    "identity.created": _l("Identity created"),
    "identity.restored": _l("Identity restored from a backup"),
    "invitation.accepted": _l("Invitation accepted"),
    "invitation.sent": _l("Invitation sent"),
    "invitation.withdrawn": _l("Invitation withdrawn"),
    "job.cancel_requested": _l("Job asked to stop"),
    "job.cancelled": _l("Job stopped"),
    "job.done": _l("Job done"),
    "job.failed": _l("Job failed"),
    "job.resumed": _l("Job resumed"),
    "job.started": _l("Job started"),
    "key.backed_up": _l("Keys backed up"),
    "key.restored": _l("Key restored from a backup"),
    "key.rotated": _l("Key replaced"),
    "membership.created": _l("Member added"),
    "membership.removed": _l("Member removed"),
    "membership.role_changed": _l("Role changed"),
    "organisation.changed": _l("Organisation changed"),
    "organisation.created": _l("Organisation created"),
    "organisation.logo_changed": _l("Logo changed"),
    "organisation.logo_removed": _l("Logo removed"),
    "policy.changed": _l("Policy changed"),
    "quality.aims_changed": _l("Quality profiles chosen"),
    "signing.paused": _l("Issuing paused"),
    "signing.resumed": _l("Issuing resumed"),
    "trail.checked": _l("Audit trail checked"),
    "trail.exported": _l("Audit trail exported"),
}

NOUNS: Final[dict[str, "_StrPromise"]] = {
    "achievement": _l("Achievements"),
    "api_key": _l("API keys"),
    "approval": _l("Approvals"),
    "batch": _l("Files and batches"),
    "credential": _l("Credentials"),
    "domain": _l("Domain"),
    "framework": _l("Skill frameworks"),
    "identity": _l("Identity"),
    "invitation": _l("Invitations"),
    "job": _l("Jobs"),
    "key": _l("Signing keys"),
    "membership": _l("Members"),
    "organisation": _l("Organisation"),
    "policy": _l("Policy"),
    "quality": _l("Quality profiles"),
    "signing": _l("Issuing"),
    "trail": _l("Audit trail"),
}

KINDS: Final[dict[str, "_StrPromise"]] = {
    "achievement": _l("Achievement"),
    "achievementversion": _l("Version of an achievement"),
    "apikey": _l("API key"),
    "approval": _l("Approval"),
    "audithead": _l("Audit trail"),
    "batch": _l("Batch"),
    "credential": _l("Credential"),
    "domainproof": _l("Domain"),
    "invitation": _l("Invitation"),
    "issueridentity": _l("Identity"),
    "issuerkey": _l("Signing key"),
    "job": _l("Job"),
    "keybackup": _l("Backup of the keys"),
    "killswitch": _l("Pause"),
    "membership": _l("Member"),
    "organisation": _l("Organisation"),
    "policy": _l("Policy"),
    "qualityaim": _l("Quality profiles"),
}

FACTS: Final[dict[str, "_StrPromise"]] = {
    "broken_at": _l("First entry that does not fit"),
    "did": _l("Identifier (DID)"),
    "digest": _l("Fingerprint"),
    "done": _l("Done"),
    "entries": _l("Entries"),
    "failed": _l("Failed"),
    "fault": _l("What does not fit"),
    "format": _l("Format"),
    "intact": _l("Complete"),
    "issued": _l("Issued"),
    "key": _l("Key"),
    "keys": _l("Keys"),
    "kind": pgettext_lazy("audit", "Kind"),
    "name": _l("Name"),
    "of": _l("Out of"),
    "prefix": _l("Begins with"),
    "problems": _l("Problems"),
    "profiles": _l("Profiles"),
    "ready": _l("Ready"),
    "reason": _l("Reason"),
    "role": _l("Role"),
    "rows": _l("Rows"),
    "scopes": _l("What it may do"),
    "sha256": _l("Fingerprint (SHA-256)"),
    "slug": _l("Address"),
    "state": _l("State"),
    "version": _l("Version"),
}

SYMBOLS: Final = {
    "achievement": "award",
    "api_key": "key-round",
    "approval": "user-check",
    "batch": "layers",
    "credential": "scroll-text",
    "identity": "fingerprint",
    "invitation": "mail",
    "job": "loader",
    "key": "key-round",
    "membership": "users",
    "quality": "badge-check",
    "signing": "circle-pause",
    "trail": "history",
}


def act(action: str) -> str:
    """Return what happened: ``achievement.published`` as "Achievement published"."""
    return str(ACTS.get(action) or _spelt(action))


def noun(action: str) -> str:
    """Return the group of acts that an action belongs to."""
    return str(NOUNS.get(action.partition(".")[0]) or _spelt(action.partition(".")[0]))


def kind(name: str) -> str:
    """Return what a kind of thing is called."""
    return str(KINDS.get(name) or _spelt(name))


def fact(name: str) -> str:
    """Return what one fact of ``before`` and ``after`` is called."""
    return str(FACTS.get(name) or _spelt(name))


def symbol(action: str) -> str:
    """Return the icon of the group that an action belongs to."""
    return SYMBOLS.get(action.partition(".")[0], "history")


def found(finding: Finding) -> str:
    """Return in one sentence what is wrong with a trail, and where."""
    where: dict[str, Any] = {"n": finding.number, "before": finding.number - 1}
    sentences = {
        Fault.CONTENT: _("Entry %(n)d was changed after it was written."),
        Fault.LINK: _(
            "Entry %(n)d does not follow entry %(before)d: one of the two was replaced."
        ),
        Fault.MISSING: _("Entry %(n)d is missing."),
        Fault.ORDER: _("Entry %(n)d stands in another place than where it was written."),
        Fault.END: _("The trail does not end where its record says; look from entry %(n)d on."),
        Fault.REWRITTEN: _("Entry %(n)d is not the one that the earlier export ends with."),
    }
    return sentences[finding.fault] % where


def _spelt(name: str) -> str:
    """Return a name of the code as words."""
    words = name.replace(".", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
