"""History of a content record: what each version changed, send to review, publish, give back, restore, retire."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel.clases import Clase, said
from bot.panel.contenidos import open_clase, open_record
from bot.panel.diferencias import differences
from bot.panel.entrada import Staff, staff
from bot.services import Services
from knowledge import auditoria, contenido, personal, versiones
from knowledge.contenido import PAQUETE, ContenidoRow, VersionRow
from knowledge.versiones import OPEN, NoSePuede

ONE = "/contenidos/<clase>/<record_id>/versiones/<int(max=2147483647):numero>"


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/contenidos/<clase>/<record_id>/versiones")
    @audience("staff:editor,revisor,administrador")
    def contenido_historia(clase: str, record_id: str) -> ResponseReturnValue:
        found = open_clase(clase)
        with services.db.reading_session() as db:
            return _history(db, found, _row(services, db, found, record_id))

    @room.get(ONE)
    @audience("staff:editor,revisor,administrador")
    def contenido_version(clase: str, record_id: str, numero: int) -> ResponseReturnValue:
        found = open_clase(clase)
        with services.db.reading_session() as db:
            row = _row(services, db, found, record_id)
            return _shown(db, found, row, _numbered(db, row, numero))

    @room.post(f"{ONE}/<any(revision, restaurar):acto>")
    @audience("staff:editor,revisor,administrador")
    def contenido_mover(clase: str, record_id: str, numero: int, acto: str) -> ResponseReturnValue:
        return _done(services, open_clase(clase), record_id, numero, ACTOS[acto])

    @room.post(f"{ONE}/<any(publicar, devolver, retirar):acto>")
    @audience("staff:revisor,administrador")
    def contenido_decidir(clase: str, record_id: str, numero: int, acto: str) -> ResponseReturnValue:
        return _done(services, open_clase(clase), record_id, numero, ACTOS[acto])


def _send(db: Session, row: ContenidoRow, numero: int, now: datetime) -> int:
    versiones.enviar_a_revision(db, row, numero)
    return numero


def _publish(db: Session, row: ContenidoRow, numero: int, now: datetime) -> int:
    if refused := _own_draft(db, staff(), _numbered(db, row, numero)):
        raise NoSePuede(refused)
    versiones.publicar(db, row, numero, staff().usuario, now)
    return numero


def _give_back(db: Session, row: ContenidoRow, numero: int, now: datetime) -> int:
    versiones.rechazar(db, row, numero, staff().usuario, now, _note("Escribe por qué lo devuelves."))
    return numero


def _restore(db: Session, row: ContenidoRow, numero: int, now: datetime) -> int:
    return versiones.restaurar(db, row, numero, staff().usuario, now).numero


def _retire(db: Session, row: ContenidoRow, numero: int, now: datetime) -> int:
    if row.publicada != numero:
        raise NoSePuede("Esa versión ya no es la que se lee. Mira la historia.")
    versiones.retirar(db, row, staff().usuario, now, _note("Escribe por qué lo retiras."))
    return numero


@dataclass(frozen=True, slots=True)
class Acto:
    """Something done to a version: how, its name in the audit, and what is said once it is done."""

    do: Callable[[Session, ContenidoRow, int, datetime], int]
    action: str
    said: str


ACTOS: Mapping[str, Acto] = {
    "revision": Acto(_send, "enviar a revisión", "Enviado. Ya lo puede publicar quien revisa."),
    "publicar": Acto(_publish, "publicar", "Publicado. Catalina ya responde con este texto."),
    "devolver": Acto(_give_back, "devolver", "Devuelto con tu nota."),
    "restaurar": Acto(_restore, "restaurar", "Volvió como borrador. Revísalo antes de publicarlo."),
    "retirar": Acto(_retire, "retirar", "Retirado. Los ciudadanos ya no lo leen."),
}


def _done(services: Services, clase: Clase, record_id: str, numero: int, acto: Acto) -> ResponseReturnValue:
    """Do one act on a locked record and write it in the audit; a refusal is said and changes nothing."""
    number, said = numero, acto.said
    try:
        with services.db.session() as db:
            row, _ = open_record(services, db, clase, record_id, lock=True)
            if row is None:
                raise NotFound
            author = _numbered(db, row, numero).author
            number = acto.do(db, row, numero, services.clock())
            detail = {"version": number, "mismo_autor": author == staff().usuario}
            subject = f"contenido:{clase.name}/{record_id}"
            auditoria.record(db, staff().usuario, acto.action, subject, services.clock(), detail)
    except NoSePuede as error:
        said = str(error)
    flash(said)
    return redirect(url_for("panel.contenido_version", clase=clase.name, record_id=record_id, numero=number), 303)


def _note(missing: str) -> str:
    note = request.form.get("nota", "").strip()[:500]
    if not note:
        raise NoSePuede(missing)
    return note


def _own_draft(db: Session, who: Staff, version: VersionRow) -> str | None:
    """Return why this person does not publish this draft: nobody approves the own one while another could."""
    if version.author == who.usuario and personal.others_publish(db, db.get_one(personal.Account, who.account_id)):
        return "Tú escribiste este borrador. Debe publicarlo otra persona."
    return None


def _why_not(db: Session, row: ContenidoRow, version: VersionRow) -> str | None:
    if not staff().may(*personal.PUBLICAN):
        return "No publicas con esta cuenta."
    if row.ultima != version.numero:
        return f"Hay una versión más nueva, la {row.ultima}. Publica esa, o restaura esta."
    return _own_draft(db, staff(), version)


def _history(db: Session, clase: Clase, row: ContenidoRow) -> str:
    rows = contenido.versions(db, row)
    before = [*(version.contenido for version in rows[1:]), None]
    lines = [
        (version, [item.label for item in differences(clase, old, version.contenido)] if old is not None else [])
        for version, old in zip(rows, before, strict=True)
    ]
    return render_template(
        "panel/contenido_historia.html", clase=clase, row=row, lineas=lines, paquete=PAQUETE,
        nombre=clase.label(rows[0].contenido),
    )  # fmt: skip


def _shown(db: Session, clase: Clase, row: ContenidoRow, version: VersionRow) -> str:
    live = versiones.live(db, row)
    is_live = live is not None and live.numero == version.numero
    return render_template(
        "panel/contenido_version.html", clase=clase, row=row, version=version, vigente=is_live, paquete=PAQUETE,
        nombre=clase.label(version.contenido), abierta=version.estado in OPEN, revisa=staff().may(*personal.PUBLICAN),
        cambios=differences(clase, live.contenido, version.contenido) if live is not None and not is_live else [],
        impide=_why_not(db, row, version), ultima=row.ultima == version.numero,
        lineas=[(c.heading, said(c, version.contenido.get(c.field))) for c in clase.kind.columns if c.field != "id"],
    )  # fmt: skip


def _row(services: Services, db: Session, clase: Clase, record_id: str) -> ContenidoRow:
    row, _ = open_record(services, db, clase, record_id)
    if row is None:
        raise NotFound
    return row


def _numbered(db: Session, row: ContenidoRow, numero: int) -> VersionRow:
    found = contenido.versions(db, row, numero)
    if not found:
        raise NotFound
    return found[0]
