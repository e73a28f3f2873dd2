"""Whatever is sent to the API, it answers as its description says, and never with a failure of its own."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from storehelm.operations import all_operations
from tests.web.conftest import Door

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def schema(door: Door) -> Any:
    """The API's own description, asked for with the key of an owner of the small store."""
    from django.core.wsgi import get_wsgi_application

    from storehelm.operations import LOCAL, Actor, perform
    from storehelm.state.models import Person

    perform("create-store", actor=LOCAL, slug="fuzzed", currency="PLN")
    perform("add-person", actor=LOCAL, username="fay", store_slug="fuzzed")
    person = Person.objects.get(username="fay")
    token = perform("create-token", actor=Actor("fay", person_id=person.pk), label="fuzz")["token"]
    headers = {"Authorization": f"Bearer {token}"}
    found = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application(), headers=headers)
    return found, headers


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize("name", list(all_operations()))
def test_answers_as_described(schema: Any, name: str, mode: GenerationMode):
    described, headers = schema
    op = all_operations()[name]
    path = f"/api/stores/{{slug}}/{name}" if op.about == "store" else f"/api/{name}"
    methods = [m for m in ("GET", "POST") if m.lower() in described.raw_schema["paths"][path]]
    for method in methods:
        if mode is GenerationMode.NEGATIVE and not op.parameters:
            continue

        @EXAMPLES
        @given(case=described[path][method].as_strategy(generation_mode=mode))
        def asked(case: Any) -> None:
            if op.about == "store":
                case.path_parameters["slug"] = "fuzzed"
            case.call_and_validate(headers=headers, checks=CHECKS)

        asked()
