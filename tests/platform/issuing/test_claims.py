"""Claim links: 256 bits, kept as a hash, good once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from skillmark.platform.issuing.errors import ClaimLinkError

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.people.models import User


@pytest.fixture
def token(credential: "Credential") -> str:
    from skillmark.platform.issuing.services import claims

    return claims.new_links([(credential, "mark@people.example")])[0].token


def test_a_link_leads_to_its_credential(credential: "Credential", token: str) -> None:
    from skillmark.platform.issuing import services

    assert services.look_up(token).credential == credential
    assert services.claim(token) == credential
    credential.refresh_from_db()
    assert credential.claimed_at is not None


@pytest.mark.parametrize(
    "wrong", ["", "x", "x" * 43, "../../etc/passwd", "\x00" * 43, "é" * 43, "x" * 5_000]
)
def test_a_wrong_token_opens_nothing(credential: "Credential", wrong: str) -> None:
    from skillmark.platform.issuing import services

    with pytest.raises(ClaimLinkError):
        services.look_up(wrong)


def test_an_expired_or_withdrawn_link_opens_nothing(token: str) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import ClaimLink

    ClaimLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ClaimLinkError):
        services.look_up(token)
    ClaimLink.objects.update(
        expires_at=timezone.now() + timedelta(days=1), withdrawn_at=timezone.now()
    )
    with pytest.raises(ClaimLinkError):
        services.claim(token)


def test_taking_it_again_is_harmless_for_the_same_and_refused_to_another(
    token: str, make_user: Callable[..., "User"]
) -> None:
    from skillmark.platform.issuing import services

    mark, other = make_user(), make_user()
    services.claim(token)
    services.claim(token, mark)
    services.claim(token, mark)
    with pytest.raises(ClaimLinkError):
        services.claim(token, other)


def test_a_link_does_not_show_its_token(token: str, credential: "Credential") -> None:
    from skillmark.platform.issuing.services import claims

    link = claims.new_links([(credential, "mark@people.example")])[0]
    assert link.token not in repr(link)


@pytest.mark.django_db(transaction=True)
def test_two_accounts_at_once_one_wins(token: str, make_user: Callable[..., "User"]) -> None:
    from skillmark.platform.issuing import services

    users = [make_user() for _ in range(4)]
    start = threading.Barrier(len(users))
    won: list[bool] = []

    def work(user: "User") -> None:
        try:
            start.wait()
            services.claim(token, user)
            won.append(True)
        except ClaimLinkError:
            won.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, False, False, True]
