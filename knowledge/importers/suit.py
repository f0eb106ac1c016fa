"""Read the JSON that the national register of trámites (SUIT) exports, and account for every value of it.

An export may be another entity's: then only name, purpose and national law carry over, as a record of national
scope, and the report says so leaf by leaf.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from knowledge.codec import read
from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.hojas import save
from knowledge.importers.problem import FileProblem, Problem
from knowledge.importers.report import Options, Report, Tools
from knowledge.importers.suit_report import Leaf, Verdict, leaves
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
NATIONAL = ("id", "fi", "titulo", "proposito", "normativa", "nombreEstandarizado", "palabrasRelacionadas")
LOCAL_NORM: tuple[Verdict, str] = ("ignorado porque", "es una norma local de otra entidad")

# The first pattern that matches a leaf decides. Paths are without indices: momentos.requisitos.tipo
RULES: tuple[tuple[str, Verdict, str], ...] = (
    (r"^(id|fi)$", "normalizado", "de número SUIT a id interno; el número no se muestra"),
    (r"^titulo$", "leído en", "nombre"),
    (r"^proposito$", "leído en", "proposito"),
    (r"^(proposito_completo|proposito_suit|proposito_govco)$", "ignorado porque", "repite el propósito"),
    (r"^nombreEstandarizado$", "leído en", "alias"),
    (r"^nombreEstandarizado_", "ignorado porque", "repite el nombre"),
    (r"^palabrasRelacionadas", "leído en", "alias"),
    (r"^costo$", "normalizado", "de SI/NO a «requiere pago»"),
    (r"^tiempoObtencion$", "ignorado porque", "repite tiempo_visor, que trae cantidad y unidad aparte"),
    (r"^tiempo_visor", "normalizado", "de cantidad y unidad a tiempo de respuesta"),
    (r"^enLinea$", "ignorado porque", "repite modalidad_visor"),
    (r"^modalidad_visor$", "normalizado", "a no, parcial o total en línea"),
    (r"^link_govco$", "ignorado porque", "la dirección lleva el número SUIT"),
    (r"^urlTramiteEnLinea$", "leído en", "enlace"),
    (r"^urlManualTramiteEnLinea$", "señalado", "manual: enlázalo a mano si sirve"),
    (r"^productoFinal$", "leído en", "resultado"),
    (r"^mediosResultado", "leído en", "canales"),
    (r"^normativa\.(tipo|numero|anio|articulos)$", "leído en", "norma"),
    (
        r"^normativa\.(url|archivo)$",
        "ignorado porque",
        "la norma se cita por su número; los enlaces del registro caducan",
    ),
    (r"^momentos\.descripcion$", "leído en", "pasos"),
    (r"^(momentos|momentos\.requisitos)\.orden$", "normalizado", "al orden de la lista"),
    (r"^momentos\.requisitos\.(documento|descripcion|formulario_nombre)$", "leído en", "requisitos"),
    (r"^momentos\.requisitos\.tipo$", "normalizado", "decide si es un requisito o un paso"),
    (r"^momentos\.requisitos\.obligatorio$", "normalizado", "a «si aplica» cuando no es obligatorio"),
    (r"^momentos\.requisitos\.(formulario_url|url_pago)$", "señalado", "enlace: confírmalo antes de publicarlo"),
    (r"^momentos\.requisitos\.canales\.tipo$", "leído en", "canales"),
    (r"^momentos\.requisitos", "señalado", "revísalo a mano"),
    (r"^puntosAtencion\.(nombre|direccion|telefono|horario|municipio)$", "leído en", "nota (dónde)"),
    (r"^puntosAtencion", "ignorado porque", "la ficha no lleva coordenadas ni departamento"),
    (r"^audiencias\.nombre$", "leído en", "dirigido_a"),
    (r"^audiencias", "ignorado porque", "el nombre del grupo basta"),
    (r"^cuentas", "señalado", "cuenta bancaria: confírmala con Tesorería antes de publicarla"),
    (r"^seguimiento\.(telefono\.numero|telefono\.extension|email\.email|web\.\w+)$", "leído en", "seguimiento"),
    (r"^seguimiento\.presencial\.(nombre|direccion|telefono|horarioAtencion)$", "leído en", "seguimiento"),
    (r"^seguimiento", "ignorado porque", "dato interno del registro"),
    (r"^(version|fecha\w*)$", "ignorado porque", "dato interno del registro"),
)


def import_suit(db: Session, file: str, data: bytes, options: Options, tools: Tools) -> Report:
    """Import an export whole or not at all. The notes are the report, one line a leaf. Never commits."""
    content = _content(file, data)
    problems = tuple(_problems(file, content["tramites"]))
    if problems:
        return Report(problems=problems)
    outcomes = tuple(save(db, tramite(item, tools.ciudad), options) for item in content["tramites"])
    return Report(outcomes, notes=tuple(str(leaf) for leaf in account(content, tools.ciudad)))


def tramite(item: Record, city: str) -> Tramite:
    """Return a record as a draft hoja de vida: everything waits for the dependencia to confirm it."""
    own = belongs(item, city)
    shared = {
        "id": f"suit-{item['fi']}" if item.get("fi") else f"suit-{slug(item['titulo'])}",
        "slug": slug(item["titulo"])[:70],
        "nombre": item["titulo"].strip(),
        "titulo_corto": item["titulo"].strip()[:24].strip(),
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


def account(content: Record, city: str) -> Iterator[Leaf]:
    """Return every leaf of the source with what became of it."""
    for path, value in leaves({name: item for name, item in content.items() if name != "tramites"}):
        yield Leaf(path, value, "ignorado porque", "describe el archivo, no un trámite")
    for index, item in enumerate(content["tramites"]):
        own = belongs(item, city)
        for path, value in leaves(item):
            foreign = not own and path.startswith(tuple(_local_norms(item)))
            verdict, detail = LOCAL_NORM if foreign else _verdict(re.sub(r"\[\d+\]", "", path), value, own=own)
            yield Leaf(f"tramites[{index}].{path}", value, verdict, detail)


def _verdict(path: str, value: Any, *, own: bool) -> tuple[Verdict, str]:
    if not own and path.split(".", maxsplit=1)[0] not in NATIONAL:
        return "ignorado porque", "es de otra entidad: solo se usan nombre, propósito y norma nacional"
    if value in (None, "", [], {}):
        return "ignorado porque", "está vacío"
    for pattern, verdict, detail in RULES:
        if re.search(pattern, path):
            return verdict, detail
    return "señalado", "campo que no conozco: revísalo a mano"


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


def _local_norms(item: Record) -> Iterator[str]:
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


def _content(file: str, data: bytes) -> Record:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileProblem(Problem(file, None, None, "no es un JSON en UTF-8. Vuelve a exportarlo.")) from error
    if isinstance(content, list):
        content = {"tramites": content}
    if not isinstance(content, dict) or not isinstance(content.get("tramites"), list):
        raise FileProblem(Problem(file, None, None, "debe traer una lista «tramites», como la exporta SUIT."))
    return content


def _problems(file: str, items: list[Any]) -> Iterator[Problem]:
    for number, item in enumerate(items, start=1):
        for name in ("titulo", "proposito"):
            if not isinstance(item, dict) or not isinstance(item.get(name), str) or not item[name].strip():
                yield Problem(file, number, name, "falta, o no es un texto.")
