"""What the acts, things and facts of the audit trail are called on a page.

The trail keeps ``noun.verb`` for programs and for ever; people read these words. What is not in
the tables, such as an act of an app that is not installed any more, reads as it is written.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.core.audit import Fault, Finding
from skillmark.platform.events.fact_words import FACTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTS: Final[dict[str, "_StrPromise"]] = {
    "achievement.archived": gettext_lazy("Achievement archived"),
    "achievement.created": gettext_lazy("Achievement created"),
    "achievement.draft_discarded": gettext_lazy("Draft discarded"),
    "achievement.edited": gettext_lazy("Achievement edited"),
    "achievement.published": gettext_lazy("Achievement published"),
    "achievement.restored": gettext_lazy("Achievement restored"),
    "achievement.review_asked": gettext_lazy("Review asked for"),
    "achievement.review_date_set": gettext_lazy("Review date set"),
    "achievement.review_ended": gettext_lazy("Review ended"),
    "address.suppressed": gettext_lazy("Address shut out of mails"),
    "address.written_to_again": gettext_lazy("Address written to again"),
    "alarm.raised": gettext_lazy("Alarm raised"),
    "alarm.settled": gettext_lazy("Alarm looked at"),
    "api_key.created": gettext_lazy("API key created"),
    "api_key.renamed": gettext_lazy("API key renamed"),
    "api_key.revoked": gettext_lazy("API key revoked"),
    "approval.approved": gettext_lazy("Approved"),
    "approval.asked": gettext_lazy("Approval asked for"),
    "approval.declined": gettext_lazy("Declined"),
    "approval.withdrawn": gettext_lazy("Request withdrawn"),
    "assessment.assigned": gettext_lazy("Assessor assigned"),
    "assessment.plan_changed": gettext_lazy("Assessment plan changed"),
    "assessment.planned": gettext_lazy("Assessment plan made"),
    "assessment.results_imported": gettext_lazy("Results imported"),
    "assessment.unassigned": gettext_lazy("Assessor taken off"),
    "batch.cancelled": gettext_lazy("Batch cancelled"),
    "batch.discarded": gettext_lazy("File discarded"),
    "batch.failed": gettext_lazy("Batch failed"),
    "batch.issued": gettext_lazy("Batch issued"),
    "batch.previewed": gettext_lazy("File checked"),
    "batch.reopened": gettext_lazy("Batch opened again"),
    "batch.reread": gettext_lazy("File read again"),
    "batch.rescheduled": gettext_lazy("Batch moved to another time"),
    "batch.scheduled": gettext_lazy("Batch scheduled"),
    "blockcerts.exported": gettext_lazy("Copies for Blockcerts begun"),
    "blockcerts.off": gettext_lazy("Copies for Blockcerts switched off"),
    "blockcerts.on": gettext_lazy("Copies for Blockcerts switched on"),
    "bulk.done": gettext_lazy("Bulk change done"),
    "bulk.started": gettext_lazy("Bulk change started"),
    "cohort.cancelled": gettext_lazy("Group cancelled"),
    "cohort.changed": gettext_lazy("Group changed"),
    "cohort.created": gettext_lazy("Group opened"),
    "credential.address_corrected": gettext_lazy("Address corrected"),
    "credential.claimed": gettext_lazy("Credential claimed"),
    "credential.issued": gettext_lazy("Credential issued"),
    "credential.lifted": gettext_lazy("Suspension lifted"),
    "credential.link_printed": gettext_lazy("Claim link printed"),
    "credential.renewed": gettext_lazy("Credential renewed"),
    "credential.replaced": gettext_lazy("Credential replaced"),
    "credential.resent": gettext_lazy("Mail sent again"),
    "credential.revoked": gettext_lazy("Credential revoked"),
    "credential.suspended": gettext_lazy("Credential suspended"),
    "decision.appealed": gettext_lazy("Decision appealed"),
    "decision.made": gettext_lazy("Decision made"),
    "decision.superseded": gettext_lazy("Decision superseded"),
    "domain.asked": gettext_lazy("Domain to be proven"),
    "domain.check_failed": gettext_lazy("Domain not confirmed"),
    "domain.lost": gettext_lazy("Domain no longer proven"),
    "domain.proven": gettext_lazy("Domain proven"),
    "domain.replaced": gettext_lazy("Domain replaced"),
    "domain.withdrawn": gettext_lazy("Domain withdrawn"),
    "enrolment.completed": gettext_lazy("Programme completed"),
    "enrolment.enrolled": gettext_lazy("Learner enrolled"),
    "enrolment.promoted": gettext_lazy("Moved up from the waiting list"),
    "enrolment.removed": gettext_lazy("Learner removed"),
    "enrolment.waitlisted": gettext_lazy("Learner on the waiting list"),
    "enrolment.withdrawn": gettext_lazy("Learner withdrew"),
    "equivalence.decided": gettext_lazy("Recognition decided"),
    "equivalence.withdrawn": gettext_lazy("Recognition withdrawn"),
    "identity.chosen": gettext_lazy("Identifier for new credentials chosen"),
    "identity.created": gettext_lazy("Identity created"),
    "identity.history_begun": gettext_lazy("History of the identity begun"),
    "identity.history_continued": gettext_lazy("History of the identity continued"),
    "identity.history_left": gettext_lazy("History of the identity given up, another begun"),
    "identity.restored": gettext_lazy("Identity restored from a backup"),
    "job.cancel_requested": gettext_lazy("Job asked to stop"),
    "job.cancelled": gettext_lazy("Job stopped"),
    "job.done": gettext_lazy("Job done"),
    "job.failed": gettext_lazy("Job failed"),
    "job.resumed": gettext_lazy("Job resumed"),
    "job.started": gettext_lazy("Job started"),
    "key.backed_up": gettext_lazy("Keys backed up"),
    "key.compromised": gettext_lazy("Key reported as not to be trusted"),
    "key.recovered": gettext_lazy("Credentials of a revoked key issued again"),
    "key.restored": gettext_lazy("Key restored from a backup"),
    "key.revoked": gettext_lazy("Key revoked and replaced"),
    "key.rotated": gettext_lazy("Key replaced"),
    "key.home_chosen": gettext_lazy("Place for new keys chosen"),
    "key.all_revoked": gettext_lazy("Everything that a key signed revoked"),
    "learner.erased": gettext_lazy("Learner erased"),
    "learner.erasure_asked": gettext_lazy("Erasure of a learner asked for"),
    "mail.reworded": gettext_lazy("Mail reworded"),
    "mail.wording_reset": gettext_lazy("Usual words of a mail restored"),
    "mark.check_noted": gettext_lazy("Supervision or identity noted"),
    "mark.conflict_declared": gettext_lazy("Conflict of interest declared"),
    "mark.finished": gettext_lazy("Mark finished"),
    "member.handed_over": gettext_lazy("Ownership handed over"),
    "member.invitation_withdrawn": gettext_lazy("Invitation withdrawn"),
    "member.invited": gettext_lazy("Member invited"),
    "member.invited_again": gettext_lazy("Member invited again"),
    "member.joined": gettext_lazy("Member joined"),
    "member.left": gettext_lazy("Member left"),
    "member.removed": gettext_lazy("Member removed"),
    "member.role_changed": gettext_lazy("Role changed"),
    "open_claim.declined": gettext_lazy("Request for a credential declined"),
    "open_claim.issued": gettext_lazy("Credential claimed by link"),
    "open_claim.waits": gettext_lazy("Credential asked for by link"),
    "open_link.changed": gettext_lazy("Claim link changed"),
    "open_link.closed": gettext_lazy("Claim link closed"),
    "open_link.created": gettext_lazy("Claim link created"),
    "open_link.paused": gettext_lazy("Claim link paused"),
    "open_link.resumed": gettext_lazy("Claim link opened again"),
    "organisation.changed": gettext_lazy("Organisation changed"),
    "organisation.created": gettext_lazy("Organisation created"),
    "organisation.first_steps_dismissed": gettext_lazy("First steps put away"),
    "organisation.linkedin_page_changed": gettext_lazy("LinkedIn page changed"),
    "organisation.logo_changed": gettext_lazy("Logo changed"),
    "organisation.logo_removed": gettext_lazy("Logo removed"),
    "part.attached": gettext_lazy("Part attached"),
    "part.declined": gettext_lazy("Part declined"),
    "part.detached": gettext_lazy("Part detached"),
    "part.proposal_withdrawn": gettext_lazy("Proposal of a part withdrawn"),
    "part.proposed": gettext_lazy("Part proposed"),
    "pathway.archived": gettext_lazy("Pathway archived"),
    "pathway.award_lost": gettext_lazy("A final lost what it was earned by"),
    "pathway.award_stands": gettext_lazy("A final stands again"),
    "pathway.awarded": gettext_lazy("Final awarded by a pathway"),
    "pathway.created": gettext_lazy("Pathway begun"),
    "pathway.draft_discarded": gettext_lazy("Draft of a pathway discarded"),
    "pathway.dry_run_started": gettext_lazy("Dry run started"),
    "pathway.edited": gettext_lazy("Pathway edited"),
    "pathway.joined": gettext_lazy("Learner lets everything count"),
    "pathway.left": gettext_lazy("Learner no longer lets everything count"),
    "pathway.published": gettext_lazy("Pathway published"),
    "pathway.restored": gettext_lazy("Pathway restored"),
    "pathway.review_asked": gettext_lazy("Review of a pathway asked for"),
    "pathway.review_ended": gettext_lazy("Review of a pathway ended"),
    "platform.changed": gettext_lazy("Learning platform changed"),
    "platform.feed_added": gettext_lazy("Line of a grade book connected"),
    "platform.feed_removed": gettext_lazy("Line of a grade book disconnected"),
    "platform.link_made": gettext_lazy("Registration link made"),
    "platform.linked": gettext_lazy("Account connected with a learning platform"),
    "platform.registered": gettext_lazy("Learning platform registered"),
    "platform.removed": gettext_lazy("Learning platform removed"),
    "platform.resumed": gettext_lazy("Learning platform resumed"),
    "platform.suspended": gettext_lazy("Learning platform suspended"),
    "policy.changed": gettext_lazy("Policy changed"),
    "programme.achievements_changed": gettext_lazy("Achievements of a programme changed"),
    "programme.archived": gettext_lazy("Programme archived"),
    "programme.consent_given": gettext_lazy("Another provider may teach an achievement"),
    "programme.consent_refused": gettext_lazy("Another provider may not teach an achievement"),
    "programme.contents_changed": gettext_lazy("Contents of a programme changed"),
    "programme.created": gettext_lazy("Programme created"),
    "programme.edited": gettext_lazy("Programme edited"),
    "programme.published": gettext_lazy("Programme published"),
    "programme.restored": gettext_lazy("Programme restored"),
    "programme.withdrawn": gettext_lazy("Programme taken out of the catalogue"),
    "quality.aims_changed": gettext_lazy("Quality profiles changed"),
    "question.annulled": gettext_lazy("Question annulled"),
    "question.archived": gettext_lazy("Question archived"),
    "question.created": gettext_lazy("Question added"),
    "question.edited": gettext_lazy("Question changed"),
    "question.restored": gettext_lazy("Question brought back"),
    "questions.imported": gettext_lazy("Questions imported"),
    "quiz.archived": gettext_lazy("Quiz archived"),
    "quiz.created": gettext_lazy("Quiz created"),
    "quiz.edited": gettext_lazy("Quiz edited"),
    "quiz.published": gettext_lazy("Quiz published"),
    "quiz.restored": gettext_lazy("Quiz restored"),
    "quiz.sections_changed": gettext_lazy("Sections of a quiz changed"),
    "quiz.withdrawn": gettext_lazy("Quiz withdrawn"),
    "quiz_attempt.finished": gettext_lazy("Attempt at a quiz finished"),
    "quiz_attempt.scored_anew": gettext_lazy("Attempt at a quiz scored anew"),
    "quiz_attempt.started": gettext_lazy("Attempt at a quiz begun"),
    "signing.paused": gettext_lazy("Issuing paused"),
    "signing.resumed": gettext_lazy("Issuing resumed"),
    "skill.added": gettext_lazy("Skill added"),
    "skill.restored": gettext_lazy("Skill restored"),
    "skill.withdrawn": gettext_lazy("Skill withdrawn"),
    "skills.imported": gettext_lazy("Skills imported"),
    "skills_file.discarded": gettext_lazy("File of skills discarded"),
    "submission.begun": gettext_lazy("Attempt begun"),
    "submission.extended": gettext_lazy("More time given"),
    "submission.handed_in": gettext_lazy("Work handed in"),
    "submission.withdrawn": gettext_lazy("Work taken back"),
    "trail.checked": gettext_lazy("Audit trail checked"),
    "trail.exported": gettext_lazy("Audit trail exported"),
}

NOUNS: Final[dict[str, "_StrPromise"]] = {
    "achievement": gettext_lazy("Achievements"),
    "address": gettext_lazy("Addresses"),
    "alarm": gettext_lazy("Alarms"),
    "api_key": gettext_lazy("API keys"),
    "approval": gettext_lazy("Approvals"),
    "assessment": gettext_lazy("Assessment"),
    "batch": gettext_lazy("Files and batches"),
    "blockcerts": gettext_lazy("Copies for Blockcerts"),
    "bulk": gettext_lazy("Bulk changes"),
    "cohort": gettext_lazy("Groups of learners"),
    "credential": gettext_lazy("Credentials"),
    "decision": gettext_lazy("Decisions"),
    "domain": gettext_lazy("Domain"),
    "enrolment": gettext_lazy("Learners"),
    "equivalence": gettext_lazy("Recognition"),
    "identity": gettext_lazy("Identity"),
    "job": gettext_lazy("Jobs"),
    "key": gettext_lazy("Signing keys"),
    "learner": gettext_lazy("Erasure"),
    "mail": gettext_lazy("Mails"),
    "mark": gettext_lazy("Marks"),
    "member": gettext_lazy("Members"),
    "open_claim": gettext_lazy("Requests by claim link"),
    "open_link": gettext_lazy("Claim links"),
    "organisation": gettext_lazy("Organisation"),
    "part": gettext_lazy("Structure"),
    "pathway": gettext_lazy("Pathways"),
    "platform": gettext_lazy("Learning platforms"),
    "policy": gettext_lazy("Policy"),
    "programme": gettext_lazy("Programmes"),
    "quality": gettext_lazy("Quality profiles"),
    "question": gettext_lazy("Questions"),
    "questions": gettext_lazy("Files of questions"),
    "quiz": gettext_lazy("Quizzes"),
    "quiz_attempt": gettext_lazy("Attempts at quizzes"),
    "signing": gettext_lazy("Issuing"),
    "skill": gettext_lazy("Own skills"),
    "skills": gettext_lazy("Skill frameworks"),
    "skills_file": gettext_lazy("Files of skills"),
    "submission": gettext_lazy("Work of learners"),
    "trail": gettext_lazy("Audit trail"),
}

KINDS: Final[dict[str, "_StrPromise"]] = {
    "achievement": gettext_lazy("Achievement"),
    "achievementversion": gettext_lazy("Version of an achievement"),
    "apikey": gettext_lazy("API key"),
    "approval": gettext_lazy("Approval"),
    "audithead": gettext_lazy("Audit trail"),
    "attempt": gettext_lazy("Attempt at a quiz"),
    "batch": gettext_lazy("Batch"),
    "bulkchange": gettext_lazy("Bulk change"),
    "cohort": gettext_lazy("Group of learners"),
    "compromise": gettext_lazy("Revoked key"),
    "credential": gettext_lazy("Credential"),
    "decision": gettext_lazy("Decision"),
    "delivery": gettext_lazy("Mail to a holder"),
    "domainproof": gettext_lazy("Domain"),
    "enrolment": gettext_lazy("Learner in a programme"),
    "equivalence": gettext_lazy("Recognition decision"),
    "erasure": gettext_lazy("Erasure of a learner"),
    "feed": gettext_lazy("Line of a grade book"),
    "framework": gettext_lazy("Skill framework"),
    "frameworkupload": gettext_lazy("File of skills"),
    "invitation": gettext_lazy("Invitation"),
    "identitylog": gettext_lazy("History of the identity"),
    "issueridentity": gettext_lazy("Identity"),
    "issuerkey": gettext_lazy("Signing key"),
    "job": gettext_lazy("Job"),
    "keybackup": gettext_lazy("Backup of the keys"),
    "killswitch": gettext_lazy("Pause"),
    "learner": gettext_lazy("Person on a pathway"),
    "linkedinpage": gettext_lazy("LinkedIn page"),
    "mark": gettext_lazy("Mark"),
    "membership": gettext_lazy("Member"),
    "openclaim": gettext_lazy("Request by claim link"),
    "openlink": gettext_lazy("Claim link"),
    "organisation": gettext_lazy("Organisation"),
    "partproposal": gettext_lazy("Proposal of a part"),
    "pathway": gettext_lazy("Pathway"),
    "pathwayaward": gettext_lazy("Final of a pathway"),
    "plan": gettext_lazy("Assessment plan"),
    "policy": gettext_lazy("Policy"),
    "programme": gettext_lazy("Programme"),
    "qualityaim": gettext_lazy("Quality profile"),
    "registration": gettext_lazy("Learning platform"),
    "registrationlink": gettext_lazy("Registration link"),
    "question": gettext_lazy("Question"),
    "questionfile": gettext_lazy("File of questions"),
    "quiz": gettext_lazy("Quiz"),
    "skill": gettext_lazy("Skill"),
    "submission": gettext_lazy("Work of a learner"),
    "suppression": gettext_lazy("Address shut out"),
    "wording": gettext_lazy("Words of a mail"),
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
