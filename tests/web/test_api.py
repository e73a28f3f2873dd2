"""The API is the registry: every operation, with its permission, its arguments and its refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest

from storehelm.operations import all_operations
from tests.web.conftest import Door


@pytest.fixture(scope="module")
def schema(door: Door) -> dict[str, Any]:
    return door.client("olga").get("/api/openapi.json").json()


def _path(name: str) -> str:
    return f"/api/stores/{{slug}}/{name}" if all_operations()[name].about == "store" else f"/api/{name}"


@pytest.mark.parametrize("name", list(all_operations()))
def test_every_operation_is_exposed_as_declared(schema: dict[str, Any], name: str):
    op = all_operations()[name]
    post = schema["paths"][_path(name)]["post"]
    assert (post["x-effect"], post["x-least"], post["x-about"]) == (op.effect, op.least, op.about)
    assert post["summary"] == op.summary
    if op.parameters:
        text = json.dumps(post["requestBody"])
        model = next(s for n, s in schema["components"]["schemas"].items() if f'/{n}"' in text)
        assert set(model["properties"]) == set(op.parameters)
        needed = {n for n, p in op.parameters.items() if p.default is p.empty}
        assert set(model.get("required", ())) == needed
    assert ("get" in schema["paths"][_path(name)]) <= (op.effect == "read")


def test_nothing_else_is_exposed(schema: dict[str, Any]):
    assert set(schema["paths"]) == {_path(name) for name in all_operations()} | {"/api/ping"}


def _token(door: Door, name: str) -> tuple[int, str]:
    from storehelm.operations import Actor, perform
    from storehelm.state.models import Person

    person = Person.objects.get(username=name)
    made = perform("create-token", actor=Actor(name, person_id=person.pk), label="test")
    return made["id"], made["token"]


def test_a_stranger_is_refused(door: Door):
    client = door.client(None)
    for answer in (client.get("/api/stores"), client.post("/api/stores/lipa/confirm"), client.get("/api/ping")):
        assert answer.status_code == 401
        assert set(answer.json()) == {"error", "mend"}
    assert client.get("/api/stores", headers={"Authorization": "Bearer sh_nonsense"}).status_code == 401


def test_a_person_s_key_may_what_the_person_may(door: Door):
    number, token = _token(door, "olga")
    client, key = door.client(None), {"Authorization": f"Bearer {token}"}
    assert [s["slug"] for s in client.get("/api/stores", headers=key).json()] == ["lipa"]
    assert client.get("/api/stores/elsewhere/brief", headers=key).status_code == 404
    assert client.post("/api/create-store", {"slug": "x"}, "application/json", headers=key).status_code == 403
    assert client.post("/api/revoke-token", {"token_id": number}, "application/json", headers=key).status_code == 200
    assert client.get("/api/stores", headers=key).status_code == 401


def test_a_key_is_kept_as_a_hash_only(door: Door):
    from storehelm.state.models import ApiToken

    number, token = _token(door, "olga")
    kept = ApiToken.objects.get(pk=number)
    assert token not in {str(getattr(kept, field.name)) for field in kept._meta.fields}
    assert len(kept.digest) == 64


def test_keys_are_for_owners_and_revoked_by_their_own_person(door: Door):
    from storehelm.core.errors import NotAllowed

    with pytest.raises(NotAllowed):
        _token(door, "wit")
    number, _ = _token(door, "olga")
    answer = door.client("ewa").post("/api/revoke-token", {"token_id": number}, "application/json")
    assert answer.status_code == 404


def test_the_session_of_a_page_serves_too_and_changes_need_its_token(door: Door):
    from django.test import Client

    assert door.client("olga").get("/api/stores/lipa/totals").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = door.client("olga").cookies
    assert strict.post("/api/stores/lipa/confirm").status_code == 403


def test_a_viewer_reads_and_changes_nothing(door: Door):
    client = door.client("wit")
    assert client.get("/api/stores/lipa/brief").status_code == 200
    answer = client.post("/api/stores/lipa/confirm")
    assert answer.status_code == 403
    assert answer.json()["mend"] == "Ask an operator of the store."


def test_answers_rebuild_as_the_operation_s_own_records(door: Door):
    from storehelm.core.serialise import loads
    from storehelm.operations import LOCAL, perform

    answer = door.client("olga").get("/api/stores/lipa/brief")
    brief = loads(answer.content.decode())
    assert brief.numbers == perform("brief", actor=LOCAL, store="lipa").numbers


def test_refusals_say_what_mends(door: Door):
    client = door.client("olga")
    answers = {
        422: client.post("/api/stores/lipa/products", {"limit": "many"}, "application/json"),
        400: client.post("/api/stores/lipa/products", "{", "application/json"),
        404: client.get("/api/stores/lipa/evidence?finding=nonsense"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.json()["error"]
        assert answer.json()["mend"]


def test_files_of_the_machine_are_not_read_for_a_person(door: Door):
    answer = door.client("olga").post("/api/stores/lipa/import-files", {"paths": ["/etc/passwd"]}, "application/json")
    assert answer.status_code == 403
