"""Files that a browser sent and no conversation has: the process ended between the disk and the database."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from bot.documentos import FOLDER
from bot.services import Services
from knowledge.conversaciones import MediaRow

PREFIX = "web-"  # only these are looked at: what lies beside them belongs to other tables
SETTLED = timedelta(days=1)  # a younger one may be in the middle of its turn


def sweep(services: Services) -> int:
    """Delete them. Returns how many there were.

    Raises:
        Unavailable: the database does not answer; nothing was deleted.
    """
    folder, until = services.settings.data_dir / FOLDER, services.clock() - SETTLED
    if not folder.is_dir():
        return 0
    with services.db.reading() as db:
        known = set(db.execute(select(col(MediaRow.path)).where(col(MediaRow.path).startswith(PREFIX))).scalars())
    left = [
        path
        for path in folder.glob(f"{PREFIX}*")
        if path.name not in known and datetime.fromtimestamp(path.stat().st_mtime, UTC) < until
    ]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
