"""Who gets which page, and what the pages do."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import PASSWORD, Door

PAGES = ("", "all/", "products/", "products.csv", "month/", "data/", "totals/", "costs/", "questions/goals.pace/")
ELSEWHERE = ("/", "/me/", "/definitions/", "/definitions/net_sales/", "/palette/")


@pytest.mark.parametrize("address", [*(f"/s/lipa/{page}" for page in PAGES), *ELSEWHERE, "/s/lipa/evidence/?id=x"])
def test_a_stranger_is_asked_to_sign_in(door: Door, address: str):
    answer = door.client(None).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")


@pytest.mark.parametrize("address", ["confirm", "month/goal", "costs/assume", "costs/set"])
def test_a_stranger_changes_nothing(door: Door, address: str):
    place = {"confirm": "totals/confirm"}.get(address, address)
    answer = door.client(None).post(f"/s/lipa/{place}/", {"target": "1", "low": "1", "high": "2", "cost": "1"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize("page", [*PAGES, "evidence/?id=x"])
def test_a_store_of_others_is_not_there(door: Door, page: str):
    assert door.client("ewa").get(f"/s/lipa/{page}").status_code == 404


def test_a_store_of_others_is_not_named(door: Door):
    said = door.client("ewa").get("/palette/?store=lipa").content.decode()
    assert "Pod Lip" not in said
    assert "/s/elsewhere/" in said


@pytest.mark.parametrize("page", PAGES)
def test_a_viewer_reads_every_page(door: Door, page: str):
    assert door.client("wit").get(f"/s/lipa/{page}").status_code == 200


def test_a_viewer_cannot_confirm(door: Door):
    answer = door.client("wit").post("/s/lipa/totals/confirm/")
    assert answer.status_code == 403
    assert "A viewer may not do this" in answer.content.decode()


def test_signing_in_and_out(door: Door):
    client = door.client(None)
    assert "do not go together" in client.post("/login/", {"username": "olga", "password": "no"}).content.decode()
    answer = client.post("/login/", {"username": "olga", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/s/lipa/"
    client.post("/logout/")
    assert client.get("/s/lipa/").status_code == 302


def test_passwords_cannot_be_guessed_at_length(door: Door):
    client = door.client(None)
    for _ in range(10):
        assert client.post("/login/", {"username": "wit", "password": "guess"}).status_code == 200
    assert client.post("/login/", {"username": "wit", "password": PASSWORD}).status_code == 429
    assert client.post("/login/", {"username": "olga", "password": PASSWORD}).status_code == 302


def test_changes_need_the_page_s_own_token(door: Door):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.login(username="olga", password=PASSWORD)
    assert client.post("/s/lipa/totals/confirm/").status_code == 403


def test_today_shows_the_brief(door: Door):
    from storehelm.core.text import say
    from storehelm.operations import LOCAL, perform

    brief = perform("brief", actor=LOCAL, store="lipa")
    said = door.client("olga").get("/s/lipa/").content.decode()
    assert "24 November 2026" in said
    assert "simulated" in said
    lines = (*brief.must, *brief.losing, *brief.trying)
    assert lines, "the sample store has planted problems"
    from django.utils.html import escape

    for line in lines:
        assert escape(say(line.title)) in said


def test_evidence_of_each_line_opens_to_rows(door: Door):
    from storehelm.operations import LOCAL, perform

    brief = perform("brief", actor=LOCAL, store="lipa")
    client = door.client("olga")
    lines = [line for line in (*brief.must, *brief.losing, *brief.trying) if line.evidence]
    assert lines
    for line in lines:
        fragment = client.get("/s/lipa/evidence/", {"id": line.id}, headers={"HX-Request": "true"})
        assert fragment.status_code == 200
        assert fragment.content.decode().count("<tr>") > 1, line.id
        assert "<html" not in fragment.content.decode()
        assert "<html" in client.get("/s/lipa/evidence/", {"id": line.id}).content.decode()


def test_evidence_takes_ids_only(door: Door):
    answer = door.client("olga").get("/s/lipa/evidence/", {"id": "SELECT 1", "sql": "SELECT 1"})
    assert answer.status_code == 404


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused_in_words(door: Door, day: str):
    for page in ("", "products/", "month/"):
        answer = door.client("olga").get(f"/s/lipa/{page}", {"as_of": day})
        assert answer.status_code == 400
        assert "card warning" in answer.content.decode()


def test_language_is_the_person_s_else_the_browser_s(door: Door):
    assert "Zaloguj" in door.client(None, **{"accept-language": "pl-PL,pl;q=0.9"}).get("/login/").content.decode()
    assert "Sign in" in door.client(None, **{"accept-language": "de,en;q=0.9"}).get("/login/").content.decode()
    stranger = door.client(None)
    stranger.post("/choose/", {"language": "pl"})
    assert "Zaloguj" in stranger.get("/login/").content.decode()
    client = door.client("wit", **{"accept-language": "pl"})
    assert '<html lang="en"' in client.get("/s/lipa/").content.decode()
    client.post("/choose/", {"language": "pl", "theme": "dark", "next": "/s/lipa/"})
    said = client.get("/s/lipa/").content.decode()
    assert '<html lang="pl" data-theme="dark">' in said
    assert "Wtorek, 24 listopada 2026" in said
    client.post("/choose/", {"language": "en", "theme": "auto"})


def test_a_choice_leads_back_to_our_own_pages_only(door: Door):
    answer = door.client("olga").post("/choose/", {"theme": "auto", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_an_unknown_language_is_refused(door: Door):
    assert door.client("olga").post("/choose/", {"language": "xx"}).status_code == 400
    assert door.client(None).post("/choose/", {"language": "xx"}).status_code == 400


def test_totals_are_confirmed_by_an_owner(door: Door):
    from datetime import datetime

    from storehelm.core.connector import Batch
    from storehelm.operations import LOCAL, perform
    from storehelm.operations.handle import open_store

    perform("create-store", actor=LOCAL, slug="fresh", currency="PLN")
    perform("add-person", actor=LOCAL, username="ewa", store_slug="fresh")
    warehouse = open_store("fresh").warehouse
    order = {"order_id": "o1", "placed_at": datetime(2026, 11, 1), "day": datetime(2026, 11, 1).date()}
    line = {"line_id": "l1", "order_id": "o1", "day": order["day"], "kind": "product", "variant_id": "v"}
    line |= {"quantity": 2, "net": "10.00", "gross": "12.30", "currency": "PLN"}
    batch = Batch({"orders": [order | {"status": "sold", "currency": "PLN"}], "order_lines": [line]}, "test")
    warehouse.load(batch, now=datetime(2026, 11, 2))
    client = door.client("ewa")
    assert "Advice waits" in client.get("/s/fresh/").content.decode()
    totals = client.get("/s/fresh/totals/").content.decode()
    assert "PLN 10.00" in totals.replace("\xa0", " ")
    assert "These totals are right" in totals
    assert client.post("/s/fresh/totals/confirm/").status_code == 302
    assert "Advice waits" not in client.get("/s/fresh/").content.decode()


def test_a_goal_and_a_cost_are_entered_as_people_write_numbers(door: Door):
    client = door.client("ewa")
    assert client.post("/s/elsewhere/month/goal/", {"target": "12 345,50"}).status_code == 302
    answer = client.post("/s/elsewhere/costs/assume/", {"scope": "store:", "low": "30", "high": "50"})
    assert answer.status_code == 302
    assert client.post("/s/elsewhere/month/goal/", {"target": "plenty"}).status_code == 400


def test_the_definition_of_a_number(door: Door):
    said = door.client("olga").get("/definitions/average_order/").content.decode()
    assert "Money per order" in said
    assert "net revenue / orders" in said
    assert door.client("olga").get("/definitions/nonsense/").status_code == 404


def test_an_address_that_is_none_is_answered_in_words(door: Door):
    answer = door.client("olga").get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no page here." in answer.content.decode()


def test_pages_run_no_script_but_ours(door: Door):
    answer = door.client("olga").get("/s/lipa/")
    assert answer["Content-Security-Policy"].startswith("default-src 'self';")
    said = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", said)
    assert not re.search(r"\son\w+=", said)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", said)


def test_a_sentence_with_braces_of_its_own_is_shown_as_it_is(door: Door):
    answer = door.client("olga").get("/s/lipa/", {"as_of": "{day}"})
    assert answer.status_code == 400
    assert "{day}" in answer.content.decode()


def test_the_month_s_waterfall_is_exact_to_the_cent(door: Door):
    from storehelm.operations import LOCAL, perform

    month = perform("month", actor=LOCAL, store="lipa")
    money = {part: amount.amount for part, _, amount, _ in month.waterfall.rows}
    assert money.pop("now") == sum(money.values())
    said = door.client("olga").get("/s/lipa/month/").content.decode()
    assert said.count('class="track"') == len(money) + 1
    assert said.count("<svg") > len(money) + 1, "the pace is drawn"


def test_a_password_is_changed_by_who_knows_it(door: Door):
    from storehelm.operations import LOCAL, perform

    perform("add-person", actor=LOCAL, username="pia", password=PASSWORD, store_slug="lipa", role="viewer")
    client, new = door.client("pia"), "another-long-word"
    wrong = {"old_password": "guess", "new_password1": new, "new_password2": new}
    assert "Not changed" in client.post("/me/password/", wrong).content.decode()
    short = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    assert "Not changed" in client.post("/me/password/", short).content.decode()
    answer = client.post("/me/password/", wrong | {"old_password": PASSWORD}, follow=True)
    assert "The password is changed" in answer.content.decode()
    assert door.client(None).post("/login/", {"username": "pia", "password": new}).status_code == 302


def test_a_key_is_shown_once_and_taken_back(door: Door):
    client = door.client("ewa")
    said = client.post("/me/keys/", {"label": "till"}).content.decode()
    token = re.search(r"<pre>(sh_[\w-]+)</pre>", said)
    assert token
    key = {"Authorization": f"Bearer {token[1]}"}
    assert door.client(None).get("/api/stores", headers=key).status_code == 200
    page = client.get("/me/").content.decode()
    assert "till" in page
    assert token[1] not in page
    number = re.findall(r'name="id" value="(\d+)"', page)[-1]
    assert client.post("/me/keys/revoke/", {"id": number}).status_code == 302
    assert door.client(None).get("/api/stores", headers=key).status_code == 401
    assert "Keys for" not in door.client("wit").get("/me/").content.decode()
