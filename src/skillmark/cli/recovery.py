"""The operator's commands for keys in use: ``keys rotate``, ``keys compromise``, ``keys history``.

They need the extra ``server`` and the installation's own settings. What happens to a key is
`skillmark.platform.trust`'s work, to credentials `skillmark.platform.issuing`'s.
"""

import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from skillmark.cli import keys
from skillmark.cli.custody import ACTOR
from skillmark.cli.custody_places import NoSuchOrganisationError
from skillmark.cli.screen import CommandError, Exit, err, out, plain_errors, shown
from skillmark.core.encoding import TimestampError, timestamp

if TYPE_CHECKING:
    from skillmark.platform.jobs.models import Job
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.compromise import Foreseen
    from skillmark.platform.trust.models import Compromise


class Purpose(StrEnum):
    """What the key signs."""

    CREDENTIAL = "credential"
    STATUS = "status"
    LOG = "log"


class MomentError(CommandError):
    """The moment is not written with its date, time and zone."""

    code = "cli.moment_unreadable"


class NotConfirmedError(CommandError):
    """The act cannot be undone, and nobody said that it should be done."""

    code = "cli.not_confirmed"


class RecoveryFailedError(CommandError):
    """Issuing again stopped in the middle; the same command goes on where it stopped."""

    code = "cli.recovery_stopped"


class RecoveryLimitError(RecoveryFailedError):
    """The key signs no more for now; what is left is revoked and is issued again later."""

    code = "cli.recovery_limit"


MINUTE_S: Final = 60.0
_LIMITS: Final = ("trust.signer_quota", "trust.signer_second_person")

Slug = Annotated[str, typer.Argument(metavar="ORGANISATION", help="Its address, as in /i/…")]
OfPurpose = Annotated[Purpose, typer.Option("--purpose", help="What the key signs.")]


def register(_app: typer.Typer) -> None:
    """Add the commands to ``skillmark keys``."""
    keys.app.command()(rotate)
    keys.app.command()(compromise)
    keys.app.command()(history)


def rotate(slug: Slug, purpose: OfPurpose = Purpose.CREDENTIAL) -> None:
    """Replace a signing key as planned; all that the old one signed stays valid.

    Continues the identity's history and signs the status lists anew where that key signed them.
    Prints the new key.
    """
    with plain_errors():
        organisation = _organisation(slug)
        from skillmark.platform.trust import rotation  # noqa: PLC0415 - after `set_up`
        from skillmark.platform.trust.models import KeyPurpose  # noqa: PLC0415

        new = rotation.rotate(organisation, KeyPurpose(purpose), actor=ACTOR)
    err().print("The key is replaced. Make a new backup: the old one lacks this key.")
    out().print(new.verification_method)


def compromise(
    slug: Slug,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="MOMENT",
            help="Up to when nobody else had the key, as 2026-11-22T08:00:00Z.",
        ),
    ],
    reason: Annotated[
        str,
        typer.Option("--reason", help="What happened; it stays in the audit trail."),
    ],
    purpose: OfPurpose = Purpose.CREDENTIAL,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without it you only see what would happen.")
    ] = False,
) -> None:
    """Answer a stolen key: halt, revoke it from a moment on, replace it, issue again.

    What witnesses of the public log prove to be older stands. All the rest is revoked and issued
    again under the new key; each holder gets one mail. Started again, it goes on where it stopped.
    """
    with plain_errors(Exit.WRONG):
        moment = _moment(since)
        organisation = _organisation(slug)
        from skillmark.platform.trust import compromise as answers  # noqa: PLC0415
        from skillmark.platform.trust import keys as rows  # noqa: PLC0415
        from skillmark.platform.trust.models import KeyPurpose  # noqa: PLC0415

        known = _under_way(organisation)
        begun = time.monotonic()
        if known is None:
            identity = rows.ensure_identity(organisation)
            key = rows.active_key(identity, KeyPurpose(purpose))
            _foretell(answers.foresee(key, moment))
            if not yes:
                raise NotConfirmedError("Nothing was done. Add --yes to do it.")
            known = answers.begin(
                key, known_good_at=moment, reason=reason, actor=ACTOR, confirmed=True
            )
            halted = (known.halted_at.timestamp() - time.time()) + time.monotonic() - begun
            err().print(f"Issuing was halted after {max(halted, 0):.1f} s.")
        _finish(known)
        err().print(f"Done after {time.monotonic() - begun:.1f} s. Make a new backup.")
        out().print(known.new_key.verification_method if known.new_key else "")


def history(slug: Slug) -> None:
    """Print the keys of an organisation, since when each signs and how it ended.

    With a did:webvh, prints that and the versions of its log too.
    """
    with plain_errors():
        organisation = _organisation(slug)
        from skillmark.platform.trust import documents, keys  # noqa: PLC0415
        from skillmark.platform.trust.errors import UpdateKeyLostError  # noqa: PLC0415
        from skillmark.platform.trust.identities import logs, selectors  # noqa: PLC0415

        identity = keys.ensure_identity(organisation)
        screen = out()
        screen.print(identity.did)
        row = logs.of(identity)
        told = selectors.told(row) if row is not None else None
        if told is not None:
            screen.print(told.did)
            for entry in reversed(told.entries):
                screen.print(f"  version {entry.number}  {timestamp.encode(entry.at)}")
            if not told.may_go_on:
                lost = UpdateKeyLostError.code
                screen.print(f"  the key of the next version is not here [dim]{lost}[/]")
        for key in documents.keys_of(identity):
            screen.print(f"{key.public_multikey}  {key.purpose}  {key.state}")
            for word, at in (
                ("since", key.created_at),
                ("retired", key.retired_at),
                ("revoked", key.revoked_at),
            ):
                if at is not None:
                    screen.print(f"  {word:8} {timestamp.encode(at)}")


def _organisation(slug: str) -> "Organisation":
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
    from skillmark.platform.orgs import selectors  # noqa: PLC0415

    found = selectors.by_slug(slug)
    if found is None:
        raise NoSuchOrganisationError(f"There is no organisation “{slug}”.", slug=slug)
    return found


def _moment(text: str) -> datetime:
    try:
        return timestamp.decode(text).astimezone(UTC)
    except TimestampError:
        raise MomentError(
            "Write the moment with its date, time and zone: 2026-11-22T08:00:00Z."
        ) from None


def _under_way(organisation: "Organisation") -> "Compromise | None":
    """Return an answer that was begun and not finished."""
    from skillmark.platform.trust.models import Compromise, CompromiseState  # noqa: PLC0415

    rows = Compromise.objects.with_scopes_disabled().filter(organisation=organisation)
    found: Compromise | None = rows.filter(
        state__in=[CompromiseState.HALTED, CompromiseState.RECOVERING]
    ).first()
    return found


def _foretell(foreseen: "Foreseen") -> None:
    screen = err()
    screen.print(f"Credentials signed with this key: {foreseen.signed}")
    screen.print(f"  stand, proven to be older:     {foreseen.standing}")
    screen.print(f"  revoked and issued again:      {foreseen.reissued}")
    screen.print(f"  revoked, had expired anyway:   {foreseen.ended}")
    screen.print(f"  revoked or replaced before:    {foreseen.settled}")
    from django.conf import settings  # noqa: PLC0415 - after `set_up`

    alone: int = settings.SKILLMARK.signer_approval_above
    if alone and foreseen.reissued > alone:
        screen.print(
            f"A key signs {alone} in 24 hours without a second person "
            "(SKILLMARK_SIGNER_APPROVAL_ABOVE). All are revoked at once and issued again in parts: "
            "start the command again each day, or raise the limit where keys are opened."
        )


def _finish(row: "Compromise") -> None:
    """Carry it out as far as it is not, and wait for the job that issues again."""
    from skillmark.platform.jobs import runner  # noqa: PLC0415
    from skillmark.platform.jobs import services as jobs  # noqa: PLC0415
    from skillmark.platform.jobs.models import Job, JobState  # noqa: PLC0415
    from skillmark.platform.orgs.access import organisation_scope  # noqa: PLC0415
    from skillmark.platform.trust import compromise as answers  # noqa: PLC0415

    done = answers.carry_out(row, actor=ACTOR)
    row.refresh_from_db()
    if done.job_id is None:
        return
    before = -1
    while True:
        job: Job = Job.objects.with_scopes_disabled().get(pk=done.job_id)
        if job.state in {JobState.FAILED, JobState.CANCELLED}:
            with organisation_scope(job.organisation_id):
                jobs.resume(job, actor=ACTOR)
        ended = runner.run_to_end(done.job_id)
        row.refresh_from_db()
        if ended.state == JobState.DONE:
            break
        settled = row.reissued + row.ended
        if ended.error_code != _LIMITS[0] or settled == before:
            _stopped(ended, ended.total - settled - row.failed - row.standing)
        before = settled
        err().print(f"Issued again: {row.reissued}. Waiting for the key's next minute.")
        time.sleep(MINUTE_S)
    err().print(
        f"Stand: {row.standing}. Issued again: {row.reissued}. Ended: {row.ended}. "
        f"Failed: {row.failed}."
    )


def _stopped(ended: "Job", left: int) -> NoReturn:
    """Say why issuing again stopped, and how to go on.

    Raises:
        RecoveryLimitError: the key has signed enough for now.
        RecoveryFailedError: for another reason.
    """
    if ended.error_code not in _LIMITS:
        raise RecoveryFailedError(shown(ended.message), job=str(ended.pk))
    raise RecoveryLimitError(
        f"{shown(ended.message)} About {max(left, 0)} credentials are revoked and wait for being "
        "issued again. Start the same command again tomorrow, or raise "
        "SKILLMARK_SIGNER_APPROVAL_ABOVE or SKILLMARK_SIGNER_PER_DAY where keys are opened.",
        job=str(ended.pk),
        cause=ended.error_code,
    )
