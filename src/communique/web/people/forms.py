"""Forms that nobody else can send in a visitor's name: Litestar's double-submit cookie, with two exceptions."""

from litestar.enums import ScopeType
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Receive, Scope, Send

COOKIE = b"communique_form"


class Forms(CSRFMiddleware):
    """A request with a bearer token needs no form token: no browser adds one by itself. A cookie that this
    process did not sign (it was signed before a restart) counts as none, so that a new one is given."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI callable."""
        if scope["type"] == ScopeType.HTTP:
            if any(name == b"authorization" and v[:7].lower() == b"bearer " for name, v in scope["headers"]):
                await self.app(scope, receive, send)
                return
            scope["headers"] = [self._signed(name, value) for name, value in scope["headers"]]
        await super().__call__(scope, receive, send)

    def _signed(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        if name != b"cookie" or COOKIE not in value:
            return name, value
        kept = [c for c in value.split(b";") if not self._foreign(c.strip())]
        return name, b";".join(kept)

    def _foreign(self, cookie: bytes) -> bool:
        key, _, token = cookie.partition(b"=")
        return key == COOKIE and self._decode_csrf_token(token.decode("latin-1")) is None
