"""Tables of open government: commitments, milestones, neighbourhood meetings."""

from datetime import date

from sqlmodel import Field

from knowledge.contenido import ContenidoRow


class CompromisoRow(ContenidoRow, table=True):
    """A commitment of the plan, known by its name: the plan numbers two of them both ways."""

    __tablename__ = "compromisos"

    nombre: str = ""


class HitoRow(ContenidoRow, table=True):
    """A milestone of a commitment. No milestone of the plan has a date; staff may give one."""

    __tablename__ = "hitos"

    compromiso_id: str = Field(default="", index=True)
    num: int = 0
    estado: str = "sin_reporte"
    fecha: date | None = Field(default=None, index=True)


class EncuentroRow(ContenidoRow, table=True):
    """A neighbourhood meeting: where, when, for what."""

    __tablename__ = "encuentros"

    nombre: str = ""
    lugar: str = ""
    fecha: date | None = Field(default=None, index=True)
