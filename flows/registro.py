"""Every flow there is, in one readable list. A flow that is not here does not exist."""

from collections.abc import Mapping

from flows.adjunto import adjunto
from flows.ayuda import ayuda, idioma
from flows.cortesia import despedida, gracias, saludo
from flows.emergencia import emergencia
from flows.error_dato import error_dato
from flows.funcionario import funcionario
from flows.menu import menu
from flows.mis_datos import mis_datos
from flows.motor import aclarar, cancelado, disculpa, no_se, reanudar, rescate
from flows.spec import FlowSpec
from flows.titulos import titulo_of
from flows.tramites import tramites

# `form`: the citizen gives data step by step, so it is parked and resumed. `floating`: the engine's own questions.
_ALL = (
    # What a person asks for
    FlowSpec("tramites", tramites),
    FlowSpec("funcionario", funcionario, titulo_of("funcionario"), form=True),
    FlowSpec("error_dato", error_dato, titulo_of("error_dato"), form=True),
    FlowSpec("mis_datos", mis_datos, titulo_of("mis_datos"), form=True),
    FlowSpec("idioma", idioma),
    FlowSpec("ayuda", ayuda),
    FlowSpec("emergencia", emergencia, floating=True),
    # Courtesy
    FlowSpec("menu", menu),
    FlowSpec("saludo", saludo),
    FlowSpec("gracias", gracias),
    FlowSpec("despedida", despedida),
    # The engine's own
    FlowSpec("aclarar", aclarar, floating=True),
    FlowSpec("no_se", no_se, floating=True),
    FlowSpec("rescate", rescate, floating=True),
    FlowSpec("reanudar", reanudar, floating=True),
    FlowSpec("cancelado", cancelado, floating=True),
    FlowSpec("disculpa", disculpa, floating=True),
    FlowSpec("adjunto", adjunto, floating=True),
)
FLOWS: Mapping[str, FlowSpec] = {spec.name: spec for spec in _ALL}
