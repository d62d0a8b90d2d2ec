"""What the right to issue says."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("The issuer is not among those that you know."),
    gettext_noop("Nothing signed says whose achievement it is; only the issuer's word does."),
    gettext_noop(
        "The achievement is another's, and nothing of theirs lets the issuer issue it."
    ),
    gettext_noop("It is of no achievement that somebody could own."),
    gettext_noop("The issuer has the name of another one that you know: same name, other DID."),
    gettext_noop("What it says of the achievement differs from the signed definition."),
    gettext_noop(
        "The definition of the achievement is signed by somebody else than its owner."
    ),
    gettext_noop("The issuer itself awards this achievement."),
    gettext_noop("The signed definition of the achievement could not be checked just now."),
    gettext_noop("The signed definition of the achievement is not the one that it names."),
    gettext_noop("The signed definition of the achievement is not at hand."),
    gettext_noop("The achievement is another's, and the grant it names is not at hand."),
    gettext_noop("The issuer is one that you know."),
    gettext_noop("It names another creator, and nothing signed of theirs is at hand."),
    gettext_noop("You know that the issuer may issue it."),
    gettext_noop("The issuer may issue another achievement of its owner, not this one."),
    gettext_noop("The grant it rests on has no readable time."),
    gettext_noop("Who awards the achievement withdrew the grant, and nothing says since when."),
    gettext_noop("Whether the grant was withdrawn could not be read."),
    gettext_noop("It was issued before the grant began."),
    gettext_noop("Its owner lets the issuer issue this achievement."),
    gettext_noop("The grant has ended, and nothing proves that it was issued before."),
    gettext_noop("It was issued after the grant %(words)s."),
    gettext_noop("The grant it rests on could not be checked just now."),
    gettext_noop("The registry is not signed with a known key."),
    gettext_noop("An issuer in the registry has no DID."),
    gettext_noop("An issuer in the registry has a member that is not known."),
    gettext_noop("The registry of issuers is no %(type)s."),
    gettext_noop("The registry of issuers is of another version."),
    gettext_noop("The registry of issuers has no list of issuers."),
    gettext_noop("A DID stands twice in the registry."),
    gettext_noop("An achievement has two owners."),
)
