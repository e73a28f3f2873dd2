"""The manager's duties, and what data each speaks from."""

from __future__ import annotations

from collections.abc import Iterable

from storehelm.core.discovery import folders
from storehelm.core.report import Gap, Report
from storehelm.core.text import Text, t

DUTIES: dict[str, tuple[Text, tuple[str, ...]]] = {
    "goals": (t("Goals"), ("orders",)),
    "revenue": (t("Revenue"), ("orders",)),
    "assortment": (t("Products"), ("costs", "stock")),
    "purchase_path": (t("The way to the purchase"), ("sessions", "events")),
    "advertising": (t("Advertising"), ("ad_spend",)),
    "logistics": (t("Deliveries"), ("shipments", "purchase_orders")),
    "service": (t("Customer service"), ("tickets",)),
    "competition": (t("Competitors"), ("competitor_prices",)),
    "department": (t("The team's tasks"), ("tasks",)),
    "partners": (t("Partners"), ("partners",)),
}

THINGS: dict[str, Text] = {
    "orders": t("orders"),
    "order_lines": t("what was ordered"),
    "products": t("products"),
    "costs": t("costs"),
    "stock": t("stock"),
    "suppliers": t("suppliers"),
    "purchase_orders": t("orders to suppliers"),
    "sessions": t("visits"),
    "events": t("what visitors do"),
    "ad_spend": t("advertising spend"),
    "campaigns": t("campaigns"),
    "shipments": t("parcels"),
    "tickets": t("customers' questions"),
    "competitor_prices": t("competitors' prices"),
    "customers": t("customers"),
    "refunds": t("returns"),
    "fees": t("fees"),
    "tasks": t("tasks"),
    "partners": t("partners and agencies"),
    "goals": t("goals"),
}


def things(tables: Iterable[str]) -> Text:
    """The tables in the owner's words, as one list of up to three."""
    named = [THINGS.get(name, t("{name}", name=name)) for name in dict.fromkeys(tables)]
    if not named:
        return t("data")
    text = named[0]
    for other in named[1:]:
        text = t("{some}, {other}", some=text, other=other)
    return text


def lacking(tables: Iterable[str]) -> Text:
    """What an analysis cannot do without."""
    return t("No {things} here yet", things=things(tables))


def silent(reports: Iterable[Report], filled: frozenset[str]) -> tuple[Gap, ...]:
    """One line a duty that cannot speak, or not on everything: for lack of data, or because nobody looks at it yet."""
    gaps = [gap for report in reports for gap in report.gaps if not gap.held]
    looked = set(folders("storehelm.analyses"))
    lines: list[Gap] = []
    for duty, (title, tables) in DUTIES.items():
        own = [gap for gap in gaps if gap.duty == duty]
        missing = tuple(
            dict.fromkeys([*(n for gap in own for n in gap.missing), *(n for n in tables if n not in filled)])
        )
        if missing:
            lines.append(Gap(duty, missing, t("{duty}: missing {things}", duty=title, things=things(missing))))
        elif duty not in looked:
            lines.append(
                Gap(duty, (), t("{duty}: the data is here, but this version does not look at it yet", duty=title))
            )
        lines += [gap for gap in own if not gap.missing]
    return tuple(lines)
