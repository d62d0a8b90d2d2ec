"""What the acts, things and facts of the audit trail are called on a page.

The trail keeps ``noun.verb`` for programs and for ever; people read these words. What is not in
the tables, such as an act of an app that is not installed any more, reads as it is written.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from skillmark.core.audit import Fault, Finding
from skillmark.platform.events.fact_words import FACTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTS: Final[dict[str, "_StrPromise"]] = {
    "achievement.archived": _l("Achievement archived"),
    "achievement.created": _l("Achievement created"),
    "achievement.draft_discarded": _l("Draft discarded"),
    "achievement.edited": _l("Achievement edited"),
    "achievement.published": _l("Achievement published"),
    "achievement.restored": _l("Achievement restored"),
    "achievement.review_asked": _l("Review asked for"),
    "achievement.review_date_set": _l("Review date set"),
    "achievement.review_ended": _l("Review ended"),
    "address.suppressed": _l("Address shut out of mails"),
    "address.written_to_again": _l("Address written to again"),
    "api_key.created": _l("API key created"),
    "api_key.renamed": _l("API key renamed"),
    "api_key.revoked": _l("API key revoked"),
    "approval.approved": _l("Approved"),
    "approval.asked": _l("Approval asked for"),
    "approval.declined": _l("Declined"),
    "approval.withdrawn": _l("Request withdrawn"),
    "assessment.assigned": _l("Assessor assigned"),
    "assessment.plan_changed": _l("Assessment plan changed"),
    "assessment.planned": _l("Assessment plan made"),
    "assessment.results_imported": _l("Results imported"),
    "assessment.unassigned": _l("Assessor taken off"),
    "batch.cancelled": _l("Batch cancelled"),
    "batch.discarded": _l("File discarded"),
    "batch.failed": _l("Batch failed"),
    "batch.issued": _l("Batch issued"),
    "batch.previewed": _l("File checked"),
    "batch.reopened": _l("Batch opened again"),
    "batch.reread": _l("File read again"),
    "batch.rescheduled": _l("Batch moved to another time"),
    "batch.scheduled": _l("Batch scheduled"),
    "bulk.done": _l("Bulk change done"),
    "bulk.started": _l("Bulk change started"),
    "cohort.cancelled": _l("Group cancelled"),
    "cohort.changed": _l("Group changed"),
    "cohort.created": _l("Group opened"),
    "credential.address_corrected": _l("Address corrected"),
    "credential.claimed": _l("Credential claimed"),
    "credential.issued": _l("Credential issued"),
    "credential.lifted": _l("Suspension lifted"),
    "credential.link_printed": _l("Claim link printed"),
    "credential.renewed": _l("Credential renewed"),
    "credential.replaced": _l("Credential replaced"),
    "credential.resent": _l("Mail sent again"),
    "credential.revoked": _l("Credential revoked"),
    "credential.suspended": _l("Credential suspended"),
    "decision.appealed": _l("Decision appealed"),
    "decision.made": _l("Decision made"),
    "decision.superseded": _l("Decision superseded"),
    "domain.asked": _l("Domain to be proven"),
    "domain.check_failed": _l("Domain not confirmed"),
    "domain.lost": _l("Domain no longer proven"),
    "domain.proven": _l("Domain proven"),
    "domain.replaced": _l("Domain replaced"),
    "domain.withdrawn": _l("Domain withdrawn"),
    "enrolment.completed": _l("Programme completed"),
    "enrolment.enrolled": _l("Learner enrolled"),
    "enrolment.promoted": _l("Moved up from the waiting list"),
    "enrolment.removed": _l("Learner removed"),
    "enrolment.waitlisted": _l("Learner on the waiting list"),
    "enrolment.withdrawn": _l("Learner withdrew"),
    "equivalence.decided": _l("Recognition decided"),
    "equivalence.withdrawn": _l("Recognition withdrawn"),
    "identity.created": _l("Identity created"),
    "identity.restored": _l("Identity restored from a backup"),
    "job.cancel_requested": _l("Job asked to stop"),
    "job.cancelled": _l("Job stopped"),
    "job.done": _l("Job done"),
    "job.failed": _l("Job failed"),
    "job.resumed": _l("Job resumed"),
    "job.started": _l("Job started"),
    "key.backed_up": _l("Keys backed up"),
    "key.restored": _l("Key restored from a backup"),
    "key.rotated": _l("Key replaced"),
    "mail.reworded": _l("Mail reworded"),
    "mail.wording_reset": _l("Usual words of a mail restored"),
    "mark.check_noted": _l("Supervision or identity noted"),
    "mark.conflict_declared": _l("Conflict of interest declared"),
    "mark.finished": _l("Mark finished"),
    "member.handed_over": _l("Ownership handed over"),
    "member.invitation_withdrawn": _l("Invitation withdrawn"),
    "member.invited": _l("Member invited"),
    "member.invited_again": _l("Member invited again"),
    "member.joined": _l("Member joined"),
    "member.left": _l("Member left"),
    "member.removed": _l("Member removed"),
    "member.role_changed": _l("Role changed"),
    "open_claim.declined": _l("Request for a credential declined"),
    "open_claim.issued": _l("Credential claimed by link"),
    "open_claim.waits": _l("Credential asked for by link"),
    "open_link.changed": _l("Claim link changed"),
    "open_link.closed": _l("Claim link closed"),
    "open_link.created": _l("Claim link created"),
    "open_link.paused": _l("Claim link paused"),
    "open_link.resumed": _l("Claim link opened again"),
    "organisation.changed": _l("Organisation changed"),
    "organisation.created": _l("Organisation created"),
    "organisation.first_steps_dismissed": _l("First steps put away"),
    "organisation.linkedin_page_changed": _l("LinkedIn page changed"),
    "organisation.logo_changed": _l("Logo changed"),
    "organisation.logo_removed": _l("Logo removed"),
    "part.attached": _l("Part attached"),
    "part.declined": _l("Part declined"),
    "part.detached": _l("Part detached"),
    "part.proposal_withdrawn": _l("Proposal of a part withdrawn"),
    "part.proposed": _l("Part proposed"),
    "pathway.archived": _l("Pathway archived"),
    "pathway.award_lost": _l("A final lost what it was earned by"),
    "pathway.award_stands": _l("A final stands again"),
    "pathway.awarded": _l("Final awarded by a pathway"),
    "pathway.created": _l("Pathway begun"),
    "pathway.draft_discarded": _l("Draft of a pathway discarded"),
    "pathway.dry_run_started": _l("Dry run started"),
    "pathway.edited": _l("Pathway edited"),
    "pathway.joined": _l("Learner lets everything count"),
    "pathway.left": _l("Learner no longer lets everything count"),
    "pathway.published": _l("Pathway published"),
    "pathway.restored": _l("Pathway restored"),
    "pathway.review_asked": _l("Review of a pathway asked for"),
    "pathway.review_ended": _l("Review of a pathway ended"),
    "platform.changed": _l("Learning platform changed"),
    "platform.feed_added": _l("Line of a grade book connected"),
    "platform.feed_removed": _l("Line of a grade book disconnected"),
    "platform.link_made": _l("Registration link made"),
    "platform.linked": _l("Account connected with a learning platform"),
    "platform.registered": _l("Learning platform registered"),
    "platform.removed": _l("Learning platform removed"),
    "platform.resumed": _l("Learning platform resumed"),
    "platform.suspended": _l("Learning platform suspended"),
    "policy.changed": _l("Policy changed"),
    "programme.achievements_changed": _l("Achievements of a programme changed"),
    "programme.archived": _l("Programme archived"),
    "programme.consent_given": _l("Another provider may teach an achievement"),
    "programme.consent_refused": _l("Another provider may not teach an achievement"),
    "programme.contents_changed": _l("Contents of a programme changed"),
    "programme.created": _l("Programme created"),
    "programme.edited": _l("Programme edited"),
    "programme.published": _l("Programme published"),
    "programme.restored": _l("Programme restored"),
    "programme.withdrawn": _l("Programme taken out of the catalogue"),
    "quality.aims_changed": _l("Quality profiles changed"),
    "question.annulled": _l("Question annulled"),
    "question.archived": _l("Question archived"),
    "question.created": _l("Question added"),
    "question.edited": _l("Question changed"),
    "question.restored": _l("Question brought back"),
    "questions.imported": _l("Questions imported"),
    "quiz.archived": _l("Quiz archived"),
    "quiz.created": _l("Quiz created"),
    "quiz.edited": _l("Quiz edited"),
    "quiz.published": _l("Quiz published"),
    "quiz.restored": _l("Quiz restored"),
    "quiz.sections_changed": _l("Sections of a quiz changed"),
    "quiz.withdrawn": _l("Quiz withdrawn"),
    "quiz_attempt.finished": _l("Attempt at a quiz finished"),
    "quiz_attempt.scored_anew": _l("Attempt at a quiz scored anew"),
    "quiz_attempt.started": _l("Attempt at a quiz begun"),
    "signing.paused": _l("Issuing paused"),
    "signing.resumed": _l("Issuing resumed"),
    "skill.added": _l("Skill added"),
    "skill.restored": _l("Skill restored"),
    "skill.withdrawn": _l("Skill withdrawn"),
    "skills.imported": _l("Skills imported"),
    "skills_file.discarded": _l("File of skills discarded"),
    "submission.begun": _l("Attempt begun"),
    "submission.extended": _l("More time given"),
    "submission.handed_in": _l("Work handed in"),
    "submission.withdrawn": _l("Work taken back"),
    "trail.checked": _l("Audit trail checked"),
    "trail.exported": _l("Audit trail exported"),
}

NOUNS: Final[dict[str, "_StrPromise"]] = {
    "achievement": _l("Achievements"),
    "address": _l("Addresses"),
    "api_key": _l("API keys"),
    "approval": _l("Approvals"),
    "assessment": _l("Assessment"),
    "batch": _l("Files and batches"),
    "bulk": _l("Bulk changes"),
    "cohort": _l("Groups of learners"),
    "credential": _l("Credentials"),
    "decision": _l("Decisions"),
    "domain": _l("Domain"),
    "enrolment": _l("Learners"),
    "equivalence": _l("Recognition"),
    "identity": _l("Identity"),
    "job": _l("Jobs"),
    "key": _l("Signing keys"),
    "mail": _l("Mails"),
    "mark": _l("Marks"),
    "member": _l("Members"),
    "open_claim": _l("Requests by claim link"),
    "open_link": _l("Claim links"),
    "organisation": _l("Organisation"),
    "part": _l("Structure"),
    "pathway": _l("Pathways"),
    "platform": _l("Learning platforms"),
    "policy": _l("Policy"),
    "programme": _l("Programmes"),
    "quality": _l("Quality profiles"),
    "question": _l("Questions"),
    "questions": _l("Files of questions"),
    "quiz": _l("Quizzes"),
    "quiz_attempt": _l("Attempts at quizzes"),
    "signing": _l("Issuing"),
    "skill": _l("Own skills"),
    "skills": _l("Skill frameworks"),
    "skills_file": _l("Files of skills"),
    "submission": _l("Work of learners"),
    "trail": _l("Audit trail"),
}

KINDS: Final[dict[str, "_StrPromise"]] = {
    "achievement": _l("Achievement"),
    "achievementversion": _l("Version of an achievement"),
    "apikey": _l("API key"),
    "approval": _l("Approval"),
    "audithead": _l("Audit trail"),
    "attempt": _l("Attempt at a quiz"),
    "batch": _l("Batch"),
    "bulkchange": _l("Bulk change"),
    "cohort": _l("Group of learners"),
    "credential": _l("Credential"),
    "decision": _l("Decision"),
    "delivery": _l("Mail to a holder"),
    "domainproof": _l("Domain"),
    "enrolment": _l("Learner in a programme"),
    "equivalence": _l("Recognition decision"),
    "feed": _l("Line of a grade book"),
    "framework": _l("Skill framework"),
    "frameworkupload": _l("File of skills"),
    "invitation": _l("Invitation"),
    "issueridentity": _l("Identity"),
    "issuerkey": _l("Signing key"),
    "job": _l("Job"),
    "keybackup": _l("Backup of the keys"),
    "killswitch": _l("Pause"),
    "learner": _l("Person on a pathway"),
    "linkedinpage": _l("LinkedIn page"),
    "mark": _l("Mark"),
    "membership": _l("Member"),
    "openclaim": _l("Request by claim link"),
    "openlink": _l("Claim link"),
    "organisation": _l("Organisation"),
    "partproposal": _l("Proposal of a part"),
    "pathway": _l("Pathway"),
    "pathwayaward": _l("Final of a pathway"),
    "plan": _l("Assessment plan"),
    "policy": _l("Policy"),
    "programme": _l("Programme"),
    "qualityaim": _l("Quality profile"),
    "registration": _l("Learning platform"),
    "registrationlink": _l("Registration link"),
    "question": _l("Question"),
    "questionfile": _l("File of questions"),
    "quiz": _l("Quiz"),
    "skill": _l("Skill"),
    "submission": _l("Work of a learner"),
    "suppression": _l("Address shut out"),
    "wording": _l("Words of a mail"),
}

SYMBOLS: Final = {
    "achievement": "award",
    "api_key": "key-round",
    "approval": "user-check",
    "batch": "layers",
    "credential": "scroll-text",
    "identity": "fingerprint",
    "job": "loader",
    "key": "key-round",
    "member": "users",
    "programme": "graduation-cap",
    "enrolment": "user-plus",
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


def called(words: Iterable[str]) -> list[str]:
    """Return the actions whose name, as the reader sees it, holds each of the words."""
    wanted = [word.casefold() for word in words]
    return [
        key
        for key, name in ACTS.items()
        if all(word in str(name).casefold() for word in wanted)
    ]


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
