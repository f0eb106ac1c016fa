"""Open data and what search engines read: whole, in three formats, without anything of another entity."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from bot.public.datos import CONJUNTOS
from bot.public.schema import as_script, service
from bot.services import Services
from knowledge import tramites
from knowledge.entidad import load_entidad
from knowledge.importers.table import read_table
from knowledge.values import LecturaFacil, Momento, Norma, Pregunta, Punto, Requisito, Tiempo, Tramite, Valor
from tests.worlds import NOON, Clock

RESIDENCIA = "ctg-residencia"
HOJA = "/tramites/certificado-de-residencia"
HOSTILE = '</script><script>alert(1)</script><!-- & "x"'


def published(services: Services, **parts: Any) -> Tramite:
    """Publish the certificate with these parts of the register."""
    with services.db.session() as db:
        record = replace(tramites.value(tramites.history(db, RESIDENCIA)[0]), por_confirmar=(), **parts)
        tramites.publicar(db, tramites.guardar_borrador(db, record, "editora", NOON), "revisor", NOON)
    return services.current.get().catalogo.tramites[RESIDENCIA]


def graph(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    nodes: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return nodes


def test_the_catalogue_leads_to_files_that_are_there(client: FlaskClient, services: Services) -> None:
    answer = client.get("/datos/catalogo.json")
    assert answer.mimetype == "application/ld+json"
    catalogue = json.loads(answer.data)
    assert catalogue["@type"] == "dcat:Catalog"
    assert [item["dct:identifier"] for item in catalogue["dcat:dataset"]] == [*CONJUNTOS, "estadisticas"]
    page = client.get("/datos").text
    for item in catalogue["dcat:dataset"]:
        assert len(item["dcat:distribution"]) == 3
        for distribution in item["dcat:distribution"]:
            path = distribution["dcat:downloadURL"]["@id"].removeprefix(services.settings.public_url)
            assert f'href="{path}"' in page
            with client.get(path) as given:
                assert (given.status_code, given.mimetype) == (200, distribution["dcat:mediaType"])
                assert "Set-Cookie" not in given.headers


def test_the_three_formats_hold_the_same_records(client: FlaskClient, services: Services) -> None:
    for conjunto, item in CONJUNTOS.items():
        sizes = set()
        for form in ("csv", "xlsx", "json"):
            with client.get(f"/datos/{conjunto}.{form}") as given:
                data = given.data
            if form == "json":
                sizes.add(len(json.loads(data)))
            elif form == "xlsx":
                sizes.add(sum(1 for _ in load_workbook(io.BytesIO(data), read_only=True).worksheets[0].rows) - 1)
            else:
                sizes.add(len(read_table("t.csv", data).rows))
        assert sizes == {item.cuantos(services.current.get().catalogo)}


@pytest.mark.parametrize("form", ["csv", "json"])
def test_no_file_holds_a_number_or_a_contact_that_is_not_the_citys(client: FlaskClient, form: str) -> None:
    for conjunto in CONJUNTOS:
        with client.get(f"/datos/{conjunto}.{form}") as given:
            text = given.data.decode("utf-8-sig").lower()
        assert "suit-" not in text
        assert "santa marta" not in text
        assert "santamarta" not in text
    with client.get("/datos/dependencias.json") as given:
        offices = json.loads(given.data)
    assert any(office.get("correo") for office in offices)
    assert [office["id"] for office in offices if office.get("correo") and not office.get("contacto_verificado")] == []


def test_a_file_is_made_once_a_version_and_the_old_one_goes(client: FlaskClient, services: Services) -> None:
    folder = Path(services.settings.data_dir) / "datos"
    for _ in range(2):
        with client.get("/datos/tramites.csv") as given:
            before = given.data
    assert len(list(folder.iterdir())) == 1
    published(services, proposito="Otra cosa.")
    with client.get("/datos/tramites.csv") as given:
        assert b"Otra cosa." in given.data
        assert b"Otra cosa." not in before
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("path", ["/datos/solicitudes.csv", "/datos/../x.csv", "/datos/tramites.pdf"])
def test_what_is_no_open_data_is_not_given(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_tramite_says_what_it_is_to_search_engines(client: FlaskClient, services: Services) -> None:
    for record in services.current.get().catalogo.tramites.values():
        node, *_ = graph(client.get(f"/tramites/{record.slug}").text)
        assert (node["@type"], node["name"], node["description"]) == (
            "GovernmentService", record.nombre, record.proposito,
        )  # fmt: skip
        assert node["url"] == f"https://catalina.example/tramites/{record.slug}"
        if record.alcance == "nacional":
            assert node.keys().isdisjoint({"offers", "availableChannel", "audience"})
            assert node["provider"]["name"] == "Alcaldía Mayor de Cartagena de Indias"


def test_a_text_of_a_clerk_never_ends_the_script(client: FlaskClient, services: Services) -> None:
    published(services, proposito=HOSTILE, preguntas=(Pregunta(HOSTILE, HOSTILE),))
    page = client.get(HOJA).text
    assert page.count("<script") == page.count("</script>") == 1
    assert graph(page)[0]["description"] == HOSTILE
    assert graph(page)[1]["mainEntity"][0]["acceptedAnswer"]["text"] == HOSTILE
    assert "<" not in as_script({"a": HOSTILE, "b": "\u2028"})


def test_what_is_not_confirmed_is_not_told_to_search_engines() -> None:
    record = Tramite(
        id="a", slug="a", nombre="A", titulo_corto="A", alcance="cartagena", tipo="t", tema="t", proposito="p",
        dependencia="Oficina", en_linea="total", url="https://a.gov.co", requiere_pago=True, tiempo=Tiempo("calendario", 5),
        valores=(Valor("Copia", 100, vence_el=date(2026, 12, 31)),), puntos=(Punto("Uno", lat=10.4, lon=-75.5),),
    )  # fmt: skip
    entidad = load_entidad()
    said = service(record, entidad, "https://x.co/tramites/a")["@graph"][0]
    assert said["offers"] == [
        {"@type": "Offer", "name": "Copia", "price": 100, "priceCurrency": "COP", "priceValidUntil": "2026-12-31"}
    ]
    assert [channel["processingTime"] for channel in said["availableChannel"]] == ["P5D", "P5D"]
    assert said["areaServed"]["name"] == "Cartagena de Indias"
    assert said["provider"]["name"] == entidad.nombre  # nobody has confirmed that this office attends it
    doubted = replace(record, por_confirmar=("costo", "donde", "en_linea"))
    assert service(doubted, entidad, "u")["@graph"][0].keys().isdisjoint({"offers", "availableChannel"})


def test_the_parts_of_the_register_are_shown_in_plain_words(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    published(
        services,
        momentos=(
            Momento("Reunir", (Requisito("documento", "Cédula", 2, nota="por ambos lados"), Requisito("verificacion", "Paz y salvo"))),
            Momento("Pagar", (Requisito("pago", "Estampilla", enlace="https://pagos.example.co"), Requisito("formulario", "F1", enlace="http://malo.co"))),
        ),
        valores=(Valor("Copia", 25000, nota="por hoja", vence_el=date(2026, 1, 1)), Valor("Otra", 0)),
        tiempo=Tiempo("habil", 3), normas=(Norma("Ley", "388", 1997, enlace="https://ley.gov.co"),),
        puntos=(Punto("Ventanilla", "La Matuna", "605 000", "8 a 12"),), excepciones=("Mayores de 60 años: no pagan",),
        fechas="De enero a marzo", preguntas=(Pregunta("¿Puede ir otro?", "Sí, con poder."),), medios_resultado=("Correo",),
        lectura_facil=LecturaFacil("Es un papel.", "Grupo", date(2026, 3, 1)), revisar_antes_de=date(2026, 3, 1),
    )  # fmt: skip
    page = unescape(client.get(HOJA).text)
    for text in (
        "<h3>Reunir</h3>", "<li>Cédula (2). por ambos lados</li>", "no lleves soporte, la entidad lo verifica",
        'href="https://pagos.example.co" rel="noopener noreferrer">Pagar aquí', "<td>$25.000</td>", "<td>gratuito</td>",
        "Venció el 01/01/2026", "3 días hábiles", 'href="https://ley.gov.co"', "<strong>Ventanilla</strong><br>La Matuna",
        "Horario: 8 a 12", "Mayores de 60 años: no pagan", "De enero a marzo", "<h3>¿Puede ir otro?</h3>", "Es un papel.",
        "se debía revisar antes del 01/03/2026",
    ):  # fmt: skip
        assert text in page
    assert "malo.co" not in page
    assert page.count("Estampilla") == page.split("<body>")[1].count("605 000") == 1
    assert page.count("$25.000") == 1


def test_the_page_carries_a_code_that_leads_to_itself(client: FlaskClient) -> None:
    page = client.get(HOJA).text
    assert "<svg" in page
    assert "style=" not in page.split("<body>")[1]
    assert "Lo más reciente está en https://catalina.example/tramites/certificado-de-residencia" in page


def test_search_engines_are_told_where_everything_is_and_what_is_not_theirs(
    client: FlaskClient, services: Services
) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /panel/" in robots
    assert "Sitemap: https://catalina.example/sitemap.xml" in robots
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    found = {node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    records = services.current.get().catalogo.tramites.values()
    assert found >= {f"https://catalina.example/tramites/{record.slug}" for record in records}
    # The start, the chat, the lists, the figures and what they mean, the open data, the state of a request.
    assert len(found) == len(records) + 7


def test_a_page_whose_review_is_long_past_shows_no_price_to_people_or_programs(
    client: FlaskClient, services: Services
) -> None:
    published(services, valores=(Valor("Copia", 25000),), revisar_antes_de=date(2024, 1, 1))
    page = client.get(HOJA).text
    assert "25.000" not in page
    assert '"price"' not in page


def test_what_a_national_record_should_not_hold_is_in_no_file(client: FlaskClient, services: Services) -> None:
    published(
        services,
        alcance="nacional",
        numero_suit="99887766",
        url="https://otra.example",
        valores=(Valor("Ajeno", 123456),),
    )
    with client.get("/datos/tramites.json") as response:
        told = response.text
    for foreign in ("99887766", "otra.example", "123456", "123.456"):
        assert foreign not in told
