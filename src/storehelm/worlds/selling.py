"""A day's orders and their lines, with exact money: cents net, tax and gross."""

from __future__ import annotations

import numpy as np

from storehelm.worlds.baskets import Baskets
from storehelm.worlds.catalogue import net_of
from storehelm.worlds.state import Columns, State
from storehelm.worlds.streams import Streams
from storehelm.worlds.visits import Visits, pick

PAYMENTS = ("blik", "card", "transfer", "on delivery")
PAYMENT_PERCENT = (90, 140, 0, 0)  # hundredths of a per cent of the order's gross
PAYMENT_FIXED = (0, 30, 60, 450)  # cents net
SHIPPING_GROSS = np.array([1299, 1599, 3900])  # cents, by method
FREE_SHIPPING_FROM = 24_900
CODES = ("", "LIPA5", "JESIEN10")
_CODE_PERCENT = np.array([0, 5, 10])
_SHIPPING_VAT = np.array([23])
_RETURNING_AT_MOST = 0.44
_LOYAL = 0.4


def customers(state: State, baskets: Baskets, streams: Streams) -> tuple[np.ndarray, np.ndarray]:
    """(customer of each basket, which of them are new). One customer in eight buys far more often than the rest."""
    chance = streams.of("customers").random((3, baskets.would_be))[:, baskets.slot]
    have = state.customers
    share = _RETURNING_AT_MOST * min(1.0, have / (0.12 * state.world.size.orders))
    known = ((chance[0] < share) & (have > 8)).astype(bool)
    old = (have * chance[1] ** 0.75).astype(np.int64)
    old = np.where(chance[2] < _LOYAL, old // 8 * 8, old)
    new = have + np.cumsum(~known) - 1
    state.customers += int((~known).sum())
    return np.where(known, old, new), ~known


def country_of(customer: np.ndarray) -> np.ndarray:
    """A customer's country, always the same: 90 in 100 live in Poland."""
    share = (customer.astype(np.uint64) * np.uint64(2654435761)) % np.uint64(1 << 32)
    return pick(share.astype(float) / (1 << 32), np.cumsum([0.90, 0.06, 0.04]))


def lines(state: State, baskets: Baskets, percent: np.ndarray) -> Columns:
    """Lines in cents; `percent` is each line's discount. Unit prices are whole cents, so that quantity times unit price
    less discount is the line, net and gross."""
    catalogue = state.world.catalogue
    vat = catalogue.vat[baskets.variant]
    gross = state.price[baskets.variant]
    paid = (gross * (100 - percent) + 50) // 100
    unit_net, paid_net = net_of(gross, vat), net_of(paid, vat)
    return {
        "variant": baskets.variant,
        "pieces": baskets.pieces,
        "unit_net": unit_net,
        "net": paid_net * baskets.pieces,
        "gross": paid * baskets.pieces,
        "discount": (unit_net - paid_net) * baskets.pieces,
        "unit_cost": state.cost[baskets.variant],
    }


def codes(state: State, visits: Visits, baskets: Baskets, streams: Streams) -> np.ndarray:
    """The discount code of each basket: newsletter readers have one, all have another in October's last ten days."""
    chance = streams.of("payment").random((2, baskets.would_be))[1, baskets.slot]
    channel = visits.channel[baskets.visit]
    code = np.where((channel == 3) & (chance < 0.5) | (channel >= 0) & (chance < 0.04), 1, 0)
    today = state.world.date_of(state.day)
    if (today.month, today.day) >= (10, 22) and today.month == 10:
        code = np.where((channel >= 0) & (chance < 0.35), 2, code)
    return code


def percent_of(code: np.ndarray) -> np.ndarray:
    return _CODE_PERCENT[code]


def charges(
    baskets: Baskets, gross: np.ndarray, method: np.ndarray, marketplace: np.ndarray, streams: Streams
) -> Columns:
    """Shipping income and what the payment provider keeps, in cents; `gross` is the goods of each order."""
    chance = streams.of("payment").random((2, baskets.would_be))[0, baskets.slot]
    payment = pick(chance, np.cumsum([0.44, 0.28, 0.20, 0.08]))
    payment = np.where(marketplace | (method == 2), np.minimum(payment, 1), payment)
    shipping = np.where(gross >= FREE_SHIPPING_FROM, 0, SHIPPING_GROSS[method])
    shipping_net = net_of(shipping, _SHIPPING_VAT)
    kept = ((gross + shipping) * np.array(PAYMENT_PERCENT)[payment] + 5000) // 10_000
    return {
        "payment": payment,
        "shipping_net": shipping_net,
        "shipping_tax": shipping - shipping_net,
        "payment_fee": kept + np.array(PAYMENT_FIXED)[payment],
    }
