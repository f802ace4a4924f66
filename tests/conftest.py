"""What every test may ask for: the shipped pack and a library that serves it, loaded once."""

from pathlib import Path

import pytest

from bot.core.library import Library
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The shipped pack; nobody may change it."""
    return load([ROOT / "knowledge"])


@pytest.fixture
def library(pack: Pack) -> Library:
    """A library of one's own over the shipped pack."""
    return Library(pack)
