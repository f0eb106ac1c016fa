"""Greetings, thanks and goodbyes: short, warm, and they always lead somewhere."""

from collections.abc import Mapping

from flows.context import Context
from flows.engine import Ask, Flow, Go, Resume
from flows.menu import MAS, SEGUIR, first_page


def saludo(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say who is here and what for, and offer the menu in the same bubble."""
    t = context.t
    yield t("¡Hola! 👋") if context.persona.aviso_version is None else _who(context)
    elegido = yield Ask(
        "opcion",
        t("¿En qué te ayudo? Elige una opción o cuéntamelo con tus palabras. Con *menú* vuelves aquí."),
        first_page(context, inicio),
    )
    if elegido == SEGUIR:
        return Resume(inicio["seguir"])
    return Go("menu", {"pagina": "2"}) if elegido == MAS else Go(elegido)


def _who(context: Context) -> str:
    """Say the name; at the first contact the privacy notice already does."""
    entidad = context.catalogo.entidad
    said = context.t("¡Hola! 👋 Soy *{asistente}*, la asistente virtual de la {entidad}.")
    return said.format(asistente=entidad.asistente, entidad=entidad.nombre_corto)


def gracias(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Answer thanks."""
    yield context.t("¡Con mucho gusto! 😊 Si necesitas algo más, escríbeme. Escribe *menú* para ver qué más hago.")
    return None


def despedida(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say goodbye, and where what was left half-way is."""
    t = context.t
    if inicio.get("borrador"):
        yield t("Guardé lo que llevabas. Cuando vuelvas, escribe *seguir*.")
    yield t("¡Hasta pronto! Aquí estoy cuando me necesites. Escribe *menú* para empezar.")
    return None
