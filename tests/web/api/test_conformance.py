"""Schemathesis tries the API against its own description: no answer that is not described, no 500, no way past a token.

What it makes up is derandomised, so that a run can be repeated. ``test_api.py`` tests what the operations mean.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

with warnings.catch_warnings():  # schemathesis' own imports, not this project's
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.config import SchemathesisConfig

from tests.web.api.conftest import bearer
from tracker.web.api.routes import OPERATIONS

EXAMPLES = 8
"""Made-up requests for each operation and mode: there are sixty operations, and all share the same checks."""
UNREADABLE = 422
"""A document that is sent well and cannot be read: bytes in base64 need be no text."""
UNPACKED = {"Accept-Encoding": "identity"}
"""Schemathesis reads the answers of an app as they come; ``test_weight.py`` unpacks those that are packed."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")


@pytest.fixture
def described(app: Flask) -> Any:
    accepted = {"expected-statuses": ["2xx", 401, 404, 409, UNREADABLE]}
    config = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": accepted}})
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app, config=config)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
def test_an_operation_is_as_it_is_described(name: str, mode: GenerationMode, described: Any, token: str) -> None:
    operation = described.find_operation_by_id(name)
    if mode is GenerationMode.NEGATIVE and not (list(operation.iter_parameters()) or operation.body):
        pytest.skip("it takes nothing that could be wrong")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def tried(case: Any) -> None:
        case.call_and_validate(headers=bearer(token) | UNPACKED)

    tried()


@pytest.mark.parametrize("rule", sorted({operation.path for operation in OPERATIONS}))
def test_other_methods_are_refused_with_those_that_are_allowed(rule: str, app: Flask) -> None:
    known = {operation.method for operation in OPERATIONS if operation.path == rule}
    address = "/api" + re.sub(r"\{\w+\}", "1", rule)
    for method in set(METHODS) - known:
        answer = app.test_client().open(address, method=method)
        assert answer.status_code == 405
        assert known <= {allowed.strip() for allowed in answer.headers["Allow"].split(",")}
