"""Forms that nobody's browser would send, by somebody who may do everything, cause no error of the server.

Pages and data are asked by test_schema.py. For longer: COMMUNIQUE_FUZZ=500 python -m pytest -s tests/web/test_schemathesis.py
"""

import os
from collections import Counter
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

from communique.web.app import make_app
from communique.web.people.sessions import make_token
from communique.web.settings import WebSettings

EACH = int(os.environ.get("COMMUNIQUE_FUZZ", "12"))
READING = (
    "/documents/new.json"  # starts a process that reads texts; tests/web/test_new.py brings it what is no document
)


def test_generated_forms_cause_no_server_error(peopled: Path) -> None:
    app = make_app(WebSettings(db=str(peopled), a_minute=10_000_000))
    with app.state.engine.execution_options(writes=True).begin() as connection:
        token = make_token(connection, "anna", "tests", "admin")
    headers = {"host": "127.0.0.1:8321", "authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_asgi("/schema/openapi.json", app, headers=headers)
    answered: dict[str, Counter[int]] = {}
    for found in schema.include(method="POST").exclude(path=READING).get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EACH, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            answer = case.call(headers=headers, allow_redirects=False)
            case.validate_response(answer, checks=(not_a_server_error,), headers=headers)
            answered.setdefault(case.operation.path, Counter())[answer.status_code] += 1

        ask()
    app.state.engine.dispose()
    assert all(sum(seen.values()) for seen in answered.values())
    assert any(seen[200] or seen[303] for seen in answered.values()), "some of it was taken"
    assert not any(seen[401] for path, seen in answered.items() if path not in ("/login", "/logout"))
    if "COMMUNIQUE_FUZZ" in os.environ:
        print(answered)
