"""Invented requests, filed and worked on by the real writers: due dates, acts and notices are those of the law."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import Connection

from bot.demo import INVENTADO, dice
from bot.demo.charlas import Pedido
from bot.demo.ritmo import Ritmo
from knowledge.actos import Acto
from knowledge.plazos import Calendario, habiles
from knowledge.tramitar import CIUDADANO, Datos, Mesa, Nueva, actuar, registrar
from notifier.cifras.turns import midnight

GESTOR = "demo.gestor"
ENTIDAD = "(inventado) otra entidad"
OFICINAS = (
    "infraestructura", "infraestructura", "infraestructura", "hacienda", "hacienda", "interior", "espacio-publico", "planeacion", "datt",
    "educacion", "dadis", "epa",
)  # fmt: skip
TIPOS = (
    "peticion_general",
    "peticion_general",
    "queja",
    "informacion_o_documentos",
    "reclamo",
    "sugerencia",
    "felicitacion",
)
AT_DESK = 1.4  # a business day, by people at the desk


@dataclass(frozen=True, slots=True)
class Caso:
    """One request to file. `pedido` None: at the desk."""

    at: datetime
    tipo: str
    canal: str
    oficina: str
    pedido: Pedido | None = None

    @property
    def con_contacto(self) -> bool:
        """Return whether somebody is told of its changes."""
        return self.pedido is not None and not self.pedido.ensayado.guion.sin_nombre


def casos(ritmo: Ritmo, pedidos: Sequence[Pedido], oficinas: Container[str]) -> list[Caso]:
    """Return the requests of the period by moment: those of the chat, and those of the desk on business days."""
    azar, known = dice("casos", ritmo.periodo.desde), [one for one in OFICINAS if one in oficinas]
    found = [
        Caso(p.at, p.ensayado.guion.tipo, p.quien.canal, azar.choice(known), p)
        for p in pedidos
        if p.ensayado.guion.tipo
    ]
    for dia in filter(ritmo.habil, ritmo.periodo.days()):
        for _ in range(int(AT_DESK + azar.random())):
            at = midnight(dia) + timedelta(hours=azar.uniform(8, 16.5))
            found.append(Caso(at, azar.choice(TIPOS), "ventanilla", azar.choice(known)))
    return sorted(found, key=lambda caso: caso.at)


def tramitar(
    db: Connection, mesa: Mesa, caso: Caso, oficina: str, contact_id: int | None
) -> tuple[str, datetime | None]:
    """File a request and do with it what was done until now. Returns its code, and when it was answered if it was."""
    azar = dice("caso", caso.at, caso.tipo)
    contenido = {"objeto": INVENTADO, **({"nombre": INVENTADO} if caso.con_contacto else {})}
    nueva = Nueva(
        tipo=caso.tipo, contenido=contenido, dependencia_id=caso.oficina, dependencia=oficina, canal=caso.canal, contact_id=contact_id,
        actor=CIUDADANO if caso.pedido else GESTOR,
    )  # fmt: skip
    made = registrar(db, replace(mesa, now=caso.at, azar=azar.randbytes), nueva)
    answered = None
    for acto, at, datos in _acts(azar, caso, made.vence_el, mesa.calendario):
        if at >= mesa.now:
            break
        actuar(db, replace(mesa, now=at), made.id, acto, GESTOR, datos)
        answered = at if acto == "responder" else answered
    return made.codigo, answered


def calificada(caso: Caso, answered: datetime | None, now: datetime) -> datetime | None:
    """Return when the person said how a request was answered; most never do."""
    azar = dice("calificada", caso.at)
    if answered is None or not caso.con_contacto or azar.random() > 0.35:
        return None
    at = answered + timedelta(hours=azar.uniform(0.2, 40))
    return at if at < now else None


def _acts(azar: Random, caso: Caso, vence: date, calendario: Calendario) -> Iterator[tuple[Acto, datetime, Datos]]:
    """Yield what is done with a request, by day: most are answered before the law's last day, some after it."""
    given = _at(azar, habiles(caso.at.date(), 1, calendario))
    yield "asignar", given, Datos(responsable=GESTOR)
    if azar.random() < 0.05:
        moved = _at(azar, habiles(caso.at.date(), azar.randint(2, 5), calendario))
        yield "trasladar", moved, Datos(texto=INVENTADO, competente=ENTIDAD)
        return
    whole = sum(calendario.motivo(day) is None for day in _between(caso.at.date(), vence))
    late = azar.random() < 0.11
    took = whole + azar.randint(1, 6) if late else max(2, min(whole, round(whole * azar.triangular(0.2, 1, 0.75))))
    answered = _at(azar, habiles(caso.at.date(), took, calendario))
    yield "responder", answered, Datos(texto=INVENTADO)
    if azar.random() < 0.4:
        yield "cerrar", _at(azar, habiles(answered.date(), azar.randint(2, 8), calendario)), Datos()


def _at(azar: Random, dia: date) -> datetime:
    return midnight(dia) + timedelta(hours=azar.uniform(8.2, 16.8))


def _between(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
