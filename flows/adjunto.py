"""A file, a pin or an empty message that nobody asked for. Each kind has a sensible answer, none a blame."""

from collections.abc import Mapping

from flows.answers import N_
from flows.context import Context
from flows.engine import Flow

SAID: Mapping[str, str] = {
    "audio": N_(
        "Recibí tu audio, pero todavía no puedo oírlo. Escríbeme, o díctalo con el micrófono 🎤 de tu teclado."
    ),
    "image": N_("Recibí tu foto, pero no sé qué hacer con ella. Cuéntame en pocas palabras qué necesitas."),
    "video": N_("Recibí tu video, pero todavía no puedo verlo. Cuéntame en pocas palabras qué necesitas."),
    "sticker": N_("¡Qué buen sticker! 😄 Cuéntame, ¿en qué te ayudo?"),
    "text": N_("Recibí un contacto. No lo guardo ni le escribo a nadie. Cuéntame qué necesitas."),
    "application": N_("Recibí tu documento, pero no sé para qué es. Cuéntame en pocas palabras qué necesitas."),
    "ubicacion": N_("Recibí tu ubicación. Cuéntame qué necesitas en ese lugar."),
    "vacio": N_("Tu mensaje llegó vacío. Escríbeme qué necesitas."),
}


def adjunto(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say what arrived, what cannot be done with it and what can."""
    yield context.t(SAID.get(inicio.get("tipo", ""), SAID["application"]))
    if inicio.get("tipo") in ("image", "video", "application"):
        yield context.t("Si es para una denuncia o una queja, dímelo primero. Así queda junto a tu caso.")
    return None
