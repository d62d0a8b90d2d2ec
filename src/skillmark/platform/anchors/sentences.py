"""Why an anchor does not go on, as the pages say it."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Network and node.
    gettext_noop("Configure the address of a node and the network's number."),
    gettext_noop("Configure the key that pays for anchors."),
    gettext_noop("Deploy a contract first: skillmark anchor deploy."),
    gettext_noop("Install the extra “ethereum” to anchor on an Ethereum network."),
    gettext_noop("The node does not answer."),
    gettext_noop("The node answered with something else."),
    gettext_noop("The node does not have the block."),
    gettext_noop("The node has no newest block."),
    gettext_noop("The node has not come as far as it was before."),
    gettext_noop("The node is of the network %(chain)s, not %(wanted)s."),
    gettext_noop("The network was begun anew."),
    gettext_noop("The network was begun anew. Deploy a contract in it."),
    gettext_noop("Another worker is visiting the network."),
    # Key.
    gettext_noop(
        "The key that pays for anchors is named env:NAME, file:PATH, pkcs11:… or awskms:…"
    ),
    gettext_noop("The key that pays must be on the curve secp256k1."),
    gettext_noop("The PIN stands elsewhere: pin-source=file:/path or env:NAME."),
    gettext_noop("What came back is no signature of the key that pays."),
    gettext_noop("The key service gave back something else than a signature."),
    gettext_noop("The module gave back something else than a signature."),
    gettext_noop("The key that pays for anchors is no private key."),
    gettext_noop("The environment has no key under that name: 64 hexadecimal digits."),
    gettext_noop("The key file cannot be read."),
    gettext_noop("The key file does not open with this installation's passphrase."),
    # Contract and transaction.
    gettext_noop("There is no contract at the address."),
    gettext_noop("The contract at the address is not one of ours."),
    gettext_noop("The contract is for another log."),
    gettext_noop("The contract belongs to another account."),
    gettext_noop("The contract has an anchor that is not of this log."),
    gettext_noop("The contract was handed over; what is sent to it does not count any more."),
    gettext_noop("The contract refused the transaction."),
    gettext_noop("The network asks for more than the highest fee that is allowed."),
    gettext_noop("The account cannot pay the fee."),
    gettext_noop("The number of the transaction is used up."),
    gettext_noop("Another transaction has used the number of this one."),
    gettext_noop("The network dropped the block."),
    gettext_noop("The network's headers have a form that is not known here."),
    gettext_noop("The block has a transaction of a type that is not known here."),
    gettext_noop("A transaction of the block has a form that is not known here."),
    gettext_noop("The transactions do not make the root in the header."),
    gettext_noop("The receipts do not make the root in the header."),
)
