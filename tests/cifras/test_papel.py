"""What a report says: the paragraph, the tables, what is hidden, and a PDF that a screen reader can follow."""

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from markupsafe import escape

from bot.cifras.filtro import tablero
from bot.cifras.papel import as_html
from bot.pdf import has_pango, render
from bot.reportes.datos import about, datos
from bot.reportes.hacer import due, fijar
from bot.reportes.palabras import resumen
from bot.services import Services
from knowledge.cifras import DefinicionRow
from knowledge.reportes import Debido
from tests.cifras.pdf_text import inflated, text_of
from tests.cifras.published import APRIL, FEBRUARY, JANUARY, MARCH, publish
from tests.cifras.test_reportes import Q1, rows
from tests.programs import needs
from tests.worlds import Clock

Told = dict[str, Any]
ENERO, MARZO = Debido("mensual", JANUARY, date(2026, 1, 31)), Debido("mensual", MARCH, date(2026, 3, 31))


def told(services: Services, which: Debido) -> Told:
    """Return what a report tells, as it rests."""
    fijar(services, [which])
    found: Told = json.loads(
        next(row.datos or "" for row in rows(services) if row.tipo == which.tipo and row.desde == which.desde)
    )
    return found


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def test_the_paragraph_tells_the_month_and_what_changed(services: Services, clock: Clock) -> None:
    publish(services, clock)
    assert told(services, MARZO)["resumen"] == (
        "En marzo de 2026, Catalina atendió 30 conversaciones de 30 personas. Son 10 conversaciones más que en el periodo "
        "anterior (febrero de 2026, 50 %). No se contó cuántos trámites se podían realizar. Respondió en un minuto el "
        "100,0 % de los mensajes (60 de 60). La mitad de las respuestas tardó 0,4 s o menos. De las calificaciones, el "
        "75,0 % es de 4 o 5 (6 de 8). Se radicaron menos de cinco solicitudes al mes, o ninguna."
    )
    html = words(as_html(told(services, MARZO)))
    assert "Conversaciones atendidas: 30 conversaciones; antes, 20 conversaciones (+10 (+50 %))." in html
    assert "Comprensión: 86,7 %; antes, 87,5 % (−0,8 puntos)." in html


def test_a_first_month_has_nothing_to_be_compared_with(services: Services, clock: Clock) -> None:
    publish(services, clock)
    first = told(services, ENERO)
    assert "No hay un periodo anterior completo con el cual comparar." in first["resumen"]
    assert {line["cambio"] for line in first["cifras"]} == {""}
    assert '<th scope="col">Cambio</th>' not in as_html(first)


def test_a_month_in_which_few_wrote_is_never_told_as_zero(services: Services, clock: Clock) -> None:
    publish(services, clock, {JANUARY: 12, FEBRUARY: 3, MARCH: 30})
    february = told(services, Debido("mensual", FEBRUARY, date(2026, 2, 28)))
    assert february["resumen"].startswith("En febrero de 2026 escribieron menos de cinco personas, o ninguna")
    lines = {(c["indicador"], c["dimension"]): c for c in february["cifras"]}
    assert [lines[n, ""]["valor"] for n in (4, 5, 6)] == [None] * 3
    assert "0 conversaciones" not in words(as_html(february))
    march = told(services, MARZO)
    assert "No hay un periodo anterior completo" in march["resumen"]
    quarter = as_html(told(services, Q1))
    assert "De febrero de 2026 no se publica el uso: escribieron menos de cinco personas, o ninguna." in words(quarter)
    assert "febrero de 2026 menos de cinco personas menos de cinco personas" in words(quarter)
    assert (
        "En el primer trimestre de 2026, Catalina atendió 42 conversaciones de 30 personas, sin contar febrero de 2026: "
        "entonces escribieron menos de cinco, o nadie." in quarter
    )


def test_use_that_began_inside_the_period_is_said(services: Services, clock: Clock) -> None:
    publish(services, clock, {FEBRUARY: 20, MARCH: 30})
    assert Q1 in due([FEBRUARY, MARCH], [])
    html = as_html(told(services, Q1))
    assert "Catalina empezó a contar sus cifras en febrero de 2026." in html
    assert "enero de 2026 0" not in words(html)
    assert "empezó a contar" not in as_html(told(services, MARZO))


def test_the_quarterly_one_leads_to_evidence_and_to_the_commitment(services: Services, clock: Clock) -> None:
    publish(services, clock)
    html = as_html(told(services, Q1))
    asked = "desde=2026-01&amp;hasta=2026-03"
    for address in (f"/estadisticas?{asked}", f"/estadisticas/datos.csv?{asked}", f"/estadisticas/datos.json?{asked}"):
        assert f'<a href="https://catalina.example{address}">' in html
    assert "Las cifras de enero de 2026 se publicaron el 20 de abril de 2026." in html
    [one] = about(services.current.get().catalogo)
    assert [h.estado for h in one.hitos] == ["sin_reporte"] * 4
    assert html.count("Sin reporte de avance") == 4
    assert all(h.entregable in unescape(html) and h.fuente in html for h in one.hitos)
    assert "Avance del compromiso" not in as_html(told(services, MARZO))
    half = datos(services, "semestral", tablero(services, {}, publico=True), clock())
    assert "artículo 76 de la Ley 1474 de 2011" in as_html(half)


def test_every_figure_leads_to_its_definition_with_the_version_in_force(services: Services, clock: Clock) -> None:
    publish(services, clock)
    with services.db.session() as db:
        for version, estado, day in (
            (1, "reemplazada", 1),
            (2, "reemplazada", 2),
            (3, "vigente", 30),
            (4, "propuesta", 3),
        ):
            db.add(DefinicionRow(indicador=12, version=version, nombre="Comprensión", texto=f"Texto {version} <b>", estado=estado,
                                 oficina="oai", usuario="ana", propuesta_at=APRIL, vigente_desde=date(2026, 4, day)))  # fmt: skip
    march = told(services, MARZO)
    html = as_html(march)
    assert {d["indicador"]: d["version"] for d in march["definiciones"]}[12] == 2
    assert "Texto 2 &lt;b&gt;" in html
    assert not [n for n in (1, 3, 4) if f"Texto {n}" in html]
    linked = set(map(int, re.findall(r'/estadisticas/definiciones#indicador-(\d+)"', html)))
    assert linked == {c["indicador"] for c in march["cifras"]} | {27} | {d["indicador"] for d in march["definiciones"]}


def test_the_promised_indicators_come_first_and_every_table_has_its_heads(services: Services, clock: Clock) -> None:
    publish(services, clock)
    html = as_html(told(services, Q1))
    tables = re.findall(r"<table>(.*?)</table>", html, re.DOTALL)
    assert re.findall(r"#indicador-(\d+)", tables[0]) == ["1", "4"]
    assert all("<caption>" in one and '<th scope="col">' in one and '<th scope="row">' in one for one in tables)
    assert not re.search(r"<td>\s*</td>", html)


def test_reports_of_crimes_are_told_as_a_total_and_of_which_months(services: Services, clock: Clock) -> None:
    publish(services, clock)
    assert "Todavía no suman cinco" in as_html(told(services, MARZO))
    board = tablero(services, {"desde": "2026-03", "hasta": "2026-03"}, publico=True)
    grouped = {**board.totales.medidas, "denuncias": 6, "denuncias_atendidas": 2, "denuncias_de|2026-01/2026-03": 6}
    html = words(
        as_html(datos(services, "mensual", replace(board, totales=replace(board.totales, medidas=grouped)), clock()))
    )
    assert "6 denuncias recibidas de enero de 2026 a marzo de 2026." in html
    assert "actuación" not in html


def test_a_filter_tells_only_what_is_counted_by_it(services: Services, clock: Clock) -> None:
    publish(services, clock)
    board = tablero(services, {"desde": "2026-03", "hasta": "2026-03", "tema": "tramites"}, publico=True)
    found = datos(services, "filtro", board, clock())
    numbers = {c["indicador"] for c in found["cifras"]}
    assert numbers.isdisjoint({1, 2, 3, 10, 11, 24, 25, 26, 27})
    assert {4, 5, 6, 9, 12, 14} <= numbers
    assert "solicitud" not in found["resumen"]
    assert not {one["lugar"] for one in found["mezcla"]} & {"tema"}


@pytest.mark.parametrize("hostile", ["</title><script>alert(1)</script>", '«Alcaldía» & "hijos"'])
def test_nothing_that_a_report_names_becomes_markup(services: Services, clock: Clock, hostile: str) -> None:
    publish(services, clock)
    found = told(services, MARZO) | {"entidad": hostile, "titulo": hostile, "resumen": hostile}
    found["tramites"] = [{"nombre": hostile, "valor": 9}]
    html = as_html(found)
    assert hostile not in html
    assert html.count(str(escape(hostile))) >= 6


@pytest.mark.parametrize(("talks", "says"), [(0, "nadie conversó con Catalina"), (1, "atendió 1 conversación de 1 persona."), (1200, "atendió 1.200 conversaciones de 1.200 personas.")])  # fmt: skip
def test_the_paragraph_is_true_of_none_of_one_and_of_many(
    services: Services, clock: Clock, talks: int, says: str
) -> None:
    publish(services, clock)
    found = told(services, MARZO)
    for line in found["cifras"]:
        if (line["indicador"], line["dimension"]) in ((4, ""), (6, "")):
            line["valor"] = talks
    assert says in resumen(found)


@needs("Pango", present=has_pango())
def test_the_pdf_says_the_same_and_is_tagged_for_who_reads_with_the_ears(services: Services, clock: Clock) -> None:
    publish(services, clock)
    found = told(services, MARZO)
    data = render(as_html(found))
    text = " ".join(text_of(data).split())
    assert found["resumen"] in text
    assert all(f"{c['nombre']} {c['texto']}" in text for c in found["cifras"])
    inside = inflated(data)
    assert all(mark in inside for mark in (b"pdfuaid", b"/StructTreeRoot", b"/MarkInfo", b"/TH", b"/Caption", b"es"))
    assert b"2026-04-20T15:00:00" in inside
