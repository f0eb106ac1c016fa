"""Account for every leaf of a SUIT export: nothing of the source may vanish without a line that says why."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.importers.suit_ficha import belongs, local_norms
from knowledge.importers.suit_juicio import Fate, Verdict, blank, judge
from knowledge.values import Territorio

NATIONAL = ("titulo", "proposito", "normativa", "nombreEstandarizado")
LOCAL_NORM: Fate = ("ignorado porque", "es una norma local de otra entidad")
# The first pattern that matches a leaf decides. Paths are without indices: momentos.requisitos.tipo
RULES: tuple[tuple[str, Verdict, str], ...] = (
    (r"^id$", "leído en", "numero_suit"),
    (r"^fi$", "normalizado", "al id interno; es el mismo número de «id»"),
    (r"^titulo$", "leído en", "nombre"),
    (r"^tipo$", "leído en", "tipo"),
    (r"^proposito$", "leído en", "proposito"),
    (r"^(proposito_completo|proposito_suit|proposito_govco)$", "ignorado porque", "repite el propósito"),
    (r"^nombreEstandarizado$", "leído en", "nombre_estandarizado"),
    (r"^nombreEstandarizado_", "ignorado porque", "repite el nombre"),
    (r"^palabrasRelacionadas", "leído en", "palabras"),
    (r"^tiempo_visor\.nota$", "leído en", "tiempo"),
    (r"^enLinea$", "ignorado porque", "repite modalidad_visor"),
    (r"^link_govco$", "ignorado porque", "se arma con el número SUIT"),
    (r"^urlTramiteEnLinea$", "leído en", "url"),
    (r"^urlManualTramiteEnLinea$", "señalado", "manual: enlázalo a mano si sirve"),
    (r"^productoFinal$", "leído en", "resultado"),
    (r"^mediosResultado", "leído en", "medios_resultado"),
    (r"^normativa\.(tipo|numero|anio|articulos|url)$", "leído en", "normas"),
    (r"^normativa\.archivo$", "ignorado porque", "es el nombre de un archivo; sirvió para revisar el tipo de norma"),
    (r"^momentos\.descripcion$", "leído en", "momentos"),
    (r"^(momentos|momentos\.requisitos)\.orden$", "normalizado", "al orden de la lista"),
    (
        r"^momentos\.requisitos\.(documento|descripcion|formulario_nombre|formulario_url|url_pago|cantidad)$",
        "leído en",
        "momentos",
    ),
    (r"^momentos\.requisitos\.obligatorio$", "normalizado", "a obligatorio o «si aplica»"),
    (r"^momentos\.requisitos\.valor$", "leído en", "valores"),
    (r"^momentos\.requisitos", "señalado", "revísalo a mano"),
    (r"^puntosAtencion\.(nombre|direccion|telefono|horario)$", "leído en", "puntos"),
    (r"^puntosAtencion\.(municipio|departamento)$", "normalizado", "dice de qué entidad es la ficha"),
    (r"^audiencias\.nombre$", "leído en", "audiencias"),
    (r"^audiencias", "ignorado porque", "el nombre del grupo basta"),
    (r"^excepciones(\.descripcion)?$", "leído en", "excepciones"),
    (r"^fechasEjecucion$", "leído en", "fechas"),
    (r"^preguntasFrecuentes\.(pregunta|respuesta)$", "leído en", "preguntas"),
    (r"^cuentas", "señalado", "cuenta de pago: confírmala con Tesorería antes de publicarla"),
    (r"^seguimiento\.telefono\.(numero|extension|horario)$", "leído en", "seguimiento"),
    (r"^seguimiento\.(email\.email|web\.\w+)$", "leído en", "seguimiento"),
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


def account(content: Mapping[str, Any], city: str, territory: Territorio | None = None) -> Iterator[Leaf]:
    """Return every leaf of the source with what became of it."""
    rest = {name: item for name, item in content.items() if name != "tramites"}
    for path, value in leaves(rest) if rest else ():
        if path.endswith("obtenido_en"):
            yield Leaf(path, value, "leído en", "vigencia_de_los_datos")
        else:
            yield Leaf(path, value, "ignorado porque", "describe el archivo, no un trámite")
    for index, item in enumerate(content["tramites"]):
        own, foreign = belongs(item, city), tuple(local_norms(item))
        for path, value in leaves(item):
            if own:
                fate = _fate(item, path, value, territory)
            else:
                fate = LOCAL_NORM if path.startswith(foreign) else _foreign(item, path, value)
            yield Leaf(f"tramites[{index}].{path}", value, *fate)


def _foreign(item: dict[str, Any], path: str, value: Any) -> Fate:
    if re.split(r"[.\[]", path, maxsplit=1)[0] not in NATIONAL:
        return "ignorado porque", "es de otra entidad: solo se usan nombre, propósito y norma nacional"
    return _fate(item, path, value, None)


def _fate(item: dict[str, Any], path: str, value: Any, territory: Territorio | None) -> Fate:
    if value in (None, "", [], {}) or (isinstance(value, str) and not value.strip()):
        return "ignorado porque", "está vacío"
    judged = judge(item, path, value, territory)
    if judged:
        return judged
    bare = re.sub(r"\[\d+\]", "", path)
    rule = next(((verdict, detail) for pattern, verdict, detail in RULES if re.search(pattern, bare)), None)
    if rule is None:
        return "señalado", "campo que no conozco: revísalo a mano"
    return (blank(value) or rule) if rule[0] == "leído en" else rule
