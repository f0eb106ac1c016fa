"""Tables of the calls that third parties open, and of the service that spreads them."""

from datetime import date

from sqlmodel import Field

from knowledge.contenido import ContenidoRow


class ConvocatoriaRow(ContenidoRow, table=True):
    """A call. `cierre` is a column because notices are sent by it."""

    __tablename__ = "convocatorias"

    titulo: str = ""
    convocante: str = ""
    estado: str = "por_confirmar"
    cierre: date | None = Field(default=None, index=True)


class ServicioConvocatoriasRow(ContenidoRow, table=True):
    """The one row about the service itself, with its mandatory disclaimer."""

    __tablename__ = "servicio_convocatorias"
