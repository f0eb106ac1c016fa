"""«Ese dato está mal»: tell the office that something published may be wrong."""

from collections.abc import Mapping

from flows.answers import Text
from flows.context import Context
from flows.effects import ReportarDato
from flows.enclosures import AttachmentAnswer
from flows.engine import Ask, Do, Flow
from flows.fichas import name


def error_dato(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask what is wrong, take a photo that proves it if there is one, and leave it to be reviewed."""
    t = context.t
    record = context.catalogo.tramites.get(inicio.get("tramite", ""))
    yield t("Gracias por avisar. Así corregimos lo que digo.")
    que = yield Ask(
        "detalle", _question(context, name(context, record) if record else None), Text(min_chars=5, max_chars=1000)
    )
    foto = yield Ask("foto", t("¿Tienes una foto que lo muestre? Envíala, o elige *Saltar*."), AttachmentAnswer())
    yield Do("reporte", ReportarDato(record.id if record else None, que, foto["ref"] if foto else None))
    yield t("Listo, quedó anotado. La dependencia lo revisa y, si hace falta, lo cambia.")
    yield t("Mientras tanto, confirma ese dato en la oficina. Escribe *menú* para ver más opciones.")
    return None


def _question(context: Context, nombre: str | None) -> str:
    if nombre is None:
        return context.t("¿Qué dato está mal? Dime de qué trámite es y qué debería decir.")
    return context.t("¿Qué dato de *{nombre}* está mal y qué debería decir?").format(nombre=nombre)
