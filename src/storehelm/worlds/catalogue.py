"""What the make-believe store sells: tea, coffee and linen for a Polish home, with cost, VAT, weight and supplier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from storehelm.worlds.streams import Streams

MARK_UP_FLOOR = 1.2  # the owner's floor: a fifth above cost
COMPANION_LINES = 0.065  # share of lines bought because of the first one in the basket


@dataclass(frozen=True, slots=True)
class Category:
    """`kinds` are (noun, lowest and highest gross price in zloty, kilograms); `choices` make the variants."""

    name: str
    vat: int
    season: str
    kinds: tuple[tuple[str, int, int, float], ...]
    choices: tuple[str, ...]


CATEGORIES = (
    Category(
        "Teapots and cups",
        23,
        "winter",
        (
            ("teapot", 109, 219, 1.1),
            ("mug", 32, 69, 0.4),
            ("cup and saucer", 45, 89, 0.5),
            ("tea strainer", 19, 39, 0.1),
        ),
        ("cobalt", "cream", "forest green", "white"),
    ),
    Category(
        "Coffee makers",
        23,
        "even",
        (("coffee dripper", 59, 119, 0.5), ("moka pot", 89, 159, 0.8), ("hand grinder", 129, 249, 0.7)),
        ("small", "medium", "large"),
    ),
    Category(
        "Table linen",
        23,
        "spring",
        (("linen tablecloth", 129, 259, 0.8), ("napkin set", 49, 89, 0.3), ("table runner", 59, 109, 0.3)),
        ("natural", "sage", "poppy red"),
    ),
    Category(
        "Kitchen textiles",
        23,
        "even",
        (("apron", 69, 129, 0.4), ("tea towel", 24, 45, 0.2), ("oven glove", 29, 55, 0.2)),
        ("striped", "plain", "checked"),
    ),
    Category(
        "Candles",
        23,
        "winter",
        (("beeswax candle", 22, 59, 0.3), ("soy candle", 39, 79, 0.4), ("candle holder", 29, 85, 0.5)),
        ("small", "large"),
    ),
    Category(
        "Boards and wood",
        23,
        "even",
        (("oak board", 79, 169, 1.4), ("wooden spoon set", 29, 59, 0.3), ("bread box", 139, 229, 2.2)),
        ("oiled", "raw"),
    ),
    Category(
        "Ceramics",
        23,
        "even",
        (("serving bowl", 69, 149, 1.2), ("plate", 35, 75, 0.7), ("butter dish", 59, 99, 0.6)),
        ("dots", "peacock", "leaf"),
    ),
    Category(
        "Blankets",
        23,
        "winter",
        (("wool blanket", 169, 329, 1.3), ("cotton throw", 99, 179, 1.0)),
        ("grey", "ochre", "navy"),
    ),
    Category(
        "Herbal infusions",
        8,
        "winter",
        (("linden infusion", 16, 32, 0.1), ("raspberry infusion", 17, 34, 0.1), ("mint infusion", 14, 29, 0.1)),
        ("50 g", "100 g", "250 g"),
    ),
    Category(
        "Honey and preserves",
        5,
        "summer",
        (("heather honey", 34, 59, 0.6), ("linden honey", 29, 52, 0.6), ("plum preserve", 18, 32, 0.4)),
        ("small jar", "large jar"),
    ),
)
STYLES = [
    "Kraków",
    "Mazury",
    "Tatry",
    "Bieszczady",
    "Łowicz",
    "Kaszuby",
    "Podhale",
    "Wisła",
    "Roztocze",
    "Warta",
    "Sudety",
    "Opole",
    "Toruń",
    "Zamość",
    "Lublin",
    "Gdynia",
    "Podlasie",
    "Pieniny",
    "Żuławy",
    "Beskidy",
]


@dataclass(frozen=True, slots=True)
class Supplier:
    name: str
    lead_days: int
    minimum_order: int  # zloty net


SUPPLIERS = (
    Supplier("Pracownia Ceramiki Bolek", 10, 800),
    Supplier("Len Podlaski", 12, 600),
    Supplier("Manufaktura Dąb", 9, 500),
    Supplier("Pasieka Lipowa", 7, 300),
    Supplier("Świecownia Roztocze", 8, 300),
    Supplier("Hurtownia Kawa i Herbata", 6, 1000),
    Supplier("Porcelana Południe", 16, 1500),
    Supplier("Wełna z Gór", 14, 900),
)
_BY_CATEGORY = ((0, 6), (5, 5), (1, 1), (1, 2), (4, 4), (2, 2), (0, 6), (7, 7), (3, 5), (3, 3))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One entry a variant. Money in cents; `weight` in grams; `popularity` is relative, 0 where no longer sold;
    `pace` is how often it is bought, alone or with what it goes with, on the same scale."""

    names: list[str]
    product: np.ndarray
    category: np.ndarray
    supplier: np.ndarray
    vat: np.ndarray
    price: np.ndarray
    cost: np.ndarray
    floor: np.ndarray
    weight: np.ndarray
    popularity: np.ndarray
    companion: np.ndarray
    pace: np.ndarray

    def __len__(self) -> int:
        return len(self.names)


def charm(cents: np.ndarray) -> np.ndarray:
    """Prices as shops write them: ending in .90."""
    return np.maximum(np.rint(cents / 100).astype(np.int64) * 100 - 10, 490)


def net_of(gross: np.ndarray, vat: np.ndarray) -> np.ndarray:
    """Cents net of VAT, half up, from cents gross and VAT in per cent."""
    return (gross * 200 + 100 + vat) // (2 * (100 + vat))


def gross_of(net: np.ndarray, vat: np.ndarray) -> np.ndarray:
    """Cents with VAT, rounded up."""
    return -(-net * (100 + vat) // 100)


def build(size: int, streams: Streams) -> Catalogue:
    """`size` variants, the last one in fifty archived, drawn from the stream of the catalogue."""
    rows = _shapes(size)
    rng = streams.of("catalogue")
    low, high, weight = (np.array([row[i] for row in rows], dtype=float) for i in (3, 4, 5))
    product, category = (np.array([row[i] for row in rows]) for i in (0, 1))
    vat = np.array([c.vat for c in CATEGORIES])[category]
    step = 1 + 0.12 * np.array([row[6] for row in rows])
    price = charm((low + (high - low) * _per_product(rng.random(size), product)) * step * 100)
    cost = np.rint(net_of(price, vat) * (0.38 + 0.17 * _per_product(rng.random(size), product))).astype(np.int64)
    popularity = np.clip(rng.lognormal(-0.3, 0.8, size), 0.35, 8.0)
    popularity[size - size // 50 :] = 0.0
    companion = _companions(rng, category)
    return Catalogue(
        names=[row[2] for row in rows],
        product=product,
        category=category,
        supplier=np.array(_BY_CATEGORY)[category, product % 2],
        vat=vat,
        price=price,
        cost=cost,
        floor=gross_of(np.rint(cost * MARK_UP_FLOOR).astype(np.int64), vat),
        weight=np.rint(weight * 1000).astype(np.int64),
        popularity=popularity,
        companion=companion,
        pace=_pace(popularity, companion),
    )


def _shapes(size: int) -> list[tuple[int, int, str, int, int, float, int]]:
    """(product, category, name, low, high, kilograms, size step) of each variant."""
    rows: list[tuple[int, int, str, int, int, float, int]] = []
    product = 0
    while len(rows) < size:
        index = product % len(CATEGORIES)
        category = CATEGORIES[index]
        turn = product // len(CATEGORIES)
        noun, low, high, weight = category.kinds[turn % len(category.kinds)]
        series, style = divmod(turn // len(category.kinds) + 3 * index, len(STYLES))
        title = f"{STYLES[style]} {noun}" + (f" No. {series + 1}" if series else "")
        for step, choice in enumerate(category.choices):
            rows.append((product, index, f"{title}, {choice}", low, high, weight, step if category.vat < 23 else 0))
        product += 1
    return rows[:size]


def _per_product(chance: np.ndarray, product: np.ndarray) -> np.ndarray:
    """The same draw for all variants of a product."""
    return chance[: product.max() + 1][product]


def _companions(rng: np.random.Generator, category: np.ndarray) -> np.ndarray:
    """What goes with each variant: one of the category beside it."""
    order = np.argsort(category, kind="stable")
    sizes = np.bincount(category, minlength=len(CATEGORIES))
    starts = np.cumsum(sizes) - sizes
    beside = (category + 1) % len(CATEGORIES)
    beside = np.where(sizes[beside] > 0, beside, category)
    pick = (rng.random(len(category)) * np.minimum(sizes[beside], 40)).astype(np.int64)
    return order[starts[beside] + pick]


def _pace(popularity: np.ndarray, companion: np.ndarray) -> np.ndarray:
    beside = np.bincount(companion, weights=popularity, minlength=len(popularity))
    return np.where(popularity > 0, (1 - COMPANION_LINES) * popularity + COMPANION_LINES * beside, 0.0)
