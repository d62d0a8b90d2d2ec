"""Our own documents come from our own rows; everything else from the source given."""

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from document_shelf import Shelf

from skillmark.core import jsonio
from skillmark.fetch.errors import ConnectError, NotFoundError, TooLargeError
from skillmark.platform.trust import addresses
from skillmark.platform.verifying.evidence import OwnDocuments, own_path

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation


def test_an_issuers_document_is_read_from_its_row(organisation: "Organisation") -> None:
    elsewhere = Shelf()
    url = addresses.absolute(f"/i/{organisation.slug}/did.json")
    found = OwnDocuments(elsewhere).get(url)
    assert jsonio.load_object(found.body)["id"]
    assert elsewhere.asked == []


@pytest.mark.django_db
def test_what_we_do_not_have_is_not_asked_of_ourselves() -> None:
    elsewhere = Shelf()
    for path in (f"/status/{uuid4()}", "/status/1", "/i/nobody/did.json", "/", "/healthz"):
        with pytest.raises(NotFoundError):
            OwnDocuments(elsewhere).get(addresses.absolute(path))
    assert elsewhere.asked == []


def test_our_documents_keep_the_limit_too(organisation: "Organisation") -> None:
    url = addresses.absolute(f"/i/{organisation.slug}/did.json")
    with pytest.raises(TooLargeError):
        OwnDocuments(Shelf()).get(url, max_bytes=10)


@pytest.mark.parametrize(
    "url",
    [
        "https://harbour.example/did.json",
        "https://127.0.0.1:8000/i/harbour/did.json",
        "http://127.0.0.1:8000.evil.example/i/harbour/did.json",
        "http://user@127.0.0.1:8000/i/harbour/did.json",
        "http://127.0.0.1:8000/i/harbour/did.json?x=1",
        "http://127.0.0.1:8000/i/harbour/did.json#x",
        "http://[::1",
        "not an address",
    ],
)
def test_only_our_very_own_addresses_are_ours(url: str) -> None:
    assert own_path(url) is None
    elsewhere = Shelf()
    with pytest.raises(ConnectError):
        OwnDocuments(elsewhere).get(url)
    assert elsewhere.asked == [url]
