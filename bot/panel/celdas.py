"""One field of a form: what was typed becomes a value, a value becomes what is typed, or what to correct. Pure."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process
from werkzeug.datastructures import MultiDict

from bot.panel.campos import Campo
from knowledge.folding import fold
from knowledge.values import Catalogo, Territorio

Form = MultiDict[str, str]
NEAR = 60.0


class PorCorregir(ValueError):
    """What was typed cannot be kept; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Nombres:
    """The names by which staff write offices and other trámites, and the ids they mean; and where its places may lie."""

    oficinas: Mapping[str, str] = field(default_factory=dict)  # id → name
    vecinos: Mapping[str, str] = field(default_factory=dict)
    territorio: Territorio | None = None  # where the places of this entity may lie


def nombres(catalogo: Catalogo) -> Nombres:
    """Return the names in force. Two trámites with one name are told apart by their address."""
    records = catalogo.tramites.values()
    seen: dict[str, int] = {}
    for record in records:
        seen[fold(record.nombre)] = seen.get(fold(record.nombre), 0) + 1
    return Nombres(
        {office.id: office.nombre for office in catalogo.dependencias.values()},
        {r.id: r.nombre if seen[fold(r.nombre)] == 1 else r.slug for r in records},
        catalogo.entidad.territorio,
    )


def said(campo: Campo, value: Any, names: Nombres) -> list[str]:
    """Return what the field says for a value: one text, or several of a group of boxes."""
    match campo.tipo:
        case "casillas":
            return list(value)
        case "lista":
            return ["\n".join(value)]
        case "oficinas":
            return ["\n".join(names.oficinas.get(item, item) for item in value)]
        case "vecino":
            return [names.vecinos.get(value, value or "")]
        case "marca":
            return ["si"] if value else []
        case "si_no":
            return [{None: "", True: "si", False: "no"}[value]]
        case "fecha":
            return [value.isoformat() if value else ""]
        case _:
            return ["" if value is None else str(value)]


def meant(campo: Campo, form: Form, id_: str, names: Nombres, before: tuple[Any, ...] = ()) -> Any:
    """Return the value that was typed. What the record says now (`before`) may stay even if it is no longer offered.

    Raises:
        PorCorregir: it cannot be kept as it is.
    """
    if campo.tipo == "casillas":
        return tuple(s for s, _ in campo.choices if s in form.getlist(id_))
    if campo.tipo == "marca":
        return form.get(id_) == "si"
    raw = form.get(id_, "").replace("\r\n", "\n").strip()
    if campo.required and not raw:
        raise PorCorregir(f"{'Escoge' if campo.tipo == 'opcion' else 'Escribe'} «{campo.label}».")
    return _one(campo, raw, names, before)


def _one(campo: Campo, raw: str, names: Nombres, before: tuple[Any, ...]) -> Any:
    match campo.tipo:
        case "lista" | "oficinas":
            lines = tuple(line.strip() for line in raw.splitlines() if line.strip())
            _short(campo, lines)
            return tuple(_named(line, names.oficinas, before) for line in lines) if campo.tipo == "oficinas" else lines
        case "opcion" | "si_no" | "escala" | "oficina":
            return _chosen(campo, raw, names, before)
        case "entero":
            return _whole(campo, raw)
        case "decimal":
            return _decimal(raw)
        case "fecha":
            return _day(raw)
        case "vecino":
            return _named(raw, names.vecinos, before)
        case _:
            return _text(campo, raw, before)


def _text(campo: Campo, raw: str, before: tuple[Any, ...]) -> str | None:
    _short(campo, (raw,))
    # An older record may hold one that is not safe: the colleague's eye warns, the form does not hold the rest back.
    if campo.tipo == "enlace" and raw and not raw.startswith("https://") and raw not in before:
        raise PorCorregir("La dirección debe empezar por https://")
    return raw or None


def choices(campo: Campo, names: Nombres, current: str) -> list[tuple[str, str]]:
    """Return what a list offers; what the record says now stays on offer though it is no longer one of the words."""
    offered = list(campo.choices)
    if campo.tipo == "oficina":
        offered = [("", "Por confirmar"), *sorted(names.oficinas.items(), key=lambda item: fold(item[1]))]
    return offered if current in dict(offered) else [*offered, (current, current[:1].upper() + current[1:])]


def _short(campo: Campo, lines: Iterable[str]) -> None:
    longest = max(map(len, lines), default=0)
    if longest > campo.limit:
        raise PorCorregir(f"«{campo.label}» tiene {longest} letras. Déjalo en {campo.limit} o menos.")


def _chosen(campo: Campo, raw: str, names: Nombres, before: tuple[Any, ...]) -> Any:
    offered = {id_ for id_, _ in choices(campo, names, "")}
    if campo.tipo != "oficina" and "" not in dict(campo.choices):
        offered.discard("")
    if raw not in offered and raw not in before:
        raise PorCorregir(f"Escoge una de las opciones de «{campo.label}».")
    if campo.tipo == "si_no":
        return {"": None, "si": True, "no": False}[raw]
    return int(raw) if campo.tipo == "escala" else raw or None


def _whole(campo: Campo, raw: str) -> int | None:
    if not raw:
        return None
    figures = re.sub(r"[\s.$]", "", raw)
    if not (figures.isascii() and figures.isdigit()) or len(figures) > 15:
        raise PorCorregir(f"En «{campo.label}» escribe solo números. Escribiste «{raw[:40]}».")
    if int(figures) > campo.limit:
        raise PorCorregir(f"En «{campo.label}» escribe un número de {campo.limit} o menos.")
    return int(figures)


def _decimal(raw: str) -> float | None:
    if not raw:
        return None
    try:
        value = float(raw.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise PorCorregir(f"Escribe la coordenada con números, por ejemplo 10,4229. Escribiste «{raw[:40]}».")
    return value


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise PorCorregir(f"Escribe la fecha así: 2026-12-31. Escribiste «{raw[:40]}».") from None


def _named(raw: str, known: Mapping[str, str], before: tuple[Any, ...]) -> str:
    ids = {fold(name): id_ for id_, name in known.items()}
    if id_ := ids.get(fold(raw)):
        return id_
    if raw in before:
        return raw
    near = process.extractOne(fold(raw), list(ids), scorer=fuzz.ratio, score_cutoff=NEAR)
    asks = f" ¿Quisiste decir «{known[ids[near[0]]]}»?" if near else " Cópialo de la lista."
    raise PorCorregir(f"No encontramos «{raw[:80]}».{asks}")
