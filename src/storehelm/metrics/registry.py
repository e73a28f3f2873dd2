"""Every metric by name."""

from __future__ import annotations

from functools import cache

from storehelm.core.discovery import load, names
from storehelm.core.errors import NotFound
from storehelm.metrics.definition import Metric
from storehelm.metrics.facts import all_facts

CATALOGUE = "storehelm.metrics.catalogue"


@cache
def all_metrics() -> dict[str, Metric]:
    """The metrics of all the catalogue's files, in the files' order."""
    return {metric.name: metric for name in names(CATALOGUE) for metric in load(CATALOGUE, name).METRICS}


def metric(name: str) -> Metric:
    """The metric of that name; `NotFound` lists the ones there are."""
    try:
        return all_metrics()[name]
    except KeyError:
        known = ", ".join(all_metrics())
        raise NotFound(f"There is no metric '{name}'.", mend=f"Choose one of: {known}.") from None


def of(name: str) -> tuple[str, ...]:
    """The metrics a metric is made of; empty for one that is summed from a fact."""
    m = metric(name)
    if m.fact:
        return ()
    return tuple(part for _, part in m.sums) if m.sums else m.over


def parts(name: str) -> tuple[str, ...]:
    """The summed metrics a metric is made of in the end: itself, or those of its parts."""
    made_of = of(name)
    return tuple(dict.fromkeys(p for part in made_of for p in parts(part))) if made_of else (name,)


def needs(name: str) -> frozenset[str]:
    """The canonical tables without rows in which the metric is absent."""
    m = metric(name)
    own = frozenset(m.needs) | (frozenset(all_facts()[m.fact].needs) if m.fact else frozenset())
    return own.union(*(needs(part) for part in of(name)))


def dimensions(name: str) -> tuple[str, ...]:
    """The dimensions a metric can be cut by: all of its fact's, or those its parts share."""
    m = metric(name)
    if m.fact:
        return m.only or tuple(all_facts()[m.fact].dimensions)
    first, *others = (dimensions(part) for part in of(name))
    shared = tuple(d for d in first if all(d in other for other in others))
    return tuple(d for d in shared if d in m.only) if m.only else shared
