"""How often somebody may try to log in."""

from typing import Any

from litestar import Request
from litestar.middleware import DefineMiddleware
from litestar.middleware.rate_limit import RateLimitConfig, RateLimitMiddleware


class LoginLimit(RateLimitMiddleware):
    """Attempts of one address in a minute, as many as the settings allow all processes together; counted apart from other
    requests."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI callable."""
        settings = scope["litestar_app"].state.settings
        self.max_requests = max(1, settings.logins // settings.processes)
        await super().__call__(scope, receive, send)

    def cache_key_from_request(self, request: Request[Any, Any, Any]) -> str:
        """Address and purpose."""
        return f"login {request.client.host if request.client else '-'}"


def logins() -> DefineMiddleware:
    """The limit on the form's target."""
    return DefineMiddleware(LoginLimit, config=RateLimitConfig(("minute", 10)))
