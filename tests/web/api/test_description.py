"""The description of the API is made from the types of what operations take and answer, each under one name."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from tracker.web.api import OPERATIONS
from tracker.web.api.description import ANSWERS, named_schemas

BODIES = {operation.body.__name__: operation.body for operation in OPERATIONS if operation.body is not None}


@pytest.fixture
def described(client: FlaskClient) -> Any:
    return client.get("/api/openapi.json").get_json()


def test_what_is_taken_and_what_is_answered_have_names_of_their_own() -> None:
    assert len(BODIES) == len({operation.body for operation in OPERATIONS if operation.body is not None})
    assert not BODIES.keys() & named_schemas().keys()
    assert {answer.__name__ for answer in ANSWERS} <= named_schemas().keys()


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_is_described_with_the_members_of_its_type(name: str, described: Any) -> None:
    schema = described["components"]["schemas"][name]
    fields = msgspec.structs.fields(BODIES[name])
    assert sorted(schema["properties"]) == sorted(field.encode_name for field in fields)
    assert schema["required"] == [field.encode_name for field in fields if field.required]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.body], ids=lambda operation: operation.name)
def test_an_operation_names_the_body_it_takes(operation: Any, described: Any) -> None:
    asked = described["paths"][operation.path][operation.method.lower()]["requestBody"]["content"]["application/json"]
    assert asked["schema"]["$ref"] == f"#/components/schemas/{operation.body.__name__}"
    either = [{"required": list(names)} for names in operation.body.either]
    assert asked["schema"].get("oneOf", []) == either
