"""The button «Seguir en WhatsApp» of the web chat: a code of this conversation and the address that opens WhatsApp with it."""

from typing import Any

from bot.channels.web_request import Refused
from bot.enlace import contact_of, open_enlace
from bot.services import Services
from flows.answers import N_

_WHY = {
    "reservado": N_("Aquí contaste algo reservado. Para cuidarte, este chat no se une a ningún número."),
    "sin_whatsapp": N_("Por ahora no atiendo por WhatsApp. Sigamos aquí."),
}


def made(services: Services, address: str) -> dict[str, Any]:
    """Return {codigo, url, vence} of a fresh code; the conversation's earlier one ends.

    Raises:
        Refused: nothing was said here yet, something was told in reserve, or WhatsApp is off.
        Unavailable: the database does not answer.
    """
    with services.db.writing() as db:
        contact_id = contact_of(db, address)
        if contact_id is None:
            raise Refused(409, "vacio", N_("Escríbeme primero aquí. Después seguimos en WhatsApp."))
        enlace = open_enlace(services, db, contact_id, "web", services.clock())
    if enlace.no:
        raise Refused(409, enlace.no, _WHY[enlace.no])
    assert enlace.vence is not None
    return {"codigo": enlace.codigo, "url": enlace.donde, "vence": enlace.vence.isoformat()}
