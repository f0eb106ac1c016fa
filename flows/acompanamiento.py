"""Ask the Oficina de Cooperación for help to apply to a call (RC-70)."""

from collections.abc import Mapping

from flows.answers import N_, Text, YesNo
from flows.context import Context
from flows.convocatorias import with_disclaimer
from flows.effects import PedirAcompanamiento
from flows.engine import Ask, Do, Flow

TITULO = N_("tu pedido de acompañamiento")


def acompanamiento(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask what for, read it back and leave the request."""
    t = context.t
    yield context.catalogo.servicio_convocatorias.acompanamiento
    question = t("¿Para qué convocatoria o idea quieres ayuda? Cuéntalo en una frase, sin datos personales.")
    tema = yield Ask("tema", with_disclaimer(context, question), Text(min_chars=5, max_chars=200))
    yield t("Le diremos a la Oficina: «{tema}».").format(tema=tema)
    if not (yield Ask("confirmar", with_disclaimer(context, t("¿Dejo el pedido?")), YesNo())):
        yield t("Listo, no dejé ningún pedido. Escribe *convocatorias* cuando quieras volver.")
        return None
    if (yield Do("pedido", PedirAcompanamiento(tema))):
        yield t(
            "Dejé tu pedido en la Oficina. No tengo la fecha en que te responderán: por confirmar con la dependencia."
        )
    else:
        yield t("Ya tenías un pedido abierto en la Oficina. Ese sigue en pie.")
    return None
