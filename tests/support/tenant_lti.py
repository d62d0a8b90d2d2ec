"""A learning platform with a course and a connected line, for the tests of who may pass where."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

NAMES: Final = ("platform_id", "course_id", "feed_id", "launch_token", "register_token")
NOWHERE: Final = "https://localhost/"  # refused before any name is looked up


def objects(organisation: "Organisation", plan_id: str, marker: str) -> dict[str, str]:
    """Return the ids of a platform, a course and a line; nothing of it can be reached."""
    from skillmark.platform.lti.models import Course, Feed, Registration

    platform = Registration.objects.create(
        organisation=organisation,
        name=f"{marker}-platform",
        issuer=NOWHERE,
        client_id="tool",
        deployments=["1"],
        auth_url=NOWHERE,
        token_url=NOWHERE,
        jwks_url=NOWHERE,
    )
    course = Course.objects.create(
        organisation=organisation,
        registration=platform,
        deployment="1",
        context="c",
        title=f"{marker}-course",
        line_items_url=NOWHERE,
    )
    feed = Feed.objects.create(
        organisation=organisation,
        course=course,
        plan_id=UUID(plan_id),
        criterion="c1",
        line_item=NOWHERE,
    )
    return {
        "launch_token": "x" * 43,  # those that lead somewhere: tests/platform/assessment/lti
        "register_token": "x" * 43,
        "platform_id": str(platform.pk),
        "course_id": str(course.pk),
        "feed_id": str(feed.pk),
    }
