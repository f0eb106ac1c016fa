"""How was it? One tap, and a comment for who wants to leave one (RC-35, RC-36)."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.answers import N_, Choice, Text
from flows.context import Context
from flows.effects import Calificar, MisSolicitudes
from flows.engine import Ask, Do, Flow
from flows.messages import Option

CALIFICAR = "calificar"  # what a notice of closing tells to write: the request first, where there is one
CALIFICABLES = frozenset({"respondida", "cerrada"})
BAJO = 2  # up to here something went wrong for the person: a way to be helped is offered
_PUNTAJES = (
    ("1", N_("Muy mal")),
    ("2", N_("Mal")),
    ("3", N_("Regular")),
    ("4", N_("Bien")),
    ("5", N_("Muy bien")),
)


def unrated(mias: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the newest request that was answered and not rated yet."""
    return next((m["codigo"] for m in mias if m["estado"] in CALIFICABLES and not m["calificada"]), None)


def encuesta(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask for a rating from 1 to 5 and an optional comment, of the talk or of the request `codigo`. The numbers as shown are the rating."""
    t = context.t
    titles = Choice(tuple(Option(puntaje, t(title)) for puntaje, title in _PUNTAJES))
    codigo = inicio.get("codigo")
    if inicio.get("atencion"):
        return (yield from _of_a_person(context, inicio, titles))
    if inicio.get("accion") == CALIFICAR:
        codigo = unrated((yield Do("mias", MisSolicitudes())))
        if codigo:
            yield t("Es sobre tu solicitud *{codigo}*.").format(codigo=codigo)
    if codigo:
        puntaje = yield Ask("resuelto", t("¿Quedó resuelta tu solicitud? Elige de 1 a 5."), titles)
    else:
        puntaje = yield Ask(
            "puntaje", t("¿Cómo te fue conmigo? Elige de 1 a 5. Tu respuesta no lleva tu nombre."), titles
        )
    question = t("¿Qué debería mejorar? No escribas datos personales. Si prefieres, salta esta pregunta.")
    comentario = yield Ask("comentario", question, Text(optional=True, max_chars=500))
    yield Do("calificar", Calificar(int(puntaje), comentario, codigo))
    yield t("Gracias. Con eso mejoramos lo que más hace falta.")
    if int(puntaje) <= BAJO:
        yield t("Siento que no te sirviera. Escribe *funcionario* y te digo cómo hablar con una persona.")
    return None


def terminada(context: Context, nombre: str, cierre: str) -> str:
    """Return how it is said that a talk with somebody is over."""
    t = context.t
    if cierre == "no_responde":
        return t("Como no volvimos a leerte, {nombre} cerró la charla.").format(nombre=nombre)
    return t("Terminó tu charla con {nombre}. Vuelvo a atenderte yo.").format(nombre=nombre)


def _of_a_person(context: Context, inicio: Mapping[str, str], titles: Choice) -> Flow:
    """Say that the talk with a person is over and ask how they attended, apart from how the assistant does."""
    t = context.t
    yield terminada(context, inicio["nombre"], inicio.get("cierre", ""))
    puntaje = yield Ask("atendio", t("¿Cómo te atendió? Elige de 1 a 5."), titles)
    yield Do("calificar", Calificar(int(puntaje), None, f"persona:{inicio['atencion']}"))
    yield t("Gracias. Con eso mejoramos lo que más hace falta.")
    return None
