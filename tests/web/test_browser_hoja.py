"""A hoja de vida with every part of the register, in a real browser: without script, narrow, printed, axe."""

import pytest
from playwright.sync_api import Browser, expect

from bot.services import Services
from knowledge.values import LecturaFacil, Momento, Norma, Pregunta, Punto, Requisito, Tiempo, Valor
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.web.test_datos import HOJA, NOON, published

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def world(world: Services) -> Services:
    cedula = Requisito("documento", "Cédula de ciudadanía", 2, nota="Ampliada al 150 %, por ambos lados")
    published(
        world,
        momentos=(
            Momento("Reunir los documentos", (cedula, Requisito("verificacion", "Estar a paz y salvo"))),
            Momento("Pagar", (Requisito("pago", "Estampilla procultura", enlace="https://pagos.example.co/a"),)),
        ),
        valores=(Valor("Copia simple", 25000, nota="Por cada hoja del expediente"), Valor("Con firma", nota="Según el avalúo")),
        tiempo=Tiempo("habil", 15), normas=(Norma("Acuerdo", "107", 2022, "artículo 3", "https://www.cartagena.gov.co"),),
        puntos=(Punto("Alcaldía Local 1", "Barrio La Matuna, edificio Andian", "605 641 1370", "Lunes a viernes, 8 a 12"),),
        excepciones=("Las personas mayores de 60 años no pagan.",), fechas="Todo el año", medios_resultado=("Correo",),
        preguntas=(Pregunta("¿Puede ir otra persona?", "Sí, con un poder firmado."),),
        lectura_facil=LecturaFacil("Es un papel que dice dónde vives.", "Grupo de lectores", NOON.date()),
    )  # fmt: skip
    return world


@pytest.mark.parametrize("width", [320, 1100])
def test_a_whole_hoja_has_no_accessibility_fault_and_breaks_no_policy(browser: Browser, url: str, width: int) -> None:
    page = open_page(browser, width, 640, script=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{url}{HOJA}")
    assert said == []  # a browser complains here of what the policy forbids
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_without_script_a_phone_shows_the_steps_and_the_prices(browser: Browser, url: str) -> None:
    page = open_page(browser, 320, 640)
    page.goto(f"{url}{HOJA}")
    steps = page.get_by_role("list").filter(has=page.get_by_role("heading", name="Reunir los documentos"))
    assert steps.get_by_role("listitem").filter(has_text="Cédula de ciudadanía (2)").count() >= 1
    expect(page.get_by_role("cell", name="$25.000")).to_be_visible()
    expect(page.locator(".qr")).to_be_hidden()
    assert overflow(page) == 0
    page.context.close()


def test_on_paper_the_code_is_there_and_the_buttons_are_not(browser: Browser, url: str) -> None:
    page = open_page(browser, 800, 1000)
    page.goto(f"{url}{HOJA}")
    page.emulate_media(media="print")
    box = page.locator(".qr svg").bounding_box()
    assert box is not None
    assert 90 < box["width"] < 140  # three centimetres: a phone reads it from a table
    expect(page.get_by_role("link", name="Pregúntale a Catalina")).to_be_hidden()
    page.context.close()
