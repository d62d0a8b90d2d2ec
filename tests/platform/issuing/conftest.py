"""A published achievement of an organisation, and short ways to issue it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Batch, Credential
    from skillmark.platform.orgs.models import Organisation

TODAY = datetime.now(UTC).date()


@pytest.fixture
def publish(in_scope: "Organisation") -> Callable[..., "AchievementVersion"]:
    """Publish achievements in the open scope."""
    from skillmark.platform.catalog import services
    from skillmark.platform.catalog.content import Content

    def run(name: str = "Fire prevention", **more: object) -> "AchievementVersion":
        content = Content.parse(
            {
                "name": name,
                "description": "Prevents and fights small fires at work.",
                "criteria_markdown": "Pass the practical test.",
                "outcomes": ["Choose the right extinguisher"],
                "workload_hours": "3",
                "alignments": [
                    {
                        "target_name": "Put out fires",
                        "target_url": "https://skills.example/fire",
                        "target_framework": "ESCO",
                    }
                ],
                **more,
            }
        )
        draft = services.create(in_scope, content, actor=None)
        return services.publish(draft.achievement, actor=None)

    return run


@pytest.fixture
def version(publish: Callable[..., "AchievementVersion"]) -> "AchievementVersion":
    return publish()


@pytest.fixture
def issue(
    in_scope: "Organisation", version: "AchievementVersion"
) -> Callable[..., "Credential"]:
    """Issue one credential to a person."""
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import entry, intent
    from skillmark.platform.issuing.models import Source

    def run(name: str = "Mark Olsen", email: str = "", **more: str) -> "Credential":
        email = email or f"{name.partition(' ')[0].lower()}@people.example"
        again = more.pop("again", "")
        fields = {"name": name, "email": email, **more}
        return services.issue_one(
            in_scope,
            version,
            intent.intent_for(
                version.achievement_id, entry.recipient(fields, version, at=TODAY), again=again
            ),
            source=Source.FORM,
            actor=None,
        )

    return run


@pytest.fixture
def credential(issue: Callable[..., "Credential"]) -> "Credential":
    return issue(
        achieved_on=TODAY.isoformat(), grade="Pass", narrative="Put out *three* fires."
    )


@pytest.fixture
def preview(
    in_scope: "Organisation", version: "AchievementVersion"
) -> Callable[[bytes], "Batch"]:
    """Preview a file of recipients."""
    from skillmark.platform.issuing import services

    def run(data: bytes, **more: object) -> "Batch":
        return services.preview_batch(
            in_scope, version, data, filename="people.csv", actor=None, **more
        )

    return run


@pytest.fixture
def run_batch() -> Callable[["Batch"], "Batch"]:
    """Start a previewed batch and run its job to the end, here."""
    from skillmark.platform.issuing import services
    from skillmark.platform.jobs import runner

    def run(batch: "Batch", **more: object) -> "Batch":
        started = services.start_batch(batch.pk, actor=None, **more)
        runner.run_to_end(started.job_id)
        started.refresh_from_db()
        return started

    return run


def people(count: int, *, start: int = 1) -> bytes:
    """Return a file of `count` different people."""
    rows = [f"Person {n},person{n}@people.example" for n in range(start, start + count)]
    return "\n".join(["name,email", *rows]).encode()
