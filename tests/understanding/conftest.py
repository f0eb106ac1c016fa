"""One training for all the tests of a run, on the bundled phrases: about a minute."""

from pathlib import Path

import pytest

from flows.understanding import Understanding, understanding
from knowledge import frases, search
from knowledge.search import ModelBlob
from tests.staging import trained_model
from tests.worlds import bundled

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def phrases() -> tuple[frases.Frase, ...]:
    """Return every phrase that a fresh installation trains on."""
    return (*frases.bundled(), *frases.of_catalogue(bundled()[0]))


@pytest.fixture(scope="session")
def trained() -> ModelBlob:
    """Return the model that a fresh installation serves."""
    return search.load(trained_model()[1])


@pytest.fixture(scope="session")
def context(trained: ModelBlob) -> Understanding:
    """Return the understanding with its model."""
    return understanding(bundled()[0], trained.datos)


@pytest.fixture(scope="session")
def by_rules() -> Understanding:
    """Return the understanding of a process that has no model yet."""
    return bundled()[1]


def lines(name: str) -> list[str]:
    """Return the messages of a data file, one a line."""
    raw = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in raw if line.strip() and not line.startswith("#")]
