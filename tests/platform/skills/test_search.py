"""Searching in the database: reasons, scope, freshness."""

from typing import TYPE_CHECKING

import pytest
from skills_samples import FIRES, GEAR, WEIGHTS

from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.skills import importing, search, selectors, services
from skillmark.platform.skills.engine.query import How
from skillmark.platform.skills.engine.reasons import Place
from skillmark.platform.skills.models import FrameworkIndex
from skillmark.platform.skills.reading.entry import Entry, Facts, Package
from skillmark.platform.skills.reasons import sentences

if TYPE_CHECKING:
    from conftest import MakeFramework
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User


def uris(sentence: str, **options: object) -> list[str]:
    return [hit.skill.uri for hit in search.search(sentence, **options).hits]  # type: ignore[arg-type]


def test_each_hit_tells_why(make_framework: "MakeFramework") -> None:
    make_framework()
    found = search.search("put out fires with goggles")
    hit = found.hits[0]
    assert hit.skill.uri == FIRES.uri
    assert [(one.place, one.met) for one in hit.reasons] == [
        (Place.LABEL, ("fires",)),
        (Place.ALTERNATIVE, ("put", "fires")),
    ]
    assert sentences(hit.reasons) == [
        "In its name: fires",
        "Also called “put out fires”: put, fires",
    ]


@pytest.mark.parametrize(
    ("sentence", "how", "met"),
    [
        ("extinguishing", How.WORD, "extinguish"),
        ("extingush it", How.SPELLING, "extinguish"),
        ("wear exting", How.BEGINNING, "extinguish"),
        ("heavy objects", How.SYNONYM, "weights"),
    ],
)
def test_the_way_of_a_word_is_told(
    make_framework: "MakeFramework", sentence: str, how: How, met: str
) -> None:
    make_framework()
    ways = {
        (text, way)
        for hit in search.search(sentence).hits
        for reason in hit.reasons
        for text, way in zip(reason.met, reason.how, strict=True)
    }
    assert (met, how) in ways


def test_words_nobody_knows_are_named(make_framework: "MakeFramework") -> None:
    make_framework()
    found = search.search("extingush fires by qwertzuiop and zzyzx")
    assert found.unknown == ("qwertzuiop", "zzyzx")
    assert found.read_as == (("extingush", "extinguish"),)


@pytest.mark.django_db
def test_without_any_framework_nothing_is_found() -> None:
    found = search.search("extinguish fires")
    assert (found.hits, found.unknown) == ((), ("extinguish", "fires"))


def test_only_the_named_frameworks_are_searched(make_framework: "MakeFramework") -> None:
    make_framework("one", FIRES)
    make_framework("two", GEAR)
    assert uris("protective gear against fires", frameworks={"two"}) == [GEAR.uri]


def test_an_own_framework_is_found_in_its_organisation_only(
    make_framework: "MakeFramework",
    organisation: "Organisation",
    other_organisation: "Organisation",
    user: "User",
) -> None:
    make_framework()
    with organisation_scope(organisation):
        own = services.add_own(organisation, "extinguish fires on barges", actor=user)
        assert own.uri in uris("fires on barges")
        assert selectors.known(own.uri)
        assert selectors.known(selectors.address(own))
    with organisation_scope(other_organisation):
        assert uris("fires on barges") == [FIRES.uri]
        assert not selectors.known(own.uri)
    assert uris("fires on barges") == [FIRES.uri]  # nobody's scope
    assert not selectors.known(selectors.address(own))


def test_a_change_is_found_at_once_by_a_process_that_searched_before(
    make_framework: "MakeFramework",
) -> None:
    framework = make_framework()
    assert uris("splice a rope") == []
    rope = Entry("https://skills.example/rope", "splice a rope")
    importing.run(framework, Package("table", Facts(), [FIRES, GEAR, WEIGHTS, rope]))
    assert uris("splice a rope") == [rope.uri]


def test_an_index_of_another_release_is_built_anew(make_framework: "MakeFramework") -> None:
    make_framework()
    FrameworkIndex.objects.update(data=b"SKX0 something older")
    assert uris("extinguish fires")[0] == FIRES.uri


def test_outcomes_each_bring_their_own(make_framework: "MakeFramework") -> None:
    make_framework()
    found = search.suggest(["Safety", "Extinguish fires", "Lift heavy weights; wear gear"])
    assert {hit.skill.uri for hit in found.hits} == {FIRES.uri, GEAR.uri, WEIGHTS.uri}


def test_an_answer_is_two_queries(
    make_framework: "MakeFramework", django_assert_num_queries: object
) -> None:
    make_framework()
    search.search("extinguish fires")
    with django_assert_num_queries(2):  # type: ignore[operator]
        search.search("extinguish fires and lift heavy weights")


def test_by_uri_knows_ours_and_theirs(
    make_framework: "MakeFramework", in_scope: "Organisation", user: "User"
) -> None:
    make_framework()
    own = services.add_own(in_scope, "Tie a bowline", actor=user)
    ours = selectors.address(own)
    found = selectors.by_uri([FIRES.uri, ours, "https://nowhere.example", ""])
    assert {uri: skill.label for uri, skill in found.items()} == {
        FIRES.uri: "extinguish fires",
        ours: "Tie a bowline",
    }
