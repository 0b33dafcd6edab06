"""What a served store is told at its start: frozen, passed in, never a module global."""

import ipaddress
import secrets

import msgspec

from communique.errors import UsageError

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class WebSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How a store is served.

    db: the store. host, port: where to listen. names: host names under which it is reached, besides `host`. secure: it is
    reached by https (a proxy in front), so that cookies are for https only. a_minute: most requests of one visitor;
    logins: most attempts to log in. max_bytes: of a request's body. poll: seconds between two looks for new documents.
    processes: how many serve; each counts requests for itself, of attempts to log in its share. form_key: what forms are signed
    with, the same in all of them.
    """

    db: str
    host: str = "127.0.0.1"
    port: int = 8321
    names: tuple[str, ...] = ()
    secure: bool = False
    a_minute: int = 1200
    logins: int = 10
    max_bytes: int = 8_000_000
    poll: float = 2.0
    processes: int = 1
    form_key: str = msgspec.field(default_factory=lambda: secrets.token_hex(32))

    @property
    def loopback(self) -> bool:
        """Whether it can be reached from this machine only."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def alone(self) -> bool:
        """Whether nobody else is meant to reach it, so that it needs no login while there are no accounts."""
        return self.loopback and not self.names and not self.secure

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        own = f"[{self.host}]" if ":" in self.host else self.host
        name = self.names[0] if self.names else own
        return f"https://{name}/" if self.secure else f"http://{name}:{self.port}/"

    def allowed_hosts(self) -> list[str]:
        """What a request's Host may say. Raises UsageError where nobody said under which name it is reached."""
        own = f"[{self.host}]" if ":" in self.host else self.host
        if own in ("0.0.0.0", "[::]") and not self.names:  # noqa: S104
            raise UsageError(f"{self.host} means every address: say with --name under which name it is reached")
        names = (*self.names, own, *(LOOPBACK if self.loopback else ()))
        return sorted({host for name in names for host in (name, f"{name}:{self.port}")})
