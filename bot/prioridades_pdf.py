"""The report of priorities as a page for paper, and the job that makes the PDF that somebody asked for."""

import logging
from functools import cache

from jinja2 import Environment, PackageLoader, Template

from bot.pdf import Render, render
from bot.prioridades import HEADS, ROUTE_HEADS, Informe, cells, informe, route_cells
from bot.refusals import Refused
from bot.services import Services
from flows.context import BOGOTA
from knowledge import informes

log = logging.getLogger(__name__)

EVERY_S = 5.0


def as_html(found: Informe) -> str:
    """Return the page, with its style inside: nothing is fetched to lay it out."""
    return _template().render(
        informe=found,
        hecho=found.hecho.astimezone(BOGOTA),
        heads=HEADS,
        route_heads=ROUTE_HEADS,
        filas=[cells(one) for one in found.lista],
        ruta=[(office, [route_cells(one) for one in group]) for office, group in found.ruta],
    )


def make_due(services: Services, rendering: Render = render) -> int:
    """Make every PDF that waits and return how many. One that cannot be made says why and is not tried again.

    Nothing is held open while a page is laid out: a process that dies leaves the row waiting for the next look. Two processes
    that look at once make the same file; the last one is kept.
    """
    with services.db.reading_session() as db:
        waiting = [(row.id, row.desde, row.hasta) for row in informes.pendientes(db)]
    for row_id, desde, hasta in waiting:
        pdf, error = None, ""
        try:
            pdf = rendering(as_html(informe(services, desde, hasta)))
        except Refused as refused:
            error = str(refused)
            log.error("the report of priorities could not be made")
        with services.db.session() as db:
            row = db.get(informes.InformeRow, row_id)
            if row is not None:
                row.estado, row.pdf, row.error = ("listo" if pdf else "fallido"), pdf, error
                row.done_at = services.clock()
    return len(waiting)


@cache
def _template() -> Template:
    return Environment(loader=PackageLoader("bot"), autoescape=True).get_template("informe_prioridades.html")
