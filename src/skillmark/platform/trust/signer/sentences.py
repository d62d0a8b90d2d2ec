"""Why the signer did not sign, where a person may read it."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("The status list stands at no address of ours."),
    gettext_noop("The status list has a purpose that we do not use."),
    gettext_noop("The id of this order was used for something else."),
    gettext_noop("An order has 1 to 1,000 documents."),
    gettext_noop("The documents of the order are too large."),
    gettext_noop("The document is signed already."),
    gettext_noop("The organisation has no such key."),
    gettext_noop("The key's identity belongs to another organisation."),
    gettext_noop("The key signs no more."),
    gettext_noop("The key is made for another purpose."),
    gettext_noop("A proof carries the time at which it is made."),
    gettext_noop("The key may sign %(limit)s documents in a minute."),
    gettext_noop("The key may sign %(limit)s documents in a day."),
    gettext_noop("So much is only signed after a second person has agreed."),
    gettext_noop("There is no second person's yes of that id."),
    gettext_noop("The second person agreed to fewer documents."),
    gettext_noop("The same order gave other bytes; nothing was handed out."),
    gettext_noop("The status list would not be correct:"),
    gettext_noop("The signer does not answer; nothing was signed."),
    gettext_noop("The signer failed; nothing was signed."),
    gettext_noop("This account may not ask the signer."),
    gettext_noop("Keys are opened by the signer's own process only; do this where it runs."),
    gettext_noop("Keys are brought back where the signer runs, not in this process."),
    gettext_noop("The identifier is another organisation's."),
    gettext_noop("Nothing of the kind is halted."),
    gettext_noop("Revoke all that a key signed"),
)
