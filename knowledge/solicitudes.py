"""The table of requests whose state a citizen may ask for. No name, no document, no text of the request is here."""

from datetime import date

from sqlmodel import Field, Session, SQLModel, col, or_, select

from knowledge.codigos import normalise
from knowledge.plazos import Calendario, elapsed
from knowledge.values import Solicitud

CERRADAS = frozenset({"respondida", "cerrada", "desistida"})


class SolicitudRow(SQLModel, table=True):
    """One request. `codigo` is what the citizen holds; `radicado` exists only when the entity gave one."""

    __tablename__ = "solicitudes"

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


def solicitud(db: Session, texto: str, today: date, calendario: Calendario) -> Solicitud | None:
    """Return the state of the request with that code or radicado, or None. Hyphens, spaces and case are forgiven."""
    wanted = or_(col(SolicitudRow.radicado) == texto.strip(), col(SolicitudRow.codigo) == (normalise(texto) or ""))
    row = db.exec(select(SolicitudRow).where(wanted)).first()
    return None if row is None else as_value(row, today, calendario)


def as_value(row: SolicitudRow, today: date, calendario: Calendario) -> Solicitud:
    """Return what the citizen may read. The count of days stops on the day of the answer."""
    until = (row.respondida_el or row.actualizada_el or today) if row.estado in CERRADAS else today
    return Solicitud(
        codigo=row.codigo,
        tipo=row.tipo,
        estado=row.estado,  # type: ignore[arg-type]  # the importer and the writes admit only the closed list
        dependencia=row.dependencia,
        recibida_el=row.recibida_el,
        vence_el=row.vence_el,
        dias_habiles_transcurridos=elapsed(row.recibida_el, until, calendario),
        dias_habiles_plazo=row.plazo_dias_habiles,
        radicado=row.radicado,
        actualizada_el=row.actualizada_el,
    )
