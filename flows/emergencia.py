"""Danger comes before everything: the number to call, what to do meanwhile, and no question at all.

The turn adds neither the privacy notice nor the menu to this bubble. Sentences are short: they may be read shaking.
"""

from collections.abc import Mapping

from flows.answers import N_
from flows.context import Context
from flows.engine import Flow

_CALL = N_("🚨 Llama ya al *{linea}*: {quien}.")
_ATTENDS = N_("Policía, bomberos y ambulancia")
MEANWHILE: Mapping[str, str] = {
    "suicidio": N_("Tu vida importa y esto puede cambiar. No te quedes a solas: busca a alguien de confianza."),
    "violencia": N_("Si puedes, aléjate y busca un lugar con gente. Lo que pasa no es tu culpa."),
    "menor": N_("Si es seguro, quédate con el menor. Si no aparece, di dónde lo viste y cómo va vestido."),
    "robo": N_("No te enfrentes a nadie. Busca un lugar seguro y di dónde pasó."),
    "incendio": N_("Sal y ayuda a salir a otros. No vuelvas por cosas. Aléjate del humo."),
    "medica": N_("Di dónde estás y si la persona respira. No la muevas si está golpeada."),
    "accidente": N_("Di dónde es y cuántas personas hay heridas. No las muevas si no hay más peligro."),
    "agua": N_("No te lances al agua. Lanza algo que flote y no pierdas de vista a la persona."),
    "desastre": N_("Aléjate del agua, de los cables y de las paredes dañadas. Busca un lugar alto y firme."),
}
GENERAL = N_("Di dónde estás y qué pasa. No cuelgues hasta que te lo digan.")
_WOMEN = frozenset({"violencia"})
# The line that attends everything; any other is only said when the entity confirmed it.
PRINCIPAL = "123"
MUJERES = "155"


def emergencia(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say the line to call first, then what to do meanwhile."""
    t = context.t
    tipo = inicio.get("tipo", "")
    yield t(_CALL).format(linea=PRINCIPAL, quien=t(_attends(context)))
    yield t(MEANWHILE.get(tipo, GENERAL))
    if tipo in _WOMEN and MUJERES in confirmed_lines(context):
        yield t("Cuando estés a salvo, la línea *155* orienta a mujeres.")
    yield t("Yo no puedo enviar ayuda desde este chat.")
    return None


def _attends(context: Context) -> str:
    """Return who answers at the main line, as the entity says it."""
    return next((what for line, what, _ in context.catalogo.entidad.emergencias if line == PRINCIPAL), _ATTENDS)


def confirmed_lines(context: Context) -> frozenset[str]:
    """Return the emergency lines that the entity confirmed."""
    return frozenset(line for line, _, confirmed in context.catalogo.entidad.emergencias if confirmed)
