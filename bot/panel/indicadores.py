"""The indicators for the staff: day by day, small cells as they are, every figure of the catalogue, and the files."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.cifras.filas import Fila, clave
from bot.cifras.libro import Celda, Libro, celda
from bot.cifras.pagina import pagina
from bot.cifras.pedido import asked, file_of, files_of
from bot.cifras.textos import definicion
from bot.services import Services

COLUMNS = ("valor", "numerador", "denominador", "n")


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/indicadores")
    @audience("staff:analista,administrador,revisor,gestor,oficial")
    def indicadores() -> ResponseReturnValue:
        page = pagina(services, asked(), publico=False)
        body = render_template(
            "panel/indicadores.html", pagina=page, definicion=definicion, archivo=files_of(url_for("panel.indicadores")),
            todos=_all(page.libro) if page.libro else [],
        )  # fmt: skip
        return (body, 422) if page.fallo else body

    @room.get("/indicadores/datos.<any(csv,json,xlsx):form>")
    @audience("staff:analista,administrador,revisor,gestor,oficial")
    def indicadores_datos(form: str) -> ResponseReturnValue:
        return file_of(services, form, publico=False)


def _all(book: Libro) -> list[tuple[Fila, list[Celda]]]:
    """Return every figure of the period whole, with its parts and of how many it is told."""
    mine = [row for row in book.filas if row.periodo == clave(book.periodo)]
    return [
        (row, [celda(row, column, sin="" if column != "valor" else "sin datos") for column in COLUMNS]) for row in mine
    ]
