"""The honest ledger of notices: one row for each thing a citizen must be told, from when it is due until they know.

A row is written in the transaction of what it tells, under a key that makes a second one impossible. `notifier.avisos`
carries it: message, template, told at the next contact, SMS or e-mail, and at last a task for an official.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, Index, insert
from sqlmodel import Field, SQLModel

from knowledge.columns import Utc
from knowledge.prepared import Prepared

EstadoAviso = Literal["pendiente", "en_camino", "en_espera", "entregado", "contado", "tarea"]
TEMA_SOLICITUDES = "solicitudes"  # the purpose a person says yes to when filing


class AvisoRow(SQLModel, table=True):
    """One notice. `pendiente` → `en_camino` (a row of the outbox carries it) → `entregado`; `en_espera` until the person
    writes → `contado`; whatever fails ends as `tarea`. What it says is made when it leaves, from the request as it then is.
    """

    __tablename__ = "avisos"
    __table_args__ = (
        Index("ix_avisos_estado", "estado", "id"),
        Index("ix_avisos_contacto", "contact_id", "estado"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    contact_id: int = Field(foreign_key="contacts.id")
    tema: str
    clase: str  # the act it tells of
    solicitud_id: int | None = Field(default=None, foreign_key="solicitudes.id", index=True)
    acto_n: int | None = None
    limite: date | None = None  # the last day of the law: no quiet hours hold it past this
    estado: str = "pendiente"
    camino: str = ""  # mensaje, plantilla, respuesta, sms, correo
    probados: str = ""  # the ways tried before, «mensaje plantilla»
    salida_key: str | None = Field(default=None, index=True)  # the row of the outbox that carries it
    created_at: datetime = Field(sa_type=Utc)
    desde: datetime = Field(sa_type=Utc)  # when it came to this state
    motivo: str = ""  # why it is not delivered, for the official: «window», «opted_out», «dead»…


class AvisoSalidaRow(SQLModel, table=True):
    """Which rows of the outbox carried a notice, by their key. Good news of any of them, however late, is good news of it."""

    __tablename__ = "avisos_salidas"

    aviso_id: int = Field(primary_key=True, foreign_key="avisos.id")
    salida_key: str = Field(primary_key=True, index=True)


class PlantillaRow(SQLModel, table=True):
    """A WhatsApp template as the vendor last said it stands. Read each night."""

    __tablename__ = "plantillas_whatsapp"

    sid: str = Field(primary_key=True)
    nombre: str = ""
    categoria: str = ""  # UTILITY, MARKETING, AUTHENTICATION
    estado: str = ""  # approved, pending, rejected, paused, disabled
    razon: str = ""
    revisada_en: datetime = Field(sa_type=Utc)


@dataclass(frozen=True, slots=True)
class Novedad:
    """What happened to a request and must be told."""

    solicitud_id: int
    acto_n: int
    acto: str
    limite: date | None = None  # the last day of the law to tell it


_INSERT = Prepared(
    insert(AvisoRow), "key", "contact_id", "tema", "clase", "solicitud_id", "acto_n", "limite", "estado", "camino", "probados", "motivo",
    "created_at", "desde",
)  # fmt: skip


def avisar(db: Connection, contact_id: int, novedad: Novedad, now: datetime) -> None:
    """Write one notice in the transaction of what it tells."""
    key = f"solicitud:{novedad.solicitud_id}:{novedad.acto_n}"
    row = {"key": key, "contact_id": contact_id, "tema": TEMA_SOLICITUDES, "clase": novedad.acto, "estado": "pendiente"}
    row |= {"solicitud_id": novedad.solicitud_id, "acto_n": novedad.acto_n, "limite": novedad.limite}
    _INSERT.run(db, {**row, "camino": "", "probados": "", "motivo": "", "created_at": now, "desde": now})
