"""What the entity file may say about its figures: who is sent the reports, and between which values an indicator stays. Pure."""

import math
import re
from collections.abc import Iterator, Mapping

from knowledge.reportes import TIPOS
from knowledge.values import Entidad

INDICADORES = 27
# The figures of each indicator that may be watched, by dimension. Denuncias (27) are never told apart from their total.
VIGILABLES: Mapping[int, tuple[str, ...]] = {
    **dict.fromkeys((1, 2, 4, 10, 12, 13, 14, 15, 17, 18, 19, 21, 22, 23), ("",)),
    3: ("", "realizables"),
    5: ("", "de_los_recibidos"),
    6: ("", "nuevas", "vuelven"),
    8: ("", "dia_no_habil"),
    9: ("mediana", "p95"),
    11: ("mediana", "p90", "en_5_min"),
    16: ("", "atendidos"),
    20: ("catalina", "respuesta", "persona", "solicitud"),
    24: ("", "en_termino", "dias", "digitales"),
    25: ("", "entregados", "no_enterado", "minutos"),
    26: ("", "costo"),
}
_CORREO = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


def problems(entidad: Entidad) -> Iterator[str]:
    """Yield what is wrong, each with its field, its line and what to write."""
    for line, (tipo, correo) in enumerate(entidad.reportes_a, 1):
        if tipo not in TIPOS:
            yield f"campo «reportes_a», renglón {line}: no hay un informe «{tipo[:40]}». Escribe uno de estos: {', '.join(TIPOS)}."
        if not _CORREO.fullmatch(correo) or not correo.isascii():
            yield f"campo «reportes_a», renglón {line}: «{correo[:60]}» no es un correo. Escríbelo así: oficina@ejemplo.gov.co."
    for line, banda in enumerate(entidad.bandas, 1):
        if why := _of_band(*banda):
            yield f"campo «bandas», renglón {line}: {why}"


def _of_band(indicador: int, dimension: str, minimo: float | None, maximo: float | None) -> str:
    if indicador not in VIGILABLES:
        return f"no se puede vigilar el indicador {indicador}. Escribe uno de 1 a {INDICADORES - 1}, menos el 7."
    if dimension not in VIGILABLES[indicador]:
        there = ", ".join(f"«{one}»" for one in VIGILABLES[indicador])
        return f"el indicador {indicador} no tiene la dimensión «{dimension[:40]}». Escribe una de estas: {there}."
    if minimo is None and maximo is None:
        return "falta el límite. Escribe un mínimo, un máximo o los dos."
    if not all(math.isfinite(limit) for limit in (minimo, maximo) if limit is not None):
        return "un límite no es un número. Escribe un número, o null si no hay límite."
    if minimo is not None and maximo is not None and minimo > maximo:
        return f"el mínimo ({minimo:g}) es mayor que el máximo ({maximo:g}). Escribe primero el menor."
    return ""
