"""The history of a hoja de vida: who wrote, reviewed and changed what and when, as a page and as a table to take away."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.panel.archivo import open_hoja
from bot.panel.cambios import changes
from bot.panel.celdas import Nombres
from bot.panel.hojas import names_of
from bot.panel.vista import ESTADOS, cuando
from bot.services import Services
from knowledge import tramites
from knowledge.contenido import PAQUETE
from knowledge.importers.guard import guarded
from knowledge.tramites import HojaVersionRow

HEADS = (
    "Versión",
    "Estado",
    "Quién la escribió",
    "Cuándo",
    "Quién la revisó",
    "Cuándo la revisó",
    "Qué cambió",
    "Nota",
)


@dataclass(frozen=True, slots=True)
class Linea:
    """One version and the names of the fields that it changed; None: nothing came before it."""

    row: HojaVersionRow
    campos: tuple[str, ...] | None


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/hojas/<slug>/versiones")
    @audience("staff:editor,revisor,administrador")
    def historia(slug: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            hoja = open_hoja(db, slug)
            told = lines(tramites.history(db, hoja.id), names_of(services))
            return render_template("panel/historia.html", slug=slug, hoja=hoja, lineas=told, paquete=PAQUETE)

    @room.get("/hojas/<slug>/versiones.csv")
    @audience("staff:editor,revisor,administrador")
    def historia_csv(slug: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            told = lines(tramites.history(db, open_hoja(db, slug).id), names_of(services))
            body = table(told)
        response = Response(body, mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="historia-{slug}.csv"'
        return response


def lines(rows: Sequence[HojaVersionRow], names: Nombres) -> list[Linea]:
    """Return each version with what it changed of the one before it, the newest first."""
    before = [*(row.contenido for row in rows[1:]), None]
    return [
        Linea(row, None if old is None else tuple(c.label for c in changes(old, row.contenido, names)))
        for row, old in zip(rows, before, strict=True)
    ]


def table(told: Iterable[Linea]) -> bytes:
    """Return the history as CSV for a spreadsheet: what somebody typed is never run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADS)
    for line in told:
        row = line.row
        changed = "Primera versión" if line.campos is None else ", ".join(line.campos) or "Nada"
        author = "Contenido inicial" if row.author == PAQUETE else row.author
        cells = (str(row.numero), ESTADOS[row.estado], author, cuando(row.created_at), row.reviewer or "",
                 cuando(row.reviewed_at), changed, row.note or "")  # fmt: skip
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")  # the mark by which Excel knows that accents are UTF-8
