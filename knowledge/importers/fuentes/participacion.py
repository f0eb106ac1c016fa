"""The open-government plan: commitments by name, milestones without dates, and what the plan says of itself."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.importers.fuentes.dato import CARTAGENA, dato, sentence
from knowledge.importers.fuentes.organizacion import slug

Record = dict[str, Any]

TITULOS = {
    "catalina": "Catalina y tus trámites",
    "pot": "Participar en el POT",
    "encuentros_barriales": "Encuentros barriales",
    "mesas_gobernanza": "Mesas de Gobernanza",
}
ORTOGRAFIA = (
    ("prioritizados", "priorizados"),
    ("Realizar mas ", "Realizar más "),
    ("Mas de cien", "Más de cien"),
    ("Encuentros barrial con", "Encuentros barriales con"),
    ("Secretaria de Planeación", "Secretaría de Planeación"),
    ("al final del ejercicio", "Al final del ejercicio"),
)
TEMA = "gobierno abierto"
LEAD = "Gobierno abierto de Cartagena."


def compromisos(plan: Record) -> list[Record]:
    """Return the four commitments without their milestones."""
    return [_compromiso(item, plan["fuente"]) for item in plan["compromisos"]]


def hitos(rows: Iterable[Record], plan: Record) -> list[Record]:
    """Return the fifteen milestones. None has a date, and nobody has reported on any."""
    owner = {hito: item["id"] for item in plan["compromisos"] for hito in item["hitos"]}
    return [_hito(row, owner[row["id"]]) for row in rows]


def datos(plan: Record, monitoring: Record, steps: Record, votes: Iterable[Record]) -> Iterator[Record]:
    """Return what the plan says of its term, its making, its vote and who watches it."""
    yield from _plan(plan)
    yield from _votes(votes)
    for item in steps["pasos"]:
        text = f"Cómo se hizo el plan de gobierno abierto de Cartagena, {item['anio']}: {item['hecho']}"
        yield _fact(f"cocreacion-{item['anio']}", text, item["anio"], steps["fuente"], item["linea"])
    yield from _monitoring(monitoring)


def clean(text: str) -> str:
    """Return a text of the plan with its typing slips corrected."""
    for wrong, right in ORTOGRAFIA:
        text = text.replace(wrong, right)
    return sentence(re.sub(r"<(https?://[^>]+)>", r"\1", text))


def _compromiso(item: Record, source: str) -> Record:
    change = item["que_cambiara"]
    changes = [part["texto"] for part in change["items"]] or [change["introduccion"]["texto"]]
    content = {
        "id": item["id"],
        "nombre": item["nombre"],
        "titulo_corto": TITULOS[item["id"]],
        "problema": clean(" ".join(part["texto"] for part in item["problema"])),
        "que_cambiara": [clean(text) for text in changes],
        "responsable": re.sub(r" \(.*\)$", "", item["responsable_lider"]["texto"]),
        "indicadores": [clean(part["texto"]) for part in item["indicadores"]],
        "fuente": f"fuentes/{source}:{item['linea_nombre']}",
    }
    return {"id": item["id"], "confirmado": True, "contenido": content}


def _hito(row: Record, compromiso: str) -> Record:
    key = f"{compromiso}-{row['hito_num']}"
    content = {
        "id": key,
        "compromiso_id": compromiso,
        "num": int(row["hito_num"]),
        "nombre": clean(row["hito"]).rstrip("."),
        "entregable": clean(row["entregable"]),
        "responsable": clean(row["responsable_lider"]).rstrip("."),
        "estado": "sin_reporte",
        "fecha": None,
        "notas": None,
        "fuente": f"fuentes/{row['fuente']}:{row['linea']}",
    }
    return {"id": key, "confirmado": True, "contenido": content}


def _plan(plan: Record) -> Iterator[Record]:
    source = plan["fuente"]
    yield _fact(
        "vigencia", "El plan de gobierno abierto de Cartagena es para 2026 y 2027", "2026-2027", source, "13; 39"
    )
    yield _fact("vision", f"{LEAD} {plan['vision']['texto']}", "2027", source, plan["vision"]["linea"])
    text = "El plan de gobierno abierto de Cartagena tiene 4 compromisos y 15 hitos. Ningún hito trae fecha"
    yield _fact("hitos-fechas", text, "2026-2027", source, "187-362")
    for order, item in enumerate(plan["objetivos"], start=1):
        text = f"Objetivo {order} del plan de gobierno abierto de Cartagena: {item['texto']}"
        yield _fact(f"objetivo-{order}", text, "2026-2027", source, item["linea"])


def _votes(rows: Iterable[Record]) -> Iterator[Record]:
    for order, row in enumerate(rows, start=1):
        line, source = row["linea"], row["fuente"]
        if row["opcion"].startswith("TOTAL"):
            text = "En la consulta de gobierno abierto de Cartagena participaron 2.634 personas en 2025"
            yield _fact("consulta-total", text, "2025", source, line)
        elif row["opcion"].startswith("(resto"):
            text = f"En la consulta de gobierno abierto de Cartagena, {row['votos']} votos fueron a otras opciones"
            yield _fact("consulta-resto", text, "2025", source, line)
        else:
            share = row["pct_impreso"].replace(".", ",")
            text = f"En la consulta de Cartagena, «{row['opcion']}» tuvo {row['votos']} votos ({share} %)"
            yield _fact(f"consulta-{order}", text, "2025", source, line)


def _monitoring(record: Record) -> Iterator[Record]:
    """By office and never by person: the source also prints a personal address, which is not carried over."""
    source = record["fuente"]
    ente = record["ente_independiente"]
    text = f"{LEAD} {ente['nombre']} vigila de forma independiente el plan. {ente['responsabilidades']['texto']}"
    yield _fact("ente", text, "2026-2027", source, ente["linea"])
    team = record["comite_tecnico"]
    text = f"{LEAD} El {team['nombre']} lo lidera la {team['lidera']}. Se reúne de forma {team['periodicidad']}"
    yield _fact("comite", text, "2026-2027", source, team["linea"])
    forum = record["foro_multiactor"]
    text = f"{LEAD} El {forum['nombre']} se reúne {forum['periodicidad']}. Puede {', '.join(forum['funciones'])}"
    yield _fact("foro", text, "2026-2027", source, forum["lineas"])
    for item in (*record["mecanismos"], *record["socializacion"], *record["difusion"]):
        key = slug(item["valor"])
        yield _fact(key[:50], f"{LEAD} {item['valor']}: {item['texto']}", "2026-2027", source, item["linea"])


def _fact(key: str, text: str, period: str, source: str, line: object) -> Record:
    return dato(CARTAGENA, f"ogp-{key}", TEMA, clean(text), period, f"fuentes/{source}:{line}")
