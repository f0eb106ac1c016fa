"""What the parts of the benchmark share: an empty database of each kind, the size that was asked for, the table printed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import SQLModel

from knowledge import tables
from knowledge.db import Database, open_database
from tests.conftest import _fill, _postgres_admin, _postgres_database

NAMES = ("SQLite", "PostgreSQL")
assert tables.MODULES  # importing it declares every table


@contextmanager
def empty(name: str) -> Iterator[Database]:
    """Open a database of that kind with this release's tables and nothing in them; it goes at the end."""
    with ExitStack() as stack:
        if name == "SQLite":
            url = f"sqlite:///{Path(stack.enter_context(TemporaryDirectory()))}/bench.db"
        else:
            url = stack.enter_context(_postgres_database(_postgres_admin(), None))[1]
        db = open_database(url)
        stack.callback(db.engine.dispose)
        SQLModel.metadata.create_all(db.engine)
        yield db


@contextmanager
def fresh(name: str, path: Path) -> Iterator[str]:
    """Give the URL of a database of that kind with the bundled content; a PostgreSQL one goes at the end."""
    with ExitStack() as stack:
        sqlite = name == "SQLite"
        url = f"sqlite:///{path}" if sqlite else stack.enter_context(_postgres_database(_postgres_admin(), None))[1]
        _fill(url)
        yield url


def asked(flags: Sequence[str], name: str, otherwise: int) -> int:
    """Return the number after `--name=`."""
    return next((int(flag.partition("=")[2]) for flag in flags if flag.startswith(f"--{name}=")), otherwise)


def show(title: str, found: Mapping[str, Mapping[str, float]], targets: Mapping[str, float]) -> None:
    """Print a row a figure and a column a database, with the target where there is one."""
    print(title.ljust(44) + "".join(f"{name:>14}" for name in found) + f"{'target':>10}")
    for label in next(iter(found.values())):
        cells = "".join(f"{figures[label]:>14,.1f}" for figures in found.values())
        print(f"{label:44}{cells}" + (f"{targets[label]:>10,.0f}" if label in targets else ""))
