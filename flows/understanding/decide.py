"""From a text to a decision: rules with a name first, then the model, then the question whether it is sure enough."""

import re
from dataclasses import dataclass, replace

from flows.understanding.candidates import Ranked, candidates, from_index, from_model, named_inside
from flows.understanding.commands import acknowledges, global_word, opt_out, yes_no
from flows.understanding.decision import ACLARAR, Candidate, Decision, Entity, Reason
from flows.understanding.emergency import emergency
from flows.understanding.entities import entities, without
from flows.understanding.features import bare_key_of, content, key_of
from flows.understanding.index import Understanding
from flows.understanding.keywords import other_entity
from flows.understanding.language import language
from flows.understanding.model import is_outside
from flows.understanding.phrasing import asks_money, courtesy, denied, other_city, segments, without_greeting
from flows.understanding.sections import only_section, section
from flows.understanding.text import clean, normalise
from knowledge.values import Idioma

_NUMBERS = frozenset(
    [
        "comparendo",
        "ref_catastral",
        "telefono",
        "radicado",
        "codigo",
        "cedula",
        "nit",
        "placa",
        "correo",
        "matricula",
        "dinero",
    ]
)
_FOLLOWED = frozenset({"radicado", "codigo"})
_SMALL_TALK = frozenset({"saludo", "gracias", "despedida", "menu", "ayuda", "emergencia", "cancelar"})
_WORD_INTENT = {
    "menu": "menu",
    "cancelar": "cancelar",
    "atras": "menu",
    "salir": "despedida",
    "funcionario": "funcionario",
    "error_dato": "error_dato",
    "idioma": "idioma",
    "mis_datos": "mis_datos",
    "ayuda": "ayuda",
}
_COMPLAINT = re.compile(r"quej|reclam|peticion|sugeren")
# The words that our own texts tell people to write: alone, they mean the topic and nothing else.
_TAUGHT = {
    "denuncia": "denuncia",
    "denunciar": "denuncia",
    "radicar": "radicar",
    "avisos": "notificaciones",
    "convocatorias": "convocatorias",
    "cooperacion": "cooperacion",
    "participacion": "participacion",
    "estado": "estado",
    "encuesta": "encuesta",
}
_DOUBT_LEFT = 0.6
_SURELY_INSIDE = 0.8
_MIN_INSIDE_OVER_OTHERS = 0.75  # when what is not the city's scores best
_LIKELY = 0.55  # to say whose matter it is costs less than to answer about the wrong record
_MAYBE_INSIDE = 0.6
_MIN_INSIDE = 0.5  # below it, saying «no entendí» beats guessing


@dataclass(frozen=True, slots=True)
class Heard:
    """A message prepared: shown, folded, its entities, and what is left to route."""

    shown: str
    normal: str
    entidades: tuple[Entity, ...]
    asked: str
    idioma: Idioma


def decide(text: str, context: Understanding) -> Decision:
    """Return what a message asks for, how sure that is, and why."""
    heard = hear(text, context)
    by_rule = _rule(text, heard, context)
    if by_rule is not None:
        return by_rule
    by_alias = _alias(heard, context)
    if by_alias is not None:
        return by_alias
    return _weighed(heard, context)


def hear(text: str, context: Understanding) -> Heard:
    """Return the message prepared; numbers are taken out so that they are no evidence of a topic."""
    shown = clean(text)
    found = entities(shown, context.lugares, context.oficinas)
    normal = normalise(shown)
    asked = normalise(without(shown, found, _NUMBERS)) if found else normal
    return Heard(shown, normal, found, without_greeting(asked), language(normal))


def _rule(text: str, heard: Heard, context: Understanding) -> Decision | None:
    danger = emergency(text)
    if danger:
        return replace(_made(heard, "emergencia", 1.0, Reason("emergencia", danger)), emergencia=danger)
    if opt_out(text):
        return _made(heard, "notificaciones", 1.0, Reason("palabra-de-baja", heard.normal))
    word = global_word(text)
    if word:
        return _made(heard, _WORD_INTENT[word], 1.0, Reason("palabra-global", word))
    if heard.asked in _TAUGHT:
        return _made(heard, _TAUGHT[heard.asked], 1.0, Reason("palabra-ensenada", heard.asked))
    if any(entity.tipo in _FOLLOWED for entity in heard.entidades) and len(content(heard.asked.split())) <= 5:
        return _made(
            heard,
            "estado",
            0.97,
            Reason("numero-de-solicitud", next(e.tipo for e in heard.entidades if e.tipo in _FOLLOWED)),
        )
    if not any(char.isalpha() for char in heard.asked):
        return _made(heard, ACLARAR, 0.0, Reason("sin-palabras", ""))
    if polite := courtesy(heard.normal):
        return _made(heard, polite, 0.97, Reason("cortesia", ""))
    if (said := yes_no(text)) is not None:
        # Nothing that was asked took it for its answer: «no» and «ok» end a talk, «sí» wants to go on.
        intencion = "menu" if said and not acknowledges(text) else "gracias"
        return _made(heard, intencion, 0.97, Reason("si-o-no-suelto", ""))
    if asked := only_section(heard.asked):
        # Which record is not said here: the one talked about before, or the citizen is asked.
        return _made(heard, "tramite", 0.97, Reason("solo-la-pregunta", asked))
    return None


def _alias(heard: Heard, context: Understanding) -> Decision | None:
    said = heard.asked.split()
    for rule, form in (("alias-exacto", key_of(said)), ("alias-sin-la-pregunta", bare_key_of(said))):
        labels = context.exacto.get(form, ()) if form else ()
        if len(labels) == 1:
            return _answer(heard, context, Ranked(labels[0], 0.97, 0.97), [Reason(rule, form)])
        if labels:
            options = candidates(context, [Ranked(label, 1 / len(labels), 1.0) for label in labels], heard.idioma)
            return _unsure(heard, options, [Reason("alias-compartido", form)])
    return None


def _weighed(heard: Heard, context: Understanding) -> Decision:
    reasons: list[Reason] = []
    asked = heard.asked
    negation = denied(asked)
    if negation:
        reasons.append(Reason("negacion", negation[1]))
        asked = negation[0]
    ranked, why = rank_all(asked, context)
    reasons += why
    if negation and len(content(asked.split())) < 2:
        return _unsure(heard, _instead_of(negation[1], context, heard), reasons)
    several = _several(heard, context)
    if several:
        return _unsure(heard, several, [*reasons, Reason("dos-pedidos", str(len(several)))])
    return _settled(heard, context, ranked, reasons)


def _instead_of(denial: str, context: Understanding, heard: Heard) -> tuple[Candidate, ...]:
    """Return what to offer a person who only said what they do not want."""
    other = "denuncia" if _COMPLAINT.search(denial) else "radicar"
    return candidates(context, [Ranked(label, 0.3, 1.0) for label in ("tramite", other, "funcionario")], heard.idioma)


def rank_all(asked: str, context: Understanding) -> tuple[list[Ranked], list[Reason]]:
    """Return labels from most to least likely, and what told so: the model, or aliases and key phrases."""
    return from_model(asked, context) if context.modelo else from_index(asked, context)


def _settled(heard: Heard, context: Understanding, ranked: list[Ranked], reasons: list[Reason]) -> Decision:
    threshold = context.umbral
    best = ranked[0] if ranked else Ranked("fuera_de_alcance", 0.0, 0.0)
    named = named_inside(heard.asked, context) if context.modelo else {}
    if best.label in named and len(named) == 1:
        # Two readings that do not know each other agree: part of the doubt goes.
        best = replace(best, confianza=1 - _DOUBT_LEFT * (1 - best.confianza))
        reasons = [*reasons, Reason("alias-dentro", named[best.label])]
    if best.label.startswith("tramite/") and asks_money(heard.normal):
        # «El que inscribe pide 50 mil» names a procedure and may tell of a bribe: a wrong answer would silence it.
        options = [best, Ranked("denuncia", max(0.3, 1 - best.confianza), best.dentro), *ranked[1:]]
        return _unsure(heard, candidates(context, options, heard.idioma), [*reasons, Reason("piden-plata", "")])
    if best.confianza >= threshold:
        return _answer(heard, context, best, [*reasons, Reason("umbral", f"{best.confianza:.2f} ≥ {threshold:.2f}")])
    reasons = [*reasons, Reason("umbral", f"{best.confianza:.2f} < {threshold:.2f}")]
    if best.label.startswith("tramite/") and other_city(heard.normal):
        return _answer(heard, context, best, reasons)
    elsewhere = other_entity(heard.normal)
    if elsewhere and best.dentro < _SURELY_INSIDE:
        return _answer(
            heard, context, Ranked(elsewhere[0], 0.8, 0.0), [*reasons, Reason("palabra-clave", elsewhere[1])]
        )
    if best.dentro < (_MIN_INSIDE_OVER_OTHERS if is_outside(best.label) else _MIN_INSIDE):
        # Not known, yet perhaps the city's: what is nearest goes along, to be offered after saying so.
        records = [item for item in ranked if item.label.startswith("tramite/")] if best.dentro >= _MAYBE_INSIDE else []
        near = candidates(context, records, heard.idioma)[:2]
        if best.label.startswith("otra/") and best.confianza >= _LIKELY:
            reasons = [*reasons, Reason("otra-entidad", best.label.removeprefix("otra/"))]
        said = _made(heard, "fuera_de_alcance", round(1 - best.dentro, 3), *reasons)
        return replace(said, alternativas=near)
    return _unsure(heard, candidates(context, ranked, heard.idioma), reasons, best.confianza)


def _several(heard: Heard, context: Understanding) -> tuple[Candidate, ...]:
    said = segments(heard.shown)
    if len(said) < 2 or context.modelo is None:
        return ()
    parts = [without_greeting(normalise(part)) for part in said]
    parts = [part for part in parts if content(part.split())][:4]
    firsts = [_first(part, context) for part in parts]
    sure = {
        r.label: r for r in firsts if r.confianza >= 0.75 and not is_outside(r.label) and r.label not in _SMALL_TALK
    }
    return candidates(context, list(sure.values()), heard.idioma) if len(sure) > 1 else ()


def _first(part: str, context: Understanding) -> Ranked:
    labels = context.exacto.get(key_of(part.split()), ())
    return Ranked(labels[0], 0.97, 0.97) if len(labels) == 1 else rank_all(part, context)[0][0]


def _answer(heard: Heard, context: Understanding, best: Ranked, reasons: list[Reason]) -> Decision:
    label = best.label
    if label.startswith("otra/"):
        return _made(
            heard, "fuera_de_alcance", best.confianza, *reasons, Reason("otra-entidad", label.removeprefix("otra/"))
        )
    record = label.removeprefix("tramite/") if label.startswith("tramite/") else None
    city = other_city(heard.normal)
    if record and city:
        return _made(heard, "fuera_de_alcance", best.confianza, *reasons, Reason("otra-ciudad", city))
    if record and record in context.flujos:
        return _made(heard, context.flujos[record], best.confianza, *reasons, Reason("el-flujo-gana", record))
    return replace(_made(heard, "tramite" if record else label, best.confianza, *reasons), tramite=record)


def _unsure(heard: Heard, options: tuple[Candidate, ...], reasons: list[Reason], confianza: float = 0.5) -> Decision:
    intencion = ACLARAR if options else "fuera_de_alcance"
    return replace(_made(heard, intencion, confianza, *reasons), alternativas=options)


def _made(heard: Heard, intencion: str, confianza: float, *reasons: Reason) -> Decision:
    return Decision(
        intencion=intencion,
        tramite=None,
        confianza=round(confianza, 4),
        alternativas=(),
        seccion=section(heard.normal),
        entidades=heard.entidades,
        idioma=heard.idioma,
        normalizado=heard.normal,
        razones=reasons,
        emergencia=None,
    )
