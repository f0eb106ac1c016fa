"""What the indicators are told from: daily and monthly cells, the persons in them, the probe's minutes.

A cell is (channel, office, theme); «*» in a place means all of them, so that a filter reads one cell and never adds up
hundreds. Rows of figures hold no words and no number of anybody. Written by `notifier.cifras`.
"""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from knowledge.columns import Utc

CUALQUIERA = "*"  # in a place of a cell: every channel, every office, every theme
DIA, MES = "d", "m"  # a closed day, and its month
PUBLICADO, TRAMO = "p", "q"  # a month as it was published, and its days, joined until each stretch holds five persons


class Clave(NamedTuple):
    """One cell. Empty where the thing counted has none: a question about no trámite belongs to no office."""

    canal: str = CUALQUIERA
    dependencia: str = CUALQUIERA
    tema: str = CUALQUIERA


TODAS = Clave()


class CeldaRow(SQLModel, table=True):
    """One cell of one day or month. `medidas` is JSON {measure: whole number}; `personas`, ids as little-endian uint32."""

    __tablename__ = "kpi_celdas"

    # The key in the order in which a filter reads: one cell through all its days lies together.
    grano: str = Field(primary_key=True)
    fuente: str = Field(primary_key=True)
    canal: str = Field(primary_key=True)
    dependencia: str = Field(primary_key=True)
    tema: str = Field(primary_key=True)
    inicio: date = Field(primary_key=True)
    medidas: str = Field(sa_column=Column(Text, nullable=False))
    personas: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class PersonaRow(SQLModel, table=True):
    """A short number for each pseudonym of `interactions`, and the first day on which it wrote."""

    __tablename__ = "kpi_personas"

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    persona: bytes = Field(sa_column=Column(LargeBinary(8), unique=True, nullable=False))
    primer_dia: date = Field(index=True)


class HechoRow(SQLModel, table=True):
    """What is rolled up: of which source, of which day or month, and what the source looked like then (`huella`)."""

    __tablename__ = "kpi_hechos"
    __table_args__ = {"sqlite_with_rowid": False}

    grano: str = Field(primary_key=True)
    fuente: str = Field(primary_key=True)
    inicio: date = Field(primary_key=True)
    huella: str
    version: int
    at: datetime = Field(sa_type=Utc)


class SondaRow(SQLModel, table=True):
    """One minute of the probe. A minute without a row is one in which nobody was there to ask."""

    __tablename__ = "sondas"

    minuto: datetime = Field(primary_key=True, sa_type=Utc)
    bien: bool
    ms: int = Field(default=0, sa_type=BigInteger)
    motivo: str = ""  # why not, in words for the operator


class DefinicionRow(SQLModel, table=True):
    """One wording of an indicator. Rows are only added: the history is public.

    `estado`: propuesta, rechazada (an office said no, and why), retirada (by who proposed it), vigente (every office
    accepted: in force from `vigente_desde`), reemplazada (another was agreed after it; it stays in force until that one's day).
    """

    __tablename__ = "kpi_definiciones"
    __table_args__ = (Index("ux_kpi_definiciones", "indicador", "version", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    indicador: int
    version: int
    nombre: str
    texto: str = Field(sa_column=Column(Text, nullable=False))  # what is counted, in plain words
    meta: str = ""
    formula_v: int = 1  # the version of the formula that these words describe
    estado: str = "propuesta"
    oficina: str
    usuario: str
    propuesta_at: datetime = Field(sa_type=Utc)
    vigente_desde: date | None = None


class AcuerdoRow(SQLModel, table=True):
    """What one office said of a proposed wording, once."""

    __tablename__ = "kpi_acuerdos"

    definicion_id: int = Field(primary_key=True, foreign_key="kpi_definiciones.id")
    oficina: str = Field(primary_key=True)
    usuario: str
    acepta: bool
    nota: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_type=Utc)


class ReporteRow(SQLModel, table=True):
    """A report that is made and kept. `datos` is what it tells, fixed when it is begun: made again, it has the same bytes.

    `estado`: pendiente, listo, fallido (`error` says why). `filtro` is "" for the periodic ones, else the query asked for.
    """

    __tablename__ = "kpi_reportes"
    __table_args__ = (Index("ux_kpi_reportes", "tipo", "desde", "hasta", "filtro", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    tipo: str  # mensual, trimestral, semestral, anual, filtro
    desde: date
    hasta: date
    filtro: str = ""
    estado: str = Field(default="pendiente", index=True)
    datos: str | None = Field(default=None, sa_column=Column(Text))
    pdf: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    sha256: str = ""
    error: str = ""
    pedido_por: str = ""  # user name; "" for the timetable
    created_at: datetime = Field(sa_type=Utc)
    done_at: datetime | None = Field(default=None, sa_type=Utc)


class EnvioRow(SQLModel, table=True):
    """One report to one address of the list. `estado`: pendiente, enviado, fallido, incierto."""

    __tablename__ = "kpi_envios"

    reporte_id: int = Field(primary_key=True, foreign_key="kpi_reportes.id")
    correo: str = Field(primary_key=True)
    estado: str = Field(default="pendiente", index=True)
    attempts: int = 0
    due_at: datetime = Field(sa_type=Utc)
    error: str = ""
