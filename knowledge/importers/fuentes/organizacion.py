"""Offices, places of attention, territory, days off and legal terms."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Record = dict[str, Any]

REMARK = re.compile(r"\s*\([^)]*(?:\d{4}|sin verificar)[^)]*\)")


def dependencias(source: Iterable[Record], overlay: Mapping[str, Record]) -> list[Record]:
    """Return the offices without the names of their heads, and contacts as bare values."""
    return [_dependencia(item, overlay[item["id"]]) for item in source]


def _dependencia(item: Record, overlay: Record) -> Record:
    contact = {channel: REMARK.sub("", value) for channel, value in item["contacto"].items()}
    verified = overlay.get("contacto_verificado", item["contacto_verificado"])
    content = {
        "id": item["id"],
        "nombre": item["nombre"].replace(" (Programa u oficina)", ""),
        "tipo": item["tipo"],
        **contact,
        "contacto_verificado": bool(contact) and verified,
        "fuente": item["fuente"],
        "alias": overlay["alias"],
    }
    return {"id": item["id"], "confirmado": content["contacto_verificado"], "contenido": content}


def puntos(source: Iterable[Record]) -> list[Record]:
    """Return the places of attention."""
    fields = ("nombre", "servicios", "barrio", "localidad", "direccion", "horario", "fuente")
    return [
        {"id": slug(item["nombre"]), "contenido": {name: item[name] for name in fields if item[name]}}
        for item in source
    ]


def lugares(source: Record) -> list[Record]:
    """Return barrios, rural places, sectors, and the names that mean several places."""
    places = [_place(item, "barrio") for item in source["barrios"]] + [
        _place(item, item["tipo"]) for item in source["rural"]
    ]
    sectors = [
        {"slug": f"sector-{slug(name)}", "nombre": name, "tipo": "sector"} for name in source["sectores_sin_poligono"]
    ]
    groups = [
        {"slug": f"conjunto-{key}", "nombre": key.replace("-", " ").title(), "tipo": "conjunto", "incluye": members}
        for key, members in source["alias_colectivos"].items()
    ]
    doubtful = [
        {"slug": f"ambiguo-{slug(name)}", "nombre": name, "tipo": "ambiguo", "incluye": _named(name, places)}
        for name in source["ambiguos"]
    ]
    return [{"id": item["slug"], "contenido": item} for item in (*places, *sectors, *groups, *doubtful)]


def festivos(source: Record, overlay: Iterable[Record]) -> Iterator[Record]:
    """Return every holiday by date; two on one day are two records."""
    seen: Counter[str] = Counter()
    collected = [{**day, "fuente": "Ley 51 de 1983"} for year in source["anios"].values() for day in year]
    for day in sorted([*collected, *overlay], key=lambda item: str(item["fecha"])):
        seen[day["fecha"]] += 1
        key = day["fecha"] if seen[day["fecha"]] == 1 else f"{day['fecha']}-{seen[day['fecha']]}"
        content = {name: day[name] for name in ("fecha", "nombre", "fuente")}
        yield {"id": key, "confirmado": True, "contenido": content}


def terminos(source: Record, overlay: Mapping[str, Record]) -> list[Record]:
    """Return the legal terms, the law said whole."""
    known = {item["tipo"]: item for item in source["tipos"]}
    return [_termino(kind, {**known.get(kind, {}), **extra}) for kind, extra in overlay.items()]


def slug(text: str) -> str:
    """Return a name as an address: ASCII, lower case, hyphens."""
    # Not `folding.fold`: ids and addresses were made with it, and what is beyond ASCII joins («a–b» is «ab»).
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _termino(kind: str, item: Record) -> Record:
    fields = ("dias", "norma", "silencio", "prorroga", "verificado")
    content = {"tipo": kind, **{name: item[name] for name in fields if name in item}}
    return {"id": kind, "confirmado": item.get("verificado", True), "contenido": content}


def _place(item: Record, kind: str) -> Record:
    fields = ("slug", "nombre", "localidad", "localidad_verificada", "alias")
    return {**{name: item[name] for name in fields if item.get(name)}, "tipo": kind}


def _named(name: str, places: Iterable[Record]) -> list[str]:
    """Slugs of the places whose name or alias holds that word."""
    wanted = f"-{slug(name)}-"
    return [
        place["slug"]
        for place in places
        if any(wanted in f"-{slug(said)}-" for said in (place["nombre"], *place.get("alias", [])))
    ]
