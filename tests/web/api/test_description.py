"""The description of the API is made from the types of what operations take and answer, each under one name."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from lxml import html

from tracker.web.api.description import named_schemas
from tracker.web.api.routes import OPERATIONS

BODIES = {one.body.__name__: one.body for one in OPERATIONS if one.body is not None}
ANSWERS = {one.answer.__name__: one.answer for one in OPERATIONS if isinstance(one.answer, type)}


@pytest.fixture
def described(client: FlaskClient) -> Any:
    return client.get("/api/openapi.json").get_json()


def test_what_is_taken_and_what_is_answered_have_names_of_their_own() -> None:
    assert len(BODIES) == len({one.body for one in OPERATIONS} - {None})
    assert not BODIES.keys() & (named_schemas().keys() | ANSWERS.keys())
    assert not ANSWERS.keys() & named_schemas().keys()


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_is_described_with_the_members_of_its_type(name: str, described: Any) -> None:
    schema = described["components"]["schemas"][name]
    fields = msgspec.structs.fields(BODIES[name])
    assert sorted(schema["properties"]) == sorted(field.encode_name for field in fields)
    assert schema["required"] == [field.encode_name for field in fields if field.required]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_names_what_it_takes_and_answers(operation: Any, described: Any) -> None:
    told = described["paths"][operation.path][operation.method.lower()]
    if operation.body is not None:
        schema = told["requestBody"]["content"]["application/json"]["schema"]
        assert schema["$ref"] == f"#/components/schemas/{operation.body.__name__}"
        assert schema.get("oneOf", []) == [{"required": list(names)} for names in operation.body.either]
    if isinstance(operation.answer, type):
        schema = told["responses"][str(operation.status)]["content"]["application/json"]["schema"]
        assert schema == {"$ref": f"#/components/schemas/{operation.answer.__name__}"}


def test_the_page_for_programs_tells_each_member_and_which_may_be_left_out(client: FlaskClient) -> None:
    told = {
        item.get("id"): item for item in html.fromstring(client.get("/api").text).xpath("//ul[@class='operations']/li")
    }
    for operation in OPERATIONS:
        if operation.body is not None:
            fields = {field.encode_name: field for field in msgspec.structs.fields(operation.body)}
            members = told[operation.name].xpath(".//dl/dt[not(starts-with(code, '?'))]")
            assert [member.findtext("code") for member in members] == list(fields)
            needed = [member.findtext("code") for member in members if member.find("span") is None]
            assert needed == [name for name, field in fields.items() if field.required]
            assert all(member.getnext().text for member in members)
