"""The list of each kind of content, and the form that writes a new draft of a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from werkzeug.exceptions import Forbidden, NotFound

from bot.audience import audience
from bot.panel import clases
from bot.panel.clases import CLASES, Clase
from bot.panel.diferencias import Diferencia, differences
from bot.panel.entrada import staff
from bot.panel.vista import hora
from bot.services import Services
from knowledge import auditoria, contenido, versiones
from knowledge.contenido import ContenidoRow, VersionRow
from knowledge.entidad import LA_ENTIDAD, editable
from knowledge.folding import fold

PAGE = 60


@dataclass(frozen=True, slots=True)
class Linea:
    """One line of a list."""

    id: str
    nombre: str
    publicada: bool
    pendiente: bool
    words: str


class Cruce(Exception):
    """Somebody else kept a version while this one was being written."""

    def __init__(self, other: VersionRow) -> None:
        super().__init__()
        self.other = other


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/contenidos")
    @audience("staff:editor,revisor,administrador")
    def contenidos() -> ResponseReturnValue:
        mine = [clase for clase in CLASES.values() if clases.may_enter(clase, staff())]
        return render_template("panel/contenidos.html", clases=mine)

    @room.get("/contenidos/<clase>")
    @audience("staff:editor,revisor,administrador")
    def contenidos_lista(clase: str) -> ResponseReturnValue:
        return _list(services, open_clase(clase))

    @room.get("/contenidos/<clase>/nuevo")
    @audience("staff:editor,revisor,administrador")
    def nuevo_contenido(clase: str) -> ResponseReturnValue:
        found = open_clase(clase)
        with services.db.reading_session() as db:
            return _form(db, found, None, clases.shown(clases.campos(db, found), {}))

    @room.post("/contenidos/<clase>/nuevo")
    @audience("staff:editor,revisor,administrador")
    def crear_contenido(clase: str) -> ResponseReturnValue:
        return _save(services, open_clase(clase), None)

    @room.get("/contenidos/<clase>/<record_id>")
    @audience("staff:editor,revisor,administrador")
    def contenido_editar(clase: str, record_id: str) -> ResponseReturnValue:
        found = open_clase(clase)
        with services.db.reading_session() as db:
            row, before = open_record(services, db, found, record_id)
            values = clases.shown(clases.campos(db, found), before)
            return _form(db, found, row, values, record_id=record_id, antes=before)

    @room.post("/contenidos/<clase>/<record_id>")
    @audience("staff:editor,revisor,administrador")
    def guardar_contenido(clase: str, record_id: str) -> ResponseReturnValue:
        return _save(services, open_clase(clase), record_id)


def open_clase(name: str) -> Clase:
    """Return a kind that this person may work on, or end the request in words."""
    clase = CLASES.get(name)
    if clase is None:
        raise NotFound
    if not clases.may_enter(clase, staff()):
        raise Forbidden
    return clase


def open_record(
    services: Services, db: Session, clase: Clase, record_id: str, *, lock: bool = False
) -> tuple[ContenidoRow | None, Mapping[str, Any]]:
    """Return a record that this person may change, with its newest text. The entity's is the file's until there is one."""
    row = clases.find(db, clase, record_id, lock=lock)
    if row is None:
        if not clase.only_one or record_id != LA_ENTIDAD:
            raise NotFound
        return None, editable(services.current.get().catalogo.entidad)
    before = versiones.newest(db, row).contenido
    if not clases.is_own(clase, staff(), record_id, before):
        raise Forbidden
    return row, before


def _list(services: Services, clase: Clase) -> ResponseReturnValue:
    if clase.only_one:
        return redirect(url_for("panel.contenido_editar", clase=clase.name, record_id=LA_ENTIDAD), 303)
    q, only = request.args.get("q", "")[:200], request.args.get("ver", "")
    words = fold(q).split()
    with services.db.reading_session() as db:
        found = [line for line in _lines(db, clase) if all(word in line.words for word in words)]
    if only == "pendientes":
        found = [line for line in found if line.pendiente]
    since = max(0, request.args.get("desde", 0, int))
    page = found[since : since + PAGE]
    return render_template(
        "panel/contenidos_lista.html", clase=clase, lineas=page, total=len(found), q=q, ver=only, desde=since, pagina=PAGE
    )  # fmt: skip


def _lines(db: Session, clase: Clase) -> list[Linea]:
    kind = clase.kind.row
    asleep = _neither_read_nor_waiting(db, kind)
    found = []
    for row_id, live, draft, publicada in db.exec(select(kind.id, kind.contenido, kind.borrador, kind.publicada)):
        record = draft or live or asleep.get(row_id, {})
        if not clases.is_own(clase, staff(), row_id, record):
            continue
        name = clase.label(record)
        text = " ".join(str(value) for value in (row_id, *record.values()) if isinstance(value, (str, list)))
        found.append(Linea(row_id, name, publicada is not None, draft is not None, fold(text)))
    return sorted(found, key=lambda line: fold(line.nombre), reverse=clase.name == "festivos")


def _neither_read_nor_waiting(db: Session, kind: type[ContenidoRow]) -> Mapping[str, Mapping[str, Any]]:
    """Return the last text of what was retired, or given back before it was ever published."""
    query = (
        select(VersionRow.record_id, VersionRow.contenido)
        .join(kind, (col(kind.id) == col(VersionRow.record_id)) & (col(kind.ultima) == col(VersionRow.numero)))
        .where(VersionRow.kind == kind.__tablename__, col(kind.contenido).is_(None), col(kind.borrador).is_(None))
    )
    return dict(db.exec(query).all())


def _save(services: Services, clase: Clase, record_id: str | None) -> ResponseReturnValue:
    form = request.form
    with services.db.reading_session() as db:
        row, before = open_record(services, db, clase, record_id) if record_id else (None, {})
        fields = clases.campos(db, clase)
        record, errores = clases.read(clase, fields, form)
        if errores:
            values = clases.typed(fields, form)
            return _form(db, clase, row, values, record_id=record_id, antes=before, errores=errores), 422
    try:
        with services.db.session() as db:
            version = _keep(services, db, clase, record_id, record)
            where = url_for(
                "panel.contenido_version", clase=clase.name, record_id=version.record_id, numero=version.numero
            )
    except Cruce as cruce:
        return _conflict(services, clase, record_id, record, cruce.other), 409
    except IntegrityError:
        # Two people made the first version of the same record at the same moment.
        return _conflict(services, clase, record_id, record, None), 409
    flash(f"Borrador guardado a las {hora(services.clock)}. Todavía no lo ven los ciudadanos.")
    return redirect(where, 303)


def _keep(
    services: Services, db: Session, clase: Clase, record_id: str | None, record: Mapping[str, Any]
) -> VersionRow:
    """Add the draft, unless somebody else added one since the form was opened."""
    now, note = services.clock(), request.form.get("motivo", "").strip()[:300] or None
    row, before = open_record(services, db, clase, record_id, lock=True) if record_id else (None, {})
    if row is not None and row.ultima != _base():
        other = versiones.newest(db, row)
        db.expunge(other)
        raise Cruce(other)
    if row is None:
        row = contenido.new_row(db, clase.kind.row, record_id or clases.new_id(db, clase, record), now)
    merged = {**before, **record, "id": row.id}
    if not clases.is_own(clase, staff(), row.id, merged):
        raise Forbidden
    version = versiones.guardar(db, row, merged, staff().usuario, now, note)
    db.flush()
    subject = f"contenido:{clase.name}/{row.id}"
    auditoria.record(db, staff().usuario, "guardar borrador", subject, now, {"version": version.numero})
    return version


def _base() -> int:
    base = request.form.get("base", "")
    return int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0


def _conflict(
    services: Services, clase: Clase, record_id: str | None, mine: Mapping[str, Any], other: VersionRow | None
) -> str:
    """Show both texts. Saving again keeps this one as the newest; the other stays in the history."""
    with services.db.reading_session() as db:
        row = clases.find(db, clase, record_id or "")
        other = other or (contenido.versions(db, row, row.ultima)[0] if row else None)
        differ = differences(clase, other.contenido, mine) if other else []
        values = clases.typed(clases.campos(db, clase), request.form)
        return _form(db, clase, row, values, record_id=record_id, antes=mine, cruce=other, cambios=differ)


def _form(db: Session, clase: Clase, row: ContenidoRow | None, values: Mapping[str, str], **more: Any) -> str:
    cambios: list[Diferencia] = []
    given = {"record_id": None, "antes": {}, "errores": {}, "cruce": None, "cambios": cambios, **more}
    return render_template(
        "panel/contenido_editar.html", clase=clase, row=row, campos=clases.campos(db, clase), valores=values,
        nombre=clase.label(given["antes"]) if given["antes"] else f"Agregar {clase.uno}",
        base=row.ultima if row and not (given["errores"] and _base()) else _base(), motivo=request.form.get("motivo", ""), **given,
    )  # fmt: skip
