"""The data model: the inputs of the W3C suite, and a table of defects beyond them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mangling import mangled
from vector_table import record, skip

from skillmark.core import canon
from skillmark.core.canon.errors import CanonError
from skillmark.core.jsonio import JsonObject
from skillmark.core.vc import (
    Credential,
    LanguageText,
    Validity,
    VcError,
    Version,
    parse_credential,
    validity_at,
)

FOLDER = Path(__file__).parents[2] / "vectors" / "vcdm2-inputs"
V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def _inputs() -> Iterator[Any]:
    for path in sorted(FOLDER.rglob("*.json")):
        yield pytest.param(path, id=path.stem)


def _as_issued(document: JsonObject) -> JsonObject:
    """Fill in what the published suite fills in: the issuer, and two dates."""
    issuer = document.get("issuer", "did:example:issuer")
    if isinstance(issuer, dict):
        issuer = {"id": "did:example:issuer"} | issuer
    dates = {"PAST DATE": "2020-01-01T00:00:00Z", "FUTURE DATE": "2040-01-01T00:00:00Z"}
    filled = {
        name: dates.get(value, value) if isinstance(value, str) else value
        for name, value in document.items()
    }
    return filled | {"issuer": issuer}


@pytest.mark.parametrize("path", list(_inputs()))
def test_the_inputs_of_the_published_suite(path: Path) -> None:
    if path.stem.startswith("presentation"):
        skip("vcdm2-inputs", path.stem, "presentations are not read yet")
    document = _as_issued(json.loads(path.read_text()))
    if path.stem.endswith("ok"):
        parse_credential(document)
    else:
        with pytest.raises((VcError, CanonError)):
            _read_with_terms(document)
    record("vcdm2-inputs", path.stem, "pass")


def _read_with_terms(document: JsonObject) -> None:
    """Read a credential and its terms: a redefinition is only seen through the contexts."""
    parse_credential(document)
    canon.canonicalize(document)


def _credential(**members: Any) -> JsonObject:
    base: JsonObject = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "credentialSubject": {"id": "did:example:subject"},
    }
    return {name: value for name, value in (base | members).items() if value is not ...}


DIGEST = "sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW"
DEFECTS: dict[str, tuple[JsonObject, str]] = {
    "no context": (_credential(**{"@context": ...}), "vc.context"),
    "an empty context": (_credential(**{"@context": []}), "vc.context"),
    "a null context": (_credential(**{"@context": None}), "vc.context"),
    "a context of numbers": (_credential(**{"@context": [V2, 1]}), "vc.context"),
    "a context that is no address": (_credential(**{"@context": [V2, "a b"]}), "vc.context"),
    "the base context second": (
        _credential(**{"@context": ["https://example.com/c", V2]}),
        "vc.context",
    ),
    "an inline context first": (
        _credential(**{"@context": [{"@vocab": V2}, V2]}),
        "vc.context",
    ),
    "the contexts of both versions": (
        _credential(**{"@context": [V2, V1]}),
        "vc.context_mixed",
    ),
    "both, the other way": (
        _credential(**{"@context": [V1, V2], "issuanceDate": "2026-01-01T00:00:00Z"}),
        "vc.context_mixed",
    ),
    "the base context twice": (_credential(**{"@context": [V2, V2]}), "vc.context_mixed"),
    "no type": (_credential(type=...), "vc.type"),
    "an empty type": (_credential(type=[]), "vc.type"),
    "a type of numbers": (_credential(type=["VerifiableCredential", 1]), "vc.type"),
    "an empty name as type": (_credential(type=["VerifiableCredential", ""]), "vc.type"),
    "another type only": (_credential(type="OpenBadgeCredential"), "vc.type"),
    "an id that is relative": (_credential(id="credentials/1"), "vc.id"),
    "an id that is null": (_credential(id=None), "vc.id"),
    "an id with a space": (_credential(id="urn:a b"), "vc.id"),
    "an id that is blank": (_credential(id="_:b0"), "vc.id"),
    "no issuer": (_credential(issuer=...), "vc.issuer"),
    "an issuer list": (_credential(issuer=["did:example:issuer"]), "vc.issuer"),
    "an issuer list of objects": (_credential(issuer=[{"id": "did:example:i"}]), "vc.issuer"),
    "an issuer without id": (_credential(issuer={"name": "Harbour"}), "vc.issuer"),
    "an issuer with two ids": (
        _credential(issuer={"id": ["did:example:a", "did:example:b"]}),
        "vc.issuer",
    ),
    "an issuer that is relative": (_credential(issuer="harbour"), "vc.issuer"),
    "no subject": (_credential(credentialSubject=...), "vc.subject"),
    "a null subject": (_credential(credentialSubject=None), "vc.subject"),
    "an empty subject": (_credential(credentialSubject={}), "vc.subject"),
    "an empty subject list": (_credential(credentialSubject=[]), "vc.subject"),
    "a subject that is text": (_credential(credentialSubject="did:example:s"), "vc.subject"),
    "a subject with a relative id": (_credential(credentialSubject={"id": "me"}), "vc.id"),
    "a date without zone": (_credential(validFrom="2026-01-01T00:00:00"), "vc.date"),
    "a date only": (_credential(validFrom="2026-01-01"), "vc.date"),
    "the hour 24": (_credential(validFrom="2026-01-01T24:00:00Z"), "vc.date"),
    "a year of two digits": (_credential(validFrom="26-01-01T00:00:00Z"), "vc.date"),
    "a date as a number": (_credential(validUntil=1_767_225_600), "vc.date"),
    "a null date": (_credential(validUntil=None), "vc.date"),
    "a date list": (_credential(validUntil=["2026-01-01T00:00:00Z"]), "vc.date"),
    "an end before the beginning": (
        _credential(validFrom="2026-01-02T00:00:00Z", validUntil="2026-01-01T00:00:00Z"),
        "vc.period",
    ),
    "an end before the beginning, seen from other zones": (
        _credential(
            validFrom="2026-01-01T00:00:00-06:00", validUntil="2026-01-01T05:59:59+00:00"
        ),
        "vc.period",
    ),
    "a status that is text": (_credential(credentialStatus="did:example:s"), "vc.node"),
    "a null status": (_credential(credentialStatus=None), "vc.node"),
    "a status without type": (_credential(credentialStatus={"id": "urn:s"}), "vc.node"),
    "a status with a relative id": (
        _credential(credentialStatus={"id": "s", "type": "T"}),
        "vc.id",
    ),
    "a schema without id": (_credential(credentialSchema={"type": "T"}), "vc.node"),
    "evidence without type": (_credential(evidence=[{"type": "T"}, {}]), "vc.node"),
    "terms without type": (_credential(termsOfUse={"type": []}), "vc.node"),
    "a service without type": (_credential(refreshService={"type": None}), "vc.node"),
    "a name that is a number": (_credential(name=1), "vc.language"),
    "a null name": (_credential(name=None), "vc.language"),
    "a name of plain texts": (_credential(name=["a", "b"]), "vc.language"),
    "a name without @value": (_credential(name={"@language": "en"}), "vc.language"),
    "a name with a number as @value": (_credential(name={"@value": 1}), "vc.language"),
    "a language that is no tag": (
        _credential(name={"@value": "a", "@language": "en us"}),
        "vc.language",
    ),
    "a language that is no text": (
        _credential(name={"@value": "a", "@language": 1}),
        "vc.language",
    ),
    "a third direction": (
        _credential(description={"@value": "a", "@direction": "up"}),
        "vc.language",
    ),
    "an issuer's name that is a number": (
        _credential(issuer={"id": "did:example:i", "name": 1}),
        "vc.language",
    ),
    "a resource that is text": (_credential(relatedResource="urn:r"), "vc.related_resource"),
    "a resource without id": (
        _credential(relatedResource={"digestSRI": DIGEST}),
        "vc.related_resource",
    ),
    "a resource with a relative id": (
        _credential(relatedResource={"id": "r", "digestSRI": DIGEST}),
        "vc.related_resource",
    ),
    "a resource twice": (
        _credential(relatedResource=[{"id": "urn:r", "digestSRI": DIGEST}] * 2),
        "vc.related_resource",
    ),
    "a resource without digest": (
        _credential(relatedResource={"id": "urn:r"}),
        "vc.related_resource",
    ),
    "a resource with an unknown digest": (
        _credential(relatedResource={"id": "urn:r", "digestSRI": "md5-AAAA"}),
        "vc.related_resource",
    ),
    "a resource with an empty digest": (
        _credential(relatedResource={"id": "urn:r", "digestMultibase": ""}),
        "vc.related_resource",
    ),
    "version 1.1 without date": (_credential(**{"@context": [V1]}), "vc.date"),
    "version 1.1 with a malformed end": (
        _credential(
            **{"@context": [V1], "issuanceDate": "2026-01-01T00:00:00Z", "expirationDate": "x"}
        ),
        "vc.date",
    ),
    "version 1.1 that ends before it begins": (
        _credential(
            **{
                "@context": [V1],
                "issuanceDate": "2026-01-01T00:00:00Z",
                "expirationDate": "2025-01-01T00:00:00Z",
            }
        ),
        "vc.period",
    ),
}


@pytest.mark.parametrize(("document", "code"), DEFECTS.values(), ids=DEFECTS.keys())
def test_each_defect_has_its_code(document: JsonObject, code: str) -> None:
    with pytest.raises(VcError) as refused:
        parse_credential(document)
    assert refused.value.code == code


def test_a_full_credential_is_read() -> None:
    status: JsonObject = {"id": "urn:status:1", "type": "BitstringStatusListEntry"}
    credential = parse_credential(
        _credential(
            id="urn:uuid:1",
            type=["VerifiableCredential", "OpenBadgeCredential"],
            issuer={"id": "did:example:issuer", "name": "Harbour", "description": "Skills"},
            name=[{"@value": "Safety", "@language": "en", "@direction": "ltr"}],
            validFrom="2026-01-01T00:00:00Z",
            validUntil="2027-01-01T00:00:00Z",
            credentialStatus=[status, status | {"id": "urn:status:2"}],
            credentialSchema={"id": "https://example.com/s.json", "type": "JsonSchema"},
            relatedResource=[
                {"id": "urn:a", "digestSRI": DIGEST},
                {"id": "urn:b", "digestMultibase": "uEiB"},
            ],
        )
    )
    assert credential.version is Version.V2_0
    assert credential.contexts == (V2,)
    assert credential.id == "urn:uuid:1"
    assert credential.types == ("VerifiableCredential", "OpenBadgeCredential")
    assert credential.issuer.id == "did:example:issuer"
    assert credential.issuer.name == (LanguageText("Harbour"),)
    assert credential.name == (LanguageText("Safety", "en", "ltr"),)
    assert credential.subjects == ({"id": "did:example:subject"},)
    assert [status["id"] for status in credential.statuses] == ["urn:status:1", "urn:status:2"]
    assert len(credential.schemas) == 1
    assert len(credential.related_resources) == 2


def test_a_context_may_be_a_single_address() -> None:
    assert parse_credential(_credential(**{"@context": V2})).contexts == (V2,)


def test_an_instant_is_a_period() -> None:
    both = "2026-01-01T00:00:00Z"
    credential = parse_credential(_credential(validFrom=both, validUntil=both))
    assert validity_at(credential, AT) is Validity.CURRENT


def test_version_1_1_is_read_with_its_own_dates() -> None:
    credential = parse_credential(
        _credential(
            **{
                "@context": [V1],
                "issuanceDate": "2026-01-01T00:00:00Z",
                "validFrom": "2026-02-01T00:00:00Z",
                "expirationDate": "2028-01-01T00:00:00Z",
                "validUntil": "2027-01-01T00:00:00Z",
            }
        )
    )
    assert credential.version is Version.V1_1
    assert credential.valid_from == datetime(2026, 2, 1, tzinfo=UTC)
    assert credential.valid_until == datetime(2027, 1, 1, tzinfo=UTC)


def _lasting(start: datetime | None, end: datetime | None) -> Credential:
    dates = {"validFrom": start, "validUntil": end}
    stamps = {name: date.isoformat() for name, date in dates.items() if date}
    return parse_credential(_credential(**stamps))


@pytest.mark.parametrize(
    ("start", "end", "validity"),
    [
        (None, None, Validity.CURRENT),
        (AT, None, Validity.CURRENT),
        (AT + timedelta(seconds=1), None, Validity.NOT_YET),
        (None, AT, Validity.CURRENT),
        (None, AT - timedelta(seconds=1), Validity.EXPIRED),
        (AT - timedelta(days=1), AT + timedelta(days=1), Validity.CURRENT),
    ],
)
def test_both_ends_belong_to_the_period(
    start: datetime | None, end: datetime | None, validity: Validity
) -> None:
    assert validity_at(_lasting(start, end), AT) is validity


MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 — the zone follows


@given(MOMENTS, MOMENTS, MOMENTS)
def test_a_time_is_before_within_or_after(a: datetime, b: datetime, at: datetime) -> None:
    start, end = min(a, b), max(a, b)
    validity = validity_at(_lasting(start, end), at)
    expected = Validity.NOT_YET if at < start else Validity.EXPIRED if at > end else None
    assert validity is (expected or Validity.CURRENT)


FULL = _credential(
    id="urn:uuid:1",
    issuer={"id": "did:example:issuer", "name": {"@value": "a", "@language": "en"}},
    name=[{"@value": "a", "@language": "en", "@direction": "ltr"}],
    validFrom="2026-01-01T00:00:00Z",
    validUntil="2027-01-01T00:00:00Z",
    credentialStatus=[{"id": "urn:s", "type": ["T"]}],
    credentialSchema={"id": "urn:c", "type": "T"},
    evidence={"type": "T"},
    relatedResource=[{"id": "urn:a", "digestSRI": DIGEST, "digestMultibase": "uEiB"}],
)


@given(mangled(FULL))
def test_only_our_errors_come_out(document: JsonObject) -> None:
    with suppress(VcError):
        parse_credential(document)
