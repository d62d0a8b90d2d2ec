"""What a learner hands in, tries, joins and launches, with words in every place for them."""

import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pathway_samples
from erased_people import Learner

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User


def handed_in(
    who: Learner,
    organisation: "Organisation",
    version: "AchievementVersion",
    owner: "User",
    user: "User",
) -> None:
    """Hand in a text and a file, and have it judged."""
    from skillmark.platform.assessment.evidence import Piece
    from skillmark.platform.assessment.models import Evidence, EvidenceFile, GivenResult
    from skillmark.platform.assessment.services import plans, submitting
    from skillmark.platform.assessment.services.submitting import Learner as Applicant

    plan = plans.create(organisation, version, actor=owner)
    work = submitting.begin(plan.pk, Applicant(user=user))
    submitting.add(work.pk, Piece.words("Report", f"The {who.secret} was put out."), actor=user)
    data = f"file of {who.name}: {who.secret}".encode()
    digest = hashlib.sha256(data).hexdigest()
    file = EvidenceFile.objects.create(
        organisation=organisation,
        sha256=digest,
        media_type="text/plain",
        size=len(data),
        data=data,
    )
    Evidence.objects.create(
        organisation=organisation,
        submission=work,
        kind="file",
        title=f"{who.secret}.txt",
        file=file,
        file_name=f"{who.secret}.txt",
        sha256=digest,
    )
    submitting.submit(work.pk, actor=user, note=f"Please read the {who.secret}")
    GivenResult.objects.create(
        organisation=organisation,
        plan=plan,
        email=who.email,
        criterion="c1",
        level="l1",
        achieved_on=date(2026, 4, 1),
        source="csv",
    )
    _judged(who, organisation, work, owner)


def _judged(who: Learner, organisation: "Organisation", work: Any, owner: "User") -> None:
    from skillmark.platform.assessment.models import Appeal, Check, Decision, Mark

    mark = Mark.objects.filter(submission=work).first()
    Mark.objects.filter(pk=mark.pk).update(
        state="finished", reasons=f"{who.name} did well", comments={"c1": who.secret}
    )
    decision = Decision.objects.create(
        organisation=organisation,
        submission=work,
        number=1,
        mark=mark,
        basis="mark",
        outcome="competent",
        reasons=f"{who.name} did well",
        comments={"c1": who.secret},
    )
    Appeal.objects.create(
        organisation=organisation, decision=decision, grounds=f"But the {who.secret}!"
    )
    Check.objects.create(
        organisation=organisation,
        submission=work,
        kind="identity",
        method="document",
        note=f"Passport of {who.name}",
        checked_by=owner,
    )


def tried(
    who: Learner, organisation: "Organisation", owner: "User", user: "User", tag: str
) -> None:
    from skillmark.platform.quizzes import reading
    from skillmark.platform.quizzes.models import AskedQuestion, LateAnswer
    from skillmark.platform.quizzes.services import attempts, bank, quizzes
    from skillmark.platform.quizzes.terms import Part, Rules

    said = {"kind": "text", "prompt": f"Which gas {tag}?", "accepted": ["Oxygen"]}
    item = bank.create(organisation, reading.entry(said), actor=owner)
    quiz = quizzes.create(organisation, Rules.parse({"title": f"Quiz {tag}"}), actor=owner)
    quizzes.add_section(quiz.pk, Part(title="One", questions=(item.pk,)), actor=owner)
    quizzes.publish(quiz.pk, actor=owner)
    attempt = attempts.begin(quiz.pk, user)
    asked = AskedQuestion.objects.get(attempt=attempt)
    AskedQuestion.objects.filter(pk=asked.pk).update(answer={"text": who.secret})
    LateAnswer.objects.create(
        organisation=organisation, asked=asked, answer={"text": who.secret}
    )
    attempts.submit(attempt.pk, actor=user)


def on_pathway(
    who: Learner,
    organisation: "Organisation",
    version: "AchievementVersion",
    user: "User",
    tag: str,
) -> None:
    from django.utils import timezone

    from skillmark.platform.pathways.models import Constituent, DryRun, DryRunRow
    from skillmark.platform.pathways.services import drafting, joining, queue

    final = pathway_samples.publish_achievement(organisation, f"Foundations {tag}")
    content = drafting.Content(
        name=f"Pathway {tag}",
        summary="One course, one certificate.",
        achievement=final.achievement,
        rule=pathway_samples.rule({"all": [pathway_samples.leaf(version)]}),
    )
    draft = drafting.create(organisation, content, actor=None)
    drafting.publish(draft.pathway, actor=None)
    draft.pathway.refresh_from_db()
    joining.join(draft.pathway, user)
    queue.work_off(timezone.now())
    for one in Constituent.objects.all():
        Constituent.objects.filter(pk=one.pk).update(external=f"x {who.secret}".encode())
    draft.refresh_from_db()
    run = DryRun.objects.create(
        organisation=organisation, version=draft, rule={}, digest="", cursor=who.email
    )
    DryRunRow.objects.create(
        organisation=organisation,
        dry_run=run,
        email=who.email,
        name=who.name,
        effect="gain",
        before="0 / 1",
        after="1 / 1",
    )


def launched(who: Learner, organisation: "Organisation", user: "User", tag: str) -> None:
    from django.utils import timezone

    from skillmark.platform.lti.models import AccountLink, FedResult, Launch

    platform, feed = _course(organisation, tag)
    subject = f"sub-{who.secret}"
    AccountLink.objects.create(
        organisation=organisation, registration=platform, subject=subject, user=user
    )
    FedResult.objects.create(organisation=organisation, feed=feed, subject=subject, score="1")
    Launch.objects.create(
        digest=hashlib.sha256(who.secret.encode() + tag.encode()).hexdigest(),
        organisation=organisation,
        registration=platform,
        binder="b",
        facts={"name": who.name, "email": who.email, "sub": subject},
        expires_at=timezone.now() + timedelta(minutes=5),
    )


def _course(organisation: "Organisation", tag: str) -> tuple[Any, Any]:
    """Return a learning platform and a line of one of its courses."""
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.lti.models import Course, Feed, Registration

    url = "https://localhost/"
    platform = Registration.objects.create(
        organisation=organisation,
        name="Moodle",
        issuer=url,
        client_id=tag,
        deployments=["1"],
        auth_url=url,
        token_url=url,
        jwks_url=url,
    )
    course = Course.objects.create(
        organisation=organisation,
        registration=platform,
        deployment="1",
        context="c",
        title="Course",
    )
    feed = Feed.objects.create(
        organisation=organisation,
        course=course,
        plan=Plan.objects.first(),
        criterion="c1",
        line_item=url,
    )
    return platform, feed
