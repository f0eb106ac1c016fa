"""Every flow there is, in one readable list. A flow that is not here does not exist."""

from collections.abc import Mapping
from datetime import timedelta

from flows.acompanamiento import TITULO as TITULO_ACOMPANAMIENTO
from flows.acompanamiento import acompanamiento
from flows.adjunto import adjunto
from flows.ayuda import ayuda, idioma
from flows.completar import caso, completar
from flows.convocatorias import convocatorias
from flows.cooperacion import cooperacion
from flows.cortesia import despedida, gracias, saludo
from flows.datos_publicos import datos_publicos
from flows.denuncia import denuncia
from flows.donde_radicar import donde_radicar
from flows.emergencia import emergencia
from flows.encuesta import encuesta
from flows.enlace import enlace
from flows.error_dato import error_dato
from flows.estado import estado
from flows.funcionario import funcionario
from flows.menu import menu
from flows.mis_datos import mis_datos
from flows.motor import aclarar, cancelado, disculpa, no_se, reanudar, rescate
from flows.notificaciones import notificaciones
from flows.participacion import participacion
from flows.preguntas import pregunta
from flows.radicar import radicar
from flows.spec import FlowSpec
from flows.titulos import titulo_of
from flows.tramites import tramites

# `form`: the citizen gives data step by step, so it is parked and resumed. `floating`: the engine's own questions.
_ALL = (
    # What a person asks for
    FlowSpec("tramites", tramites),
    FlowSpec("convocatorias", convocatorias),
    FlowSpec("acompanamiento", acompanamiento, TITULO_ACOMPANAMIENTO, form=True),
    FlowSpec("estado", estado),  # one or two answers: to keep asking for a code that is not at hand helps nobody
    FlowSpec("caso", caso),
    FlowSpec("completar", completar, titulo_of("completar"), form=True),
    FlowSpec("radicar", radicar, titulo_of("radicar"), form=True),
    FlowSpec("donde_radicar", donde_radicar),  # what «radicar» is while nothing is filed in this chat
    # Sealed while it lasts and forgotten after a day, not after a month.
    FlowSpec("denuncia", denuncia, titulo_of("denuncia"), form=True, confidential=True, draft=timedelta(hours=24)),
    FlowSpec("notificaciones", notificaciones, titulo_of("notificaciones"), form=True),
    FlowSpec("cooperacion", cooperacion),
    FlowSpec("participacion", participacion),
    FlowSpec("datos_publicos", datos_publicos),
    FlowSpec("pregunta", pregunta),
    FlowSpec("encuesta", encuesta, titulo_of("encuesta"), form=True),
    FlowSpec("funcionario", funcionario, titulo_of("funcionario"), form=True),
    FlowSpec("error_dato", error_dato, titulo_of("error_dato"), form=True),
    FlowSpec("mis_datos", mis_datos, titulo_of("mis_datos"), form=True),
    FlowSpec("idioma", idioma, form=True),  # as a form it can be asked in the middle of another one
    FlowSpec("ayuda", ayuda),
    FlowSpec("enlace", enlace, floating=True),
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
