"""A figure, what it may be at most, and how figures are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `at_most` only for what holds on any machine: ratios, and yes (1) or no."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.at_most is None or self.value <= self.at_most


def table(figures: list[Figure]) -> str:
    """Markdown, readable as it is."""
    head = ("figure", "measured", "at most", "", "")
    rows = [
        (one.name, f"{one.value:.3g} {one.unit}", _floor(one), "ok" if one.holds else "MISSED", one.note)
        for one in figures
    ]
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (head, *rows)
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _floor(figure: Figure) -> str:
    return "" if figure.at_most is None else f"{figure.at_most:g} {figure.unit}"
