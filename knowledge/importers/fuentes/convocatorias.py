"""The service that spreads calls, and the calls and programmes that the sources name.

The sources do not list the 155 calls spread in 2025: no record here pretends to be one of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Record = dict[str, Any]

OFICINA = "Oficina de Cooperación Internacional"
SIN_LISTA = "La fuente no trae la lista de convocatorias, sus fechas de cierre ni sus enlaces."


def servicio(source: Record) -> list[Record]:
    """Return the one record about the service, in short sentences that keep what the source says."""
    content = {
        "oficina": OFICINA,
        "que_se_difunde": "Becas, subvenciones y premios de entidades nacionales e internacionales.",
        "periodicidad": "La Oficina publica convocatorias cada mes.",
        "como_aplicar": [
            "Consulta las convocatorias que publica la Oficina.",
            "Lee los detalles con quien convoca. Esa entidad decide.",
            "Si lo necesitas, pide acompañamiento en la Oficina para postularte.",
        ],
        "acompanamiento": "La Oficina acompaña a quien lo pida en su postulación. Dirección y horario: por confirmar con la dependencia.",
        "descargo": "La Oficina no responde por la gestión de entidades externas. Consulta los detalles con quien convoca.",
        "fuente": f"fuentes/{source['fuente']}:2033-2074",
    }
    return [{"id": "servicio", "confirmado": True, "contenido": content}]


def convocatorias(tramites: Iterable[Record], projects: Mapping[str, Record], source: Record) -> list[Record]:
    """Return the programmes of Cartagena that open by calls, and finished calls that became projects, as examples."""
    programmes = [
        _programme(item["contenido"])
        for item in tramites
        if item["contenido"]["tipo"].startswith("convocatoria") and "flujo" not in item["contenido"]
    ]
    examples = [
        _example(projects[item["id"]], item.get("nota")) for item in source["proyectos_nacidos_de_convocatoria"]
    ]
    return [{"id": item["id"], "contenido": item} for item in (*programmes, *examples)]


def _programme(tramite: Record) -> Record:
    over = tramite.get("vencido_desde")
    return {
        "id": f"programa-{tramite['id'].removeprefix('ctg-')}",
        "titulo": tramite["nombre"],
        "convocante": tramite["dependencia"],
        "descripcion": tramite["proposito"],
        "tipo": "programa del Distrito",
        "estado": "cerrada" if over else "por_confirmar",
        "cierre": over,
        "enlace": tramite.get("url"),
        "tramite_id": tramite["id"],
        "fuente": tramite["fuentes"][0],
    }


def _example(project: Record, note: str | None) -> Record:
    return {
        "id": f"ejemplo-{project['id']}",
        "titulo": project["nombre"],
        "convocante": ", ".join(project["cooperantes"]) or "por confirmar con la dependencia",
        "descripcion": project["descripcion"],
        "tipo": "ejemplo: proyecto que nació de una convocatoria" + (f" ({note})" if note else ""),
        "estado": "cerrada",
        "fuente": f"fuentes/{project['fuente']}",
    }
