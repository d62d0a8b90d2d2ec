"""Bundles of issuers elsewhere: what the page says of proofs, of enclosed keys, and of alarms."""

from datetime import timedelta
from typing import Any

import pytest
from bundle_samples import AT, HISTORY, LIST, WEB, WEBVH, page, retired, world
from document_shelf import Shelf

from skillmark.core import did, jsonio
from skillmark.core.did.webvh import Head, WebvhDid, read_log
from skillmark.core.verify import Verdict
from skillmark.platform.verifying import checking
from skillmark.platform.verifying.answer import Answer, answer_of
from skillmark.platform.verifying.evidence import OwnDocuments

pytestmark = pytest.mark.django_db

PLACE = WebvhDid.parse(WEBVH)
LONGER = retired(AT + timedelta(days=1))


def ask(data: bytes, **documents: Any) -> tuple[checking.Verification, Answer]:
    shelf = Shelf(**documents)
    done = checking.check(data, at=AT, source=OwnDocuments(shelf))
    return done, answer_of(done)


def lines(answer: Answer) -> dict[str, str]:
    return {line.title: line.reason for line in answer.lines}


def test_enclosed_keys_of_a_site_that_is_gone_prove_nothing_here() -> None:
    done, answer = ask(world(WEB).bundle.to_bytes())
    assert done.report.verdict is Verdict.UNKNOWN
    assert "anybody could have made them" in lines(answer)["Who signed it"]
    assert "awarded" not in answer.sentence


def test_an_enclosed_history_is_that_of_its_name_and_not_yet_of_its_address() -> None:
    _done, answer = ask(world(WEBVH).bundle.to_bytes())
    assert answer.word == "Valid, but"
    assert "could not be checked" in lines(answer)["Who signed it"]
    assert (
        "By the list that came with the file, it was not revoked on 22 November 2026"
        in (lines(answer)["Revocation"])
    )
    assert "which logs to trust" not in lines(answer)["Public log"]
    assert "a log that is not trusted here" in lines(answer)["Public log"]


def fetched(history: bytes) -> dict[str, bytes]:
    return {
        did.web.url_of(WEB): jsonio.dumps(page(history)),
        PLACE.log_url: history,
    }


def judged(history: bytes) -> checking.Verification:
    made = world(WEBVH)
    documents = fetched(history) | {LIST: jsonio.dumps(made.bundle.status[LIST])}
    shelf = Shelf(documents)
    data = made.bundle.credential.encode()
    return checking.check(data, at=AT, source=OwnDocuments(shelf))


def test_what_was_seen_of_a_history_is_remembered_and_a_rollback_is_an_alarm() -> None:
    from skillmark.platform.trust.identities import heads

    assert judged(LONGER).report.verdict is not Verdict.INVALID
    assert heads.known(PLACE.scid) == Head.of(read_log(LONGER, at=AT))
    done = judged(HISTORY)
    assert done.report.verdict is Verdict.INVALID
    assert [check.code for check in done.report.alarms] == ["webvh.rolled_back"]
    assert "Somebody is hiding what happened" in answer_of(done).sentence
    assert heads.known(PLACE.scid) == Head.of(read_log(LONGER, at=AT))


def test_a_history_that_only_came_with_a_file_is_not_remembered() -> None:
    from skillmark.platform.trust.identities import heads

    ask(world(WEBVH, history=LONGER).bundle.to_bytes())
    assert heads.known(PLACE.scid) is None
