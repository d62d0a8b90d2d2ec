"""The quality of an achievement over the API: the organisation's profiles, or those asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from skillmark.platform.catalog.quality import definitions as quality

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

type Call = Callable[..., Any]


@pytest.fixture
def address(call: Call) -> str:
    made = call("POST", "/achievements", {"name": "Fire prevention", "workload_hours": 3})
    return f"/achievements/{made.json()['id']}/quality"


def test_by_the_profiles_aimed_at(call: Call, address: str, in_scope: "Organisation") -> None:
    quality.choose_aims(in_scope, ["nmf"], actor=None)
    answer = call("GET", address).json()
    assert answer["version"] == 1
    (report,) = answer["reports"]
    assert (report["profile"], report["verdict"]) == ("nmf", "fails")
    assert "quality.nmf.workload_least" in report["passed"]
    assert "class" not in report
    finding = report["findings"][0]
    assert set(finding) == {
        "code",
        "level",
        "fault",
        "field",
        "title",
        "advice",
        "source",
        "found",
    }


def test_by_the_profiles_asked_for(call: Call, address: str) -> None:
    answer = call("GET", f"{address}?profile=trusted&profile=eu").json()
    assert [report["profile"] for report in answer["reports"]] == ["eu", "trusted"]
    assert answer["reports"][1]["class"]["kind"] == "recognition"


def test_an_unknown_profile_and_an_unknown_achievement(call: Call, address: str) -> None:
    assert call("GET", f"{address}?profile=xx").status_code == 422
    assert call("GET", f"/achievements/{uuid4()}/quality").status_code == 404
