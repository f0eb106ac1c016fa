"""The files of reports as answers, the same for citizens and staff."""

import re
from collections.abc import Mapping
from datetime import date

from flask import Response

from bot.reportes.filtro import FIELDS
from bot.services import Services
from knowledge import reportes
from knowledge.cifras import ReporteRow
from knowledge.reportes import LISTO, TIPOS, Debido, Fila

FOR_EVER = "public, max-age=31536000, immutable"  # a file that was made never changes
TITULOS: Mapping[str, str] = {
    "mensual": "Cada mes",
    "trimestral": "Cada trimestre, para el Comité de Gobierno Abierto (OGP)",
    "semestral": "Cada semestre, para Control Interno",
    "anual": "Cada año",
}
_NAME = re.compile(rf"({'|'.join(TIPOS)})-(\d{{4}}-\d\d-\d\d)-(\d{{4}}-\d\d-\d\d)")


def named(nombre: str) -> Debido | None:
    """Return which periodic report an address names; None of one that cannot be."""
    found = _NAME.fullmatch(nombre)
    try:
        return Debido(found[1], date.fromisoformat(found[2]), date.fromisoformat(found[3])) if found else None
    except ValueError:
        return None


def asked(form: Mapping[str, str]) -> dict[str, str]:
    """Return the filter of a form, without what was left empty."""
    return {name: value for name in FIELDS if (value := form.get(name, "").strip()[:80])}


def by_kind(rows: list[Fila]) -> list[tuple[str, list[Fila]]]:
    """Return reports under the title of their kind."""
    return [(title, [row for row in rows if row.tipo == tipo]) for tipo, title in TITULOS.items()]


def whole(services: Services, report_id: int) -> ReporteRow | None:
    """Return a report that is made, with its bytes."""
    with services.db.reading_session() as db:
        row = db.get(ReporteRow, report_id)
        return row if row is not None and row.estado == LISTO else None


def status(services: Services, report_id: int) -> Fila | None:
    """Return how a report stands."""
    with services.db.reading_session() as db:
        return reportes.fila(db, report_id)


def pdf(row: ReporteRow, name: str) -> Response:
    """Return the PDF of a report that is made."""
    answer = Response(row.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.set_etag(row.sha256)
    return answer
