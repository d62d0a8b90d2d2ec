"""Keys that a failed transaction left in a token or key service: listed, and ended when told to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from command_line import skillmark
from custody_samples import Configure
from django.db import transaction
from django.utils import timezone
from key_places import REGION, HardToken, gone

from skillmark.platform.trust.custody.port import time_of

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

HOUR_AND_MORE = timedelta(hours=2)


@pytest.fixture(params=["pkcs11", "awskms"])
def place(request: pytest.FixtureRequest, configure: Configure) -> str:
    if request.param == "pkcs11":
        hard: HardToken = request.getfixturevalue("hard")
        configure(key_places=f"module={hard.address}")
    else:
        request.getfixturevalue("service")
        configure(key_places=f"module=awskms:?region={REGION}")
    return "module"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let two hours go by."""

    def go() -> None:
        now = timezone.now() + HOUR_AND_MORE
        monkeypatch.setattr(timezone, "now", lambda: now)

    return go


def moved(organisation: "Organisation") -> Any:
    from skillmark.platform.trust import homes, keys
    from skillmark.platform.trust.models import KeyPurpose

    homes.choose(organisation, "module", actor=None)
    return keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)


def fail_to_rotate(organisation: "Organisation") -> str:
    """Make a key in the place in a transaction that fails, and return its name."""
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    class BrokenError(Exception):
        pass

    names: list[str] = []

    def fail() -> None:
        with transaction.atomic():
            row = keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
            names.append(f"skillmark-{row.pk}")
            raise BrokenError

    with pytest.raises(BrokenError):
        fail()
    return names[0]


def test_what_a_failed_transaction_left_is_listed_and_ended(
    at_home: None, organisation: "Organisation", place: str, later: Callable[[], None]
) -> None:
    from skillmark.platform.trust import keys

    row = moved(organisation)
    left = fail_to_rotate(organisation)
    assert skillmark("keys", "orphans").stdout == "", "it may be committed in a moment"
    later()
    listed = skillmark("keys", "orphans")
    assert listed.exit_code == 1
    (line,) = listed.stdout.splitlines()
    assert line.split()[:2] == ["module", left]
    assert line.endswith("never used")
    declined = skillmark("keys", "orphans", "--remove", stdin=b"n\n")
    assert (declined.exit_code, "cli.nothing_removed" in declined.stderr) == (2, True)
    done = skillmark("keys", "orphans", "--remove", "--yes")
    assert (done.exit_code, "Ended: 1." in done.stderr) == (0, True), done.stderr
    assert skillmark("keys", "orphans").stdout == ""
    row.refresh_from_db()
    keys.open_key(row).sign(b"the key that is in use was left alone")


@pytest.mark.usefixtures("at_home")
@pytest.mark.django_db(transaction=True)
def test_a_retired_key_that_could_not_be_ended_is_listed(
    organisation: "Organisation",
    hard: HardToken,
    configure: Configure,
    later: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.custody import hsm
    from skillmark.platform.trust.custody.errors import PlaceFailedError
    from skillmark.platform.trust.models import KeyPurpose

    configure(key_places=f"module={hard.address}")
    old = moved(organisation)

    def broken(*_words: object) -> None:
        raise PlaceFailedError("The token broke off.")

    with monkeypatch.context() as patch:
        patch.setattr(hsm.Module, "shred", broken)
        new = keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    later()
    listed = skillmark("keys", "orphans")
    assert listed.stdout.split()[1] == f"skillmark-{old.pk}"
    assert listed.stdout.strip().endswith("retired")
    assert skillmark("keys", "orphans", "--remove", "--yes").exit_code == 0
    assert skillmark("keys", "orphans").exit_code == 0
    new.refresh_from_db()
    keys.open_key(new)


def test_only_the_named_ones_are_ended(
    at_home: None,
    organisation: "Organisation",
    hard: HardToken,
    configure: Configure,
    later: Callable[[], None],
) -> None:
    """As where two installations share a token."""
    configure(key_places=f"module={hard.address}")
    moved(organisation)
    first, second = fail_to_rotate(organisation), fail_to_rotate(organisation)
    later()
    assert len(skillmark("keys", "orphans").stdout.splitlines()) == 2
    wrong = skillmark("keys", "orphans", "--remove", "--yes", "--only", "skillmark-x")
    assert (wrong.exit_code, "cli.no_orphan" in wrong.stderr) == (2, True)
    assert skillmark("keys", "orphans", "--remove", "--yes", "--only", first).exit_code == 0
    assert skillmark("keys", "orphans").stdout.split()[1] == second


def test_foreign_keys_are_never_named(
    hard: HardToken, configure: Configure, later: Callable[[], None], db: None
) -> None:
    """Neither the operator's own, nor one whose name only begins like ours."""
    from skillmark.platform.trust import sealing

    configure(key_places=f"module={hard.address}")
    module = sealing.places().place("module")
    for name in ("somebody's", "skillmark-root", "skillmark-" + "0" * 32):
        module.make(name, module.algorithms[0])
    later()
    assert skillmark("keys", "orphans").stdout == ""


def test_a_place_that_is_gone_is_said_and_the_others_are_looked_at(
    hard: HardToken, configure: Configure, db: None
) -> None:
    configure(key_places=f"module={hard.address} other={hard.address}")
    gone(hard)
    done = skillmark("keys", "orphans")
    assert done.exit_code == 1
    assert done.stderr.count("trust.key_place_absent") == 2


def test_a_key_that_came_into_use_is_not_ended(
    at_home: None, organisation: "Organisation", place: str
) -> None:
    from skillmark.platform.trust import orphans
    from skillmark.platform.trust.errors import KeyUsedError
    from skillmark.platform.trust.orphans import Orphan

    row = moved(organisation)
    with pytest.raises(KeyUsedError):
        orphans.remove(Orphan(place, "x", row.location, timezone.now(), retired=False))


def test_where_a_signer_holds_the_keys_it_is_done_there(settings: Any, db: None) -> None:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"signer": "unix:/none"})
    done = skillmark("keys", "orphans")
    assert (done.exit_code, "trust.signer_holds_keys" in done.stderr) == (2, True)


def test_the_time_in_a_name() -> None:
    assert time_of("skillmark-0192b6f0-3c00-7000-8000-000000000000") == datetime.fromtimestamp(
        0x0192B6F03C00 / 1000, UTC
    )
    for name in ("", "skillmark-", "0192b6f0-3c00-7000-8000-000000000000", "skillmark-x"):
        assert time_of(name) is None
    assert time_of("skillmark-0192b6f0-3c00-4000-8000-000000000000") is None
