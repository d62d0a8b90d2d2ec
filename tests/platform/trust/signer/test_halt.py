"""One command stops signing, in every process, within a second."""

import time

import pytest
from command_line import skillmark
from signer_documents import Maker
from signer_process import Running

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import pausing, signing
from skillmark.platform.trust.errors import PausedError, SigningHaltedError
from skillmark.platform.trust.models import KeyPurpose
from skillmark.platform.trust.signer import client
from skillmark.platform.trust.signer.orders import Task

GOAL_S = 1.0


@pytest.mark.parametrize("whose", ["platform", "organisation", "key"])
def test_a_halt_reaches_the_signer_s_process_at_once(
    remote: Running, make: Maker, organisation: Organisation, whose: str
) -> None:
    words = {
        "platform": (),
        "organisation": ("--organisation", organisation.slug),
        "key": ("--key", make.key.verification_method),
    }[whose]
    documents = make.documents(1)
    client.sign(remote.address, make.order(), documents)
    done = skillmark("halt", "--reason", "drill", *words)
    assert done.exit_code == 0, done.stderr
    halted = time.monotonic()
    with pytest.raises(SigningHaltedError):
        client.sign(remote.address, make.order(), documents)
    assert time.monotonic() - halted < GOAL_S
    lists = [type(documents[0]).of(make.status_list())]
    assert client.sign(remote.address, make.order(Task.STATUS_LIST), lists)
    done = skillmark("resume", *words)
    assert done.exit_code == 0, done.stderr
    assert client.sign(remote.address, make.order(), documents)


def test_everything_stops_when_it_is_told_so(remote: Running, make: Maker) -> None:
    assert skillmark("halt", "--reason", "drill", "--everything").exit_code == 0
    with pytest.raises(SigningHaltedError):
        signing.open_signer(make.identity, KeyPurpose.STATUS)


def test_another_organisation_goes_on(
    remote: Running, make: Maker, other_organisation: Organisation
) -> None:
    done = skillmark("halt", "--reason", "drill", "--organisation", other_organisation.slug)
    assert done.exit_code == 0
    assert client.sign(remote.address, make.order(), make.documents(1))


def test_what_cannot_be_halted_is_one_sentence(make: Maker, organisation: Organisation) -> None:
    for words, code in (
        (("halt", "--reason", " "), "cli.halt_reason"),
        (("halt", "--reason", "x" * 501), "cli.halt_reason"),
        (("halt", "--reason", "drill", "--organisation", "nobody"), "cli.halt_target"),
        (("halt", "--reason", "drill", "--key", "did:key:x#y"), "cli.halt_target"),
        (
            ("halt", "--reason", "d", "--organisation", organisation.slug, "--key", "x"),
            "cli.halt_target",
        ),
        (("resume",), "trust.pause"),
    ):
        done = skillmark(*words)
        assert done.exit_code == 2, words
        assert f"({code})" in done.stderr


def test_what_the_operator_stopped_only_the_operator_resumes(
    make: Maker, organisation: Organisation
) -> None:
    skillmark("halt", "--reason", "drill", "--organisation", organisation.slug)
    with pytest.raises(PausedError):
        pausing.resume(organisation, actor=None)
    with pytest.raises(SkillmarkError):
        signing.open_signer(make.identity, KeyPurpose.CREDENTIAL)
    skillmark("resume", "--organisation", organisation.slug)
    acts = AuditEntry.objects.with_scopes_disabled().filter(actor="system:operator")
    assert list(acts.order_by("sequence").values_list("action", flat=True)) == [
        "signing.paused",
        "signing.resumed",
    ]
