"""What is dirty in a SUIT export, one case each."""

from typing import Any

import pytest

from knowledge.entidad import load_entidad
from knowledge.importers import suit_limpio as limpio
from knowledge.importers import suit_partes as partes
from knowledge.values import Tiempo, Valor


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("10 DIA(S) HÁBIL(ES)", {"cantidad": 10, "unidad": "DIA"}, Tiempo("habil", 10)),
        ("10 DIA(S) CALENDARIO", {"cantidad": 10, "unidad": "DIA"}, Tiempo("calendario", 10)),
        ("10 DIA(S)", {"cantidad": 10, "unidad": "DIA"}, Tiempo("habil", 10)),
        ("2 HORA(S)", None, Tiempo("hora", 2)),
        ("1 MES(ES)", {"cantidad": 1, "unidad": "MES", "nota": " a veces  más "}, Tiempo("mes", 1, "a veces más")),
        ("Inmediata", {}, Tiempo("inmediato")),
        ("", {"cantidad": "muchos", "unidad": "DIA"}, None),
        (None, {"cantidad": 3, "unidad": "LUNAS"}, None),
        (None, None, None),
    ],
)
def test_a_time_is_read_from_its_figures_and_its_words(text: Any, given: Any, expected: Tiempo | None) -> None:
    assert limpio.time({"tiempoObtencion": text, "tiempo_visor": given}) == expected


@pytest.mark.parametrize(
    ("text", "given", "two"),
    [
        ("10 DIA(S) HÁBIL(ES)", {"cantidad": 10, "unidad": "DIA"}, False),
        ("12 DIA(S) HÁBIL(ES)", {"cantidad": 10, "unidad": "DIA"}, True),
        ("10 DIA(S) CALENDARIO", {"cantidad": 10, "unidad": "DIA_HABIL"}, True),
    ],
)
def test_two_times_for_one_thing_are_noticed(text: str, given: dict[str, Any], two: bool) -> None:
    assert limpio.two_times({"tiempoObtencion": text, "tiempo_visor": given}) is two


@pytest.mark.parametrize(
    ("norm", "kind"),
    [
        (
            {"tipo": "Resolución", "numero": "1077", "url": "http://x.co/decretos/DECRETO%201077%20DEL%2026.pdf"},
            "Decreto",
        ),
        ({"tipo": "Resolución", "numero": "330", "archivo": "2019-02-28_Resolucion_330_2017.pdf"}, "Resolución"),
        ({"tipo": "Decreto", "numero": "0240", "archivo": "DECRETO 0240 DE 2012.pdf"}, "Decreto"),
        ({"tipo": "Decreto", "numero": "3930", "archivo": "Decreto3930 de 2010.pdf"}, "Decreto"),
        ({"tipo": "Resolución", "numero": "107", "archivo": "Decreto 1077 de 2015.pdf"}, "Resolución"),
        ({"tipo": "Ley", "numero": None, "archivo": "Decreto 1 de 2015.pdf"}, "Ley"),
    ],
)
def test_the_document_itself_says_what_kind_of_norm_it_is(norm: dict[str, Any], kind: str) -> None:
    assert limpio.norm_type(norm) == kind


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://www.cartagena.gov.co/x", None),
        ("http://www.cartagena.gov.co/x", "http"),
        ("http://190.242.62.232:8080/suit", "ip"),
        ("https://[2001:db8::1]/x", "ip"),
        ("javascript:alert(1)", "no_es_enlace"),
        ("www.cartagena.gov.co", "no_es_enlace"),
    ],
)
def test_a_link_says_what_is_wrong_with_it(url: str, fault: str | None) -> None:
    assert limpio.link_fault(url) == fault
    assert (limpio.link(url) is None) == (fault in ("ip", "no_es_enlace"))


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(10.4236, -75.5518, True), (9.79, -75.85, True), (0, 0, False), (4.58878, 3.44545, False), (None, -75.5, False),
     (9.39, -76.18, True), (9.3047, -75.3978, False), (10.9685, -74.7813, False),  # Isla Fuerte; Sincelejo, Barranquilla
     (11.24, -74.2, False), ("10.4", "-75.5", False), (111432.2, 741218.3, False)],
)  # fmt: skip
def test_coordinates_are_believed_only_inside_the_district(lat: Any, lon: Any, inside: bool) -> None:
    territory = load_entidad().territorio
    assert (limpio.place({"latitud": lat, "longitud": lon}, territory) is not None) is inside
    assert limpio.place({"latitud": lat, "longitud": lon}, None) is None


def test_an_office_that_is_there_twice_is_one() -> None:
    points = [
        {"nombre": "Dadsa (sostenibilidad ambiental)", "direccion": "Calle 16 No 14A - 08"},
        {"nombre": "Dadsa. (sotenibilidad ambiental)", "direccion": "Calle 16 No 14 A - 08"},
        {"nombre": "Otra oficina", "direccion": "Calle 16 No 14A - 08"},
    ]
    assert limpio.same_office(points) == {1: 0}


def test_a_price_keeps_its_figure_its_link_and_its_account() -> None:
    due = {"tipo": "PAGO", "descripcion": "Derechos ", "valor": 25000, "url_pago": "https://pagos.example.co/a"}
    item = {"costo": "SI", "momentos": [{"requisitos": [due]}], "cuentas": [{"banco": "Banco", "numero": "12-3"}]}
    assert partes.valores(item) == (
        Valor("Derechos", 25000, cuenta="Banco, 12-3", enlace="https://pagos.example.co/a"),
    )
    assert "Costo: confirma la cuenta con Tesorería" in list(partes.doubts(item, None))
    free = {**item, "costo": "NO"}
    assert partes.valores(free) == ()
    assert any("dice que es gratis y trae una cuenta" in doubt for doubt in partes.doubts(free, None))


def test_a_norm_without_year_is_no_citation_and_is_told() -> None:
    item = {"normativa": [{"tipo": "Ley", "numero": "9", "anio": "s.f."}]}
    assert partes.normas(item) == ()
    assert list(partes.doubts(item, None)) == ["Norma Ley 9 s.f.: le falta el número o el año"]


def test_a_link_on_a_bare_machine_is_told_and_not_shown() -> None:
    item = {"urlTramiteEnLinea": "http://190.242.62.232/suit", "normativa": [], "momentos": []}
    assert list(partes.doubts(item, None)) == ["Enlace http://190.242.62.232/suit: apunta a una máquina sin nombre"]
