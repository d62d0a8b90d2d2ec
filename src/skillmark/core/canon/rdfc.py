"""RDF Dataset Canonicalization, RDFC-1.0: every blank node gets the name it deserves.

Quads or N-Quads in, canonical N-Quads out, over SHA-256 or SHA-384. Telling apart blank nodes
that look alike can take factorial time (§7.1), so the work is counted and refused beyond a limit.
§ refers to the W3C Recommendation of 2024-05-21; names follow its algorithms.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NoReturn

from skillmark.core.canon.errors import HashNameError, WorkLimitError
from skillmark.core.canon.nquads import parse
from skillmark.core.canon.quads import Quad, is_blank

WORK_LIMIT: Final = 10_000  # related blank nodes looked at while telling alike nodes apart
MAX_DEPTH: Final = 128  # blank nodes alike that are followed one after another

type Hash = Callable[[str], str]

_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


def canonicalize(
    nquads: str, *, hash_name: str = "sha256", work_limit: int = WORK_LIMIT
) -> str:
    """Return the canonical form of N-Quads text, §5.

    Args:
        nquads: N-Quads, RDF 1.1.
        hash_name: ``"sha256"`` or ``"sha384"``.
        work_limit: how many related blank nodes the search may look at.

    Raises:
        NQuadsError: the text is not N-Quads.
        WorkLimitError: the search would exceed the limit.
        HashNameError: another hash.
    """
    quads = parse(nquads)
    return serialize(quads, issue(quads, hash_name=hash_name, work_limit=work_limit))


def serialize(quads: Iterable[Quad], labels: dict[str, str]) -> str:
    """Return quads as sorted N-Quads lines, their blank nodes renamed, §5.2."""
    lines = {_renamed(quad, labels).line() for quad in quads}
    return "".join(sorted(lines))


def issue(
    quads: Iterable[Quad], *, hash_name: str = "sha256", work_limit: int = WORK_LIMIT
) -> dict[str, str]:
    """Return the canonical label (``_:c14n0``) of every blank node, §4.4.3.

    Raises:
        WorkLimitError: the search would exceed the limit.
        HashNameError: a hash other than SHA-256 and SHA-384.
    """
    return _Canonicalization(quads, hasher(hash_name), work_limit).run()


def hasher(hash_name: str) -> Hash:
    """Return the function from text to lower-case hexadecimal digest.

    Raises:
        HashNameError: a hash other than SHA-256 and SHA-384.
    """
    function = _HASHES.get(hash_name)
    if function is None:
        raise HashNameError("RDFC-1.0 knows sha256 and sha384.", hash_name=hash_name)

    def digest(text: str) -> str:
        return function(text.encode()).hexdigest()

    return digest


def first_degree(quads: Iterable[Quad], node: str, digest: Hash) -> str:
    """Return the hash of a blank node from its own quads alone, §4.6.3.

    Args:
        quads: every quad that mentions the node.
        node: the blank node's label.
        digest: the hash, from `hasher`.
    """
    lines = [
        _renamed(quad, {node: "_:a"}, otherwise="_:z").line() for quad in dict.fromkeys(quads)
    ]
    return digest("".join(sorted(lines)))


def _renamed(quad: Quad, labels: dict[str, str], otherwise: str = "") -> Quad:
    def name(term: str) -> str:
        return labels.get(term, otherwise or term) if is_blank(term) else term

    return Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph))


class _Issuer:
    """Hands out labels in order, §4.5; remembers the order."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.issued: dict[str, str] = {}

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> "_Issuer":
        twin = _Issuer(self.prefix)
        twin.issued = dict(self.issued)
        return twin


class _Canonicalization:
    """The state of one run, §4.2."""

    def __init__(self, quads: Iterable[Quad], digest: Hash, work_limit: int) -> None:
        self._digest = digest
        self._work_left = self._work_limit = work_limit
        self._canonical = _Issuer("_:c14n")
        self._mentions: defaultdict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            for term in {quad.subject, quad.object, quad.graph}:
                if is_blank(term):
                    self._mentions[term].append(quad)
        self._around: dict[str, list[tuple[str, str, str]]] = {}
        self._first = {
            node: first_degree(mentions, node, digest)
            for node, mentions in self._mentions.items()
        }

    def run(self) -> dict[str, str]:
        by_hash: defaultdict[str, list[str]] = defaultdict(list)
        for node, value in self._first.items():
            by_hash[value].append(node)
        alike: list[list[str]] = []
        for _, nodes in sorted(by_hash.items()):
            if len(nodes) > 1:
                alike.append(nodes)
            else:
                self._canonical.issue(nodes[0])
        for nodes in alike:
            self._tell_apart(nodes)
        return self._canonical.issued

    def _tell_apart(self, nodes: list[str]) -> None:
        paths: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self._canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                paths.append(self._n_degree(node, issuer))
        for _, issuer in sorted(paths, key=lambda path: path[0]):
            for node in issuer.issued:
                self._canonical.issue(node)

    def _spend(self) -> None:
        self._work_left -= 1
        if self._work_left < 0:
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise WorkLimitError("Too many blank nodes look alike.", work_limit=self._work_limit)

    def _n_degree(self, node: str, issuer: _Issuer, depth: int = 0) -> tuple[str, _Issuer]:
        """Return a node's hash by its surroundings, §4.8.3."""
        if depth > MAX_DEPTH:
            self._refuse()
        data: list[str] = []
        for related_hash, nodes in sorted(self._related(node, issuer).items()):
            path, issuer = self._best_path(nodes, issuer, depth)
            data += (related_hash, path)
        return self._digest("".join(data)), issuer

    def _related(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for position, predicate, term in self._neighbours(node):
            found[self._hash_related(term, position + predicate, issuer)].append(term)
        return found

    def _neighbours(self, node: str) -> list[tuple[str, str, str]]:
        """Return the other blank nodes of a node's quads: position, predicate (not for g), node."""
        known = self._around.get(node)
        if known is None:
            known = self._around[node] = [
                (position, "" if position == "g" else quad.predicate, term)
                for quad in self._mentions[node]
                for position, term in (
                    ("s", quad.subject),
                    ("o", quad.object),
                    ("g", quad.graph),
                )
                if is_blank(term) and term != node
            ]
        return known

    def _hash_related(self, related: str, place: str, issuer: _Issuer) -> str:
        """Return the hash of one related node, §4.7.3."""
        self._spend()
        known = self._canonical.issued.get(related) or issuer.issued.get(related)
        return self._digest(f"{place}{known or self._first[related]}")

    def _best_path(self, nodes: list[str], issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        chosen_path, chosen_issuer = "", issuer
        for order in _orders(nodes):
            found = self._path(order, issuer.copy(), chosen_path, depth)
            if found is not None:
                chosen_path, chosen_issuer = found
        return chosen_path, chosen_issuer

    def _path(
        self, order: Iterable[str], issuer: _Issuer, best: str, depth: int
    ) -> tuple[str, _Issuer] | None:
        """Return the path of one order, or nothing when the best known one is smaller."""
        path = ""
        recursion: list[str] = []
        for related in order:
            self._spend()
            if related in self._canonical.issued:
                path += self._canonical.issued[related]
            else:
                if related not in issuer.issued:
                    recursion.append(related)
                path += issuer.issue(related)
            if _is_worse(path, best):
                return None
        for related in recursion:
            value, deeper = self._n_degree(related, issuer, depth + 1)
            path += f"{issuer.issue(related)}<{value}>"
            issuer = deeper
            if _is_worse(path, best):
                return None
        return (path, issuer) if not best or path < best else None


def _orders(nodes: Iterable[str]) -> Iterator[list[str]]:
    """Yield every different order of nodes, of which some may be the same node, once.

    A node is related once for each quad of its graph, so the same node standing n times is common;
    taking it for n nodes would give n! orders that are all one.
    """
    order = sorted(nodes)
    while True:
        yield order.copy()
        rise = len(order) - 2
        while rise >= 0 and order[rise] >= order[rise + 1]:
            rise -= 1
        if rise < 0:
            return
        larger = len(order) - 1
        while order[larger] <= order[rise]:
            larger -= 1
        order[rise], order[larger] = order[larger], order[rise]
        order[rise + 1 :] = reversed(order[rise + 1 :])


def _is_worse(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best


def blank_nodes(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield the label of every blank node, as often as it is mentioned."""
    for quad in quads:
        yield from (term for term in (quad.subject, quad.object, quad.graph) if is_blank(term))
