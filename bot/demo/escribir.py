"""The one writer of invented use: all of it and its mark in one transaction, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, insert, literal, select
from sqlmodel import SQLModel, col

from bot.atencion import jornada_de
from bot.cifras.cuenta import reglas
from bot.demo import BY, EVENT, avisos, denuncias, dice
from bot.demo.casos import Caso, calificada, casos, tramitar
from bot.demo.charlas import Pedido, Row, fila, habladas, nota, puntaje
from bot.demo.ensayo import Repertorio
from bot.demo.relevos import CON_PERSONA, Relevo, relevos
from bot.demo.ritmo import Ritmo, ritmo
from bot.demo.sondas import minutos
from bot.refusals import Refused
from bot.services import Services
from flows.context import BOGOTA
from knowledge.atencion import AtencionRow
from knowledge.cifras import SondaRow
from knowledge.conversaciones import Address, Contact, Event, Interaction, Outgoing, Rating, SessionRow
from knowledge.denuncias import DenunciaRow
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import Mesa
from notifier.cifras.periods import UN_DIA, Periodo
from notifier.cifras.turns import midnight

# What somebody really left: of each, who runs the command is told in these words.
REAL: Mapping[type[SQLModel], str] = {
    Contact: "gente que escribió", Interaction: "mensajes de la gente", SolicitudRow: "solicitudes", DenunciaRow: "denuncias",
    Rating: "calificaciones", SondaRow: "minutos de la prueba automática",
}  # fmt: skip
AT_ONCE = 20_000
REPLY_MS = 180
Calificacion = tuple[Row | None, Row]  # the turn that gave some points, unless it is written already, and the points


@dataclass(frozen=True, slots=True)
class Escrito:
    """How much was invented, and over which period."""

    periodo: Periodo
    turnos: int
    atenciones: int
    solicitudes: int
    avisos: int
    denuncias: int


def vacia(db: Connection) -> None:
    """Look whether anything may be invented here: what a desk files and what the probe asks leave no contact.

    Raises:
        Refused: something real is here already, or it was done before.
    """
    if db.execute(select(col(Event.id)).where(col(Event.kind) == EVENT)).first():
        raise Refused("El uso inventado ya está cargado.")
    for table, words in REAL.items():
        if db.execute(select(literal(1)).select_from(table).limit(1)).first():
            raise Refused(
                f"Aquí ya hay {words}: lo inventado no se mezcla con lo de verdad. "
                "Usa otra base de datos; por ejemplo: CATALINA_DATA_DIR=var/demo"
            )


def escribir(services: Services, said: Repertorio) -> Escrito:
    """Invent the months before today and write them, marked.

    Raises:
        Refused: the database is not for this.
        FueraDelCalendario: the holidays of those months are not loaded.
    """
    now = services.clock()
    when = ritmo(now.astimezone(BOGOTA).date(), reglas(services).habil)
    until = midnight(when.periodo.hasta + UN_DIA)
    spoken = habladas(when, said)
    talks = list(
        relevos([p for p in spoken.pedidos if p.ensayado.guion.pide_persona], said, jornada_de(services), until)
    )
    offices = {one.id: one.nombre for one in services.current.get().catalogo.dependencias.values()}
    cases = casos(when, spoken.pedidos, offices)
    with services.db.writing() as db:
        vacia(db)
        known = _contacts(
            services, db, [*(t.pedido for t in talks), *(c.pedido for c in cases if c.pedido and c.con_contacto)]
        )
        rated = [*_hand_overs(db, talks, known), *_requests(db, services.mesa(until), cases, offices, known, said)]
        later = chain((row for talk in talks for row in talk.filas), (row for row, _ in rated if row))
        turns = [*spoken.filas, *(_answered(when, row) for row in later), *denuncias.filas(when, said)]
        count = _batches(
            db, Interaction, sorted((row for row in turns if row["at"] < until), key=lambda row: row["at"])
        )
        _batches(db, Rating, [*spoken.notas, *(nota for _, nota in rated)])
        _batches(db, SondaRow, [row for dia in when.periodo.days() for row in minutos(when, dia)])
        told, reports = avisos.cerrar(db, until), denuncias.registrar(db, when)
        db.execute(insert(Event).values(at=now, kind=EVENT, detail=f"uso inventado por «{BY}»", contact_id=None))
    return Escrito(when.periodo, count, len(talks), len(cases), told, reports)


def _answered(when: Ritmo, row: Row) -> Row:
    """Return a turn of Catalina's with the time that its answer took; one that a person answers has none."""
    return row if row["kind"] == CON_PERSONA else {**row, "reply_ms": when.reply_ms(row["at"], row["reply_ms"])}


def _batches(db: Connection, table: type[SQLModel], rows: Sequence[Row]) -> int:
    for start in range(0, len(rows), AT_ONCE):
        db.execute(insert(table), rows[start : start + AT_ONCE])
    return len(rows)


def _contacts(services: Services, db: Connection, pedidos: Sequence[Pedido]) -> dict[int, int]:
    """Make who asked for something, and return the contact of each by the identity of what they asked for.

    Their address is marked dead: whatever anybody does with these rows in the panel, no road leads to it.
    """
    version = services.current.get().catalogo.entidad.version_aviso
    people = [{"created_at": p.at, "idioma": p.quien.idioma, "aviso_version": version} for p in pedidos]
    made = insert(Contact).returning(col(Contact.id), sort_by_parameter_order=True)
    ids = [int(one) for one in db.execute(made, people).scalars() if one is not None]
    whose = list(zip(ids, pedidos, strict=True))
    _batches(db, SessionRow, [{"contact_id": i, "state": "{}", "last_seq": 2, "updated_at": p.at} for i, p in whose])
    closed = {"dead": True, "opted_out": False}
    where = [
        {"contact_id": i, "channel": p.quien.canal, "address": f"demo:{i:06d}", "last_inbound_at": p.at, **closed}
        for i, p in whose
    ]
    _batches(db, Address, where)
    phones = [(i, p.at) for i, p in whose if p.quien.canal == "whatsapp"]
    _batches(db, Outgoing, [avisos.salida(f"reply:{i}:2", i, f"demo:{i:06d}", "reply", at) for i, at in phones])
    return {id(pedido): i for i, pedido in whose}


def _hand_overs(db: Connection, talks: Sequence[Relevo], known: Mapping[int, int]) -> list[Calificacion]:
    """Write the talks with people; return the points they got, each with its turn written already."""
    rows = [{**talk.atencion, "contact_id": known[id(talk.pedido)]} for talk in talks]
    made = insert(AtencionRow).returning(col(AtencionRow.id), sort_by_parameter_order=True)
    ids = list(db.execute(made, rows).scalars()) if rows else []
    return [
        (None, {**talk.nota, "codigo": f"persona:{which}"})
        for talk, which in zip(talks, ids, strict=True)
        if talk.nota is not None
    ]


def _requests(
    db: Connection,
    mesa: Mesa,
    cases: Sequence[Caso],
    offices: Mapping[str, str],
    known: Mapping[int, int],
    said: Repertorio,
) -> Iterator[Calificacion]:
    """Write the requests; yield the points some got, each with the turn that gave them."""
    last = said.calificar.pasos[-1]
    for caso in cases:
        contact = known[id(caso.pedido)] if caso.con_contacto else None
        codigo, answered = tramitar(db, mesa, caso, offices[caso.oficina], contact)
        at = calificada(caso, answered, mesa.now)
        if at is not None and caso.pedido is not None:
            turn = fila(last, at, caso.pedido.quien, REPLY_MS)
            yield turn, nota(turn, puntaje(dice("puntaje", at), 0.6), codigo)
