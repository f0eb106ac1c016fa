"""The form by which an office proposes the wording of an indicator. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from knowledge.redaccion import Propuesta, Redaccion


@dataclass(frozen=True, slots=True)
class Redactado:
    """What the form holds, right or wrong. `base`: the newest version when the form was opened."""

    nombre: str = ""
    texto: str = ""
    meta: str = ""
    desde: str = ""
    base: int = 0
    errores: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, one: Redaccion, base: int, hoy: date) -> "Redactado":
        """Return the form that begins from a wording."""
        return cls(one.nombre, one.texto, one.meta, hoy.isoformat(), base)

    def propuesta(self) -> Propuesta:
        """Return what is proposed; a day that cannot be read is None."""
        return Propuesta(self.nombre, self.texto, self.meta, _day(self.desde), self.base)


def leer(form: MultiDict[str, str]) -> Redactado:
    """Return what was typed: name and goal are one line each."""
    base = form.get("base", "")
    return Redactado(
        nombre=" ".join(form.get("nombre", "").split()),
        texto=form.get("texto", "").replace("\r\n", "\n").strip(),
        meta=" ".join(form.get("meta", "").split()),
        desde=form.get("desde", "").strip()[:20],
        base=int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
