"""The kinds of content that staff edit here: what each is called, whose it is, and its form, made from its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlmodel import Session, col, select
from werkzeug.datastructures import MultiDict

from bot.panel import cajas
from bot.panel.cajas import PARTES, Parte
from bot.panel.entrada import Staff
from knowledge import tables
from knowledge.contenido import ContenidoRow
from knowledge.entidad import LA_ENTIDAD
from knowledge.folding import fold
from knowledge.importers import cells
from knowledge.importers.cells import BadCell, Column, OneOf
from knowledge.importers.kind import Kind
from knowledge.importers.kinds import CONTENT_KINDS
from knowledge.personal import PUBLICAN
from knowledge.tramites import HojaRow

Tipo = Literal["linea", "parrafo", "lista", "opcion", "marca", "renglones"]
Record = dict[str, Any]
LISTS = (cells.many, cells.numbers)
LONG = frozenset({"descripcion", "texto", "respuesta", "objetivo", "problema", "entregable", "notas", "resultado", "meta", "transito_reportes"})  # fmt: skip
MAX_CHARS = 4000
assert tables.MODULES  # references are looked up by the name of their table


@dataclass(frozen=True, slots=True)
class Campo:
    """One field of a form, in plain words."""

    name: str
    label: str
    tipo: Tipo
    hint: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    partes: tuple[Parte, ...] = ()

    def rows(self, text: str) -> list[list[str]]:
        """Return the boxes of a field that has several rows."""
        return cajas.rows(self.partes, text)

    def typed(self, form: MultiDict[str, str]) -> str:
        """Return what a form says in this field, right or wrong."""
        if self.partes:
            return cajas.lines(self.name, self.partes, form)
        return form.get(self.name, "").replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Clase:
    """A kind as the panel names it. `office` is the field that holds the office it belongs to; None: only reviewers edit it."""

    kind: Kind
    titulo: str
    uno: str
    rotulo: str = "nombre"
    office: str | None = None

    @property
    def name(self) -> str:
        """Return the name that addresses and files use."""
        return self.kind.name

    @property
    def only_one(self) -> bool:
        """Return whether there is one record and no more."""
        return self.name == "entidad"

    def label(self, record: Mapping[str, Any]) -> str:
        """Return what a record is called in a list."""
        named = str(record.get(self.rotulo) or "Sin nombre")
        return f"{record.get('fecha')} · {named}" if self.name == "festivos" else named


_KINDS = {kind.name: kind for kind in CONTENT_KINDS}
CLASES: Mapping[str, Clase] = {
    clase.name: clase
    for clase in (
        Clase(_KINDS["dependencias"], "Dependencias", "dependencia", office="id"),
        Clase(_KINDS["puntos"], "Puntos de atención", "punto de atención", office="dependencia_id"),
        Clase(_KINDS["preguntas"], "Preguntas frecuentes", "pregunta", "pregunta"),
        Clase(_KINDS["respuestas"], "Textos para responder", "texto para responder", "titulo"),
        Clase(_KINDS["festivos"], "Festivos y días no hábiles", "día"),
        Clase(_KINDS["entidad"], "Textos de la entidad", "texto de la entidad"),
        Clase(_KINDS["convocatorias"], "Convocatorias", "convocatoria", "titulo"),
        Clase(_KINDS["encuentros"], "Encuentros barriales", "encuentro"),
        Clase(_KINDS["compromisos"], "Compromisos de gobierno abierto", "compromiso"),
        Clase(_KINDS["hitos"], "Hitos de los compromisos", "hito"),
        Clase(_KINDS["proyectos"], "Proyectos de cooperación", "proyecto"),
        Clase(_KINDS["organizaciones"], "Organizaciones y redes", "organización"),
    )
}


def may_enter(clase: Clase, who: Staff) -> bool:
    """Return whether somebody works on this kind at all."""
    return clase.office is not None or who.may(*PUBLICAN)


def is_own(clase: Clase, who: Staff, record_id: str, record: Mapping[str, Any]) -> bool:
    """Return whether somebody may change this record: an editor with an office only what belongs to it."""
    if who.may(*PUBLICAN):
        return True
    if clase.office is None:
        return False
    mine = record_id if clase.office == "id" else record.get(clase.office)
    return who.dependencia_id is None or mine == who.dependencia_id


def campos(db: Session, clase: Clase) -> list[Campo]:
    """Return the fields of the form of a kind; what points to another record is chosen by its name."""
    pointed = {field: _named(db, table) for field, table in clase.kind.references}
    return [_campo(column, pointed.get(column.field)) for column in clase.kind.columns if column.field != "id"]


def shown(fields: list[Campo], record: Mapping[str, Any]) -> dict[str, str]:
    """Return what each field shows for a record."""
    return {campo.name: _said(record.get(campo.name)) for campo in fields}


def typed(fields: list[Campo], form: MultiDict[str, str]) -> dict[str, str]:
    """Return what each field shows for what was typed, right or wrong."""
    return {campo.name: campo.typed(form) for campo in fields}


def read(clase: Clase, fields: list[Campo], form: MultiDict[str, str]) -> tuple[Record, dict[str, str]]:
    """Return the record that a form says, and what to correct, by field."""
    record: Record = {}
    errores: dict[str, str] = {}
    known = {campo.name: campo for campo in fields}
    for column in clase.kind.columns:
        campo = known.get(column.field)
        if campo is None:
            continue
        try:
            record[campo.name] = _cell(column, campo, campo.typed(form))
        except BadCell as error:
            errores[campo.name] = str(error)[:1].upper() + str(error)[1:]
    return record, errores or dict(_together(record))


def _cell(column: Column, campo: Campo, text: str) -> Any:
    if campo.tipo == "marca":
        return text == "si"
    if not text:
        if column.required:
            raise BadCell(f"escribe «{column.heading}».")
        return [] if campo.tipo in ("lista", "renglones") else None
    if len(text) > MAX_CHARS:
        raise BadCell(f"«{column.heading}» tiene {len(text)} letras. Déjalo en {MAX_CHARS} o menos.")
    if campo.choices and text not in dict(campo.choices):
        raise BadCell(f"escoge una de las opciones de «{column.heading}».")
    if campo.partes and (lacks := cajas.missing(campo.partes, text)):
        raise BadCell(lacks)
    return column.parse(text)


def _together(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what no single field can tell."""
    since, until = record.get("fecha"), record.get("hasta")
    if since and until and until < since:
        yield "hasta", "Escribe un último día que no sea antes del primero."


def new_id(db: Session, clase: Clase, record: Mapping[str, Any]) -> str:
    """Return an id for a new record, made from its name; nobody has to think of one."""
    if clase.only_one:
        return LA_ENTIDAD
    words = fold(f"{record.get('fecha') if clase.name == 'festivos' else ''} {record[clase.rotulo]}")
    base = "-".join(words.split())[:60].strip("-") or clase.name
    taken = set(db.exec(select(clase.kind.row.id).where(col(clase.kind.row.id).startswith(base))))
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def said(column: Column, value: Any) -> str:
    """Return a stored value as people read it."""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    return _said(value) or "(vacío)"


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "si" if value else ""
    return "\n".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _campo(column: Column, pointed: tuple[tuple[str, str], ...] | None) -> Campo:
    campo = Campo(
        column.field,
        _title(column.heading.removeprefix("Id de la ").removeprefix("Id del ")),
        "linea",
        column.help,
        column.required,
    )
    if pointed is not None:
        return replace(campo, tipo="opcion", choices=(("", "Ninguna"), *pointed))
    if isinstance(column.parse, OneOf):
        return replace(campo, tipo="opcion", choices=(("", "Escoge"), *((item, _title(item.replace("_", " "))) for item in column.parse.options)))  # fmt: skip
    if column.parse is cells.yes_no:
        return replace(campo, tipo="marca")
    if column.field in PARTES:
        return replace(
            campo,
            tipo="renglones",
            hint="Un renglón para cada uno. Deja vacío lo que sobre.",
            partes=PARTES[column.field],
        )
    if column.parse in LISTS:
        return replace(campo, tipo="lista", hint=column.help or "Uno en cada renglón.")
    return replace(campo, tipo="parrafo" if column.field in LONG else "linea")


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _named(db: Session, table: str) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of every record that a field may point to."""
    if table == HojaRow.__tablename__:
        return tuple((row, slug) for row, slug in db.exec(select(HojaRow.id, HojaRow.slug).order_by(HojaRow.slug)))
    kind = next(kind.row for kind in CONTENT_KINDS if kind.row.__tablename__ == table)
    found = db.exec(select(kind.id, kind.contenido).where(col(kind.contenido).is_not(None)).order_by(kind.id))
    return tuple((row_id, str((content or {}).get("nombre", row_id))) for row_id, content in found)


def find(db: Session, clase: Clase, record_id: str, *, lock: bool = False) -> ContenidoRow | None:
    """Return a record, locked where it is about to change."""
    return db.get(clase.kind.row, record_id, with_for_update=lock, populate_existing=lock)
