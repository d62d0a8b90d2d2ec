"""The papers of this site by their path, read from the database.

A verification on our own site neither calls itself over the network nor depends on it.
"""

from uuid import UUID

from skillmark.platform.rights import selectors


def document_at(path: str) -> bytes | None:
    """Return the paper that this site serves at a path, None when there is none."""
    match path.strip("/").split("/"):
        case ["a", name, "definition"]:
            version = uuid_of(name)
            definition = selectors.definition(version) if version else None
            return bytes(definition.document) if definition else None
        case ["g", name]:
            grant = uuid_of(name.removesuffix(".json"))
            found = selectors.public_grant(grant) if grant else None
            return bytes(found.document) if found and found.document else None
        case ["e", name]:
            endorsement = uuid_of(name.removesuffix(".json"))
            given = selectors.public_endorsement(endorsement) if endorsement else None
            return bytes(given.document) if given and given.document else None
    return None


def uuid_of(text: str) -> UUID | None:
    """Return the id that a part of an address spells, None when it is none."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None
