"""`skillmark halt` and `skillmark resume`: the operator stops signing, and lets it go on.

A switch is a row that the signer reads with every order, so it counts in every process from the
next document on.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from skillmark.cli.screen import CommandError, err, plain_errors

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IssuerKey

MAX_REASON = 500

Slug = Annotated[
    str | None,
    typer.Option("--organisation", metavar="ADDRESS", help="Only this one, as in /i/…"),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key", metavar="METHOD", help="Only this key: its verification method, did:…#…"
    ),
]


class HaltTargetError(CommandError):
    """No organisation or key of this installation is called so, or both are named."""

    code = "cli.halt_target"


class HaltReasonError(CommandError):
    """A halt needs a reason of at most 500 characters."""

    code = "cli.halt_reason"


def register(program: typer.Typer) -> None:
    """Add the commands to the program."""
    program.command()(halt)
    program.command()(resume)


def halt(
    reason: Annotated[
        str, typer.Option(help="Why, for those who find it stopped. Name no person.")
    ],
    organisation: Slug = None,
    key: Key = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything",
            help="Stop status lists and the public log too. Then nothing can be revoked.",
        ),
    ] = False,
) -> None:
    """Stop signing at once: everywhere, of one organisation, or of one key.

    New credentials stop; status lists are still signed, so that credentials can be revoked.
    """
    with plain_errors():
        if not reason.strip() or len(reason) > MAX_REASON:
            raise HaltReasonError("Say why, in 500 characters at most.")
        whose, which = _target(organisation, key)
        from skillmark.platform.trust import pausing  # noqa: PLC0415 - Django is set up

        pausing.halt_as_operator(
            reason=reason.strip(), organisation=whose, key=which, everything=everything
        )
    err().print("Halted. Nothing new is signed from now on.")


def resume(organisation: Slug = None, key: Key = None) -> None:
    """Let signing go on: everywhere, of one organisation, or of one key, as it was halted."""
    with plain_errors():
        whose, which = _target(organisation, key)
        from skillmark.platform.trust import pausing  # noqa: PLC0415

        pausing.resume_as_operator(organisation=whose, key=which)
    err().print("Signing goes on.")


def _target(
    slug: str | None, method: str | None
) -> tuple["Organisation | None", "IssuerKey | None"]:
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
    from skillmark.platform.orgs import selectors  # noqa: PLC0415
    from skillmark.platform.trust.models import IssuerKey  # noqa: PLC0415

    if slug and method:
        raise HaltTargetError("Name an organisation or a key, not both.")
    organisation = selectors.by_slug(slug) if slug else None
    if slug and organisation is None:
        raise HaltTargetError(f"There is no organisation “{slug}”.", slug=slug)
    rows = IssuerKey.objects.with_scopes_disabled().select_related("organisation")
    key = rows.filter(verification_method=method).first() if method else None
    if method and key is None:
        raise HaltTargetError("There is no such key.", key=method[:200])
    return organisation, key
