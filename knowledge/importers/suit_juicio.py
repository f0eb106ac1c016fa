"""What became of one value of a SUIT export that is not simply read: cleaned from what to what, or shown to somebody. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from knowledge.importers import suit_limpio as limpio
from knowledge.importers import suit_partes as partes
from knowledge.importers.suit_limpio import clean
from knowledge.values import Territorio
from knowledge.values.ficha import said_time

Record = dict[str, Any]
Verdict = Literal["leído en", "normalizado", "señalado", "ignorado porque"]
Fate = tuple[Verdict, str]


def judge(item: Record, path: str, value: Any, territory: Territorio | None) -> Fate | None:
    """Return what became of a leaf of one record where its value decides, or None."""
    bare = re.sub(r"\[\d+\]", "", path)
    at = [int(number) for number in re.findall(r"\[(\d+)\]", path)]
    for pattern, judged in _JUDGES.items():
        if re.fullmatch(pattern, bare):
            return judged(item, at, value, territory)
    return None


def blank(value: Any) -> Fate | None:
    """Return the line of a text that had blanks too many."""
    if not isinstance(value, str) or clean(value) == value:
        return None
    shown = value[:60].replace("\n", "⏎").replace("\t", "⇥")
    return "normalizado", f"de «{shown}» a «{clean(value)[:60]}»"


def _point(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    first = limpio.same_office(item["puntosAtencion"]).get(at[0])
    if first is not None:
        return "señalado", f"es el mismo punto que puntosAtencion[{first}]: queda uno solo"
    return blank(value)


def _coordinate(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    repeated = _point(item, at, None, territory)
    if repeated:
        return repeated
    if limpio.place(item["puntosAtencion"][at[0]], territory) is None:
        return "señalado", f"«{value}» no está en el distrito: el punto queda sin mapa, por confirmar"
    return "leído en", "puntos"


def _norm_type(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    norm = item["normativa"][at[0]]
    kind = limpio.norm_type(norm)
    if kind != clean(str(value)):
        return "señalado", f"de «{value}» a «{kind}»: lo dice su archivo o enlace; por confirmar"
    return _norm(item, at, value, territory)


def _norm(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    if not partes.complete(item["normativa"][at[0]]):
        return "señalado", "la norma no se puede citar: le falta el número o el año"
    return blank(value)


def _link(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    fault = limpio.link_fault(str(value))
    if fault is None:
        return blank(value)
    kept = "queda, por confirmar" if fault == "http" else "no se publica"
    return "señalado", f"el enlace {partes.LINK_FAULTS[fault]}: {kept}"


def _time(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    time = limpio.time(item)
    if limpio.two_times(item):
        return "señalado", f"el registro dice dos tiempos: queda «{said_time(time)}»" if time else "no se entiende"
    if time is None:
        return "señalado", f"no se entiende el tiempo «{value}»: revísalo a mano"
    return "normalizado", f"de «{value}» a «{said_time(time)}»"


def _demand_type(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    known = limpio.TIPOS.get(str(value).upper())
    if known is None:
        return "señalado", f"no conozco el tipo «{value}»: queda como condición"
    if partes.wordless(item["momentos"][at[0]]["requisitos"][at[1]]):
        return "ignorado porque", "el requisito no dice nada: solo la forma de radicar, que queda en canales"
    return "normalizado", f"de «{value}» a «{known}»"


def _amount(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return "señalado", f"«{value}» no es un número entero: revísalo a mano"
    return None


def _channel(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    return "normalizado", f"de «{value}» a «{clean(str(value)).lower()}», en canales"


def _mode(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    found = partes.online(item)
    if found is None:
        return "señalado", f"no conozco «{value}»: revisa si se hace en línea"
    return "normalizado", f"de «{value}» a «{found}» en línea"


def _cost(item: Record, at: list[int], value: Any, territory: Territorio | None) -> Fate | None:
    paid = partes.paid(item)
    if paid is None:
        return "señalado", f"no conozco «{value}»: revisa si se paga"
    return "normalizado", f"de «{value}» a {'requiere' if paid else 'no requiere'} pago"


Judge = Callable[[Record, list[int], Any, Territorio | None], Fate | None]
_JUDGES: Mapping[str, Judge] = {
    r"puntosAtencion\.(latitud|longitud)": _coordinate,
    r"puntosAtencion\.(nombre|direccion|telefono|horario)": _point,
    r"normativa\.tipo": _norm_type,
    r"normativa\.(numero|anio|articulos)": _norm,
    r"(normativa\.url|urlTramiteEnLinea|momentos\.requisitos\.(formulario_url|url_pago))": _link,
    r"tiempoObtencion|tiempo_visor\.(cantidad|unidad)": _time,
    r"momentos\.requisitos\.tipo": _demand_type,
    r"momentos\.requisitos\.(cantidad|valor)": _amount,
    r"momentos\.requisitos\.canales\.tipo": _channel,
    r"modalidad_visor": _mode,
    r"costo": _cost,
}
