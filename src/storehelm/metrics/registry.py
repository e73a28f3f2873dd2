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


def parts(name: str) -> tuple[str, ...]:
    """The summed metrics a metric is made of: itself, or its numerator's and denominator's."""
    m = metric(name)
    return (name,) if m.fact else (*parts(m.over[0]), *parts(m.over[1]))


def needs(name: str) -> frozenset[str]:
    """The canonical tables without rows in which the metric is absent."""
    m = metric(name)
    own = frozenset(m.needs) | (frozenset(all_facts()[m.fact].needs) if m.fact else frozenset())
    return own.union(*(needs(part) for part in m.over if part))


def dimensions(name: str) -> tuple[str, ...]:
    """The dimensions a metric can be cut by: all of its fact's, or those its parts share."""
    m = metric(name)
    if m.fact:
        return m.only or tuple(all_facts()[m.fact].dimensions)
    shared = [set(dimensions(part)) for part in m.over]
    return tuple(d for d in dimensions(m.over[0]) if d in shared[1])
