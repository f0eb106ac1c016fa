"""From a decision of the understanding to the flow that answers it."""

import json
import re
from collections.abc import Mapping

from flows.context import Context
from flows.engine import Go
from flows.llevar import captioned
from flows.messages import Message
from flows.peticion import looks_like_petition
from flows.preguntas import asked_before
from flows.session import Session
from flows.understanding import Decision
from knowledge.values import PreguntaFrecuente

CONFIDENTIAL_INTENTS = frozenset({"denuncia"})
# Words with which a report of corruption begins, whatever the message is taken for.
_TELLS = re.compile(r"\b(?:corrup|sobor|coim|mordida|peculado|cohecho|concusion|brib|denunci|whistle)\w*")
# Beside a resemblance to one, these make a petition a report: «que investiguen al que cobra».
_ACCUSES = re.compile(r"\b(?:investig|sancion|castig|rob|plata|dinero|cobr|pag|carcel|juez|jueza)\w*")
_NEVER_CLEAR = frozenset(
    {"aclarar", "fuera_de_alcance", "saludo", "gracias", "despedida", "cancelar", "emergencia", "menu", "encuesta"}
)
# Intents whose flow has another name, or that need no words of the citizen to begin.
_FLOW_OF = {
    "tramite": "tramites",
    "dato_publico": "datos_publicos",
    "fuera_de_alcance": "no_se",
    "cancelar": "cancelado",
}
_USEFUL = frozenset(
    {"codigo", "radicado", "barrio", "dependencia"}
)  # a cédula or a phone is never kept to begin a flow
_WORDLESS = frozenset({"denuncia", "saludo", "menu", "gracias", "despedida", "cancelar", "ayuda", "encuesta"})
_ABOUT_ANY = frozenset({"tramite", "aclarar", "fuera_de_alcance", "funcionario"})
SURELY_FOREIGN = 0.6
SURELY_NO_RECORD = 0.9
SURE = 0.8  # calibrated confidence from which a record is answered without asking what it could be mistaken for
ABOUT_THE_LAST = frozenset({"error_dato", "funcionario"})  # about the record last talked about, unless another is named


def is_clear(decision: Decision) -> bool:
    """Return whether a decision names one topic that can be answered, so that it may interrupt a question."""
    return decision.intencion not in _NEVER_CLEAR


def is_confidential(decision: Decision) -> bool:
    """Return whether a message may be a denuncia. It is confidential from its first word, before its flow began."""
    near = {decision.intencion, *(c.intencion for c in decision.alternativas)}
    return bool(near & CONFIDENTIAL_INTENTS or _TELLS.search(decision.normalizado))


def flow_of(intencion: str) -> str:
    """Return the flow that answers an intent."""
    return _FLOW_OF.get(intencion, intencion)


def route(context: Context, session: Session, message: Message, decision: Decision) -> Go:
    """Return the flow that answers a decision, with what it needs to begin."""
    return captioned(_route(context, session, message, decision), message)


def _route(context: Context, session: Session, message: Message, decision: Decision) -> Go:
    go, known = _about_the_same(context, session, message, decision), _known_question(context, decision)
    if go is not None and (known is None or "tramite" in go.inicio):
        return go
    if known is not None:
        return Go("pregunta", {"pregunta": known.id})
    words = {} if is_confidential(decision) or decision.intencion in _WORDLESS else {"texto": message.text[:500]}
    if decision.intencion in ("aclarar", "fuera_de_alcance"):
        return _offered(context, message, decision) or _unknown(decision, words)
    inicio = dict(words)
    if decision.tramite:
        inicio["tramite"] = decision.tramite
        if decision.confianza < SURE:
            inicio["duda"] = "si"  # the record asks the question that separates it from what it is taken for
    elif decision.intencion in ABOUT_THE_LAST and session.tramite:
        inicio["tramite"] = session.tramite
    if decision.seccion:
        inicio["seccion"] = decision.seccion
    return Go(_open_now(context, decision), {**(_named(decision) if words else {}), **inicio})


def _open_now(context: Context, decision: Decision) -> str:
    """Return the flow of an intent: where petitions are filed elsewhere, the one that says where."""
    flow = flow_of(decision.intencion)
    return "donde_radicar" if flow == "radicar" and not context.radica_aqui else flow


def _offered(context: Context, message: Message, decision: Decision) -> Go | None:
    """Return the offer to file what reads like a petition and nothing else answers. Never what may accuse somebody."""
    accuses = is_confidential(decision) and (
        _TELLS.search(decision.normalizado) or _ACCUSES.search(decision.normalizado)
    )
    if not context.radica_aqui or accuses or not looks_like_petition(message.text):
        return None
    return Go("radicar", {"texto": message.text[:500], "ofrecida": "si"})


def _named(decision: Decision) -> dict[str, str]:
    """Return what the message names that a flow can begin with; of two of a kind the first."""
    return {e.tipo: e.valor for e in reversed(decision.entidades) if e.tipo in _USEFUL}


def _known_question(context: Context, decision: Decision) -> PreguntaFrecuente | None:
    """Return the published question that this is, unless something surer was understood."""
    if is_confidential(decision):
        return None
    found = asked_before(context, decision.normalizado)
    about_nothing = decision.intencion in ("aclarar", "fuera_de_alcance")  # its confidence is of not knowing
    surer = found is not None and (about_nothing or found.seguridad > decision.confianza)
    return found.pregunta if found is not None and surer else None


def _unknown(decision: Decision, words: Mapping[str, str]) -> Go:
    """Ask which topic was meant, or say that it is not known. With nothing to offer there is nothing to choose from."""
    inicio = {"opciones": _options(decision), **words, **_elsewhere(decision)}
    if decision.seccion and decision.intencion == "aclarar":
        inicio["seccion"] = decision.seccion  # «cuánto vale el certificado»: whichever it is, the cost is told
    if decision.intencion == "fuera_de_alcance" and decision.confianza >= SURELY_NO_RECORD:
        inicio["ajeno"] = "si"  # a football match resembles no record: nothing near is looked for
    return Go(flow_of(decision.intencion) if decision.alternativas else "no_se", inicio)


def _about_the_same(context: Context, session: Session, message: Message, decision: Decision) -> Go | None:
    """Read «¿y cuánto vale?» as a question about the record last talked about."""
    vague = decision.tramite is None and decision.intencion in _ABOUT_ANY
    short = len(message.text.split()) <= 6
    # «¿Dónde puedo comer rico?» asks for a place, yet not for that of the record talked about.
    foreign = decision.intencion == "fuera_de_alcance" and decision.confianza >= SURELY_FOREIGN
    if (
        not (vague and short and decision.seccion)
        or foreign
        or _elsewhere(decision)
        or _names_others(session, decision)
    ):
        return None
    if session.tramite in context.catalogo.tramites and not _choosing(session):
        return Go("tramites", {"tramite": str(session.tramite), "seccion": decision.seccion})
    alone = decision.intencion in ("fuera_de_alcance", "funcionario") and not _choosing(session)
    if decision.alternativas or alone:
        return None  # no record was talked about: «¿a qué hora atienden?» is for an office
    return Go("tramites", {"seccion": decision.seccion})


def _names_others(session: Session, decision: Decision) -> bool:
    """Tell a word known to mean other records («cuánto vale el impuesto predial») from a vague one."""
    shared = any(reason.regla == "alias-compartido" for reason in decision.razones)
    return shared and all(candidate.tramite != session.tramite for candidate in decision.alternativas)


def _choosing(session: Session) -> bool:
    """Return whether the person was just asked which topic they mean, and the record before it is not among them."""
    asked = session.frame is not None and session.frame.flow == "aclarar" and session.asked is not None
    return asked and all(option.id != f"tramite:{session.tramite}" for option in session.shown)


def _elsewhere(decision: Decision) -> dict[str, str]:
    """Return whose matter it is, when it is another entity's or another city's."""
    told = {reason.regla: reason.detalle for reason in decision.razones}
    names = {"otra-entidad": "otra_entidad", "otra-ciudad": "otra_ciudad"}
    return {inicio: told[rule] for rule, inicio in names.items() if rule in told}


def _options(decision: Decision) -> str:
    """Return the candidates as JSON text: the start values of a flow are plain strings."""
    rows = [{"intencion": c.intencion, "tramite": c.tramite, "titulo": c.titulo} for c in decision.alternativas]
    return json.dumps(rows, ensure_ascii=False)
