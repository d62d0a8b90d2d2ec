"""A credential as a value: the fields every credential has, whoever defined its subject.

What the subject says (an achievement, a licence) is `skillmark.core.badges`'s matter; proofs
are `skillmark.core.proof`'s.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from skillmark.core.jsonio import JsonObject

BASE_CONTEXT_1: Final = "https://www.w3.org/2018/credentials/v1"
BASE_CONTEXT_2: Final = "https://www.w3.org/ns/credentials/v2"


class Version(StrEnum):
    """The versions of the data model that are read; only the second is written."""

    V1_1 = "1.1"
    V2_0 = "2.0"


@dataclass(frozen=True, slots=True)
class LanguageText:
    """A text with what is known of its language.

    Attributes:
        value: the text.
        language: a BCP 47 tag, or None.
        direction: ``ltr``, ``rtl`` or None.
    """

    value: str
    language: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues. Only the id is bound to a key; the name is the issuer's own word.

    Attributes:
        id: an absolute IRI.
        name: what it calls itself, in one or more languages.
        description: what it says of itself, likewise.
    """

    id: str
    name: tuple[LanguageText, ...] = ()
    description: tuple[LanguageText, ...] = ()


@dataclass(frozen=True, slots=True)
class Credential:
    """What a credential states, its shape checked.

    Attributes:
        version: the version of the data model.
        contexts: ``@context`` as a tuple; addresses and inline objects.
        types: ``type``, at least ``VerifiableCredential``.
        issuer: who issues.
        subjects: the claims, one object per subject.
        id: an absolute IRI, or None.
        name: what the credential is called.
        description: what it is.
        valid_from: when it begins to hold, or None.
        valid_until: when it ceases to hold, or None.
        statuses: where its status can be read.
        schemas: what its shape shall be checked with.
        evidence: what the issuer looked at.
        terms_of_use: under what terms it was issued.
        refresh_services: where a newer one can be had.
        related_resources: what it refers to, with digests.
    """

    version: Version
    contexts: tuple[str | JsonObject, ...]
    types: tuple[str, ...]
    issuer: Issuer
    subjects: tuple[JsonObject, ...]
    id: str | None = None
    name: tuple[LanguageText, ...] = ()
    description: tuple[LanguageText, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    statuses: tuple[JsonObject, ...] = ()
    schemas: tuple[JsonObject, ...] = ()
    evidence: tuple[JsonObject, ...] = ()
    terms_of_use: tuple[JsonObject, ...] = ()
    refresh_services: tuple[JsonObject, ...] = ()
    related_resources: tuple[JsonObject, ...] = ()
