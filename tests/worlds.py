"""Worlds for tests of flows: the bundled content without a database, a clock that a test sets, a person who talks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from tempfile import TemporaryDirectory

from sqlmodel import SQLModel

from bot.inbound import Inbound
from bot.inbox import Taken, receive
from bot.services import Services
from flows.context import Canal, Context, Persona
from flows.messages import Bubble, Message
from flows.understanding import Understanding, understanding
from knowledge import catalog, tables
from knowledge.db import open_database
from knowledge.seed import seed
from knowledge.textos import load_textos
from knowledge.values import Catalogo, Idioma, Momento, Requisito, Solicitud, Tiempo, Tramite

assert tables.MODULES  # importing it declares every table

NOON = datetime(2026, 3, 30, 17, 0, tzinfo=UTC)  # Monday, noon in Cartagena


class Clock:
    """A clock that a test sets."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **how: float) -> None:
        self.now += timedelta(**how)


@cache
def content() -> Catalogo:
    """Return the bundled content as a new database holds it, read once per process."""
    with TemporaryDirectory(prefix="catalina-world-") as folder:
        database = open_database(f"sqlite:///{folder}/world.db")
        SQLModel.metadata.create_all(database.engine)
        with database.session() as db:
            seed(db, NOON)
        with database.reading_session() as db:
            catalogo = catalog.load(db)
        database.engine.dispose()
    return catalogo


@cache
def bundled() -> tuple[Catalogo, Understanding]:
    """Return the bundled content and the understanding by rules, built once per process and never changed."""
    return content(), understanding(content(), None)


def make_context(
    *,
    ahora: datetime = NOON,
    idioma: Idioma = "es",
    canal: Canal = "consola",
    denuncias_abiertas: bool = True,
    radica_aqui: bool = True,
    solicitudes: Mapping[str, Solicitud] | None = None,
    catalogo: Catalogo | None = None,
    aviso: bool = False,
) -> Context:
    """Return a context over the bundled content. `aviso`: the privacy notice has still to be shown."""
    contenido, comprension = bundled()
    version = None if aviso else contenido.entidad.version_aviso
    return Context(
        ahora=ahora,
        catalogo=catalogo or contenido,
        comprension=comprension,
        traducir=load_textos(),
        solicitud=(solicitudes or {}).get,
        canal=canal,
        persona=Persona(version),
        idioma=idioma,
        denuncias_abiertas=denuncias_abiertas,
        radica_aqui=radica_aqui,
        url_publica="https://catalina.example",
    )


RADICABLE = "ctg-residencia"


def filed_here(record: Tramite) -> Tramite:
    """Return a record as if its office had decided that it is filed in the chat, with a requirement of each kind."""
    momento = Momento(
        "Reúne los papeles",
        (
            Requisito("documento", "Recibo de un servicio público"),
            Requisito("documento", "Carta de la junta de acción comunal", obligatorio=False),
            Requisito("condicion", "Vivir en Cartagena"),
            Requisito("formulario", "Formulario de residencia", enlace="https://www.cartagena.gov.co/formulario"),
            Requisito("pago", "Estampilla", enlace="https://www.cartagena.gov.co/pagos"),
            Requisito("verificacion", "Puntaje del Sisbén"),
        ),
    )
    return replace(record, nivel=3, momentos=(momento,), tiempo=Tiempo("habil", 5), por_confirmar=())


def with_radicable(catalogo: Catalogo) -> Catalogo:
    """Return the catalogue with one record of level 3."""
    return replace(catalogo, tramites={**catalogo.tramites, RADICABLE: filed_here(catalogo.tramites[RADICABLE])})


class Talk:
    """A person who talks with the real inbox: `talk("hola").text`. Each message gets an id of its own."""

    def __init__(self, services: Services, clock: Clock, address: str = "web:ana", canal: Canal = "web") -> None:
        self.services = services
        self.clock = clock
        self.address = address
        self.canal = canal
        self.count = 0
        self.last: Taken | None = None

    def __call__(self, text: str = "", **message: object) -> Bubble:
        self.clock.forward(seconds=3)
        return self.send(Message(text=text, **message))  # type: ignore[arg-type]

    def send(self, message: Message, provider_id: str | None = None) -> Bubble:
        self.count += 1
        inbound = Inbound(
            provider=self.canal,
            provider_id=provider_id or f"{self.address}:{self.count}",
            channel=self.canal,
            addresses=(self.address,),
            message=message,
            received_at=self.clock(),
        )
        self.last = receive(self.services, inbound)
        assert self.last.bubble is not None
        return self.last.bubble
