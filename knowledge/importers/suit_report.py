"""Account for every leaf of a SUIT export: nothing of the source may vanish without a line that says why."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.importers.suit_ficha import belongs, local_norms

Verdict = Literal["leído en", "normalizado", "señalado", "ignorado porque"]

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
    (r"^puntosAtencion\.(nombre|direccion|telefono|horario)$", "leído en", "nota (dónde)"),
    (r"^puntosAtencion\.municipio$", "normalizado", "decide de qué entidad es la ficha"),
    (r"^puntosAtencion", "ignorado porque", "la ficha no lleva coordenadas ni departamento"),
    (r"^audiencias\.nombre$", "leído en", "dirigido_a"),
    (r"^audiencias", "ignorado porque", "el nombre del grupo basta"),
    (r"^cuentas", "señalado", "cuenta bancaria: confírmala con Tesorería antes de publicarla"),
    (r"^seguimiento\.(telefono\.numero|telefono\.extension|email\.email|web\.\w+)$", "leído en", "seguimiento"),
    (r"^seguimiento\.presencial\.(nombre|direccion|telefono|horarioAtencion)$", "leído en", "seguimiento"),
    (r"^seguimiento", "ignorado porque", "dato interno del registro"),
    (r"^(version|fecha\w*)$", "ignorado porque", "dato interno del registro"),
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of the source: where it is, what it says, and what became of it."""

    path: str  # tramites[0].normativa[2].numero
    value: Any
    verdict: Verdict
    detail: str

    def __str__(self) -> str:
        """Return one line of the report."""
        return f"{self.path}: {self.verdict} {self.detail}"


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Return every leaf with its path. An empty list or object is a leaf too: it says «nothing here»."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def account(content: Mapping[str, Any], city: str) -> Iterator[Leaf]:
    """Return every leaf of the source with what became of it."""
    for path, value in leaves({name: item for name, item in content.items() if name != "tramites"}):
        yield Leaf(path, value, "ignorado porque", "describe el archivo, no un trámite")
    for index, item in enumerate(content["tramites"]):
        own = belongs(item, city)
        for path, value in leaves(item):
            foreign = not own and path.startswith(tuple(local_norms(item)))
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
