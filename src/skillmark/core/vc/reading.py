"""Reading a credential: VCDM 2.0, and VCDM 1.1 for documents that exist already.

Structure only: what the contexts make of the words is `skillmark.core.canon`'s work, whether
the dates hold now is `validity`'s. § refers to the W3C Recommendation VCDM 2.0 of 2025-05-15.
"""

import re
from datetime import datetime
from typing import Final

from skillmark.core.encoding import TimestampError, timestamp
from skillmark.core.jsonio import JsonObject
from skillmark.core.vc.errors import (
    ContextError,
    ContextMixedError,
    DateError,
    IssuerError,
    NodeError,
    PeriodError,
    RelatedResourceError,
    SubjectError,
    TypeNameError,
)
from skillmark.core.vc.model import (
    BASE_CONTEXT_1,
    BASE_CONTEXT_2,
    Credential,
    Issuer,
    Version,
)
from skillmark.core.vc.values import (
    is_iri,
    items,
    language_texts,
    optional_id,
    type_names,
    typed_nodes,
)

_VERSIONS: Final = {BASE_CONTEXT_1: Version.V1_1, BASE_CONTEXT_2: Version.V2_0}
_SRI: Final = re.compile(r"(?:sha256|sha384|sha512)-[A-Za-z0-9+/]+={0,2}")


def parse_credential(document: JsonObject) -> Credential:
    """Read a credential, secured or not; proofs are not looked at.

    Raises:
        VcError: the document leaves the data model; its subclass says where.
    """
    version, contexts = _contexts(document)
    valid_from, valid_until = _period(document, version)
    return Credential(
        version=version,
        contexts=contexts,
        types=_types(document),
        issuer=_issuer(document),
        subjects=_subjects(document),
        id=optional_id(document, "credential"),
        name=language_texts(document, "name"),
        description=language_texts(document, "description"),
        valid_from=valid_from,
        valid_until=valid_until,
        statuses=typed_nodes(document, "credentialStatus"),
        schemas=typed_nodes(document, "credentialSchema", id_required=True),
        evidence=typed_nodes(document, "evidence"),
        terms_of_use=typed_nodes(document, "termsOfUse"),
        refresh_services=typed_nodes(document, "refreshService"),
        related_resources=_related_resources(document),
    )


def _contexts(document: JsonObject) -> tuple[Version, tuple[str | JsonObject, ...]]:
    """§4.3: the base context first, and no other version's anywhere."""
    contexts = tuple(
        value
        for value in items(document, "@context")
        if isinstance(value, dict) or (isinstance(value, str) and is_iri(value))
    )
    if len(contexts) != len(items(document, "@context")):
        raise ContextError("“@context” holds something that is no address and no object.")
    first = contexts[0] if contexts else None
    version = _VERSIONS.get(first) if isinstance(first, str) else None
    if version is None:
        raise ContextError("“@context” does not begin with the context of credentials.")
    if any(isinstance(value, str) and value in _VERSIONS for value in contexts[1:]):
        raise ContextMixedError("“@context” holds more than one context of credentials.")
    return version, contexts


def _types(document: JsonObject) -> tuple[str, ...]:
    """§4.5."""
    try:
        names = type_names(document, "credential")
    except NodeError as error:
        raise TypeNameError(error.message) from None
    if "VerifiableCredential" not in names:
        raise TypeNameError("The document is not called a VerifiableCredential.")
    return names


def _issuer(document: JsonObject) -> Issuer:
    """§4.7: one IRI, or one object with one; never a list."""
    value = document.get("issuer")
    node: JsonObject = value if isinstance(value, dict) else {"id": value}
    name = node.get("id")
    if not isinstance(name, str) or not is_iri(name):
        raise IssuerError("The issuer is not exactly one absolute IRI.")
    return Issuer(name, language_texts(node, "name"), language_texts(node, "description"))


def _subjects(document: JsonObject) -> tuple[JsonObject, ...]:
    """§4.8."""
    subjects: list[JsonObject] = []
    for value in items(document, "credentialSubject"):
        if not isinstance(value, dict) or not value:
            raise SubjectError("A credentialSubject makes no claim.")
        optional_id(value, "credentialSubject")
        subjects.append(value)
    if not subjects:
        raise SubjectError("The credential has no credentialSubject.")
    return tuple(subjects)


def _period(document: JsonObject, version: Version) -> tuple[datetime | None, datetime | None]:
    """§4.9; where version 1.1 has two names for an end, the narrower period counts."""
    starts, ends = ["validFrom"], ["validUntil"]
    if version is Version.V1_1:
        if "issuanceDate" not in document:
            raise DateError("The credential has no issuanceDate.", member="issuanceDate")
        starts.append("issuanceDate")
        ends.append("expirationDate")
    valid_from = max(_dates(document, starts), default=None)
    valid_until = min(_dates(document, ends), default=None)
    if valid_from and valid_until and valid_until < valid_from:
        raise PeriodError(
            "The credential ends before it begins.",
            valid_from=valid_from.isoformat(),
            valid_until=valid_until.isoformat(),
        )
    return valid_from, valid_until


def _dates(document: JsonObject, names: list[str]) -> list[datetime]:
    return [_date(document, name) for name in names if name in document]


def _date(document: JsonObject, name: str) -> datetime:
    value = document[name]
    try:
        return timestamp.decode(value if isinstance(value, str) else "")
    except TimestampError:
        raise DateError(f"“{name}” is no date and time with a zone.", member=name) from None


def _related_resources(document: JsonObject) -> tuple[JsonObject, ...]:
    """§5.3: each with an id of its own and a digest."""
    resources: list[JsonObject] = []
    seen: set[str] = set()
    for value in items(document, "relatedResource"):
        name = value.get("id") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(name, str) or not is_iri(name):
            raise RelatedResourceError("A related resource has no id.")
        if name in seen:
            raise RelatedResourceError("A related resource stands twice.", resource=name)
        if not _has_digest(value):
            raise RelatedResourceError("A related resource has no digest.", resource=name)
        seen.add(name)
        resources.append(value)
    return tuple(resources)


def _has_digest(resource: JsonObject) -> bool:
    plain, multibase = resource.get("digestSRI"), resource.get("digestMultibase")
    if plain is not None and not (isinstance(plain, str) and _SRI.fullmatch(plain)):
        return False
    if multibase is not None and not (isinstance(multibase, str) and multibase):
        return False
    return plain is not None or multibase is not None
