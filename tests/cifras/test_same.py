"""A report, its PDF and the files say the same figures, for ten filters: what is laid out for paper is made of the same rows."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from bot.cifras.filas import clave, filas
from bot.cifras.filtro import tablero
from bot.cifras.pagina import pagina
from bot.cifras.papel import as_html
from bot.pdf import has_pango, render
from bot.periodos import periodo_de
from bot.refusals import Refused
from bot.reportes.datos import datos
from bot.reportes.filtro import pedir
from bot.services import Services
from knowledge.reportes import FILTRO
from tests.cifras.pdf_text import text_of
from tests.worlds import NOON, Clock

PUBLIC = [
    {},
    {"desde": "2025-12", "hasta": "2025-12"},
    {"desde": "2025-12", "hasta": "2026-02"},
    {"canal": "web"},
    {"canal": "whatsapp", "desde": "2026-01", "hasta": "2026-02"},
    {"tema": "tramite"},
    {"dependencia": "hacienda", "desde": "2026-01", "hasta": "2026-02"},
    {"tema": "radicar", "canal": "whatsapp"},
    {"desde": "2025-10", "hasta": "2026-01"},  # counting began in December
]
PANEL = [
    {"desde": "2026-02-03", "hasta": "2026-02-20"},
    {"desde": "2025-12-20", "hasta": "2026-02-25", "canal": "web"},
    {"desde": "2026-02-03", "hasta": "2026-02-20", "tema": "tramite"},
    {"desde": "2025-11-20", "hasta": "2025-12-20"},
    {"desde": "2025-10-01", "hasta": "2026-02-28"},
    {"desde": "2026-03-02", "hasta": "2026-03-30"},  # its last day is not counted yet, at one in the morning
    {"desde": "2026-02-20", "hasta": "2026-03-30", "tema": "tramite"},
]
NOTHING = [
    ({"desde": "2025-10", "hasta": "2025-11"}, True, "se cuentan desde el 1 de diciembre de 2025"),
    ({"desde": "2025-11-01", "hasta": "2025-11-30"}, False, "se cuentan desde el 8 de diciembre de 2025"),
    ({"desde": "2026-03-30", "hasta": "2026-03-30"}, False, "se ha contado hasta el 29 de marzo de 2026"),
]


@pytest.fixture
def use(ciudad: Services) -> Services:
    """Return that city at one in the morning of the next day, before that night's count."""
    return replace(ciudad, clock=Clock(NOON + timedelta(hours=13)))


def test_paper_says_the_figures_of_the_files(use: Services) -> None:
    for asked, publico in [*((one, True) for one in PUBLIC), *((one, False) for one in PANEL)]:
        found = tablero(use, asked, publico=publico)
        every = filas(found)
        whole = every[0].periodo
        rows = {(row.indicador, row.dimension): row for row in every if row.periodo == whole}
        told = datos(use, FILTRO, found, use.clock())
        assert clave(periodo_de(told["contado"])) == whole
        assert told["comparable"] == any(row.periodo == clave(found.filtro.periodo.before()) for row in every)
        before = {(row.indicador, row.dimension): row.valor for row in every if row.periodo == clave(found.filtro.periodo.before())}  # fmt: skip
        for line in told["cifras"]:
            assert told["comparable"] or line["antes"] is None, asked
            if line["antes"] and (key := (line["indicador"], line["dimension"])) in before:
                assert line["antes"]["valor"] == _near(before[key]), (asked, line)
        talks = {row.periodo: row.valor for row in every if (row.indicador, row.dimension) == (4, "")}
        for one in told["meses"]:
            assert talks[clave(periodo_de(one))] == one["conversaciones"], (asked, one)
        html = _words(as_html(told))
        lines = [line for line in told["cifras"] if line["valor"] is not None]
        assert len(lines) > 10, asked
        for line in lines:
            row = rows[line["indicador"], line["dimension"]]
            assert (line["valor"], line["numerador"]) == (_near(row.valor), row.numerador), (
                asked,
                line,
            )
            assert line["texto"] in html


def _near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=1e-4)


def test_paper_names_the_days_that_were_counted_and_compares_nothing_else(use: Services) -> None:
    found = tablero(use, {"desde": "2026-03-02", "hasta": "2026-03-30"}, publico=False)
    told = datos(use, FILTRO, found, use.clock())
    html = _words(as_html(told))
    assert told["titulo"] == "Cifras de Catalina: del 2 de marzo de 2026 al 29 de marzo de 2026"
    assert "Se contó solo lo del 2 al 29 de marzo de 2026: es lo que se dice aquí." in html
    assert told["resumen"].startswith("Del 2 de marzo de 2026 al 29 de marzo de 2026")
    assert "No hay un periodo anterior completo con el cual comparar." in told["resumen"]
    assert "30 de marzo de 2026 0" not in html


@pytest.mark.parametrize(("asked", "publico", "why"), NOTHING)
def test_where_nothing_was_counted_no_pdf_is_made_and_the_page_says_why(
    use: Services, asked: dict[str, str], publico: bool, why: str
) -> None:
    page = pagina(use, asked, publico=publico)
    with pytest.raises(Refused) as refused:
        pedir(use, asked, publico=publico)
    assert page.libro is None
    assert str(refused.value) == page.frescura
    assert re.search(why, page.frescura)


def test_the_pdf_says_the_figures_of_the_paper(use: Services) -> None:
    assert has_pango(), "the installation brings Pango"
    told = datos(use, FILTRO, tablero(use, {}, publico=True), use.clock())
    text = re.sub(r"\s+", " ", text_of(render(as_html(told))))
    assert [line["texto"] for line in told["cifras"] if line["texto"] not in text] == []


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())
