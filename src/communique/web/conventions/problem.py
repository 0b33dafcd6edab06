"""Problem details: what programs are told of an error."""

from typing import Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec

MEDIA_TYPE = "application/problem+json"


class Problem(msgspec.Struct, kw_only=True):
    """RFC 9457, with `errors` for what is wrong with single fields."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"
    errors: tuple[Any, ...] = ()


PROBLEMS = {
    status: ResponseSpec(Problem, description=meaning, media_type=MEDIA_TYPE, generate_examples=False)
    for status, meaning in (
        (400, "The question makes no sense"),
        (401, "Nobody known asks"),
        (403, "The role is too low, or a form's token is missing"),
        (404, "Nothing of that name is kept"),
        (413, "More than is taken"),
        (422, "What was brought cannot be read"),
        (429, "Too many requests"),
        (503, "The store cannot be asked just now"),
    )
}
"""For OpenAPI: what every address may answer instead."""
