"""Records of learning (CLR 2.0) are in the public log like credentials: salted, padded, proven."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import skillmark
from django.test import Client
from django.utils import timezone
from issued_on_site import SITES
from pathway_samples import award, finals, leaf, look, publish_achievement, rule

from skillmark.core import jsonio
from skillmark.core.log import LogProof, Membership
from skillmark.core.verify import Policy, Report, Verdict, judge, read_policy
from skillmark.platform.transparency import selectors, services
from skillmark.platform.transparency.models import LogBatch, LoggedCredential

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]

MARK = ("Mark Olsen", "mark@people.example")
NOBODY = ("Dee Carrow", "dee@people.example")

type WriteLog = Callable[[], int]


@pytest.fixture(params=["did:key", "did:web"])
def final(
    request: pytest.FixtureRequest, configure: Callable[..., None], in_scope: "Organisation"
) -> "Credential":
    """Award a final that one unit earned."""
    configure(site_url=SITES[request.param])
    return final_of(in_scope, *MARK)


def final_of(organisation: "Organisation", name: str, email: str) -> "Credential":
    from skillmark.platform.pathways.services import drafting

    unit = publish_achievement(organisation, "Fire prevention")
    whole = publish_achievement(organisation, "Workplace safety")
    content = drafting.Content(
        name="Workplace safety",
        summary="A course and a certificate.",
        achievement=whole.achievement,
        rule=rule({"all": [leaf(unit)]}),
    )
    pathway = drafting.create(organisation, content, actor=None).pathway
    drafting.publish(pathway, actor=None)
    award(unit, name, email)
    look()
    return finals(pathway)[0]


def fetched(final: "Credential", name: str) -> Any:
    return Client().get(f"/c/{final.pk}/{name}")


def policy() -> bytes:
    return jsonio.dumps(selectors.policy_document())


def judged(data: bytes) -> Report:
    trust = read_policy(policy())
    return judge(data, {}, at=timezone.now(), policy=Policy(trust=trust))


def test_a_transcript_is_logged_when_it_is_signed(
    final: "Credential", write_log: WriteLog
) -> None:
    assert selectors.logged(final.pk, record=True) is None
    assert fetched(final, "transcript.tlog-proof").status_code == 404
    assert fetched(final, "transcript.json").status_code == 200
    row = selectors.logged(final.pk, record=True)
    assert row is not None
    assert (len(bytes(row.salt or b"")), row.record) == (32, True)
    waiting = fetched(final, "transcript.tlog-proof")
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "2")

    write_log()
    assert fetched(final, "transcript.json").status_code == 200  # the same, logged once
    assert LoggedCredential.objects.filter(record=True).count() == 1
    proof = LogProof.parse(fetched(final, "transcript.tlog-proof").content)
    member = Membership.parse(proof.extra)
    row.refresh_from_db()
    assert row.entry is not None
    assert member.place.salt == bytes(row.salt or b"")
    batch = LogBatch.objects.get(pk=row.entry_id)
    assert len(batch.leaves) // 32 >= 16, "padded, so that nobody sees how many there are"
    asked = {"credential": str(final.pk), "transcript": "true"}
    told = Client().get("/api/v1/log/proof", asked).json()
    assert (told["state"], told["proof"].encode()) == ("logged", proof.to_bytes())
    credential = selectors.logged(final.pk)
    assert credential is not None
    assert bytes(credential.commitment) != bytes(row.commitment)


def test_the_bundle_of_a_transcript_is_valid_without_us(
    final: "Credential", write_log: WriteLog, tmp_path: Path
) -> None:
    fetched(final, "transcript.json")
    write_log()
    data = fetched(final, "transcript-bundle.json").content
    (tmp_path / "bundle.json").write_bytes(data)
    (tmp_path / "policy.json").write_bytes(policy())
    words = ["verify", "--offline", tmp_path / "bundle.json"]
    result = skillmark(*words, "--policy", tmp_path / "policy.json", "--json")
    report = json.loads(result.stdout)
    assert [one for one in report["checks"] if one["outcome"] != "passed"] == []
    assert (report["verdict"], result.exit_code) == ("valid", 0)
    assert "log.proven" in result.stdout


def test_a_transcript_that_is_not_logged_is_refused_where_that_is_asked_for(
    final: "Credential",
) -> None:
    report = judged(fetched(final, "transcript-bundle.json").content)
    check = report.checks_named("log")[0]
    assert (report.verdict, check.code) == (Verdict.INVALID, "log.absent")
    assert "not in the log" in check.reason


def test_the_proof_of_another_transcript_or_of_the_final_proves_nothing(
    final: "Credential", write_log: WriteLog, in_scope: "Organisation"
) -> None:
    other = final_of(in_scope, *NOBODY)
    fetched(final, "transcript.json")
    fetched(other, "transcript.json")
    write_log()
    mine = json.loads(fetched(final, "transcript-bundle.json").content)
    for strange in ((other, "transcript-bundle.json"), (final, "bundle.json")):
        swapped = mine | {"log": json.loads(fetched(*strange).content)["log"]}
        report = judged(json.dumps(swapped).encode())
        assert (report.verdict, report.checks_named("log")[0].code) == (
            Verdict.INVALID,
            "log.batch",
        )


def test_pages_say_where_the_transcript_stands(
    final: "Credential", write_log: WriteLog
) -> None:
    path = f"/c/{final.pk}"
    assert "signed when somebody first downloads it" in Client().get(path).content.decode()
    data = fetched(final, "transcript.json").content
    assert "It is being logged" in Client().get(path).content.decode()
    write_log()
    page = Client().get(path).content.decode()
    row = selectors.logged(final.pk, record=True)
    assert row is not None
    assert row.entry is not None
    assert f"/log/entries/{row.entry.index}" in page
    assert f"{path}/transcript-bundle.json" in page
    said = Client().post("/api/v1/verify", data, content_type="application/json").json()
    assert {one["name"]: one["code"] for one in said["checks"]}["log"] == "log.proven"


def test_one_that_was_signed_before_it_was_logged_goes_in_when_it_is_asked_for(
    final: "Credential", write_log: WriteLog
) -> None:
    data = fetched(final, "transcript.json").content
    LoggedCredential.objects.filter(record=True).delete()  # as an earlier release left it
    assert fetched(final, "transcript.json").content == data
    write_log()
    assert judged(fetched(final, "transcript-bundle.json").content).verdict is Verdict.VALID


def test_erasing_makes_both_leaves_noise(final: "Credential", write_log: WriteLog) -> None:
    fetched(final, "transcript.json")
    write_log()
    assert services.forget([final.pk]) == 2
    assert selectors.proof(final.pk) is None
    assert selectors.proof(final.pk, record=True) is None
    assert fetched(final, "transcript.tlog-proof").status_code == 404
    assert "erased with the record" in Client().get(f"/c/{final.pk}").content.decode()


@pytest.mark.parametrize("whose", ["final", "part"])
def test_what_was_erased_is_signed_into_no_transcript_again(
    final: "Credential", whose: str
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.pathways.models import Constituent, Transcript

    part = Constituent.objects.get(award__credential=final)
    gone = final.pk if whose == "final" else part.credential_id
    Credential.objects.filter(pk=gone).update(erased_at=timezone.now())
    for name in ("transcript.json", "transcript.tlog-proof", "transcript-bundle.json"):
        assert fetched(final, name).status_code == 410
    assert not Transcript.objects.exists()


def test_nothing_but_a_final_has_one(in_scope: "Organisation") -> None:
    made = award(publish_achievement(in_scope, "Safe lifting"), *MARK)
    for name in ("transcript.tlog-proof", "transcript-bundle.json"):
        assert fetched(made, name).status_code == 404
