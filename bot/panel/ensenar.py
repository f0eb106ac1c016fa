"""What Catalina learns from: the phrases by which people ask, and the saved questions that judge a model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col, select
from werkzeug.exceptions import Forbidden, NotFound

from bot import judging
from bot.audience import audience
from bot.panel.entrada import staff
from bot.panel.temas import Temas, may_teach, temas
from bot.services import Services
from bot.teaching import Bundle
from knowledge import aprendido, auditoria, frases, personal
from knowledge.aprendido import AprendidoRow, FraseRow, NoSeAprende, PreguntaRow
from knowledge.preguntas import Pregunta
from knowledge.values import Catalogo

PAGE = 60
KINDS: Mapping[str, type[AprendidoRow]] = {"frases": FraseRow, "preguntas": PreguntaRow}
RESULTADOS = {
    "bien": "Responde bien",
    "ofrecida": "Pregunta y la ofrece",
    "sin_respuesta": "No la entiende",
    "mal": "Responde otra cosa",
}


@dataclass(frozen=True, slots=True)
class Linea:
    """One line of a list. `id` is set for what staff wrote: only that can be retired here."""

    texto: str
    etiquetas: tuple[str, ...]
    fuente: str
    id: int | None = None
    author: str = ""
    created_at: datetime | None = None
    retired_by: str | None = None
    retired_at: datetime | None = None
    retirable: bool = False
    resultado: str = ""


def add_routes(room: Blueprint, services: Services, bundle: Bundle) -> None:
    """Add the routes of this part."""

    @room.get("/entender/<any(frases, preguntas):tipo>")
    @audience("staff:editor,revisor,administrador")
    def ensenado(tipo: str) -> ResponseReturnValue:
        return _page(services, bundle, tipo)

    @room.post("/entender/<any(frases, preguntas):tipo>")
    @audience("staff:editor,revisor,administrador")
    def ensenar(tipo: str) -> ResponseReturnValue:
        return _add(services, bundle, tipo)

    @room.post("/entender/<any(frases, preguntas):tipo>/<int(max=2147483647):row_id>/retirar")
    @audience("staff:editor,revisor,administrador")
    def dejar_de_ensenar(tipo: str, row_id: int) -> ResponseReturnValue:
        with services.db.session() as db:
            done = _retire(db, services, tipo, row_id)
        flash("Retirada. Catalina la olvida en un par de minutos." if done else "Ya estaba retirada.")
        tema = request.form.get("tema", "")[:100]
        return redirect(url_for("panel.ensenado", tipo=tipo, tema=tema or None), 303)


def _page(
    services: Services,
    bundle: Bundle,
    tipo: str,
    error: NoSeAprende | None = None,
    form: Mapping[str, str] | None = None,
) -> str:
    args = request.args
    tema, q, ver = args.get("tema", "")[:100], args.get("q", "")[:200], args.get("ver", "")[:20]
    named = temas(services, bundle, staff())
    with services.db.reading_session() as db:
        lines = _lines(db, services, bundle, tipo, ver)
    found = _matching(lines, named, tema, q)
    if ver == "fallan":
        found = [line for line in found if line.resultado not in ("bien", "ofrecida")]
    since = max(0, min(args.get("desde", 0, int), len(found)))
    return render_template(
        "panel/ensenado.html",
        tipo=tipo, lineas=found[since : since + PAGE], total=len(found), desde=since, pagina=PAGE, temas=named, tema=tema,
        q=q, ver=ver, error=error, form=form or {"etiqueta": tema}, resultados=RESULTADOS,
    )  # fmt: skip


def _add(services: Services, bundle: Bundle, tipo: str) -> ResponseReturnValue:
    form = {name: request.form.get(name, "")[:1000] for name in ("texto", "etiqueta", "fuente")}
    form["etiqueta"] = form["etiqueta"].strip()  # as it will be kept: who may teach it is asked about the same word
    catalogo = services.current.get().catalogo
    known = bundle.known(catalogo)
    if form["etiqueta"] in known.etiquetas and not may_teach(staff(), form["etiqueta"], catalogo):
        raise Forbidden
    try:
        with services.db.session() as db:
            row = aprendido.add(db, KINDS[tipo], **form, author=staff().usuario, now=services.clock(), known=known)
            detail = {"etiqueta": row.etiqueta}
            auditoria.record(db, staff().usuario, "enseñar", f"{tipo}:{row.id}", services.clock(), detail)
    except NoSeAprende as error:
        return _page(services, bundle, tipo, error, form), 422
    flash("Guardada. Catalina la aprende en un par de minutos." if tipo == "frases" else "Guardada.")
    return redirect(url_for("panel.ensenado", tipo=tipo, tema=form["etiqueta"]), 303)


def _retire(db: Session, services: Services, tipo: str, row_id: int) -> bool:
    row = db.get(KINDS[tipo], row_id, with_for_update=True)
    if row is None:
        raise NotFound
    if not _may_retire(tipo, row.etiqueta, services.current.get().catalogo):
        raise Forbidden
    done = aprendido.retire(db, row, staff().usuario, services.clock())
    if done:
        detail = {"etiqueta": row.etiqueta}
        auditoria.record(db, staff().usuario, "dejar de enseñar", f"{tipo}:{row.id}", services.clock(), detail)
    return done


def _may_retire(tipo: str, label: str, catalogo: Catalogo) -> bool:
    """Tell whether this person may retire it. A saved question stops bad models: only who publishes takes it away."""
    return staff().may(*personal.PUBLICAN) or (tipo == "frases" and may_teach(staff(), label, catalogo))


def _lines(db: Session, services: Services, bundle: Bundle, tipo: str, ver: str) -> list[Linea]:
    """Return what staff wrote, the newest first, and after it what comes with the product and the records' own names."""
    vigente = services.current.get()
    own = [_own(row, tipo, vigente.catalogo) for row in _rows(db, KINDS[tipo], retired=ver == "retiradas")]
    if ver == "retiradas":
        return own
    if tipo == "frases":
        said = (*bundle.material.frases, *frases.of_catalogue(vigente.catalogo))
        return [*own, *(Linea(item.texto, item.etiquetas, item.fuente) for item in said)]
    lines = [*own, *(Linea(q.texto, (q.etiqueta,), q.fuente) for q in bundle.material.preguntas)]
    asked = [Pregunta(line.texto, line.etiquetas[0], line.fuente) for line in lines]
    return [
        replace(line, resultado=note.resultado)
        for line, note in zip(lines, judging.ask(asked, vigente.comprension), strict=True)
    ]


def _rows(db: Session, kind: type[AprendidoRow], *, retired: bool) -> Sequence[AprendidoRow]:
    wanted = col(kind.retired_at).is_not(None) if retired else col(kind.retired_at).is_(None)
    return db.exec(select(kind).where(wanted).order_by(col(kind.id).desc())).all()


def _own(row: AprendidoRow, tipo: str, catalogo: Catalogo) -> Linea:
    retirable = row.retired_at is None and _may_retire(tipo, row.etiqueta, catalogo)
    return Linea(
        row.texto, (row.etiqueta,), row.fuente, row.id, row.author, row.created_at, row.retired_by, row.retired_at, retirable,
    )  # fmt: skip


def _matching(lines: Iterable[Linea], named: Temas, tema: str, q: str) -> list[Linea]:
    """Return the lines of a topic that hold every word, with or without accents, in the text, its topic or its source."""
    words = aprendido.key(q).split()
    return [
        line
        for line in lines
        if (not tema or tema in line.etiquetas) and all(word in _words(line, named) for word in words)
    ]


def _words(line: Linea, named: Temas) -> str:
    return aprendido.key(" ".join((line.texto, line.fuente, *map(named.nombre, line.etiquetas))))
