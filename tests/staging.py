"""Stages for transcripts: the real inbox on one database, prepared as a transcript's `@` lines ask."""

import fcntl
import hashlib
import tempfile
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlmodel import col

from bot.enlace import contact_of
from bot.inbound import Inbound, Media
from bot.inbox import receive
from bot.recording import done_so_far, since
from bot.services import Services
from bot.training import LENGUAJE
from flows.context import Canal
from flows.messages import Bubble, Message
from knowledge import frases, modelo, personal, search, tramites
from knowledge.actos import Acto
from knowledge.enlaces import LIVES, EnlaceRow, hashed, said_code
from knowledge.plazos import vencimiento
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import Archivo, Datos, actuar
from tests.player import Stage, Transcript, play
from tests.worlds import NOON, RADICABLE, Clock, bundled, filed_here


@cache
def trained_model() -> tuple[str, bytes]:
    """Return hash and bytes of the model trained on the bundled phrases; kept in the machine's temporary folder."""
    phrases = (*frases.bundled(), *frases.of_catalogue(bundled()[0]))
    sources = sorted([*Path(search.__file__).parent.glob("search.py"), *_understanding().glob("*.py")])
    seen = hashlib.sha256(repr(phrases).encode() + b"".join(path.read_bytes() for path in sources)).hexdigest()
    kept = Path(tempfile.gettempdir()) / f"catalina-model-{seen[:24]}.npz"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of the processes of one run, one trains and the others wait for it
        if not kept.exists():
            fresh = kept.with_suffix(".fresh")
            fresh.write_bytes(search.train(phrases, LENGUAJE).datos)
            fresh.rename(kept)
    blob = kept.read_bytes()
    return search.load(blob).sha256, blob


def _understanding() -> Path:
    from flows import understanding

    return Path(understanding.__file__).parent


def with_model(services: Services) -> Services:
    """Store the trained understanding, as `catalina init` does."""
    with services.db.session() as db:
        modelo.store(db, *trained_model(), NOON)
    return services


def with_officer(services: Services) -> Services:
    """Make one officer who can open denuncias."""
    with services.db.session() as db:
        officer = personal.create_account(db, "oficial", "Oficial", ["oficial"], "una clave larga 1", NOON, by="prueba")
        personal.set_officer_keys(db, officer, "una frase secreta larga", NOON)
    return services


def with_gestor(services: Services) -> Services:
    """Make one person who works on requests, and publish one record that is filed in the chat."""
    with services.db.session() as db:
        personal.create_account(db, "gestor", "Gestora", ["gestor"], "una clave larga 1", NOON, by="prueba")
        record = filed_here(bundled()[0].tramites[RADICABLE])
        tramites.publicar(db, tramites.guardar_borrador(db, record, "gestor", NOON), "revisora", NOON)
    return services


def needs_gestor(transcript: Transcript) -> bool:
    """Tell whether a transcript says that somebody works on requests."""
    return any(step.text == "gestor" for exchange in transcript.exchanges for step in exchange.before)


def needs_officer(transcript: Transcript) -> bool:
    """Tell whether a transcript says that there is an officer."""
    return any(step.text == "oficial" for exchange in transcript.exchanges for step in exchange.before)


def stage(services: Services, clock: Clock, name: str) -> Stage:
    """Return the stage of one transcript. Its people are its own, so many transcripts share a database."""
    effects: list[str] = []
    count = 0

    def say(persona: str, channel: Canal, message: Message) -> Bubble:
        nonlocal count
        count += 1
        clock.forward(seconds=3)
        address = f"{channel}:{name}-{persona}"
        files = tuple(replace(a, ref=f"{address}:{count}:{n}") for n, a in enumerate(message.attachments))
        media = tuple(Media(a.ref, f"https://archivos.example/{a.ref}", a.content_type) for a in files)
        message = replace(message, attachments=files)
        inbound = Inbound(channel, f"{address}:{count}", channel, (address,), message, clock(), media)
        with services.db.reading() as db:
            before = done_so_far(db, address)
        bubble = receive(services, inbound).bubble
        assert bubble is not None
        with services.db.reading() as db:
            effects[:] = since(before, done_so_far(db, address))
        return bubble

    def prepare(word: str, rest: list[str]) -> None:
        if word == "solicitud":
            _solicitud(services, clock(), *rest)
        if word == "acto":
            _acto(services, clock(), *rest)
        if word == "enlace":
            say("en la web", "web", Message(text="hola"))
            _enlace(services, clock(), f"web:{name}-en la web", *rest)

    return Stage(say, lambda: effects, clock, lambda now: setattr(clock, "now", now), prepare)


_ACTOS: dict[str, Datos] = {
    "asignar": Datos(responsable="gestor"),
    "requerir": Datos("Falta la foto del poste."),
    "responder": Datos("Ya la arreglamos.", archivos=(Archivo("acta.pdf", "application/pdf", 9, path="x"),)),
    "completar": Datos("Era la plaza."),
    "trasladar": Datos("No es nuestro.", competente="Afinia"),
}


def _acto(services: Services, now: datetime, acto: Acto) -> None:
    """Do one act with the request that was filed last, as its official would."""
    with services.db.writing() as db:
        which = db.execute(select(func.max(col(SolicitudRow.id)))).scalar_one()
        actuar(db, services.mesa(now), which, acto, "gestor", _ACTOS[acto])


def _enlace(services: Services, now: datetime, address: str, codigo: str) -> None:
    """Give the conversation of a browser this code, as if its button had made it."""
    kept = hashed(services.settings.secret_key, said_code(f"Seguir chat {codigo}") or "")
    with services.db.writing() as db:
        row = {"contact_id": contact_of(db, address), "lado": "web", "codigo_hash": kept, "vence_en": now + LIVES}
        db.execute(insert(EnlaceRow).values(**row))


def _solicitud(services: Services, now: datetime, codigo: str, estado: str, recibida: str | None = None) -> None:
    since_day = date.fromisoformat(recibida) if recibida else now.date()
    catalogo = bundled()[0]
    assert catalogo.calendario is not None
    plazo = vencimiento("peticion_general", since_day, catalogo.calendario, catalogo.terminos)
    with services.db.session() as db:
        db.add(
            SolicitudRow(
                codigo=codigo, tipo="peticion_general", estado=estado, dependencia="Secretaría de Planeación",
                recibida_el=since_day, vence_el=plazo.vence, plazo_dias_habiles=plazo.dias_habiles, actualizada_el=since_day,
            )
        )  # fmt: skip


def play_on(services: Services, clock: Clock, transcript: Transcript) -> list[Bubble]:
    """Play one transcript from Monday noon and return what was answered."""
    clock.now = NOON
    return play(transcript, stage(services, clock, transcript.name)).bubbles
