"""What can be wrong with rules, recognition decisions and stacks, and what re-checking one says."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Documents of ours.
    gettext_noop("the document: %(known)s"),
    gettext_noop("/%(place)s: %(known)s"),
    gettext_noop("(%(limit)d more)"),
    gettext_noop("“%(name)s” means nothing here."),
    gettext_noop("“%(name)s” must be a list of 1 to %(limit)d entries."),
    gettext_noop("“%(name)s” must be a text of 1 to %(limit)d characters."),
    gettext_noop("“%(name)s” must be a whole number from %(least)d to %(limit)d."),
    gettext_noop('“%(name)s” must be an amount above 0 as a text, such as "15" or "7.5".'),
    gettext_noop("“%(name)s” must be a day, such as 2026-03-31."),
    gettext_noop("“type” must be %(name)s."),
    gettext_noop("“version” must be %(name)s."),
    gettext_noop("This must be an object."),
    gettext_noop("an absolute IRI, such as https://a.example/a/1"),
    gettext_noop("a DID, such as did:web:harbour.example"),
    gettext_noop("a short name of small letters, digits and hyphens"),
    gettext_noop("a unit of credits, such as ECTS, hours or CPD"),
    gettext_noop("the short name of a framework, such as EQF"),
    # Rules.
    gettext_noop("A node has exactly one of %(names)s."),
    gettext_noop("A rule has at most %(limit)d nodes in each other."),
    gettext_noop("A rule has at most %(limit)d nodes."),
    gettext_noop("Two nodes are called “%(name)s”."),
    gettext_noop("More is asked for than there are parts."),
    gettext_noop("Say “after”, “before” or “withinDays”."),
    gettext_noop("The time ends before it begins."),
    gettext_noop('“issuers” must be "%(name)s", "%(name_2)s" or a list of DIDs.'),
    gettext_noop("This must be a DID."),
    gettext_noop("This issuer stands there twice."),
    gettext_noop("This version of the rule stands still; make the next one."),
    # Jobs.
    gettext_noop("Dry run of “%(name)s”"),
    gettext_noop("Who fulfils “%(name)s”"),
    # The request for a review.
    gettext_noop("Publish version %(number)d of the pathway “%(name)s”"),
    # Recognition decisions.
    gettext_noop("A decision says what something counts as."),
    gettext_noop("This must be the IRI of an achievement."),
    gettext_noop("This unit stands there twice."),
    gettext_noop("This framework stands there twice."),
    # Credentials that shall count.
    gettext_noop("It is no credential."),
    gettext_noop("The credential is not of one achievement with an id."),
    gettext_noop("The credential does not say what it is called and since when it is."),
    gettext_noop("Two resources have one address."),
    gettext_noop("The address of a resource is no absolute IRI."),
    # Bundles.
    gettext_noop("What was fetched for the bundle cannot be read."),
    gettext_noop("The bundle cannot be read."),
    gettext_noop("Only the documents of a did:web are taken."),
    gettext_noop("This must be a credential as a text."),
    gettext_noop("Each document in it must be an object."),
    gettext_noop("There are more documents in it than are read."),
    gettext_noop("A credential in the bundle is not UTF-8."),
    # The final.
    gettext_noop("The final credential was revoked by its issuer."),
    gettext_noop("The final credential is suspended by its issuer."),
    gettext_noop("The final credential may have been revoked: that could not be told."),
    gettext_noop("The final credential has expired."),
    gettext_noop("The final credential is not valid yet."),
    gettext_noop("The final credential is not what you asked for."),
    gettext_noop("The final credential is not in the form it should have."),
    gettext_noop("The final credential is not what its issuer signed."),
    gettext_noop("The final credential could not be checked."),
    gettext_noop("The final does not say since when it holds."),
    gettext_noop("The final is dated before it was signed: the final was dated back."),
    gettext_noop("The final refers to something that was not looked at."),
    # The rule and the decisions of a final.
    gettext_noop("The final names no rule."),
    gettext_noop("The rule is not the one by which the final was awarded."),
    gettext_noop("The decisions on recognition are not those by which the final was awarded."),
    gettext_noop("The credentials fulfil the rule."),
    gettext_noop("Whether the rule is fulfilled depends on what could not be told."),
    gettext_noop("The credentials do not fulfil the rule."),
    # A constituent by itself.
    gettext_noop("It may have been revoked: that could not be told."),
    gettext_noop("It is not what you asked for."),
    gettext_noop("It is not in the form it should have."),
    gettext_noop("It is not what its issuer signed."),
    gettext_noop("It could not be checked."),
    gettext_noop("It was revoked by its issuer."),
    gettext_noop("It is suspended by its issuer."),
    # A constituent in the stack.
    gettext_noop("It is not, letter by letter, the one that counted."),
    gettext_noop("It is named by the final, and the bundle does not hold it."),
    gettext_noop("It is in the bundle, and the final does not name it."),
    gettext_noop("It is of no achievement that this rule asks for."),
    gettext_noop("It is of another version of the achievement than is asked for."),
    gettext_noop("It is of another issuer than this rule takes."),
    gettext_noop("It had expired when the final was awarded."),
    gettext_noop("It was not valid yet when the final was awarded."),
    gettext_noop("It is not of the level that this rule asks for."),
    gettext_noop("It was earned earlier than this rule takes."),
    gettext_noop("It was earned later than this rule takes."),
    gettext_noop("It could count, and the rule does not need it."),
    gettext_noop(
        "The rule takes it from any issuer; that it counts is the final issuer's word."
    ),
    gettext_noop("It names its holder as the final does; their address was not shown."),
    gettext_noop("Nothing tells whether it is of the same person."),
    gettext_noop(
        "The keys of an issuer were taken from the bundle itself: compare them with those that "
        "the issuer publishes."
    ),
)
