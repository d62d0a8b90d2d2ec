"""Sentences that are raised in English and shown in the reader's language."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("Copies for Blockcerts"),
    gettext_noop("The root waits for its transaction."),
    gettext_noop("The transaction is not final yet."),
    gettext_noop("The copy is not the one whose hash is in the tree."),
    gettext_noop("The export for the Blockcerts tools is switched off."),
    gettext_noop("This site sends nothing to an Ethereum network."),
    gettext_noop("This site anchors nothing yet: its operator deploys a contract first."),
    gettext_noop("This site has no key that could pay for a transaction."),
    gettext_noop(
        "The Blockcerts tools know the main network of Ethereum and the test network Sepolia, "
        "and nothing of the one that this site sends to."
    ),
    gettext_noop(
        "The tools look for the account in a did:web document. Issue a credential first, on "
        "a site with a public https address."
    ),
    gettext_noop("Every valid credential of the batch has been exported."),
)
