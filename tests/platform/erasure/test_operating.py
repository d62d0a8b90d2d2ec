"""`skillmark erase`: only shown without ``--yes``; everywhere, or at one organisation."""

from typing import TYPE_CHECKING

import pytest
from canary_scan import hits_in_database
from command_line import skillmark
from erased_people import CANARY
from issued_credentials import issue, published

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db


def test_without_yes_it_only_shows_what_would_go(organisation: "Organisation") -> None:
    one = issue(published(organisation), CANARY.name, CANARY.email)
    done = skillmark("erase", CANARY.email)
    assert done.exit_code == 1
    assert "cli.erase_not_confirmed" in done.stderr
    assert "Credentials: the signed file" in done.stderr
    one.refresh_from_db()
    assert one.erased_at is None


def test_a_bare_address_goes_everywhere(
    organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    """However it was spelt."""
    for owner in (organisation, other_organisation):
        issue(published(owner), CANARY.name, CANARY.email.title())
    done = skillmark("erase", CANARY.email, "--yes")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("E-")
    assert hits_in_database(CANARY.words) == {}


def test_one_organisation_alone(
    organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    mine = issue(published(organisation), CANARY.name, CANARY.email)
    theirs = issue(published(other_organisation), CANARY.name, CANARY.email)
    done = skillmark("erase", CANARY.email, "--organisation", organisation.slug, "--yes")
    assert done.exit_code == 0, done.stderr
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.erased_at is not None
    assert theirs.erased_at is None


def test_the_account_goes_with_all_its_addresses(
    canary: "User", organisation: "Organisation"
) -> None:
    issue(published(organisation), CANARY.name, CANARY.email)
    done = skillmark("erase", CANARY.second, "--yes")
    assert done.exit_code == 0, done.stderr
    assert hits_in_database(CANARY.words) == {}


def test_what_cannot_be_erased_is_one_sentence(organisation: "Organisation") -> None:
    for words, code in (
        (("nobody",), "erasure.no_address"),
        (("no@body.example",), "erasure.nothing_kept"),
        (("no@body.example", "--organisation", "nowhere"), "cli.erase_target"),
    ):
        done = skillmark("erase", *words, "--yes")
        assert done.exit_code != 0
        assert code in done.stderr
