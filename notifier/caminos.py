"""Which road a notice takes next. Pure: where the person can be reached and what was tried go in, one step comes out."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notifier.outbox import WINDOW

_PHONE = re.compile(r"whatsapp:\+\d{8,15}\Z")
Camino = Literal["mensaje", "plantilla", "sms", "correo"]
Paso = Literal["mensaje", "plantilla", "sms", "correo", "espera", "tarea"]
RESPUESTA = "respuesta"  # the way that is not chosen: the person wrote, and the answer carried the notice


@dataclass(frozen=True, slots=True)
class Direccion:
    """One way to reach a person, as its row says."""

    channel: str
    address: str
    last_inbound_at: datetime | None
    dead: bool
    opted_out: bool


@dataclass(frozen=True, slots=True)
class Persona:
    """Where a person can be reached now. `permiso`: they asked to be told and have not left since."""

    permiso: bool
    abierto: str | None = None  # WhatsApp, within its 24 hours
    whatsapp: str | None = None
    sms: str | None = None
    correo: str | None = None

    def direccion(self, camino: Camino) -> str | None:
        """Return the address at which that road ends."""
        match camino:
            case "mensaje":
                return self.abierto
            case "plantilla":
                return self.whatsapp
            case "sms":
                return self.sms
            case "correo":
                return self.correo


CANAL: dict[Camino, str] = {"mensaje": "whatsapp", "plantilla": "whatsapp", "sms": "sms", "correo": "correo"}


def persona(direcciones: Iterable[Direccion], canales: Collection[str], now: datetime, *, subscribed: bool) -> Persona:
    """Return where a person can be reached. Whoever left one channel is pushed nothing on another."""
    known = list(direcciones)
    if "sms" in canales:
        known += _telefonos(known)
    alive = [d for d in known if d.channel in canales and not d.dead]
    alive.sort(key=lambda d: (d.last_inbound_at is not None, d.last_inbound_at or now), reverse=True)
    by = {channel: [d for d in alive if d.channel == channel] for channel in ("whatsapp", "sms", "correo")}
    abiertas = [d for d in by["whatsapp"] if d.last_inbound_at is not None and d.last_inbound_at > now - WINDOW]
    return Persona(
        permiso=subscribed and not any(d.opted_out for d in known),
        abierto=_first(abiertas),
        whatsapp=_first(by["whatsapp"]),
        sms=_first(by["sms"]),
        correo=_first(by["correo"]),
    )


def _telefonos(known: Iterable[Direccion]) -> list[Direccion]:
    """Return the phones that WhatsApp addresses name: no person writes by SMS, so no row says them. An id of a business is none.

    A number where WhatsApp finds nobody may still be a phone.
    """
    there = {d.address for d in known if d.channel == "sms"}
    phones = [d.address.removeprefix("whatsapp:") for d in known if d.channel == "whatsapp" and _PHONE.match(d.address)]
    return [Direccion("sms", f"sms:{p}", None, dead=False, opted_out=False) for p in phones if f"sms:{p}" not in there]


def _first(found: list[Direccion]) -> str | None:
    return found[0].address if found else None


def elegir(who: Persona, probados: Collection[str], *, plantilla: bool, espero: bool) -> Paso:
    """Return the next step. `plantilla`: there is a usable one; `espero`: the person has been waited for."""
    if who.permiso and who.abierto and "mensaje" not in probados:
        return "mensaje"
    if who.permiso and who.whatsapp and plantilla and "plantilla" not in probados:
        return "plantilla"
    if not espero:
        return "espera"
    if who.permiso and who.sms and "sms" not in probados:
        return "sms"
    if who.permiso and who.correo and "correo" not in probados:
        return "correo"
    return "tarea"
