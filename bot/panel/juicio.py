"""The form by which staff judge a trámite: complexity with its reason, alignment, and its place in the roadmap. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from werkzeug.datastructures import MultiDict

from knowledge.aprendido import names_somebody
from knowledge.prioridades import ALINEACIONES, COMPLEJIDADES, CalificacionRow

MAX_CHARS = 600
_PERSONAL = "Parece tener un teléfono, una cédula o un correo. Quítalo: aquí no van datos de personas."


@dataclass(frozen=True, slots=True)
class Juzgado:
    """What the form holds, right or wrong. `base`: the id of the judgement that was on the screen, 0 for none."""

    complejidad: str = ""
    razon: str = ""
    ventanilla: str = ""
    trimestre: str = ""
    responsable_id: str = ""
    requerimientos: str = ""
    base: int = 0
    errores: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, row: CalificacionRow | None) -> "Juzgado":
        """Return what the form shows for a judgement."""
        if row is None:
            return cls()
        hard = "" if row.complejidad is None else str(row.complejidad)
        return cls(hard, row.razon, row.ventanilla, row.trimestre, row.responsable_id, row.requerimientos, row.id or 0)

    def row(self, hoja_id: str, author: str, now: datetime) -> CalificacionRow:
        """Return the judgement to keep."""
        return CalificacionRow(
            hoja_id=hoja_id,
            complejidad=int(self.complejidad) if self.complejidad else None,
            razon=self.razon,
            ventanilla=self.ventanilla,
            trimestre=self.trimestre,
            responsable_id=self.responsable_id,
            requerimientos=self.requerimientos,
            author=author,
            created_at=now,
        )


def leer(form: MultiDict[str, str], offices: Collection[str], quarters: Collection[str]) -> Juzgado:
    """Return what was typed, with what to correct by field."""
    names = ("complejidad", "razon", "ventanilla", "trimestre", "responsable_id", "requerimientos")
    told = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in names}
    base = form.get("base", "")
    number = int(base) if base.isascii() and base.isdigit() and len(base) < 10 else 0
    return Juzgado(**told, base=number, errores=dict(_wrong(told, offices, quarters)))


def _wrong(told: Mapping[str, str], offices: Collection[str], quarters: Collection[str]) -> Iterator[tuple[str, str]]:
    if told["complejidad"] not in ("", *map(str, COMPLEJIDADES)):
        yield "complejidad", "Escoge una complejidad de 1 a 5."
    if told["complejidad"] and not told["razon"]:
        yield "razon", "Escribe por qué le pones esa complejidad."
    if told["ventanilla"] not in ("", *ALINEACIONES):
        yield "ventanilla", "Escoge sí, en parte o no."
    if told["trimestre"] and told["trimestre"] not in quarters:
        yield "trimestre", "Escoge un trimestre de la lista."
    if told["responsable_id"] and told["responsable_id"] not in offices:
        yield "responsable_id", "Escoge una dependencia de la lista."
    for name in ("razon", "requerimientos"):
        if len(told[name]) > MAX_CHARS:
            yield name, f"Tiene {len(told[name])} letras. Déjalo en {MAX_CHARS} o menos."
        elif names_somebody(told[name]):
            yield name, _PERSONAL
