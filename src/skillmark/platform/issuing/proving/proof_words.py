"""What a proof of logging, an anchor or a key's history says, in plain words for a person.

Times are those of witnesses and blocks, in UTC: they are compared with other records, and nobody's
own clock has to do with them.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.core.verify import Check, Outcome

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TITLES: Final[dict[str, "StrPromise"]] = {
    "log": gettext_lazy("Public log"),
    "anchor": gettext_lazy("Blockchain"),
    "right": gettext_lazy("Right to award it"),
}

WITHDRAWN: Final[dict[str, "StrPromise"]] = {
    "status.revoked": gettext_lazy("The issuer has revoked it: it counts no longer."),
    "status.suspended": gettext_lazy("The issuer has suspended it for the time being."),
}

WORDS: Final[dict[str, "StrPromise"]] = {
    "status.list_log": gettext_lazy(
        "The list that came with it is not proven to be in the log, so it was not believed."
    ),
    # Whose key.
    "issuer.history_verified": gettext_lazy(
        "The key it gives belongs to the issuer it names. The whole history of the issuer's keys, "
        "which nobody can rewrite, was checked."
    ),
    "issuer.vouched_by_log": gettext_lazy(
        "The issuer's keys came with the file. A public log that this verifier trusts took the "
        "credential under the issuer's name."
    ),
    "issuer.keys_enclosed": gettext_lazy(
        "The issuer's site could not be asked, and the keys that came with the file prove only "
        "that its parts fit together: anybody could have made them."
    ),
    "issuer.domain_unchecked": gettext_lazy(
        "The history of the issuer's keys came with the file and is whole. Whether it is the one "
        "at the web address in its name could not be checked."
    ),
    "webvh.rolled_back": gettext_lazy(
        "The history of the issuer's keys is shorter than it once was. Somebody is hiding what "
        "happened: rely on nothing of this issuer until that is cleared up, and tell them."
    ),
    "webvh.forked": gettext_lazy(
        "The history of the issuer's keys says something else than before. Somebody has rewritten "
        "it: rely on nothing of this issuer until that is cleared up, and tell them."
    ),
    "webvh.parallel_mismatch": gettext_lazy(
        "The issuer's site says something else of its keys than their history, which nobody can "
        "rewrite: the site may have been taken over."
    ),
    # How long the key was good.
    "key.retired_later": gettext_lazy(
        "The issuer has a new key since. Others prove that this was there while the old one was "
        "in use."
    ),
    "key.time_unproven": gettext_lazy(
        "The issuer has a new key since, and nobody else says when this was signed: it could have "
        "been signed afterwards."
    ),
    "key.expired": gettext_lazy("It was signed after the issuer had put the key out of use."),
    "key.revoked_later": gettext_lazy(
        "The key was lost or stolen later. Others prove that this was there before, so it stays "
        "good."
    ),
    "key.revoked_too_near": gettext_lazy(
        "The key was lost or stolen, and this was seen so shortly before that it cannot be told "
        "apart."
    ),
    "key.revoked_before": gettext_lazy(
        "The key had been lost or stolen before anybody saw this: a likely forgery."
    ),
    "key.revoked_unproven": gettext_lazy(
        "The key was lost or stolen, and nobody proves that this was there before. Ask the issuer "
        "to issue it again."
    ),
    # The log and its anchors.
    "log.absent": gettext_lazy(
        "It is not in the log: nothing proves that it was made public when it was issued."
    ),
    "log.no_policy": gettext_lazy(
        "It says that it is in a public log. Which logs to trust was not said, so this was not "
        "looked at."
    ),
    "log.origin_unknown": gettext_lazy("It is in a log that is not trusted here."),
    "log.batch": gettext_lazy(
        "Its proof of logging is that of another credential: it is not proven to be in the log."
    ),
    "anchor.absent": gettext_lazy("It is anchored in no blockchain."),
    "anchor.not_logged": gettext_lazy(
        "An anchor says nothing of it, because it is not proven to be in the log."
    ),
    "anchor.evm_block_unknown": gettext_lazy(
        "It is anchored in a block of which nobody trusted here says that it is real."
    ),
    "anchor.evm_chain_unknown": gettext_lazy(
        "It is anchored by a contract or on a network that is not trusted here."
    ),
    "anchor.ots_block_unknown": gettext_lazy(
        "Not yet shown to be in Bitcoin: the block that its time stamp names is not known here."
    ),
    "anchor.ots_pending": gettext_lazy(
        "Not yet in Bitcoin: it is on its way into a block, and that takes some hours."
    ),
}


def told(check: Check) -> str:
    """Return what a proof that holds says in full, or an empty text."""
    if check.code in WITHDRAWN and check.facts.get("logged"):
        return _withdrawn(check)
    if check.outcome is not Outcome.PASSED:
        return ""
    if check.code == "log.proven":
        return _logged(check)
    if check.name == "anchor":
        return _anchored(check)
    if check.name == "status" and check.facts.get("enclosed"):
        return as_of(check)
    return ""


def _withdrawn(check: Check) -> str:
    facts = check.facts
    said = {
        "index": facts.get("entry"),
        "log": facts.get("log"),
        "time": moment(facts.get("logged")),
    }
    words = _(
        "The list that says so is entry %(index)s of the public log %(log)s, seen by independent "
        "witnesses since %(time)s."
    )
    return f"{WITHDRAWN[check.code]} {words % said}"


def as_of(check: Check) -> str:
    """Return of when an answer is that came with the credential."""
    said = {"time": moment(check.facts.get("as_of"))}
    if check.facts.get("purpose") == "suspension":
        words = _("By the list that came with the file, it was not suspended on %(time)s.")
    else:
        words = _("By the list that came with the file, it was not revoked on %(time)s.")
    return words % said


def moment(text: object) -> str:
    """Return an RFC 3339 time as day and minute in UTC, or nothing."""
    try:
        found = datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return ""
    return _("%(day)s, %(time)s UTC") % {
        "day": date_format(found, "DATE_FORMAT"),
        "time": date_format(found, "H:i"),
    }


def _logged(check: Check) -> str:
    facts = check.facts
    said = {
        "index": facts.get("index"),
        "log": facts.get("log"),
        "size": facts.get("size"),
        "witnesses": facts.get("witnesses"),
        "time": moment(facts.get("time")),
    }
    place = _(
        "It is entry %(index)s of the public log %(log)s, in the checkpoint of %(size)s entries."
    )
    if not said["time"]:
        return f"{place % said} {_('No independent witness says since when.')}"
    seen = _("Independent witnesses (%(witnesses)s) have seen it since %(time)s.")
    return f"{place % said} {seen % said}"


def _anchored(check: Check) -> str:
    facts = check.facts
    if "height" in facts:
        words = _("The log is anchored in block %(block)s of Bitcoin (%(time)s).")
        return words % {"block": facts["height"], "time": moment(facts.get("blockTime"))}
    if "tx" in facts:
        words = _(
            "The log is anchored in block %(block)s of the network %(chain)s (%(time)s), by the "
            "transaction %(tx)s."
        )
        return words % {
            "block": facts.get("block"),
            "chain": facts.get("chain"),
            "time": moment(facts.get("time")),
            "tx": facts["tx"],
        }
    return ""
