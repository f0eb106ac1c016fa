"""What was published about cooperation, open government and figures: found by words, said with city and source."""

import re

import pytest

from flows.canales import channel_lines
from flows.cooperacion import matching as proyectos
from flows.cooperacion_fichas import ficha, redes, seccion
from flows.datos_publicos import ficha as ficha_de_dato
from flows.datos_publicos import search, told_apart
from flows.directorio import bodies
from flows.donde_radicar import CLASES, guia, named
from flows.fuentes import publisher
from flows.hallar import asked, ranked
from flows.paginas import named_rows
from flows.participacion import ESTADOS, matching, milestone
from flows.registro import FLOWS
from flows.walk import by_question, walk
from knowledge.values import Contacto
from tests.flows.conversations import Conversation, titles
from tests.worlds import make_context

CONTEXT = make_context()
CATALOGO = CONTEXT.catalogo


@pytest.mark.parametrize("project", CATALOGO.proyectos, ids=lambda p: p.id)
def test_a_project_is_said_as_published(project) -> None:  # type: ignore[no-untyped-def]
    said = ficha(CONTEXT, project)
    going = seccion(CONTEXT, project, "avance")
    for text in (said, going, seccion(CONTEXT, project, "busca")):
        assert len(text) < 960
        assert "None" not in text
        assert text.endswith("Fuente: Boletín de Cooperación Internacional 2025, Alcaldía de Cartagena.")
    assert (f"Avance publicado: {project.avance_pct} %." in said) == (project.avance_pct is not None)
    if project.resultado:
        assert ("*Resultado esperado* (todavía no logrado)" in going) == project.resultado_es_esperado


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("qué hace Oracle en Cartagena", "oracle-academy"),
        ("proyecto minuto de dios", "minuto-de-dios"),
        ("el premio de bloomberg", "bloomberg-mayors-challenge"),
        ("bloomber", "bloomberg-mayors-challenge"),
    ],
)
def test_a_project_is_found_by_name(words: str, id_: str) -> None:
    assert proyectos(CONTEXT, words)[0].id == id_


def test_words_about_nothing_find_no_project() -> None:
    assert proyectos(CONTEXT, "proyectos de cooperación") == []
    assert proyectos(CONTEXT, "astronautas xyzzy") == []


def test_networks_are_this_citys_alone() -> None:
    said = redes(CONTEXT)
    own = [o for o in CATALOGO.organizaciones if o.ciudad == "Cartagena" and o.tipo == "red"]
    others = {o.nombre for o in CATALOGO.organizaciones if o.ciudad != "Cartagena"} - {o.nombre for o in own}
    assert all(o.nombre in said for o in own)
    assert not [name for name in others if name in said]
    assert len(said) < 900


def test_the_directory_names_every_body_once_and_no_phone() -> None:
    names = bodies(CATALOGO.proyectos)
    assert len(names) == len(set(names)) > 30
    rows = named_rows({name: name for name in names})
    assert len({row.title for row in rows}) == len(rows)
    for path in walk("cooperacion", FLOWS["cooperacion"].body, CONTEXT, state=by_question):
        for stop in path.stops:
            assert not re.search(r"\b3\d{9}\b|\(605\)", stop.text)


@pytest.mark.parametrize("compromiso", CATALOGO.compromisos, ids=lambda c: c.id)
def test_commitments_are_named_never_numbered_and_no_date_is_invented(compromiso) -> None:  # type: ignore[no-untyped-def]
    for hito in compromiso.hitos:
        said = milestone(CONTEXT, hito)
        assert "Estado: sin reporte publicado." in said
        assert "Fecha: sin publicar." in said
        assert hito.responsable in said
        assert len(said) < 960
    for path in walk(
        "participacion", FLOWS["participacion"].body, CONTEXT, {"texto": compromiso.titulo_corto}, by_question
    ):
        for stop in path.stops:
            assert not re.search(r"[Cc]ompromiso \d", stop.text)


def test_every_state_of_a_milestone_has_words() -> None:
    assert set(ESTADOS) == {"no_iniciado", "en_curso", "completado", "en_riesgo", "sin_reporte"}


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("cómo va el POT", "pot"),
        ("encuentros barriales", "encuentros_barriales"),
        ("mesas de gobernanza", "mesas_gobernanza"),
    ],
)
def test_a_commitment_is_found_by_its_words(words: str, id_: str) -> None:
    found = matching(CONTEXT, words)
    assert found is not None
    assert found.id == id_


def test_a_general_question_on_open_government_shows_all() -> None:
    assert matching(CONTEXT, "compromisos de gobierno abierto") is None
    shown = titles(Conversation(CONTEXT).start("participacion", texto="gobierno abierto"))
    assert shown[:4] == [c.titulo_corto for c in CATALOGO.compromisos]


@pytest.mark.parametrize("dato", CATALOGO.datos, ids=lambda d: d.id)
def test_a_figure_is_said_with_city_warning_and_source(dato) -> None:  # type: ignore[no-untyped-def]
    said = ficha_de_dato(CONTEXT, dato, "una pregunta")
    assert f"Ciudad: {dato.ciudad}." in said
    assert dato.advertencia is None or dato.advertencia in said
    assert "Fuente: " in said
    assert "fuentes/" not in said
    assert len(said) < 960
    # Another city is named before its figure, for who did not ask for it.
    assert said.startswith("De Cartagena no tengo ese dato") == (dato.ciudad != "Cartagena")


@pytest.mark.parametrize("words", ["cuántas alianzas firmó la ciudad", "votos de la consulta", "meta de alianzas"])
def test_questions_without_a_city_are_answered_with_this_citys_figures(words: str) -> None:
    found = search(CONTEXT, words)
    assert found
    assert {dato.ciudad for dato in found} == {"Cartagena"}


def test_bogota_answers_only_for_bogota() -> None:
    assert {dato.ciudad for dato in search(CONTEXT, "cuánto aportó el BID a Bogotá")} == {"Bogotá"}


@pytest.mark.parametrize("words", ["cuántos habitantes tiene Cartagena", "cuántos turistas llegaron en 2024", "xyzzy"])
def test_what_nobody_published_is_not_answered(words: str) -> None:
    assert search(CONTEXT, words) == []
    said = Conversation(CONTEXT).start("datos_publicos", texto=words).text
    assert "No tengo un dato publicado sobre eso." in said


def test_rows_begin_with_what_differs() -> None:
    assert told_apart(["En la consulta, 3 votos", "En la consulta, 8 votos"]) == ["3 votos", "8 votos"]
    assert told_apart(["Uno", "Dos"]) == ["Uno", "Dos"]
    assert told_apart(["Igual", "Igual"]) == ["Igual", "Igual"]
    assert told_apart([]) == []


@pytest.mark.parametrize("clase", [row[0] for row in CLASES])
def test_each_kind_of_petition_gets_its_term_and_channels_and_nothing_is_filed(clase: str) -> None:
    said = guia(CONTEXT, clase)
    termino = CATALOGO.terminos[clase]
    assert f"{termino.dias} días hábiles" in said
    assert termino.verificado or "por confirmar" in said
    assert ("salvo reserva legal" in said) == (clase == "informacion_o_documentos")
    assert "atencionalciudadano@cartagena.gov.co" in said
    assert "Aquí no quedó radicado nada" in said
    assert len(said) < 900


@pytest.mark.parametrize(
    ("text", "clase"),
    [
        ("quiero poner una queja", "queja"),
        ("para hacer un reclamo", "reclamo"),
        ("pedir información de un contrato", "informacion_o_documentos"),
        ("una queja o un reclamo", None),
        ("radicar algo", None),
    ],
)
def test_a_kind_that_is_named_is_not_asked_again(text: str, clase: str | None) -> None:
    assert named(text) == clase


def test_an_unconfirmed_channel_says_so() -> None:
    unconfirmed = Contacto("telefono", "605 000 0000", "la Oficina", confirmado=False)
    assert channel_lines(CONTEXT, [unconfirmed]) == "• Teléfono: 605 000 0000 (la Oficina), por confirmar"


@pytest.mark.parametrize(
    ("fuente", "said"),
    [
        ("fuentes/000_a919d45b8fb11d5f.txt:93", "Boletín de Cooperación Internacional 2025, Alcaldía de Cartagena"),
        ("https://caracol.com.co/2025/10/29/hasta", "caracol.com.co, 2025"),
        ("https://www.cartagena.gov.co/node/9004", "cartagena.gov.co"),
        ("Acuerdo 006 de 2003", "Acuerdo 006 de 2003"),
        ("", ""),
    ],
)
def test_a_source_is_named_by_who_published_it(fuente: str, said: str) -> None:
    assert publisher(CONTEXT, fuente) == said


def test_rare_words_weigh_more_and_half_an_answer_is_none() -> None:
    bags = [frozenset({"red", "ciudad"}), frozenset({"red", "manglar"}), frozenset({"ciudad"})]
    assert [n for n, _ in ranked(["red", "manglar"], bags)] == [1]
    assert ranked([], bags) == []
    assert ranked(["nada"], bags) == []
    assert asked("hola, quiero saber cuántas redes hay", "") == ["redes"]
