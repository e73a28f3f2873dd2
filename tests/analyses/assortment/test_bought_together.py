"""What is bought together."""

import pytest

from tests.analyses.shop import Shop, ago, same_after_what_comes_later

NAME = "assortment.bought_together"


def shop(orders: int = 600, *, cost: str | None = "10", **tea: str) -> Shop:
    """Of each twelve orders one holds cup and saucer, one the cup alone, ten something else."""
    made = Shop().product("cup", cost=cost).product("saucer", cost=cost).product("tea", cost=cost, **tea)
    for n in range(orders):
        day = ago(1 + n % 360)
        lines = [("cup", 1, "20"), ("saucer", 1, "15")] if n % 12 == 0 else [("tea", 1, "12")]
        made.sell(day, *([("cup", 1, "20")] if n % 12 == 1 else lines))
    return made


def test_support_and_lift_are_counted():
    (row,) = shop().answer(NAME).grids[0].rows
    assert row[0:5:2] == ("cup", "saucer", 50)
    assert row[5] == pytest.approx(50 / 600, abs=1e-4)
    assert row[6] == pytest.approx(50 * 600 / (100 * 50))


def test_only_the_page_whose_baskets_lack_the_other_is_proposed():
    (proposal,) = [p for p in shop().answer(NAME).proposals if p.expected.likely.amount > 0]
    assert proposal.id == "bought_together:cup:saucer"
    assert proposal.changes[0].delta == ("saucer",)
    assert proposal.prior is not None
    without = 50 * 30 / 360  # baskets a month with the cup alone
    assert float(proposal.expected.likely.amount) == pytest.approx(without * proposal.prior.likely * 5, abs=0.02)
    assert proposal.measurement.design == "cannot_be_known"


def test_fewer_than_ten_baskets_are_no_pair():
    assert shop(100).answer(NAME).figures["pairs"] == 0


def test_chance_is_no_pair():
    made = Shop().product("a").product("b")
    for n in range(400):
        lines = [v for v, bought in (("a", n % 2), ("b", n % 3 == 0)) if bought]
        if lines:
            made.sell(ago(1 + n % 300), *((v, 1, "20") for v in lines))
    assert made.answer(NAME).figures["pairs"] == 0


def test_variants_of_one_product_are_no_pair():
    made = shop()
    for row in made.tables["products"]:
        row["product_id"] = "set" if row["variant_id"] != "tea" else "tea"
    assert made.answer(NAME).figures["pairs"] == 0


def test_a_wholesalers_basket_says_nothing():
    made = Shop()
    for n in range(50):
        made.product(f"v{n}")
    for n in range(30):
        made.sell(ago(n + 1), *((f"v{v}", 1, "20") for v in range(50)))
    assert made.answer(NAME).figures["baskets"] == 0


def test_without_costs_pairs_are_shown_and_nothing_is_promised():
    report = shop(cost=None).answer(NAME)
    assert len(report.grids[0].rows) == 1
    assert report.proposals == ()
    assert report.gaps[0].missing == ("costs",)


def test_what_comes_later_does_not_change_the_day():
    assert same_after_what_comes_later(shop().open(), NAME)
