"""Files of requests on this machine: where they lie, and how the entity's answers are given to whoever holds their link."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from bot.settings import Settings
from knowledge.solicitudes import AdjuntoRow

FOLDER = "adjuntos"  # under the data folder, as everything that citizens and the entity send to each other


@dataclass(frozen=True, slots=True)
class Documento:
    """A file that may be given."""

    path: Path
    nombre: str
    content_type: str


def documento(db: Session, settings: Settings, token: str) -> Documento | None:
    """Return the entity's file of that link, or None: unknown, a citizen's own, or no longer kept."""
    if not (token.isascii() and token.isalnum()):  # ours are; what no database keeps is not asked for
        return None
    row = db.exec(select(AdjuntoRow).where(col(AdjuntoRow.token) == token, col(AdjuntoRow.de) == "entidad")).first()
    if row is None or not row.path:
        return None
    folder = (settings.data_dir / FOLDER).resolve()
    path = (folder / row.path).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    return Documento(path, row.nombre, row.content_type)
