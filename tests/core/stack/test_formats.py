"""Badges that only a web site vouches for: a bundle cannot, whoever fetched them there can."""

import json
from dataclasses import replace

import pytest
from foreign_formats import assertion, badge_token, hosted
from signed_credentials import TestIssuer
from stack_samples import AT, Stack, knowing

from skillmark.core.jsonio import load_object
from skillmark.core.stack.errors import BundleError
from skillmark.core.stack.proof import StackPolicy, needs, replay
from skillmark.core.verify import Need, NeedKind, Verdict


def stack() -> Stack:
    found = Stack()
    found.units[0] = assertion()
    return found


def test_a_hosted_badge_in_a_bundle_proves_nothing() -> None:
    enclosed = {url: load_object(body) for url, body in hosted().items()}
    bundle = replace(stack().bundle(), schema=enclosed)
    report = replay(bundle, at=AT)
    part = next(one for one in report.constituents if one.url == f"{assertion()['id']}.json")
    assert part.report is not None
    assert not part.report.summary.proven
    assert report.verdict is Verdict.UNKNOWN
    assert not part.counted


def test_it_is_proven_to_whoever_fetched_it() -> None:
    policy = StackPolicy(known={**knowing().known, **hosted()})
    report = replay(stack().bundle(), at=AT, policy=policy)
    part = next(one for one in report.constituents if one.url == f"{assertion()['id']}.json")
    assert part.report is not None
    assert part.report.summary.proven


def test_a_bundle_asks_for_no_such_document_and_takes_none() -> None:
    bundle = stack().bundle()
    assert {need.kind for need in needs(bundle, at=AT)} <= {
        NeedKind.DID_DOCUMENT,
        NeedKind.STATUS_LIST,
        NeedKind.SCHEMA,
    }
    need = Need("https://badges.example/key", NeedKind.KEY, "", 1_000)
    with pytest.raises(BundleError):
        bundle.with_document(need, b"{}")


def test_a_token_stands_in_a_bundle_as_it_is() -> None:
    by = TestIssuer.by_key(3)
    data = badge_token(by)
    bundle = Stack().bundle()
    bundle = replace(bundle, constituents=(*bundle.constituents, data))
    report = replay(bundle, at=AT, policy=knowing())
    part = next(one for one in report.constituents if one.url is None)
    assert part.report is not None
    assert part.report.summary.proven
    assert data.decode() in json.dumps(bundle.to_json())
