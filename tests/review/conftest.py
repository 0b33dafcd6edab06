"""A store with one record of everything."""

import pytest
from sqlalchemy import Engine
from tests.factory import call_record
from tests.store.conftest import empty, server, store, template  # noqa: F401  the same stores

from communique.store import writer


@pytest.fixture
def kept(store: Engine) -> tuple[Engine, str]:  # noqa: F811
    """The store and the key of its document."""
    ((key, _),) = writer.add_many(store, [call_record()])
    return store, key
