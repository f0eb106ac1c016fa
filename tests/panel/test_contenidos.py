"""Offices, questions, days off and the texts of the entity: written by one, published by another, answered at once."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from bot.panel.clases import CLASES
from bot.services import Services, make_services
from knowledge import auditoria, contenido, personal
from knowledge.db import open_database
from knowledge.organizacion import DependenciaRow
from tests.panel.conftest import Person, make_account
from tests.worlds import Clock, Talk

Enter = Callable[[str], Person]
ROOM = "/panel/contenidos"
FAQ = {
    "pregunta": "¿Dónde queda el archivo histórico?",
    "respuesta": "En la calle de la Factoría.",
    "fuente": "Decreto 1",
}


OWN = {"nombre": "Nuevo", "fuente": "Decreto 1"}
LEAST: dict[str, dict[str, str]] = {
    "dependencias": {"nombre": "Oficina nueva", "tipo": "central", "fuente": "x"},
    "puntos": {**OWN, "servicios": "sisben"},
    "proyectos": {**OWN, "tipo": "a", "linea": "b", "descripcion": "c", "objetivo": "d", "cooperantes": "e"},
    "organizaciones": {**OWN, "ciudad": "Cartagena", "tipo": "red"},
    "encuentros": {**OWN, "lugar": "El Pozón", "fecha": "2026-05-02"},
    "convocatorias": {"titulo": "Beca", "convocante": "a", "descripcion": "b", "tipo": "c", "estado": "abierta", "fuente": "d"},
    "compromisos": {**OWN, "titulo_corto": "Nuevo", "problema": "a", "que_cambiara": "b", "responsable": "c"},
    "hitos": {**OWN, "compromiso_id": "nuevo", "num": "1", "entregable": "a", "responsable": "b", "estado": "en_curso"},
    "festivos": {**OWN, "fecha": "2026-05-04"},
    "preguntas": FAQ,
    "respuestas": {"titulo": "Ya se hizo", "cuando": "Siempre", "texto": "Hola, [nombre].", "fuente": "x"},
}  # fmt: skip


def publish(person: Person, where: str) -> Person:
    return person.get(where).post(f"{where}/publicar")


def add(person: Person, kind: str, **form: str) -> Person:
    return person.get(f"{ROOM}/{kind}/nuevo").post(f"{ROOM}/{kind}/nuevo", **form)


def change(person: Person, path: str, **changes: str) -> Person:
    person.get(path)
    return person.post(path, **{**person.form(), **changes})


@pytest.mark.parametrize("kind", sorted(CLASES))
def test_every_kind_has_its_list_and_a_form_that_changes_nothing_when_sent_as_it_is(
    enter: Enter, services: Services, kind: str
) -> None:
    luis = enter("revisor")
    assert luis.get(f"{ROOM}/{kind}").status == 200
    with services.db.reading_session() as db:
        rows = contenido.published(db, CLASES[kind].kind.row)[:3]
        found = [(row.id, row.contenido, row.ultima) for row in rows]
    for record_id, before, last in found:
        where = change(luis, f"{ROOM}/{kind}/{record_id}").path
        assert (where, luis.status) == (f"{ROOM}/{kind}/{record_id}/versiones/{last + 1}", 200)
        assert "Qué cambia frente a lo publicado" not in luis.page, before


def test_the_search_forgives_accents(enter: Enter) -> None:
    page = enter("revisor").get(f"{ROOM}/dependencias?q=HACIÉNDA").page
    assert f'{ROOM}/dependencias/hacienda"' in page
    assert f'{ROOM}/dependencias/datt"' not in page
    assert "Ningún registro tiene esas palabras" in enter("revisor").get(f"{ROOM}/puntos?q=zzzz").page


def test_from_publish_to_the_new_answer(enter: Enter, talk: Talk, clock: Clock) -> None:
    ana, luis = enter("admin"), enter("revisor")
    where = add(ana, "preguntas", **FAQ).path
    assert where == f"{ROOM}/preguntas/donde-queda-el-archivo-historico/versiones/1"
    assert "Debe publicarlo otra persona" in publish(ana, where).page
    assert "Factoría" not in talk(FAQ["pregunta"]).text
    assert "Publicado" in publish(luis, where).page
    clock.forward(seconds=6)
    assert "En la calle de la Factoría." in talk("donde queda el archivo historico").text


def test_another_process_answers_it_without_a_restart(
    enter: Enter, services: Services, database_url: str, clock: Clock
) -> None:
    other = make_services(services.settings, db=open_database(database_url, synchronous="NORMAL"), clock=clock)
    talk = Talk(other, clock, address="web:otra")
    assert "Factoría" not in talk(FAQ["pregunta"]).text
    publish(enter("revisor"), add(enter("admin"), "preguntas", **FAQ).path)
    clock.forward(seconds=6)
    assert "En la calle de la Factoría." in talk(FAQ["pregunta"]).text
    other.db.engine.dispose()


def test_a_record_with_only_what_is_required_is_read_once_published(
    enter: Enter, services: Services, clock: Clock
) -> None:
    luis, rosa = enter("revisor"), enter("admin")
    for kind, form in LEAST.items():
        where = add(rosa, kind, **form).path
        assert "Publicado" in publish(luis, where).page, kind
    clock.forward(seconds=6)
    found = services.current.get().catalogo
    assert "oficina-nueva" in found.dependencias
    assert [items[-1].nombre for items in (found.puntos, found.proyectos, found.organizaciones, found.encuentros)] == [
        "Nuevo"
    ] * 4
    assert found.convocatorias[-1].titulo == "Beca"
    assert found.compromisos[-1].hitos[0].nombre == "Nuevo"


def test_a_draft_is_sent_to_review_given_back_restored_and_retired(enter: Enter, services: Services) -> None:
    ana, luis = enter("admin"), enter("revisor")
    where = add(ana, "preguntas", **FAQ).path
    assert "En revisión" in ana.post(f"{where}/revision").page
    luis.get(where).post(f"{where}/devolver", nota="Falta la calle")
    assert "Falta la calle" in ana.get(where).page
    assert "ya no espera revisión" in publish(luis, where).page
    record = where.partition("/versiones")[0]
    ana.get(where).post(f"{where}/restaurar")
    assert ana.path == f"{record}/versiones/2"
    assert "Publicado" in publish(luis, ana.path).page
    luis.post(f"{record}/versiones/2/retirar", nota="")
    assert "Escribe por qué lo retiras." in luis.page
    luis.post(f"{record}/versiones/2/retirar", nota="Ya no")
    assert "Retirado" in luis.page
    assert FAQ["pregunta"] in luis.get(f"{ROOM}/preguntas?q=factoria").page
    assert luis.get(f"{record}/versiones").page.count("Versión ") >= 2
    with services.db.reading_session() as db:
        acts = [row.action for row in auditoria.of_subject(db, "contenido:preguntas/donde-queda-el-archivo-historico")]
        assert acts == ["retirar", "publicar", "restaurar", "devolver", "enviar a revisión", "guardar borrador"]
        assert auditoria.verify(db) is None


def test_two_people_who_edit_at_once_both_keep_their_words(enter: Enter) -> None:
    path = f"{ROOM}/dependencias/hacienda"
    ana, luis = enter("admin").get(path), enter("revisor").get(path)
    mine = {**ana.form(), "horario": "De dos a cuatro"}
    change(luis, path, horario="De ocho a doce")
    ana.post(path, **mine)
    assert (ana.status, "Otra persona guardó mientras escribías" in ana.page) == (409, True)
    assert "doce" in ana.page
    assert ana.form()["horario"] == "De dos a cuatro"
    ana.post(path, **ana.form())
    assert (ana.path, ana.status) == (f"{path}/versiones/3", 200)
    assert "De ocho a doce" in ana.get(f"{path}/versiones/2").page


def test_two_who_write_the_texts_of_the_entity_first_meet_too(enter: Enter, services: Services, clock: Clock) -> None:
    path = f"{ROOM}/entidad/entidad"
    ana, luis = enter("admin").get(path), enter("revisor").get(path)
    mine = {**ana.form(), "horario": "De dos a cuatro"}
    where = change(luis, path, horario="De ocho a doce").path
    assert ana.post(path, **mine).status == 409
    publish(enter("admin"), where)
    clock.forward(seconds=6)
    assert services.current.get().catalogo.entidad.horario == "De ocho a doce"


def test_a_channel_of_the_entity_is_added_in_the_empty_row_and_one_left_empty_disappears(
    enter: Enter, services: Services, clock: Clock
) -> None:
    path = f"{ROOM}/entidad/entidad"
    ana, luis = enter("admin").get(path), enter("revisor")
    form = ana.form()
    last = max(int(name.split(".")[1]) for name in form if name.startswith("emergencias."))
    added = {f"emergencias.{last}.linea": "195", f"emergencias.{last}.para": "Atención | social"}
    emptied = {"emergencias.1.linea": "", "emergencias.1.para": ""}
    where = ana.post(path, **{**form, **added, **emptied}).path
    publish(luis, where)
    clock.forward(seconds=6)
    found = services.current.get().catalogo.entidad.emergencias
    assert [line for line, _, _ in found] == ["123", "195"]
    assert found[-1] == ("195", "Atención / social", False)


def test_a_row_that_lacks_something_says_which_and_keeps_the_rest(enter: Enter) -> None:
    path = f"{ROOM}/entidad/entidad"
    ana = enter("admin").get(path)
    ana.post(path, **{**ana.form(), "contactos.0.canal": "", "contactos.1.para": ""})
    assert (ana.status, "En el renglón 1 falta: Canal." in ana.page) == (422, True)
    assert "323 3190810" in ana.page
    ana.post(
        path,
        **{**ana.form(), "contactos.0.canal": "whatsapp", "contactos.1.para": "Trámites", "emergencias.0.linea": "uno"},
    )
    assert "Escribe cada renglón así: 123" in ana.page


@pytest.mark.parametrize(
    ("kind", "form", "says", "field"),
    [
        ("preguntas", {**FAQ, "respuesta": ""}, "Escribe «Respuesta».", "respuesta"),
        ("preguntas", {**FAQ, "respuesta": "x" * 901}, "Escribe máximo 900 letras.", "respuesta"),
        ("festivos", {"fecha": "31/02/2026", "nombre": "Cierre", "fuente": "x"}, "Escribe la fecha como", "fecha"),
        ("festivos", {"fecha": "2026-05-02", "hasta": "2026-05-01", "nombre": "Cierre", "fuente": "x"}, "no sea antes", "hasta"),
        ("festivos", {"fecha": "2026-05-02", "clase": "puente", "nombre": "Cierre", "fuente": "x"}, "Escoge una de las opciones", "clase"),
        ("puntos", {"nombre": "Casa", "servicios": "sisben", "localidad": "7", "fuente": "x"}, "Escribe 1, 2 o 3.", "localidad"),
        ("puntos", {"nombre": "Casa", "servicios": "sisben", "dependencia_id": "nada", "fuente": "x"}, "Escoge una", "dependencia_id"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(
    enter: Enter, kind: str, form: dict[str, str], says: str, field: str
) -> None:
    luis = add(enter("revisor"), kind, motivo="Lo que ya escribí", **form)
    assert (luis.status, says in luis.page, f'href="#{field}"' in luis.page) == (422, True, True)
    assert "Lo que ya escribí" in luis.page


def test_a_local_day_off_is_counted_by_the_legal_terms(enter: Enter, services: Services, clock: Clock) -> None:
    form = {
        "fecha": "2026-04-07",
        "nombre": "Duelo por la ciudad",
        "clase": "día no hábil local",
        "fuente": "Decreto 2",
    }
    publish(enter("revisor"), add(enter("admin"), "festivos", **form).path)
    clock.forward(seconds=6)
    calendario = services.current.get().catalogo.calendario
    assert calendario is not None
    assert calendario.motivo(date(2026, 4, 7)) == "Duelo por la ciudad"


def test_an_editor_of_one_office_works_on_its_records_and_no_others(app: Flask, services: Services) -> None:
    with services.db.session() as db:
        make_account(db, services, "dadis", "editor", dependencia_id="dadis")
    dadis = Person(app.test_client()).log_in("dadis")
    page = dadis.get(f"{ROOM}/dependencias").page
    assert f'{ROOM}/dependencias/dadis"' in page
    assert f'{ROOM}/dependencias/hacienda"' not in page
    assert dadis.get(f"{ROOM}/dependencias/hacienda").status == 403
    assert dadis.get(f"{ROOM}/preguntas").status == 403
    assert "Preguntas frecuentes" not in dadis.get(ROOM).page
    casa = {"nombre": "Casa DADIS", "servicios": "salud", "fuente": "x"}
    assert add(dadis, "puntos", **casa, dependencia_id="hacienda").status == 403
    where = add(dadis, "puntos", **casa, dependencia_id="dadis").path
    assert dadis.status == 200
    assert dadis.post(f"{where}/publicar").status == 403
    assert add(dadis, "dependencias", nombre="Otra", tipo="oficina", fuente="x").status == 403


def test_an_office_of_one_publishes_its_own_draft_and_the_audit_says_so(enter: Enter, services: Services) -> None:
    with services.db.session() as db:
        admin = personal.find(db, "admin")
        assert admin is not None
        personal.set_active(db, admin, services.clock(), activo=False, by="consola")
    luis = enter("revisor")
    where = change(luis, f"{ROOM}/dependencias/hacienda", horario="De ocho a doce").path
    assert "Publicado" in luis.post(f"{where}/publicar").page
    with services.db.reading_session() as db:
        last = auditoria.of_subject(db, "contenido:dependencias/hacienda")[0]
        assert (last.action, last.detail) == ("publicar", '{"mismo_autor": true, "version": 2}')


def test_a_forged_form_is_refused_and_changes_nothing(enter: Enter, services: Services) -> None:
    luis = enter("revisor").get(f"{ROOM}/dependencias/hacienda")
    assert luis.post(f"{ROOM}/dependencias/hacienda", csrf="x" * 40, **luis.form()).status == 400
    with services.db.reading_session() as db:
        assert db.get_one(DependenciaRow, "hacienda").ultima == 1


def test_what_is_typed_is_text_and_never_markup(enter: Enter) -> None:
    luis = add(enter("revisor"), "preguntas", **{**FAQ, "respuesta": "<script>alert(1)</script>"})
    assert "<script>" not in luis.page
    assert "&lt;script&gt;" in luis.page


def test_what_was_typed_is_not_lost_when_the_log_in_ends(enter: Enter, clock: Clock) -> None:
    luis = enter("revisor").get(f"{ROOM}/preguntas/nuevo")
    token = luis.csrf()
    clock.forward(hours=2)
    luis.post(f"{ROOM}/preguntas/nuevo", csrf=token, **FAQ)
    assert (luis.status, FAQ["respuesta"] in luis.page) == (401, True)


@pytest.mark.parametrize("path", ["nada", "preguntas/nada", "dependencias/hacienda/versiones/99", "entidad/otra"])
def test_what_does_not_exist_is_said_in_plain_words(enter: Enter, path: str) -> None:
    luis = enter("revisor").get(f"{ROOM}/{path}")
    assert (luis.status, "no existe" in luis.page) == (404, True)
