"""The form of each act of a request: what it asks, what the law says of it, and why it cannot be done today. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.panel.semaforos import fecha, habiles, se_avisa, tipo
from knowledge.actos import REGLAS, Acto, posibles
from knowledge.plazos import FueraDelCalendario
from knowledge.plazos import habiles as after
from knowledge.reloj import (
    REQUERIR_EN,
    TRASLADAR_EN,
    FueraDePlazo,
    Reloj,
    completar_hasta,
    prorrogado,
    requerido,
    traslado_tarde,
)
from knowledge.solicitudes import SolicitudRow, reloj_of
from knowledge.tramitar import Mesa

Tipo = Literal["parrafo", "linea", "opcion", "archivos"]
Opciones = Sequence[tuple[str, str]]
MAX_LETRAS = 10_000
# Corruption has its own confidential road; the joined kind is only for files from elsewhere.
NOT_HERE = frozenset({"denuncia", "queja_reclamo_denuncia"})


@dataclass(frozen=True, slots=True)
class Campo:
    """One field of an act."""

    name: str
    label: str
    tipo: Tipo = "parrafo"
    pista: str = ""
    opciones: Opciones = ()


@dataclass(frozen=True, slots=True)
class Forma:
    """An act as it is offered. `impide`: why not today; it is said in the place of the form."""

    acto: Acto
    ley: tuple[str, ...] = ()
    campos: tuple[Campo, ...] = ()
    impide: str = ""
    avisa: str = ""

    @property
    def titulo(self) -> str:
        """Return what the act is called."""
        return REGLAS[self.acto].nombre


@dataclass(frozen=True, slots=True)
class Entorno:
    """What the forms choose from: who may have it, the other offices, the kinds."""

    personas: Opciones
    oficinas: Opciones


# The order in which they are offered: what ends the wait first, what is rare last.
ORDEN: tuple[Acto, ...] = (
    "responder", "completar", "asignar", "requerir", "firmar", "devolver", "prorrogar", "ampliar", "trasladar",
    "reclasificar", "desistir", "retirar", "cerrar",
)  # fmt: skip


def formas(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> list[Forma]:
    """Return what may be done with a request filed here, in the order of work. One that lives elsewhere takes nothing."""
    if not row.aqui:
        return []
    allowed = posibles(row.estado)  # type: ignore[arg-type]  # the writes admit only the closed list
    return [replace(_FORMAS[acto](row, mesa, entorno), avisa=se_avisa(row, acto)) for acto in ORDEN if acto in allowed]


def _asignar(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    people = (
        "" if entorno.personas else "Nadie de esta dependencia tiene el rol gestor. Quien administra las cuentas lo da."
    )
    return Forma("asignar", ("Escoge una persona de la dependencia, o pasa el caso a otra dependencia.",), (
        Campo("responsable", "Persona", "opcion", people, (("", "Nadie en especial"), *entorno.personas)),
        Campo("dependencia_id", "Otra dependencia", "opcion", "Si la escoges, el caso sale de tu lista.", (("", "Sigue en la misma"), *entorno.oficinas)),
    ))  # fmt: skip


def _requerir(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    ley = (
        f"Solo se puede en los primeros {REQUERIR_EN} días hábiles{_until(row, REQUERIR_EN, mesa)} (Ley 1755 de 2015, art. 17).",
        f"El plazo se detiene. La persona tiene un mes: hasta el {_or_nothing(lambda: fecha(completar_hasta(mesa.hoy, mesa.calendario)))}.",
    )
    campos = (Campo("texto", "Qué falta y cómo entregarlo", pista="La persona lee esto tal como lo escribes."),)
    return Forma("requerir", ley, campos, _refused(lambda: requerido(_reloj(row), mesa.hoy, mesa.calendario)))


def _completar(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    campos = (
        Campo("texto", "Qué entregó la persona"),
        Campo("archivos", "Documentos que entregó", "archivos"),
    )
    return Forma("completar", ("Úsalo si la persona lo trajo a la oficina. El plazo sigue desde mañana.",), campos)


def _ampliar(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    since = row.completar_hasta or mesa.hoy
    until = _or_nothing(lambda: fecha(completar_hasta(since, mesa.calendario)))
    ley = ("La ley da un segundo mes si la persona lo pide, una sola vez (Ley 1755 de 2015, art. 17).", f"Tendría hasta el {until}.")  # fmt: skip
    return Forma("ampliar", ley, (), "Ya se dio el segundo mes: la ley no da más." if row.ampliada else "")


def _prorrogar(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    choices = _extensions(row, mesa)
    ley = (
        "Se pide antes de que venza, con motivos, y en total a lo sumo el doble del plazo (Ley 1755 de 2015, art. 14, parágrafo).",
    )
    campos = (
        Campo("dias", "Cuántos días hábiles más, y cuándo vencería", "opcion", "", (("", "Escoge"), *choices)),
        Campo("texto", "Motivos y fecha en que responderás", pista="La persona lee esto tal como lo escribes."),
    )
    why = _refused(lambda: prorrogado(_reloj(row), 1, mesa.hoy, mesa.calendario, mesa.terminos.get(row.tipo)))
    return Forma("prorrogar", ley, campos, why)


def _extensions(row: SolicitudRow, mesa: Mesa) -> list[tuple[str, str]]:
    """Return each number of days that the law still gives, with the day on which it would fall due."""
    found: list[tuple[str, str]] = []
    reloj = _reloj(row)
    try:
        for dias in range(1, reloj.dias * 2 + 1):
            vence = prorrogado(reloj, dias, mesa.hoy, mesa.calendario, mesa.terminos.get(row.tipo)).vence(
                mesa.calendario
            )
            found.append((str(dias), f"{habiles(dias)}: vencería el {fecha(vence)}"))
    except (FueraDePlazo, FueraDelCalendario):
        pass  # the law, or the calendar that was loaded, gives no more
    return found


def _trasladar(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    late = _late(row, mesa)
    limit = _until(row, TRASLADAR_EN, mesa)
    ley = (
        f"Si la entidad no es la competente, se envía en los {TRASLADAR_EN} días hábiles siguientes{limit} (Ley 1755 de 2015, art. 21).",
        "Ese plazo ya pasó. Hay que enviarla igual: la ley no deja quedarse con ella."
        if late
        else "La persona recibe copia.",
    )
    campos = (
        Campo("competente", "Entidad que la recibe", "linea"),
        Campo("texto", "Por qué le corresponde", pista="La persona lee esto tal como lo escribes."),
    )
    return Forma("trasladar", ley, campos)


def _responder(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    campos = (
        Campo("texto", "Respuesta", pista="Responde todo lo que pidió, con frases cortas. La persona lee esto tal como lo escribes."),
        Campo("archivos", "Archivos", "archivos"),
    )  # fmt: skip
    return Forma("responder", _overdue(row, mesa), campos)


def _overdue(row: SolicitudRow, mesa: Mesa) -> tuple[str, ...]:
    late = row.vence_el is not None and mesa.hoy > row.vence_el
    return (f"El plazo venció el {fecha(row.vence_el)}. Responde ya: la obligación sigue.",) if late else ()


def _reclasificar(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    kinds = [
        (name, f"{tipo(name)}: {habiles(termino.dias)}")
        for name, termino in mesa.terminos.items()
        if name not in NOT_HERE | {row.tipo}
    ]
    ley = (f"Hoy está como «{tipo(row.tipo)}». La clase decide el plazo, que se cuenta otra vez desde que llegó.",)
    return Forma("reclasificar", ley, (Campo("tipo", "Clase que le corresponde", "opcion", "", (("", "Escoge"), *sorted(kinds, key=lambda kind: kind[1]))),))  # fmt: skip


def _desistir(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    waits = row.completar_hasta is not None and mesa.hoy <= row.completar_hasta
    why = (
        f"La persona tiene hasta el {fecha(row.completar_hasta)} para completar. Después de ese día se puede."
        if waits
        else ""
    )
    ley = ("Hace falta un acto con motivos, que se notifica y admite reposición (Ley 1755 de 2015, art. 17).",)
    campos = (Campo("texto", "Número y fecha del acto, y por qué", pista="La persona lee esto tal como lo escribes."),)
    return Forma("desistir", ley, campos, why)


def _retirar(row: SolicitudRow, mesa: Mesa, entorno: Entorno) -> Forma:
    campos = (Campo("texto", "Cómo y cuándo lo pidió", pista="La persona lee esto tal como lo escribes."),)
    return Forma("retirar", ("Solo si la persona pidió retirarla (Ley 1755 de 2015, art. 18).",), campos)


def _noted(acto: Acto, label: str, ley: str) -> Callable[[SolicitudRow, Mesa, Entorno], Forma]:
    """Return an act with one note for colleagues."""
    note = Campo("texto", label, pista="No hace falta. El ciudadano no la lee.")
    return lambda row, mesa, entorno: Forma(acto, (ley,), (note,))


def _bare(acto: Acto, ley: str) -> Callable[[SolicitudRow, Mesa, Entorno], Forma]:
    return lambda row, mesa, entorno: Forma(acto, (ley,))


_FORMAS: Mapping[Acto, Callable[[SolicitudRow, Mesa, Entorno], Forma]] = {
    "asignar": _asignar,
    "requerir": _requerir,
    "completar": _completar,
    "ampliar": _ampliar,
    "prorrogar": _prorrogar,
    "trasladar": _trasladar,
    "responder": _responder,
    "reclasificar": _reclasificar,
    "desistir": _desistir,
    "firmar": _bare("firmar", "La respuesta está escrita y falta la firma. El plazo sigue corriendo."),
    "devolver": _noted("devolver", "Qué hay que corregir", "Vuelve a quien la tiene asignada. El plazo sigue corriendo."),
    "cerrar": _bare("cerrar", "Ya no falta nada por hacer. A la persona se le pregunta cómo le fue."),
    "retirar": _retirar,
}  # fmt: skip


def _reloj(row: SolicitudRow) -> Reloj:
    return reloj_of(row, row.plazo_dias_habiles or 0)


def _refused(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except (FueraDePlazo, FueraDelCalendario) as error:
        return str(error)
    return ""


def _late(row: SolicitudRow, mesa: Mesa) -> bool:
    try:
        return traslado_tarde(_reloj(row), mesa.hoy, mesa.calendario)
    except FueraDelCalendario:
        return False


def _until(row: SolicitudRow, days: int, mesa: Mesa) -> str:
    day = _or_nothing(lambda: fecha(after(row.recibida_el, days, mesa.calendario)))
    return f", hasta el {day}" if day else ""


def _or_nothing(said: Callable[[], str]) -> str:
    try:
        return said()
    except FueraDelCalendario:
        return ""
