"""What was issued here, verified here: every state of it, with the network off."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from document_shelf import Shelf
from issued_credentials import issue, published

from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.verifying import checking
from skillmark.platform.verifying.answer import Answer, answer_of
from skillmark.platform.verifying.evidence import OwnDocuments

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation


@pytest.fixture
def credential(in_scope: "Organisation") -> "Credential":
    return issue(published(in_scope))


def ask(data: bytes) -> Answer:
    elsewhere = Shelf()
    done = checking.check(data, at=timezone.now(), source=OwnDocuments(elsewhere))
    assert elsewhere.asked == []  # nothing of ours needs the network
    return answer_of(done)


def test_a_fresh_credential_is_valid(credential: "Credential") -> None:
    answer = ask(bytes(credential.document))
    assert answer.word == "Valid"
    assert "awarded “Fire prevention” to Mark Olsen on 3 May 2026." in answer.sentence
    assert answer.sentence.endswith("Not revoked as of just now.")
    assert answer.page.endswith(f"/c/{credential.pk}")
    assert not answer.cautions  # the key is one of ours, so its owner is known


def test_one_byte_changed_is_found(credential: "Credential") -> None:
    answer = ask(bytes(credential.document).replace(b"Mark Olsen", b"Mark Olsem"))
    assert answer.word == "Not valid"
    assert "The signature does not fit" in answer.sentence
    assert answer.page == ""


def test_revoked_suspended_lifted(credential: "Credential") -> None:
    lifecycle.suspend(credential.pk, reason="Appeal pending", actor=None)
    answer = ask(bytes(credential.document))
    assert (answer.word, answer.tone) == ("Suspended", "suspended")
    assert any("Appeal pending" in line.reason for line in answer.lines)

    lifecycle.lift(credential.pk, actor=None)
    assert ask(bytes(credential.document)).word == "Valid"

    lifecycle.revoke(credential.pk, reason="Awarded by mistake", actor=None)
    answer = ask(bytes(credential.document))
    assert (answer.word, answer.tone) == ("Revoked", "revoked")
    assert "The issuer has revoked it" in answer.sentence
    assert answer.sentence.endswith("The issuer's reason: Awarded by mistake")
    assert any("Awarded by mistake" in line.reason for line in answer.lines)


def test_the_page_says_the_same(credential: "Credential") -> None:
    lifecycle.revoke(credential.pk, reason="Awarded <b>by mistake</b>", actor=None)
    answer = Client().post("/verify", {"text": bytes(credential.document).decode()})
    page = answer.content.decode()
    assert "verdict-revoked" in page
    assert "Awarded &lt;b&gt;by mistake&lt;/b&gt;" in page
    assert not answer.cookies


def test_a_forgery_that_names_our_credential_learns_nothing(credential: "Credential") -> None:
    from signed_credentials import TestIssuer, badge

    from skillmark.core import jsonio

    lifecycle.revoke(credential.pk, reason="A secret reason", actor=None)
    other = TestIssuer.by_key(7)
    forged = badge(other)
    forged["id"] = f"http://127.0.0.1:8000/c/{credential.pk}"
    answer = ask(jsonio.dumps(other.sign(forged)))
    assert answer.page == ""
    assert "A secret reason" not in repr(answer)
