"""Charts as SVG drawn on the server: no script, no style of their own. Our sheet colours them, on paper too."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import pygal
from markupsafe import Markup
from pygal.etree import etree
from pygal.style import Style

# pygal's finder of map plugins, of which there are none, is older than importers are: some stumble over it.
sys.meta_path[:] = [one for one in sys.meta_path if hasattr(one, "find_spec")]

etree.to_etree()  # one writer of the pictures, whether or not lxml is installed beside it

_OWN_LOOK = re.compile(
    r"<(style|script|defs)\b.*?</\1>|<title>.*?</title>|<desc[^>]*>.*?</desc>|<\?xml.*?\?>|<!--.*?-->",
    re.DOTALL,
)
_HEIGHT_OF_A_BAR = 34
_WIDEST_LABEL = 36  # in Latin letters
_PLAIN: dict[str, Any] = {
    "js": [],
    "style": Style(font_family="inherit"),
    "disable_xml_declaration": True,
    "explicit_size": False,
    "width": 760,
    "show_legend": False,
    "print_values": True,
    "print_values_position": "center",
    "show_minor_y_labels": True,
    "margin": 8,
    "no_prefix": True,
    "show_y_guides": False,
    "truncate_label": -1,
}


def bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], said: str) -> Markup:
    """Lying bars, one for each label, its series one behind the other. `said` is what the picture is."""
    height = 34 + _HEIGHT_OF_A_BAR * max(1, len(labels))
    labels = [_short(label) for label in labels]
    chart = pygal.HorizontalStackedBar(**_PLAIN, height=height, margin_left=_room_beside(labels))
    chart.x_labels = list(reversed(labels))
    for name, values in series:
        chart.add(name, list(reversed(values)), formatter=_value_label)
    return _bare(chart, said)


def _short(label: str) -> str:
    """As much of a label as leaves room for its bar; the table beside the picture has the whole of it."""
    if _width(label) <= _WIDEST_LABEL:
        return label
    while _width(label) >= _WIDEST_LABEL:
        label = label[:-1]
    return label.rstrip() + "…"


def _width(label: str) -> int:
    """In Latin letters: a Chinese sign is as wide as two."""
    return sum(1 + (ord(sign) > 0x2E80) for sign in label)


def _room_beside(labels: Sequence[str]) -> int:
    """Pygal measures every sign as a small Latin letter; here they are larger, and Chinese ones twice as wide."""
    return 10 + max((2 * len(label) + 6 * (_width(label) - len(label)) for label in labels), default=0)


def columns(labels: Sequence[str], series: tuple[str, Sequence[int]], said: str) -> Markup:
    chart = pygal.Bar(**_PLAIN, height=280)
    chart.x_labels = list(labels)
    chart.add(series[0], list(series[1]), formatter=_value_label)
    return _bare(chart, said)


def _value_label(value: float | None) -> str:
    return str(int(value)) if value else ""


def _bare(chart: Any, said: str) -> Markup:
    """Without what pygal brings for a page of its own; named for those who do not see it."""
    drawing = _OWN_LOOK.sub("", chart.render(is_unicode=True))
    drawing = re.sub(r"""\s(style|xlink:href|onload)=(".*?"|'.*?')""", "", drawing)
    spoken = Markup('<svg role="img" aria-label="{}" ').format(said)
    return Markup(drawing.replace("<svg ", str(spoken), 1))
