"""Projects of Cartagena and networks of both cities, each with its city."""

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.importers.fuentes.dato import CARTAGENA, sentence
from knowledge.importers.fuentes.organizacion import slug

Record = dict[str, Any]


def proyectos(source: Iterable[Record], overlay: Mapping[str, Any]) -> list[Record]:
    """Return the 44 projects. What the source words as a result but only expects is marked."""
    return [_proyecto(item, overlay) for item in source]


def organizaciones(rows: Iterable[Record]) -> list[Record]:
    """Return the networks of Cartagena and of Bogotá."""
    return [_organizacion(row) for row in rows]


def _proyecto(item: Record, overlay: Mapping[str, Any]) -> Record:
    content = {
        "id": item["id"],
        "nombre": item["nombre"],
        "tipo": item["tipo"],
        "linea": item["linea_estrategica"],
        "descripcion": sentence(item["descripcion"] or item["objetivo"] or item["nombre"]),
        "objetivo": sentence(item["objetivo"] or item["descripcion"] or item["nombre"]),
        "cooperantes": item["cooperantes_normalizados"],
        "entidades": item["entidades_normalizadas"],
        "ods": item["ods"],
        "avance_pct": item["avance_pct"],
        "avance": _said(item["avance_texto"]),
        "resultado": _said(item["resultado"]),
        "resultado_es_esperado": item["id"] in overlay["resultado_es_esperado"],
        "meta": _said(item["meta_plan_desarrollo"]),
        "notas": overlay["notas"].get(item["id"]),
        "fuente": f"fuentes/{item['fuente']}",
    }
    return {"id": item["id"], "confirmado": True, "contenido": content}


def _said(text: str | None) -> str | None:
    return sentence(text) if text else None


def _organizacion(row: Record) -> Record:
    key = f"{'ctg' if row['ciudad'] == CARTAGENA else 'bog'}-{slug(row['sigla'] or row['nombre'])[:60]}"
    fields = ("nombre", "ciudad", "sigla", "descripcion", "notas")
    content = {
        "id": key,
        "tipo": "programa" if "programa, no red" in row["notas"] else "red",
        **{name: row[name] for name in fields if row[name]},
        "vinculo": row["rol_o_vinculo"],
        "fuente": f"fuentes/{row['fuente']}:{row['lineas']}",
    }
    return {"id": key, "confirmado": True, "contenido": content}
