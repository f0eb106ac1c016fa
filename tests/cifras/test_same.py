"""A report, its PDF and the files say the same figures, for ten filters: what is laid out for paper is made of the same rows."""

import re
from html import unescape

import pytest

from bot.cifras.filas import filas
from bot.cifras.filtro import tablero
from bot.cifras.papel import as_html
from bot.pdf import has_pango, render
from bot.reportes.datos import datos
from bot.services import Services
from knowledge.reportes import FILTRO
from tests.cifras.made import counted
from tests.cifras.pdf_text import text_of
from tests.worlds import Clock

PUBLIC = [
    {},
    {"desde": "2025-12", "hasta": "2025-12"},
    {"desde": "2025-12", "hasta": "2026-02"},
    {"canal": "web"},
    {"canal": "whatsapp", "desde": "2026-01", "hasta": "2026-02"},
    {"tema": "tramite"},
    {"dependencia": "hacienda", "desde": "2026-01", "hasta": "2026-02"},
    {"tema": "radicar", "canal": "whatsapp"},
]
PANEL = [{"desde": "2026-02-03", "hasta": "2026-02-20"}, {"desde": "2025-12-20", "hasta": "2026-02-25", "canal": "web"}]


@pytest.fixture
def use(services: Services, clock: Clock) -> Services:
    counted(services)
    return services


def test_paper_says_the_figures_of_the_files(use: Services, clock: Clock) -> None:
    for asked, publico in [*((one, True) for one in PUBLIC), *((one, False) for one in PANEL)]:
        found = tablero(use, asked, publico=publico)
        whole = next(row.periodo for row in filas(found))
        rows = {(row.indicador, row.dimension): row for row in filas(found) if row.periodo == whole}
        told = datos(use, FILTRO, found, clock())
        html = _words(as_html(told))
        lines = [line for line in told["cifras"] if line["valor"] is not None]
        assert len(lines) > 10, asked
        for line in lines:
            row = rows[line["indicador"], line["dimension"]]
            assert (line["valor"], line["numerador"]) == (pytest.approx(row.valor, abs=1e-4), row.numerador), (
                asked,
                line,
            )
            assert line["texto"] in html


def test_the_pdf_says_the_figures_of_the_paper(use: Services, clock: Clock) -> None:
    assert has_pango(), "the installation brings Pango"
    told = datos(use, FILTRO, tablero(use, {}, publico=True), clock())
    text = re.sub(r"\s+", " ", text_of(render(as_html(told))))
    assert [line["texto"] for line in told["cifras"] if line["texto"] not in text] == []


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())
