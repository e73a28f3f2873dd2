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
