"""An e-mail digest: text and HTML of the same entries, sent by SMTP."""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from communique.errors import UsageError, one_line
from communique.outgoing.entry import Entry
from communique.outgoing.failure import DeliveryError
from communique.present.escape import harmless

if TYPE_CHECKING:
    from jinja2 import Template

TIMEOUT = 30.0  # seconds
PORTS = {"smtp": 25, "smtps": 465}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body style="font-family: Georgia, serif; max-width: 40em; margin: auto; line-height: 1.45">
<h1 style="font-size: 1.3em">{{ title }}</h1>
{% for e in entries %}<article style="margin: 1.2em 0">
<h2 style="font-size: 1em; margin: 0">
{% if e.link %}<a href="{{ e.link }}">{{ e.title }}</a>{% else %}{{ e.title }}{% endif %}
</h2>
<p style="margin: 0; color: #555">{{ [e.day, e.publisher] | select | join(" · ") }}</p>
{% if e.words %}<blockquote style="margin: .4em 0 0 1em">“{{ e.words }}”</blockquote>
{% endif %}</article>
{% endfor %}</body></html>
"""


class Smtp(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server. tls: from the first byte on; otherwise begun where the server offers it, required for a login."""

    host: str
    port: int
    tls: bool
    sender: str
    user: str | None = None
    password: str | None = None


def smtp_of(address: str, sender: str) -> Smtp:
    """A server given as smtp://user:password@host:port or smtps://…. Raises UsageError; the message holds no password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise UsageError("the mail server's address is none: smtp://user:password@host:port") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise UsageError("a mail server is written smtp://user:password@host:port, or smtps://…")
    return Smtp(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        sender=mail_address(sender),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def mail_address(address: str) -> str:
    """A mail address, as it is. Raises UsageError for anything that is none, or more than one."""
    name, at = parseaddr(address)
    local, _, host = at.rpartition("@")
    bad = any(c.isspace() or not c.isprintable() or c in '<>,;:"()[]\\' for c in at)
    if name or at != address or not local or not host or bad or len(at) > 254:
        raise UsageError(f"{harmless(address)[:80]}: not a mail address")
    return address


def digest(title: str, entries: Sequence[Entry], to: str, sender: str, key: str) -> EmailMessage:
    """The message. key: the same for the same entries to the same person; it makes the Message-ID, by which a mail that was
    sent twice for want of an answer can be told."""
    message = EmailMessage()
    message["Subject"] = f"{harmless(title)[:120]}: {len(entries)} new"
    message["From"], message["To"] = sender, to
    message["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(_plain(entry) for entry in entries) + "\n")
    message.add_alternative(_template().render(title=harmless(title), entries=entries), subtype="html")
    return message


def send(server: Smtp, message: EmailMessage) -> None:
    """Hand a message to the server. Raises DeliveryError."""
    context = ssl.create_default_context()
    try:
        with _connected(server, context) as connection:
            connection.ehlo()
            secure = server.tls
            if not secure and connection.has_extn("starttls"):
                connection.starttls(context=context)
                connection.ehlo()
                secure = True
            if server.user is not None:
                if not secure and server.host not in LOOPBACK:
                    raise DeliveryError("the mail server offers no TLS; a password is not sent in the clear")
                connection.login(server.user, server.password or "")
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"the mail server: {one_line(error)}") from error


def _connected(server: Smtp, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.tls:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)


def _plain(entry: Entry) -> str:
    about = " · ".join(part for part in (entry.day, entry.publisher) if part)
    words = f"“{entry.words}”" if entry.words else ""
    return "\n".join(line for line in (entry.title, about, words, entry.link or "") if line)


@cache
def _template() -> "Template":
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True).from_string(HTML)
