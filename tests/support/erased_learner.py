"""A learner who has done everything, so that there is something to erase everywhere."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import erased_studies
import foreign_badges
import pathway_samples
from erased_people import Learner

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

PASSWORD: Final = "a long enough password"


def account(who: Learner) -> "User":
    """Return the account, with both addresses proven."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from skillmark.platform.people import services

    user = services.create_account(
        email=who.email, password=PASSWORD, display_name=who.name, verified=True
    )
    EmailAddress.objects.create(user=user, email=who.second, verified=True)
    services.note_identity(user, who.second, verified_at=timezone.now())
    return user


def live_through(
    who: Learner, organisation: "Organisation", owner: "User", tag: str
) -> "Credential":
    """Let a learner do everything there is at an organisation; its scope must be open.

    Args:
        who: the learner; the account is made if there is none.
        organisation: where.
        owner: of it.
        tag: makes the names of what is offered differ.

    Returns:
        The first credential.
    """
    from skillmark.platform.people.models import User

    user = User.objects.filter(email=who.email).first() or account(who)
    version = pathway_samples.publish_achievement(organisation, f"Fire prevention {tag}")
    credential = _awarded(who, version)
    _listed(who, organisation, version, owner)
    _claimed(who, credential, user)
    _asked_at_link(who, organisation, version)
    enrolment = _enrolled(who, organisation, version, owner, user, tag)
    erased_studies.handed_in(who, organisation, version, owner, user)
    erased_studies.tried(who, organisation, owner, user, tag)
    erased_studies.on_pathway(who, organisation, version, user, tag)
    erased_studies.launched(who, organisation, user, tag)
    _noted(who, organisation, enrolment)
    return credential


def _awarded(who: Learner, version: "AchievementVersion") -> "Credential":
    from skillmark.core.issue.recipient import Recipient, Work
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.models import Source

    recipient = Recipient(
        name=who.name,
        email=who.email,
        identifier=f"no-{who.secret}",
        narrative=f"She showed the {who.secret}.",
        evidence=(Work(url=f"https://work.example/{who.secret}"),),
        achieved_on=date(2026, 5, 3),
    )
    return services.issue_one(
        version.organisation,
        version,
        intent.intent_for(version.achievement_id, recipient),
        source=Source.FORM,
        actor=None,
    )


def _listed(
    who: Learner, organisation: "Organisation", version: "AchievementVersion", owner: "User"
) -> None:
    """Issue by a file, and leave another one in the preview, with its bytes."""
    from skillmark.platform.issuing import services
    from skillmark.platform.jobs import runner

    done = f"name,email,achieved_on\n{who.name},{who.second},2026-04-01\n".encode()
    batch = services.preview_batch(
        organisation, version, done, filename=f"{who.name}.csv", actor=owner
    )
    started = services.start_batch(batch.pk, actor=owner)
    runner.run_to_end(started.job_id)
    left = f"name,email,note\n{who.name},{who.email},{who.secret}\nBad,bad,x\n"
    services.preview_batch(
        organisation, version, left.encode(), filename="left.csv", actor=owner
    )


def _claimed(who: Learner, credential: "Credential", user: "User") -> None:
    from skillmark.platform.issuing.services import claims
    from skillmark.platform.mailing import subscriptions, suppressions
    from skillmark.platform.mailing.models import Cause

    token = claims.new_links([(credential, who.email)])[0].token
    claims.claim(token, user)
    subscriptions.links([who.email], credential.organisation_id)
    suppressions.suppress(who.second, credential.organisation_id, Cause.BOUNCED)


def _asked_at_link(
    who: Learner, organisation: "Organisation", version: "AchievementVersion"
) -> None:
    from skillmark.platform.issuing.services import open_claims, open_links

    link = open_links.create_link(
        organisation, version, open_links.Terms(name="Course of May"), actor=None
    )
    open_claims.ask(link, name=who.name, email=who.email)


def _enrolled(  # noqa: PLR0917 - one life's facts
    who: Learner,
    organisation: "Organisation",
    version: "AchievementVersion",
    owner: "User",
    user: "User",
    tag: str,
) -> Any:
    from skillmark.platform.programmes.services import cohorts, enrolling, offers
    from skillmark.platform.programmes.terms import Offer, Run

    offer = {"title": f"Safety {tag}", "summary": "Short.", "hours": "3", "cost": "0"}
    made = offers.create(organisation, Offer.parse(offer), actor=owner)
    offers.set_achievements(
        made.pk, units=[version.achievement_id], final=None, prerequisites=[], actor=owner
    )
    offers.publish(made.pk, actor=owner)
    cohort = cohorts.open_cohort(made.pk, Run.parse({"name": "Any time"}), actor=owner)
    one = enrolling.Applicant(user=user, name=who.name, email=who.email)
    return enrolling.enrol(cohort.pk, one)


def _noted(who: Learner, organisation: "Organisation", enrolment: Any) -> None:
    """Leave the words where people and programs may write them."""
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.issuing.models import BulkChange, IdempotentRequest
    from skillmark.platform.jobs.models import Job
    from skillmark.platform.programmes.models import Enrolment

    Enrolment.objects.filter(pk=enrolment.pk).update(reason=f"The {who.secret}")
    Job.objects.create(
        organisation=organisation,
        kind="issuing.batch",
        title=f"{who.name}.csv",
        state="done",
        arguments={"to": who.email},
        message=f"{who.email} was not written to",
    )
    Approval.objects.create(
        organisation=organisation,
        kind="issuing.batch",
        subject_id=organisation.pk,
        title=f"Issue to {who.name}",
        facts={"mail": who.email},
        note=f"Fine for {who.name}",
        state="approved",
    )
    BulkChange.objects.create(
        organisation=organisation,
        action="revoke",
        reason=f"{who.name} asked",
        unknown=[who.email],
        failures=[{"message": who.email}],
    )
    IdempotentRequest.objects.create(
        organisation=organisation,
        key=f"k-{organisation.slug}-{who.secret[:5]}",
        operation="issue",
        body_digest="0" * 64,
        status=201,
        body={"recipient": {"name": who.name, "email": who.email}},
    )


def keep_from_elsewhere(who: Learner, user: "User") -> None:
    """Take a credential of another system into the backpack."""
    from skillmark.platform.backpack.imports import keeping

    data = foreign_badges.signed(
        foreign_badges.COLLEGE,
        title=f"Certificate of {who.secret}",
        achievement=foreign_badges.DATA,
        email=who.email,
    )
    keeping.take(user, data, source=foreign_badges.Web())
