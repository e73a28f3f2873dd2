"""Charts: one Vega-Lite spec each, drawn to SVG on the server and kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from storehelm.core.text import translate

_INK = "#7a837e"  # reads on light and dark paper
_ACCENT = "#3a9d92"
_FORMATS = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "pl": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]},
}


def pace_chart(path: Sequence[tuple[date, float, float | None]], language: str, *, width: int) -> SafeString:
    """The month's money adding up day by day, beside the way it would go to reach its goal."""
    expected, so_far = (translate(name, language) for name in ("the way to the goal", "so far"))
    values = [{"day": day.isoformat(), "money": hoped, "what": expected} for day, hoped, _ in path]
    values += [{"day": day.isoformat(), "money": real, "what": so_far} for day, _, real in path if real is not None]
    return draw(json.dumps(_pace_spec(values, [expected, so_far], width)), language)


def _pace_spec(values: list[dict[str, Any]], names: list[str], width: int) -> dict[str, Any]:
    axis = {
        "domain": False,
        "ticks": False,
        "labelColor": _INK,
        "titleColor": _INK,
        "gridOpacity": 0.25,
        "labelFontSize": 11,
    }
    colour = {"domain": names, "range": [_INK, _ACCENT]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": 200,
        "background": "transparent",
        "padding": 4,
        "data": {"values": values},
        "mark": {"type": "line", "interpolate": "monotone"},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "axis": axis | {"title": None, "format": "%-d", "tickCount": width // 50, "grid": False},
            },
            "y": {"field": "money", "type": "quantitative", "axis": axis | {"title": None, "format": ",.0f"}},
            "color": {
                "field": "what",
                "type": "nominal",
                "scale": colour,
                "legend": {"title": None, "orient": "top", "labelColor": _INK, "columnPadding": 48},
            },
            "strokeDash": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": names, "range": [[4, 4], [1, 0]]},
                "legend": None,
            },
            "strokeWidth": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": names, "range": [1.5, 3]},
                "legend": None,
            },
        },
        "config": {"view": {"stroke": None}, "font": "system-ui, sans-serif"},
    }


@lru_cache(maxsize=64)
def draw(spec: str, language: str) -> SafeString:
    """The spec, as JSON text, drawn to SVG. Drawn once as long as it is asked for again."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(spec, format_locale=_FORMATS.get(language, _FORMATS["en"]))
    return mark_safe(svg)  # noqa: S308 - our own spec; Vega writes its values as escaped text
