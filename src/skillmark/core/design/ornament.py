"""Ornament that says nothing and is drawn by numbers: rosettes, beads, scallops, laurels, rays.

All functions return SVG fragments around the origin, or path data; radii are in the units of the
picture. Nothing here takes text.
"""

import math
from collections.abc import Iterator
from typing import Final

HALF: Final = 180  # degrees


def polar(radius: float, degrees: float) -> tuple[float, float]:
    """Return the point at ``radius``, ``degrees`` clockwise from the top."""
    angle = math.radians(degrees - 90)
    return radius * math.cos(angle), radius * math.sin(angle)


def polygon(points: Iterator[tuple[float, float]] | list[tuple[float, float]]) -> str:
    """Return closed path data through ``points``."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z"


def regular(sides: int, radius: float, *, turn: float = 0.0) -> str:
    """Return a regular polygon; the first corner points up, turned by ``turn`` degrees."""
    return polygon([polar(radius, turn + 360 * n / sides) for n in range(sides)])


def rounded(corners: list[tuple[float, float]], radius: float) -> str:
    """Return closed path data through ``corners`` with each corner rounded."""
    parts: list[str] = []
    count = len(corners)
    for number, corner in enumerate(corners):
        before, after = corners[number - 1], corners[(number + 1) % count]
        start = _towards(corner, before, radius)
        end = _towards(corner, after, radius)
        word = "L" if parts else "M"
        parts.append(
            f"{word}{start[0]:.2f} {start[1]:.2f}"
            f"Q{corner[0]:.2f} {corner[1]:.2f} {end[0]:.2f} {end[1]:.2f}"
        )
    return "".join(parts) + "Z"


def _towards(
    start: tuple[float, float], end: tuple[float, float], length: float
) -> tuple[float, float]:
    distance = math.dist(start, end)
    share = min(0.5, length / distance)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def scallops(count: int, radius: float, depth: float) -> str:
    """Return a round edge of ``count`` outward lobes."""
    parts: list[str] = []
    for number in range(count):
        x, y = polar(radius, 360 * number / count)
        if not parts:
            parts.append(f"M{x:.2f} {y:.2f}")
        top = polar(radius + 2 * depth, 360 * (number + 0.5) / count)
        end = polar(radius, 360 * (number + 1) / count)
        parts.append(f"Q{top[0]:.2f} {top[1]:.2f} {end[0]:.2f} {end[1]:.2f}")
    return "".join(parts) + "Z"


def wave(count: int, radius: float, depth: float) -> str:
    """Return a closed smooth wave around a circle: ``count`` crests of ``depth``."""
    parts: list[str] = []
    for number in range(2 * count):
        crest = radius + (depth if number % 2 == 0 else -depth)
        start = polar(radius, 180 * (number - 0.5) / count)
        end = polar(radius, 180 * (number + 0.5) / count)
        if not parts:
            parts.append(f"M{start[0]:.2f} {start[1]:.2f}")
        control = polar(2 * crest - radius, 180 * number / count)
        parts.append(f"Q{control[0]:.2f} {control[1]:.2f} {end[0]:.2f} {end[1]:.2f}")
    return "".join(parts) + "Z"


def rosette(turns: int, radius: float, inner: float) -> str:
    """Return engine-turned lines between two radii: one wave, repeated with its phase moved."""
    middle, depth = (radius + inner) / 2, (radius - inner) / 2
    path = wave(12, middle, depth)
    return "".join(
        f'<path d="{path}" transform="rotate({30 * n / turns:.2f})"/>' for n in range(turns)
    )


def rays(count: int, inner: float, outer: float, *, spread: float = 0.5) -> str:
    """Return wedges between two radii; ``spread`` is the share each takes of its place."""
    step = 360 / count
    parts: list[str] = []
    for number in range(count):
        left, right = step * (number - spread / 2), step * (number + spread / 2)
        points = [
            polar(inner, left),
            polar(outer, left),
            polar(outer, right),
            polar(inner, right),
        ]
        parts.append(polygon(points))
    return "".join(parts)


def ticks(count: int, inner: float, outer: float) -> str:
    """Return short radial strokes between two radii as path data."""
    parts: list[str] = []
    for number in range(count):
        start, end = polar(inner, 360 * number / count), polar(outer, 360 * number / count)
        parts.append(f"M{start[0]:.2f} {start[1]:.2f}L{end[0]:.2f} {end[1]:.2f}")
    return "".join(parts)


def beads(count: int, radius: float, size: float) -> str:
    """Return small discs on a circle."""
    spots = (polar(radius, 360 * n / count) for n in range(count))
    return "".join(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{size:g}"/>' for x, y in spots)


def star(x: float, y: float, radius: float, *, points: int = 5) -> str:
    """Return path data of a star around ``x``, ``y``."""
    corners = [
        polar(radius if n % 2 == 0 else radius * 0.42, 180 * n / points)
        for n in range(2 * points)
    ]
    return polygon([(x + dx, y + dy) for dx, dy in corners])


def lozenge(x: float, y: float, wide: float, high: float) -> str:
    """Return path data of a lozenge around ``x``, ``y``."""
    return polygon([(x, y - high / 2), (x + wide / 2, y), (x, y + high / 2), (x - wide / 2, y)])


def leaf(length: float, wide: float) -> str:
    """Return path data of a leaf from the origin upwards."""
    return (
        f"M0 0C{wide:.2f} {-length * 0.25:.2f} {wide * 0.8:.2f} {-length * 0.75:.2f} 0 {-length:.2f}"
        f"C{-wide * 0.8:.2f} {-length * 0.75:.2f} {-wide:.2f} {-length * 0.25:.2f} 0 0Z"
    )


def laurel(radius: float, *, leaves: int, start: float, end: float, length: float) -> str:
    """Return one laurel branch along a circle from ``start`` to ``end`` degrees.

    Leaves grow in pairs from the stem, smaller towards the tip, which is a leaf itself.
    """
    way = 1 if end > start else -1
    parts: list[str] = []
    for number in range(leaves):
        share = number / leaves
        degrees = start + (end - start) * share
        size = length * (1 - 0.38 * share)
        x, y = polar(radius, degrees)
        for lean, scale in ((38.0, 1.0), (-34.0, 0.86)):
            turn = degrees + way * 90 - way * lean
            shape = leaf(size * scale, size * 0.27)
            parts.append(
                f'<path d="{shape}" transform="translate({x:.2f} {y:.2f}) rotate({turn:.2f})"/>'
            )
    x, y = polar(radius, end)
    tip = leaf(length * 0.62, length * 0.17)
    parts.append(
        f'<path d="{tip}" transform="translate({x:.2f} {y:.2f}) rotate({end + way * 90:.2f})"/>'
    )
    return "".join(parts)


def arc_path(radius: float, start: float, end: float) -> str:
    """Return path data of a circle line between two angles, the short way."""
    (x1, y1), (x2, y2) = polar(radius, start), polar(radius, end)
    large, sweep = int(abs(end - start) > HALF), int(end > start)
    return f"M{x1:.2f} {y1:.2f}A{radius:g} {radius:g} 0 {large} {sweep} {x2:.2f} {y2:.2f}"
