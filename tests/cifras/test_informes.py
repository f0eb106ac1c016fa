"""Reports as citizens and staff meet them: lists, pages, files, and the PDF of a filter that a queue cannot fill."""

import json
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, func, select
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.refusals import Refused
from bot.reportes.filtro import pedir
from bot.reportes.hacer import make_due
from bot.services import Services
from knowledge import reportes
from knowledge.cifras import ReporteRow
from tests.cifras.published import publish
from tests.cifras.test_reportes import paper
from tests.panel.conftest import BASE
from tests.worlds import Clock

MARZO = "/estadisticas/informes/mensual-2026-03-01-2026-03-31"
FORM = {"desde": "2026-01", "hasta": "2026-03", "canal": "web", "dependencia": "", "tema": ""}


@pytest.fixture
def client(services: Services, clock: Clock) -> FlaskClient:
    publish(services, clock)
    return create_app(services).test_client()


def count(services: Services) -> int:
    with services.db.reading_session() as db:
        return db.exec(select(func.count()).select_from(ReporteRow)).one()


def test_before_any_there_is_a_page_that_says_so(services: Services) -> None:
    page = create_app(services).test_client().get("/estadisticas/informes", base_url=BASE).text
    assert page.count("Todavía no hay.") == 4


def test_the_list_leads_to_page_pdf_and_data(client: FlaskClient, services: Services) -> None:
    make_due(services, paper)
    page = client.get("/estadisticas/informes", base_url=BASE).text
    with services.db.reading_session() as db:
        sums = [row.sha256 for row in reportes.periodicos(db)]
    assert len(sums) == 4
    assert all(one in page for one in sums)
    assert [path for path in (MARZO, f"{MARZO}.pdf", f"{MARZO}.json") if f'href="{path}"' in page] == [
        MARZO, f"{MARZO}.pdf", f"{MARZO}.json",
    ]  # fmt: skip
    shown = client.get(MARZO, base_url=BASE)
    assert "En marzo de 2026, Catalina atendió 30 conversaciones de 30 personas." in shown.text
    assert client.get(f"{MARZO}.html", base_url=BASE).text == shown.text
    assert (client.get(f"{MARZO}.json", base_url=BASE).json or {})["tipo"] == "mensual"
    assert client.get(f"{MARZO}.pdf", base_url=BASE).data.startswith(b"%PDF-")


def test_a_made_file_may_be_kept_and_is_not_sent_twice(client: FlaskClient, services: Services) -> None:
    make_due(services, paper)
    for form in ("pdf", "json"):
        first = client.get(f"{MARZO}.{form}", base_url=BASE)
        assert "immutable" in first.headers["Cache-Control"]
        again = client.get(f"{MARZO}.{form}", base_url=BASE, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "mensual-2026-02-30-2026-02-31", "mensual-2019-01-01-2019-01-31", "semanal-2026-03-01-2026-03-31", "filtro-2026-03-01-2026-03-31", "x%00y",
        "mensual-2026-02-30-2026-02-31.pdf", "mensual-2019-01-01-2019-01-31.json", "filtro-2026-03-01-2026-03-31.pdf",
    ],
)  # fmt: skip
def test_a_report_that_does_not_exist_is_said_in_plain_words(services: Services, path: str) -> None:
    answer = create_app(services).test_client().get(f"/estadisticas/informes/{path}", base_url=BASE)
    assert (answer.status_code, "Esta página no existe" in answer.text) == (404, True)


def test_the_pdf_of_a_filter_is_asked_for_waited_for_and_given(client: FlaskClient, services: Services) -> None:
    asked = client.post("/estadisticas/pdf", data=FORM, base_url=BASE)
    assert asked.status_code == 303
    waiting = client.get(asked.location, base_url=BASE)
    assert "Se está haciendo tu PDF" in waiting.text
    # It does not renew itself: that would read the page out again and take the focus away (WCAG 2.2, failure F41).
    assert "Refresh" not in waiting.headers
    assert "http-equiv" not in waiting.text
    assert "Casi siempre está listo en menos de un minuto." in waiting.text
    assert f'href="{asked.location}">Mirar otra vez</a>' in waiting.text
    assert client.get(f"{asked.location}.pdf", base_url=BASE).status_code == 404
    assert make_due(services, paper) == 5
    ready = client.get(asked.location, base_url=BASE)
    link = re.search(r'href="(/estadisticas/pdf/\d+\.pdf)"', ready.text)
    assert link is not None
    given = client.get(link[1], base_url=BASE)
    assert "Solo canal: Chat de la página web." in given.text
    assert "immutable" in given.headers["Cache-Control"]


def test_the_same_filter_is_the_same_file_until_the_figures_are_counted_again(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    first = client.post("/estadisticas/pdf", data=FORM, base_url=BASE).location
    reordered = dict(reversed(FORM.items())) | {"canal": " web "}
    assert client.post("/estadisticas/pdf", data=reordered, base_url=BASE).location == first
    assert count(services) == 1
    other = client.post("/estadisticas/pdf", data={**FORM, "canal": ""}, base_url=BASE).location
    publish(services, clock, {date(2026, 4, 1): 9}, clock.now.replace(month=5))
    assert client.post("/estadisticas/pdf", data=FORM, base_url=BASE).location not in (first, other)


WRONG = [
    ({"desde": "enero"}, "no es una fecha"), ({"hasta": "2031-01"}, "publicadas hasta el 31 de marzo"), ({"desde": "2026-03-05"}, "meses completos"),
    ({"canal": "<script>"}, "No hay cifras de canal"), ({"tema": "x" * 5000}, "No hay cifras de tema"), ({"desde": "2026-03", "hasta": "2026-02"}, "va después"),
]  # fmt: skip


def test_a_filter_that_cannot_be_is_said_and_nothing_is_written(client: FlaskClient, services: Services) -> None:
    for changes, says in WRONG:
        answer = client.post("/estadisticas/pdf", data={**FORM, **changes}, base_url=BASE)
        assert (answer.status_code, says in answer.text, "<script>" in answer.text) == (422, True, False)
    assert count(services) == 0


def test_a_program_that_asks_all_day_fills_neither_the_queue_nor_the_disk(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    def ask(n: int) -> int:
        form = {"desde": f"{2024 + n // 12}-{n % 12 + 1:02d}", "hasta": "2026-03"}
        return client.post("/estadisticas/pdf", data=form, base_url=BASE).status_code

    assert [ask(n) for n in range(22)] == [303] * 20 + [503] * 2
    full = client.post("/estadisticas/pdf", data={"desde": "2022-01", "hasta": "2026-03"}, base_url=BASE)
    assert (full.headers["Retry-After"], "Hay muchos PDF en espera" in full.text) == ("60", True)
    assert ask(3) == 303  # one that waits already takes no place
    make_due(services, paper)
    assert ask(21) == 303
    make_due(services, paper)
    clock.forward(days=31)
    assert ask(25) == 303
    with services.db.reading_session() as db:
        assert db.exec(select(func.count()).where(col(ReporteRow.tipo) == reportes.FILTRO)).one() == 1
        assert len(reportes.periodicos(db)) == 4


def test_one_address_that_asks_without_end_waits_and_keeps_nobody_else_waiting(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    def ask(n: int, origin: str) -> TestResponse:
        form = {"desde": f"{2024 + n // 12}-{n % 12 + 1:02d}", "hasta": "2026-03"}
        return client.post("/estadisticas/pdf", data=form, base_url=BASE, environ_base={"REMOTE_ADDR": origin})

    assert [ask(n, "203.0.113.9").status_code for n in range(12)] == [303] * 10 + [429] * 2
    assert count(services) == 10
    clock.forward(minutes=8.5)
    refused = ask(12, "203.0.113.9")
    assert refused.headers["Retry-After"] == "90"
    assert "Desde tu red se pidieron muchos PDF. Espera 2 minutos" in refused.text
    assert ask(13, "203.0.113.10").status_code == 303
    clock.forward(minutes=1)
    assert "Espera un minuto y vuelve a pedirlo" in ask(12, "203.0.113.9").text
    clock.forward(minutes=1)
    assert ask(12, "203.0.113.9").status_code == 303


def test_only_the_newest_are_kept_and_one_that_waits_is_never_forgotten(services: Services, clock: Clock) -> None:
    with services.db.session() as db:
        for n in range(reportes.KEPT + 30):
            db.add(ReporteRow(tipo="filtro", desde=date(2026, 1, 1), hasta=date(2026, 1, 31), filtro=f"ambito=publico&n={n}",
                              estado="pendiente" if n == 4 else "listo", created_at=clock()))  # fmt: skip
        db.flush()
        reportes.olvidar(db, clock())
        left = db.exec(select(ReporteRow.filtro)).all()
    assert len(left) == reportes.KEPT + 1
    assert "ambito=publico&n=4" in left


def test_a_pdf_that_failed_is_explained_without_our_troubles_and_may_be_asked_for_again(
    client: FlaskClient, services: Services
) -> None:
    def without_pango(_: str) -> bytes:
        raise Refused("Para hacer el PDF falta Pango")

    place = client.post("/estadisticas/pdf", data=FORM, base_url=BASE).location
    make_due(services, without_pango)
    page = client.get(place, base_url=BASE).text
    assert ("No se pudo hacer el PDF" in page, "Pango" in page) == (True, False)
    assert client.post("/estadisticas/pdf", data=FORM, base_url=BASE).location == place
    assert "Se está haciendo" in client.get(place, base_url=BASE).text


def test_what_staff_ask_for_is_not_given_to_citizens(services: Services, clock: Clock) -> None:
    publish(services, clock)
    inside = pedir(services, {"desde": "2026-03-02", "hasta": "2026-03-09"}, publico=False, usuario="ana")
    outside = pedir(services, {}, publico=True)
    make_due(services, paper)
    client = create_app(services).test_client()
    paths = [f"/estadisticas/pdf/{one}{end}" for one in (inside, outside) for end in ("", ".pdf")]
    assert [client.get(path, base_url=BASE).status_code for path in paths] == [404, 404, 200, 200]
    assert client.get(f"/panel/indicadores/pdf/{inside}.pdf", base_url=BASE).status_code == 303


def test_two_counts_of_the_figures_are_told_apart_by_their_key(services: Services, clock: Clock) -> None:
    publish(services, clock)
    wanted = {"desde": "2026-03-02", "hasta": "2026-03-09"}
    first = pedir(services, wanted, publico=False)
    assert pedir(services, wanted, publico=False) == first
    publish(services, clock, {date(2026, 3, 1): 40}, clock.now.replace(day=21))
    second = pedir(services, wanted, publico=False)
    assert second != first
    with services.db.reading_session() as db:
        keys = [db.get_one(ReporteRow, one) for one in (first, second)]
    assert keys[0].filtro != keys[1].filtro
    told = [
        {(c["indicador"], c["dimension"]): c["valor"] for c in json.loads(row.datos or "")["cifras"]} for row in keys
    ]
    assert told[0][4, ""] < told[1][4, ""]
