"""A definition that says everything, in foreign verifiers: rubric, languages, official concepts."""

from collections.abc import Callable

import pytest
from achievement_contents import WHOLE
from foreign_verifiers import VERIFIERS, Verifier
from issued_on_site import SITES, Site, document
from signed_credentials import tampered

pytestmark = [pytest.mark.interop, pytest.mark.django_db]


@pytest.mark.parametrize("method", SITES)
@pytest.mark.parametrize("verifier", VERIFIERS)
def test_a_whole_definition_is_accepted_and_cannot_be_changed(
    open_site: Callable[..., Site], verifier: Verifier, method: str
) -> None:
    said = {name: value for name, value in WHOLE.items() if name != "name"}
    site = open_site(method, achievement="First aid", **said)
    row = site.issue(grade="Reached")
    credential, published = document(row), site.published(row)
    place = ("credentialSubject", "achievement")
    assert credential[place[0]][place[1]]["resultDescription"]
    forged = tampered(credential, *place, "criteria", "narrative", value="Nothing.")
    good, bad = verifier([(credential, published), (forged, published)])
    assert good.accepted, good.errors
    assert not bad.accepted
