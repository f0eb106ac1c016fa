"""A report of figures as a page for paper and as a part of a web page, laid out of `datos` alone. Pure."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, Template

from bot.cifras.textos import de
from bot.periodos import dia, mes, nombre, periodo_de
from notifier.cifras.formulas import number

Json = Mapping[str, Any]
# Title of each part and the indicators that it tells; what was promised comes first.
PARTES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("Los dos indicadores del compromiso", (1, 4)),
    ("Uso", (5, 6, 7, 8)),
    ("Tiempos de respuesta", (9, 10, 11)),
    ("Satisfacción", (20, 21)),
    ("Comprensión y solución", (12, 13, 14, 15, 16, 17, 18, 19, 22)),
    ("Solicitudes y términos de ley", (24, 26)),
    ("Avisos a la ciudadanía", (25,)),
    ("Trámites con información", (2, 3, 23)),
)
# Of these it is said in words what changed.
CAMBIOS = ((1, ""), (4, ""), (5, "de_los_recibidos"), (6, ""), (9, "mediana"), (12, ""), (20, "catalina"), (24, ""), (24, "en_termino"))  # fmt: skip
LUGARES = {"canal": "Canal", "dependencia": "Dependencia", "tema": "Tema"}
ESTADOS = {
    "no_iniciado": "No iniciado", "en_curso": "En curso", "completado": "Completado", "en_riesgo": "En riesgo",
    "sin_reporte": "Sin reporte de avance",
}  # fmt: skip


def as_html(datos: Json) -> str:
    """Return the document, with its style inside: nothing is fetched to lay it out."""
    return _template().render(vista(datos))


def vista(datos: Json) -> dict[str, Any]:
    """Return what the templates of paper and web read."""
    return {
        "i": datos,
        "partes": [(title, found) for title, numbers in PARTES if (found := _lines(datos, numbers))],
        "cambios": [_changed(line) for line in datos["cifras"] if _matters(line)],
        "antes": nombre(periodo_de(datos["antes"])),
        "mezclas": [(LUGARES[place], rows) for place in LUGARES if (rows := _mix(datos, place))],
        "tramites": [(one["nombre"], number(one["valor"])) for one in datos["tramites"]],
        "meses": [_month(one) for one in datos["meses"]],
        "publicado": [(mes(date.fromisoformat(m)), dia(date.fromisoformat(d))) for m, d in datos["publicado"].items()],
        "fijado": dia(date.fromisoformat(datos["fijado_el"])),
        "desde_cuando": mes(date.fromisoformat(datos["desde_cuando"])) if datos["desde_cuando"] else "",
        "solo": _counted(datos),
        "definicion": lambda n: f"{datos['enlaces']['definiciones']}#indicador-{n}",
        "estados": ESTADOS,
        "lugares": LUGARES,
        "fecha": lambda text: dia(date.fromisoformat(text)),
    }


def _counted(datos: Json) -> str:
    """Return the part of the period that was counted, in words; "" where all of it was."""
    counted = datos.get("contado")
    if counted is None or periodo_de(counted) == periodo_de(datos):
        return ""
    return de(periodo_de(counted))


def _lines(datos: Json, numbers: tuple[int, ...]) -> list[Json]:
    return [line for n in numbers for line in datos["cifras"] if line["indicador"] == n]


def _matters(line: Json) -> bool:
    return bool(line["cambio"]) and (line["indicador"], line["dimension"]) in CAMBIOS


def _changed(line: Json) -> str:
    return f"{line['nombre']}: {line['texto']}; antes, {line['antes']['texto']} ({line['cambio']})."


def _mix(datos: Json, place: str) -> list[tuple[str, str, str]]:
    return [
        (
            one["nombre"],
            number(one["valor"]),
            f"{number(round(100 * one['valor'] / one['de'], 1))} %" if one["de"] else "",
        )
        for one in datos["mezcla"]
        if one["lugar"] == place
    ]


def _month(one: Json) -> tuple[str, str, str, str]:
    counted = (
        "menos de cinco personas" if one[n] is None else number(one[n])
        for n in ("conversaciones", "mensajes", "personas")
    )
    return (nombre(periodo_de(one)), *counted)  # type: ignore[return-value]  # three of them


@cache
def _template() -> Template:
    return Environment(loader=PackageLoader("bot"), autoescape=True, trim_blocks=True).get_template(
        "informe_cifras.html"
    )
