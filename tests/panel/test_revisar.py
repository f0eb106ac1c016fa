"""What a colleague would say of a text, shown while it is written and before it is published."""

from collections.abc import Callable

from bot.services import Services
from knowledge import auditoria
from tests.panel.conftest import Person

Enter = Callable[[str], Person]
SLUG = "certificado-de-residencia"
UNSAFE = {"nota": "Entra a http://www.cartagena.gov.co/x"}


def test_the_text_is_looked_at_without_keeping_it(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, accion="revisar", **UNSAFE)
    assert "Lo que diría un colega" in ana.page
    assert 'href="#nota">Ir allí' in ana.page
    assert ana.form()["nota"] == UNSAFE["nota"]
    assert "Versión 2" not in ana.get(f"/panel/hojas/{SLUG}/versiones").page


def test_a_mistake_is_told_before_any_remark(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, accion="revisar", nombre="", **UNSAFE)
    assert (ana.status, "Lo que diría un colega" in ana.page) == (422, False)


def test_a_draft_kept_shows_what_to_mend_and_leads_to_its_field(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, **UNSAFE)
    assert "Hay que arreglarlo antes de publicar" in ana.page
    assert f'href="/panel/hojas/{SLUG}#nota"' in ana.page


def test_what_has_to_be_mended_is_not_published(enter: Enter, services: Services) -> None:
    enter("editora").save(SLUG, **UNSAFE)
    luis = enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2")
    assert "Publicar la versión" not in luis.page
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar")
    assert "Todavía no se puede publicar" in luis.page
    assert "http://www.cartagena.gov.co/x" not in luis.get(f"/tramites/{SLUG}").page
    with services.db.reading_session() as db:
        assert [row.action for row in auditoria.of_subject(db, "hoja:ctg-residencia")] == ["guardar borrador"]


def test_a_remark_that_only_advises_stops_nothing(enter: Enter) -> None:
    enter("editora").save(SLUG, nota="Pregunta en el DADIS.")
    luis = enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2")
    assert "Explica «DADIS»" in luis.page
    luis.post(f"/panel/hojas/{SLUG}/versiones/2/publicar")
    assert "Publicada" in luis.page


def test_another_row_and_rows_for_lines_keep_nothing_and_lose_nothing(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, accion="fila:preguntas", nota="Lo mío")
    assert (ana.status, 'id="preguntas-2-pregunta"' in ana.page, ana.form()["nota"]) == (200, True, "Lo mío")
    ana.post(f"/panel/hojas/{SLUG}", **{**ana.form(), "accion": "pasar:momentos"})
    assert ana.form()["momentos-1-texto"] == "Registrarse o iniciar sesión"
    assert 'id="pasos"' not in ana.page
    ana.post(f"/panel/hojas/{SLUG}", **ana.form())
    assert "Borrador guardado" in ana.page
    assert "Registrarse o iniciar sesión" in ana.page
