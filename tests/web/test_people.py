"""Logging in and out, forms, tokens, limits, the log."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update

from communique.errors import UsageError
from communique.store import people
from communique.web.pages.login import own
from communique.web.people import accounts, audit
from communique.web.people.sessions import make_token, open_session
from web.conftest import PASSWORDS, Client, client_of, engine_of


def form_token(client: Client, address: str = "/login") -> str:
    found = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', client.get(address).text)
    assert found
    return found[1]


def log_in(client: Client, name: str, password: str | None = None, **more: str) -> int:
    data = {"name": name, "password": password or PASSWORDS[name], "_csrf_token": form_token(client), **more}
    answer = client.post("/login", data=data)
    client.last = answer
    return answer.status_code


def test_log_in_look_and_log_out(stranger: Client) -> None:
    assert log_in(stranger, "rita", next="/documents") == 303
    assert stranger.last.headers["location"] == "/documents"
    cookie = next(c for c in stranger.last.headers.get_list("set-cookie") if c.startswith("communique_session="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=1209600" in cookie
    assert "rita" in stranger.get("/documents").text
    assert stranger.post("/logout", data={"_csrf_token": form_token(stranger)}).status_code == 303
    assert stranger.get("/documents.json").status_code == 401


def test_a_cookie_kept_after_logging_out_is_worth_nothing(stranger: Client) -> None:
    log_in(stranger, "rita")
    kept = stranger.cookies["communique_session"]
    stranger.post("/logout", data={"_csrf_token": form_token(stranger)})
    stranger.cookies.set("communique_session", kept)
    assert stranger.get("/documents.json").status_code == 401


def test_only_hashes_are_kept(stranger: Client) -> None:
    log_in(stranger, "rita")
    with engine_of(stranger).connect() as connection:
        kept = connection.execute(select(people.sessions.c.token)).scalars().all()
        passwords = connection.execute(select(people.accounts.c.password)).scalars().all()
    assert stranger.cookies["communique_session"] not in kept and len(kept) == 1
    assert all(p.startswith("$argon2id$") for p in passwords)


@pytest.mark.parametrize(
    ("name", "password"), [("rita", "wrong"), ("nobody", "wrong"), ("'; --", "x"), ("rita\0", "y")]
)
def test_wrong_name_or_password(stranger: Client, name: str, password: str) -> None:
    assert log_in(stranger, name, password) == 403
    assert "Name or password is wrong." in stranger.last.text
    assert stranger.get("/documents.json").status_code == 401


def test_a_session_ends_with_its_time(stranger: Client) -> None:
    log_in(stranger, "rita")
    with engine_of(stranger).execution_options(writes=True).begin() as connection:
        connection.execute(update(people.sessions).values(expires="2020-01-01T00:00:00+00:00"))
    assert stranger.get("/documents.json").status_code == 401


@pytest.mark.parametrize("what", ["disable", "password"])
def test_sessions_end_with_the_account_or_its_password(stranger: Client, what: str) -> None:
    log_in(stranger, "rita")
    with engine_of(stranger).execution_options(writes=True).begin() as connection:
        if what == "disable":
            accounts.disable(connection, "rita")
        else:
            accounts.set_password(connection, "rita", "another-long-one")
    assert stranger.get("/documents.json").status_code == 401
    if what == "disable":
        assert log_in(stranger, "rita") == 403


def test_a_form_without_its_token_changes_nothing(stranger: Client) -> None:
    stranger.get("/login")
    data = {"name": "rita", "password": PASSWORDS["rita"]}
    assert stranger.post("/login", data=data).status_code == 403
    assert stranger.post("/login", data=data | {"_csrf_token": "0" * 128}).status_code == 403
    assert "communique_session" not in stranger.cookies


def test_a_local_user_cannot_be_made_to_send_a_form_either(local: Client) -> None:
    assert local.post("/documents/new", data={"text": "Planted."}).status_code == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8321", 303),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://127.0.0.1:8321.evil.example", 403),
    ],
)
def test_a_form_on_another_site_is_refused(stranger: Client, origin: str, status: int) -> None:
    data = {"name": "rita", "password": PASSWORDS["rita"], "_csrf_token": form_token(stranger)}
    assert stranger.post("/login", data=data, headers={"origin": origin}).status_code == status


def test_a_form_cookie_from_before_a_restart_is_replaced(peopled: Path) -> None:
    with client_of(peopled) as before:
        old = form_token(before)
        cookie = before.cookies["communique_form"]
    with client_of(peopled) as client:
        client.cookies.set("communique_form", cookie)
        client.follow_redirects = False
        assert form_token(client) != old
        assert log_in(client, "rita") == 303


def test_an_authorization_of_another_kind_does_not_spare_the_form_token(stranger: Client) -> None:
    log_in(stranger, "vera")
    headers = {"authorization": "Basic dmVyYTp4"}
    assert stranger.post("/logout", headers=headers).status_code == 403


def test_too_many_logins_from_one_address(peopled: Path) -> None:
    with client_of(peopled, logins=3) as client:
        assert [log_in(client, "rita", "wrong") for _ in range(4)] == [403, 403, 403, 429]


def test_too_many_wrong_passwords_for_one_name(stranger: Client) -> None:
    with engine_of(stranger).execution_options(writes=True).begin() as connection:
        for _ in range(audit.TRIES):
            audit.note(connection, "-", audit.REFUSED, "rita")
    assert log_in(stranger, "rita") == 429
    assert log_in(stranger, "vera") == 303


def test_too_many_requests(store: Path) -> None:
    with client_of(store, a_minute=5) as client:
        codes = [client.get("/documents.json").status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2


def test_tokens_of_programs(stranger: Client, bearer: Callable[[str], dict[str, str]]) -> None:
    headers = bearer("rita")
    assert stranger.get("/documents.json", headers=headers).json()["items"]
    assert stranger.post("/tokens", data={"name": "more"}, headers=headers).status_code == 400


def test_a_feed_reader_sends_its_token_as_the_password(
    stranger: Client, bearer: Callable[[str], dict[str, str]]
) -> None:
    token = bearer("rita")["authorization"].removeprefix("Bearer ")

    def basic(words: str) -> dict[str, str]:
        return {"authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}

    assert stranger.get("/documents.json", headers=basic(f"anyone:{token}")).status_code == 200
    assert stranger.post("/tokens", data={"name": "more"}, headers=basic(f"rita:{token}")).status_code in (400, 403)
    for wrong in (
        basic("rita:rita-password"),
        basic("rita"),
        {"authorization": "Basic %%%"},
        {"authorization": "Basic"},
    ):
        assert stranger.get("/documents.json", headers=wrong).status_code == 401


def test_a_token_is_shown_once_and_stops_when_revoked(stranger: Client) -> None:
    log_in(stranger, "vera")
    data = {"name": "export", "role": "reader", "_csrf_token": form_token(stranger, "/tokens")}
    secret = re.search(r"cq_[\w-]+", stranger.post("/tokens", data=data).text)
    assert secret
    program = {"authorization": f"Bearer {secret[0]}"}
    listed = stranger.get("/tokens")
    assert secret[0] not in listed.text and "export" in listed.text
    revoked = re.search(r'name="revoked" value="(\w+)"', listed.text)
    assert revoked
    stranger.cookies.clear()
    assert stranger.get("/documents.json", headers=program).status_code == 200
    assert stranger.get("/documents/new", headers=program).status_code == 403
    log_in(stranger, "vera")
    stranger.post("/tokens", data={"revoked": revoked[1], "_csrf_token": form_token(stranger, "/tokens")})
    stranger.cookies.clear()
    assert stranger.get("/documents.json", headers=program).status_code == 401


def test_a_token_has_no_more_than_its_account(stranger: Client) -> None:
    with engine_of(stranger).execution_options(writes=True).begin() as connection:
        with pytest.raises(UsageError, match="cannot be admin"):
            make_token(connection, "rita", "x", "admin")
        token = make_token(connection, "vera", "x", "reviewer")
        connection.execute(update(people.accounts).where(people.accounts.c.name == "vera").values(role="reader"))
    assert stranger.get("/documents/new", headers={"authorization": f"Bearer {token}"}).status_code == 403


def test_what_was_done_is_in_the_log(stranger: Client) -> None:
    log_in(stranger, "rita", "wrong-password")
    log_in(stranger, "anna")
    rows = stranger.get("/audit.json").json()["items"]
    assert [(r["who"], r["what"], r["detail"]) for r in rows] == [("anna", "login", "anna"), ("-", "refused", "rita")]
    assert "wrong-password" not in stranger.get("/audit").text


@pytest.mark.parametrize("name", ["", "local", "Ann", "a b", "-x", "x" * 41, "machine", "é"])
def test_odd_names_are_refused(stranger: Client, name: str) -> None:
    with engine_of(stranger).begin() as connection, pytest.raises(UsageError):
        accounts.add_account(connection, name, "a-long-password", "reader")


def test_sessions_that_ran_out_are_cleared(stranger: Client) -> None:
    with engine_of(stranger).execution_options(writes=True).begin() as connection:
        open_session(connection, "rita")
        connection.execute(update(people.sessions).values(expires="2020-01-01T00:00:00+00:00"))
        open_session(connection, "vera")
        assert connection.execute(select(people.sessions.c.account)).scalars().all() == ["vera"]


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\r\nb",
        "http://[",
        "",
    ],
)
def test_a_login_leads_nowhere_else(address: str) -> None:
    assert own(address) == "/"


def test_a_login_leads_on() -> None:
    assert own("/documents?q=a&after=b") == "/documents?q=a&after=b"
