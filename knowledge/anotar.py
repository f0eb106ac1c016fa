"""Write what happened to a request: an act with its words closed, and the files that came with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, update
from sqlmodel import col

from knowledge.conversaciones import MediaRow
from knowledge.solicitudes import ActoRow, AdjuntoRow

if TYPE_CHECKING:
    from knowledge.tramitar import Archivo, Mesa

BOGOTA = ZoneInfo("America/Bogota")


def el_dia(at: datetime) -> datetime:
    """Return noon of that day: the hour of what nobody signed is the hour of somebody's message."""
    return at.astimezone(BOGOTA).replace(hour=12, minute=0, second=0, microsecond=0)


def write_act(db: Connection, mesa: "Mesa", row: Mapping[str, Any]) -> None:
    """Add one act, now unless the row says when. Its words are closed."""
    texto = row.get("texto", "")
    closed = mesa.sello.close(texto) if texto else ""
    values = {"at": mesa.now, **row, "texto": closed, "detalle": row.get("detalle") or None}
    db.execute(insert(ActoRow).values(values))


def attach(
    db: Connection, mesa: "Mesa", act: Mapping[str, Any], archivos: "tuple[Archivo, ...]", *, of_entity: bool
) -> None:
    """Tie files to an act. The citizen's are no longer one contact's chat: they stay as long as the request."""
    for archivo in archivos:
        db.execute(
            insert(AdjuntoRow).values(
                token=mesa.azar(24).hex(), solicitud_id=act["solicitud_id"], acto_n=act["n"], de="entidad" if of_entity else "ciudadano",
                nombre=archivo.nombre[:120], content_type=archivo.content_type, size=archivo.size, path=archivo.path,
                media_ref=archivo.media_ref,
            )
        )  # fmt: skip
    refs = [a.media_ref for a in archivos if a.media_ref]
    if refs:
        when = {"created_at": act["at"]} if "at" in act else {}
        db.execute(update(MediaRow).where(col(MediaRow.ref).in_(refs)).values(contact_id=None, **when))
