"""Why something cannot be signed, paused or restored."""

from typing import Final

from django.utils.translation import gettext_noop

from skillmark.platform.ui.saying import Plural

SENTENCES: Final = (
    # Services.
    gettext_noop("The file is larger than any backup of keys."),
    gettext_noop("The backup does not open with this passphrase."),
    gettext_noop("There is no active key for this purpose."),
    gettext_noop("Issuing is paused already."),
    gettext_noop("Issuing is not paused."),
    gettext_noop("The file is sealed, yet no backup of keys."),
    gettext_noop("There is no organisation at the address “%(address)s”."),
    gettext_noop("Create it, then restore."),
    gettext_noop("The identity of this backup belongs to another organisation."),
    gettext_noop("The backup holds more keys than an identity has."),
    gettext_noop("A key of the backup is not of its identity."),
    gettext_noop("The backup is not in the form we write."),
    gettext_noop("A key of the backup is not of its public half."),
    gettext_noop("Signing is halted at the moment."),
    gettext_noop(
        "The credential must begin to be valid when it is issued, or within two years."
    ),
    gettext_noop("The credential would end before it begins."),
    gettext_noop("The credential needs an entry in each of our status lists."),
    gettext_noop("The credential would not be correct:"),
    gettext_noop("This key signs documents of another purpose."),
    gettext_noop("This signer does not sign documents of this type."),
    gettext_noop("The document names another issuer than the organisation."),
    gettext_noop("The signature has no proof."),
    gettext_noop("“%(name)s” is no date with a zone."),
    gettext_noop("The signature does not verify; nothing was issued."),
    # Where keys lie.
    gettext_noop("The module's key is of a type we do not know."),
    gettext_noop("The key-encryption key in the module must be AES with 256 bits."),
    gettext_noop("The address names no key of the module, or more than one."),
    gettext_noop("The address names a token, and no key in it."),
    gettext_noop("The module makes no keys of this type."),
    gettext_noop("The module's public key is none."),
    gettext_noop("Install the extra “aws” to use AWS KMS."),
    gettext_noop("The service makes no keys of this type."),
    gettext_noop("The address names the service, and no key in it."),
    gettext_noop("The key of the service signs nothing."),
    gettext_noop("The key of the service is of a type we do not know."),
    gettext_noop("The key-encryption key of the service must be symmetric."),
    gettext_noop("We know no place for keys of this kind."),
    gettext_noop("Key-encryption keys are made in hardware modules only."),
    gettext_noop("Install the extra “pkcs11” to use hardware security modules."),
    gettext_noop("The address names no module-path: the library of the module."),
    gettext_noop("A key of the backup lies at an address that is none."),
    gettext_noop("Keys are sealed under a key-encryption key that is not configured here."),
    gettext_noop("The entry is another issuer's, or names another key."),
    gettext_noop("This signs entries of the log only."),
    gettext_noop("No place of that name is configured."),
    gettext_noop("A key lies in a place that is not configured here."),
    gettext_noop("This place makes no keys that sign credentials."),
    gettext_noop("The token is not there."),
    gettext_noop("The library of the module cannot be loaded."),
    gettext_noop("The token lets us not in."),
    gettext_noop("The token has no such key that can do this."),
    gettext_noop("The token broke off."),
    gettext_noop("The key service cannot be reached."),
    gettext_noop("There are no credentials for the key service."),
    gettext_noop("The key service lets us not in."),
    gettext_noop("The key service has no such key that can do this."),
    gettext_noop("The key service broke off."),
    gettext_noop("A secret of this backup belongs to another organisation."),
    gettext_noop("The backup holds a part that this release does not know."),
    gettext_noop(
        "The key that may continue the history is not here. Bring it back from a backup. "
        "Without one nothing can be added to it, not even its end; the operator can begin "
        "another with: skillmark keys new-history."
    ),
    gettext_noop("This identity has no published history yet."),
    gettext_noop("The organisation's identity has no published history."),
    gettext_noop("The key of the next version is here: the history can go on."),
    gettext_noop(
        "Credentials name this did:webvh as their issuer. In another history it would not be "
        "found any more."
    ),
    gettext_noop("The key is in use."),
    gettext_noop("Name the key that is made: object=LABEL."),
    gettext_noop("Name the key that is made: awskms:alias/NAME."),
    gettext_noop("A number of the signature is out of range."),
    gettext_noop("A digest has 32 bytes."),
    gettext_noop("Another version was approved at the same moment."),
    gettext_noop("A witness is named by the did:key of an Ed25519 key and its address."),
    gettext_noop("More witnesses have to approve than there are."),
    gettext_noop("The witness's answer is no approval."),
    gettext_noop("This site is no witness of that address."),
    gettext_noop("The history in the backup is of another place."),
    # The check of the trail.
    gettext_noop("Check the audit trail"),
    Plural(
        "The trail is complete: %(n)d entry, unchanged.",
        "The trail is complete: all %(n)d entries are there, unchanged.",
    ),
)
