"""The form of a hoja de vida: what it says of a trámite, and the trámite that what was typed makes. Pure.

A form is flat: a field is called by its name, one of a row by «valores-0-nota», one of a row in a row by
«momentos-0-requisitos-1-texto». A row whose written fields are all empty is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.panel import celdas
from bot.panel.campos import NOMBRES, PARES, Campo, Grupo, Par, todos
from bot.panel.celdas import Form, Nombres, PorCorregir
from knowledge.reglas import broken
from knowledge.values import Tramite, spoken

MAX_ROWS = 200
BLANK_ROWS = 2
TEXTO = "texto"  # the mode of a pair whose plain fields are edited


@dataclass(frozen=True, slots=True)
class Leido:
    """What a form says: the trámite it makes, or what to correct, by the id of the field."""

    tramite: Tramite | None
    errores: Mapping[str, str]


def read(form: Form, before: Tramite, names: Nombres, *, office: str | None = None) -> Leido:
    """Return the trámite with the form's fields in place of its own, or what to correct.

    `office`: the one whose trámites this person writes; None lets it be any.
    """
    errores: dict[str, str] = {}
    values = {item.name: _value(item, form, item.name, names, (before,), errores) for item in todos()}
    for par in PARES:
        unused = par.lineas if not is_plain(form, par) else (par.parte,)
        values |= {name: _nothing(name) for name in unused}
    if not errores:
        values |= _office(values, before, names)
        made = spoken(replace(before, **values))
        errores |= broken(made, NOMBRES, names.territorio)
        if office is not None and made.dependencia_id != office:
            errores["dependencia_id"] = "Solo quien revisa puede pasar un trámite a otra dependencia."
        return Leido(None if errores else made, errores)
    return Leido(None, errores)


def said(tramite: Tramite, names: Nombres) -> Form:
    """Return the form of a trámite, with no row to spare: `read` of it gives the same trámite."""
    form: Form = Form()
    for item in todos():
        _write(form, item, item.name, getattr(tramite, item.name), names)
    for par in PARES:
        plain = any(getattr(tramite, name) not in (None, ()) for name in par.lineas)
        form[f"modo-{par.parte}"] = TEXTO if plain and not getattr(tramite, par.parte) else ""
    return form


def with_blank_rows(form: Form, only: str | None = None) -> Form:
    """Return the form with rows to write new things in; `only` names the one group that gets them."""
    for item in todos():
        if isinstance(item, Grupo) and only in (None, item.name):
            _spare(form, item, item.name)
    return form


def tidy(form: Form) -> Form:
    """Return the form without blank rows between others: a remark about the second row is then about row 1 of the page."""
    grouped = {item.name for item in todos() if isinstance(item, Grupo)}
    kept: Form = Form([(k, v) for k, v in form.items(multi=True) if k.partition("-")[0] not in grouped])
    for item in todos():
        if isinstance(item, Grupo):
            _copy(item, form, item.name, kept, item.name)
    return kept


def with_one_more(form: Form, path: str) -> Form:
    """Return the form with another row at «valores» or «momentos-0-requisitos»; a path that is none changes nothing."""
    grupo = _group_at(path)
    if grupo is not None and not grupo.unico:
        _blank(form, grupo, f"{path}-{rows(form, path)}")
    return form


def rows(form: Form, path: str) -> int:
    """Return how many rows the form has there, blank ones too."""
    found = (key[len(path) + 1 :].partition("-")[0] for key in form if key.startswith(f"{path}-"))
    return max((int(n) + 1 for n in found if n.isascii() and n.isdigit() and int(n) < MAX_ROWS), default=0)


def is_plain(form: Form, par: Par) -> bool:
    """Return whether the plain fields of a pair are edited, and not its part."""
    return form.get(f"modo-{par.parte}") == TEXTO


def hidden(form: Form) -> frozenset[str]:
    """Return the fields that this form does not ask for."""
    return frozenset(name for par in PARES for name in ((par.parte,) if is_plain(form, par) else par.lineas))


def _value(
    item: Campo | Grupo, form: Form, path: str, names: Nombres, old: tuple[Any, ...], errores: dict[str, str]
) -> Any:
    """Return what was typed in a field or group. `old` are the values whose field it is, one or the rows of before."""
    before = tuple(_flat(getattr(value, item.name) for value in old if value is not None))
    if isinstance(item, Campo):
        try:
            return celdas.meant(item, form, path, names, before)
        except PorCorregir as why:
            errores[path] = str(why)
            return None
    made = tuple(
        _row(item, form, f"{path}-{n}", names, before, errores)
        for n in range(rows(form, path))
        if not _is_blank(item, form, f"{path}-{n}")
    )
    return (made[0] if made else None) if item.unico else made


def _row(grupo: Grupo, form: Form, path: str, names: Nombres, old: tuple[Any, ...], errores: dict[str, str]) -> Any:
    found: dict[str, str] = {}
    values = {item.name: _value(item, form, f"{path}-{item.name}", names, old, found) for item in grupo.campos}
    if found:
        errores |= found
        return None
    defaults = {f.name: f.default for f in fields(grupo.clase)}
    # A number left empty is what the value means by default: one copy, and not none.
    return grupo.clase(**{
        name: defaults[name] if value is None and isinstance(defaults[name], int) else value
        for name, value in values.items()
    })  # fmt: skip


def _flat(found: Iterator[Any]) -> Iterator[Any]:
    for value in found:
        yield from value if isinstance(value, tuple) else (value,)


def _is_blank(grupo: Grupo, form: Form, path: str) -> bool:
    """Return whether nothing was written in a row. What has an answer from the start («un documento», «1») is no writing."""
    return all(
        not form.get(f"{path}-{item.name}", "").strip()
        if isinstance(item, Campo)
        else all(_is_blank(item, form, f"{path}-{item.name}-{n}") for n in range(rows(form, f"{path}-{item.name}")))
        for item in grupo.campos
        if isinstance(item, Grupo) or not item.vacio
    )


def _copy(grupo: Grupo, form: Form, path: str, kept: Form, new: str) -> None:
    written = (f"{path}-{n}" for n in range(rows(form, path)) if not _is_blank(grupo, form, f"{path}-{n}"))
    for n, row in enumerate(written):
        for item in grupo.campos:
            if isinstance(item, Grupo):
                _copy(item, form, f"{row}-{item.name}", kept, f"{new}-{n}-{item.name}")
            else:
                kept.setlist(f"{new}-{n}-{item.name}", form.getlist(f"{row}-{item.name}"))


def _write(form: Form, item: Campo | Grupo, path: str, value: Any, names: Nombres) -> None:
    if isinstance(item, Campo):
        form.setlist(path, celdas.said(item, value, names))
        return
    for n, row in enumerate((value,) if item.unico and value else value or ()):
        for part in item.campos:
            _write(form, part, f"{path}-{n}-{part.name}", getattr(row, part.name), names)


def _spare(form: Form, grupo: Grupo, path: str) -> None:
    held = rows(form, path)
    for n in range(held):
        for item in grupo.campos:
            if isinstance(item, Grupo):
                _spare(form, item, f"{path}-{n}-{item.name}")
    wanted = max(held, 1) if grupo.unico else min(held + BLANK_ROWS, MAX_ROWS)
    for n in range(held, wanted):
        _blank(form, grupo, f"{path}-{n}")


def _blank(form: Form, grupo: Grupo, path: str) -> None:
    for item in grupo.campos:
        if isinstance(item, Campo):
            form[f"{path}-{item.name}"] = item.vacio
        else:
            for n in range(BLANK_ROWS):
                _blank(form, item, f"{path}-{item.name}-{n}")


def _group_at(path: str) -> Grupo | None:
    inside: tuple[Campo | Grupo, ...] = tuple(todos())
    found: Grupo | None = None
    for name in path.split("-")[::2]:
        found = next((item for item in inside if isinstance(item, Grupo) and item.name == name), None)
        if found is None:
            return None
        inside = found.campos
    return found


def _nothing(name: str) -> Any:
    return () if isinstance(_DEFAULTS[name], tuple) else None


def _office(values: Mapping[str, Any], before: Tramite, names: Nombres) -> dict[str, str]:
    """Return the name of the office where another one was chosen: what a citizen reads is its name."""
    chosen = values["dependencia_id"]
    return {} if chosen == before.dependencia_id else {"dependencia": names.oficinas.get(chosen or "", "por confirmar")}


_DEFAULTS: Mapping[str, Any] = {f.name: f.default for f in fields(Tramite)}
