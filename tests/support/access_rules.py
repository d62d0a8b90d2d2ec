"""Who may pass where: one rule for every address and every operation of the REST API.

``tests/platform/security/test_access_matrix.py`` holds this table against the site.
"""

from dataclasses import dataclass
from typing import Final

import access_assessment
import access_backpack
import access_blockcerts
import access_erasure
import access_log
import access_lti
import access_pathways
import access_quizzes
import access_rights

from skillmark.platform.orgs.models import Role, Scope

EVERY_ROLE: Final = frozenset(role.value for role in Role)
READERS: Final = EVERY_ROLE - {"assessor"}
OWNER: Final = frozenset({"owner"})
ISSUERS: Final = frozenset({"owner", "issuer"})
DESIGNERS: Final = frozenset({"owner", "designer"})
DECIDERS: Final = frozenset({"owner", "approver"})
APPROVERS: Final = frozenset({"owner", "approver"})
ORGANISERS: Final = frozenset({"owner", "designer", "issuer"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who passes.

    Attributes:
        door: ``offer`` (an account, before public facts), ``public``, ``link`` (whoever holds the secret in it), ``account`` (whoever is signed
            in), ``entrance`` (whoever is not), ``proof`` (a key from a mail, here a wrong one), ``console``, ``demo``, ``nothing``.
        roles: of the console only.
    """

    door: str
    roles: frozenset[str] = frozenset()


PUBLIC: Final = Rule("public")
LINK: Final = Rule("link")
ACCOUNT: Final = Rule("account")
ENTRANCE: Final = Rule("entrance")
PROOF: Final = Rule("proof")
DEMO: Final = Rule("demo")
NOTHING: Final = Rule("nothing")
ANYBODY: Final = Rule("console", EVERY_ROLE)
MEMBER: Final = Rule("console", READERS)
FOR_OWNER: Final = Rule("console", OWNER)
FOR_ISSUER: Final = Rule("console", ISSUERS)
FOR_DESIGNER: Final = Rule("console", DESIGNERS)
FOR_DECIDER: Final = Rule("console", DECIDERS)
FOR_APPROVER: Final = Rule("console", APPROVERS)
FOR_ORGANISER: Final = Rule("console", ORGANISERS)
OFFER: Final = Rule("offer")


_S: Final = "studio/<slug:slug>"
_ACHIEVEMENT: Final = f"{_S}/achievements/<uuid:achievement_id>"
_BATCH: Final = f"{_S}/batches/<uuid:batch_id>"
_LINK: Final = f"{_S}/links/<uuid:link_id>"
_CREDENTIAL: Final = f"{_S}/credentials/<uuid:credential_id>"
_CHANGE: Final = f"{_S}/credentials/changes/<uuid:change_id>"
_DELIVERY: Final = f"{_S}/deliveries/<uuid:delivery_id>"
_MAIL: Final = f"{_S}/settings/mails/<slug:kind>"
_JOB: Final = f"{_S}/jobs/<uuid:job_id>"
_ISSUE: Final = f"{_S}/issue/<uuid:version_id>"
_PROGRAMME: Final = f"{_S}/programmes/<uuid:programme_id>"
_MODULE: Final = f"{_S}/programmes/modules/<uuid:module_id>"
_MATERIAL: Final = f"{_S}/programmes/materials/<uuid:material_id>"
_GROUP: Final = f"{_S}/programmes/groups/<uuid:cohort_id>"
_LEARNER: Final = f"{_S}/programmes/learners/<uuid:enrolment_id>"
_LEARNING: Final = "learning/<uuid:enrolment_id>"
_RESET: Final = "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

RULES: Final[dict[str, Rule]] = {
    "": PUBLIC,
    "healthz": PUBLIC,
    "favicon.ico": PUBLIC,
    "verify": PUBLIC,
    "designs/<slug:key>.svg": PUBLIC,
    "i/<slug:slug>": PUBLIC,
    "i/<slug:slug>/logo.png": PUBLIC,
    "i/<slug:slug>/brand.css": PUBLIC,
    "i/<slug:slug>/did.json": PUBLIC,
    "i/<slug:slug>/did.jsonl": NOTHING,  # a site without a lasting address has no histories
    "i/<slug:slug>/did-witness.json": NOTHING,
    "witness/did": PUBLIC,
    "status/<uuid:list_id>": PUBLIC,
    **{f"a/<uuid:some_id>{end}": PUBLIC for end in ("", ".json", ".svg", ".png")},
    **{f"c/<uuid:credential_id>{end}": PUBLIC for end in ("", ".json", ".svg", ".png")},
    "c/<uuid:credential_id>/card.png": PUBLIC,
    "c/<uuid:credential_id>/share/<str:channel>": PUBLIC,
    "skills/<uuid:skill_id>": PUBLIC,
    "skills/<uuid:skill_id>.json": PUBLIC,
    "api/v1/openapi.json": PUBLIC,
    "api/v1/docs": PUBLIC,
    "api/v1/": NOTHING,
    "api/v1/^.*$": NOTHING,
    "claim/<str:token>": LINK,
    "claim/open/<str:token>": LINK,
    "claim/open/confirm/<str:token>": LINK,
    "mail/reports": NOTHING,  # closed until a secret is configured
    "mail/reports/<slug:provider>": NOTHING,
    "unsubscribe/<str:token>": LINK,
    "join/<str:token>": LINK,
    "join/<str:token>/accept": ACCOUNT,
    "programmes": PUBLIC,
    "programmes/compare": PUBLIC,
    "programmes/<uuid:programme_id>": PUBLIC,
    "programmes/<uuid:programme_id>/enrol": OFFER,
    "learning": ACCOUNT,
    _LEARNING: ACCOUNT,
    f"{_LEARNING}/leave": ACCOUNT,
    f"{_LEARNING}/modules/<uuid:module_id>": ACCOUNT,
    f"{_LEARNING}/files/<uuid:material_id>": ACCOUNT,
    f"{_S}/programmes": MEMBER,
    f"{_S}/programmes/new": FOR_DESIGNER,
    f"{_S}/programmes/consents/<uuid:consent_id>": FOR_DESIGNER,
    _PROGRAMME: MEMBER,
    **{
        f"{_PROGRAMME}/{act}": FOR_DESIGNER
        for act in (
            *("edit", "achievements", "publish", "withdraw", "archive", "restore"),
            "modules/new",
        )
    },
    _MODULE: MEMBER,
    **{f"{_MODULE}/{act}": FOR_DESIGNER for act in ("edit", "turn", "materials/new")},
    f"{_MATERIAL}/file": MEMBER,
    **{f"{_MATERIAL}/{act}": FOR_DESIGNER for act in ("edit", "turn")},
    f"{_PROGRAMME}/groups/new": FOR_ORGANISER,
    _GROUP: MEMBER,
    f"{_GROUP}/learners.csv": MEMBER,
    **{f"{_GROUP}/{act}": FOR_ORGANISER for act in ("edit", "cancel")},
    **{f"{_LEARNER}/{act}": FOR_ORGANISER for act in ("remove", "complete")},
    "studio": ACCOUNT,
    "studio/new": ACCOUNT,
    "ui": DEMO,
    "mailbox": DEMO,
    "mailbox/<uuid:mail_id>": DEMO,
    "mailbox/<uuid:mail_id>/html": DEMO,
    "mailbox/<uuid:mail_id>.eml": DEMO,
    **{
        f"accounts/{name}/": ENTRANCE
        for name in ("login", "signup", "password/reset", "password/reset/done", "inactive")
    },
    **{f"accounts/{name}/": ENTRANCE for name in ("confirm-email", "password/reset/key/done")},
    "accounts/login/code/confirm/": ENTRANCE,
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": PROOF,
    _RESET: PROOF,
    "accounts/logout/": ENTRANCE,
    "accounts/2fa/authenticate/": ENTRANCE,
    **{
        f"accounts/{name}/": ACCOUNT
        for name in (
            "reauthenticate",
            "email",
            "password/change",
            "password/set",
            "2fa",
            "2fa/reauthenticate",
            "2fa/totp/activate",
            "2fa/totp/deactivate",
            "2fa/recovery-codes",
            "2fa/recovery-codes/generate",
            "2fa/recovery-codes/download",
        )
    },
    f"{_S}/": ANYBODY,
    f"{_S}/audit": MEMBER,
    f"{_S}/audit/<int:number>": MEMBER,
    f"{_S}/audit/export": MEMBER,
    f"{_S}/audit/check": MEMBER,
    f"{_S}/leave": ANYBODY,
    f"{_S}/first-steps/dismiss": FOR_OWNER,
    f"{_S}/settings": FOR_OWNER,
    **{
        f"{_S}/settings/{page}": FOR_OWNER
        for page in (
            "branding",
            "policies",
            "domain",
            "domain/<uuid:proof_id>/check",
            "domain/<uuid:proof_id>/withdraw",
            "domain/<uuid:proof_id>/skillmark.json",
            "structure",
            "structure/new",
            "structure/ask",
            "structure/proposals/<uuid:proposal_id>/accept",
            "structure/proposals/<uuid:proposal_id>/decline",
            "structure/questions/<uuid:question_id>/withdraw",
            "structure/<uuid:part_id>/detach",
            "invitations",
            "invitations/<uuid:invitation_id>/resend",
            "keys/<uuid:key_id>/name",
        )
    },
    f"{_S}/approvals": MEMBER,
    f"{_S}/approvals/<uuid:approval_id>": MEMBER,
    f"{_S}/approvals/<uuid:approval_id>/approve": FOR_DECIDER,
    f"{_S}/approvals/<uuid:approval_id>/decline": FOR_DECIDER,
    f"{_S}/approvals/<uuid:approval_id>/withdraw": MEMBER,
    f"{_S}/settings/members": FOR_OWNER,
    f"{_S}/settings/members/<uuid:membership_id>/role": FOR_OWNER,
    f"{_S}/settings/members/<uuid:membership_id>/remove": FOR_OWNER,
    f"{_S}/settings/invitations/<uuid:invitation_id>/withdraw": FOR_OWNER,
    **{
        f"{_S}/settings/trust{act}": FOR_OWNER
        for act in (
            "",
            "/backup",
            "/rotate",
            "/home",
            "/pause",
            "/resume",
            "/compromise",
            "/identifier",
        )
    },
    f"{_S}/settings/trust/compromise/<uuid:compromise_id>": FOR_OWNER,
    f"{_S}/settings/keys": FOR_OWNER,
    f"{_S}/settings/keys/<uuid:key_id>/revoke": FOR_OWNER,
    f"{_S}/sharing": MEMBER,
    f"{_S}/sharing/days.csv": MEMBER,
    f"{_S}/sharing/linkedin": FOR_OWNER,
    f"{_S}/jobs": MEMBER,
    _JOB: MEMBER,
    f"{_JOB}/progress": MEMBER,
    f"{_JOB}/cancel": FOR_ISSUER,
    f"{_JOB}/resume": FOR_ISSUER,
    f"{_S}/skills": MEMBER,
    f"{_S}/skills/suggest": MEMBER,
    f"{_S}/skills/<uuid:framework_id>": MEMBER,
    f"{_S}/skills/own": FOR_DESIGNER,
    f"{_S}/skills/own/<uuid:skill_id>/withdraw": FOR_DESIGNER,
    f"{_S}/skills/own/<uuid:skill_id>/restore": FOR_DESIGNER,
    f"{_S}/skills/new": FOR_DESIGNER,
    f"{_S}/skills/files/<uuid:upload_id>": FOR_DESIGNER,
    f"{_S}/skills/files/<uuid:upload_id>/start": FOR_DESIGNER,
    f"{_S}/skills/files/<uuid:upload_id>/discard": FOR_DESIGNER,
    f"{_S}/achievements": MEMBER,
    f"{_S}/achievements/new": FOR_DESIGNER,
    f"{_S}/achievements/new/quality": FOR_DESIGNER,
    f"{_S}/achievements/quality": FOR_DESIGNER,
    f"{_ACHIEVEMENT}/quality": MEMBER,
    _ACHIEVEMENT: MEMBER,
    f"{_S}/achievements/archive": FOR_DESIGNER,
    f"{_ACHIEVEMENT}/versions": MEMBER,
    f"{_ACHIEVEMENT}/versions/<int:number>": MEMBER,
    f"{_ACHIEVEMENT}/review": MEMBER,
    f"{_ACHIEVEMENT}/review/decide": FOR_APPROVER,
    **{
        f"{_ACHIEVEMENT}/{act}": FOR_DESIGNER
        for act in (
            *("edit", "publish", "archive", "restore", "discard"),
            *("duplicate", "keep", "review/withdraw"),
        )
    },
    **{route: Rule(*facts) for route, facts in access_quizzes.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_pathways.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_assessment.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_backpack.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_erasure.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_lti.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_blockcerts.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_log.RULES.items()},
    **{route: Rule(*facts) for route, facts in access_rights.RULES.items()},
    f"{_S}/issue": FOR_ISSUER,
    _ISSUE: FOR_ISSUER,
    f"{_ISSUE}/person": FOR_ISSUER,
    f"{_ISSUE}/recipients.csv": FOR_ISSUER,
    f"{_S}/batches": MEMBER,
    _BATCH: MEMBER,
    f"{_BATCH}/progress": MEMBER,
    **{
        f"{_BATCH}/{act}": FOR_ISSUER
        for act in ("start", "cancel", "resume", "discard", "to-mend.csv")
    },
    **{f"{_BATCH}/{act}": FOR_ISSUER for act in ("reopen", "move", "columns", "links")},
    f"{_ISSUE}/link": FOR_ISSUER,
    f"{_S}/links": MEMBER,
    _LINK: MEMBER,
    **{f"{_LINK}/{end}": MEMBER for end in ("qr.svg", "qr.png", "print")},
    **{f"{_LINK}/{act}": FOR_ISSUER for act in ("change", "pause", "resume", "close")},
    f"{_LINK}/people/<uuid:claim_id>": FOR_ISSUER,
    f"{_CREDENTIAL}/link": FOR_ISSUER,
    f"{_S}/deliveries": MEMBER,
    f"{_S}/deliveries/resend": FOR_ISSUER,
    _DELIVERY: MEMBER,
    **{f"{_DELIVERY}/{act}": FOR_ISSUER for act in ("resend", "address")},
    f"{_S}/deliveries/addresses": MEMBER,
    f"{_S}/deliveries/addresses/<uuid:suppression_id>/lift": FOR_ISSUER,
    f"{_S}/settings/mails": FOR_ISSUER,
    _MAIL: FOR_ISSUER,
    **{f"{_MAIL}/{act}": FOR_ISSUER for act in ("preview", "reset", "test")},
    f"{_S}/credentials": MEMBER,
    _CREDENTIAL: MEMBER,
    **{
        f"{_CREDENTIAL}/{act}": FOR_ISSUER
        for act in ("correct", "renew", "revoke", "suspend", "lift", "resend")
    },
    f"{_S}/credentials.csv": MEMBER,
    f"{_S}/credentials/chosen": FOR_ISSUER,
    f"{_S}/credentials/from-list": FOR_ISSUER,
    _CHANGE: MEMBER,
    **{
        f"{_CHANGE}/{act}": FOR_ISSUER
        for act in ("confirm", "discard", "undo", "not-changed.csv")
    },
}

_ONE: Final = "api/v1/credentials/{uuid:credential_id}"
_COURSE: Final = "api/v1/programmes/{uuid:programme_id}"
BOTH: Final = "credentials:issue credentials:revoke"  # a key with one of them does not pass
OPERATIONS: Final[dict[tuple[str, str], str | None]] = {
    ("GET", "api/v1/organisation"): "",  # any key that is good
    ("GET", "api/v1/achievements"): Scope.ACHIEVEMENTS_READ,
    ("POST", "api/v1/achievements"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", "api/v1/achievements/{uuid:achievement_id}"): Scope.ACHIEVEMENTS_READ,
    ("PUT", "api/v1/achievements/{uuid:achievement_id}/draft"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", "api/v1/achievements/{uuid:achievement_id}/quality"): Scope.ACHIEVEMENTS_READ,
    **{
        ("POST", f"api/v1/achievements/{{uuid:achievement_id}}/{act}"): Scope.ACHIEVEMENTS_WRITE
        for act in ("publish", "ask-review", "archive", "restore", "keep")
    },
    ("GET", "api/v1/skills"): None,  # open to everybody
    ("GET", "api/v1/skills/frameworks"): None,
    ("POST", "api/v1/skills"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", "api/v1/credentials"): Scope.CREDENTIALS_READ,
    ("POST", "api/v1/credentials"): Scope.CREDENTIALS_ISSUE,
    ("GET", _ONE): Scope.CREDENTIALS_READ,
    ("POST", f"{_ONE}/revoke"): Scope.CREDENTIALS_REVOKE,
    ("POST", f"{_ONE}/suspend"): Scope.CREDENTIALS_REVOKE,
    ("POST", f"{_ONE}/lift"): Scope.CREDENTIALS_REVOKE,
    ("POST", f"{_ONE}/renew"): Scope.CREDENTIALS_ISSUE,
    ("POST", f"{_ONE}/replace"): BOTH,
    ("POST", "api/v1/changes"): Scope.CREDENTIALS_REVOKE,
    ("POST", "api/v1/renewals"): BOTH,
    ("GET", "api/v1/changes/{uuid:change_id}"): Scope.CREDENTIALS_READ,
    ("POST", "api/v1/batches"): Scope.CREDENTIALS_ISSUE,
    ("GET", "api/v1/batches/{uuid:batch_id}"): Scope.CREDENTIALS_READ,
    ("GET", "api/v1/batches"): Scope.CREDENTIALS_READ,
    **{
        ("POST", f"api/v1/batches/{{uuid:batch_id}}/{act}"): Scope.CREDENTIALS_ISSUE
        for act in ("start", "schedule", "cancel")
    },
    ("GET", "api/v1/mails"): Scope.CREDENTIALS_READ,
    ("POST", f"{_ONE}/address"): Scope.CREDENTIALS_ISSUE,
    ("GET", "api/v1/claim-links"): Scope.CREDENTIALS_READ,
    ("POST", "api/v1/claim-links"): Scope.CREDENTIALS_ISSUE,
    ("GET", "api/v1/claim-links/{uuid:link_id}"): Scope.CREDENTIALS_READ,
    ("GET", "api/v1/claim-links/{uuid:link_id}/claims"): Scope.CREDENTIALS_READ,
    **{
        ("POST", f"api/v1/claim-links/{{uuid:link_id}}/{act}"): Scope.CREDENTIALS_ISSUE
        for act in ("pause", "resume", "close")
    },
    ("GET", "api/v1/catalogue/programmes"): None,
    ("GET", "api/v1/programmes"): Scope.PROGRAMMES_READ,
    ("POST", "api/v1/programmes"): Scope.PROGRAMMES_WRITE,
    ("GET", _COURSE): Scope.PROGRAMMES_READ,
    ("PUT", _COURSE): Scope.PROGRAMMES_WRITE,
    ("PUT", f"{_COURSE}/achievements"): Scope.PROGRAMMES_WRITE,
    ("GET", f"{_COURSE}/groups"): Scope.PROGRAMMES_READ,
    **{
        ("POST", f"{_COURSE}/{act}"): Scope.PROGRAMMES_WRITE
        for act in ("groups", "publish", "withdraw", "archive", "restore")
    },
    ("GET", "api/v1/groups/{uuid:cohort_id}/learners"): Scope.PROGRAMMES_READ,
    **access_quizzes.OPERATIONS,
    **access_assessment.OPERATIONS,
    **access_pathways.OPERATIONS,
    **access_log.OPERATIONS,
    **access_rights.OPERATIONS,
    **access_blockcerts.OPERATIONS,
    ("POST", "api/v1/verify"): None,  # open to everybody
}
