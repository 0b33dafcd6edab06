"""Nothing is open by oversight: every route has the guard, strangers see nothing, readers change nothing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from communique.web.people.roles import closed_by_default, needed
from web.conftest import Client, client_of

FOR_ANYONE = {"/login", "/logout", "/static"}
"""What a stranger may call; a new entry here is a decision."""
THEIR_OWN = {"/login", "/logout", "/tokens", "/follows", "/deliveries"}
"""What a reader may change: their own session, tokens, searches, and who is told of these."""


def routes(client: Client) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in client.app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path}: no other kind of route is guarded"
        for handler in route.route_handlers:
            for method in handler.http_methods:
                yield method, route.path, handler


def address(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "x", path)


def test_every_route_has_the_guard(stranger: Client) -> None:
    found = list(routes(stranger))
    assert len(found) > 10
    for method, path, handler in found:
        assert closed_by_default in handler.resolve_guards(), f"{method} {path}"


def test_only_these_are_open_to_anyone(stranger: Client) -> None:
    opened = {path for _, path, handler in routes(stranger) if needed(handler) == "anyone"}
    assert {"/" + path.split("/")[1] for path in opened} == FOR_ANYONE


def test_a_stranger_reads_nothing(stranger: Client) -> None:
    for method, path, handler in routes(stranger):
        if method in ("GET", "POST") and needed(handler) != "anyone":
            answer = stranger.request(
                method, address(path), headers={"authorization": "Bearer cq_wrong", "accept": "application/json"}
            )
            assert answer.status_code == 401, f"{method} {path}"
            assert answer.headers["content-type"] == "application/problem+json"


def test_asking_what_a_route_allows_is_guarded_too(stranger: Client, bearer: Callable[[str], dict[str, str]]) -> None:
    assert stranger.options("/documents").status_code == 401
    assert stranger.options("/documents", headers=bearer("rita")).status_code == 204


def test_a_stranger_with_a_browser_is_sent_to_log_in(stranger: Client) -> None:
    answer = stranger.get("/documents?q=Ormund")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/documents%3Fq%3DOrmund"


@pytest.mark.parametrize(("name", "role"), [("rita", "reader"), ("vera", "reviewer")])
def test_nobody_gets_at_what_needs_a_higher_role(
    stranger: Client, bearer: Callable[[str], dict[str, str]], name: str, role: str
) -> None:
    headers, order = bearer(name), ("anyone", "reader", "reviewer", "admin")
    refused = 0
    for method, path, handler in routes(stranger):
        if method in ("GET", "POST") and order.index(needed(handler)) > order.index(role):
            assert stranger.request(method, address(path), headers=headers).status_code == 403, f"{method} {path}"
            refused += 1
    assert refused


def test_changing_needs_a_reviewer_unless_a_route_says_otherwise(stranger: Client) -> None:
    below = {
        path
        for method, path, h in routes(stranger)
        if method not in ("GET", "HEAD", "OPTIONS") and needed(h) in ("anyone", "reader")
    }
    assert {"/" + path.split("/")[1] for path in below} == THEIR_OWN


def test_on_the_own_machine_without_accounts_there_is_no_login(local: Client) -> None:
    assert local.get("/").status_code == 200
    assert local.get("/audit").status_code == 200


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
def test_what_came_through_a_proxy_is_not_the_own_machine(local: Client, header: str) -> None:
    assert local.get("/documents.json", headers={header: "203.0.113.9"}).status_code == 401


@pytest.mark.parametrize("how", [{"names": ("desk.example",)}, {"secure": True}])
def test_what_others_are_meant_to_reach_is_never_open(store: Path, how: dict[str, Any]) -> None:
    with client_of(store, **how) as client:
        assert client.get("/documents.json").status_code == 401


def test_the_first_account_ends_the_use_without_login(local: Client) -> None:
    from communique.web.people.accounts import add_account
    from web.conftest import engine_of

    with engine_of(local).execution_options(writes=True).begin() as connection:
        add_account(connection, "first", "a-long-password", "admin")
    assert local.get("/documents.json").status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1", ""])
def test_another_host_is_refused(local: Client, host: str) -> None:
    answer = local.get("/documents.json", headers={"host": host})
    assert answer.status_code == 400
    assert b"items" not in answer.content
