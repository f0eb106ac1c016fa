"""Tables of the conversation: contacts and their addresses, sessions, what came in, what goes out, what is counted.

The hot path (`bot.inbox`, `notifier.outbox`) works on them with Core statements; the panel reads them as models.
"""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from knowledge.columns import Utc


class Contact(SQLModel, table=True):
    """A person as the product knows one: an internal id. Numbers and handles are addresses, and they change."""

    __tablename__ = "contacts"

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(sa_type=Utc)
    idioma: str | None = None  # asked for, or noticed in what the person writes
    aviso_version: str | None = None  # the privacy notice last shown
    atencion_id: int | None = None  # the talk (`atenciones`) that a person of the staff owns now: the bot is silent
    sin_persona_hasta: datetime | None = Field(default=None, sa_type=Utc)  # insulted the staff: only the bot answers


class Address(SQLModel, table=True):
    """One way to reach a contact: `whatsapp:+57…`, `whatsapp:CO.1349…` (business-scoped id), `web:<sha256>`."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("address"),)

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id", index=True)
    channel: str
    address: str
    last_inbound_at: datetime | None = Field(default=None, sa_type=Utc)  # opens the 24-hour window
    dead: bool = False  # the provider says that nobody is there
    opted_out: bool = False
    # Of a browser that came to the conversation later: it reads only what follows, and counts from one.
    desde_seq: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class SessionRow(SQLModel, table=True):
    """The conversation of one contact, made with it. `state` is JSON text whose key order matters; sealed when confidential.

    `last_seq` is the last number given in `messages`; it only grows, whatever becomes of the state.
    """

    __tablename__ = "sessions"

    contact_id: int = Field(primary_key=True, foreign_key="contacts.id")
    state: str = Field(sa_column=Column(Text, nullable=False))
    last_seq: int = 0
    updated_at: datetime = Field(sa_type=Utc, index=True)


class Seen(SQLModel, table=True):
    """Ids that a provider gave to messages we took. Inserted first in every turn: what makes a repeat harmless."""

    __tablename__ = "seen"
    __table_args__ = (UniqueConstraint("provider", "provider_id"),)

    id: int | None = Field(default=None, primary_key=True)
    provider: str
    provider_id: str
    at: datetime = Field(sa_type=Utc, index=True)


class MessageRow(SQLModel, table=True):
    """One message in or out, numbered per contact. `body` is JSON {texto, opciones}, sealed or «[denuncia]» when confidential."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("contact_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    seq: int
    direction: str  # in, out
    body: str = Field(sa_column=Column(Text, nullable=False))
    sealed: bool = False
    at: datetime = Field(sa_type=Utc, index=True)
    ref: str | None = Field(default=None, index=True)  # «provider:id» of an inbound message


class Outgoing(SQLModel, table=True):
    """One message to send through a provider. The row is the truth; who calls the delivery is a detail.

    Ladder: pendiente → tomada → enviada → entregada → leida; fallida and descartada end it; incierta means that the
    provider may have sent it: it is reconciled, never blindly sent again.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_outbox_due", "estado", "due_at"),
        Index("ix_outbox_contact", "contact_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str  # «turn:<contact>:<turn>», «aviso:<…>»: the same thing is never queued twice
    contact_id: int = Field(foreign_key="contacts.id")
    address: str
    channel: str
    kind: str = "reply"  # reply, notice, aviso, aviso_ya (rows of `avisos` say what becomes of the last two)
    body: str = Field(
        sa_column=Column(Text, nullable=False)
    )  # JSON {texto, opciones}, of an aviso also {plantilla, asunto}
    sealed: bool = False
    estado: str = "pendiente"
    attempts: int = 0
    due_at: datetime = Field(sa_type=Utc)
    created_at: datetime = Field(sa_type=Utc)
    lease_until: datetime | None = Field(default=None, sa_type=Utc)
    claimed_by: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
    provider_id: str | None = Field(default=None, index=True)
    error: str | None = None


class StatusReceipt(SQLModel, table=True):
    """One status callback, as it came: late, twice or before the answer to the request are all fine."""

    __tablename__ = "receipts"
    # The provider's id is part of it: a row sent again after a failure has its own receipts.
    __table_args__ = (UniqueConstraint("outbox_id", "provider_id", "status", "error"),)

    id: int | None = Field(default=None, primary_key=True)
    outbox_id: int = Field(foreign_key="outbox.id")
    status: str
    error: str = ""
    provider_id: str
    at: datetime = Field(sa_type=Utc)


class EffectDone(SQLModel, table=True):
    """The proof that an effect of a flow was carried out: (contact, run, key) is unique for ever."""

    __tablename__ = "effects"
    __table_args__ = (UniqueConstraint("contact_id", "run", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    run: int
    key: str
    kind: str
    at: datetime = Field(sa_type=Utc)


class Consent(SQLModel, table=True):
    """Proof of what a person was told or asked for: version, moment and channel. Rows are only added."""

    __tablename__ = "consents"

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id", index=True)
    kind: str  # aviso, alta, baja
    tema: str = ""
    version: str = ""
    channel: str
    at: datetime = Field(sa_type=Utc)


class Subscription(SQLModel, table=True):
    """What a contact asked to be told about."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("contact_id", "tema"),)

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id")
    tema: str
    active: bool = True
    at: datetime = Field(sa_type=Utc)


class Task(SQLModel, table=True):
    """Something a person of the entity must attend: a hand-over, help to apply, a value reported as wrong, an alarm."""

    __tablename__ = "tasks"

    id: int | None = Field(default=None, primary_key=True)
    # funcionario, acompanamiento, error_dato, alarma, aviso_sin_entregar, escalada, por_vencer, vencida, completar_vencido
    kind: str
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", index=True)
    dependencia_id: str | None = None
    tema: str = ""
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    clave: str | None = Field(default=None, unique=True, index=True)  # what a job may leave only once
    para: str | None = None  # user name of whom it is for; None: anybody of the dependencia


class MediaRow(SQLModel, table=True):
    """A file a citizen sent: the provider's address at once, our own copy once a job has fetched it."""

    __tablename__ = "media"

    ref: str = Field(primary_key=True)
    contact_id: int | None = Field(default=None, foreign_key="contacts.id", index=True)
    provider: str
    url: str
    content_type: str
    size: int | None = None
    sha256: str | None = None
    path: str | None = None  # random name under the data folder, outside the web root
    estado: str = "pendiente"  # pendiente, copiada, rechazada
    error: str | None = None
    attempts: int = 0
    due_at: datetime = Field(sa_type=Utc)
    created_at: datetime = Field(sa_type=Utc)


class Interaction(SQLModel, table=True):
    """One turn, for the figures: no words, no number. A confidential turn carries no persona and only its day."""

    __tablename__ = "interactions"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    persona: bytes | None = Field(default=None, sa_column=Column(LargeBinary(8)))  # keyed hash, key rotated yearly
    channel: str
    idioma: str
    kind: str
    intencion: str | None = None
    confianza: float | None = None
    tramite: str | None = None
    dependencia: str | None = None  # of the trámite, that day: offices change hands
    flow: str | None = None
    question: str | None = None
    ended: str | None = None
    reply_ms: int = 0  # from receipt to the reply being written


class Rating(SQLModel, table=True):
    """A satisfaction rating."""

    __tablename__ = "ratings"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    channel: str
    puntaje: int
    comentario: str | None = None
    codigo: str | None = Field(default=None, unique=True, index=True)  # the request, rated once; None: the talk itself


class Event(SQLModel, table=True):
    """What the operators must know: a flow that raised, a provider that refuses, a job that failed. No citizen words."""

    __tablename__ = "events"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    kind: str
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    contact_id: int | None = None


class Tick(SQLModel, table=True):
    """One run of one job of the timetable: `UNIQUE(job, tick)` lets exactly one of many schedulers run it."""

    __tablename__ = "ticks"
    __table_args__ = (UniqueConstraint("job", "tick"),)

    id: int | None = Field(default=None, primary_key=True)
    job: str
    tick: str
    at: datetime = Field(sa_type=Utc)


class Heartbeat(SQLModel, table=True):
    """When a part of the product last showed that it lives."""

    __tablename__ = "heartbeats"

    name: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Utc)


class ContentCache(SQLModel, table=True):
    """The provider's id of an interactive message we created before, by hash of its content."""

    __tablename__ = "content_cache"

    sha256: str = Field(primary_key=True)
    provider_id: str
    at: datetime = Field(sa_type=Utc)
