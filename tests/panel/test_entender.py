"""What Catalina learns, as staff see it: whose phrases, what they may hold, and what happens to a stopped model."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from bot import judging, training
from bot.panel import entender
from bot.services import Services
from knowledge import auditoria, modelo
from knowledge.aprendido import FraseRow, PreguntaRow
from tests.panel.conftest import Person, make_account
from tests.understanding.lessons import material, small_model
from tests.worlds import NOON

Enter = Callable[[str], Person]
RESIDENCIA = "tramite/ctg-residencia"
FRASES, PREGUNTAS = "/panel/entender/frases", "/panel/entender/preguntas"
GOOD = {"texto": "el papelito de que uno vive por acá", "etiqueta": RESIDENCIA, "fuente": "Ventanilla, marzo de 2026"}


@pytest.fixture
def stopped(services: Services) -> int:
    """Return the id of a model that the saved questions stopped."""
    counted = {"preguntas": 10, "bien": 8, "ofrecida": 0, "sin_respuesta": 1, "mal": 1}
    report = {
        "huella": "x", "antes": counted, "ahora": {**counted, "bien": 5, "mal": 4}, "fuera": ["tramite/viejo"],
        "motivos": ["acierta 5 y antes 8"],
        "peores": [{"pregunta": "constancia <b>del barrio</b>", "etiqueta": RESIDENCIA, "antes": RESIDENCIA, "ahora": "¿denuncia · radicar?"}],
    }  # fmt: skip
    with services.db.session() as db:
        modelo.store(db, *small_model(), NOON, "old corpus")
        model_id = modelo.keep(db, *small_model(), NOON, corpus="other")
        modelo.report(db, model_id, report)
        modelo.stop(db, model_id)
    return model_id


def rows(services: Services, kind: type) -> list[object]:
    with services.db.reading_session() as db:
        return list(db.exec(select(kind)))


def add(person: Person, path: str, **form: str) -> Person:
    person.get(path)
    return person.post(path, **{**GOOD, **form})


def test_a_phrase_is_added_listed_with_its_source_and_retired(enter: Enter, services: Services) -> None:
    editora = enter("editora")
    add(editora, FRASES)
    assert "Guardada" in editora.page
    assert GOOD["texto"] in editora.page
    assert GOOD["fuente"] in editora.page
    editora.post(f"{FRASES}/1/retirar")
    assert "Retirada" in editora.page
    assert GOOD["texto"] not in editora.get(FRASES).page
    assert GOOD["texto"] in editora.get(f"{FRASES}?ver=retiradas").page
    with services.db.reading_session() as db:
        assert [row.action for row in auditoria.of_subject(db, "frases:1")] == ["dejar de enseñar", "enseñar"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"texto": "llámame al 300 123 45 67"}, "un teléfono, una cédula o un correo"),
        ({"texto": "soy 1.047.382.910 y vivo aquí"}, "un teléfono, una cédula o un correo"),
        ({"texto": "llámame al 300/123/4567"}, "un teléfono, una cédula o un correo"),
        ({"texto": "mi cédula es 45–456–789"}, "un teléfono, una cédula o un correo"),
        ({"texto": "mi cédula es 31 2010 1999"}, "un teléfono, una cédula o un correo"),
        ({"texto": "escribe a ana@correo.co"}, "un teléfono, una cédula o un correo"),
        ({"texto": "escribe a ana @ correo.co"}, "un teléfono, una cédula o un correo"),
        ({"texto": "a" * 301}, "301 letras"),
        ({"texto": "  ¿?  "}, "con palabras"),
        ({"etiqueta": "tramite/no-existe"}, "No existe el tema"),
        ({"etiqueta": ""}, "Falta el tema"),
        ({"fuente": " "}, "de dónde salió"),
        ({"fuente": "ficha"}, "Escribe otra"),
        ({"texto": "Carta de vecindad"}, "Ya está, en"),
        ({"texto": "necesito un papel del distrito"}, "pregunta guardada"),
        ({"etiqueta": "emergencia"}, "con reglas"),
    ],
)
def test_what_may_not_be_taught_is_said_and_what_was_typed_stays(
    enter: Enter, services: Services, change: dict[str, str], said: str
) -> None:
    revisor = add(enter("revisor"), FRASES, **change)
    assert revisor.status == 422
    assert said in revisor.page
    assert "Hay algo por corregir" in revisor.page
    assert rows(services, FraseRow) == []


@pytest.mark.parametrize(
    "texto",
    ["la deuda 2020-2025 del acuerdo 188 de 2025, son 50.000", "el acuerdo 188/2025", "la cita del 12/05/2026", "años 2019, 2020", "el 2026-01-15", "resolución 0123-2024", "ley 1755 2015", "2023 2024 2025"],
)  # fmt: skip
def test_years_days_and_norms_are_no_personal_data(enter: Enter, services: Services, texto: str) -> None:
    add(enter("revisor"), FRASES, texto=texto)
    assert len(rows(services, FraseRow)) == 1


def test_two_who_teach_the_same_at_once_keep_it_once_and_nobody_sees_an_error(enter: Enter, services: Services) -> None:
    people = [enter("revisor").get(FRASES), enter("revisor").get(FRASES)]
    with ThreadPoolExecutor(2) as pool:
        for n in range(10):
            words = f"el papelito {'de siempre ' * (n + 1)}"
            done = pool.map(lambda person, words=words: person.post(FRASES, **{**GOOD, "texto": words}).status, people)
            assert sorted(done) == [200, 422]
    assert len(rows(services, FraseRow)) == 10


def test_an_editor_teaches_only_tramites_of_the_own_office(enter: Enter, services: Services) -> None:
    with services.db.session() as db:
        make_account(db, services, "carlos", "editor", dependencia_id="datt")
    carlos = enter("carlos")
    assert add(carlos, FRASES).status == 403
    assert add(carlos, FRASES, etiqueta="denuncia").status == 403
    assert add(carlos, FRASES, etiqueta=" denuncia ").status == 403  # a space makes no other topic of it
    assert add(carlos, FRASES, etiqueta="tramite/ctg-lic-conduccion-dup").status == 200
    assert add(carlos, PREGUNTAS, etiqueta="tramite/ctg-lic-conduccion-dup", texto="otro pase igualito").status == 200
    assert carlos.post(f"{PREGUNTAS}/1/retirar").status == 403
    assert f'<option value="{RESIDENCIA}"' not in carlos.get(FRASES).page.split("<h2>Buscar")[0]
    assert [row.etiqueta for row in rows(services, FraseRow)] == ["tramite/ctg-lic-conduccion-dup"]


def test_an_editor_without_office_teaches_no_other_topic(enter: Enter) -> None:
    assert add(enter("editora"), FRASES, etiqueta="denuncia").status == 403


def test_an_editor_does_not_retire_what_another_office_taught(enter: Enter, services: Services) -> None:
    add(enter("revisor"), FRASES)
    with services.db.session() as db:
        make_account(db, services, "carlos", "editor", dependencia_id="datt")
    carlos = enter("carlos").get(FRASES)
    assert carlos.post(f"{FRASES}/1/retirar").status == 403


def test_phrases_are_found_by_topic_and_words_without_accents(enter: Enter) -> None:
    page = enter("editora").get(f"{FRASES}?tema={RESIDENCIA}&q=VECINDAD").page
    assert "carta de vecindad" in page
    assert "Equipo Catalina" in page
    assert "hoja del trámite" in enter("editora").get(f"{FRASES}?q=certificado+de+residencia+ficha").page


def test_saved_questions_say_how_they_are_answered_today(enter: Enter, services: Services) -> None:
    revisor = add(enter("revisor"), PREGUNTAS)
    assert GOOD["texto"] in revisor.page
    assert "No la entiende" in revisor.page or "Responde otra cosa" in revisor.page
    assert GOOD["texto"] in revisor.get(f"{PREGUNTAS}?ver=fallan").page
    assert len(rows(services, PreguntaRow)) == 1


@pytest.mark.parametrize("path", ["/panel/entender", FRASES, PREGUNTAS])
def test_only_who_works_on_content_sees_it(enter: Enter, path: str) -> None:
    assert enter("oficial").get(path).status == 403
    assert enter("analista").get(path).status == 403


def test_without_a_model_the_page_says_so(enter: Enter) -> None:
    page = enter("editora").get("/panel/entender").page
    assert "Todavía no hay uno" in page
    assert "Hay cambios por aprender" in page


def shown(services: Services, stopped: int) -> None:
    """Make the stopped model the one of today's corpus, as the job leaves it."""
    with services.db.session() as db:
        reunido = training.gather(db, services.current.get().catalogo, training.bundled())
        row = db.get_one(modelo.ModelRow, stopped)
        row.corpus = reunido.corpus
        row.informe = {**(row.informe or {}), "huella": judging.fingerprint(reunido.preguntas)}
        db.add(row)


def test_a_stopped_model_is_shown_with_what_got_worse(enter: Enter, services: Services, stopped: int) -> None:
    shown(services, stopped)
    page = enter("editora").get("/panel/entender").page
    assert "está detenido" in page
    assert "Ahora acierta 5 y antes 8." in page
    assert "constancia &lt;b&gt;del barrio&lt;/b&gt;" in page
    assert "¿Denunciar corrupción · Petición o queja?" in page
    assert "tramite/viejo" in page
    assert "Activar de todos modos" not in page
    assert "Activar de todos modos" in enter("revisor").get("/panel/entender").page


@pytest.mark.parametrize(("que", "estado"), [("activar", "activo"), ("descartar", "descartado")])
def test_who_publishes_decides_about_it_once(
    enter: Enter, services: Services, stopped: int, que: str, estado: str
) -> None:
    shown(services, stopped)
    path = f"/panel/entender/modelos/{stopped}/{que}"
    editora = enter("editora").get(FRASES)
    assert editora.post(path).status == 403
    revisor = enter("revisor").get("/panel/entender")
    assert ("Activado" if que == "activar" else "Descartado") in revisor.post(path).page
    assert "ya no espera" in revisor.post(path).page
    with services.db.reading_session() as db:
        assert db.get_one(modelo.ModelRow, stopped).estado == estado
        assert [row.actor for row in auditoria.of_subject(db, f"modelo:{stopped}")] == ["revisor"]


def test_of_two_decisions_at_once_the_second_changes_nothing(services: Services, stopped: int) -> None:
    """Discarding what somebody has just put in force would leave no model at all."""

    def late() -> bool:
        with services.db.session() as db:
            return entender._decide(db, services, stopped, "descartar")

    with ThreadPoolExecutor(1) as pool:
        with services.db.session() as db:
            waiting = modelo.detenido(db)
            assert waiting is not None
            training.accept(db, services, waiting, "rosa")
            second = pool.submit(late)
            time.sleep(0.5)
        assert second.result() is False
    with services.db.reading_session() as db:
        active = modelo.en_vigor(db)
    assert active is not None
    assert active.id == stopped


def test_what_was_discarded_while_it_was_judged_stays_discarded(services: Services, stopped: int) -> None:
    with services.db.session() as db:
        waiting, before = modelo.detenido(db), modelo.en_vigor(db)
        assert waiting is not None
        reunido = training.gather(db, services.current.get().catalogo, material())
        training.discard(db, services, waiting, "rosa")
    assert training._settle(services, reunido, before, stopped, force=False).que == "descartado"
    with services.db.reading_session() as db:
        assert db.get_one(modelo.ModelRow, stopped).estado == "descartado"
        assert modelo.en_vigor(db) == before
