"""The rows of the table from error codes to HTTP; `problems` looks them up."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.problem_row import FILE, INPUT, OURS, PLATFORM, Row
from skillmark.platform.events.problem_trust import TRUST

TABLE: Final[dict[str, Row]] = {
    # The web itself.
    "http.bad_request": Row(
        400,
        _("We did not understand that request"),
        _("Go back, reload the page and try again."),
        _("Something in the address or the form is not as it should be."),
    ),
    "http.unauthorised": Row(
        401,
        _("Please say who you are"),
        _("Send an API key in the header “Authorization: Bearer …”."),
        _("This address needs an API key that is valid now."),
    ),
    "http.forbidden": Row(
        403,
        _("You may not do this"),
        _("Ask an owner of the organisation for the role you need."),
        _("Your account does not have the role for this page."),
    ),
    "http.csrf": Row(
        403,
        _("The form has expired"),
        _("Go back, reload the page and send the form again."),
        _("For your safety a form only counts if it came from this site a short while ago."),
    ),
    "http.not_found": Row(
        404,
        _("There is nothing at this address"),
        _("Check the address, or start again from the home page."),
        _("The page was moved or removed, or the address has a typing mistake."),
    ),
    "http.method_not_allowed": Row(
        405,
        _("This address does not know that method"),
        _("Open the address in a browser, or look the operation up in the API reference."),
        _("The request uses a method that no page or operation of this site has."),
    ),
    "http.too_large": Row(
        413,
        _("That is too large"),
        _("Send less at once."),
        _("Nothing on this site takes that much."),
    ),
    "http.too_many": Row(
        429,
        _("Too many requests"),
        _("Wait a minute, then try again."),
        _("This was asked for too often in a short time."),
    ),
    "http.server_error": Row(
        500,
        _("Something broke on our side"),
        OURS,
        _("We could not finish this, and nothing was changed by halves."),
    ),
    # Families: what comes in is malformed.
    "json": Row(400, _("The JSON cannot be read"), INPUT),
    "json.size": Row(413, _("The document is too large"), _("Send a smaller document.")),
    "encoding": Row(400, _("A value is not encoded as it should be"), INPUT),
    "crypto": Row(422, _("A key or signature is not usable"), INPUT),
    "canon": Row(422, _("The JSON-LD of this document is not safe to read"), INPUT),
    "did": Row(422, _("An issuer identifier is not usable"), INPUT),
    "vc": Row(422, _("This is not a usable credential"), INPUT),
    "proof": Row(422, _("The proof does not hold"), INPUT),
    "status": Row(422, _("The status entry is not usable"), INPUT),
    "badges": Row(422, _("This is not a usable Open Badge"), INPUT),
    "bake": Row(422, _("The picture holds no readable credential"), FILE),
    "design": Row(422, _("The design cannot be drawn"), INPUT),
    "verify": Row(422, _("This cannot be checked"), FILE),
    "lint": Row(422, _("The credential would not be correct"), INPUT),
    "issue": Row(422, _("The credential cannot be issued"), INPUT),
    # Families: something another server would have to say.
    "fetch": Row(502, _("Another server did not answer as it should"), _("Try again later.")),
    # The platform's own.
    "people": Row(409, _("The account does not allow that"), INPUT),
    "orgs": Row(409, _("The organisation does not allow that"), INPUT),
    "orgs.name_invalid": Row(422, _("The organisation needs a name"), INPUT),
    "orgs.name_confusable": Row(422, _("The name could be mistaken for another"), INPUT),
    "orgs.profile_invalid": Row(422, _("The profile is not usable"), INPUT),
    "orgs.logo_invalid": Row(422, _("The logo cannot be used"), _("Choose a PNG or JPEG.")),
    "orgs.scope_unknown": Row(422, _("The scopes are not usable"), INPUT),
    "orgs.key_missing": Row(
        401,
        _("Please say who you are"),
        _("Send an API key in the header “Authorization: Bearer …”."),
    ),
    "orgs.key_invalid": Row(
        401,
        _("The API key is not valid"),
        _("Send a valid key in the header “Authorization: Bearer …”."),
    ),
    "orgs.key_in_query": Row(
        400,
        _("API keys do not belong in addresses"),
        _("Send the key in the header, then revoke it: addresses end up in logs."),
    ),
    "orgs.scope_missing": Row(
        403,
        _("The API key does not allow this"),
        _("Create a key with the missing scope."),
    ),
    "orgs.role_missing": Row(
        403,
        _("You may not do this"),
        _("Ask an owner of the organisation for the role you need."),
    ),
    "orgs.invitation_invalid": Row(
        404,
        _("This invitation is no longer valid"),
        _("Ask for a new one."),
    ),
    "orgs.invitations_many": Row(
        429, _("Too many invitations"), _("Withdraw some, or wait until they are accepted.")
    ),
    "orgs.tree_cycle": Row(
        409, _("An organisation cannot stand above itself"), _("Choose another one.")
    ),
    "orgs.tree_depth": Row(409, _("The tree has too many levels"), _("Attach it higher up.")),
    "orgs.part_taken": Row(
        409, _("It is part of another organisation already"), _("It has to leave that first.")
    ),
    "orgs.part_missing": Row(404, _("It is no part of the other one"), _("Reload the page.")),
    "orgs.proposal_decided": Row(409, _("This was decided already"), _("Reload the page.")),
    "orgs.organisation_missing": Row(
        404, _("There is no such organisation"), _("Copy the address of its public page.")
    ),
    "orgs.domain_invalid": Row(
        422, _("That is no domain that can be proven"), _("Write a name such as example.org.")
    ),
    "orgs.domain_confusable": Row(
        422, _("The domain could be mistaken for another"), _("Prove another domain.")
    ),
    "orgs.domain_taken": Row(
        409, _("The domain is proven by another organisation"), _("Prove another domain.")
    ),
    "orgs.domain_state": Row(409, _("The proof does not allow that"), _("Reload the page.")),
    "orgs.domain_evidence": Row(
        422, _("The domain does not say that it is yours"), _("Put the file there, as shown.")
    ),
    "orgs.policy_invalid": Row(422, _("The policy is not usable"), INPUT),
    "approval": Row(409, _("The request does not allow that"), _("Reload the page.")),
    "approval.own_request": Row(
        403, _("A second person has to decide"), _("Ask another owner or an approver.")
    ),
    "approval.decided": Row(409, _("This was decided already"), _("Reload the page.")),
    "approval.reason_missing": Row(422, _("A reason is needed"), _("Say why.")),
    "jobs": Row(409, _("The job does not allow that"), _("Reload the page to see its state.")),
    "jobs.unknown_kind": Row(500, _("Something broke on our side"), OURS),
    **TRUST,
    "catalog": Row(409, _("The achievement does not allow that"), _("Reload the page.")),
    "catalog.not_ready": Row(
        422,
        _("The achievement is not ready to publish"),
        _("Fill in what is missing, then publish again."),
    ),
    "catalog.content_invalid": Row(422, _("The achievement is not complete"), INPUT),
    "catalog.in_review": Row(
        409,
        _("The achievement is in review"),
        _("Wait for the decision, or withdraw the review."),
    ),
    "catalog.review_needed": Row(
        409,
        _("A second person publishes here"),
        _("Ask for a review; an approver or owner decides."),
    ),
    "award": Row(422, _("This award cannot be issued"), INPUT),
    "award.already_issued": Row(
        409, _("This was issued already"), _("Look at the one issued.")
    ),
    "batch": Row(409, _("The batch does not allow that"), _("Reload the page.")),
    "batch.file_unreadable": Row(422, _("The file cannot be read"), FILE),
    "bulk": Row(409, _("The change to many does not allow that"), _("Reload the page.")),
    "bulk.nothing_chosen": Row(422, _("Nothing is chosen"), _("Choose credentials first.")),
    "bulk.selection_invalid": Row(422, _("The list cannot be used"), INPUT),
    "batch.schedule_invalid": Row(422, _("The time is not usable"), INPUT),
    "open_link": Row(409, _("The claim link does not allow that"), _("Reload the page.")),
    "open_link.invalid": Row(422, _("The claim link is not usable so"), INPUT),
    "open_link.not_open": Row(
        410, _("This link gives nothing now"), _("Ask the organiser who gave it to you.")
    ),
    "open_link.code_word": Row(422, _("The code word is not right"), INPUT),
    "open_link.domain": Row(422, _("The link is for other addresses"), INPUT),
    "claim": Row(
        404, _("This link does not work"), _("Open the newest mail and try its link.")
    ),
    "credential": Row(409, _("The credential does not allow that"), _("Reload the page.")),
    "credential.approval_needed": Row(
        409,
        _("A second person has to approve this"),
        _("Ask somebody with the role of approver, or do fewer at a time."),
    ),
    "credential.erased": Row(
        410,
        _("This record was erased"),
        _("Ask its holder for the file: it carries its own proof, and is checked on /verify."),
        _("It was erased at the wish, or for the protection, of the person it is about."),
    ),
    "credential.replaced": Row(
        409, _("It was replaced before"), _("Use the credential that replaced it.")
    ),
    "credential.unchanged": Row(422, _("Nothing would change"), INPUT),
    "credential.reason_missing": Row(422, _("A reason is needed"), _("Say why.")),
    "idempotency": Row(422, _("The idempotency key was used for something else"), INPUT),
    "idempotency.key_malformed": Row(400, _("The idempotency key is malformed"), INPUT),
    "issuing": Row(409, _("That cannot be issued"), INPUT),
    "erasure": Row(409, _("That cannot be erased now"), _("Reload the page.")),
    "erasure.nothing_kept": Row(404, _("Nothing is kept of it"), INPUT),
    "erasure.no_address": Row(422, _("That is no e-mail address"), INPUT),
    "assessment": Row(409, _("The assessment does not allow that"), _("Reload the page.")),
    "assessment.invalid": Row(422, _("Some values cannot be taken"), INPUT),
    "assessment.evidence": Row(422, _("The evidence cannot be taken"), INPUT),
    "assessment.incomplete": Row(422, _("Something is missing"), INPUT),
    "assessment.below_required": Row(
        422, _("A criterion is below the required level"), _("Choose “not yet”, or look again.")
    ),
    "assessment.not_assigned": Row(
        409, _("This work is not for you"), _("Go back to the queue and take other work.")
    ),
    "assessment.results_file": Row(422, _("The file of results cannot be read"), FILE),
    "pathway": Row(409, _("The pathway does not allow that"), _("Reload the page.")),
    "pathway.not_ready": Row(
        422, _("It cannot be published yet"), _("Mend what is missing, then publish it.")
    ),
    "pathway.rule_edit": Row(422, _("The rule cannot be changed that way"), INPUT),
    "pathway.equivalence": Row(422, _("The decision cannot be recorded"), INPUT),
    "pathway.join": Row(
        409, _("Your address is not confirmed"), _("Confirm your e-mail address first.")
    ),
    "stack": Row(422, _("The rule, decision or bundle cannot be read"), INPUT),
    "programmes": Row(409, _("The programme does not allow that"), _("Reload the page.")),
    "programmes.invalid": Row(422, _("Some values cannot be taken"), INPUT),
    "programmes.not_ready": Row(
        422,
        _("The programme is not ready to publish"),
        _("Fill in what is missing, then publish again."),
    ),
    "programmes.not_open": Row(
        409, _("Nobody can register now"), _("Look for another group or programme.")
    ),
    "programmes.already_enrolled": Row(
        409, _("You have a place already"), _("Find it under “My learning”.")
    ),
    "programmes.prerequisites_missing": Row(
        409, _("Something is asked for before"), _("Earn what is missing first.")
    ),
    "programmes.address_unproven": Row(
        422, _("The address is not proven"), _("Prove that it is yours, then try again.")
    ),
    "programmes.file": Row(422, _("The file cannot be kept"), FILE),
    "programmes.money": Row(422, _("The amount cannot be read"), INPUT),
    "quizzes": Row(409, _("The quiz does not allow that"), _("Reload the page.")),
    "quizzes.invalid": Row(422, _("Some values cannot be taken"), INPUT),
    "quizzes.not_ready": Row(
        422, _("The quiz is not ready"), _("Add what is missing, then try again.")
    ),
    "quizzes.not_open": Row(409, _("Nobody can begin now"), _("Ask whoever runs the quiz.")),
    "quizzes.no_attempts_left": Row(
        409, _("All attempts are used"), _("Ask whoever runs the quiz.")
    ),
    "quizzes.late": Row(409, _("The time was up"), _("See what came out of it.")),
    "quizzes.answer": Row(422, _("The answer does not fit"), _("Reload the page.")),
    "quizzes.file": Row(422, _("The file cannot be read"), FILE),
    "sharing": Row(
        422,
        _("That is not the number of a LinkedIn page"),
        _("Copy the digits after /company/ from the address of your page's admin view."),
    ),
    "lti": Row(409, _("The learning platform does not allow that"), _("Reload the page.")),
    "lti.invalid": Row(422, _("Some values cannot be taken"), INPUT),
    "lti.launch": Row(
        400, _("The launch is refused"), _("Open the link in your course again.")
    ),
    "lti.suspended": Row(403, _("The launch is refused"), _("Ask whoever runs the course.")),
    "lti.login": Row(400, _("The launch is refused"), PLATFORM),
    "lti.target": Row(400, _("The launch leads elsewhere"), PLATFORM),
    "lti.platform": Row(
        403,
        _("The platform did not sign you in"),
        _("Sign in there, then open the link again."),
    ),
    "lti.state": Row(400, _("The launch is over"), _("Open the link in your course again.")),
    "lti.browser": Row(
        403,
        _("The launch was begun elsewhere"),
        _(
            "Open the link in your course again, in a new window of a browser that keeps cookies."
        ),
    ),
    "lti.gone": Row(410, _("That is over"), _("Open the link in your course again.")),
    **{
        f"lti.{name}": Row(400, _("The launch is refused"), PLATFORM)
        for name in (
            *("token", "algorithm", "key", "signature", "issuer", "audience", "deployment"),
            *("version", "message", "subject"),
        )
    },
    "lti.key_set": Row(422, _("The platform's keys cannot be got"), PLATFORM),
    "lti.expired": Row(400, _("The launch is over"), _("Open the link in your course again.")),
    "lti.nonce": Row(400, _("The launch is over"), _("Open the link in your course again.")),
    "lti.address": Row(409, _("Your address is not proven"), _("Prove that it is yours.")),
    "lti.other_account": Row(
        409,
        _("You belong to another account"),
        _("Sign out, sign in with the other account, and open the link in your course again."),
    ),
    "lti.role": Row(403, _("You may not do this"), _("Ask whoever teaches the course.")),
    "lti.service": Row(
        502, _("The platform did not answer as it should"), _("Try again later.")
    ),
    "lti.registration": Row(
        422, _("The platform could not be registered"), _("Register it by hand.")
    ),
    "verifying": Row(422, _("This cannot be checked"), FILE),
    "backpack": Row(409, _("That cannot be done with your credentials"), INPUT),
    "outbox": Row(500, _("Something broke on our side"), OURS),
    "audit.file": Row(
        422, _("This is no exported audit trail"), _("Choose a file that was exported here.")
    ),
    "skills": Row(409, _("The skills do not allow that"), _("Reload the page.")),
    "skills.file_unreadable": Row(422, _("This is no skills framework that is known"), FILE),
    "skills.file_too_large": Row(413, _("The file is too large"), _("Send it in parts.")),
    "skills.file_empty": Row(422, _("There is no skill in the file"), FILE),
    "skills.framework_needed": Row(
        422, _("The file does not say which framework it is"), _("Name the framework.")
    ),
    "skills.framework_invalid": Row(422, _("The framework cannot be kept"), INPUT),
    "skills.skill_invalid": Row(422, _("The skill cannot be kept"), INPUT),
    "skills.upload_state": Row(409, _("This file was imported already"), _("Reload the page.")),
    "skills.seed_damaged": Row(500, _("Something broke on our side"), OURS),
    "audit": Row(500, _("Something broke on our side"), OURS),
    "delivery": Row(
        409, _("That cannot be sent"), _("Correct the address, then send it again.")
    ),
    "delivery.address_malformed": Row(422, _("That is no e-mail address"), INPUT),
    "mailing": Row(422, _("These words cannot be sent"), INPUT),
    "mailing.template_invalid": Row(500, _("Something broke on our side"), OURS),
    "mailing.unknown_kind": Row(
        404, _("There is no such mail"), _("Choose one from the list.")
    ),
    "mailing.unsubscribe_unknown": Row(
        404,
        _("This link does not work"),
        _("Open the newest mail and use its link."),
    ),
    "mailing.report_malformed": Row(400, _("The report cannot be read"), INPUT),
    "mailing.report_unsigned": Row(
        401,
        _("The report is not signed as it must be"),
        _("Sign the body with the installation's secret, with the time of sending."),
    ),
    "mail": Row(500, _("Something broke on our side"), OURS),
    "settings": Row(500, _("This installation is not set up correctly"), OURS),
}
