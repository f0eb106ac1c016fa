"""Bring files in and take files out: a rehearsal first, the errors in words, drafts when it is confirmed."""

import csv
import hashlib
import io
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from bot.audience import audience
from bot.downloads import download
from bot.importing import imported
from bot.panel.descargas import TABLES
from bot.panel.entrada import Staff, staff
from bot.refusals import Refused
from bot.services import Services
from knowledge import auditoria, subidas
from knowledge.importers.errores import with_errors
from knowledge.importers.guard import guarded
from knowledge.importers.problem import Problem
from knowledge.importers.report import Options, Report, summary
from knowledge.importers.table import MAX_BYTES
from knowledge.subidas import SubidaRow, YaNoEsta

ROLES = ("revisor", "administrador")
ENVELOPE = 100_000  # what a form adds to the file that it carries
SHOWN = 200
# Requests have no draft: the entity's own system says what is true, so they are brought at the console only.
KINDS = {**TABLES, "suit": "Trámites, archivo JSON del SUIT"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at the form itself: the field and what to do."""

    campo: str
    texto: str


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/importar")
    @audience("staff:revisor,administrador")
    def importar() -> ResponseReturnValue:
        return _page()

    @room.post("/importar")
    @audience("staff:revisor,administrador")
    def subir() -> ResponseReturnValue:
        return _upload(services, request.form.get("tipo", ""), request.files.get("archivo"))

    @room.get("/importar/<subida_id>")
    @audience("staff:revisor,administrador")
    def revision(subida_id: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            row = subidas.find(db, subida_id, staff().usuario, services.clock())
            return _gone() if row is None else _review(row)

    @room.get("/importar/<subida_id>/errores")
    @audience("staff:revisor,administrador")
    def errores(subida_id: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            row = subidas.find(db, subida_id, staff().usuario, services.clock())
            told = (
                None
                if row is None
                else with_errors("suit.json" if row.kind == "suit" else row.file, row.data, _problems(row))
            )
            return _gone() if row is None or told is None else download(f"errores-{row.file}", io.BytesIO(told))

    @room.get("/importar/<subida_id>/informe")
    @audience("staff:revisor,administrador")
    def informe(subida_id: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            row = subidas.find(db, subida_id, staff().usuario, services.clock())
            if row is None:
                return _gone()
            kind, file, data = row.kind, row.file, row.data
        return download("informe.csv", _informe(_rehearsed(services, kind, file, data)))

    @room.post("/importar/<subida_id>/confirmar")
    @audience("staff:revisor,administrador")
    def confirmar(subida_id: str) -> ResponseReturnValue:
        return _confirm(services, subida_id)

    @room.post("/importar/<subida_id>/descartar")
    @audience("staff:revisor,administrador")
    def descartar(subida_id: str) -> ResponseReturnValue:
        try:
            _discard(services, subida_id)
        except YaNoEsta:
            return _gone()
        flash("El archivo se descartó. No se cargó nada.")
        return redirect(url_for("panel.importar"), 303)


def receive(services: Services) -> ResponseReturnValue | None:
    """Let the one form that carries a file be as long as a file, for who may send one. Before anything reads the form."""
    if request.endpoint != "panel.subir":
        return None
    who = current_user
    if not isinstance(who._get_current_object(), Staff) or who.needs_code or not who.may(*ROLES):
        return None
    request.max_content_length = MAX_BYTES + ENVELOPE
    size = request.content_length or 0
    if size <= MAX_BYTES + ENVELOPE:
        return None
    with services.db.session() as db:
        auditoria.record(db, who.usuario, "rechazar archivo", "archivo", services.clock(), {"bytes": size})
    most = MAX_BYTES // 1_000_000
    return _page(Fault("archivo", f"El archivo pesa más de {most} MB. Divídelo en varios y súbelos uno por uno."), 413)


def _page(fault: Fault | None = None, status: int = 200) -> ResponseReturnValue:
    chosen = request.form.get("tipo", "") if status == 422 else ""
    return render_template(
        "panel/importar.html", tipos=KINDS, tablas=TABLES, fallo=fault, tipo=chosen, mega=MAX_BYTES // 1_000_000
    ), status  # fmt: skip


def _upload(services: Services, kind: str, upload: FileStorage | None) -> ResponseReturnValue:
    """Rehearse, keep the file with what the rehearsal said, and show it at its own address."""
    if kind not in KINDS:
        return _page(Fault("tipo", "Escoge qué trae el archivo."), 422)
    if upload is None or not upload.filename:
        return _page(Fault("archivo", "Escoge el archivo."), 422)
    name, data = _bare(upload.filename), upload.stream.read()
    try:
        report = _rehearsed(services, kind, name, data)
    except Refused as refused:
        return _page(Fault("archivo", str(refused)), 422)
    now = services.clock()
    found = {"errores": len(report.problems), **_counted(report)}
    with services.db.session() as db:
        subida_id = subidas.keep(db, staff().usuario, kind, (name, data), _said(report), now)
        mark = hashlib.sha256(data).hexdigest()[:16]
        auditoria.record(db, staff().usuario, "revisar archivo", f"archivo:{kind}", now, {**found, "sha256": mark})
    return redirect(url_for("panel.revision", subida_id=subida_id), 303)


def _bare(name: str) -> str:
    """Return the name of a file without folders, as short as a row of a list."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?')[-80:] or "archivo"


def _rehearsed(services: Services, kind: str, name: str, data: bytes) -> Report:
    return imported(services, kind, name, data, Options(staff().usuario, services.clock(), dry_run=True))


def _counted(report: Report) -> dict[str, int]:
    return {outcome.value: report.count(outcome) for outcome in dict.fromkeys(report.outcomes)}


def _said(report: Report) -> dict[str, Any]:
    return {
        "problemas": [asdict(problem) for problem in report.problems],
        "cuenta": _counted(report),
        "dudas": report.doubts[:SHOWN],
        "hojas": len(report.notes),
    }


def _problems(row: SubidaRow) -> list[Problem]:
    return [Problem(**problem) for problem in row.revision["problemas"]]


def _review(row: SubidaRow) -> ResponseReturnValue:
    problems = _problems(row)
    return render_template(
        "panel/revision.html", row=row, titulo=KINDS[row.kind], problemas=problems[:SHOWN], total=len(problems),
        por_fila=any(problem.row is not None for problem in problems), cuenta=row.revision["cuenta"],
        dudas=row.revision["dudas"], hojas=row.revision["hojas"],
    ), 422 if problems else 200  # fmt: skip


def _confirm(services: Services, subida_id: str) -> ResponseReturnValue:
    now = services.clock()
    with services.db.reading_session() as db:
        row = subidas.find(db, subida_id, staff().usuario, now)
        if row is None:
            return _gone()
        kind, file, data = row.kind, row.file, row.data
    options, who = Options(staff().usuario, now), staff().usuario
    try:
        report = imported(services, kind, file, data, options, lambda db: subidas.claim(db, subida_id, who))
        if report.problems:  # something changed since the rehearsal
            with services.db.session() as db:
                subidas.judge(db, subida_id, who, _said(report))
            return redirect(url_for("panel.revision", subida_id=subida_id), 303)
    except YaNoEsta:  # the same button twice, or in two windows
        return _gone()
    flash(f"Cargado: {summary(report, options)} Nadie lo lee todavía: falta publicarlo.")
    where = url_for("panel.hojas", estado="pendientes") if kind in ("tramites", "suit") else url_for("panel.importar")
    return redirect(where, 303)


def _discard(services: Services, subida_id: str) -> None:
    who, now = staff().usuario, services.clock()
    with services.db.session() as db:
        row = subidas.find(db, subida_id, who, now)
        if row is None:
            raise YaNoEsta(subida_id)
        subject = f"archivo:{row.kind}"
        subidas.claim(db, subida_id, who)
        auditoria.record(db, who, "descartar archivo", subject, now)


def _gone() -> ResponseReturnValue:
    flash("Ese archivo ya se cargó, se descartó o venció. Si todavía lo necesitas, súbelo otra vez.")
    return redirect(url_for("panel.importar"), 303)


def _informe(report: Report) -> io.BytesIO:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(("Dato", "Qué se hizo"))
    writer.writerows([guarded(part) for part in note.partition(": ")[::2]] for note in report.notes)
    return io.BytesIO(text.getvalue().encode("utf-8-sig"))
