"""What bundles say, and what comes beside a credential."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("The block came after the moment that is asked about."),
    gettext_noop("It is anchored nowhere: no proof of it came with the credential."),
    gettext_noop("An anchor proves nothing of it, for it is not proven to be in the log."),
    gettext_noop("The anchor is of another log."),
    gettext_noop("It is anchored in a way that cannot be checked yet."),
    gettext_noop("It is in the log, and witnesses say since when."),
    gettext_noop("It is not in the log: no proof of it came with the credential."),
    gettext_noop("It came with a proof of logging, and nobody said which logs to trust."),
    gettext_noop("It is in the log."),
    gettext_noop("No witness says since when."),
    gettext_noop("It is not proven to be in the log."),
    gettext_noop(
        "Its issuer's keys came with it, so they prove only that its parts fit together, not whose they are."
    ),
    gettext_noop(
        "The key it gives belongs to the issuer; the history of its keys was checked."
    ),
    gettext_noop("Its issuer's keys came with it; the log that you trust vouches for them."),
    gettext_noop(
        "The history of its issuer's keys came with it and is whole; whether it is the one at the address it names was not checked."
    ),
    gettext_noop("The history in the bundle is of another DID than it says."),
    gettext_noop("“ots” is no base64."),
    gettext_noop("The anchor does not hold."),
    gettext_noop("“consistency” holds no hash in base64."),
    gettext_noop("The policy cannot be read."),
    gettext_noop("A part of the policy cannot be read."),
    gettext_noop("“log” holds half a letter."),
    gettext_noop("“demand” names each of %(names)s at most once."),
    gettext_noop("“heads” holds ids of versions, such as 3-Qm…."),
    gettext_noop("A text holds half a letter."),
    gettext_noop("A document in the bundle has no address."),
    gettext_noop("“%(name)s” must be a list of texts."),
    gettext_noop("“%(name)s” must be a list of objects."),
    gettext_noop("“%(name)s” must hold objects."),
    gettext_noop("“%(name)s” must hold texts."),
    gettext_noop("“%(name)s” must be an object with at most %(limit)d members."),
    gettext_noop("“%(name)s” must be an object."),
    gettext_noop("“%(name)s” must be a list of at most %(limit)d entries."),
    gettext_noop("Only the logs of a did:webvh are taken."),
    gettext_noop("Each anchor must be an object."),
)
