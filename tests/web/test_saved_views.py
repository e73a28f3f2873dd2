"""Saved views of the product table on its page."""

from tests.web.conftest import Door


def test_a_view_is_saved_and_leads_back(door: Door):
    client = door.client("wit")  # a viewer may keep views
    client.get("/s/lipa/products/?columns=price&columns=sold_30")
    made = client.post(
        "/s/lipa/products/views/", {"title": "Dead <stock>", "flag": "not_selling", "sort": "price", "down": "0"}
    )
    assert made.status_code == 302
    assert made["Location"] == (
        "/s/lipa/products/?search=&flag=not_selling&sort=price&down=0&columns=price&columns=sold_30"
    )
    page = client.get(made["Location"]).content.decode()
    assert "Dead &lt;stock&gt;</a>" in page
    assert client.post("/s/lipa/products/views/", {"title": " "}).status_code == 400
    assert client.get("/s/lipa/products/views/").status_code == 405


def test_nobody_else_sees_or_saves_them(door: Door):
    client = door.client("ewa")
    assert client.post("/s/lipa/products/views/", {"title": "mine"}).status_code == 404
    assert "Dead" not in client.get("/s/elsewhere/products/").content.decode()
