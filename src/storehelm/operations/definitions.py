"""What every number means, and what every analysis asks."""

from __future__ import annotations

from typing import Any

from storehelm.operations.actor import Actor
from storehelm.operations.registry import operation


@operation("read", audit="listed metrics", about="machine")
def metrics(*, actor: Actor) -> list[dict[str, Any]]:
    """Every metric: its name, what it says, its unit and the field's term for it."""
    del actor
    from storehelm.metrics.registry import all_metrics

    return [_short(m) for m in all_metrics().values()]


@operation("read", audit="read the definition of {which}", about="machine")
def metric(*, actor: Actor, which: str) -> dict[str, Any]:
    """The definition of one metric: formula, what it includes and excludes, how it can be cut, what it needs."""
    del actor
    from storehelm.metrics.facts import all_facts
    from storehelm.metrics.registry import dimensions, needs
    from storehelm.metrics.registry import metric as defined

    m = defined(which)
    return _short(m) | {
        "formula": m.formula,
        "grain": all_facts()[m.fact].grain if m.fact else "",
        "over": [part for part in m.over if part],
        "sums": [("-" if sign < 0 else "+") + part for sign, part in m.sums],
        "includes": m.includes,
        "excludes": m.excludes,
        "needs": sorted(needs(which)),
        "dimensions": list(dimensions(which)),
        "additive": m.additive,
    }


def _short(m: Any) -> dict[str, Any]:
    return {"name": m.name, "title": m.title, "term": m.term, "unit": m.unit, "good": m.good}


@operation("read", audit="listed analyses", about="machine")
def analyses(*, actor: Actor) -> list[dict[str, str]]:
    """Every analysis, by duty, and the question it answers."""
    del actor
    from storehelm.analyses import analysis_names, question

    return [{"name": name, "duty": name.split(".")[0], "question": question(name)} for name in analysis_names()]


@operation("read", audit="printed the metrics' page", about="machine")
def metrics_page(*, actor: Actor) -> str:
    """Every metric's definition as one Markdown page: `docs/metrics.md` is this."""
    from storehelm.core.text import say
    from storehelm.metrics.registry import all_metrics

    parts = [
        "# Metrics",
        "Each is stated once, in `src/storehelm/metrics/catalogue`; this page is `storehelm metrics-page`.",
        "A metric whose input table holds nothing is absent, not zero. Days are the store's own.",
    ]
    for name in all_metrics():
        of = metric(actor=actor, which=name)
        told = {
            "Formula": of["formula"],
            "Grain": of["grain"],
            "Includes": of["includes"],
            "Excludes": of["excludes"],
            "Needs": ", ".join(of["needs"]),
            "By": ", ".join(of["dimensions"]) or "the whole store only",
            "Unit": f"{of['unit']}; good: {of['good']}",
        }
        lines = [f"- {title}: {value}" for title, value in told.items() if value]
        parts.append("\n".join([f"## {name}", "", f"{say(of['title'])} ({of['term']})", "", *lines]))
    return "\n\n".join(parts)
