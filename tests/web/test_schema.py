"""What OpenAPI promises is kept: generated questions find no server error and no answer of another shape."""

from collections import Counter
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from communique.web.app import make_app
from communique.web.settings import WebSettings

HERE = {"host": "127.0.0.1:8321"}
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def test_generated_questions(template: Path) -> None:
    app = make_app(WebSettings(db=str(template), a_minute=1_000_000))
    schema = schemathesis.openapi.from_asgi("/schema/openapi.json", app, headers=HERE)
    asked: Counter[str] = Counter()
    for found in schema.include(method="GET").get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            asked[case.operation.path] += 1
            case.call_and_validate(checks=CHECKS, headers=HERE)

        ask()
    app.state.engine.dispose()
    assert asked["/documents/{key}.json"] and asked["/pairs.json"] and sum(asked.values()) > 50
