"""The main operations, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from tests.databases import Home, new_home, own_home, postgres  # noqa: F401

ORDERS = """order id,order date,status,sku,product name,quantity,price gross,vat rate,currency
1,2026-11-20,completed,MUG,Mug,2,24.60,23,PLN
2,2026-11-21,completed,TEA,Tea,1,12.30,23,PLN
3,2026-11-22,completed,MUG,Mug,1,24.60,23,PLN
"""


def filled(home: Home) -> None:
    """A store with three orders, confirmed, and a goal."""
    home.folder.mkdir(parents=True, exist_ok=True)
    file = home.folder.parent / "orders.csv"
    file.write_text(ORDERS)
    home.run("import", str(file), "--store", "shop", "--currency", "PLN", "--timezone", "Europe/Warsaw")
    home.run("confirm", "--store", "shop")


def test_a_store_from_import_to_brief(own_home: Home):  # noqa: F811
    filled(own_home)
    (store,) = own_home.json("stores")
    assert (store["slug"], store["currency"], store["confirmed"]) == ("shop", "PLN", True)
    own_home.run("set-goal", "1000", "--store", "shop", "--month", "2026-11")
    brief = own_home.json("brief", "--store", "shop", "--as-of", "2026-11-23")
    revenue = next(row for row in brief["numbers"] if row["name"] == "net_sales")
    assert revenue["cells"][1]["value"]["amount"]["value"].startswith("70")
    done = own_home.python(
        "from storehelm.state.models import AuditEntry as A\n"
        "print(*(f'{a.operation}:{a.outcome}:{a.store}' for a in A.objects.order_by('at')))"
    )
    assert done == "create-store:done: import-files:done:shop confirm:done:shop set-goal:done:shop"
    engine = own_home.python("from django.db import connection; print(connection.vendor)")
    assert engine == own_home.database


def test_every_migration_can_be_undone_and_done_again(own_home: Home):  # noqa: F811
    undo = own_home.python(
        "from storehelm.state.boot import migrate_back, pending; print(len(migrate_back([])), len(pending()))"
    )
    undone, pending = map(int, undo.split())
    assert undone == pending > 10
    assert own_home.json("stores") == []


def test_going_back_to_an_earlier_migration(own_home: Home):  # noqa: F811
    code = (
        "from storehelm.state.boot import applied, migrate_back, pending\n"
        "keep = [name for name in applied() if not name.startswith('state.') or name == 'state.0001_initial']\n"
        "print(*migrate_back(keep)); print(*pending())"
    )
    undone, pending = own_home.python(code).splitlines()
    assert {"state.0002_api_token", "state.0003_setting"} <= set(undone.split()) == set(pending.split())
    assert own_home.json("stores") == []


def test_two_homes_on_one_server_do_not_meet(new_home):  # noqa: F811
    one, other = new_home("one"), new_home("other")
    one.run("create-store", "first")
    assert [store["slug"] for store in one.json("stores")] == ["first"]
    assert other.json("stores") == []
