"""Answers that are no words: a file, a pin. The laws of `flows.answers` hold here too."""

from dataclasses import dataclass

from flows.answers import N_, Rejected, Skippable, Text, clean, skip_option
from flows.choosing import chosen
from flows.context import Context
from flows.messages import Json, Location, Message, Option

DESPUES = "despues"


@dataclass(frozen=True, slots=True)
class AttachmentAnswer(Skippable):
    """A file; the value is its reference and type. Optional ones can be skipped; `later` ones promised: «despues»."""

    kinds: tuple[str, ...] = ("image", "application")
    optional: bool = True
    open: bool = False
    later: bool = False

    def options(self, context: Context) -> tuple[Option, ...]:
        promise = (Option(DESPUES, context.t("Lo entrego después")),) if self.later else ()
        return (*promise, *((skip_option(context),) if self.optional else ()))

    def read(self, message: Message, context: Context) -> Json | Rejected:
        if (way := chosen(self.options(context), message)) is not None:
            return DESPUES if way == DESPUES else None
        for attachment in message.attachments:
            if attachment.kind in self.kinds:
                return {"ref": attachment.ref, "tipo": attachment.content_type}
        return Rejected(N_("Envíame una foto o un documento."))

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if (value is None and self.optional) or (value == DESPUES and self.later):
            return value
        if isinstance(value, dict) and str(value.get("tipo", "")).partition("/")[0] in self.kinds and value.get("ref"):
            return value
        return Rejected(N_("Envíame una foto o un documento."))


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, in words, with the files that came in the same message: a photo with its caption is one answer.

    The value is {"texto": str, "archivos": [{"ref", "tipo"}]}.
    """

    words: Text
    kinds: tuple[str, ...] = ("image", "application")
    open: bool = True

    def options(self, context: Context) -> tuple[Option, ...]:
        return ()

    def read(self, message: Message, context: Context) -> Json | Rejected:
        said = self.words.read(message, context)
        files = [{"ref": a.ref, "tipo": a.content_type} for a in message.attachments if a.kind in self.kinds]
        return said if isinstance(said, Rejected) else {"texto": said, "archivos": files}

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if not isinstance(value, dict) or not isinstance(value.get("archivos"), list):
            return Rejected(N_("Escríbelo con tus palabras, por favor."))
        said = self.words.keep(value.get("texto"), context)
        return said if isinstance(said, Rejected) else value


@dataclass(frozen=True, slots=True)
class LocationAnswer(Skippable):
    """A pin or a written place; the value holds lat and lon, or the words. Pins outside the territory are asked again."""

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
        if isinstance(value, dict) and "lat" in value and _here(value["lat"], value["lon"], context):
            return value
        return Rejected(N_("Escribe el barrio y la dirección, o envía tu ubicación."))


def _pin(location: Location) -> dict[str, Json]:
    return {"lat": round(location.lat, 6), "lon": round(location.lon, 6), "nombre": location.label[:120]}


def _here(lat: float, lon: float, context: Context) -> bool:
    # A pin in another country is a slip of the hand. Without a territory no coordinates are believed: words are asked for.
    territory = context.catalogo.entidad.territorio
    return territory is not None and territory.holds(lat, lon)
