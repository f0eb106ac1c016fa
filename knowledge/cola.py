"""The queues of who waits for a person of the staff: who may attend them, who is next, what becomes of a talk.

Writes never commit, and their caller holds the contact (`hold`): a talk changes hands between two turns, never in one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, exists, func, insert, or_, select, update
from sqlmodel import col

from knowledge.atencion import AtencionRow, Motivo, PresenciaRow, PromesaRow
from knowledge.conversaciones import Contact, Outgoing
from knowledge.espera import Espera, Puestos, estimar
from knowledge.jornada import Jornada
from knowledge.personal import Account, AccountRole

GENERAL = ""
VENTANILLA = "ventanilla-unica"  # its agents attend the general queue
A_LA_VEZ = 3  # talks that one person holds at once
PRESENTE = timedelta(minutes=3)  # since the desk of an agent was last seen open
SEMANAS = timedelta(weeks=4)
MUESTRA = 200

_OPEN = col(AtencionRow.cerrada_at).is_(None)


class Agente(NamedTuple):
    """Somebody with the role agente, and whether they attend just now."""

    usuario: str
    nombre: str
    dependencia_id: str | None
    presente: bool


def hold(db: Connection, contact_id: int) -> None:
    """Hold the contact until the transaction ends: no turn of theirs runs meanwhile. SQLite has one writer."""
    db.execute(select(col(Contact.id)).where(col(Contact.id) == contact_id).with_for_update(key_share=True))


def agentes(db: Connection, now: datetime) -> list[Agente]:
    """Return every active account that attends talks."""
    seen = and_(col(PresenciaRow.disponible), col(PresenciaRow.vista_at) > now - PRESENTE)
    rows = (
        select(col(Account.usuario), col(Account.nombre), col(Account.dependencia_id), func.coalesce(seen, False))
        .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
        .outerjoin(PresenciaRow, col(PresenciaRow.usuario) == col(Account.usuario))
        .where(col(AccountRole.rol) == "agente", col(Account.activo))
        .order_by(col(Account.usuario))
    )
    return [Agente(row[0], row[1], row[2], bool(row[3])) for row in db.execute(rows)]


def cola_de(all_agents: Iterable[Agente], dependencia_id: str | None) -> str:
    """Return the queue of an office: its own where somebody of it attends, else the general one."""
    own = {agente.dependencia_id for agente in all_agents}
    return dependencia_id if dependencia_id in own and dependencia_id not in (None, VENTANILLA) else GENERAL


def sirven(all_agents: Sequence[Agente], cola: str) -> list[Agente]:
    """Return who attends a queue. The general one without anybody of its own is everybody's."""
    if cola != GENERAL:
        return [agente for agente in all_agents if agente.dependencia_id == cola]
    general = [agente for agente in all_agents if agente.dependencia_id in (None, VENTANILLA)]
    return general or list(all_agents)


def puede(agente: Agente, all_agents: Sequence[Agente], cola: str) -> bool:
    """Return whether somebody may take from a queue: their own, the general one, or any for who is general."""
    general = agente.dependencia_id in (None, VENTANILLA)
    return general or cola in (GENERAL, agente.dependencia_id) or agente in sirven(all_agents, cola)


@dataclass(frozen=True, slots=True)
class Pedido:
    """What somebody waits for: the office it is about, in their words, why, and the file that came with it."""

    canal: str
    cola: str
    dependencia_id: str | None
    tema: str
    motivo: Motivo = "pedida"
    archivo: str | None = None
    desde_seq: int = 0


def pedir(db: Connection, contact_id: int, pedido: Pedido, now: datetime) -> int:
    """Put a contact in a queue and return the talk. The caller has looked that none is open; the index backs it."""
    said = {**asdict(pedido), "tema": pedido.tema[:200]}
    row = {"contact_id": contact_id, "estado": "en_cola", "pedida_at": now, "ciudadano_at": now}
    made = db.execute(insert(AtencionRow).values(**said, **row))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def abierta(db: Connection, contact_id: int) -> Any | None:
    """Return the talk of a contact that is not over, as a row, or None."""
    return db.execute(select(AtencionRow.__table__).where(_OPEN, col(AtencionRow.contact_id) == contact_id)).first()  # type: ignore[attr-defined]


def abiertas(db: Connection) -> Sequence[Any]:
    """Return every talk that is not over as a row, with its last promise (`hasta`, `por`, `dicha_at`; None without one)."""
    last = select(func.max(col(PromesaRow.id))).where(col(PromesaRow.atencion_id) == col(AtencionRow.id))
    its_last = col(PromesaRow.id) == last.correlate(AtencionRow).scalar_subquery()
    talk: Any = AtencionRow.__table__  # type: ignore[attr-defined]
    rows = select(talk, col(PromesaRow.hasta), col(PromesaRow.por), col(PromesaRow.dicha_at))
    return db.execute(rows.outerjoin(PromesaRow, its_last).where(_OPEN)).all()


def una(db: Connection, atencion_id: int) -> Any | None:
    """Return one talk as a row, or None."""
    return db.execute(select(AtencionRow.__table__).where(col(AtencionRow.id) == atencion_id)).first()  # type: ignore[attr-defined]


def delante(db: Connection, cola: str, pedida_at: datetime, atencion_id: int | None = None) -> int:
    """Return how many wait in a queue before who asked at that instant."""
    older = col(AtencionRow.pedida_at) < pedida_at
    if atencion_id is not None:
        older = or_(older, and_(col(AtencionRow.pedida_at) == pedida_at, col(AtencionRow.id) < atencion_id))
    waiting = (col(AtencionRow.estado) == "en_cola", col(AtencionRow.cola) == cola, _OPEN, older)
    return db.execute(select(func.count()).select_from(AtencionRow).where(*waiting)).scalar_one()


def puestos(db: Connection, all_agents: Sequence[Agente], cola: str, jornada: Jornada, now: datetime) -> Puestos:
    """Return the seats of a queue: of who attends now; where nobody does yet, of who would on an ordinary day."""
    of_queue = sirven(all_agents, cola)
    there = [agente.usuario for agente in of_queue if agente.presente] or _de_costumbre(db, of_queue, now)
    began = db.execute(
        select(col(AtencionRow.tomada_at)).where(_OPEN, col(AtencionRow.estado) == "con_persona", col(AtencionRow.agente).in_(there))
    ).scalars()  # fmt: skip
    en_curso = tuple(jornada.entre(at, now) for at in began if at is not None)
    return Puestos(max(0, len(there) * A_LA_VEZ - len(en_curso)), en_curso, duraciones(db, cola, jornada, now))


def duraciones(db: Connection, cola: str, jornada: Jornada, now: datetime) -> tuple[timedelta, ...]:
    """Return how long the talks of the last weeks lasted, shortest first."""
    rows = db.execute(
        select(col(AtencionRow.tomada_at), col(AtencionRow.cerrada_at))
        .where(
            col(AtencionRow.cola) == cola, col(AtencionRow.cerrada_at) > now - SEMANAS, col(AtencionRow.tomada_at).is_not(None)
        )
        .order_by(col(AtencionRow.cerrada_at).desc())
        .limit(MUESTRA)
    )  # fmt: skip
    return tuple(sorted(jornada.entre(row.tomada_at, row.cerrada_at) for row in rows))


def _de_costumbre(db: Connection, of_queue: Sequence[Agente], now: datetime) -> list[str]:
    """Return who of these attended in the last weeks; all of them where nobody has yet."""
    names = [agente.usuario for agente in of_queue]
    lately = (col(AtencionRow.agente).in_(names), col(AtencionRow.cerrada_at) > now - SEMANAS)
    found = db.execute(select(col(AtencionRow.agente)).where(*lately).distinct()).scalars()
    return [name for name in found if name is not None] or names


def espera(
    db: Connection, cola: str, jornada: Jornada, now: datetime, *, pedida_at: datetime | None = None, atencion_id: int | None = None
) -> Espera:  # fmt: skip
    """Return the estimate for who would ask now, or of a talk that waits already."""
    ahead = delante(db, cola, pedida_at or now, atencion_id)
    return estimar(ahead, puestos(db, agentes(db, now), cola, jornada, now), jornada, now)


def prometer(db: Connection, atencion_id: int, said: Espera, now: datetime, por: str = "pedida") -> None:
    """Keep what the person was told; without an estimate nothing was promised."""
    if said.hacia is not None and said.hasta is not None:
        db.execute(insert(PromesaRow).values(atencion_id=atencion_id, hacia=said.hacia, hasta=said.hasta, dicha_at=now, por=por))  # fmt: skip


def promesa(db: Connection, atencion_id: int) -> Any | None:
    """Return the promise that holds for a talk, as a row, or None."""
    last = select(PromesaRow.__table__).where(col(PromesaRow.atencion_id) == atencion_id)  # type: ignore[attr-defined]
    return db.execute(last.order_by(col(PromesaRow.id).desc()).limit(1)).first()


def demoras(db: Connection, atencion_id: int) -> int:
    """Return how often the person was told that it takes longer."""
    told = (col(PromesaRow.atencion_id) == atencion_id, col(PromesaRow.por) == "demora")
    return db.execute(select(func.count()).select_from(PromesaRow).where(*told)).scalar_one()


def por_llegar(db: Connection, contact_id: int) -> bool:
    """Return whether words of the staff to a contact have not left yet."""
    waiting = col(Outgoing.estado).in_(("pendiente", "tomada", "espera", "incierta"))
    mine = (col(Outgoing.contact_id) == contact_id, col(Outgoing.key).like(f"persona:{contact_id}:%"), waiting)
    return db.execute(select(col(Outgoing.id)).where(*mine).limit(1)).first() is not None


def tomar(db: Connection, atencion_id: int, contact_id: int, usuario: str, now: datetime) -> bool:
    """Give a waiting talk to an agent. Return whether it still waited: of two who take it one gets it."""
    won = db.execute(
        update(AtencionRow)
        .where(col(AtencionRow.id) == atencion_id, col(AtencionRow.estado) == "en_cola")
        .values(estado="con_persona", agente=usuario, tomada_at=now, primera_at=None, agente_at=None)
    )
    if won.rowcount != 1:
        return False
    _own(db, contact_id, atencion_id)
    return True


def devolver(db: Connection, atencion_id: int, contact_id: int, cola: str | None = None) -> None:
    """Put a talk back in its queue, or in another one, in the place that its own hour gives it."""
    moved = {} if cola is None else {"cola": cola}
    db.execute(
        update(AtencionRow)
        .where(col(AtencionRow.id) == atencion_id, _OPEN)
        .values(estado="en_cola", agente=None, tomada_at=None, **moved)
    )
    _own(db, contact_id, None)


def pasar(db: Connection, atencion_id: int, usuario: str) -> None:
    """Hand a talk in course to another agent."""
    db.execute(update(AtencionRow).where(col(AtencionRow.id) == atencion_id, _OPEN).values(agente=usuario))


def cerrar(db: Connection, atencion_id: int, contact_id: int, cierre: str, now: datetime) -> None:
    """End a talk: the turn answers again."""
    values = {"estado": "cerrada", "cerrada_at": now, "cierre": cierre}
    db.execute(update(AtencionRow).where(col(AtencionRow.id) == atencion_id, _OPEN).values(**values))
    _own(db, contact_id, None)


def escribio(db: Connection, atencion_id: int, now: datetime, *, agente: bool) -> None:
    """Note who spoke last."""
    values: dict[str, Any] = {"agente_at": now} if agente else {"ciudadano_at": now}
    if agente:
        values["primera_at"] = func.coalesce(col(AtencionRow.primera_at), now)
    db.execute(update(AtencionRow).where(col(AtencionRow.id) == atencion_id).values(**values))


def sin_persona(db: Connection, contact_id: int, until: datetime) -> None:
    """Let only the bot answer a contact until then."""
    db.execute(update(Contact).where(col(Contact.id) == contact_id).values(sin_persona_hasta=until))


def solo_bot(db: Connection, contact_id: int, now: datetime) -> bool:
    """Return whether only the bot answers a contact now."""
    until = db.execute(select(col(Contact.sin_persona_hasta)).where(col(Contact.id) == contact_id)).scalar_one()
    return until is not None and until > now


def hay_quien(db: Connection) -> bool:
    """Return whether any account attends talks."""
    who = exists().where(col(AccountRole.account_id) == col(Account.id), col(AccountRole.rol) == "agente", col(Account.activo))  # fmt: skip
    return bool(db.execute(select(who)).scalar_one())


def _own(db: Connection, contact_id: int, atencion_id: int | None) -> None:
    db.execute(update(Contact).where(col(Contact.id) == contact_id).values(atencion_id=atencion_id))
