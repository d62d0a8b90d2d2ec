"""Profile, Address, Image and IdentifierEntry of Open Badges 3.0 (§B.1).

Plain values that write themselves as JSON. Whether the content makes sense is `rules`' work,
whether it has the published shape `schema`'s.
"""

from dataclasses import dataclass
from datetime import date

from skillmark.core.badges.members import members, number, texts, under
from skillmark.core.jsonio import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A PNG or SVG picture.

    Attributes:
        id: web address or ``data:`` URI.
        caption: text for those who cannot see it.
    """

    id: str
    caption: str | None = None

    def to_json(self) -> JsonObject:
        """Return the Image object."""
        return members({"id": self.id, "type": "Image", "caption": self.caption})


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry:
    """An identifier of an organisation or achievement in somebody's register.

    Attributes:
        identifier: the value.
        identifier_type: a `vocabulary.IdentifierType` or an ``ext:`` term.
    """

    identifier: str
    identifier_type: str = "identifier"

    def to_json(self) -> JsonObject:
        """Return the IdentifierEntry object; its class allows no ``id``."""
        return {
            "type": "IdentifierEntry",
            "identifier": self.identifier,
            "identifierType": self.identifier_type,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoCoordinates:
    """A place on Earth.

    Attributes:
        latitude: degrees north, WGS 84.
        longitude: degrees east, WGS 84.
    """

    latitude: float
    longitude: float

    def to_json(self, default_id: str) -> JsonObject:
        """Return the GeoCoordinates object, named ``default_id``."""
        return {
            "id": default_id,
            "type": "GeoCoordinates",
            "latitude": number(self.latitude),
            "longitude": number(self.longitude),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; ``country_code`` is ISO 3166-1 alpha-2."""

    country: str | None = None
    country_code: str | None = None
    region: str | None = None
    locality: str | None = None
    street: str | None = None
    post_office_box: str | None = None
    postal_code: str | None = None
    geo: GeoCoordinates | None = None

    def to_json(self, default_id: str) -> JsonObject:
        """Return the Address object, named ``default_id``."""
        geo = self.geo.to_json(under(default_id, "geo")) if self.geo else None
        return members(
            {
                "id": default_id,
                "type": ["Address"],
                "addressCountry": self.country,
                "addressCountryCode": self.country_code,
                "addressRegion": self.region,
                "addressLocality": self.locality,
                "streetAddress": self.street,
                "postOfficeBoxNumber": self.post_office_box,
                "postalCode": self.postal_code,
                "geo": geo,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """The parts of a person's name, for a profile that is a person."""

    given: str | None = None
    family: str | None = None
    additional: str | None = None
    patronymic: str | None = None
    honorific_prefix: str | None = None
    honorific_suffix: str | None = None
    family_prefix: str | None = None

    def to_json(self) -> JsonObject:
        """Return the members they add to a Profile."""
        return members(
            {
                "familyName": self.family,
                "givenName": self.given,
                "additionalName": self.additional,
                "patronymicName": self.patronymic,
                "honorificPrefix": self.honorific_prefix,
                "honorificSuffix": self.honorific_suffix,
                "familyNamePrefix": self.family_prefix,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An issuer, creator, endorser or other party.

    Attributes:
        id: DID or web address; for an issuer it controls the signing key.
        types: types beside ``Profile``.
        person_name: only for a person.
        endorsement: signed EndorsementCredentials with embedded proof.
        endorsement_jwt: the same as compact JWS.
    """

    id: str
    name: str | None = None
    types: tuple[str, ...] = ()
    url: str | None = None
    phone: str | None = None
    description: str | None = None
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    image: Image | None = None
    email: str | None = None
    address: Address | None = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    official: str | None = None
    parent_org: "Profile | None" = None
    person_name: PersonName | None = None
    date_of_birth: date | None = None

    def to_json(self) -> JsonObject:
        """Return the Profile object."""
        address = self.address.to_json(under(self.id, "address")) if self.address else None
        born = self.date_of_birth.isoformat() if self.date_of_birth else None
        return members(
            {
                "id": self.id,
                "type": ["Profile", *self.types],
                "name": self.name,
                "url": self.url,
                "phone": self.phone,
                "description": self.description,
                "endorsement": list(self.endorsement),
                "endorsementJwt": texts(self.endorsement_jwt),
                "image": self.image.to_json() if self.image else None,
                "email": self.email,
                "address": address,
                "otherIdentifier": [entry.to_json() for entry in self.other_identifier],
                "official": self.official,
                "parentOrg": self.parent_org.to_json() if self.parent_org else None,
                **(self.person_name.to_json() if self.person_name else {}),
                "dateOfBirth": born,
            }
        )
