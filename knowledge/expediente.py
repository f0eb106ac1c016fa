"""One request as who works on it reads it: what was asked, its files, each act and what became of its notice. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, or_, select

from knowledge.actos import Acto
from knowledge.avisos import AvisoRow
from knowledge.codigos import normalise
from knowledge.conversaciones import Address, MediaRow
from knowledge.sellado import Sello
from knowledge.solicitudes import ActoRow, AdjuntoRow, SolicitudRow, contenido, opened

EstadoFichero = Literal["listo", "pendiente", "rechazado"]


@dataclass(frozen=True, slots=True)
class Fichero:
    """A file of a request. `path` is its name under the data folder, None while it is not there."""

    token: str
    nombre: str
    content_type: str
    size: int
    de: str
    acto_n: int
    estado: EstadoFichero
    path: str | None


@dataclass(frozen=True, slots=True)
class Paso:
    """One act, with its words opened."""

    n: int
    at: datetime
    acto: Acto
    estado: str
    actor: str
    texto: str
    detalle: Mapping[str, Any]
    avisos: tuple[AvisoRow, ...]
    ficheros: tuple[Fichero, ...]


@dataclass(frozen=True, slots=True)
class Expediente:
    """Everything of one request."""

    row: SolicitudRow
    pedido: Mapping[str, Any]
    pasos: tuple[Paso, ...]
    ficheros: tuple[Fichero, ...]
    telefonos: tuple[str, ...] = ()  # of who filed it by WhatsApp; never of an anonymous one

    def desde(self, visto: int) -> list[Paso]:
        """Return what was done since somebody read up to that act."""
        return [paso for paso in self.pasos if paso.n > visto]


def find(db: Session, codigo: str) -> SolicitudRow | None:
    """Return the request of that code, however it was written; None for a radicado, which can be guessed."""
    code = normalise(codigo) or codigo
    return db.exec(select(SolicitudRow).where(or_(col(SolicitudRow.codigo) == code, col(SolicitudRow.codigo) == codigo))).first()  # fmt: skip


def leer(db: Session, row: SolicitudRow, sello: Sello) -> Expediente:
    """Return everything of a request. The caller writes down who opened it."""
    assert row.id is not None
    files = ficheros(db, row.id)
    told = db.exec(select(AvisoRow).where(AvisoRow.solicitud_id == row.id).order_by(col(AvisoRow.id))).all()
    acts = db.exec(select(ActoRow).where(ActoRow.solicitud_id == row.id).order_by(col(ActoRow.n)))
    pasos = tuple(_paso(act, told, files, sello) for act in acts)
    return Expediente(row, contenido(db, row.id, sello), pasos, files, _phones(db, row.contact_id))


def _phones(db: Session, contact_id: int | None) -> tuple[str, ...]:
    """Return the numbers that a contact writes from. A business-scoped id of WhatsApp is no number."""
    if contact_id is None:
        return ()
    query = select(Address.address).where(Address.contact_id == contact_id, Address.channel == "whatsapp")
    numbers = [address.removeprefix("whatsapp:") for address in db.exec(query.order_by(col(Address.id)))]
    return tuple(number for number in numbers if number.startswith("+"))


def ficheros(db: Session, solicitud_id: int) -> tuple[Fichero, ...]:
    """Return the files of a request in the order of its acts."""
    query = (
        select(AdjuntoRow, MediaRow)
        .join(MediaRow, col(MediaRow.ref) == col(AdjuntoRow.media_ref), isouter=True)
        .where(AdjuntoRow.solicitud_id == solicitud_id)
        .order_by(col(AdjuntoRow.acto_n), col(AdjuntoRow.nombre))
    )
    return tuple(_fichero(file, copy) for file, copy in db.exec(query))


def _fichero(file: AdjuntoRow, copy: MediaRow | None) -> Fichero:
    path = file.path or (copy.path if copy is not None and copy.estado == "copiada" else None)
    waits: EstadoFichero = "pendiente" if copy is not None and copy.estado == "pendiente" else "rechazado"
    return Fichero(
        token=file.token, nombre=file.nombre, de=file.de, acto_n=file.acto_n, path=path, estado="listo" if path else waits,
        content_type=copy.content_type if copy is not None and not file.path else file.content_type,
        size=(copy.size if copy is not None and not file.path else file.size) or 0,
    )  # fmt: skip


def _paso(act: ActoRow, told: Sequence[AvisoRow], files: tuple[Fichero, ...], sello: Sello) -> Paso:
    return Paso(
        n=act.n, at=act.at, acto=act.acto, estado=act.estado, actor=act.actor,  # type: ignore[arg-type]  # a closed list
        texto=opened(sello, act.texto), detalle=act.detalle or {},
        avisos=tuple(aviso for aviso in told if aviso.acto_n == act.n),
        ficheros=tuple(file for file in files if file.acto_n == act.n),
    )  # fmt: skip
