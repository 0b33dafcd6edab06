"""Forms that nobody else can send in a visitor's name: Litestar's double-submit cookie, and a look at where the form stood."""

from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
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
            if scope["method"] not in self.config.safe_methods and not _same_site(dict(scope["headers"])):
                raise PermissionDeniedException("this form was sent from another site")
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


def _same_site(headers: dict[bytes, bytes]) -> bool:
    """Whether the page that holds the form is one of ours, as far as the browser says where it is."""
    origin = headers.get(b"origin")
    return origin is None or origin.partition(b"://")[2] == headers.get(b"host")
