"""A ledger of invented reports for data sets and briefs: one contested attack, a raid, a march that is only planned."""

from collections.abc import Iterator

import pytest

from sayso.ledger import Ledger
from tests.serve.made import made_ledger

Made = tuple[Ledger, dict[str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The ledger and the ids of its events by name; not to be changed."""
    ledger, ids = made_ledger(tmp_path_factory.mktemp("exports"))
    with ledger:
        yield ledger, ids


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """One that a test may change."""
    ledger, ids = made_ledger(tmp_path_factory.mktemp("own"))
    with ledger:
        yield ledger, ids
