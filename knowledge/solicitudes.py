"""Tables of the requests: where each stands, what was done with it, and what was told in it, sealed.

The row holds no name, no document and no words: those are in `ContenidoSolicitudRow` and in the texts of `ActoRow`, closed
with the key of the server. `knowledge.tramitar` is the only writer of acts; imports of the entity's own system go through it too.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, or_, select

from knowledge.actos import ABIERTAS, INTERNOS, TERMINADAS
from knowledge.codigos import normalise
from knowledge.columns import JsonDict, Utc
from knowledge.plazos import Calendario, elapsed
from knowledge.reloj import Pausa, Reloj
from knowledge.sellado import CannotOpen, Sello
from knowledge.values import AdjuntoSolicitud, Solicitud

# Of the inbox alone: what is worked on here and is not over. Its indexes hold nothing else, so that the years of closed
# requests behind cost nothing; a query must say it in these very words for a database to use them. The empty text keeps
# the plain index of `estado` out of it: walking that one means sorting a million rows.
EN_BANDEJA = (
    f"solicitudes.aqui IS TRUE AND solicitudes.estado || '' IN ({', '.join(repr(estado) for estado in ABIERTAS)})"
)


def _bandeja(name: str, *columns: str) -> Index:
    where = text(EN_BANDEJA.replace("solicitudes.", ""))
    return Index(f"ix_bandeja{name}", *columns, "vence_el", "id", sqlite_where=where, postgresql_where=where)


class SolicitudRow(SQLModel, table=True):
    """One request. `codigo` is what the citizen holds; `radicado` exists only when the entity gave one."""

    __tablename__ = "solicitudes"
    __table_args__ = (
        Index("ix_solicitudes_paso", "dependencia_id", "estado", "paso_desde"),
        _bandeja(""),
        _bandeja("_dependencia", "dependencia_id"),
        _bandeja("_responsable", "responsable"),
        _bandeja("_tipo", "tipo"),
    )

    id: int | None = Field(default=None, primary_key=True)
    codigo: str = Field(unique=True, index=True)
    radicado: str | None = Field(default=None, unique=True, index=True)
    tipo: str
    estado: str = Field(default="recibida", index=True)
    dependencia_id: str | None = None
    dependencia: str = ""
    recibida_el: date
    vence_el: date | None = Field(default=None, index=True)
    plazo_dias_habiles: int | None = None
    actualizada_el: date | None = None
    respondida_el: date | None = None
    # What only a request filed here has.
    aqui: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})  # this product is where it is worked on
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", index=True)  # never of an anonymous one
    canal: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    verbal: bool = Field(
        default=False, sa_column_kwargs={"server_default": "0"}
    )  # spoken or dictated (Decreto 1166 de 2016)
    tramite_id: str | None = None
    recibida_en: datetime | None = Field(default=None, sa_type=Utc)
    responsable: str | None = Field(default=None, index=True)  # user name of who has it
    escalon: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    paso_desde: date | None = None  # since when the present responsible has it
    prorroga_dias: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    pausas: dict[str, Any] | None = Field(default=None, sa_type=JsonDict)  # {"pausas": [[desde, hasta]]}
    completar_hasta: date | None = Field(default=None, index=True)
    ampliada: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})  # the second month was given
    competente: str = Field(
        default="", sa_column_kwargs={"server_default": text("''")}
    )  # the body it was handed over to
    ultimo_acto: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ContenidoSolicitudRow(SQLModel, table=True):
    """What was asked and by whom, sealed. Of an anonymous one there is no name in it."""

    __tablename__ = "solicitudes_contenido"

    solicitud_id: int = Field(primary_key=True, foreign_key="solicitudes.id")
    contenido: str = Field(sa_column=Column(Text, nullable=False))


class ActoRow(SQLModel, table=True):
    """One thing that happened to a request. Rows are only added; `texto` is sealed."""

    __tablename__ = "solicitudes_actos"
    __table_args__ = (UniqueConstraint("solicitud_id", "n"),)

    id: int | None = Field(default=None, primary_key=True)
    solicitud_id: int = Field(foreign_key="solicitudes.id")
    n: int
    at: datetime = Field(sa_type=Utc)
    acto: str
    estado: str  # the one it left
    actor: str  # a user name, «ciudadano», «sistema» or «entidad» (its own system)
    texto: str = Field(default="", sa_column=Column(Text, nullable=False))  # words for the citizen
    detalle: dict[str, Any] | None = Field(default=None, sa_type=JsonDict)  # dates, days, who: no words of a citizen


class AdjuntoRow(SQLModel, table=True):
    """A file of a request: what the citizen sent (its copy is `media_ref`'s) or what the entity answered with."""

    __tablename__ = "solicitudes_adjuntos"

    token: str = Field(primary_key=True)  # unguessable: whoever holds the link may read the file
    solicitud_id: int = Field(foreign_key="solicitudes.id", index=True)
    acto_n: int
    de: str  # ciudadano, entidad
    nombre: str
    content_type: str
    size: int = 0
    path: str | None = None  # random name under the data folder; None: the citizen's, see media_ref
    media_ref: str | None = Field(default=None, index=True)


class ResponsableRow(SQLModel, table=True):
    """Who answers in a dependencia, in order: when `dias` business days pass without an act, it goes to the next."""

    __tablename__ = "responsables"

    dependencia_id: str = Field(primary_key=True)
    orden: int = Field(primary_key=True)
    usuario: str
    dias: int


def solicitud(
    db: Session,
    texto: str,
    today: date,
    calendario: Calendario,
    sello: Sello | None = None,
    *,
    aqui: bool | None = None,
) -> Solicitud | None:
    """Return the state of the request with that code or radicado, or None. Hyphens, spaces and case are forgiven.

    The entity's words and files are told only to who holds the code: a radicado can be guessed from a neighbour's.
    `aqui`: only what is worked on here, or only what is not; None: both.
    """
    code = normalise(texto)
    wanted = or_(col(SolicitudRow.radicado) == texto.strip(), col(SolicitudRow.codigo) == (code or ""))
    row = db.exec(select(SolicitudRow).where(wanted)).first()
    if row is None or aqui not in (None, row.aqui):
        return None
    value = as_value(row, today, calendario)
    return with_words(db, row, value, sello) if sello is not None and row.codigo == code else value


def as_value(row: SolicitudRow, today: date, calendario: Calendario) -> Solicitud:
    """Return what the citizen may read. The count of days stops on the day of the answer."""
    until = (row.respondida_el or row.actualizada_el or today) if row.estado in TERMINADAS else today
    return Solicitud(
        codigo=row.codigo,
        tipo=row.tipo,
        estado=row.estado,  # type: ignore[arg-type]  # the importer and the writes admit only the closed list
        dependencia=row.dependencia,
        recibida_el=row.recibida_el,
        vence_el=row.vence_el,
        dias_habiles_transcurridos=_van(row, until, calendario),
        dias_habiles_plazo=None if row.plazo_dias_habiles is None else row.plazo_dias_habiles + row.prorroga_dias,
        radicado=row.radicado,
        actualizada_el=row.actualizada_el,
        aqui=row.aqui,
        completar_hasta=row.completar_hasta,
        competente=row.competente,
        tramite_id=row.tramite_id,
    )


def with_words(db: Session, row: SolicitudRow, value: Solicitud, sello: Sello) -> Solicitud:
    """Return the value with the entity's last words to the citizen and the files that came with an answer."""
    for_citizens = (col(ActoRow.actor) != "ciudadano", col(ActoRow.acto).not_in(INTERNOS))
    last = db.exec(
        select(ActoRow)
        .where(ActoRow.solicitud_id == row.id, col(ActoRow.texto) != "", *for_citizens)
        .order_by(col(ActoRow.n).desc())
        .limit(1)
    ).first()
    files = db.exec(
        select(AdjuntoRow)
        .where(AdjuntoRow.solicitud_id == row.id, AdjuntoRow.de == "entidad")
        .order_by(col(AdjuntoRow.acto_n))
    )
    return replace(
        value,
        mensaje=opened(sello, last.texto) if last is not None else "",
        adjuntos=tuple(AdjuntoSolicitud(item.token, item.nombre, item.content_type, item.size) for item in files),
    )


def reloj_of(row: Any, dias: int) -> Reloj:
    """Return the legal clock of a row."""
    raw = (row.pausas or {}).get("pausas", ())
    pausas = tuple(Pausa(date.fromisoformat(d), date.fromisoformat(h) if h else None) for d, h in raw)
    return Reloj(row.recibida_el, dias, row.prorroga_dias or 0, pausas)


def pausas_of(reloj: Reloj) -> dict[str, Any] | None:
    """Return the pauses of a clock as its row keeps them."""
    kept = [[p.desde.isoformat(), p.hasta.isoformat() if p.hasta else None] for p in reloj.pausas]
    return {"pausas": kept} if kept else None


def contenido(db: Session, solicitud_id: int, sello: Sello) -> Mapping[str, Any]:
    """Return what was asked and by whom; empty where the server's key is another one or nothing was filed here."""
    row = db.get(ContenidoSolicitudRow, solicitud_id)
    told = opened(sello, row.contenido) if row is not None else ""
    found: Mapping[str, Any] = json.loads(told) if told else {}
    return found


def opened(sello: Sello, closed: str) -> str:
    """Return what was sealed; nothing where the server's key is another one."""
    try:
        return sello.open(closed) if closed else ""
    except CannotOpen:
        return ""


def _van(row: SolicitudRow, until: date, calendario: Calendario) -> int:
    if not row.pausas:
        return elapsed(row.recibida_el, until, calendario)
    return reloj_of(row, row.plazo_dias_habiles or 0).van(until, calendario)
