"""The stores of the other tests."""

from tests.store.conftest import empty, server, store, template  # noqa: F401
