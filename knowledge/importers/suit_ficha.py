"""One record of a SUIT export as a draft hoja de vida. Pure.

An export may be another entity's: then only name, purpose and national law carry over, as a record of national scope.
"""

import re
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from knowledge.codec import read
from knowledge.importers.fuentes.organizacion import slug
from knowledge.values import Tramite

Record = dict[str, Any]

EN_LINEA = {
    "NO_DISPONIBLE": "no",
    "PARCIALMENTE": "parcial",
    "TOTALMENTE": "total",
    "NO": "no",
    "PARCIAL": "parcial",
    "SI": "total",
    "SÍ": "total",
}
UNIDAD = {
    "DIA": "días hábiles",
    "DIA_HABIL": "días hábiles",
    "DIA_CALENDARIO": "días calendario",
    "HORA": "horas",
    "MES": "meses",
}


def tramite(item: Record, city: str) -> Tramite:
    """Return a record as a draft hoja de vida: everything waits for the dependencia to confirm it."""
    own = belongs(item, city)
    shared = {
        "id": f"suit-{item['fi']}" if item.get("fi") else f"suit-{slug(item['titulo'])}",
        "slug": slug(item["titulo"])[:70],
        "nombre": item["titulo"].strip(),
        "titulo_corto": shorten(item["titulo"], 24, placeholder=""),
        "tipo": "por confirmar",
        "tema": "por clasificar",
        "proposito": re.sub(r"\s+", " ", item["proposito"]).strip(),
        "dependencia": "por confirmar",
        "base_legal": [_norm(norm) for norm in item.get("normativa") or [] if own or not _local(norm)],
        "alias": _alias(item),
        "fuentes": ["SUIT (Sistema Único de Información de Trámites), archivo de exportación"],
    }
    carried = _own(item) if own else {"alcance": "nacional"}
    unconfirmed = ["requisitos", "pasos", "costo", "tiempo", "donde", "norma", "en_linea"]
    return read(Tramite, {**shared, **carried, "por_confirmar": unconfirmed})


def belongs(item: Record, city: str) -> bool:
    """Say whether the record is the city's own: it is another's when any place of attention lies elsewhere."""
    towns = {place.get("municipio") for place in item.get("puntosAtencion") or []}
    towns |= {
        (place.get("municipio") or {}).get("nombre")
        for place in (item.get("seguimiento") or {}).get("presencial") or []
    }
    named = {slug(town) for town in towns if town}
    return bool(named) and all(town in slug(city) for town in named)


def _own(item: Record) -> Record:
    demands = [demand for moment in _ordered(item.get("momentos")) for demand in _ordered(moment.get("requisitos"))]
    channels = [
        channel["tipo"].lower() for demand in demands for channel in demand.get("canales") or [] if channel.get("tipo")
    ]
    return {
        "alcance": "cartagena",
        "requisitos": _unique(filter(None, map(_demand, demands))),
        "pasos": _unique(
            moment["descripcion"].strip() for moment in _ordered(item.get("momentos")) if moment.get("descripcion")
        ),
        "requiere_pago": {"SI": True, "SÍ": True, "NO": False}.get((item.get("costo") or "").upper()),
        "termino": _term(item.get("tiempo_visor") or {}),
        "en_linea": EN_LINEA.get((item.get("modalidad_visor") or "").upper()),
        "url": item.get("urlTramiteEnLinea"),
        "resultado": item.get("productoFinal"),
        "canales": _unique([*(name.lower() for name in item.get("mediosResultado") or []), *channels]),
        "dirigido_a": ", ".join(group["nombre"] for group in item.get("audiencias") or []) or None,
        "seguimiento": _follow(item.get("seguimiento") or {}),
        "nota": _places(item.get("puntosAtencion") or []),
    }


def _demand(demand: Record) -> str | None:
    said = demand.get("documento") or demand.get("descripcion") or demand.get("formulario_nombre")
    if not said:
        return None
    extra = demand.get("descripcion") if demand.get("documento") and demand.get("descripcion") else None
    text = f"{said.strip()} ({extra.strip()})" if extra else said.strip()
    return text if demand.get("obligatorio", True) else f"{text} (si aplica)"


def _local(norm: Record) -> bool:
    """Say whether a norm is a city's or a department's own: it rules nobody elsewhere."""
    return slug(norm.get("tipo") or "").startswith(("acuerdo", "ordenanza")) or "municipal" in slug(
        str(norm.get("tipo"))
    )


def local_norms(item: Record) -> Iterator[str]:
    """Return the path of each norm that rules only where the export comes from."""
    for index, norm in enumerate(item.get("normativa") or []):
        if _local(norm):
            yield f"normativa[{index}]."


def _norm(norm: Record) -> str:
    title = " ".join(str(norm[name]) for name in ("tipo", "numero") if norm.get(name))
    year = f" de {norm['anio']}" if norm.get("anio") else ""
    return f"{title}{year}" + (f", {norm['articulos'].strip()}" if norm.get("articulos") else "")


def _term(time: Record) -> str | None:
    if not time.get("cantidad"):
        return time.get("nota")
    unit = UNIDAD.get((time.get("unidad") or "").upper(), (time.get("unidad") or "").lower())
    return f"{time['cantidad']} {unit}" + (f". {time['nota']}" if time.get("nota") else "")


def _follow(record: Record) -> str | None:
    phones = [_joined(item, "numero", "extension", sep=" ext. ") for item in record.get("telefono") or []]
    mails = [item["email"] for item in record.get("email") or [] if item.get("email")]
    places = [
        _joined(item, "nombre", "direccion", "telefono", "horarioAtencion") for item in record.get("presencial") or []
    ]
    web = [str(value) for item in record.get("web") or [] for value in item.values() if value]
    return "; ".join(filter(None, [*phones, *mails, *places, *web])) or None


def _places(places: list[Record]) -> str | None:
    return "; ".join(_joined(place, "nombre", "direccion", "telefono", "horario") for place in places) or None


def _joined(item: Record, *names: str, sep: str = ", ") -> str:
    return sep.join(str(item[name]).strip() for name in names if item.get(name))


def _alias(item: Record) -> list[str]:
    related = item.get("palabrasRelacionadas") or []
    words = re.split(r"[,;]", related) if isinstance(related, str) else related
    names = [item.get("nombreEstandarizado"), *words]
    return _unique(name.strip() for name in names if name and name.strip() != item["titulo"].strip())


def _ordered(items: list[Record] | None) -> list[Record]:
    return sorted(items or [], key=lambda item: item.get("orden") or 0)


def _unique(items: Any) -> list[str]:
    return list(dict.fromkeys(items))
