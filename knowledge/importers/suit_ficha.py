"""One record of a SUIT export as a draft hoja de vida. Pure.

An export may be another entity's: then only name, purpose and national law carry over, as a record of national scope.
"""

import re
from collections.abc import Iterable, Iterator
from textwrap import shorten
from typing import Any

from knowledge.importers import suit_limpio as limpio
from knowledge.importers import suit_partes as partes
from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.suit_limpio import clean, said
from knowledge.values import Territorio, Tramite, spoken

Record = dict[str, Any]

FUENTE = "SUIT (Sistema Único de Información de Trámites), archivo de exportación"
# What the register knows of a record; all the rest is the city's alone and an import never touches it.
NATIONAL = frozenset({"nombre", "proposito", "normas", "base_legal", "nombre_estandarizado", "fuentes", "alias"})
OWN = NATIONAL | {
    "alcance", "por_confirmar", "campos_no_verificados", "numero_suit", "audiencias", "dirigido_a", "momentos",
    "requisitos", "pasos", "valores", "costo", "requiere_pago", "tiempo", "termino", "excepciones", "en_linea", "url",
    "resultado", "medios_resultado", "canales", "seguimiento", "puntos", "nota", "fechas", "preguntas", "palabras",
    "vigencia_de_los_datos", "tipo",
}  # fmt: skip


def tramite(item: Record, city: str, territory: Territorio | None = None, day: str | None = None) -> Tramite:
    """Return a record as a draft hoja de vida: everything waits for the dependencia to confirm it.

    `day` is when the export was made, as it says.
    """
    own = belongs(item, city)
    norms = [norm for norm in item.get("normativa") or [] if own or not local(norm)]
    national = {
        # The number is the entity's own: another's is not kept, not even inside an id.
        "id": f"suit-{item['fi'] if own and item.get('fi') else slug(item['titulo'])[:90]}",
        "slug": slug(item["titulo"])[:70].strip("-"),
        "nombre": clean(item["titulo"]),
        "titulo_corto": shorten(clean(item["titulo"]), 24, placeholder=""),
        "alcance": "nacional",
        "tipo": "por confirmar",
        "tema": "por clasificar",
        "proposito": clean(item["proposito"]),
        "dependencia": "por confirmar",
        "normas": partes.normas({"normativa": norms}),
        "nombre_estandarizado": said(item.get("nombreEstandarizado")),
        "alias": _alias(item),
        "fuentes": (FUENTE,),
        "por_confirmar": ("requisitos", "pasos", "costo", "tiempo", "donde", "norma", "en_linea"),
        "campos_no_verificados": tuple(partes.doubts({"normativa": norms}, None)),
    }
    return spoken(Tramite(**{**national, **(_own(item, territory, day) if own else {})}))


def belongs(item: Record, city: str) -> bool:
    """Say whether the record is the city's own: it is another's when any place of attention lies elsewhere."""
    towns = {place.get("municipio") for place in item.get("puntosAtencion") or []}
    towns |= {
        (place.get("municipio") or {}).get("nombre")
        for place in (item.get("seguimiento") or {}).get("presencial") or []
    }
    named = {slug(town) for town in towns if town}
    return bool(named) and all(town in slug(city) for town in named)


def local(norm: Record) -> bool:
    """Say whether a norm is a city's or a department's own: it rules nobody elsewhere."""
    kinds = {slug(norm.get("tipo") or ""), slug(limpio.norm_type(norm))}
    return any(kind.startswith(("acuerdo", "ordenanza")) or "municipal" in kind for kind in kinds)


def local_norms(item: Record) -> Iterator[str]:
    """Return the path of each norm that rules only where the export comes from."""
    for index, norm in enumerate(item.get("normativa") or []):
        if local(norm):
            yield f"normativa[{index}]."


def _own(item: Record, territory: Territorio | None, day: str | None) -> Record:
    demands = [
        one for moment in partes.ordered(item.get("momentos")) for one in partes.ordered(moment.get("requisitos"))
    ]
    channels = [said(way.get("tipo")) for demand in demands for way in demand.get("canales") or []]
    return {
        "alcance": "cartagena",
        "tipo": said(item.get("tipo")) or "por confirmar",
        "numero_suit": said(item.get("id")) or said(item.get("fi")),
        "audiencias": _unique(said(group.get("nombre")) for group in item.get("audiencias") or []),
        "momentos": partes.momentos(item),
        "excepciones": _unique(map(_worded, item.get("excepciones") or [])),
        "requiere_pago": partes.paid(item),
        "valores": partes.valores(item),
        "tiempo": limpio.time(item),
        "termino": None if limpio.time(item) else said((item.get("tiempo_visor") or {}).get("nota")),
        "normas": partes.normas(item),
        "en_linea": partes.online(item),
        "url": limpio.link(item.get("urlTramiteEnLinea")),
        "resultado": said(item.get("productoFinal")),
        "medios_resultado": _unique(said(way) for way in item.get("mediosResultado") or []),
        "canales": _unique(way.lower() for way in channels if way),
        "seguimiento": _follow(item.get("seguimiento") or {}),
        "puntos": partes.puntos(item, territory),
        "fechas": said(item.get("fechasEjecucion")),
        "preguntas": partes.preguntas(item),
        "palabras": _words(item),
        "vigencia_de_los_datos": day,
        "campos_no_verificados": tuple(partes.doubts(item, territory)),
    }


def _worded(exception: Any) -> str | None:
    return said(exception.get("descripcion") if isinstance(exception, dict) else exception)


def _follow(record: Record) -> str | None:
    phones = [_joined(item, "numero", "extension", "horario") for item in record.get("telefono") or []]
    mails = [said(item.get("email")) for item in record.get("email") or []]
    places = [
        _joined(item, "nombre", "direccion", "telefono", "horarioAtencion") for item in record.get("presencial") or []
    ]
    web = [said(value) for item in record.get("web") or [] for value in item.values()]
    return "; ".join(_unique([*phones, *mails, *places, *web])) or None


def _joined(item: Record, *names: str) -> str:
    return ", ".join(clean(str(item[name])) for name in names if item.get(name))


def _alias(item: Record) -> tuple[str, ...]:
    name = said(item.get("nombreEstandarizado"))
    return (name,) if name and name != clean(item["titulo"]) else ()


def _words(item: Record) -> tuple[str, ...]:
    related = item.get("palabrasRelacionadas") or []
    return _unique(map(said, re.split(r"[,;]", related) if isinstance(related, str) else related))


def _unique(items: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, items)))
