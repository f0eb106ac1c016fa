"""Reports of figures as staff meet them: how each stands, one that failed made again, the PDF of any days."""

import re
from collections.abc import Callable

from bot.refusals import Refused
from bot.reportes.hacer import make_due
from bot.services import Services
from tests.cifras.published import publish
from tests.cifras.test_reportes import paper
from tests.panel.conftest import BASE, Person
from tests.worlds import Clock

Enter = Callable[[str], Person]


def test_staff_see_states_and_make_again_what_failed(enter: Enter, services: Services, clock: Clock) -> None:
    publish(services, clock)

    def without_pango(_: str) -> bytes:
        raise Refused("Para hacer el PDF falta Pango <b>")

    make_due(services, without_pango)
    luis = enter("analista").get("/panel/indicadores/informes")
    assert luis.page.count("No se pudo hacer") == 4
    assert "falta Pango &lt;b&gt;" in luis.page
    again = re.search(r'action="(/panel/indicadores/informes/\d+/rehacer)"', luis.page)
    assert again is not None
    assert "Se está haciendo otra vez" in luis.post(again[1]).page
    make_due(services, paper)
    assert luis.get("/panel/indicadores/informes").page.count("No se pudo hacer") == 3
    assert "no está entre los que fallaron" in luis.post(again[1]).page
    revisor = enter("revisor").get("/panel/indicadores/informes")
    assert (revisor.status, "/rehacer" in revisor.page) == (200, False)
    assert revisor.post(again[1], revisor.get("/panel/clave").csrf()).status == 403
    assert enter("editora").get("/panel/indicadores/informes").status == 403


def test_staff_get_the_pdf_of_days_that_citizens_cannot_ask_for(enter: Enter, services: Services, clock: Clock) -> None:
    publish(services, clock)
    luis = enter("analista").get("/panel/indicadores/informes")
    token = luis.csrf() or luis.get("/panel/clave").csrf()
    luis.post("/panel/indicadores/pdf", token, desde="2026-03-02", hasta="2026-03-09", canal="web")
    assert "Se está haciendo el PDF" in luis.page
    make_due(services, paper)
    link = re.search(r'href="(/panel/indicadores/pdf/\d+\.pdf)"', luis.get(luis.path).page)
    assert link is not None
    data = luis.client.get(link[1], base_url=BASE).data
    assert b"Para uso interno: no lo publiques" in data
    luis.post("/panel/indicadores/pdf", token, desde="marzo")
    assert (luis.status, "no es una fecha" in luis.page) == (422, True)
