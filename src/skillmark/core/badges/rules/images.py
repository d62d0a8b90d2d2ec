"""Rule of pictures: PNG or SVG, wherever one stands (§B.1 Image)."""

from collections.abc import Iterator

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.addresses import is_picture


def problems(nodes: list[Node]) -> Iterator[Problem]:
    """Yield the problems of the pictures of all nodes."""
    for node in nodes:
        if "image" not in node.value:
            continue
        image = node.child("image")
        name = image.text("id") if image is not None else None
        if image is not None and name is not None and not is_picture(name):
            message = f"“{name[:80]}” is not the address of a PNG or SVG picture."
            yield image.problem("image_kind", "id", message)
