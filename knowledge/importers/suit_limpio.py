"""What is dirty in a SUIT export, made clean or named. Pure: the record and the report both ask here."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from knowledge.importers.fuentes.organizacion import slug
from knowledge.values import Territorio, Tiempo
from knowledge.values.ficha import TipoRequisito, Unidad

Record = dict[str, Any]
LinkFault = Literal["ip", "http", "no_es_enlace"]

TIPOS: Mapping[str, TipoRequisito] = {
    "DOCUMENTO": "documento",
    "VERIFICACION_INST": "verificacion",
    "FORMULARIO": "formulario",
    "PAGO": "pago",
    "CONDICION": "condicion",
    "SOLICITUD": "condicion",
}
UNIDADES: Mapping[str, Unidad] = {
    "DIA": "habil",  # Ley 4 de 1913, art. 62: days in a norm are working days unless it says otherwise
    "DIA_HABIL": "habil",
    "DIA_CALENDARIO": "calendario",
    "HORA": "hora",
    "MES": "mes",
}
WORDED = re.compile(r"(\d+)-(dia|hora|mes)[a-z]*(?:-e?s)?(?:-(habil|calendario))?")
NORMAS = ("ley", "decreto", "acuerdo", "resolucion", "ordenanza", "circular")
TITLES = {"ley": "Ley", "decreto": "Decreto", "acuerdo": "Acuerdo", "resolucion": "Resolución", "ordenanza": "Ordenanza", "circular": "Circular"}  # fmt: skip
SAME_OFFICE = 90  # of 100: «sostenibilidad» and «sotenibilidad» are one office


def clean(text: str) -> str:
    """Return a text with its blanks made one and its ends bare."""
    return re.sub(r"\s+", " ", text).strip()


def said(value: Any) -> str | None:
    """Return a value as clean text, or None where nothing is said."""
    return (clean(str(value)) or None) if value is not None else None


def link_fault(url: str) -> LinkFault | None:
    """Return what is wrong with a link, or None."""
    parts = urlsplit(clean(url))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "no_es_enlace"
    if re.fullmatch(r"[\d.]+|\[?[0-9a-f:]+\]?", parts.hostname):
        return "ip"
    return "http" if parts.scheme == "http" else None


def link(url: Any) -> str | None:
    """Return a link that may be shown: none on a bare address of a machine, nothing that is no link."""
    text = said(url)
    return text if text and link_fault(text) not in ("ip", "no_es_enlace") else None


def time(item: Record) -> Tiempo | None:
    """Return how long it takes. The words of the register («10 DIA(S) CALENDARIO») say which days, where it says so."""
    given, words = item.get("tiempo_visor") or {}, _worded(item)
    told = slug(str(given.get("unidad") or "")).upper().replace("-", "_")
    note = said(given.get("nota"))
    if told.startswith("INMEDIAT") or "inmediat" in slug(str(item.get("tiempoObtencion") or "")):
        return Tiempo("inmediato", nota=note)
    amount = given.get("cantidad") or (int(words[1]) if words else None)
    unit = UNIDADES.get(told or (words[2].upper() if words else ""))
    if words and words[3] and told in ("", "DIA"):
        unit = "habil" if words[3] == "habil" else "calendario"
    whole = isinstance(amount, int) and not isinstance(amount, bool) and amount > 0
    return Tiempo(unit, amount, note) if unit and whole else None


def two_times(item: Record) -> bool:
    """Say whether the register gives two different times."""
    given, words = item.get("tiempo_visor") or {}, _worded(item)
    if not words or not given.get("cantidad"):
        return False
    days = slug(str(given.get("unidad") or ""))
    return int(words[1]) != given["cantidad"] or bool(words[3] and days not in ("", "dia", f"dia-{words[3]}"))


def norm_type(norm: Record) -> str:
    """Return what kind of norm it is. Where its link or its file names another kind for that number, they are right."""
    told = said(norm.get("tipo")) or ""
    number = re.sub(r"\D", "", str(norm.get("numero") or "")).lstrip("0")
    for source in (norm.get("archivo"), norm.get("url")):
        text = slug(unquote(source)) if isinstance(source, str) else ""
        found = re.search(rf"(?<![a-z])({'|'.join(NORMAS)})-*0*{number}(?!\d)", text) if number else None
        if found and found[1] != slug(told):
            return TITLES[found[1]]
    return told


def year(norm: Record) -> int | None:
    """Return the year of a norm, or None where it is not one."""
    text = str(norm.get("anio") or "").strip()
    return int(text) if re.fullmatch(r"(18|19|20)\d\d", text) else None


def place(point: Record, territory: Territorio | None) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, or None where they are no place of the district."""
    lat, lon = (_degrees(point.get(name)) for name in ("latitud", "longitud"))
    if lat is None or lon is None or territory is None or not territory.holds(lat, lon):
        return None
    return lat, lon


def same_office(points: Iterable[Record]) -> dict[int, int]:
    """Return, for each place that is there twice, the position of the first one."""
    seen: dict[str, list[tuple[int, str]]] = {}
    found = {}
    for index, point in enumerate(points):
        address = re.sub(r"\W|_", "", slug(str(point.get("direccion") or "")))
        name = slug(str(point.get("nombre") or ""))
        first = next((at for at, other in seen.get(address, ()) if fuzz.ratio(name, other) >= SAME_OFFICE), None)
        if first is None:
            seen.setdefault(address, []).append((index, name))
        else:
            found[index] = first
    return found


def _degrees(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _worded(item: Record) -> re.Match[str] | None:
    return WORDED.search(slug(str(item.get("tiempoObtencion") or "")))
