"""A clerk finds a hoja de vida, writes a draft, somebody else publishes it, and the chat says it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from bot.services import Services
from knowledge import auditoria, personal
from tests.panel.conftest import Person, make_account
from tests.worlds import Clock, Talk

Enter = Callable[[str], Person]
SLUG = "certificado-de-residencia"
DOS_DIAS = {"tiempo-0-cantidad": "2", "tiempo-0-unidad": "habil"}
TRES_DIAS = {"tiempo-0-cantidad": "3", "tiempo-0-unidad": "habil"}


def test_the_search_forgives_accents_and_finds_what_people_say(enter: Enter) -> None:
    ana = enter("editora")
    assert ana.get("/panel/hojas?q=RESIDÉNCIA+certificado").page.count(f'/panel/hojas/{SLUG}"') == 1
    assert "paz-y-salvo" not in ana.page
    assert "Ningún trámite tiene esas palabras" in ana.get("/panel/hojas?q=zzzz").page


def test_every_hoja_is_reached_page_by_page(enter: Enter, services: Services) -> None:
    ana, seen = enter("editora"), set[str]()
    for since in range(0, 240, 60):
        seen |= set(re.findall(r'href="/panel/hojas/([^"?/]+)"', ana.get(f"/panel/hojas?desde={since}").page))
    assert {record.slug for record in services.current.get().catalogo.tramites.values()} <= seen
    assert ana.get("/panel/hojas?desde=-5&ver=zzz").status == 200
    assert ana.get("/panel/hojas?desde=zzz").status == 200


def test_ids_of_the_registry_of_another_entity_are_never_shown(enter: Enter) -> None:
    ana = enter("editora")
    assert "suit-" not in ana.get("/panel/hojas").page
    assert "suit-" not in ana.get(f"/panel/hojas/{SLUG}").page


def test_a_form_sent_as_it_is_changes_no_field(enter: Enter) -> None:
    ana = enter("editora").save(SLUG)
    assert "Borrador guardado" in ana.page
    assert "Qué cambia frente a lo publicado" not in ana.page


def test_a_draft_is_seen_by_staff_and_not_by_citizens(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, **DOS_DIAS, motivo="Lo dijo la alcaldía local")
    assert (ana.path, "2 días hábiles" in ana.page) == (f"/panel/hojas/{SLUG}/versiones/2", True)
    assert "Importante" in ana.page
    assert "2 días hábiles" not in ana.get(f"/tramites/{SLUG}").page
    assert "Lo dijo la alcaldía local" in ana.get(f"/panel/hojas/{SLUG}/versiones").page
    assert "Con borrador" in ana.get("/panel/hojas?estado=pendientes").page


def test_after_publishing_the_chat_answers_the_new_text_within_seconds(enter: Enter, talk: Talk, clock: Clock) -> None:
    assert "2 días hábiles" not in talk("cuánto demora el certificado de residencia").text
    enter("editora").save(SLUG, **DOS_DIAS)
    luis = enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2")
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar")
    assert "Publicada" in luis.page
    clock.forward(seconds=6)
    assert "2 días hábiles" in talk("cuánto demora el certificado de residencia").text
    assert "2 días hábiles" in luis.get(f"/tramites/{SLUG}").page


def test_nobody_publishes_the_own_draft_while_another_person_could(enter: Enter) -> None:
    luis = enter("revisor").save(SLUG, **DOS_DIAS)
    assert "Debe publicarlo otra persona" in luis.page
    assert "Publicar la versión" not in luis.page
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar")
    assert "Debe publicarlo otra persona" in luis.page
    assert "2 días hábiles" not in luis.get(f"/tramites/{SLUG}").page


def test_an_office_of_one_publishes_its_own_draft_and_the_audit_says_so(
    enter: Enter, services: Services, clock: Clock
) -> None:
    with services.db.session() as db:
        admin = personal.find(db, "admin")
        assert admin is not None
        personal.set_active(db, admin, services.clock(), activo=False, by="consola")
    luis = enter("revisor").save(SLUG, **DOS_DIAS)
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar")
    clock.forward(seconds=6)
    assert "2 días hábiles" in luis.get(f"/tramites/{SLUG}").page
    with services.db.reading_session() as db:
        last = auditoria.of_subject(db, "hoja:ctg-residencia")[0]
        assert (last.action, last.detail) == ("publicar", '{"mismo_autor": true, "version": 2}')


def test_an_editor_cannot_publish(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, **DOS_DIAS)
    assert ana.post(f"/panel/hojas/{SLUG}/versiones/2/publicar").status == 403


def test_an_older_draft_is_not_published_over_a_newer_one(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, **DOS_DIAS)
    ana.save(SLUG, **TRES_DIAS)
    luis = enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2")
    assert "Hay una versión más nueva, la 3" in luis.page
    assert "Hay una versión más nueva" in luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar").page


def test_two_people_who_edit_at_once_both_keep_their_words(enter: Enter) -> None:
    ana, luis = enter("editora").get(f"/panel/hojas/{SLUG}"), enter("revisor").get(f"/panel/hojas/{SLUG}")
    mine = {**ana.form(), **DOS_DIAS}
    luis.post(f"/panel/hojas/{SLUG}", **{**luis.form(), **TRES_DIAS})
    ana.post(f"/panel/hojas/{SLUG}", **mine)
    assert (ana.status, "Otra persona guardó mientras escribías" in ana.page) == (409, True)
    assert "quitado: </span>3" in ana.page
    assert ana.form()["tiempo-0-cantidad"] == "2"
    ana.post(f"/panel/hojas/{SLUG}", **ana.form())
    assert (ana.path, ana.status) == (f"/panel/hojas/{SLUG}/versiones/3", 200)
    assert "3 días hábiles" in ana.get(f"/panel/hojas/{SLUG}/versiones/2").page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"nombre": " "}, "Escribe «Nombre»."),
        ({"titulo_corto": "Un nombre corto que no es nada corto"}, "Déjalo en 24 o menos"),
        ({"url": "http://inseguro.example"}, "debe empezar por https://"),
        ({"momentos-0-texto": "x" * 401}, "«Qué hace la persona» tiene 401 letras"),
        ({"en_linea": "tal vez"}, "Escoge una de las opciones"),
        ({"alcance": "nacional"}, "De un trámite nacional no se publica"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(
    enter: Enter, changes: dict[str, str], says: str
) -> None:
    ana = enter("editora").save(SLUG, **{"nota": "Lo que ya escribí", **changes})
    assert (ana.status, says in ana.page) == (422, True)
    assert 'href="#' + next(iter(changes)) in ana.page
    assert "Lo que ya escribí" in ana.page
    assert "Versión 2" not in ana.get(f"/panel/hojas/{SLUG}/versiones").page


def test_what_a_clerk_types_is_text_and_never_markup(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, proposito='<script>alert(1)</script> <b onclick="x">*fuerte*</b>')
    assert "<script>" not in ana.page
    assert "&lt;script&gt;" in ana.page
    assert "<strong>fuerte</strong>" in ana.page


def test_an_old_version_comes_back_as_a_draft_and_history_is_only_added_to(enter: Enter, clock: Clock) -> None:
    enter("editora").save(SLUG, **DOS_DIAS)
    luis = enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2")
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar")
    luis.get(f"/panel/hojas/{SLUG}/versiones/1").post(f"/panel/hojas/{SLUG}/versiones/1/restaurar")
    assert luis.path == f"/panel/hojas/{SLUG}/versiones/3"
    assert "volvió como borrador" in luis.page
    history = luis.get(f"/panel/hojas/{SLUG}/versiones").page
    assert history.count("Versión ") >= 3
    assert "Copia de la versión 1" in history
    clock.forward(seconds=6)
    assert "2 días hábiles" in luis.get(f"/tramites/{SLUG}").page


def test_a_draft_given_back_says_why_and_is_not_published(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, **DOS_DIAS)
    luis = enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2")
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/devolver", nota="Falta el decreto")
    assert "Devuelta" in luis.page
    assert "Falta el decreto" in ana.get(f"/panel/hojas/{SLUG}/versiones/2").page
    assert "Publicar la versión" not in luis.get(f"/panel/hojas/{SLUG}/versiones/2").page


def test_an_editor_of_one_office_works_on_its_hojas_and_no_others(app: Flask, services: Services) -> None:
    with services.db.session() as db:
        make_account(db, services, "dadis", "editor", dependencia_id="dadis")
    dadis = Person(app.test_client()).log_in("dadis")
    assert dadis.get(f"/panel/hojas/{SLUG}").status == 403
    assert "Borrador guardado" in dadis.save("afiliacion-al-regimen-subsidiado-de-salud", nota="Lleva tu cédula").page


def test_every_change_is_audited_with_who_did_it(enter: Enter, services: Services) -> None:
    enter("editora").save(SLUG, **DOS_DIAS)
    luis = enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2")
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar")
    with services.db.reading_session() as db:
        acts = [(row.actor, row.action) for row in auditoria.of_subject(db, "hoja:ctg-residencia")]
        assert acts == [("revisor", "publicar"), ("editora", "guardar borrador")]
        assert auditoria.verify(db) is None


@pytest.mark.parametrize("path", ["/panel/hojas/nada", f"/panel/hojas/{SLUG}/versiones/99"])
def test_what_does_not_exist_is_said_in_plain_words(enter: Enter, path: str) -> None:
    ana = enter("editora").get(path)
    assert (ana.status, "no existe" in ana.page) == (404, True)
