"""What people see of the figures: the page of a filter, one that cannot be, and honest pages where there is nothing."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import event, insert

from bot.app import create_app
from bot.cifras.cuenta import contar
from bot.services import Services
from knowledge.conversaciones import Interaction
from tests.cifras.made import fill
from tests.worlds import Clock


def text(page: str) -> str:
    """Return what a person reads, without marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


def read(services: Services, query: str = "", status: int = 200) -> str:
    answer = create_app(services).test_client().get(f"/estadisticas{query}")
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers
    return answer.text


def turn(at: datetime, n: int, **more: object) -> dict[str, object]:
    base = {"at": at, "persona": b"p%07d" % n, "channel": "web", "idioma": "es", "kind": "answered", "reply_ms": 100}
    return {**base, **more}


def write(services: Services, rows: list[dict[str, object]]) -> None:
    with services.db.writing() as db:
        db.execute(insert(Interaction), rows)
    contar(services)


def test_the_page_tells_the_month_its_freshness_and_what_it_hides(ciudad: Services) -> None:
    page = read(ciudad)
    told = text(page)
    assert (
        "Cifras de febrero de 2026, publicadas el 30 de marzo de 2026. Las de marzo de 2026 salen el 9 de abril de 2026."
        in told
    )
    assert "Lo que en un mes tuvo menos de cinco personas no se muestra aparte" in told
    assert "Secretaría de Hacienda" in told
    assert "Consulta de pico y placa" in told
    assert "ctg-pico-y-placa" not in told
    assert len(gzip.compress(page.encode())) < 60_000


def test_every_figure_leads_to_its_definition(ciudad: Services) -> None:
    page = read(ciudad, "?desde=2025-12")
    cards = page.split('<ul class="tarjetas">')[1].split("</ul>")[0]
    assert re.findall(r"definiciones#indicador-(\d+)", cards) == ["4", "5", "9", "12", "20", "24"]
    for part in page.split('<section class="grafica"')[1:]:
        assert "/estadisticas/definiciones#indicador-" in part
        for table in re.findall(r"<table>.*?</table>", part, re.DOTALL):
            assert "definiciones#indicador-" in table
    assert 'href="/estadisticas/informes"' in page
    assert '<form method="post" action="/estadisticas/pdf"' in page
    assert '<input type="hidden" name="desde" value="2025-12">' in page


def test_a_change_is_told_in_words_and_with_of_how_many(ciudad: Services) -> None:
    assert re.search(
        r"(Subió|Bajó) [\d,]+ puntos: en enero de 2026 fue [\d,]+ % \([\d.]+ de [\d.]+\)\.", text(read(ciudad))
    )
    first = text(read(ciudad, "?desde=2025-12&hasta=2025-12"))
    assert "No hay cifras completas de noviembre de 2025 para comparar." in first
    assert "que antes" not in first


def test_reports_are_told_with_the_months_of_their_group(ciudad: Services) -> None:
    assert "Denuncias recibidas: 7 de diciembre de 2025 a enero de 2026." in text(read(ciudad, "?desde=2025-12"))
    assert "De este periodo no se dice cuántas denuncias hubo." in text(read(ciudad))


def test_a_part_of_the_city_does_not_show_what_is_told_of_the_whole(ciudad: Services) -> None:
    told = text(read(ciudad, "?canal=web&desde=2025-12"))
    assert "Con un filtro no se publican trámites, horas, idiomas ni clases de solicitud" in told
    assert "A qué hora escriben" not in told
    assert "Los trámites más consultados" not in told
    assert "menos de 5 personas" in text(read(ciudad, "?canal=ventanilla"))


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("desde=2027-01", "desde", "Hay cifras publicadas hasta el 28 de febrero de 2026"),
        ("hasta=2026-03", "hasta", "Cada mes sale el día 9 del siguiente"),
        ("desde=2026-02&hasta=2026-01", "desde", "va después del final"),
        ("desde=2016-02", "desde", "El periodo es muy largo"),
        ("desde=2025-02-29", "desde", "no es una fecha"),
        ("desde=2026-13", "desde", "no es una fecha"),
        ("hasta=9999-12", "hasta", "no es una fecha"),
        ("desde=0001-01&hasta=0001-02", "hasta", "no es una fecha"),
        ("desde=2026-02-03", "desde", "meses completos"),
        ("tema=nada", "tema", "No hay cifras de tema «nada»"),
        ("canal=%3Cscript%3Ealert(1)%3C/script%3E", "canal", "No hay cifras de canal"),
        ("dependencia=%00", "dependencia", "No hay cifras de dependencia"),
        ("filtro=x", "", "No hay un filtro «filtro»"),
        ("form=x&_external=1", "", "No hay un filtro «_external»"),
    ],
)
def test_a_filter_that_cannot_be_is_said_and_the_form_is_kept(
    ciudad: Services, query: str, field: str, says: str
) -> None:
    page = read(ciudad, f"?{query}&tema=tramite" if "tema" not in query else f"?{query}", 400)
    assert says in text(page)
    assert (f'<a href="#{field}">' in page, 'aria-invalid="true"' in page) == (bool(field), bool(field))
    assert "<script" not in page
    assert "<details open>" in page
    if "tema" not in query:
        assert '<option value="tramite" selected>' in page
    if query == "desde=2026-13":
        assert '<option value="2026-13" selected>' in page
    answer = create_app(ciudad).test_client().get(f"/estadisticas/datos.json?{query}")
    assert (answer.status_code, says in answer.text) == (400, True)


@pytest.mark.parametrize("mark", ["fbclid=x", "gclid=x", "igshid=x", "utm_source=x&utm_campaign=y"])
def test_a_link_that_was_shared_elsewhere_opens_what_it_leads_to(ciudad: Services, mark: str) -> None:
    page = read(ciudad, f"?desde=2026-01&hasta=2026-01&{mark}")
    assert "Enero de 2026" in page
    assert mark.partition("=")[0] not in page
    client = create_app(ciudad).test_client()
    assert client.get(f"/estadisticas/datos.csv?{mark}").data == client.get("/estadisticas/datos.csv").data
    read(ciudad, "?utm=x", 400)


def test_a_page_is_kept_five_minutes_and_asked_for_again_by_its_name(ciudad: Services) -> None:
    client = create_app(ciudad).test_client()
    names = set()
    for path in ("/estadisticas", "/estadisticas?canal=web", "/estadisticas/datos.csv", "/estadisticas/datos.json"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=300"
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        names.add(first.headers["ETag"])
    assert len(names) == 4
    given = client.get("/estadisticas/datos.csv")
    assert given.headers["Access-Control-Allow-Origin"] == "*"
    assert given.mimetype == "text/csv"
    assert "max-age" not in client.get("/estadisticas?desde=x").headers["Cache-Control"]


def test_what_is_counted_or_published_gives_the_page_another_name(services: Services, clock: Clock) -> None:
    write(services, [turn(datetime(2026, 2, 3, 15, tzinfo=UTC), n) for n in range(6)])
    client = create_app(services).test_client()
    before = client.get("/estadisticas").headers["ETag"]
    clock.forward(days=12)  # 11 April: March is out
    write(services, [turn(datetime(2026, 3, 3, 15, tzinfo=UTC), n) for n in range(9)])
    after = client.get("/estadisticas", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert "Marzo de 2026" in after.text


def test_nothing_counted_and_nothing_published_are_said_with_a_date(services: Services) -> None:
    told = text(read(services))
    assert "Todavía no hay conversaciones contadas." in told
    assert "día 9 del mes que sigue" in told
    write(services, [turn(datetime(2026, 3, 3, 15, tzinfo=UTC), n) for n in range(6)])
    assert "Se cuentan desde el 3 de marzo de 2026; las de marzo de 2026 salen el 9 de abril de 2026." in text(
        read(services)
    )


def test_a_period_before_the_first_figures_says_from_when_there_are_any(ciudad: Services) -> None:
    page = read(ciudad, "?desde=2020-01&hasta=2020-02")
    assert "No hay cifras de enero a febrero de 2020: se cuentan desde el 1 de diciembre de 2025." in text(page)
    assert "<svg" not in page
    beyond = text(read(ciudad, "?desde=2025-10"))
    assert (
        "Pediste cifras de octubre de 2025 a febrero de 2026. Se contó solo lo de diciembre de 2025 a febrero de 2026"
        in beyond
    )


def test_a_month_in_which_few_wrote_is_no_zero(services: Services) -> None:
    january = [turn(datetime(2026, 1, 3, 15, tzinfo=UTC), n) for n in range(3)]
    write(services, january + [turn(datetime(2026, 2, 3, 15, tzinfo=UTC), n) for n in range(6)])
    told = text(read(services, "?desde=2026-01"))
    assert "No se cuenta aparte lo de enero de 2026: escribieron menos de 5 personas, o ninguna." in told
    assert "enero de 2026 menos de 5 personas" in told
    alone = text(read(services, "?desde=2026-01&hasta=2026-01"))
    assert "menos de cinco personas, o ninguna: no se cuenta aparte" in alone
    assert "Sin datos en enero de 2026 para comparar." in text(read(services))


@contextmanager
def statements(services: Services) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*args: object) -> None:
        said.append(str(args[2]))

    event.listen(services.db.engine, "before_cursor_execute", note)
    yield said
    event.remove(services.db.engine, "before_cursor_execute", note)


def test_a_longer_period_asks_the_database_no_more_often(ciudad: Services) -> None:
    client = create_app(ciudad).test_client()
    client.get("/estadisticas")
    counts = []
    for query in ("", "?desde=2025-12"):
        with statements(ciudad) as said:
            client.get(f"/estadisticas{query}")
        counts.append(len(said))
    assert counts[0] == counts[1] <= 45


def test_the_invented_city_is_always_the_same(services: Services) -> None:
    with services.db.writing() as db:
        fill(db, services.current.get().catalogo, 200)
        rows = db.execute(Interaction.__table__.select()).all()  # type: ignore[attr-defined]
    assert 200 <= len(rows) < 210
    assert rows[0].at < rows[1].at
