"""What can be wrong with a did:webvh, its log and its keys, and what they say of a signature."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # The identifier.
    gettext_noop("The DID is no did:webvh."),
    gettext_noop("The DID does not begin with a SHA-256 multihash."),
    # Entries of the log.
    gettext_noop("A line of the log cannot be read."),
    gettext_noop("The entry has no proof."),
    gettext_noop("The entry does not have exactly its five members."),
    gettext_noop("Parameters or document of an entry are no object."),
    gettext_noop("The version id is not a number, one dash and a hash."),
    gettext_noop("The time of an entry is no moment in UTC with its zone."),
    gettext_noop("The proofs of an entry are no list of up to 8."),
    # Its parameters.
    gettext_noop("The first entry lacks “%(name)s”."),
    gettext_noop("“scid” is no SHA-256 multihash."),
    gettext_noop("An entry follows the end of the DID."),
    gettext_noop("Only the first entry sets the SCID."),
    gettext_noop("Only the first entry can allow moving."),
    gettext_noop("The entry does not say which promised keys it takes."),
    gettext_noop("An update key was not promised by the entry before."),
    gettext_noop("There is no such parameter."),
    gettext_noop("The log does not follow did:webvh:1.0."),
    gettext_noop("“%(name)s” is no list, or too long."),
    gettext_noop("“%(name)s” holds no text, or one twice."),
    gettext_noop("An update key is no Ed25519 Multikey."),
    gettext_noop("“%(name)s” is neither true nor false."),
    gettext_noop("“%(name)s” is no number of seconds up to 2³¹."),
    # The log as a whole.
    gettext_noop("An entry was made in the future."),
    gettext_noop("The log is that of another DID."),
    gettext_noop("No version of the log bears the DID that was asked for."),
    gettext_noop("The log wants witnesses, and has no file of proofs."),
    gettext_noop("Version %(version)d has %(have)d of %(need)d approvals."),
    gettext_noop("The log has more than 5242880 bytes."),
    gettext_noop("The log has more than 1024 lines."),
    gettext_noop("The log is empty, or has an empty line."),
    gettext_noop("The versions are not counted one by one from 1."),
    gettext_noop("An entry is not later than the one before."),
    gettext_noop("The entry is not the one of its version id."),
    gettext_noop("The first entry still holds a placeholder."),
    gettext_noop("The SCID is not the hash of the first entry."),
    gettext_noop("The document of an entry has no did:webvh as its id."),
    gettext_noop("A document bears another SCID."),
    gettext_noop("The DID may not move."),
    gettext_noop("The moved DID does not name the old one."),
    gettext_noop("An entry is signed by a key that may not."),
    # Its signatures.
    gettext_noop("Entries are signed with Ed25519 only."),
    gettext_noop("The proof has not exactly the members it needs."),
    gettext_noop("A member of the proof is no text."),
    gettext_noop("The proof is not of the suite eddsa-jcs-2022."),
    gettext_noop("The purpose of the proof is not assertionMethod."),
    gettext_noop("The proof does not name an Ed25519 did:key and its own key."),
    gettext_noop("The signature is not base58btc."),
    gettext_noop("The signature has not 64 bytes."),
    gettext_noop("The signature does not match the key and the text."),
    # Its witnesses.
    gettext_noop("A rule about witnesses has a threshold and witnesses."),
    gettext_noop("There are no witnesses, or more than 32."),
    gettext_noop("One witness is named twice."),
    gettext_noop("The threshold is no whole number."),
    gettext_noop("The threshold is not from 1 to %(limit)d."),
    gettext_noop("A witness is not named by the did:key of an Ed25519 key."),
    gettext_noop("The witness file cannot be read."),
    gettext_noop("The witness file is no list."),
    gettext_noop("What was approved is not a version id and its proofs."),
    gettext_noop("A proof of a witness is no object."),
    # Looking something up.
    gettext_noop("The query asks for no version that we can look up."),
    gettext_noop("The log has no such version."),
    gettext_noop("The DID is deactivated."),
    gettext_noop("Paths and fragments are looked up in the document, not the log."),
    gettext_noop("There is no log at the address of the DID."),
    # The keys it names.
    gettext_noop("The document has this key already."),
    gettext_noop("An issuing key is gone, or is another."),
    gettext_noop("An issuing key is no longer listed."),
    gettext_noop("The end of a key is taken back."),
    gettext_noop("Two versions have two keys of one name."),
    gettext_noop("No version of the log has such a key."),
    # What it says of a key.
    gettext_noop("The issuer's log of keys cannot be believed."),
    gettext_noop("The issuer withdrew the key, and nothing proves that it was signed before."),
    gettext_noop("The issuer withdrew the key before the time that is proven."),
    gettext_noop("The proven time is too near to the moment the key was withdrawn for."),
    gettext_noop("It was signed before the key was compromised, which others prove."),
    gettext_noop("It was signed before the key was retired, which others prove."),
    gettext_noop("The key was retired later; the issuer's log shows it in force at that time."),
    # The did:web beside it.
    gettext_noop("The did:web does not say what the log says."),
    gettext_noop("“%(name)s” is no list."),
    # The log compared with what was known.
    gettext_noop("What is known is of another log."),
    gettext_noop("The log is shorter than it was."),
    gettext_noop("The log tells another history than before."),
    # Writing a log.
    gettext_noop("The DID lies there already."),
)
