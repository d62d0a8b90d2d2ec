"""Whether a domain says that an organisation is its own: names, evidence, verdict.

Two ways count. A file at ``/.well-known/skillmark.json`` names the organisation's page and the proof
we gave out; or the domain's did:web document names the organisation's page, its DID or its key.
Judging is pure; `look` fetches through `skillmark.fetch`, the one gate. A proven domain is a fact
beside the organisation's DID and never becomes part of it: credentials issued before, while and
after a domain is proven name the same issuer.
"""

import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.did import DidError
from skillmark.core.did import web as did_web
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.fetch import Fetcher, FetchError, Source
from skillmark.fetch.address import check_host_name
from skillmark.platform.orgs import errors
from skillmark.platform.orgs.models import DomainMethod, DomainProof, Organisation
from skillmark.platform.people import names

WELL_KNOWN: Final = "/.well-known/skillmark.json"
DID_DOCUMENT: Final = "/.well-known/did.json"
MAX_BYTES: Final = 65_536  # of either document
SHORTEST_PROOF: Final = 16  # characters
_JSON: Final = ("application/json", "application/*+json", "application/did", "text/plain")

type Names = Callable[[Organisation], Iterable[str]]

_namers: Final[dict[str, Names]] = {}


class EvidenceError(SkillmarkError):
    """A document is there, and does not say that the organisation is its domain's own."""

    code = "orgs.domain_evidence"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way said.

    Attributes:
        method: of `DomainMethod`.
        code: of the error, empty when the domain says yes.
        message: the error in words.
    """

    method: str
    code: str = ""
    message: str = ""

    @property
    def good(self) -> bool:
        """Say whether the domain says yes."""
        return not self.code

    def to_json(self) -> dict[str, str]:
        """Return it as `DomainProof.findings` keeps it."""
        return asdict(self)


def named_by(namer: Names, key: str) -> None:
    """Let an app above say under which DIDs and keys an organisation is known."""
    _namers[key] = namer


def page_of(organisation: Organisation) -> str:
    """Return the address of the public page, which a domain names as its own."""
    url: str = settings.SKILLMARK.site_url
    return url + reverse("orgs:issuer", args=[organisation.slug])


def identifiers(organisation: Organisation) -> frozenset[str]:
    """Return every DID, key and page that means the organisation and nobody else."""
    found = {name for namer in _namers.values() for name in namer(organisation)}
    return frozenset(found | {page_of(organisation)})


def parse(text: str) -> str:
    """Return a domain name in the spelling that is fetched: lower case, ASCII.

    Args:
        text: a name as people write it, ``Müller.example``, or an address to copy it from.

    Raises:
        DomainInvalidError: an IP address, a local name, no name, or this site's own.
        DomainConfusableError: its letters pass for others.
    """
    name = text.strip().lower().rpartition("://")[2].partition("/")[0]
    if name in _trusted():
        return name
    name = name.rstrip(".")
    try:
        ascii_name = name.encode("idna").decode("ascii") if name else ""
        check_host_name(ascii_name)
    except (UnicodeError, FetchError) as error:
        if getattr(error, "code", "") == "fetch.host_lookalike":
            raise errors.DomainConfusableError(
                _("The letters of this domain pass for others. It cannot be proven here."),
                domain=name,
            ) from error
        raise errors.DomainInvalidError(
            _("Write a domain name such as example.org, without https:// and without a path."),
            domain=name,
        ) from error
    if ascii_name == settings.SKILLMARK.site_host:
        raise errors.DomainInvalidError(
            _("That is the address of this site itself. Name a domain of your own.")
        )
    return ascii_name


def shown(domain: str) -> str:
    """Return a domain as people read it: letters first, the fetched spelling behind."""
    try:
        letters = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
    return domain if letters == domain else f"{letters} ({domain})"


def skeleton(domain: str) -> str:
    """Return what a domain looks like: equal for two that an eye takes for one another."""
    try:
        letters = domain.encode("ascii").decode("idna")
    except UnicodeError:
        letters = domain
    labels = (
        "-".join(names.skeleton(word) for word in label.split("-"))
        for label in letters.split(".")
    )
    return ".".join(labels)[:253]


def well_known(proof: DomainProof, organisation: Organisation) -> str:
    """Return the file for the domain, as text to copy."""
    entry = {"page": page_of(organisation), "proof": proof.token}
    return json.dumps({"issuers": [entry]}, indent=2) + "\n"


def look(proof: DomainProof, organisation: Organisation, source: Source) -> list[Finding]:
    """Fetch both documents and return what each says; the first yes ends the search."""
    ways: tuple[tuple[DomainMethod, str, Callable[[JsonObject], None]], ...] = (
        (
            DomainMethod.WELL_KNOWN,
            WELL_KNOWN,
            lambda found: judge_file(found, page_of(organisation), proof.token),
        ),
        (
            DomainMethod.DID_WEB,
            DID_DOCUMENT,
            lambda found: judge_did(found, proof.domain, identifiers(organisation)),
        ),
    )
    findings = []
    for method, path, judge in ways:
        try:
            body = source.get(
                address(proof.domain, path), max_bytes=MAX_BYTES, accept=_JSON
            ).body
            judge(jsonio.load_object(body, max_bytes=MAX_BYTES))
        except SkillmarkError as error:
            findings.append(Finding(method, error.code, error.message))
        else:
            return [Finding(method)]
    return findings


def judge_file(document: JsonObject, page: str, token: str) -> None:
    """Accept a file that names the page together with the proof.

    Raises:
        EvidenceError: it does not.
    """
    entries = document.get("issuers")
    if not isinstance(entries, list):
        raise EvidenceError(_("The file has no list “issuers”."))
    mine = [one for one in entries if isinstance(one, dict) and one.get("page") == page]
    if not mine:
        raise EvidenceError(_("The file does not name your public page."))
    if not any(_same(one.get("proof"), token) for one in mine):
        raise EvidenceError(_("The file names your page, but with another proof."))


def judge_did(document: JsonObject, domain: str, known: frozenset[str]) -> None:
    """Accept a DID document of the domain that names one of the identifiers.

    Raises:
        EvidenceError: it does not.
    """
    try:
        own = did_web.did_of(domain)
    except DidError as error:
        raise EvidenceError(_("A domain in this spelling has no did:web.")) from error
    if document.get("id") != own:
        raise EvidenceError(_("The document is not that of %(did)s.") % {"did": own})
    aliases, methods = document.get("alsoKnownAs"), document.get("verificationMethod")
    said = (
        {one for one in aliases if isinstance(one, str)} if isinstance(aliases, list) else set()
    )
    for method in methods if isinstance(methods, list) else []:
        if isinstance(method, dict) and isinstance(method.get("publicKeyMultibase"), str):
            said.add(str(method["publicKeyMultibase"]))
    if not said & known:
        raise EvidenceError(
            _("The document names neither your page nor your identifier nor your key.")
        )


@cache
def source() -> Source:
    """Return the fetcher of the running site."""
    return Fetcher(allow_origins=settings.SKILLMARK.fetch_origins)


def _same(given: object, token: str) -> bool:
    if not isinstance(given, str) or len(token) < SHORTEST_PROOF:
        return False
    return hmac.compare_digest(given.encode(), token.encode())


def _trusted() -> dict[str, str]:
    """Return the origins an operator opened for development, by host and port."""
    return {urlsplit(one).netloc: one for one in settings.SKILLMARK.fetch_origins}


def address(domain: str, path: str) -> str:
    """Return the address of a document at a domain."""
    return _trusted().get(domain, f"https://{domain}") + path
