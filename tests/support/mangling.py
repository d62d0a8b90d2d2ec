"""Sound documents with one node replaced by anything: what a reader must survive."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["#k", "did:a:b", "did:a:b#c", "urn:a", "u", "z6Mk", "2026-01-01T00:00:00Z"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "type", "@value", "@context", "x"]), inner)
    ),
    max_leaves=6,
)


def mangled(document: Any) -> st.SearchStrategy[Any]:
    """Return copies of a JSON object in which one node is missing or something else."""
    paths = list(_paths(document, ()))
    return st.builds(
        _replaced, st.just(document), st.sampled_from(paths), ANYTHING | st.just(...)
    )


def _paths(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _paths(inner, (*path, position))


def _replaced(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    node = changed
    for key in path[:-1]:
        node = node[key]
    if value is ...:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return changed
