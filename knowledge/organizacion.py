"""Tables of the house itself: offices, places where they attend, territory, days off, terms of the law."""

from datetime import date

from sqlmodel import Field

from knowledge.contenido import ContenidoRow


class DependenciaRow(ContenidoRow, table=True):
    """An office. Holds no name of a person: office holders change, and their names are not needed to be served."""

    __tablename__ = "dependencias"

    nombre: str = ""
    tipo: str = ""


class PuntoRow(ContenidoRow, table=True):
    """A place where a service is given."""

    __tablename__ = "puntos_atencion"

    nombre: str = ""
    localidad: int | None = None


class LugarRow(ContenidoRow, table=True):
    """A barrio, corregimiento or island."""

    __tablename__ = "lugares"

    nombre: str = ""
    tipo: str = ""
    localidad: int | None = None


class FestivoRow(ContenidoRow, table=True):
    """A day that no term counts: a holiday of the law, or a local day off that staff add."""

    __tablename__ = "festivos"

    fecha: date = Field(default=date.min, index=True)
    nombre: str = ""


class TerminoRow(ContenidoRow, table=True):
    """How many business days a kind of petition has."""

    __tablename__ = "terminos"

    tipo: str = ""
    dias: int = 0
