"""A learner who has done everything, so that there is something to erase everywhere."""

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import foreign_badges
import pathway_samples

if TYPE_CHECKING:
    from pathlib import Path

    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

PASSWORD: Final = "a long enough password"


@dataclass(frozen=True, slots=True)
class Learner:
    """A person and the words that give them away.

    Attributes:
        name: at least two words.
        email: the address.
        second: another proven address.
        secret: stands in texts that the person wrote.
    """

    name: str
    email: str
    second: str
    secret: str

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that must be gone."""
        first, last = self.name.split()
        return (first, last, self.email, self.second, self.secret)


CANARY: Final = Learner(
    "Zephyrine Quillfeather",
    "zephyrine@plumage-canary.example",
    "other@nestbox-canary.example",
    "marmalade-lighthouse",
)
NEIGHBOUR: Final = Learner(
    "Bartholomew Oakenshaw",
    "bartholomew@timber-stays.example",
    "other@lumber-stays.example",
    "tangerine-harpsichord",
)


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
    _handed_in(who, organisation, version, owner, user)
    _tried(who, organisation, owner, user, tag)
    _on_pathway(who, organisation, version, user, tag)
    _launched(who, organisation, user, tag)
    _noted(who, organisation, enrolment)
    return credential


def _awarded(who: Learner, version: "AchievementVersion") -> "Credential":
    from skillmark.core.issue.recipient import Recipient, Work
    from skillmark.platform.issuing import intent, services
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


def _handed_in(
    who: Learner,
    organisation: "Organisation",
    version: "AchievementVersion",
    owner: "User",
    user: "User",
) -> None:
    """Hand in a text and a file, and have it judged."""
    from skillmark.platform.assessment.evidence import Piece
    from skillmark.platform.assessment.models import (
        Appeal,
        Check,
        Decision,
        Evidence,
        EvidenceFile,
        GivenResult,
        Mark,
    )
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
    GivenResult.objects.create(
        organisation=organisation,
        plan=plan,
        email=who.email,
        criterion="c1",
        level="l1",
        achieved_on=date(2026, 4, 1),
        source="csv",
    )


def _tried(
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


def _on_pathway(
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


def _launched(who: Learner, organisation: "Organisation", user: "User", tag: str) -> None:
    from django.utils import timezone

    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.lti.models import (
        AccountLink,
        Course,
        FedResult,
        Feed,
        Launch,
        Registration,
    )

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


# --- looking ------------------------------------------------------------------------------


def hits_in_database(words: tuple[str, ...]) -> dict[str, set[str]]:
    """Return, by ``table.column``, the words found in any cell of any table."""
    from django.db import connection

    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    for word in words_in(cell, words):
                        found.setdefault(f"{table}.{column}", set()).add(word)
    return found


def hits_in_folder(folder: "Path", words: tuple[str, ...]) -> dict[str, set[str]]:
    """Return, by file, the words found in names and bytes, compressed or not."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            told = words_in(path.read_bytes(), words) | words_in(path.name, words)
            if told:
                found[str(path.relative_to(folder))] = told
    return found


def words_in(cell: object, words: tuple[str, ...]) -> set[str]:
    """Return which words stand in a value: as it is, unpacked, or in base64 and hexadecimal."""
    texts = [text.lower() for text in _readings(cell)]
    return {word for word in words if any(word.lower() in text for text in texts)}


def _readings(cell: object) -> Iterator[str]:
    if cell is None or isinstance(cell, int | float):
        return
    data = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")
    unpackers: tuple[Callable[[bytes], bytes], ...] = (
        gzip.decompress,
        zlib.decompress,
        base64.b64decode,
        _from_hex,
        _first_part,
    )
    for unpack in unpackers:
        try:
            yield unpack(data).decode("utf-8", "replace")
        except (ValueError, OSError, EOFError, zlib.error):
            continue


def _from_hex(data: bytes) -> bytes:
    return bytes.fromhex(data.decode("ascii"))


def _first_part(data: bytes) -> bytes:
    """Return what a signed session or a cached value holds before its signature."""
    head = data.lstrip(b".").split(b":", 1)[0]
    plain = base64.urlsafe_b64decode(head + b"=" * (-len(head) % 4))
    return zlib.decompress(plain) if data.startswith(b".") else plain


def as_json(value: Any) -> str:
    """Return a value as one text, to compare rows before and after."""

    def plain(one: Any) -> str:
        return bytes(one).hex() if isinstance(one, bytes | memoryview) else str(one)

    return json.dumps(value, default=plain, sort_keys=True)
