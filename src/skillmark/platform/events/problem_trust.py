"""Rows of the table from error codes to HTTP: keys, signing and rights."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.problem_row import INPUT, OURS, Row

TRUST: Final[dict[str, Row]] = {
    "trust": Row(503, _("Signing is not possible at the moment"), OURS),
    "trust.signing_halted": Row(
        503,
        _("Issuing is paused"),
        _("An owner can resume it under Settings, Trust. Nothing is lost: try again then."),
    ),
    "trust.pause": Row(409, _("Issuing is in that state already"), _("Reload the page.")),
    "trust.backup_sealed": Row(
        422,
        _("The backup does not open"),
        _("Check the passphrase, and that the file is the one that was downloaded."),
    ),
    "trust.backup_invalid": Row(
        422, _("This is no backup of keys"), _("Choose the file that was downloaded.")
    ),
    "trust.backup_foreign": Row(
        409,
        _("The backup belongs to another organisation"),
        _("Create the organisation first, or name the one to restore into."),
    ),
    "trust.date_out_of_range": Row(422, _("A date is outside the allowed range"), INPUT),
    "trust.not_issuable": Row(422, _("The credential would not be correct"), INPUT),
    "trust.type_not_allowed": Row(422, _("This type may not be signed"), INPUT),
    "trust.issuer_mismatch": Row(422, _("The issuer is not this organisation"), INPUT),
    "rights": Row(409, _("The right to issue does not allow that"), _("Reload the page.")),
    "rights.not_entitled": Row(403, _("You may not issue this achievement"), INPUT),
}
