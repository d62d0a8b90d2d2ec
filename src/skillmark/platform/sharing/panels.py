"""The ways to share a credential, on its public page."""

from urllib.parse import quote, urlencode

from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.places import CREDENTIAL_SHARE
from skillmark.platform.issuing.signals import credential_seen
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.sharing import public
from skillmark.platform.sharing.channels import PARAMETER, Channel


def share(credential: Credential, request: HttpRequest) -> Panel | None:  # noqa: ARG001
    """Offer other sites; what no longer counts is not offered."""
    if credential.state != CredentialState.ACTIVE:
        return None
    address = credential_url(credential.pk)
    context = {"id": credential.pk, "address": address, "mail": _mail(credential, address)}
    return Panel("sharing/credential_panel.html", context)


def _mail(credential: Credential, address: str) -> str:
    words = {"title": credential.achievement_version.name}
    subject = _("My credential: %(title)s") % words
    link = f"{address}?{urlencode({PARAMETER: Channel.EMAIL.value})}"
    body = _("You can check it here, without an account: %(link)s") % {"link": link}
    return f"mailto:?subject={quote(subject)}&body={quote(body)}"


@receiver(credential_seen)
def count_visit(request: HttpRequest, credential: Credential, **_facts: object) -> None:
    """Count the visit for the issuer."""
    public.note_visit(request, credential)


CREDENTIAL_SHARE.register(10, share)
