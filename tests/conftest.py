"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real documents and gold beside the checkout. Without it the test is skipped, unless the run insists."""
    if not (SHARED / "data").is_dir():
        if os.environ.get("COMMUNIQUE_REQUIRE_SHARED"):
            pytest.fail(f"{SHARED} is required in this run and is not there")
        pytest.skip("needs the shared documents beside the checkout")
    return SHARED
