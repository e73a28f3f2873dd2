"""Costs as people enter them: ranges, scopes, corrections, price lists, and what they do to the table `costs`."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from storehelm.core.errors import BadInput
from tests.operations.conftest import TODAY, product

COSTS = "SELECT variant_id, valid_from, cost_low, cost, cost_high, basis FROM costs ORDER BY variant_id, valid_from"


def days(ago):
    return TODAY - timedelta(days=ago)


@pytest.fixture
def stocked(shop):
    shop.load(
        products=[
            product("mug", "20", category="Kitchen", supplier_id="D1", ean="5901234123457"),
            product("bowl", "40", category="Kitchen", supplier_id="D2", ean="5909876543210"),
            product("lamp", "100", category="Light", supplier_id="D2", floor_gross=Decimal(120)),
        ]
    )
    shop.sell(("mug", 200, 1, 18), ("mug", 10, 10, 20), ("bowl", 20, 5, 40), ("lamp", 5, 1, 100), ("ghost", 3, 1, 8))
    return shop


def test_the_fewest_products_that_cover_the_sales(stocked):
    asked = stocked.do("costs-missing")
    assert asked["covered"] == 0
    assert [(p["variant_id"], p["net"]) for p in asked["products"]] == [("bowl", 200), ("mug", 200), ("lamp", 100)]
    assert asked["fewest"] == 3
    assert asked["missing"] == 4
    assert asked["reached"] == pytest.approx(500 / 508)
    assert [(g["key"], g["net"]) for g in asked["categories"]] == [("Kitchen", 400), ("Light", 100)]
    stocked.do("set-cost", variant="bowl", cost="25")
    assert stocked.do("costs-missing")["fewest"] == 2


def test_sales_of_long_ago_count_where_there_are_none_of_late(shop):
    shop.sell(("mug", 300, 2, 10))
    assert shop.do("costs-missing")["products"][0]["net"] == 20


def test_the_first_cost_holds_from_the_first_sale_later_ones_from_their_day(stocked):
    stocked.do("set-cost", variant="mug", cost="12")
    stocked.do("set-cost", variant="mug", low="13", high="15", valid_from=days(5))
    assert stocked.rows(COSTS) == [
        ("mug", days(200), 12, 12, 12, "known"),
        ("mug", days(5), 13, 14, 15, "assumed"),
    ]


def test_a_correction_of_the_first_cost_leaves_a_trace(stocked):
    stocked.do("set-cost", variant="mug", cost="12")
    stocked.do("set-cost", variant="mug", cost="11", valid_from=date(2020, 1, 1))
    assert stocked.rows(COSTS) == [("mug", days(200), 11, 11, 11, "known")]
    assert stocked.rows("SELECT cost FROM costs__history") == [(12,)]


def test_narrow_beats_wide(stocked):
    stocked.do("assume-margin", scope="store", low=20, high=30)
    stocked.do("assume-margin", scope="supplier", key="D2", low=50, high=60)
    stocked.do("assume-margin", scope="category", key="Kitchen", low=40, high=40)
    stocked.do("set-cost", variant="mug", cost="9")
    costs = {row[0]: row[2:] for row in stocked.rows(COSTS)}
    assert costs["mug"] == (9, 9, 9, "known")
    assert costs["bowl"] == (24, 24, 24, "assumed")
    assert costs["lamp"] == (40, 45, 50, "assumed")
    assert costs["ghost"] == (Decimal("5.6"), 6, Decimal("6.4"), "assumed")  # by what was paid: it has no list price


def test_an_assumed_cost_does_not_follow_the_price(stocked):
    stocked.do("assume-margin", scope="store", low=50, high=50)
    stocked.load(products=[product("lamp", "200", category="Light", supplier_id="D2")])
    stocked.do("set-cost", variant="mug", cost="9")
    assert [row[3] for row in stocked.rows(COSTS) if row[0] == "lamp"] == [50]


def test_what_a_connector_loaded_yields_to_a_variant_only(stocked):
    known = {"cost": 30, "cost_low": 30, "cost_high": 30, "basis": "known", "currency": "PLN"}
    stocked.load(costs=[{"variant_id": "bowl", "valid_from": days(7)} | known])
    stocked.do("assume-margin", scope="store", low=90, high=95)
    bowl = [row[1:4] for row in stocked.rows(COSTS) if row[0] == "bowl"]
    assert bowl == [(days(20), 30, 30), (days(7), 30, 30)]  # held back to its first sale
    stocked.do("set-cost", variant="bowl", cost="33")
    bowl = [row[1:4] for row in stocked.rows(COSTS) if row[0] == "bowl"]
    assert bowl == [(days(20), 30, 30), (days(7), 30, 30), (TODAY, 33, 33)]


def test_yesterday_knows_nothing_of_a_cost_entered_today(stocked):
    stocked.do("set-cost", variant="mug", cost="12")
    assert stocked.rows(COSTS, as_of=days(1)) == []
    assert len(stocked.rows(COSTS, as_of=TODAY)) == 1


def test_entering_the_same_rules_again_changes_nothing(stocked):
    from storehelm.operations.handle import moment, now, open_store
    from storehelm.plans import entered

    stocked.do("assume-margin", scope="store", low=20, high=30)
    stocked.do("set-fee", kind="packaging", fixed="2.50")
    stocked.do("set-goal", target="1000")
    store = open_store(stocked.slug)
    assert entered.load(store.record, store.warehouse, known_at=moment(store), now=now()) == 0


def test_older_sales_found_later_move_the_first_cost_back(stocked):
    from storehelm.operations.handle import moment, now, open_store
    from storehelm.plans import costs

    stocked.do("set-cost", variant="lamp", cost="60")
    stocked.sell(("lamp", 100, 1, 100))
    store = open_store(stocked.slug)
    costs.load(store.record, store.warehouse, known_at=moment(store), now=now())
    assert [row[1] for row in stocked.rows(COSTS)] == [days(100)]


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("set-cost", {"variant": "mug"}, "both ends"),
        ("set-cost", {"variant": "mug", "cost": 1, "low": 1, "high": 2}, "both ends"),
        ("set-cost", {"variant": "cup", "cost": 1}, "no product 'cup'"),
        ("set-cost", {"variant": "mug", "low": 3, "high": 2}, "wrong way round"),
        ("set-cost", {"variant": "mug", "cost": -1}, "cannot be -1"),
        ("set-cost", {"variant": "mug", "cost": "dear"}, "does not fit"),
        ("assume-margin", {"scope": "category", "key": "Garden", "low": 1, "high": 2}, "Kitchen, Light"),
        ("assume-margin", {"scope": "store", "low": 30, "high": 100}, "cannot be 30% to 100%"),
        ("set-fee", {"kind": "marketplace", "percent": 11}, "needs its channel"),
        ("set-fee", {"kind": "payment"}, "nothing"),
        ("set-fee", {"kind": "packaging", "percent": 2}, "an amount an order"),
        ("set-goal", {"target": 5, "month": "2026-13"}, "no month"),
        ("set-goal", {"target": 5, "metric": "average_order"}, "no sum over days"),
        ("set-goal", {"target": 0}, "is none"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(stocked, name, given, says):
    with pytest.raises(BadInput, match=says):
        stocked.do(name, **given)
    from storehelm.state.models import AuditEntry

    last = AuditEntry.objects.filter(store=stocked.slug).last()
    assert last is not None
    assert (last.operation, last.outcome) == (name, "refused")


def test_fees_hold_from_the_first_order_and_later_ones_from_their_day(stocked):
    stocked.do("set-fee", kind="shipping", method="locker", fixed="9", up_to_kg="5")
    stocked.do("set-fee", kind="shipping", method="locker", low="10", high="12", up_to_kg="5", valid_from=days(2))
    stocked.do("set-fee", kind="payment", percent=1.9, fixed="0.30")
    columns = "kind, up_to_kg, valid_from, percent, fixed_low, fixed, fixed_high, basis"
    sql = f"SELECT {columns} FROM fees ORDER BY kind, valid_from"
    assert stocked.rows(sql) == [
        ("payment", 0, days(200), 0.019, Decimal("0.3"), Decimal("0.3"), Decimal("0.3"), "known"),
        ("shipping", 5, days(200), 0, 9, 9, 9, "known"),
        ("shipping", 5, days(2), 0, 10, 11, 12, "assumed"),
    ]


def test_a_goal_is_one_a_period(stocked):
    stocked.load(
        goals=[
            {
                "goal_id": "G1",
                "metric": "net_sales",
                "start_day": date(2026, 11, 1),
                "end_day": date(2026, 12, 1),
                "target": 5,
            }
        ]
    )
    stocked.do("set-goal", target="900")
    stocked.do("set-goal", target="1000", month="2026-11")
    assert stocked.rows("SELECT goal_id, target FROM goals") == [("G1", 1000)]
    assert stocked.rows("SELECT target FROM goals__history ORDER BY target") == [(5,), (900,)]


# --- price lists


def write_sheet(path, rows):
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_a_price_list_is_matched_and_what_is_below_its_floor_listed(stocked, tmp_path):
    stocked.do("set-cost", variant="bowl", cost="25")
    path = tmp_path / "list.csv"
    path.write_text(
        "EAN;SKU;Nazwa;Cena zakupu netto\n"
        "05901234123457;;Kubek;21,50\n"
        ";sku-bowl;Miska;25,00\n"
        ";SKU-LAMP;Lampa;55\n"
        "4000000000000;;Obcy;3,10\n"
        ";SKU-X;Bez ceny;\n",
        encoding="cp1250",
    )
    done = stocked.do("import-costs", path=path)
    assert (done["matched"], done["changed"]) == (3, 2)
    assert [(u["row"], u["value"]) for u in done["unmatched"]] == [(5, "4000000000000")]
    assert "EAN" in done["unmatched"][0]["mend"]
    assert [r["row"] for r in done["rejected"]] == [6]
    assert [(b["variant_id"], b["left"], b["new"]) for b in done["below_floor"]] == [("mug", Decimal("-1.5"), True)]
    assert stocked.rows(COSTS)[-1][:4] == ("mug", days(200), Decimal("21.5"), Decimal("21.5"))


def test_a_price_list_as_a_sheet(stocked, tmp_path):
    path = tmp_path / "list.xlsx"
    write_sheet(path, [["Supplier's prices"], ["SKU", "Price"], ["SKU-lamp", 130.5], ["SKU-mug", 8]])
    done = stocked.do("import-costs", path=path, valid_from=days(1))
    assert done["changed"] == 2
    assert [b["variant_id"] for b in done["below_floor"]] == ["lamp"]


def test_two_products_of_one_code_are_not_guessed(stocked, tmp_path):
    stocked.load(products=[product("mug2", sku="SKU-mug")])
    path = tmp_path / "list.csv"
    path.write_text("sku,cost\nSKU-mug,3\n")
    done = stocked.do("import-costs", path=path)
    assert done["matched"] == 0
    assert "mug, mug2" in done["unmatched"][0]["mend"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sku,name\na,b\n", "No column is a net price"),
        ("sku,cost,currency\na,1,EUR\n", "in EUR, the store in PLN"),
        ("", "empty"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(stocked, tmp_path, text, says):
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=says):
        stocked.do("import-costs", path=path)
    assert stocked.rows(COSTS) == []


# --- what the brief says of it


def test_the_note_names_the_product_whose_cost_is_missed_most(stocked):
    from storehelm.analyses import answer
    from storehelm.core.text import say

    finding = answer("assortment.missing_costs", stocked.warehouse, as_of=TODAY).findings[0]
    assert finding.subject == "bowl"
    assert say(finding.title) == "Enter the cost of 3 products and 98% of your sales is covered"
    assert say(finding.title, "pl") == "Wpisz koszt 3 produktów, a obejmie to 98% Twojej sprzedaży"
    assert "Bowl" in say(finding.detail)
    evidence = finding.evidence[0]
    from storehelm.metrics.measure import ask

    assert ask(stocked.warehouse, evidence.sql, as_of=TODAY, **evidence.params).rows[0] == ("bowl", 200)
    stocked.do("assume-margin", scope="store", low=20, high=40)
    assert answer("assortment.missing_costs", stocked.warehouse, as_of=TODAY).findings == ()


def test_a_line_keeps_the_cost_of_its_day(stocked):
    from storehelm.core.period import Period
    from storehelm.metrics.measure import measure

    stocked.do("set-cost", variant="mug", cost="12")
    stocked.do("set-cost", variant="mug", cost="15", valid_from=days(50))
    for variant in ("bowl", "lamp", "ghost"):
        stocked.do("set-cost", variant=variant, cost="0")
    found = measure(stocked.warehouse, ["cost_of_goods"], Period(days(300), TODAY), as_of=None)
    assert found.total("cost_of_goods") == 1 * 12 + 10 * 15
