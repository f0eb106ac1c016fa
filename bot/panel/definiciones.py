"""What each indicator means: who proposes, who accepts, from when it holds. All of the staff read; the offices decide."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.definiciones import MEJOR, SIN_META, SITUACIONES, described, missing, office_names, that_agree
from bot.panel.diferencias import Diferencia, words
from bot.panel.entrada import staff
from bot.panel.redactar import Redactado
from bot.services import Services
from knowledge import definiciones, personal
from knowledge.indicadores import Indicador, cargar
from knowledge.redaccion import LARGOS, MAX_NOTA, UN_ANIO, Historia, Redaccion

ROOM = "/indicadores/definiciones"
ONE = f"{ROOM}/<int(max=2147483647):indicador>"


@dataclass(frozen=True, slots=True)
class Linea:
    """One indicator in the list: how its wording stands, and whether this person's office is awaited."""

    indicador: Indicador
    nombre: str
    estado: str
    dias: str
    clase: str
    abierta: str
    espera: bool


@dataclass(frozen=True, slots=True)
class Nota:
    """What was written to an answer that was not taken, and why."""

    texto: str = ""
    fallo: str = ""


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get(ROOM, endpoint="definiciones")
    @audience("staff:*")
    def listado() -> str:
        return _list(services)

    @room.get(ONE)
    @audience("staff:*")
    def definicion(indicador: int) -> str:
        with services.db.reading_session() as db:
            return page(services, db, known(indicador))


def known(indicador: int) -> Indicador:
    """Return an indicator, or end the request in words."""
    found = cargar().get(indicador)
    if found is None:
        raise NotFound
    return found


def own_office(services: Services) -> str | None:
    """Return the office for which this person answers, None for who only reads. The account says it, no role does."""
    own = staff().dependencia_id
    return own if own in that_agree(services) else None


def _list(services: Services) -> str:
    hoy, own, offices = definiciones.dia(services.clock()), own_office(services), that_agree(services)
    with services.db.reading_session() as db:
        lines = [_line(one, hoy, own, offices) for one in definiciones.historias(db).values()]
    names = office_names(services)
    return render_template(
        "panel/definiciones.html", lineas=lines, esperan=[one for one in lines if one.espera], oficinas=[names[o] for o in offices],
        propia=names[own] if own else None,
    )  # fmt: skip


def _line(historia: Historia, hoy: date, own: str | None, offices: tuple[str, ...]) -> Linea:
    current, proposed = historia.vigente(hoy), historia.abierta
    waits = missing(proposed, offices) if proposed is not None else []
    said = f"Propuesta: falta{'n' if len(waits) > 1 else ''} {len(waits)} de {len(offices)}" if proposed else ""
    state, colour = SITUACIONES[historia.situacion(current, hoy)]
    return Linea(
        historia.indicador, current.nombre, state, described(historia, current, hoy), colour, said, own in waits
    )


def page(
    services: Services, db: Session, indicador: Indicador, told: Redactado | None = None, *, nota: Nota | None = None, cruce: str = ""
) -> str:  # fmt: skip
    """Return the page of one indicator; `told` and `nota` are what was written and not taken, `cruce` why not."""
    historia, hoy = definiciones.historia(db, indicador.id), definiciones.dia(services.clock())
    own, offices, proposed = own_office(services), that_agree(services), historia.abierta
    copied = next((v for v in historia.versiones if str(v.version) == request.args.get("copiar")), historia.ultima)
    return render_template(
        "panel/definicion.html", indicador=indicador, historia=historia, hoy=hoy, actual=historia.vigente(hoy), abierta=proposed,
        cambios=_changes(historia.ultima, proposed) if proposed else [], base=historia.ultima, oficinas=offices,
        nombres=office_names(services), personas={one.usuario: one.nombre for one in personal.accounts(db)}, propia=own,
        responde=proposed is not None and own in missing(proposed, offices),
        retira=proposed is not None and own is not None and (proposed.oficina == own or proposed.oficina not in offices),
        forma=told or Redactado.of(copied, historia.numero, hoy), escrito=told is not None, nota=nota or Nota(), cruce=cruce,
        largos=LARGOS, max_nota=MAX_NOTA, ultimo_dia=hoy + UN_ANIO, describir=described, situaciones=SITUACIONES,
        sin_meta=SIN_META, mejor=MEJOR,
    )  # fmt: skip


def _changes(before: Redaccion, now: Redaccion) -> list[Diferencia]:
    """Return what a proposal changes, word by word."""
    labels = ("Nombre", "Qué se cuenta", "Meta")
    pairs = zip(labels, before.dice, now.dice, strict=True)
    return [
        Diferencia(label, words(old or SIN_META, new or SIN_META), pesa=False)
        for label, old, new in pairs
        if old != new
    ]
