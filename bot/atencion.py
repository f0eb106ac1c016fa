"""Talks between a citizen and a person of the staff: asking for one, the turn that stays silent, the staff's own words.

Everything runs in the caller's transaction. Who moves a talk holds its contact first (`hold`), as a turn does: nobody
takes a conversation in the middle of a reply, and no reply goes out in the middle of a hand-over.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update
from sqlmodel import col

from bot import contacts, sessions
from bot.contacts import Known
from bot.inbound import Inbound
from bot.services import Services
from bot.traces import as_json, reply_body, write_heard
from flows.codes import holds_receipt
from flows.context import Context
from flows.effects import ConsultarFila, PedirFuncionario
from flows.encuesta import terminada
from flows.engine import Go
from flows.messages import Json, Message
from flows.routing import is_confidential
from flows.settle import Facts, Turn, begin, park, settle
from flows.understanding import decide, emergency, global_word, opt_out
from knowledge import cola
from knowledge.atencion import Cierre
from knowledge.cola import Pedido
from knowledge.conversaciones import Address, MessageRow, SessionRow
from knowledge.espera import Espera
from knowledge.jornada import Jornada, jornada
from notifier import outbox, parts
from notifier.outbox import Envio
from notifier.ports import Opcion

_LEAVES = frozenset({"salir", "cancelar"})  # whole messages with which a citizen goes back to the assistant


class Sitio(NamedTuple):
    """Where a contact reads just now, and whether a message may be sent there without a template."""

    canal: str
    address: str
    abierta: bool


def jornada_de(services: Services) -> Jornada:
    """Return the hours in which people attend by chat."""
    catalogo = services.current.get().catalogo
    return jornada(catalogo.entidad.jornada, catalogo.calendario)


# --- what the flow asks for


def consultar(services: Services, db: Connection, contact: Known, asked: ConsultarFila, now: datetime) -> Json:
    """Return how the queue of an office stands for this contact, as `ConsultarFila` says."""
    mine = cola.abierta(db, contact.id)
    vetada = cola.solo_bot(db, contact.id, now)
    which = mine.cola if mine else cola.cola_de(cola.agentes(db, now), asked.dependencia_id)
    pedida = {"pedida_at": mine.pedida_at, "atencion_id": mine.id} if mine else {}
    said = cola.espera(db, which, jornada_de(services), now, **pedida)
    return {"mia": mine is not None, "vetada": vetada, **told(said)}


def pedir(services: Services, db: Connection, contact: Known, inbound: Inbound, asked: PedirFuncionario) -> Json:
    """Put the contact in the queue and keep what is promised. `nueva` False: they were waiting already."""
    now, mine = inbound.received_at, cola.abierta(db, contact.id)
    if mine is not None or cola.solo_bot(db, contact.id, now):  # the question may have been asked before the insults
        return {"nueva": False, **consultar(services, db, contact, ConsultarFila(asked.dependencia_id), now)}
    which = cola.cola_de(cola.agentes(db, now), asked.dependencia_id)
    said = cola.espera(db, which, jornada_de(services), now)
    pedido = Pedido(
        inbound.channel, which, asked.dependencia_id, asked.tema, asked.motivo, asked.archivo, contact.last_seq
    )
    made = cola.pedir(db, contact.id, pedido, now)
    cola.prometer(db, made, said, now)
    return {"nueva": True, "mia": True, "vetada": False, **told(said)}


def dejar(db: Connection, contact: Known, now: datetime) -> Json:
    """Take the contact out of the queue. Returns whether they were in one."""
    mine = cola.abierta(db, contact.id)
    if mine is not None:
        cola.cerrar(db, mine.id, contact.id, "salio", now)
    return mine is not None


def told(said: Espera) -> dict[str, Json]:
    """Return an estimate as a flow reads it."""
    moments = {name: at.isoformat() if (at := getattr(said, name)) else None for name in ("abre", "hacia", "hasta")}
    return {"delante": said.delante, "abierta": said.abierta, **moments}


# --- the turn while a person owns the conversation


def oir(services: Services, db: Connection, contact: Known, inbound: Inbound) -> int | None:
    """Keep a message for the person who attends and return its number; None where the assistant must answer all the same.

    It does for a danger to life, for who leaves the notices or brings the talk from another channel, for what only an
    officer may read, and for who leaves the talk: that one is over then.
    """
    assert contact.atencion_id is not None
    message = inbound.message
    if message.enlace or emergency(message.text) or opt_out(message.text) or _reserved(services, contact, message):
        return None
    if message.option is None and global_word(message.text) in _LEAVES:
        cola.cerrar(db, contact.atencion_id, contact.id, "ciudadano", inbound.received_at)
        return None
    seq = contact.last_seq + 1
    facts = Facts(kind="con_persona", confidential=holds_receipt(message.text))  # a receipt is nobody's to read
    write_heard(services, db, contact, inbound, facts, seq)
    _count(db, contact.id, seq, inbound.received_at)
    cola.escribio(db, contact.atencion_id, inbound.received_at, agente=False)
    return seq


# --- what the staff says and does


def decir(services: Services, db: Connection, atencion: Any, nombre: str, texto: str, now: datetime) -> int:
    """Say a person's words to the citizen; the caller holds the contact. Returns the number of the message.

    Outside WhatsApp's window it waits in the outbox until the citizen writes: the desk shows it.
    """
    first = atencion.primera_at is None
    entidad = services.current.get().catalogo.entidad
    seq = _write(db, atencion.contact_id, as_json({"texto": texto, "opciones": [], "de": nombre}), now)
    cola.escribio(db, atencion.id, now, agente=True)
    where = sitio(db, atencion.contact_id, now)
    if where is not None and where.canal == "whatsapp":
        t = context_of(services, db, atencion.contact_id, now).t
        way_out = t("Escribe *salir* para volver conmigo, {asistente}.").format(asistente=entidad.asistente)
        said = f"*{nombre}, {entidad.nombre_corto}:*\n{texto}" + (f"\n\n{way_out}" if first else "")
        envio = Envio(f"persona:{atencion.contact_id}:{seq}", atencion.contact_id, where.address, where.canal, said)
        outbox.enqueue(db, services.sello, envio, now)
    return seq


def avisar(services: Services, db: Connection, contact_id: int, texto: str, key: str, now: datetime) -> bool:
    """Say one thing on the assistant's own word to who waits, without touching the conversation. The caller holds the contact.

    Returns False where it cannot reach them now: a closed WhatsApp window is not opened for this.
    """
    where = sitio(db, contact_id, now)
    if where is None or not where.abierta:
        return False
    _say(services, db, Envio(key, contact_id, where.address, where.canal, texto), now)
    return True


def cerrar(services: Services, db: Connection, atencion: Any, nombre: str, cierre: Cierre, now: datetime) -> None:
    """End a talk and, but for abuse, say so and ask how it was; a form left half-way is offered after. The contact is held.

    Outside WhatsApp's window the words alone wait in the outbox until the citizen writes, as those of the staff do: nobody is
    asked days later, under another question of theirs, how a talk was.
    """
    cola.cerrar(db, atencion.id, atencion.contact_id, cierre, now)
    where = sitio(db, atencion.contact_id, now)
    if cierre == "abuso" or where is None:
        return
    if atencion.primera_at is not None and where.abierta:
        inicio = {"atencion": str(atencion.id), "nombre": nombre, "cierre": cierre}
        _begin(services, db, atencion.contact_id, where, Go("encuesta", inicio), now)
        return
    context = context_of(services, db, atencion.contact_id, now)
    texto = context.t("Cerramos tu turno sin haberte escrito. Si aún lo necesitas, escribe *funcionario*.")
    if atencion.primera_at is not None:
        texto = terminada(context, nombre, cierre)
    envio = Envio(f"cierre:{atencion.id}", atencion.contact_id, where.address, where.canal, texto)
    _say(services, db, envio, now)


def _say(services: Services, db: Connection, envio: Envio, now: datetime) -> None:
    _write(db, envio.contact_id, as_json({"texto": envio.texto, "opciones": []}), now)
    if envio.channel == "whatsapp":
        outbox.enqueue(db, services.sello, envio, now)


def _reserved(services: Services, contact: Known, message: Message) -> bool:
    """Return whether a message belongs to a report, begun or about to be: nobody who attends may read it."""
    session = sessions.read(contact.state, contact.last_seq, services.sello)
    if session.frame is not None and sessions.is_confidential(session.only_frame(), services.flows):
        return True
    return is_confidential(decide(message.text, services.current.get().comprension))


def _begin(services: Services, db: Connection, contact_id: int, where: Sitio, go: Go, now: datetime) -> None:
    """Begin a flow that nobody asked for: its question becomes the pending one, what was pending is parked."""
    contact = contacts.by_id(db, contact_id)
    inbound = Inbound("catalina", "", where.canal, (where.address,), Message(), now)  # type: ignore[arg-type]
    session = sessions.read(contact.state, contact.last_seq, services.sello)
    if session.frame is not None and session.frame.flow not in services.flows:
        session = session.idle()  # a flow of another release
    context = services.context(db, contact, inbound)
    context = context.hablando(session.idioma or context.idioma)
    state = park(Turn(replace(session, turn=session.turn + 1)), services.flows)
    done = settle(context, begin(state, go, services.flows), services.flows)
    assert done.bubble is not None  # a flow begun here asks before it does anything
    body = reply_body(done.bubble, services.sello)
    seq = _write(db, contact_id, body, now, sealed=done.bubble.confidential)
    sessions.store(db, contact_id, sessions.written(done.session, services.flows, services.sello), seq, now)
    if where.canal == "whatsapp":
        options = tuple(Opcion(o.id, o.title, o.description) for o in done.bubble.options)
        key = f"persona:{contact_id}:{seq}"
        envio = Envio(key, contact_id, where.address, where.canal, done.bubble.text, options)
        outbox.enqueue(db, services.sello, replace(envio, confidential=done.bubble.confidential), now)


def sitio(db: Connection, contact_id: int, now: datetime) -> Sitio | None:
    """Return where the contact wrote last; None when that address is dead or gone."""
    newest = (
        select(col(Address.channel), col(Address.address), col(Address.last_inbound_at), col(Address.dead))
        .where(col(Address.contact_id) == contact_id, col(Address.last_inbound_at).is_not(None))
        .order_by(col(Address.last_inbound_at).desc(), col(Address.id))
        .limit(1)
    )
    row = db.execute(newest).first()
    if row is None or row.dead:
        return None
    return Sitio(row.channel, row.address, row.channel != "whatsapp" or now - row.last_inbound_at < outbox.WINDOW)


def largo(texto: str) -> bool:
    """Return whether an agent's words are more than one message holds."""
    return parts.units(texto) > parts.LIMIT - 200


def leer(db: Connection, atencion_id: int) -> Any | None:
    """Return a talk that is not over, its contact held until the transaction ends; None when it is over or never was."""
    found = cola.una(db, atencion_id)
    if found is None or found.contact_id is None:
        return None
    cola.hold(db, found.contact_id)
    again = cola.una(db, atencion_id)
    if again is None or again.cerrada_at is not None:
        return None
    # Two contacts became one while we waited: the talk is the other's now, who is not held yet.
    return again if again.contact_id == found.contact_id else leer(db, atencion_id)


def context_of(services: Services, db: Connection, contact_id: int, now: datetime) -> Context:
    """Return the world of a contact to whom something is said that they did not ask for, in their language."""
    known, where = contacts.by_id(db, contact_id), sitio(db, contact_id, now)
    canal, addresses = (where.canal, (where.address,)) if where else ("web", ())
    context = services.context(db, known, Inbound("catalina", "", canal, addresses, Message(), now))  # type: ignore[arg-type]
    idioma = sessions.read(known.state, known.last_seq, services.sello).idioma
    return context.hablando(idioma or context.idioma)


def _write(db: Connection, contact_id: int, body: str, now: datetime, *, sealed: bool = False) -> int:
    """Write to the log what no turn answered, and return its number."""
    last = select(col(SessionRow.last_seq)).where(col(SessionRow.contact_id) == contact_id)
    seq = int(db.execute(last).scalar_one()) + 1
    row = {"contact_id": contact_id, "seq": seq, "direction": "out", "sealed": sealed, "at": now}
    db.execute(insert(MessageRow).values(**row, body=body))
    _count(db, contact_id, seq, now)
    return seq


def _count(db: Connection, contact_id: int, seq: int, now: datetime) -> None:
    db.execute(update(SessionRow).where(col(SessionRow.contact_id) == contact_id).values(last_seq=seq, updated_at=now))
