"""Whatever is sent to the API, it answers as its description says, and never with a failure of its own."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.conftest import Door

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def fuzzed(door: Door):
    from django.core.wsgi import get_wsgi_application

    from storehelm.operations import Actor, perform
    from storehelm.state.models import Person

    person = Person.objects.get(username="ewa")
    token = perform("create-token", actor=Actor("ewa", person_id=person.pk), label="fuzz")["token"]
    return schemathesis.openapi.from_wsgi(
        "/api/openapi.json", get_wsgi_application(), headers={"Authorization": f"Bearer {token}", "Host": "localhost"}
    )


schema = schemathesis.pytest.from_fixture("fuzzed")


@schema.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_as_described(case, fuzzed, door: Door):
    if "slug" in case.path_parameters:
        case.path_parameters["slug"] = "elsewhere"
    case.call_and_validate(checks=CHECKS)
