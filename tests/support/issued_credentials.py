"""Credentials really issued on this site, for tests of what comes after."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django_scopes import scope

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation


def published(
    organisation: "Organisation", name: str = "Fire prevention"
) -> "AchievementVersion":
    """Return a published achievement of an organisation."""
    from skillmark.platform.catalog import services
    from skillmark.platform.catalog.content import Content

    content = Content.parse(
        {
            "name": name,
            "description": "Prevents and fights small fires at work.",
            "criteria_markdown": "Pass the practical test.",
        }
    )
    with scope(organisation=organisation.pk):
        draft = services.create(organisation, content, actor=None)
        return services.publish(draft.achievement, actor=None)


def issue(
    version: "AchievementVersion",
    name: str = "Mark Olsen",
    email: str | None = "mark@learner.example",
    **fields: Any,
) -> "Credential":
    """Issue a credential of a version, without mail."""
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.models import Source

    fields.setdefault("achieved_on", date(2026, 5, 3))
    recipient = Recipient(name=name, email=email, **fields)
    with scope(organisation=version.organisation_id):
        return services.issue_one(
            version.organisation,
            version,
            intent.intent_for(version.achievement_id, recipient),
            source=Source.FORM,
            actor=None,
            send_mail=False,
        )


def claim_token(credential: "Credential", email: str = "mark@learner.example") -> str:
    """Return the secret of a fresh claim link."""
    from skillmark.platform.issuing.services import claims

    return claims.new_links([(credential, email)])[0].token
