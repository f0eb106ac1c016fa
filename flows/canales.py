"""The entity's official channels as a citizen reads them. What nobody confirmed says so beside it."""

from collections.abc import Iterable

from flows.answers import N_
from flows.context import Context
from knowledge.values import Contacto

_NOMBRES = {
    "correo": N_("Correo"),
    "telefono": N_("Teléfono"),
    "whatsapp": N_("WhatsApp"),
    "web": N_("Página"),
    "direccion": N_("En persona"),
}


def channel_lines(context: Context, contactos: Iterable[Contacto]) -> str:
    """Return one line for each channel."""
    return "\n".join(f"• {_line(context, contacto)}" for contacto in contactos)


def _line(context: Context, contacto: Contacto) -> str:
    named = f"{context.t(_NOMBRES[contacto.canal])}: {contacto.valor} ({contacto.para})"
    told = contacto.confirmado or "por confirmar" in contacto.para
    return named if told else f"{named}, {context.t('por confirmar')}"


def ventanilla(context: Context) -> str:
    """Return where any paper is received: every confirmed channel of the entity but the assistant itself."""
    own = [c for c in context.catalogo.entidad.contactos if c.canal != "whatsapp"]
    return channel_lines(context, own)


def emergency_line(context: Context) -> str:
    """Return the confirmed line for whoever is in danger."""
    return next((line for line, _, confirmed in context.catalogo.entidad.emergencias if confirmed), "123")
