"""The figures of a filter as files: CSV and JSON here, XLSX in `xlsx`. All three hold the rows that the page shows."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from sqlmodel import Session

from bot.cifras.filas import Fila, clave, contado, filas
from bot.cifras.filtro import tablero
from bot.cifras.nombres import nombres
from bot.cifras.textos import DEFINICIONES, periodo
from bot.services import Services
from knowledge.cifras import CUALQUIERA
from knowledge.definiciones import dia, vigentes
from knowledge.importers.guard import guarded
from notifier.cifras.board import Tablero
from notifier.cifras.telling import inventado

HEADS = Fila._fields
INVENTADAS = "DATOS INVENTADOS por «catalina demo»: no son de la ciudad."
COMO_LEER = (
    "Cada fila es una cifra de un periodo. Sin «valor», no hay datos: el denominador es cero o no se cuenta aparte.",
    "«n» dice de cuántos se habla. Los porcentajes no se promedian: se suman numeradores y denominadores.",
)


@dataclass(frozen=True, slots=True)
class Definicion:
    """What an indicator counts, as agreed; version 0 is what comes with the program."""

    indicador: int
    nombre: str
    texto: str
    version: int


@dataclass(frozen=True, slots=True)
class Exporte:
    """Everything that a file of a filter says. `filtro`: the parts that were asked for, by their names in addresses."""

    tablero: Tablero
    filas: tuple[Fila, ...]
    inventado: bool
    definiciones: tuple[Definicion, ...]
    direccion: str  # of the definitions

    @property
    def filtro(self) -> dict[str, str]:
        """Return the parts of the city that were asked for."""
        return {name: value for name, value in self.tablero.filtro.clave._asdict().items() if value != CUALQUIERA}

    @property
    def titulo(self) -> str:
        """Return what the file is about."""
        return f"Cifras de Catalina, {periodo(self.tablero.filtro.periodo)}"

    def nombre(self, form: str) -> str:
        """Return the name of the file: what it is about, and that it was invented."""
        invented = "-inventadas" if self.inventado else ""
        return f"estadisticas{invented}-{clave(self.tablero.filtro.periodo).replace('/', '_a_')}.{form}"


def exporte(services: Services, asked: Mapping[str, str], *, publico: bool) -> Exporte:
    """Return what the files of a filter say.

    Raises:
        FiltroInvalido: the filter cannot be.
    """
    found = tablero(services, asked, publico=publico)
    with services.db.reading_session() as db:
        invented, said = inventado(db.connection()), definiciones(db, dia(services.clock()))
    names = nombres(services.current.get().catalogo)
    return Exporte(found, filas(found, names), invented, said, f"{services.settings.public_url}{DEFINICIONES}")


def definiciones(db: Session, hoy: date) -> tuple[Definicion, ...]:
    """Return what each indicator counts, in the wording in force on a day."""
    return tuple(Definicion(n, one.nombre, one.texto, one.version) for n, one in sorted(vigentes(db, hoy).items()))


def escrito(made: Exporte, form: str) -> bytes:
    """Return a file in one of its forms: csv, json or xlsx."""
    match form:
        case "csv":
            return as_csv(made)
        case "json":
            return as_json(made)
    # Only who asks for a spreadsheet pays for the library that writes it.
    data: bytes = import_module("bot.cifras.xlsx").as_xlsx(made)
    return data


def as_csv(made: Exporte) -> bytes:
    """Return the rows under `HEADS`, as spreadsheets here read them: semicolons, a comma in decimals, the mark of UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADS)
    writer.writerows([_written(value) for value in row] for row in rows(made))
    return out.getvalue().encode("utf-8-sig")


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return "" if value is None else guarded(str(value))


def rows(made: Exporte) -> Iterator[Fila]:
    """Yield the rows of a table; first one that says that all were invented, where they were: it stays with what is copied."""
    if made.inventado:
        yield Fila("", 0, INVENTADAS, "", None, "", None, None, None, 0)
    yield from made.filas


def as_json(made: Exporte) -> bytes:
    """Return the rows as objects, with the filter, what was counted of it, and when each month was published."""
    found = made.tablero
    inside = contado(found, found.filtro.periodo)
    told = {
        "titulo": made.titulo,
        "inventado": made.inventado,
        "aviso": INVENTADAS if made.inventado else "",
        "periodo": _days(found.filtro.periodo),
        "contado": _days(inside) if inside else None,
        "filtro": made.filtro,
        "publicado": {f"{first:%Y-%m}": str(day) for first, day in (found.publicado or {}).items()},
        "definiciones": made.direccion,
        "como_leer": COMO_LEER,
        "filas": [row._asdict() for row in made.filas],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _days(period: tuple[date, date]) -> dict[str, str]:
    return {"desde": str(period[0]), "hasta": str(period[1])}
