"""The form of a hoja de vida: reading it and writing it back is the identity, and mistakes say what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.panel import celdas, formulario, renglones
from bot.panel.celdas import Form
from bot.services import Services
from knowledge import tramites
from knowledge.values import (
    Contraste,
    LecturaFacil,
    Momento,
    Norma,
    Pregunta,
    Punto,
    Requisito,
    Tiempo,
    Tramite,
    Valor,
    Vigencia,
    spoken,
)
from tests.panel.conftest import Person
from tests.worlds import content

RESIDENCIA = content().tramites["ctg-residencia"]
NOMBRES = celdas.nombres(content())
WHOLE = spoken(
    replace(
        RESIDENCIA,
        nombre_estandarizado="Certificado de residencia",
        numero_suit="12345",
        audiencias=("Ciudadanía", "Empresas"),
        momentos=(
            Momento("Reúne", (Requisito("documento", "Cédula", 2, nota="Por ambos lados"), Requisito("documento", "Poder", obligatorio=False))),
            Momento("Paga", (Requisito("pago", "Derechos", enlace="https://pagos.gov.co/x"), Requisito("verificacion", "Estar al día"))),
            Momento("Espera"),
        ),
        excepciones=("Los mayores no pagan.",),
        valores=(Valor("Certificado", 25_000, vence_el=date(2026, 12, 31), cuenta="Banco 1"), Valor("Copia", 0), Valor("Otro", nota="Depende")),
        tiempo=Tiempo("habil", 15, "Si llega completo"),
        normas=(Norma("Ley", "388", 1997, "artículo 8", "https://www.gov.co/ley"),),
        puntos=(Punto("Aduana", "Plaza", "123", "Lunes", 10.4229, -75.5498), Punto("Sin mapa")),
        fechas="De enero a marzo",
        preguntas=(Pregunta("¿Sirve?", "Sí.\nSiempre."),),
        palabras=("vecindad",),
        vigencias=(Vigencia("costo", "Acuerdo 107", date(2026, 12, 31)),),
        revisar_antes_de=date(2027, 1, 31),
        lectura_facil=LecturaFacil("Puedes pedirlo.", "Asdopen", date(2026, 2, 1)),
    )
)  # fmt: skip


@pytest.mark.parametrize("record", [*content().tramites.values(), WHOLE], ids=lambda record: record.slug)
def test_reading_a_form_as_it_was_shown_gives_the_same_record(record: Tramite) -> None:
    form = formulario.said(record, NOMBRES)
    assert formulario.read(form, record, NOMBRES).tramite == record
    assert formulario.read(formulario.with_blank_rows(form), record, NOMBRES).tramite == record


def typed(record: Tramite = WHOLE, **changes: str) -> Form:
    form = formulario.with_blank_rows(formulario.said(record, NOMBRES))
    for name, value in changes.items():
        form[name] = value  # `update` would add a second value beside the first
    return form


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("valores-3-valor", "veinte", "Escribe «Por qué se paga»."),
        ("valores-0-valor", "veinte", "En «Cuánto» escribe solo números. Escribiste «veinte»."),
        ("valores-0-vence_el", "mañana", "Escribe la fecha así: 2026-12-31."),
        ("momentos-1-requisitos-0-enlace", "http://1.2.3.4/", "debe empezar por https://"),
        ("momentos-0-requisitos-2-nota", "Original", "Escribe «Qué es»."),
        ("puntos-0-lat", "11.0", "queda por fuera de Cartagena"),
        ("puntos-0-lat", "9.3047", "queda por fuera de Cartagena"),
        ("puntos-1-lat", "10,4", "Escribe las dos coordenadas de «Sin mapa»"),
        ("puntos-0-lon", "este", "Escribe la coordenada con números"),
        ("tiempo-0-cantidad", "", "Escribe cuánto demora"),
        ("tiempo-0-unidad", "inmediato", "Si es de inmediato"),
        ("normas-0-anio", "97", "cuatro números"),
        ("nivel", "4", "todavía no termina trámites"),
        ("numero_suit", "FI-1", "solo números"),
        ("numero_suit", "T28610x", "solo números"),
        ("no_confundir_con-0-tramite_id", "Certificado de estrato", "¿Quisiste decir «Certificado de estratificación"),
        ("no_confundir_con-0-tramite_id", "Certificado de residencia", "este es el mismo"),
        ("dependencias_posibles", "Alcaldía local uno", "No encontramos «Alcaldía local uno»"),
        ("vigencias-1-fuente", "Un decreto", "Escoge «De qué»."),
    ],
)
def test_a_mistake_in_a_row_says_what_to_do_at_its_field(field: str, value: str, says: str) -> None:
    read = formulario.read(typed(**{field: value}), WHOLE, NOMBRES)
    assert read.tramite is None
    assert any(says in why for why in read.errores.values()), read.errores
    row = field.rsplit("-", 1)[0]
    assert all(id_.startswith(row) for id_ in read.errores)


def test_a_place_of_isla_fuerte_and_a_number_as_the_register_writes_it_are_kept() -> None:
    form = typed(**{"puntos-0-lat": "9,39", "puntos-0-lon": "-76,18", "numero_suit": "T28610"})
    read = formulario.read(form, WHOLE, NOMBRES).tramite
    assert read is not None
    assert (read.puntos[0].lat, read.puntos[0].lon, read.numero_suit) == (9.39, -76.18, "T28610")


def test_without_a_territory_coordinates_are_left_empty() -> None:
    errores = formulario.read(typed(), WHOLE, replace(NOMBRES, territorio=None)).errores
    assert "Deja vacías las coordenadas de «Aduana»" in errores["puntos-0-lat"]


def test_figures_are_read_as_people_write_them_and_names_without_accents() -> None:
    form = typed(**{"valores-0-valor": "$ 30.000", "no_confundir_con-0-tramite_id": "DENUNCIA DE CORRUPCION"})
    names = replace(NOMBRES, vecinos={**NOMBRES.vecinos, "x": "Denuncia de corrupción"})
    read = formulario.read(form, WHOLE, names).tramite
    assert read is not None
    assert read.valores[0].valor == 30_000
    assert read.no_confundir_con[0] == Contraste("x", WHOLE.no_confundir_con[0].pregunta)


def test_a_row_left_blank_disappears_and_takes_its_lines_along() -> None:
    form = typed(**{f"valores-{n}-{name}": "" for n in range(3) for name in ("concepto", "valor", "nota", "cuenta", "vence_el")})  # fmt: skip
    read = formulario.read(form, WHOLE, NOMBRES).tramite
    assert read is not None
    assert (read.valores, read.costo, read.requiere_pago) == ((), None, None)


@pytest.mark.parametrize(
    ("path", "more"), [("valores", 1), ("momentos-0-requisitos", 1), ("tiempo", 0), ("nada", 0), ("nombre", 0)]
)
def test_another_row_is_one_more_and_keeps_what_was_typed(path: str, more: int) -> None:
    form = typed(nota="Lo mío")
    before = formulario.rows(form, path)
    assert formulario.rows(formulario.with_one_more(form, path), path) == before + more
    assert formulario.read(form, WHOLE, NOMBRES).tramite == replace(WHOLE, nota="Lo mío")


def test_a_number_of_rows_that_nobody_types_is_no_row() -> None:
    form = typed(**{"valores-999999999-concepto": "x"})
    assert formulario.rows(form, "valores") == len(WHOLE.valores) + formulario.BLANK_ROWS


PLAIN = replace(
    RESIDENCIA,
    requisitos=("Cédula (2)", "Poder (si aplica)", "Estar al día: no lleves soporte, la entidad lo verifica"),
    costo="$25.000", requiere_pago=True, termino="15 días hábiles",
    base_legal=("Ley 388/1997 art. 15", "Decreto 0015 del 14 de enero de 2026", "Acuerdo 107 de 2022 (gratuidad)", "Estatuto"),
)  # fmt: skip


def test_plain_lines_become_rows_and_nothing_is_lost() -> None:
    form = typed(PLAIN)
    assert {"momentos", "valores", "tiempo", "normas"} <= formulario.hidden(form)
    for parte in ("momentos", "valores", "tiempo", "normas", "nada"):
        renglones.with_rows(form, parte)
    assert "requisitos" in formulario.hidden(form)
    refused = formulario.read(form, PLAIN, NOMBRES)
    assert set(refused.errores) == {"normas-3-numero", "normas-3-anio"}
    form["normas-3-numero"], form["normas-3-anio"] = "1", "2020"
    read = formulario.read(form, PLAIN, NOMBRES).tramite
    assert read is not None
    assert (read.requisitos, read.pasos, read.termino) == (PLAIN.requisitos, PLAIN.pasos, PLAIN.termino)
    assert read.momentos[0].requisitos[0] == Requisito("documento", "Cédula", 2)
    assert read.valores == (Valor(renglones.CONCEPTO, 25_000),)
    assert read.normas == (
        Norma("Ley", "388", 1997, "art. 15"), Norma("Decreto", "0015", 2026, "del 14 de enero"),
        Norma("Acuerdo", "107", 2022, "gratuidad"), Norma("Estatuto", "1", 2020),
    )  # fmt: skip


def test_an_editor_of_one_office_cannot_give_a_record_away() -> None:
    mine = replace(WHOLE, dependencia_id="dadis")
    form = typed(mine, dependencia_id="datt")
    assert "dependencia_id" in formulario.read(form, mine, NOMBRES, office="dadis").errores
    moved = formulario.read(form, mine, NOMBRES).tramite
    assert moved is not None
    assert (moved.dependencia_id, moved.dependencia) == ("datt", content().dependencias["datt"].nombre)


def test_a_whole_record_goes_through_the_page_and_comes_back_the_same(
    enter: Callable[[str], Person], services: Services
) -> None:
    with services.db.session() as db:
        tramites.guardar_borrador(db, WHOLE, "importado", services.clock())
    ana = enter("editora").save(RESIDENCIA.slug)
    assert "Borrador guardado" in ana.page
    with services.db.reading_session() as db:
        newest, before = tramites.history(db, RESIDENCIA.id)[:2]
        assert (newest.numero, newest.contenido) == (3, before.contenido)


def test_blank_rows_between_others_are_taken_out_so_that_a_remark_meets_its_row() -> None:
    form = typed(**{"puntos-0-nombre": "", "puntos-0-direccion": "", "puntos-0-telefono": "", "puntos-0-horario": ""})
    form["puntos-0-lat"] = form["puntos-0-lon"] = ""
    form["puntos-3-nombre"], form["puntos-3-lat"], form["puntos-3-lon"] = "Lejos", "1", "1"
    form["momentos-0-requisitos-0-texto"] = form["momentos-0-requisitos-0-nota"] = ""
    tidy = formulario.tidy(form)
    assert [tidy[f"puntos-{n}-nombre"] for n in range(formulario.rows(tidy, "puntos"))] == ["Sin mapa", "Lejos"]
    assert tidy["momentos-0-requisitos-0-texto"] == "Poder"
    assert list(formulario.read(tidy, WHOLE, NOMBRES).errores) == ["puntos-1-lat"]
    assert tidy.getlist("por_confirmar") == form.getlist("por_confirmar")
    assert formulario.read(formulario.tidy(typed()), WHOLE, NOMBRES).tramite == WHOLE
