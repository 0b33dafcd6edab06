"""Templates: Jinja2, everything escaped, nothing undefined passed over."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from litestar import Request
from litestar.template.base import csrf_token
from sqlalchemy import Engine

from communique.query.naming import state_names
from communique.web.conventions.words import FILTERS, OWN_STATES
from communique.web.people.roles import STRANGER

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def environment() -> "Environment":
    """The templates of this package; autoescape is on for all of them."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("communique.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    return made


def render(template: str, request: Request[Any, Any, Any], page: Any) -> str:
    """A page as HTML. The template sees `page` (the data), `user`, `path` and `query` of the address, `form_token`,
    `navigation`."""
    path, query = request.scope["path"], request.url.query
    naming = OWN_STATES.set(_naming(request.app.state.engine))
    try:
        return (
            environment()
            .get_template(template)
            .render(
                page=page,
                user=request.scope.get("user") or STRANGER,
                path=path,
                query=f"?{query}" if query else "",
                form_token=csrf_token({"request": request}),
                navigation=request.app.state.navigation,
            )
        )
    finally:
        OWN_STATES.reset(naming)


def _naming(engine: Engine) -> Callable[[str], str]:
    """Names states that only the store knows; asks it once for each, and only where a page has one."""

    @cache
    def named(code: str) -> str:
        with engine.connect() as connection:
            return state_names(connection, [code])[code]

    return named
