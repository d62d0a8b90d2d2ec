"""The console's pages and the public ones, as a browser without JavaScript meets them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone
from pathway_samples import award, finals, leaf, look

from skillmark.core import jsonio
from skillmark.core.stack.bundle import read_bundle
from skillmark.core.stack.proof import replay
from skillmark.platform.jobs import runner
from skillmark.platform.orgs.models import Policy, Role
from skillmark.platform.pathways import selectors
from skillmark.platform.pathways.models import DryRun, Learner, Pathway
from skillmark.platform.pathways.services import drafting
from skillmark.platform.trust import documents

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

MARK = ("Mark Olsen", "mark@people.example")


def studio_url(organisation: "Organisation", rest: str = "") -> str:
    return f"/studio/{organisation.slug}/pathways{rest}"


@pytest.fixture
def earned(pathway: Pathway, units: list["AchievementVersion"]) -> Pathway:
    for unit in units:
        award(unit, *MARK)
    look()
    return pathway


@pytest.fixture
def act(
    studio: Client, in_scope: "Organisation", final: "AchievementVersion"
) -> Callable[..., None]:
    """Begin a pathway, and return a way to press a button of its editor."""
    sent = {
        "name": "Safety",
        "summary": "",
        "achievement": final.achievement_id,
        "on_loss": "keep",
    }
    answer = studio.post(studio_url(in_scope, "/new"), sent)
    assert answer.status_code == 302

    def press(act: str, node: str = "/rule", **more: Any) -> None:
        sent = {"act": act, "node": node, **more}
        assert studio.post(answer["Location"], sent).status_code == 302

    return press


def test_a_rule_is_built_without_a_line_of_javascript(
    studio: Client,
    in_scope: "Organisation",
    act: Callable[..., None],
    units: list["AchievementVersion"],
) -> None:
    from skillmark.platform.pathways import addresses

    made = Pathway.objects.get()
    for unit in units[:3]:
        act("add", part=f"a:{addresses.achievement(unit.achievement_id)}")
    act("add", part="g:any")
    act("add", "/rule/all/3", part="address", address="https://other.example/a/1")
    act("up", "/rule/all/2")
    act("remove", "/rule/all/0")
    act(
        "save",
        kind="atLeast",
        count="2",
        framework="EQF",
        level="3",
        within_days="365",
        same_issuer="on",
        title="Two of them",
        name="core",
    )
    root = selectors.shown(made).rule["rule"]
    assert root["atLeast"]["count"] == 2
    kinds = [part.keys() & {"achievement", "any"} for part in root["atLeast"]["of"]]
    assert kinds == [{"achievement"}, {"achievement"}, {"any"}]
    (own,) = root["atLeast"]["of"][0].pop("issuers")
    identity = documents.current_identity(in_scope)
    assert identity is not None
    assert own == identity.did
    assert root["atLeast"]["of"][0] == leaf(units[2])
    assert root["level"] == {"framework": "EQF", "atLeast": 3}
    assert (root["issuers"], root["id"], root["title"]) == ("same", "core", "Two of them")
    rule = studio_url(in_scope, f"/{made.pk}/rule")
    page = studio.get(rule).content.decode()
    assert "stack-diagram" in page
    assert "https://other.example/a/1" in page
    assert studio.get(f"{rule}?node=/rule").status_code == 200
    assert studio.get(f"{rule}?node=/rule/nowhere").status_code == 200


def test_what_was_built_is_published(
    studio: Client,
    in_scope: "Organisation",
    act: Callable[..., None],
    units: list["AchievementVersion"],
) -> None:
    from skillmark.platform.pathways import addresses

    home = studio_url(in_scope)
    made = Pathway.objects.get()
    act("add", part=f"a:{addresses.achievement(units[0].achievement_id)}")
    published = studio.post(f"{home}/{made.pk}/publish", {"step": "publish"})
    assert published.status_code == 302
    made.refresh_from_db()
    assert made.state == "published"
    for rest in ("", "/publish", "/versions", "/people", "/edit", "/rule/json"):
        assert studio.get(f"{home}/{made.pk}{rest}", follow=True).status_code == 200


def test_an_empty_list_says_what_comes_next(studio: Client, in_scope: "Organisation") -> None:
    assert "No pathways yet" in studio.get(studio_url(in_scope)).content.decode()


def test_json_problems_say_where(
    studio: Client, in_scope: "Organisation", make_pathway: Callable[..., Pathway]
) -> None:
    pathway = make_pathway(publish=False)
    url = studio_url(in_scope, f"/{pathway.pk}/rule/json")
    broken = studio.post(url, {"text": '{"type": "PathwayRule",\n "rule" }'})
    assert broken.status_code == 422
    assert "Line 2, column 9" in broken.content.decode()
    odd = jsonio.dumps({"type": "PathwayRule", "version": 1, "rule": {"all": []}}).decode()
    page = studio.post(url, {"text": odd}, follow=True).content.decode()
    assert "/rule/all" in page
    assert studio.post(studio_url(in_scope, f"/{pathway.pk}/publish")).status_code == 422


def test_a_second_person_publishes_where_the_policy_asks(
    studio: Client,
    in_scope: "Organisation",
    make_pathway: Callable[..., Pathway],
    make_member: Callable[..., "User"],
    user: "User",
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.pathways.errors import VersionFrozenError

    Policy.objects.update_or_create(
        organisation=in_scope, defaults={"review_definitions": True}
    )
    pathway = make_pathway(publish=False)
    url = studio_url(in_scope, f"/{pathway.pk}")
    assert studio.post(f"{url}/publish", {"step": "publish"}).status_code == 302
    request = Approval.objects.get()
    draft = selectors.draft(pathway)
    assert draft is not None
    assert draft.state == "review"
    draft.rule = {}
    with pytest.raises(VersionFrozenError):
        draft.save()
    assert "It waits for a second person" in studio.get(url).content.decode()
    approvals.approve(request.pk, by=make_member(Role.APPROVER))
    assert selectors.published(pathway) is not None
    assert request.asked_by == user


def test_the_public_page_draws_the_rule_and_one_s_own_progress(
    client: Client,
    client_of: Callable[["User"], Client],
    make_user: Callable[..., "User"],
    pathway: Pathway,
    units: list["AchievementVersion"],
) -> None:
    award(units[0], *MARK)
    look()
    anonymous = client.get(f"/p/{pathway.slug}").content.decode()
    assert "<title" in anonymous
    assert "is-met" not in anonymous
    assert all(unit.name in anonymous for unit in units)
    own = client_of(make_user(MARK[1])).get(f"/p/{pathway.slug}").content.decode()
    assert "is-met" in own
    assert "1 of 4" in own


def test_the_bytes_of_a_rule_are_those_of_its_digest(client: Client, pathway: Pathway) -> None:
    from skillmark.core.stack.digests import digest

    version = selectors.published(pathway)
    assert version is not None
    answer = client.get(f"/p/{pathway.slug}/rules/1.json")
    assert answer["Content-Type"] == "application/json"
    assert digest(answer.content) == version.digest
    assert client.get(f"/p/{pathway.slug}/rules/2.json").status_code == 404
    assert client.get("/schemas/pathway-rule.json").status_code == 200


def test_the_bundle_of_a_final_replays_offline(client: Client, earned: Pathway) -> None:
    (final,) = finals(earned)
    answer = client.get(f"/c/{final.pk}/stack.json")
    assert answer.status_code == 200
    report = replay(read_bundle(answer.content), at=timezone.now())
    assert report.rule is not None
    assert report.rule.satisfied
    assert len(report.constituents) == 4
    assert report.verdict.value in {"valid", "valid_but"}, report.to_json()
    page = client.get(f"/c/{final.pk}").content.decode()
    assert f"/c/{final.pk}/stack.json" in page
    assert "stack-diagram" in page


def test_learners_and_decisions_are_listed(
    studio: Client, earned: Pathway, in_scope: "Organisation", units: list["AchievementVersion"]
) -> None:
    people = studio.get(studio_url(in_scope, f"/{earned.pk}/people")).content.decode()
    assert MARK[1] in people
    url = studio_url(in_scope, "/recognition")
    sent = {
        "title": "Fire safety of another school",
        "achievement": "https://school.example/achievements/9",
        "issuer": "did:web:school.example",
        "counts_as": [units[0].achievement_id],
        "amount": "15",
        "unit": "ECTS",
        "decided_on": "2026-03-01",
        "reason": "The same syllabus and hours.",
    }
    assert studio.post(url, sent | {"issuer": "school"}).status_code == 422
    assert studio.post(url, sent).status_code == 302
    page = studio.get(url).content.decode()
    assert "Fire safety of another school" in page
    assert "15 ects" in page


def test_a_dry_run_counts_and_changes_nothing(
    studio: Client, earned: Pathway, in_scope: "Organisation", units: list["AchievementVersion"]
) -> None:
    award(units[0], "Ana Silva", "ana@people.example")
    look()
    drafting.set_rule(
        earned,
        {"type": "PathwayRule", "version": 1, "rule": {"all": [leaf(units[0])]}},
        actor=None,
    )
    url = studio_url(in_scope, f"/{earned.pk}")
    answer = studio.post(f"{url}/dry-runs")
    assert answer.status_code == 302
    run = DryRun.objects.get()
    before = Learner.objects.values_list("email", "have", "looked_at")
    job = runner.run_to_end(run.job_id)
    assert job.state == "done", job.message
    run.refresh_from_db()
    assert (run.people, run.fulfilled, run.gain, run.lose, run.change) == (2, 2, 1, 0, 1)
    page = studio.get(answer["Location"]).content.decode()
    assert "ana@people.example" in page
    assert list(before) == list(Learner.objects.values_list("email", "have", "looked_at"))
    assert len(finals(earned)) == 1


def test_a_cancelled_dry_run_stops(
    studio: Client, earned: Pathway, in_scope: "Organisation"
) -> None:
    from skillmark.platform.jobs import services as jobs

    answer = studio.post(studio_url(in_scope, f"/{earned.pk}/dry-runs"))
    run = DryRun.objects.get()
    jobs.cancel(run.job, actor=None)
    assert runner.run_to_end(run.job_id).state == "cancelled"
    run.refresh_from_db()
    assert (run.people, run.state) == (0, "running")
    assert studio.get(answer["Location"]).status_code == 200
