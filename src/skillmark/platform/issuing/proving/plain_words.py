"""Each check and each code in plain words: what a person reads, where a program reads the code.

The core gives one true sentence for every check. Here stand its titles, and better sentences for
those results that people without the field's words meet most. What is not listed is said with the
core's own sentence, so nothing is ever left out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.core.verify import Check, Outcome
from skillmark.platform.issuing.proving import proof_words
from skillmark.platform.ui import saying

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TITLES: Final[dict[str, "StrPromise"]] = {
    "format": gettext_lazy("The file"),
    "context": gettext_lazy("Meaning of its words"),
    "type": gettext_lazy("Kind of document"),
    "model": gettext_lazy("Structure"),
    "proof": gettext_lazy("Signature"),
    "issuer": gettext_lazy("Who signed it"),
    "key": gettext_lazy("The issuer's key"),
    "validity": gettext_lazy("Dates"),
    "status": gettext_lazy("Revocation"),
    "refresh": gettext_lazy("Newer copy"),
    "schema": gettext_lazy("Published form"),
    "badge": gettext_lazy("Rules of Open Badges"),
    "subject": gettext_lazy("Holder"),
    "endorsements": gettext_lazy("Endorsements"),
    "policy": gettext_lazy("What you asked for"),
    "recipient": gettext_lazy("The e-mail address you gave"),
    **proof_words.TITLES,
}

WORDS: Final[dict[str, "StrPromise"]] = {
    # The file.
    "format.read": gettext_lazy("It could be read without any doubt about what it says."),
    "json.syntax": gettext_lazy(
        "This is not a credential file: it is not written as a credential is. Choose the file "
        "you were given, not a screenshot or a print of it."
    ),
    "json.duplicate_key": gettext_lazy(
        "It says one thing twice, so that two readers could read it differently. Such a file "
        "is not to be trusted."
    ),
    "json.not_object": gettext_lazy("This is not a credential file."),
    "json.not_utf8": gettext_lazy("This is not a credential file: it is not text."),
    "json.size": gettext_lazy("It is larger than any credential."),
    "unsupported.open_badges_1": gettext_lazy(
        "This is an Open Badge of the oldest version, or of 2.1, which cannot be checked here."
    ),
    "unsupported.presentation": gettext_lazy(
        "These are several credentials shown together, which cannot be checked here yet. "
        "Check them one by one."
    ),
    "bake": gettext_lazy(
        "The picture holds no credential. A screenshot or a picture sent by a messenger loses "
        "it: ask for the file itself."
    ),
    # The meaning of words.
    "context.known": gettext_lazy("Every word in it has one fixed meaning."),
    "canon.context_unknown": gettext_lazy(
        "It uses words from a vocabulary that is not known here, so its meaning could not be "
        "checked."
    ),
    "canon.term_undefined": gettext_lazy(
        "It uses words that no vocabulary defines: anybody could read them as they like."
    ),
    # The signature.
    "proof.valid": gettext_lazy("Nothing was changed since it was signed."),
    "crypto.signature_invalid": gettext_lazy(
        "The signature does not fit: it was changed after it was signed, or never signed by "
        "this key."
    ),
    "proof.signature_invalid": gettext_lazy(
        "The signature does not fit: it was changed after it was signed, or never signed by "
        "this key."
    ),
    "proof.missing": gettext_lazy("It is not signed, so anybody could have written it."),
    "proof.key_not_found": gettext_lazy("The key that made the signature was not found."),
    "badge2.hosted": gettext_lazy("The issuer's own site says the same, as of just now."),
    "badge2.differs": gettext_lazy(
        "It says something else than the copy on the issuer's own site: it was changed, or "
        "never awarded like this."
    ),
    "fetch.gone": gettext_lazy("The issuer's site says that it is gone for good."),
    # The issuer.
    "badge2.in_scope": gettext_lazy("It lies on the site where this issuer keeps its badges."),
    "badge2.out_of_scope": gettext_lazy(
        "It lies on another site than the issuer it names: a likely forgery."
    ),
    "issuer.bound": gettext_lazy("The key it gives belongs to the issuer it names."),
    "issuer.not_bound": gettext_lazy(
        "It was signed by somebody else than the issuer it names: a likely forgery."
    ),
    "fetch": gettext_lazy(
        "The issuer's site could not be asked. Try again later: an answer may come then."
    ),
    "evidence.not_fetched": gettext_lazy("What this needs could not be fetched."),
    "key.active": gettext_lazy("The key is in force."),
    "key.retired": gettext_lazy(
        "The issuer has a new key since. What the old one signed before stays good."
    ),
    "key.revoked": gettext_lazy("The issuer withdrew the key, for example after a theft."),
    # Dates and revocation.
    "validity.current": gettext_lazy("It is valid today."),
    "status.none": gettext_lazy("The issuer gave it no way to be revoked."),
    "status.not_revoked": gettext_lazy("The issuer has not revoked it, as of just now."),
    "status.not_suspended": gettext_lazy("The issuer has not suspended it, as of just now."),
    **proof_words.WITHDRAWN,
    # Form and rules.
    "schema.followed": gettext_lazy("It has the form that is published for its kind."),
    "badge.rules_followed": gettext_lazy("It keeps the rules of Open Badges."),
    "subject.named": gettext_lazy("It says whom it was awarded to."),
    "subject.unnamed": gettext_lazy(
        "It does not say whom it was awarded to, so anybody could show it as their own."
    ),
    "recipient.matches": gettext_lazy("It was awarded to this address."),
    "recipient.differs": gettext_lazy("It was awarded to another address."),
    "verify.not_reached": gettext_lazy("Not looked at, because an earlier check did not pass."),
    "verifying.broken": gettext_lazy(
        "The verifier itself failed on this file. We were told; nothing is known of the file."
    ),
    **proof_words.WORDS,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A check as the check list of the design system shows it."""

    outcome: str
    title: str
    reason: str
    detail: str


def line(check: Check, *, note: str = "") -> Line:
    """Return a check in plain words, with its code and facts for those who want them.

    Args:
        check: of a report.
        note: one more sentence that is known here, such as a reason.
    """
    suspension = check.name == "status" and check.facts.get("purpose") == "suspension"
    title = _("Suspension") if suspension else str(TITLES.get(check.name, check.name))
    reason = " ".join(part for part in (words(check), note) if part)
    facts = [
        f"{name}: {value}" for name, value in check.facts.items() if value not in {None, ""}
    ]
    return Line(check.outcome.value, title, reason, " · ".join([check.code, *facts]))


def words(check: Check) -> str:
    """Return what a check found, as one or two sentences."""
    if said := _dated(check) or proof_words.told(check):
        return said
    parts = check.code.split(".")
    for length in range(len(parts), 0, -1):
        known = WORDS.get(".".join(parts[:length]))
        if known is not None:
            general = length < len(parts) and check.outcome is Outcome.FAILED
            return f"{known} {saying.said(check.reason)}" if general else str(known)
    return saying.said(check.reason)


def day(text: object) -> str:
    """Return the day of an RFC 3339 time with its month in letters, or nothing."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return ""
    return date_format(moment, "DATE_FORMAT")


def _dated(check: Check) -> str:
    if check.code == "validity.expired" and (until := day(check.facts.get("valid_until"))):
        return _("It expired on %(day)s.") % {"day": until}
    if check.code == "validity.not_yet" and (start := day(check.facts.get("valid_from"))):
        return _("It is valid only from %(day)s on.") % {"day": start}
    return ""
