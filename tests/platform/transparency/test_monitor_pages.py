"""The pages of the monitor: what was issued in a name, for everybody and for its owners."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import skillmark
from django.test import Client
from django.urls import reverse
from issued_on_site import SITES, Site

from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.transparency.models import EntryKind
from skillmark.platform.trust.models import StatusList

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

type WriteLog = Callable[[], int]


@pytest.fixture
def written(site: Site, write_log: WriteLog) -> Site:
    """A site with something in the log."""
    site.issue("Mark Olsen")
    site.issue("José Núñez")
    write_log()
    return site


def test_owners_find_in_which_batch_somebody_is(
    written: Site, write_log: WriteLog, studio: Client, organisation: "Organisation"
) -> None:
    written.issue("Li Wei")
    write_log()
    page = reverse("transparency:monitor", args=[organisation.slug])
    found = studio.get(page, {"q": "núñez"})
    (line,) = found.context["lines"]
    assert [one.name for one in line.people] == ["José Núñez"]
    assert (line.credentials, line.more) == (2, 0)
    nobody = studio.get(page, {"q": "Nobody Here"})
    assert nobody.context["lines"] == []
    assert "Nothing was issued to anybody of that name" in nobody.content.decode()
    assert len(studio.get(page).context["lines"]) == 2


def test_somebody_with_several_credentials_is_named_once(
    site: Site, write_log: WriteLog, studio: Client, organisation: "Organisation"
) -> None:
    for number in range(3):
        site.issue("Mark Olsen", email=f"mark{number}@people.example")
    write_log()
    page = studio.get(reverse("transparency:monitor", args=[organisation.slug]))
    (line,) = page.context["lines"]
    assert [(one.name, one.count) for one in line.people] == [("Mark Olsen", 3)]
    assert (line.credentials, line.more) == (3, 0)


def test_the_public_page_counts_batches_and_not_people(
    written: Site, write_log: WriteLog, organisation: "Organisation"
) -> None:
    url = reverse("transparency:issuer-log", args=[organisation.slug])
    page = Client().get(url)
    assert ("Batches of credentials", 1) in page.context["figures"]
    kinds = {line.row.kind for line in page.context["lines"]}
    assert len(kinds) > 1
    one = Client().get(url, {"kind": EntryKind.STATUS_LIST})
    assert {line.row.kind for line in one.context["lines"]} == {EntryKind.STATUS_LIST}
    assert all(line.url.startswith("/status/") for line in one.context["lines"])
    none = Client().get(url, {"kind": EntryKind.RULE})
    assert "No entry of this kind" in none.content.decode()


@pytest.mark.parametrize("address", SITES.values(), ids=SITES.keys())
def test_the_commands_on_the_page_watch_the_log(
    *,
    site: Site,
    write_log: WriteLog,
    studio: Client,
    organisation: "Organisation",
    configure: Callable[..., None],
    log_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    """As an issuer does elsewhere: the file of what it logged, the policy, and one command."""
    configure(site_url=address)
    made = site.issue("Mark Olsen")
    lifecycle.revoke(made.pk, reason="Mistake", actor=None)
    write_log()
    page = reverse("transparency:monitor", args=[organisation.slug])
    command = studio.get(page).context["commands"][-1]
    (tmp_path / "policy.txt").write_bytes(Client().get("/log/policy").content)
    did = Client().get(f"/i/{organisation.slug}/did.json").content
    (tmp_path / "did.json").write_bytes(did)
    logged = studio.get(reverse("transparency:known", args=[organisation.slug]))
    (tmp_path / f"{organisation.slug}-logged.txt").write_bytes(logged.content)
    for one in StatusList.objects.all():
        name = tmp_path / f"{one.pk}.json"
        name.write_bytes(bytes(one.document))
        command = command.replace(one.url, str(name))
    words = command.replace(f"{address}/log", str(log_folder)).split()[1:]
    monkeypatch.chdir(tmp_path)
    result = skillmark(*words)
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "Nothing wrong." in result.stdout

    site.issue("Somebody Else")  # not in the file that is kept elsewhere
    write_log()
    result = skillmark(*words)
    assert result.exit_code == 1
    assert "log.unknown_entry" in result.stdout
