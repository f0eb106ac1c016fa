"""Work on a request: file it, and do one act with it. The only writer of `solicitudes` and of its acts.

Each act checks the state and the legal clock, writes the row, the act and the notice to the citizen in the caller's
transaction: all of it or nothing. Nothing here commits; whoever calls writes the line of audit.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlmodel import col

from knowledge import codigos
from knowledge.actos import A_ALGUIEN, REGLAS, TERMINADAS, Acto, Estado, despues
from knowledge.anotar import attach, el_dia, write_act
from knowledge.avisos import Novedad, avisar
from knowledge.plazos import Calendario, Termino, TipoDesconocido, habiles
from knowledge.reloj import (
    REQUERIR_EN,
    TRASLADAR_EN,
    Reloj,
    completado,
    completar_hasta,
    prorrogado,
    reclasificado,
    requerido,
    traslado_tarde,
)  # fmt: skip
from knowledge.sellado import Sello
from knowledge.solicitudes import ContenidoSolicitudRow, SolicitudRow, pausas_of, reloj_of

BOGOTA = ZoneInfo("America/Bogota")
CIUDADANO, SISTEMA, ENTIDAD = "ciudadano", "sistema", "entidad"  # no account may have these names
COMPETENTE = 200  # characters of a body's name
MOTIVOS: Mapping[Acto, str] = {  # acts that are nothing without words, and what is missing
    "requerir": "Escribe qué falta y cómo entregarlo.",
    "prorrogar": "Escribe los motivos de la prórroga: la ley los pide.",
    "trasladar": "Escribe a quién pasa y por qué.",
    "responder": "Escribe la respuesta.",
    "desistir": "Escribe el acto que lo declara y por qué.",
    "retirar": "Escribe cómo y cuándo lo pidió la persona.",
}

# Made once: naming thirty columns costs more than reading them.
_ROW = select(*(getattr(SolicitudRow, name) for name in SolicitudRow.model_fields))
_READ = _ROW.where(col(SolicitudRow.id) == bindparam("which")).with_for_update()


class DatosIncompletos(ValueError):
    """The act lacks something; the message says what to write."""


class Conflicto(RuntimeError):
    """Somebody did something with the request since the page was read."""


class SinSolicitud(LookupError):
    """There is no such request."""


@dataclass(frozen=True, slots=True)
class Mesa:
    """What working on requests needs from outside. `azar` returns that many random bytes."""

    calendario: Calendario
    terminos: Mapping[str, Termino]
    sello: Sello
    now: datetime
    azar: Callable[[int], bytes]

    @property
    def hoy(self) -> date:
        """Return today's date in Cartagena."""
        return self.now.astimezone(BOGOTA).date()


@dataclass(frozen=True, slots=True)
class Archivo:
    """A file that comes with an act. Of the citizen's `media_ref` is set, of the entity's `path`."""

    nombre: str
    content_type: str
    size: int = 0
    media_ref: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Nueva:
    """A request to file. `contact_id` None: nobody is told of its changes (an anonymous one, or one taken at a desk)."""

    tipo: str
    contenido: Mapping[str, Any]
    dependencia_id: str | None
    dependencia: str
    canal: str
    contact_id: int | None = None
    tramite_id: str | None = None
    verbal: bool = False
    archivos: tuple[Archivo, ...] = ()
    actor: str = CIUDADANO
    dias: int | None = None  # the term of a trámite; None: the law's for the kind


@dataclass(frozen=True, slots=True)
class Constancia:
    """What the receipt says (Decreto 1166 de 2016): the rest of it is what was asked."""

    id: int
    codigo: str
    recibida_en: datetime
    vence_el: date
    dias: int


@dataclass(frozen=True, slots=True)
class Datos:
    """What an act takes. `visto`: the last act on the page that was read; another one since then is a conflict."""

    texto: str = ""
    dias: int = 0
    responsable: str | None = None
    dependencia_id: str | None = None
    dependencia: str = ""
    competente: str = ""
    tipo: str = ""
    archivos: tuple[Archivo, ...] = ()
    visto: int | None = None
    escalon: int | None = None


@dataclass(frozen=True, slots=True)
class Hecho:
    """What an act left."""

    n: int
    estado: Estado
    vence_el: date | None
    tarde: bool = False  # done after the day the law gives for it


def registrar(db: Connection, mesa: Mesa, nueva: Nueva) -> Constancia:
    """File a request and return what its receipt says.

    Raises:
        TipoDesconocido: the law's term for that kind is not known.
        FueraDelCalendario: it falls due in a year whose holidays are not loaded.
    """
    dias = nueva.dias or _termino(mesa, nueva.tipo).dias
    vence = Reloj(mesa.hoy, dias).vence(mesa.calendario)
    assert vence is not None  # a new clock has no pause
    codigo = codigos.make(mesa.azar(16))
    told = _nameless(nueva.contact_id, nueva.actor, mesa)
    row = db.execute(
        insert(SolicitudRow).values(
            codigo=codigo, tipo=nueva.tipo, estado="recibida", dependencia_id=nueva.dependencia_id, dependencia=nueva.dependencia,
            recibida_el=mesa.hoy, recibida_en=told.get("at", mesa.now), vence_el=vence, plazo_dias_habiles=dias, actualizada_el=mesa.hoy, aqui=True,
            contact_id=nueva.contact_id, canal=nueva.canal, verbal=nueva.verbal, tramite_id=nueva.tramite_id,
            paso_desde=mesa.hoy, escalon=0, prorroga_dias=0, ampliada=False, competente="", ultimo_acto=1,
        ).returning(col(SolicitudRow.id))
    ).scalar_one()  # fmt: skip
    assert row is not None
    sealed = mesa.sello.close(json.dumps(nueva.contenido, ensure_ascii=False))
    db.execute(insert(ContenidoSolicitudRow).values(solicitud_id=row, contenido=sealed))
    first = {"solicitud_id": row, "n": 1, "acto": "radicar", "estado": "recibida", "actor": nueva.actor, **told}
    write_act(db, mesa, {**first, "detalle": {"canal": nueva.canal}})
    attach(db, mesa, first, nueva.archivos, of_entity=False)
    return Constancia(row, codigo, mesa.now, vence, dias)


def actuar(db: Connection, mesa: Mesa, which: int, acto: Acto, actor: str, datos: Datos) -> Hecho:
    """Do one act with a request and write what it leaves.

    Raises:
        SinSolicitud, Conflicto: there is none, or somebody was faster.
        ActoImposible: it cannot follow the present state.
        FueraDePlazo: the law does not allow it today.
        DatosIncompletos: it lacks its words, a person, a body.
    """
    row = db.execute(_READ, {"which": which}).first()
    if row is None:
        raise SinSolicitud(f"no request {which}")
    if datos.visto is not None and datos.visto != row.ultimo_acto:
        raise Conflicto("another act came first")
    estado = despues(acto, row.estado)
    if acto in MOTIVOS and actor != CIUDADANO and not datos.texto.strip():
        raise DatosIncompletos(MOTIVOS[acto])
    changes, detalle, limite, tarde = _effects(mesa, row, acto, datos)
    if estado == "asignada" and acto in A_ALGUIEN and changes.get("responsable", row.responsable) is None:
        estado = "recibida"  # an office has it, and no person yet
    changes |= {"estado": estado, "actualizada_el": mesa.hoy, "ultimo_acto": row.ultimo_acto + 1}
    db.execute(update(SolicitudRow).where(col(SolicitudRow.id) == which).values(**changes))
    n = row.ultimo_acto + 1
    act = {"solicitud_id": which, "n": n, "acto": acto, "estado": estado, "actor": actor}
    act |= _nameless(row.contact_id, actor, mesa)
    write_act(db, mesa, {**act, "texto": datos.texto.strip(), "detalle": detalle})
    attach(db, mesa, act, datos.archivos, of_entity=acto != "completar" and actor not in (CIUDADANO, SISTEMA))
    if REGLAS[acto].avisa and row.contact_id is not None and actor != CIUDADANO:
        avisar(db, row.contact_id, Novedad(which, n, acto, limite), mesa.now)
    return Hecho(n, estado, changes.get("vence_el", row.vence_el), tarde)


def _nameless(contact_id: int | None, actor: str, mesa: Mesa) -> dict[str, datetime]:
    """Return the coarse moment of what a citizen does with a request that is tied to nobody; else nothing."""
    return {"at": el_dia(mesa.now)} if contact_id is None and actor == CIUDADANO else {}


def _effects(  # noqa: C901, PLR0912 - one closed list of acts, a few lines each
    mesa: Mesa, row: Any, acto: Acto, datos: Datos
) -> tuple[dict[str, Any], dict[str, Any], date | None, bool]:
    """Return the columns that change, what the act keeps of itself, the law's last day to tell, and whether it is late."""
    hoy, reloj = mesa.hoy, reloj_of(row, row.plazo_dias_habiles or 0)
    changes: dict[str, Any] = {}
    detalle: dict[str, Any] = {}
    limite: date | None = None  # only what the law gives a day to tell has one
    tarde = False
    match acto:
        case "asignar" | "escalar":
            changes, detalle = _given_to(row, datos, hoy)
        case "reclasificar":
            reloj = reclasificado(reloj, _termino(mesa, datos.tipo).dias)
            changes = {"tipo": datos.tipo, "plazo_dias_habiles": reloj.dias, "prorroga_dias": reloj.prorroga}
            changes |= _clock(reloj, mesa)
            detalle = {"antes": row.tipo, "ahora": datos.tipo}
        case "requerir":
            limite = habiles(row.recibida_el, REQUERIR_EN, mesa.calendario)
            reloj, hasta = requerido(reloj, hoy, mesa.calendario), completar_hasta(hoy, mesa.calendario)
            changes, detalle = {**_clock(reloj, mesa), "completar_hasta": hasta}, {"hasta": hasta.isoformat()}
        case "completar":
            changes = {**_clock(completado(reloj, hoy), mesa), "completar_hasta": None, "paso_desde": hoy}
        case "ampliar":
            if row.ampliada:
                raise DatosIncompletos("Ya se dio el segundo mes: la ley no da más (Ley 1755 de 2015, art. 17).")
            hasta = completar_hasta(row.completar_hasta, mesa.calendario)
            changes, detalle = {"completar_hasta": hasta, "ampliada": True}, {"hasta": hasta.isoformat()}
        case "prorrogar":
            reloj = prorrogado(reloj, datos.dias, hoy, mesa.calendario, mesa.terminos.get(row.tipo))
            changes, limite = {"prorroga_dias": reloj.prorroga, **_clock(reloj, mesa)}, row.vence_el
            detalle = {"dias": datos.dias, "antes": row.vence_el.isoformat(), "ahora": changes["vence_el"].isoformat()}
        case "trasladar":
            if not datos.competente.strip():
                raise DatosIncompletos("Escribe el nombre de la entidad que recibe el caso.")
            if len(datos.competente.strip()) > COMPETENTE:
                raise DatosIncompletos(
                    f"El nombre de la entidad tiene más de {COMPETENTE} caracteres. Escríbelo más corto."
                )
            limite = habiles(row.recibida_el, TRASLADAR_EN, mesa.calendario)
            tarde = traslado_tarde(reloj, hoy, mesa.calendario)
            changes = {"competente": datos.competente.strip(), "vence_el": None}
            detalle = {"competente": changes["competente"], "tarde": tarde}
        case "responder":
            limite, tarde = row.vence_el, row.vence_el is not None and hoy > row.vence_el
            changes, detalle = {"respondida_el": hoy}, {"tarde": tarde}
        case "desistir" | "retirar":
            if acto == "desistir" and row.completar_hasta is not None and hoy <= row.completar_hasta:
                raise DatosIncompletos(f"El ciudadano tiene hasta el {row.completar_hasta:%d/%m/%Y} para completar.")
            changes = {"completar_hasta": None}
    return changes, detalle, limite, tarde


def _given_to(row: Any, datos: Datos, hoy: date) -> tuple[dict[str, Any], dict[str, Any]]:
    if not datos.responsable and not datos.dependencia_id:
        raise DatosIncompletos("Elige a quién se asigna.")
    changes: dict[str, Any] = {"responsable": datos.responsable, "paso_desde": hoy, "escalon": datos.escalon or 0}
    if datos.dependencia_id and datos.dependencia_id != row.dependencia_id:
        changes |= {"dependencia_id": datos.dependencia_id, "dependencia": datos.dependencia}
    dependencia = datos.dependencia_id or row.dependencia_id
    return changes, {"de": row.responsable, "a": datos.responsable, "dependencia": dependencia}


def _clock(reloj: Reloj, mesa: Mesa) -> dict[str, Any]:
    return {"vence_el": reloj.vence(mesa.calendario), "pausas": pausas_of(reloj)}


def _termino(mesa: Mesa, tipo: str) -> Termino:
    termino = mesa.terminos.get(tipo)
    if termino is None:
        raise TipoDesconocido(f"No conozco el plazo de «{tipo}».")
    return termino


__all__ = [
    "CIUDADANO", "ENTIDAD", "SISTEMA", "TERMINADAS", "Archivo", "Conflicto", "Constancia", "Datos", "DatosIncompletos", "Hecho",
    "Mesa", "Nueva", "SinSolicitud", "actuar", "attach", "registrar", "write_act",
]  # fmt: skip
