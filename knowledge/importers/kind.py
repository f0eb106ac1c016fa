"""What a kind of content is: its table, its value and the columns that people fill."""

from dataclasses import dataclass

from knowledge.contenido import ContenidoRow
from knowledge.importers.cells import Column, identifier, text

ID = Column("Id", "id", identifier, required=True)
NOMBRE = Column("Nombre", "nombre", text, required=True)
FUENTE = Column("Fuente", "fuente", text, required=True, help="De dónde sale el dato")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content kept in its own table."""

    name: str
    row: type[ContenidoRow]
    value: type
    columns: tuple[Column, ...]
    references: tuple[tuple[str, str], ...] = ()  # (field, table) that must exist
