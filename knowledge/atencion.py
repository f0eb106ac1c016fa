"""Talks that a person of the staff attends, what was promised to who waits, and who of the staff is there.

A talk is `en_cola` until somebody takes it, `con_persona` while they own it (`contacts.atencion_id` says so to the turn,
which is then silent), `cerrada` at the end. It may go back to the queue. Each contact has at most one that is not over.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field, SQLModel

from knowledge.columns import Utc

Motivo = Literal["pedida", "no_entendi", "molestia", "tema", "falla", "archivo", "ventanilla"]
Cierre = Literal["resuelta", "radicada", "orientada", "no_responde", "abuso", "salio", "ciudadano"]
CIERRES: dict[Cierre, str] = {
    "resuelta": "Quedó resuelta",
    "radicada": "Se radicó una solicitud",
    "orientada": "Se le dijo a dónde ir",
    "no_responde": "La persona dejó de responder",
    "abuso": "Hubo insultos o amenazas",
}
MOTIVOS: dict[Motivo, str] = {
    "pedida": "Pidió hablar con una persona",
    "no_entendi": "Catalina no le entendió",
    "molestia": "Está molesta",
    "tema": "Es un tema que atiende una persona",
    "falla": "Catalina falló",
    "archivo": "Envió un audio, una foto o un documento",
    "ventanilla": "La abrió alguien de la entidad",
}


class AtencionRow(SQLModel, table=True):
    """One talk. `pedida_at` gives its place in the queue and never changes; `cola` is "" for the general one."""

    __tablename__ = "atenciones"
    __table_args__ = (
        Index(
            "ux_atenciones_abierta",
            "contact_id",
            unique=True,
            sqlite_where=text("cerrada_at IS NULL"),
            postgresql_where=text("cerrada_at IS NULL"),
        ),
        Index("ix_atenciones_cola", "estado", "cola", "pedida_at"),
        Index("ix_atenciones_cerradas", "cola", "cerrada_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", index=True)
    canal: str
    cola: str = ""
    dependencia_id: str | None = None
    tema: str = ""
    motivo: str = "pedida"
    archivo: str | None = None  # reference of a file that came with it
    estado: str = "en_cola"
    agente: str | None = None
    pedida_at: datetime = Field(sa_type=Utc)
    tomada_at: datetime | None = Field(default=None, sa_type=Utc)
    primera_at: datetime | None = Field(default=None, sa_type=Utc)  # the staff's first words
    agente_at: datetime | None = Field(default=None, sa_type=Utc)  # the staff's last words
    ciudadano_at: datetime | None = Field(default=None, sa_type=Utc)  # the citizen's last words while it is open
    cerrada_at: datetime | None = Field(default=None, sa_type=Utc)
    cierre: str | None = None
    desde_seq: int = 0  # number of the message with which it began


class PromesaRow(SQLModel, table=True):
    """What a person was told of when they will be attended. Rows are only added; the last one holds."""

    __tablename__ = "promesas"

    id: int | None = Field(default=None, primary_key=True)
    atencion_id: int = Field(foreign_key="atenciones.id", index=True)
    hacia: datetime = Field(sa_type=Utc)  # when they were told to expect it
    hasta: datetime = Field(sa_type=Utc)  # the latest
    dicha_at: datetime = Field(sa_type=Utc)
    por: str = "pedida"  # pedida, demora, ausencia


class PresenciaRow(SQLModel, table=True):
    """Whether an agent attends just now. Open pages of the desk keep `vista_at` fresh."""

    __tablename__ = "presencias"

    usuario: str = Field(primary_key=True)
    disponible: bool = False
    vista_at: datetime = Field(sa_type=Utc)


class NotaRow(SQLModel, table=True):
    """A note of the staff about a talk; the citizen never sees it. Sealed at rest."""

    __tablename__ = "atencion_notas"

    id: int | None = Field(default=None, primary_key=True)
    atencion_id: int = Field(foreign_key="atenciones.id", index=True)
    usuario: str
    texto: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_type=Utc)
