"""What an organisation asks of its own work; without a row the defaults hold."""

from skillmark.platform.orgs.models import Organisation, Policy


def of(organisation: Organisation) -> Policy:
    """Return the organisation's policy, unsaved defaults when it never chose one."""
    found: Policy | None = (
        Policy.objects.with_scopes_disabled().filter(organisation=organisation).first()
    )
    return found or Policy(organisation=organisation)
