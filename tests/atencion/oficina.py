"""People who attend talks, for tests: accounts with the role agente, there or not."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot import atencion
from bot.services import Services
from knowledge import cola
from knowledge.atencion import Cierre, PresenciaRow
from knowledge.conversaciones import MessageRow, Outgoing
from knowledge.personal import create_account


def agente(services: Services, usuario: str = "ana", dependencia_id: str | None = None) -> str:
    """Make an account that attends talks."""
    with services.db.session() as db:
        create_account(
            db, usuario, usuario.title(), ["agente"], "clave-de-entrada-larga", services.clock(), by="prueba",
            dependencia_id=dependencia_id,
        )  # fmt: skip
    return usuario


def presente(services: Services, usuario: str = "ana", *, disponible: bool = True) -> None:
    """Let somebody be there now."""
    with services.db.session() as db:
        db.merge(PresenciaRow(usuario=usuario, disponible=disponible, vista_at=services.clock()))


def abierta(services: Services, contact_id: int) -> Any:
    """Return the talk of a contact that is not over."""
    with services.db.reading() as db:
        return cola.abierta(db, contact_id)


def tomar(services: Services, atencion_id: int, usuario: str = "ana") -> bool:
    """Take a talk."""
    with services.db.writing() as db:
        row = atencion.leer(db, atencion_id)
        return row is not None and cola.tomar(db, row.id, row.contact_id, usuario, services.clock())


def decir(services: Services, atencion_id: int, texto: str, nombre: str = "Ana") -> None:
    """Say something as a person."""
    with services.db.writing() as db:
        atencion.decir(services, db, atencion.leer(db, atencion_id), nombre, texto, services.clock())


def cerrar(services: Services, atencion_id: int, cierre: Cierre = "resuelta", nombre: str = "Ana") -> None:
    """End a talk."""
    with services.db.writing() as db:
        atencion.cerrar(services, db, atencion.leer(db, atencion_id), nombre, cierre, services.clock())


def dichos(services: Services, contact_id: int) -> list[tuple[str, str, datetime]]:
    """Return the log of a conversation: direction, body, moment."""
    with services.db.reading() as db:
        rows = (
            select(col(MessageRow.direction), col(MessageRow.body), col(MessageRow.at))
            .where(col(MessageRow.contact_id) == contact_id)
            .order_by(col(MessageRow.seq))
        )
        return [(row[0], row[1], row[2]) for row in db.execute(rows)]


def enviados(services: Services, contact_id: int) -> list[tuple[str, str]]:
    """Return what was queued to send: key, body."""
    with services.db.reading() as db:
        rows = select(col(Outgoing.key), col(Outgoing.body)).where(col(Outgoing.contact_id) == contact_id)
        return [(row[0], row[1]) for row in db.execute(rows.order_by(col(Outgoing.id)))]
