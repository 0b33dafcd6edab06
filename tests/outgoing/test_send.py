"""Deliveries: what is new goes out once, signed, again after failures, and nowhere it should not."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from tests.outgoing.conftest import Hook, Mailbox, add, call, story

from communique.errors import UsageError
from communique.outgoing import deliveries, searches
from communique.outgoing.gather import newest, since
from communique.outgoing.mail import mail_address, smtp_of
from communique.outgoing.send import Means, Outcome, send_due
from communique.outgoing.webhook import signature
from communique.query.merging.run import refresh
from communique.store import outgoing

SENDER = "desk@desk.example"
NOW = datetime.now(UTC) + timedelta(hours=1)  # later than anything that a test adds is due
LOCAL = Means(allow_private=True, site="https://desk.example")


def following(engine: Engine, what: str, query: str, means: str, target: str, **more: Any) -> dict[str, Any]:
    with engine.execution_options(writes=True).begin() as connection:
        key = searches.save(connection, "Border & crossings", what, query)
        return deliveries.add(connection, key, means, target, allow_private=True, **more)


def send(engine: Engine, means: Means = LOCAL, minutes: float = 0) -> list[Outcome]:
    return list(send_due(engine, means, NOW + timedelta(minutes=minutes)))


def state(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        (row,) = deliveries.overview(connection)
        return row


def titles(hook: Hook) -> list[list[str]]:
    return [[item["title"] for item in json.loads(body)["items"]] for _, _, body in hook.posts]


def test_a_webhook_gets_what_is_new_once_and_signed(store: Engine, hook: Hook) -> None:
    add(store, story(1))
    row = following(store, "statements", "actor=Dask", "webhook", hook.address)
    assert send(store) == []  # what was there before is not new
    add(store, story(2), story(3), story(4, "Mira Tolen"))
    (outcome,) = send(store, minutes=2)
    assert (outcome.entries, outcome.reason) == (2, None)
    assert send(store, minutes=4) == []
    ((path, headers, body),) = hook.posts
    assert path == "/hook"
    signed = f"{headers['Communique-Timestamp']}.".encode() + body
    expected = hmac.new(row["secret"].encode(), signed, hashlib.sha256).hexdigest()
    assert (
        headers["Communique-Signature"]
        == f"sha256={expected}"
        == signature(row["secret"], int(headers["Communique-Timestamp"]), body)
    )
    told = json.loads(body)
    assert (told["search"], told["what"]) == ("Border & crossings", "statements")
    assert [item["_communique"]["day"] for item in told["items"]] == ["2025-03-02", "2025-03-03"]
    assert all(item["url"].startswith("https://desk.example/documents/k") for item in told["items"])


def test_failures_are_tried_again_later_with_the_same_key(store: Engine, hook: Hook) -> None:
    following(store, "documents", "", "webhook", hook.address)
    add(store, story(1))
    hook.status = 500
    (outcome,) = send(store)
    assert outcome.reason == "the server answered 500 Internal Server Error"
    assert send(store) == []  # not before a minute has passed
    assert len(send(store, minutes=1.1)) == 1
    assert (state(store)["failures"], state(store)["reason"]) == (2, outcome.reason)
    assert send(store, minutes=2) == []  # now it is two
    hook.status = 200
    assert send(store, minutes=4)[0].entries == 1
    assert state(store)["failures"] == 0
    assert len({headers["Communique-Delivery"] for _, headers, _ in hook.posts}) == 1
    assert len(hook.posts) == 3


def test_after_many_failures_or_when_it_is_gone_it_is_paused(store: Engine, hook: Hook) -> None:
    row = following(store, "documents", "", "webhook", hook.address)
    add(store, story(1))
    hook.status = 410
    send(store)
    assert state(store)["paused"]
    hook.status = 500
    with store.begin() as connection:
        deliveries.resume(connection, row["id"])
    for hours in range(1, 30 * deliveries.PATIENCE, 25):
        send(store, minutes=60 * hours)
    assert state(store)["paused"] and state(store)["failures"] == deliveries.PATIENCE
    assert len(hook.posts) == 1 + deliveries.PATIENCE


def test_redirects_are_not_followed_and_private_addresses_are_refused(store: Engine, hook: Hook) -> None:
    following(store, "documents", "", "webhook", hook.address)
    add(store, story(1))
    hook.status = 307
    assert send(store)[0].reason == "the server answered 307 Temporary Redirect"
    assert [path for path, _, _ in hook.posts] == ["/hook"]
    (outcome,) = send(store, Means(), minutes=5)
    assert "private or reserved address" in str(outcome.reason)
    assert len(hook.posts) == 1
    with store.begin() as connection:
        key = searches.save(connection, "x", "documents", "")
        with pytest.raises(UsageError, match="private or reserved"):
            deliveries.add(connection, key, "webhook", "http://127.0.0.1:1/")


def test_reports_of_one_contact_are_one_entry(store: Engine, hook: Hook) -> None:
    following(store, "contacts", "q=crossing&kind=news", "webhook", hook.address)
    add(store, call("Meridian Wire"), call("Harbour Gazette"))
    refresh(store)
    assert send(store)[0].entries == 2  # the call and the meeting that is planned, each once
    add(store, call("Larn Courier"))
    refresh(store)
    assert send(store, minutes=2) == []
    assert sorted(titles(hook)[0]) == [
        "call (held): Orlan Dask – Mira Tolen", "meeting (planned): Orlan Dask – Mira Tolen"
    ]  # fmt: skip


def test_a_digest_by_mail(store: Engine, mailbox: Mailbox) -> None:
    following(store, "documents", "q=crossing", "e-mail", "reader@paper.example", backlog=True)
    add(store, story(1), story(2))
    means = Means(smtp=smtp_of(mailbox.address, SENDER), site="https://desk.example")
    assert send(store, means)[0].entries == 2
    assert send(store, means, minutes=60 * 25) == []
    (message,) = mailbox.messages
    assert (message["To"], message["From"]) == ("reader@paper.example", SENDER)
    assert message["Subject"] == "Border & crossings: 2 new"
    plain, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert "Crossing 1 & others\n2025-03-01 · Meridian Wire\nhttps://desk.example/documents/k" in plain
    assert "Crossing 2 &amp; others</a>" in html
    assert message["Message-ID"].endswith("@desk.example>")


def test_words_of_a_document_do_no_harm_in_a_mail(store: Engine, mailbox: Mailbox) -> None:
    following(store, "statements", "", "e-mail", "reader@paper.example")
    add(store, story(1, "<img src=x onerror=alert(1)>"))
    send(store, Means(smtp=smtp_of(mailbox.address, SENDER)))
    html = mailbox.messages[0].get_body(("html",))
    assert html is not None
    assert "<img" not in html.get_content() and "&lt;img" in html.get_content()


def test_a_mail_server_that_refuses_or_is_not_there(store: Engine, mailbox: Mailbox) -> None:
    following(store, "documents", "", "e-mail", "reader@paper.example")
    add(store, story(1))
    mailbox.refuse = "550 no such person"
    means = Means(smtp=smtp_of(mailbox.address, SENDER))
    assert "no such person" in str(send(store, means)[0].reason)
    assert "no mail server is named: --smtp" in str(send(store, Means(), minutes=5)[0].reason)
    nowhere = Means(smtp=smtp_of("smtp://127.0.0.1:9", SENDER))
    assert "the mail server: " in str(send(store, nowhere, minutes=60)[0].reason)
    mailbox.refuse = None
    assert send(store, means, minutes=600)[0].entries == 1


def test_a_password_is_not_sent_in_the_clear() -> None:
    from communique.outgoing import mail
    from communique.outgoing.failure import DeliveryError

    server = smtp_of("smtp://ana:secret%20word@mail.example", SENDER)
    assert (server.user, server.password, server.port) == ("ana", "secret word", 25)
    assert smtp_of("smtps://mail.example", SENDER).port == 465

    class Open:
        def __enter__(self) -> "Open":
            return self

        def __exit__(self, *_: object) -> None: ...

        def ehlo(self) -> None: ...

        def has_extn(self, _: str) -> bool:
            return False

        def login(self, *_: str) -> None:
            raise AssertionError("the password went out")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mail, "_connected", lambda *_: Open())
        with pytest.raises(DeliveryError, match="in the clear"):
            mail.send(server, mail.digest("x", [], "a@b.example", SENDER, "k"))


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b\nBcc: c@d", "a b@c", "A <a@b.example>", "a@b.example, c@d.example"]
)
def test_what_is_no_mail_address(address: str) -> None:
    with pytest.raises(UsageError, match="not a mail address"):
        mail_address(address)


@pytest.mark.parametrize("address", ["mail.example", "http://mail.example", "smtp://", "smtp://x:port"])
def test_what_is_no_mail_server(address: str) -> None:
    with pytest.raises(UsageError, match="mail server"):
        smtp_of(address, SENDER)


def test_much_that_is_new_goes_out_in_order_and_whole(
    store: Engine, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.outgoing.send.STEP", 2)
    monkeypatch.setattr("communique.outgoing.send.ENOUGH", 3)
    following(store, "documents", "", "webhook", hook.address)
    add(store, *(story(n) for n in range(1, 12)))
    outcomes = send(store)
    assert [o.entries for o in outcomes] == [4, 4, 3]
    assert [t for some in titles(hook) for t in some] == [f"Crossing {n} & others" for n in range(1, 12)]
    with store.connect() as connection:
        assert connection.execute(select(func.count()).select_from(outgoing.sent)).scalar_one() == 11


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize(
    ("what", "query", "count"),
    [
        ("documents", "q=crossing", 3), ("documents", "q=nowhere", 0), ("documents", "publisher=meridian&kind=news", 3),
        ("documents", "channel=statement&since=2025-03-02", 2), ("documents", "actor=Tolen", 1), ("statements", "q=number", 3),
        ("statements", "publisher=wire&actor=Dask", 2), ("statements", "channel=call", 0),
        ("statements", "until=2025-03-01", 1),
    ],
)  # fmt: skip
def test_what_came_in_is_narrowed_alike_however_many_pass(
    store: Engine, monkeypatch: pytest.MonkeyPatch, few: int, what: str, query: str, count: int
) -> None:
    for name in ("query.which.FEW", "query.which.SOME", "query.conditions.SOME"):
        monkeypatch.setattr(f"communique.{name}", few)
    add(store, story(1), story(2), story(3, "Mira Tolen"))
    with store.connect() as connection:
        assert len(since(connection, what, query, 0, 99)) == count
        assert len(newest(connection, what, query)) == count


def test_two_senders_do_not_send_twice(store: Engine, hook: Hook) -> None:
    following(store, "documents", "", "webhook", hook.address)
    add(store, story(1))
    one, other = send_due(store, LOCAL, NOW), send_due(store, LOCAL, NOW)
    hook.status = 200
    assert [o.entries for o in (*other, *one)] == [1]
    assert len(hook.posts) == 1


def test_the_same_search_and_target_twice_is_one(store: Engine, hook: Hook) -> None:
    first = following(store, "documents", "q=border", "webhook", hook.address)
    assert following(store, "documents", "q=border", "webhook", hook.address) == {
        **first,
        "reason": None,
        "paused": None,
    }
    with store.begin() as connection:
        (search,) = searches.searches(connection)
        searches.remove(connection, search["id"])
    with store.connect() as connection:
        assert deliveries.overview(connection) == []
    with store.begin() as connection:
        for verb in (deliveries.pause, deliveries.resume, deliveries.remove):
            with pytest.raises(UsageError, match="no such delivery"):
                verb(connection, first["id"])


def test_names_that_nobody_bears_are_said_at_once(store: Engine) -> None:
    with store.begin() as connection:
        for what, query, line in (
            ("statements", "actor=Nobody", "nobody called"),
            ("weather", "", "what can be followed"),
            ("documents", "x=1", "can be narrowed"),
        ):
            with pytest.raises(UsageError, match=line):
                searches.save(connection, "x", what, query)
