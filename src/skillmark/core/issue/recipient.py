"""Who receives a credential, and what is said of this person only.

A plain value: the reader of lists makes it, a form or an API request may make it too, and
`skillmark.core.issue` builds the credential's subject from it.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One piece of work that shows the achievement: a page, a text, or both.

    Attributes:
        url: an ``https`` page that shows it.
        narrative: what it is, Markdown.
    """

    url: str | None = None
    narrative: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person to whom one achievement is awarded.

    Attributes:
        name: the full name as the person writes it, NFC.
        email: the address, with the domain in small letters; hashed before it is published.
        did: the holder's DID, when a wallet has proved one.
        identifier: the learner's number at the issuer.
        achieved_on: the day the achievement was earned.
        valid_from: the first day on which the credential is valid, when that is later than its
            issue.
        valid_until: the last day on which the credential is valid.
        grade: the result in the words of the achievement's result description.
        evidence: the work that earned it.
        narrative: how the achievement was earned, Markdown.
        achievement: the slug the row asked for.
        language: BCP 47 tag of the language in which to write to the person.
    """

    name: str
    email: str | None = None
    did: str | None = None
    identifier: str | None = None
    achieved_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    grade: str | None = None
    evidence: tuple[Work, ...] = ()
    narrative: str | None = None
    achievement: str | None = None
    language: str | None = None
