"""Write the next migration from the models: `python -m knowledge.migrations NUMBER MESSAGE` (for maintainers).

The models are compared with a scratch SQLite database at the current head; read the result before you commit it, and move HEAD.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from knowledge.db import open_database
from knowledge.migrations.runner import config, upgrade


def write(number: str, message: str) -> None:
    """Write `versions/<number>_<message>.py`."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder).as_posix()}/scratch.db")
        if any((Path(__file__).parent / "versions").glob("*.py")):
            upgrade(database)
        with database.writing() as connection:
            command.revision(config(connection), message=message, rev_id=number, autogenerate=True)
        database.engine.dispose()


if __name__ == "__main__":
    write(sys.argv[1], " ".join(sys.argv[2:]))
