"""An import is held from advice until a person has looked at its totals."""

from __future__ import annotations

from pathlib import Path

import pytest

from storehelm.core.errors import BadInput
from storehelm.operations import LOCAL, perform
from storehelm.operations.handle import open_store

HEADER = "order id,date,status,sku,product name,quantity,price gross,vat rate,currency\n"
LINES = "1,2026-03-01 10:00,completed,A,Mug,2,12.30,23%,EUR\n2,2026-03-02 11:00,completed,B,Tea,1,5.40,8%,EUR\n"


@pytest.fixture
def shop(tmp_path: Path, request: pytest.FixtureRequest):
    slug = request.node.name.replace("_", "-")[:60]
    perform("create-store", actor=LOCAL, slug=slug, currency="EUR")
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + LINES)
    return slug, file


def confirmed(slug: str) -> bool:
    return open_store(slug).info.confirmed


def test_held_until_confirmed_and_again_after_a_change(shop):
    slug, file = shop
    first = perform("import-files", actor=LOCAL, store=slug, paths=[file])
    assert first.tables["order_lines"]["added"] == 2
    assert not first.confirmed
    assert perform("brief", actor=LOCAL, store=slug).held is not None
    perform("confirm", actor=LOCAL, store=slug)
    assert perform("brief", actor=LOCAL, store=slug).held is None
    again = perform("import-files", actor=LOCAL, store=slug, paths=[file])
    assert again.unchanged
    assert confirmed(slug)
    file.write_text(HEADER + LINES.replace("Mug,2", "Mug,3"))
    changed = perform("import-files", actor=LOCAL, store=slug, paths=[file])
    assert changed.tables["order_lines"]["changed"] == 1
    assert not confirmed(slug)


def test_a_refused_file_leaves_everything_as_it_was(shop, tmp_path):
    slug, file = shop
    perform("import-files", actor=LOCAL, store=slug, paths=[file])
    perform("confirm", actor=LOCAL, store=slug)
    before = perform("totals", actor=LOCAL, store=slug)
    odd = tmp_path / "odd.csv"
    odd.write_text("nothing,known\n1,2\n")
    with pytest.raises(BadInput):
        perform("import-files", actor=LOCAL, store=slug, paths=[file, odd])
    assert perform("totals", actor=LOCAL, store=slug) == before
    assert confirmed(slug)


def test_a_row_that_does_not_fit_is_kept_with_its_mend(shop):
    slug, file = shop
    file.write_text(HEADER + LINES + "3,2026-03-03 12:00,completed,A,Mug,many,12.30,23%,EUR\n")
    done = perform("import-files", actor=LOCAL, store=slug, paths=[file])
    assert (done.rejected, done.first_rejects[0]["row"]) == (1, 4)
    assert "quantity,is no number" in Path(done.rejects_file).read_text(encoding="utf-8-sig")
    assert perform("data-quality", actor=LOCAL, store=slug)["reject_count"] == 1


def test_amounts_in_another_currency_are_not_added(shop):
    slug, file = shop
    file.write_text(HEADER + LINES + "3,2026-03-03 12:00,completed,A,Mug,1,50.00,23%,PLN\n")
    perform("import-files", actor=LOCAL, store=slug, paths=[file])
    brief = perform("brief", actor=LOCAL, store=slug)
    assert any("PLN" in str(gap.text) for gap in brief.gaps)
    assert not any(row.cells for row in brief.numbers)


def test_looking_at_a_file_stores_nothing(shop):
    slug, file = shop
    (plan,) = perform("plan-import", actor=LOCAL, store=slug, paths=[file])
    assert plan["kind"] == "orders"
    assert {"header": "price gross", "field": "unit_gross", "how": "guessed"} in plan["columns"]
    assert not perform("data-quality", actor=LOCAL, store=slug)["filled"]
