"""The 165 collected trámites and the hand-written overlay, as the records that citizens and staff will read.

Only name, purpose and national law of another entity's ficha carry over. What that entity publishes for itself goes
to a separate file that only staff who draft may open.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Record = dict[str, Any]

EN_LINEA = {"totalmente": "total", "parcialmente": "parcial", "no disponible": "no"}
SECTION_WORDS: tuple[tuple[str, str], ...] = (
    ("requisitos", r"requisito|documento|campos del formulario"),
    ("pasos", r"\bpasos\b|protocolo"),
    ("costo", r"costo|valor|tarifa|monto|exoneración"),
    ("tiempo", r"término|termino|plazo|fecha|cupos"),
    (
        "donde",
        r"canal|dirección|horario|puntos|número|correo|calendario|programación|disponib|alcance|convocatorias abiertas",
    ),
    ("norma", r"norma|base.legal|decreto|vigencia en 2026"),
    ("en_linea", r"en línea|en_linea|\bURL\b|enlace|canal web"),
)
TODO = ("requisitos", "pasos", "costo", "tiempo", "donde", "norma", "en_linea")
OTHER_FICHA = re.compile(r"\s*\((?:ver|según) ficha[^)]*\)|:\s*ver fichas.*$")
FUENTE_NACIONAL = "SUIT (Sistema Único de Información de Trámites), nombre y propósito de uso nacional"
PLATFORM = "Entrar a la plataforma"
VIGENCIA_NACIONAL = "2026-10"
NACIONAL_SIN_CONFIRMAR = (
    "requisitos",
    "pasos",
    "costo",
    "término",
    "canales y puntos",
    "en línea",
    "tipo (trámite u OPA)",
)


def tramites(source: Iterable[Record], overlay: Mapping[str, Any], vocabulary: Iterable[Record]) -> list[Record]:
    """Return every record, published or not, Cartagena's first and then by name."""
    alias = _alias(vocabulary)
    contrast = _contrasts(overlay["no_confundir"])
    said = [_spelled(item, overlay["siglas"]) for item in source]
    records = [_record(item, overlay["tramites"][item["id"]], alias, contrast) for item in said]
    return sorted(records, key=lambda item: (item["contenido"]["alcance"], item["contenido"]["nombre"].casefold()))


def reference(source: Iterable[Record]) -> list[Record]:
    """Return what another entity publishes, for staff who draft; never for citizens."""
    return [
        {"id": item["id"], **item["referencia_otra_entidad"]} for item in source if "referencia_otra_entidad" in item
    ]


def _spelled(item: Record, siglas: Iterable[tuple[str, str]]) -> Record:
    """Say the acronyms whole in what citizens read of the city's own records, and give the address apart from the way."""
    if item["alcance"] != "cartagena":
        return item
    address, *way = (item["url"] or "").split(" → ")
    steps = [f"Entrar a {' → '.join((address, *way))}" if step == PLATFORM else step for step in item["pasos"]]
    said = {
        "proposito": item["proposito"],
        "beneficio": item["beneficio"],
        "requisitos": item["requisitos"],
        "pasos": steps,
    }
    return {**item, **{name: _replaced(value, siglas) for name, value in said.items()}, "url": address or None}


def _replaced(value: Any, siglas: Iterable[tuple[str, str]]) -> Any:
    if isinstance(value, list):
        return [_replaced(part, siglas) for part in value]
    for short, whole in siglas:
        value = value.replace(short, whole) if value else value
    return value


def _record(
    item: Record, overlay: Record, alias: Mapping[str, list[str]], contrast: Mapping[str, list[Record]]
) -> Record:
    shared = {
        "id": item["id"],
        "slug": item["slug"],
        "nombre": item["nombre"],
        "tema": item["tema"],
        "proposito": item["proposito"],
        "dependencia": re.sub(r" \(gestor catastral desde .*\)", "", item["dependencia_cartagena"]),
        "dependencia_verificada": item["dependencia_verificada"],
        "base_legal": [OTHER_FICHA.sub("", norm) for norm in item["base_legal"]],
        "alias": alias.get(item["id"], []),
        "no_confundir_con": contrast.get(item["id"], []),
    }
    own = _cartagena(item) if item["alcance"] == "cartagena" else _nacional(item)
    content = _present({**shared, **own, **overlay})
    return {
        "id": item["id"],
        "publicado": not item.get("gemelo_de"),
        "gemelo_de": item.get("gemelo_de"),
        "contenido": content,
    }


def _nacional(item: Record) -> Record:
    return {
        "alcance": "nacional",
        "tipo": "por confirmar",
        "por_confirmar": [*TODO[:5], *(["norma"] if not item["base_legal"] else []), "en_linea"],
        "campos_no_verificados": list(NACIONAL_SIN_CONFIRMAR),
        "fuentes": [FUENTE_NACIONAL],
        "vigencia_de_los_datos": VIGENCIA_NACIONAL,
        "nivel": 1,
    }


def _cartagena(item: Record) -> Record:
    doubts = [OTHER_FICHA.sub("", text) for text in item["campos_no_verificados"]]
    inferred = any(text.startswith("costo (inferido") for text in doubts)
    copied = ("tipo", "dirigido_a", "requisitos", "pasos", "costo", "beneficio", "termino", "canales", "resultado")
    return {
        **{name: item[name] for name in (*copied, "seguimiento", "url", "nota", "fuentes", "vencido_desde")},
        "alcance": "cartagena",
        "requiere_pago": None if inferred else item["requiere_pago"],
        "en_linea": EN_LINEA.get(item["en_linea"] or ""),
        "por_confirmar": _unconfirmed(item, doubts),
        "campos_no_verificados": doubts,
        "vigencia_de_los_datos": _period(item["vigencia_de_los_datos"]),
        "nivel": 2 if item["pasos"] else 1,
    }


def _unconfirmed(item: Record, doubts: list[str]) -> list[str]:
    """Sections that the source doubts, or that it leaves empty."""
    if any(text.startswith("todo:") for text in doubts):
        return list(TODO)
    said = {section for section, words in SECTION_WORDS for text in doubts if re.search(words, text, re.IGNORECASE)}
    empty = {
        "requisitos": not item["requisitos"],
        "pasos": not item["pasos"],
        "costo": item["costo"] is None,
        "tiempo": item["termino"] is None,
        "donde": not item["canales"],
        "norma": not item["base_legal"],
        "en_linea": item["en_linea"] is None,
    }
    return [section for section in TODO if section in said or empty[section]]


def _period(text: str | None) -> str | None:
    """«sin fecha» is no date; a period with a bracketed remark keeps only the period."""
    return None if text in (None, "sin fecha") else str(text).split(" (", maxsplit=1)[0]


def _alias(vocabulary: Iterable[Record]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in vocabulary:
        if entry["destino"]:
            found[entry["destino"]].extend(word for word in entry["variantes"] if word not in found[entry["destino"]])
    return found


def _contrasts(pairs: Iterable[tuple[str, str, str]]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for one, other, question in pairs:
        found[one].append({"tramite_id": other, "pregunta": question})
        found[other].append({"tramite_id": one, "pregunta": question})
    return found


def _present(record: Record) -> Record:
    return {name: item for name, item in record.items() if item not in (None, [], "")}
