"""The public pages: every published trámite, nothing of another entity, and what does not exist said plainly."""

import re
from html import unescape

from flask.testing import FlaskClient

from bot.services import Services

HOJA = "/tramites/certificado-de-residencia"


def test_every_published_tramite_has_its_page_and_is_listed(client: FlaskClient, services: Services) -> None:
    listed = set(re.findall(r'href="/tramites/([^"]+)"', client.get("/tramites").text))
    published = {record.slug: record for record in services.current.get().catalogo.tramites.values()}
    assert listed == published.keys()
    for slug, record in published.items():
        page = client.get(f"/tramites/{slug}")
        assert page.status_code == 200
        assert unescape(page.text).count(record.nombre) >= 2
        assert "None" not in page.text
        assert "suit-" not in page.text


def test_no_page_of_a_tramite_names_the_entity_the_national_records_came_from(
    client: FlaskClient, services: Services
) -> None:
    for record in services.current.get().catalogo.tramites.values():
        page = client.get(f"/tramites/{record.slug}").text.lower()
        assert "santa marta" not in page
        assert "santamarta" not in page


def test_the_search_finds_by_the_words_people_use(client: FlaskClient) -> None:
    assert HOJA in client.get("/tramites?q=carta+de+vecindad").text
    nothing = client.get("/tramites?q=%22%3E%3Cscript%3Ezzzz").text
    assert "<script>" not in nothing
    assert "Prueba con otras palabras" in nothing


def test_what_does_not_exist_is_said_in_plain_words(client: FlaskClient) -> None:
    page = client.get("/tramites/nada")
    assert (page.status_code, "Esta página no existe" in page.text) == (404, True)


def test_the_first_page_gives_the_number_of_the_entity_and_sets_no_cookie(
    client: FlaskClient, services: Services
) -> None:
    page = client.get("/")
    entidad = services.current.get().catalogo.entidad
    whatsapp = next(contact.valor for contact in entidad.contactos if contact.canal == "whatsapp")
    assert whatsapp in page.text
    assert "Set-Cookie" not in page.headers


def test_the_style_may_be_kept_for_ever_because_a_new_one_has_a_new_address(
    client: FlaskClient, services: Services
) -> None:
    address = re.search(r'href="(/estilo/[^"]+)"', client.get("/").text)
    assert address is not None
    style = client.get(address[1])
    assert "immutable" in style.headers["Cache-Control"]
    assert f"--principal:{services.current.get().catalogo.entidad.colores['principal']}" in style.text
