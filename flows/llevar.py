"""Files and places that one flow hands to another in what it begins with: a photo nobody asked for joins a request."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flows.engine import Go
from flows.messages import Attachment, Location, Message

ARCHIVOS = "archivos"
LUGAR = "lugar"
ENTREGABLES = ("image", "application", "audio", "video")
MAX_ARCHIVOS = 5


def llevar(files: Iterable[Attachment]) -> dict[str, str]:
    """Return those files that can go with a request, as a flow begins with them; nothing where there is none."""
    kept = [[one.ref, one.content_type] for one in files if one.kind in ENTREGABLES][:MAX_ARCHIVOS]
    return {ARCHIVOS: json.dumps(kept)} if kept else {}


def traidos(inicio: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the files that a flow began with, as an answer holds them."""
    return [{"ref": ref, "tipo": kind} for ref, kind in json.loads(inicio.get(ARCHIVOS) or "[]")]


def llevados(inicio: Mapping[str, str]) -> dict[str, str]:
    """Return the part of what a flow began with that another one takes over."""
    return {ARCHIVOS: inicio[ARCHIVOS]} if inicio.get(ARCHIVOS) else {}


def junto(inicio: Mapping[str, str], con: Mapping[str, str]) -> dict[str, str]:
    """Return what a flow began with, and more: files come after those there are, each once."""
    both = [*json.loads(inicio.get(ARCHIVOS) or "[]"), *json.loads(con.get(ARCHIVOS) or "[]")]
    once = {ref: [ref, kind] for ref, kind in both}
    files = {ARCHIVOS: json.dumps(list(once.values())[:MAX_ARCHIVOS])} if once else {}
    return {**inicio, **con, **files}


def llevar_lugar(place: Location) -> dict[str, str]:
    """Return a pin as a flow begins with it."""
    return {LUGAR: json.dumps({"lat": round(place.lat, 6), "lon": round(place.lon, 6), "nombre": place.label[:120]})}


def lugar_traido(inicio: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the pin that a flow began with, as an answer holds it."""
    place: dict[str, Any] | None = json.loads(inicio.get(LUGAR) or "null")
    return place


def captioned(go: Go, message: Message) -> Go:
    """Return where the words under a photo lead, with the photo. Words that lead nowhere are kept beside it."""
    files = llevar(message.attachments)
    if files and go.flow in ("radicar", "funcionario"):
        return Go(go.flow, junto(go.inicio, files))
    if files and go.flow in ("no_se", "aclarar"):
        texto = {"texto": go.inicio["texto"]} if "texto" in go.inicio else {}
        return Go("adjunto", {"tipo": message.attachments[0].kind, **texto, **files})
    return go
