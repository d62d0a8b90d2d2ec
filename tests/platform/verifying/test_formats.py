"""The verify page on tokens and on Open Badges of version 2."""

import json
from typing import Any

import pytest
from django.utils import timezone
from document_shelf import Shelf
from foreign_formats import assertion, badge_token, hosted
from signed_credentials import EMAIL, TestIssuer

from skillmark.platform.verifying import checking
from skillmark.platform.verifying.answer import answer_of

pytestmark = pytest.mark.django_db


def look(data: Any, documents: dict[str, bytes], recipient: str = "") -> Any:
    sent = data if isinstance(data, bytes) else json.dumps(data).encode()
    done = checking.check(sent, at=timezone.now(), recipient=recipient, source=Shelf(documents))
    return answer_of(done)


def test_a_hosted_badge() -> None:
    answer = look(assertion(), hosted(), EMAIL)
    assert answer.word == "Valid"
    assert "Example Academy (badges.example)" in answer.sentence
    assert "IT Support Professional" in answer.sentence
    assert json.loads(answer.raw) == assertion()
    assert "Open Badges 2.0" in answer.report


def test_a_changed_badge() -> None:
    answer = look(assertion(evidence="https://badges.example/mine"), hosted())
    assert answer.word == "Not valid"
    assert "copy on the issuer's own site" in answer.sentence
    assert not answer.proven


def test_a_badge_of_somebody_else() -> None:
    answer = look(assertion(), hosted(), "eve@people.example")
    assert answer.word == "Not valid"


def test_a_token() -> None:
    web = TestIssuer.on_web()
    answer = look(badge_token(web), {web.did_url: web.did_document()})
    assert answer.word == "Valid"
    assert "harbour.example" in answer.sentence
    assert "Workplace Safety Foundations" in answer.raw


def test_a_token_of_an_unreachable_issuer() -> None:
    assert look(badge_token(TestIssuer.on_web()), {}).word == "Could not tell"
