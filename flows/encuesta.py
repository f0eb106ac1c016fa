"""How was it? One tap, and a comment for who wants to leave one (RC-35, RC-36)."""

from collections.abc import Mapping

from flows.answers import N_, Choice, Text
from flows.context import Context
from flows.effects import Calificar
from flows.engine import Ask, Do, Flow
from flows.messages import Option

BAJO = 2  # up to here something went wrong for the person: a way to be helped is offered
_PUNTAJES = (
    ("1", N_("Muy mal")),
    ("2", N_("Mal")),
    ("3", N_("Regular")),
    ("4", N_("Bien")),
    ("5", N_("Muy bien")),
)


def encuesta(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask for a rating from 1 to 5 and an optional comment. The numbers as shown are the rating."""
    t = context.t
    titles = Choice(tuple(Option(puntaje, t(title)) for puntaje, title in _PUNTAJES))
    puntaje = yield Ask("puntaje", t("¿Cómo te fue conmigo? Elige de 1 a 5. Tu respuesta no lleva tu nombre."), titles)
    question = t("¿Qué debería mejorar? No escribas datos personales. Si prefieres, salta esta pregunta.")
    comentario = yield Ask("comentario", question, Text(optional=True, max_chars=500))
    yield Do("calificar", Calificar(int(puntaje), comentario))
    yield t("Gracias. Con eso mejoramos lo que más hace falta.")
    if int(puntaje) <= BAJO:
        yield t("Siento que no te sirviera. Escribe *funcionario* y te digo cómo hablar con una persona.")
    return None
