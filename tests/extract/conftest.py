"""The coder of the package, for tests that code whole texts."""

import pytest

from sayso.pipeline import Coder
from tests.extract.parsed import whole_coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return whole_coder()
