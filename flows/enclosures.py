"""Answers that are no words: a file, a pin. The laws of `flows.answers` hold here too."""

from dataclasses import dataclass

from flows.answers import N_, Rejected, Skippable, clean
from flows.context import Context
from flows.messages import Json, Location, Message


@dataclass(frozen=True, slots=True)
class AttachmentAnswer(Skippable):
    """A file; the value is its reference and type. Optional ones can be skipped."""

    kinds: tuple[str, ...] = ("image", "application")
    optional: bool = True
    open: bool = False

    def read(self, message: Message, context: Context) -> Json | Rejected:
        if self.skipped(message, context):
            return None
        for attachment in message.attachments:
            if attachment.kind in self.kinds:
                return {"ref": attachment.ref, "tipo": attachment.content_type}
        return Rejected(N_("Envíame una foto o un documento."))

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if value is None and self.optional:
            return None
        if isinstance(value, dict) and str(value.get("tipo", "")).partition("/")[0] in self.kinds and value.get("ref"):
            return value
        return Rejected(N_("Envíame una foto o un documento."))


@dataclass(frozen=True, slots=True)
class LocationAnswer(Skippable):
    """A pin or a written place; the value holds lat and lon, or the words. Pins outside the region are asked again."""

    optional: bool = False
    open: bool = True

    def read(self, message: Message, context: Context) -> Json | Rejected:
        if self.skipped(message, context):
            return None
        if message.location is not None:
            return self.keep(_pin(message.location), context)
        return self.keep({"texto": clean(message.text)[:300]}, context)

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if value is None and self.optional:
            return None
        if isinstance(value, dict) and len(str(value.get("texto", ""))) >= 3:
            return value
        if isinstance(value, dict) and "lat" in value and _near_bolivar(value["lat"], value["lon"]):
            return value
        return Rejected(N_("Escribe el barrio y la dirección, o envía tu ubicación."))


def _pin(location: Location) -> dict[str, Json]:
    return {"lat": round(location.lat, 6), "lon": round(location.lon, 6), "nombre": location.label[:120]}


def _near_bolivar(lat: float, lon: float) -> bool:
    # The district with its islands and corregimientos, with a margin: a pin in another country is a slip of the hand.
    return 9.5 <= lat <= 11.2 and -76.5 <= lon <= -74.8
