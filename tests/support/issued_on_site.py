"""Credentials as the platform issues them, and everything the site publishes of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from skillmark.core import jsonio
from skillmark.core.did import web

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

SITES = {"did:key": "http://127.0.0.1:8000", "did:web": "https://skills.example"}
"""An address of a site by the DID method that its organisations get there."""


@dataclass(frozen=True)
class Site:
    """An organisation with one published achievement, on the site of this process."""

    organisation: "Organisation"
    version: "AchievementVersion"

    @classmethod
    def open(cls, organisation: "Organisation", achievement: str, **more: Any) -> Self:
        """Publish an achievement; the organisation's scope must be open."""
        from skillmark.platform.catalog import services
        from skillmark.platform.catalog.content import Content

        facts = {
            "name": achievement,
            "description": "Prevents and fights small fires at work.",
            "criteria_markdown": "Pass the practical test.",
            "outcomes": ["Choose the right extinguisher"],
            "alignments": [
                {
                    "target_name": "Put out fires",
                    "target_url": "https://skills.example/fire",
                    "target_framework": "ESCO",
                }
            ],
        }
        draft = services.create(organisation, Content.parse(facts | more), actor=None)
        return cls(organisation, services.publish(draft.achievement, actor=None))

    def issue(self, name: str = "Mark Olsen", **fields: str) -> "Credential":
        """Issue a credential as the platform's form does."""
        from skillmark.platform.issuing import services
        from skillmark.platform.issuing.making import entry, intent
        from skillmark.platform.issuing.models import Source

        email = fields.pop("email", f"{name.encode().hex()[:30]}@people.example")
        recipient = entry.recipient(
            {"name": name, "email": email, **fields}, self.version, at=datetime.now(UTC).date()
        )
        return services.issue_one(
            self.organisation,
            self.version,
            intent.intent_for(self.version.achievement_id, recipient),
            source=Source.FORM,
            actor=None,
        )

    def published(self, *credentials: "Credential") -> dict[str, bytes]:
        """Return, by address, what the site serves of the credentials' issuer and statuses."""
        from skillmark.platform.trust import own

        found: dict[str, bytes] = {}
        for credential in credentials:
            for url in _addresses(document(credential)):
                data = own.document_at(url)
                assert data is not None, url
                found[url] = data
        return found


def document(credential: "Credential") -> Any:
    """Return a credential as its page serves it."""
    return jsonio.loads(bytes(credential.document))


def _addresses(credential: Any) -> Iterator[str]:
    issuer = credential["issuer"]["id"]
    if issuer.startswith("did:web:"):
        yield web.url_of(issuer)
    for entry in credential["credentialStatus"]:
        yield entry["statusListCredential"]
