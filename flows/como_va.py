"""«¿Cómo va Catalina?»: the figures of the last published month, with the way to all of them."""

from collections.abc import Iterator

from flows.context import Context
from flows.firmas import spoken_date
from knowledge.folding import fold
from knowledge.values import ComoVa, Idioma


def asks_about_us(context: Context, texto: str) -> bool:
    """Return whether a question for figures is about the assistant itself. «Catalina Récord» is the service of another office."""
    name = fold(context.catalogo.entidad.asistente)
    words = fold(texto).split()
    return name in words and "record" not in words


def como_va(context: Context) -> str:
    """Tell how the assistant did; before anything is published, when it will be."""
    t, found = context.t, context.como_va()
    where = f"{context.url_publica}/estadisticas" if context.url_publica else t("la página de estadísticas")
    if found is None:
        said = [t("Todavía no hay un mes publicado. Las cifras de cada mes salen el día 9 del mes siguiente.")]
    else:
        said = list(_said(context, found))
    return "\n".join([*said, t("Todas las cifras, con lo que cuenta cada una: {donde}").format(donde=where)])


def _said(context: Context, found: ComoVa) -> Iterator[str]:
    t, idioma, mes = context.t, context.idioma, spoken_date(context, f"{found.mes:%Y-%m}")
    if found.inventado:
        yield t("*Estas cifras son inventadas*, para una prueba. No son de la ciudad.")
    if not found.conversaciones:
        yield t(
            "En *{mes}* me escribieron menos de cinco personas, o ninguna. No digo cuántas, para que nadie sepa quién fue."
        ).format(mes=mes)
        return
    talks, people = miles(found.conversaciones, idioma), miles(found.personas, idioma)
    yield t("En *{mes}* atendí *{charlas}* conversaciones de unas *{personas}* personas.").format(
        mes=mes, charlas=talks, personas=people
    )
    if found.en_un_minuto[1]:
        yield t("Respondí en un minuto *{parte}* mensajes.").format(parte=_of(context, found.en_un_minuto))
    if found.entendidos[1]:
        yield t("Entendí *{parte}* preguntas.").format(parte=_of(context, found.entendidos))
    if found.satisfechos[1]:
        yield t("Me dieron 4 o 5 en *{parte}* calificaciones.").format(parte=_of(context, found.satisfechos))


def _of(context: Context, share: tuple[int, int]) -> str:
    part, whole = share
    said = context.t("{parte} de {todo}")
    return said.format(parte=miles(part, context.idioma), todo=miles(whole, context.idioma))


def miles(number: int, idioma: Idioma) -> str:
    """Return a number with the thousands of each language: 12.345 or 12,345."""
    return f"{number:,}" if idioma == "en" else f"{number:,}".replace(",", ".")
