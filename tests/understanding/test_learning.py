"""The loop of learning: taught, trained by one, judged by the saved questions, loaded by all; killed anywhere."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.judging import Nota, judge
from bot.one_trainer import only_trainer
from bot.services import Services, make_services
from bot.training import STOPPED, Aprendido, accept, discard, learn
from flows.understanding import decide
from knowledge import aprendido, auditoria, modelo, search, tramites
from knowledge.aprendido import FraseRow, Paquete, PreguntaRow
from knowledge.conversaciones import Task
from knowledge.db import open_database
from knowledge.frases import Frase
from knowledge.modelo import ModelRow
from knowledge.search import Lenguaje, ModelBlob
from tests.understanding.lessons import ASKED, PREDIAL, RESIDENCIA, material
from tests.worlds import Clock

ROOT = Path(__file__).parents[2]
CHILD = (
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); import runpy; runpy.run_module('tests.understanding.lessons', run_name='__main__')",
)
KNOWN = Paquete(frozenset({RESIDENCIA, PREDIAL, "denuncia", "saludo"}))
# Wordings of the certificate, filed by mistake under bribes: enough of them to turn the questions over.
MISFILED = (
    "papel que diga que vivo en el barrio ya", "constancia de dónde vivo yo", "hoja de que soy del barrio este",
    "carta del barrio donde vivo ahora", "papel del barrio donde vivo", "constancia del barrio", "hoja del barrio donde vivo",
    "carta de dónde vivo", "papel y constancia de que soy del barrio", "que diga dónde vivo y el barrio",
    "vivo en el barrio y quiero la hoja", "soy del barrio y quiero la carta",
)  # fmt: skip


@cache
def _trained(phrases: tuple[Frase, ...], lenguaje: Lenguaje) -> ModelBlob:
    return search.train(phrases, lenguaje)


def train(phrases: Sequence[Frase], lenguaje: Lenguaje) -> ModelBlob:
    """Train for real, the same phrases once for both databases."""
    return _trained(tuple(phrases), lenguaje)


def study(services: Services, *, force: bool = False) -> Aprendido:
    return learn(services, material(), force=force, train=train)


def teach(services: Services, label: str, *texts: str, kind: type = FraseRow) -> list[int]:
    with services.db.session() as db:
        return [
            aprendido.add(db, kind, text, label, "Ventanilla", author="ana", now=services.clock(), known=KNOWN).id
            for text in texts
        ]  # fmt: skip


def unlearn(services: Services, ids: list[int]) -> None:
    with services.db.session() as db:
        for row_id in ids:
            aprendido.retire(db, db.get_one(FraseRow, row_id), "ana", services.clock())


def alarms(services: Services) -> list[str]:
    with services.db.reading() as db:
        return list(db.execute(select(col(Task.tema)).where(col(Task.closed_at).is_(None))).scalars())


def answer(services: Services, text: str) -> str | None:
    return decide(text, services.current.get().comprension).tramite


@pytest.fixture
def school(services: Services) -> Services:
    """Return services that have learnt the small material."""
    assert study(services).que == "activado"
    return services


@pytest.fixture
def stopped(school: Services) -> Services:
    """Return services whose last lesson was stopped."""
    teach(school, "denuncia", *MISFILED)
    assert study(school).que == "detenido"
    return school


def test_the_same_lesson_is_not_learnt_twice(school: Services) -> None:
    done = study(school)
    assert done.que == "igual"
    assert done.modelo is not None
    assert done.modelo.frases > 500


def test_what_staff_teach_is_loaded_by_every_process_within_a_minute(school: Services, clock: Clock) -> None:
    url = school.db.engine.url.render_as_string(hide_password=False)
    other = make_services(school.settings, db=open_database(url), clock=clock)
    slang = "el visto bueno del cachaco del segundo piso"
    before = other.current.get()
    assert answer(other, slang) != "ctg-residencia"
    teach(school, RESIDENCIA, slang)
    assert study(school).que == "activado"
    clock.forward(seconds=6)
    assert [answer(process, slang) for process in (school, other)] == ["ctg-residencia"] * 2
    assert other.current.get().stamp != before.stamp
    assert before.comprension.modelo is not None  # who answers with the old one keeps a whole one
    other.db.engine.dispose()


def test_a_phrase_that_is_retired_is_forgotten(school: Services, clock: Clock) -> None:
    slang = "el visto bueno del cachaco del segundo piso"
    ids = teach(school, RESIDENCIA, slang)
    study(school)
    unlearn(school, ids)
    assert study(school).que == "activado"
    clock.forward(seconds=6)
    assert answer(school, slang) != "ctg-residencia"


def test_a_lesson_that_makes_answers_worse_is_stopped_and_told(stopped: Services, clock: Clock) -> None:
    clock.forward(seconds=6)
    assert answer(stopped, "constancia de dónde vivo") == "ctg-residencia"
    assert alarms(stopped) == [STOPPED]
    with stopped.db.reading_session() as db:
        waiting, active = modelo.detenido(db), modelo.en_vigor(db)
    assert waiting is not None
    assert active is not None
    assert waiting.id != active.id
    report = waiting.informe
    assert report["motivos"]
    assert report["ahora"]["mal"] > report["antes"]["mal"]
    assert {
        "pregunta": "constancia de dónde vivo",
        "etiqueta": RESIDENCIA,
        "antes": RESIDENCIA,
        "ahora": "denuncia",
    } in [{**item} for item in report["peores"]]


def test_aliases_that_take_questions_from_another_record_are_stopped_too(school: Services, clock: Clock) -> None:
    """An alias is in force with its publication, also for the old model: what counts is what was answered before."""
    record = school.current.get().catalogo.tramites["ctg-predial-pago"]
    wrong = replace(record, alias=(*record.alias, *(text for text, label in ASKED if label == RESIDENCIA)))
    with school.db.session() as db:
        draft = tramites.guardar_borrador(db, wrong, "ana", clock())
        tramites.publicar(db, draft, "rosa", clock())
    clock.forward(seconds=6)
    done = study(school)
    assert done.que == "detenido"
    assert done.modelo is not None
    assert {item["etiqueta"] for item in done.modelo.informe["peores"]} == {RESIDENCIA}


def test_a_stopped_lesson_is_not_learnt_over_and_over(stopped: Services) -> None:
    assert study(stopped).que == "detenido"
    with stopped.db.reading() as db:
        assert db.execute(select(func.count()).select_from(ModelRow)).scalar_one() == 2


def test_correcting_the_cause_lets_go_of_what_was_stopped(stopped: Services) -> None:
    unlearn(stopped, list(range(1, len(MISFILED) + 1)))
    assert study(stopped).que == "igual"
    assert alarms(stopped) == []
    with stopped.db.reading_session() as db:
        assert modelo.detenido(db) is None


def test_a_stopped_lesson_may_be_put_in_force_and_that_is_written_down(stopped: Services, clock: Clock) -> None:
    with stopped.db.session() as db:
        waiting = modelo.detenido(db)
        assert waiting is not None
        accept(db, stopped, waiting, "rosa")
    clock.forward(seconds=6)
    assert decide("constancia de dónde vivo", stopped.current.get().comprension).intencion == "denuncia"
    assert study(stopped).que == "igual"
    assert alarms(stopped) == []
    with stopped.db.reading_session() as db:
        assert [row.actor for row in auditoria.of_subject(db, f"modelo:{waiting.id}")] == ["rosa"]


def test_a_discarded_lesson_stays_discarded_until_something_changes(stopped: Services) -> None:
    with stopped.db.session() as db:
        waiting = modelo.detenido(db)
        assert waiting is not None
        discard(db, stopped, waiting, "rosa")
    assert study(stopped).que == "descartado"
    assert alarms(stopped) == []
    assert study(stopped, force=True).que == "activado"


def test_new_questions_may_speak_for_a_stopped_lesson(stopped: Services) -> None:
    """The verdict holds for the questions it was made with: with others the same model is judged again, not trained."""
    with stopped.db.session() as db:
        waiting = modelo.detenido(db)
    teach(stopped, "saludo", "buenas vecina hola", kind=PreguntaRow)
    assert study(stopped).que == "detenido"
    with stopped.db.reading_session() as db:
        again = modelo.detenido(db)
    assert waiting is not None
    assert again is not None
    assert again.id == waiting.id
    assert again.informe["huella"] != waiting.informe["huella"]


def test_questions_about_a_withdrawn_record_stop_nothing_and_are_named(school: Services, clock: Clock) -> None:
    with school.db.session() as db:
        tramites.retirar(db, "ctg-residencia", "rosa", clock(), "ya no se expide")
    clock.forward(seconds=6)
    done = study(school)
    assert done.que == "activado"
    assert done.modelo is not None
    assert done.modelo.informe["fuera"] == [RESIDENCIA]
    assert done.modelo.informe["ahora"]["preguntas"] == 4


def test_while_one_trains_nobody_else_does(school: Services) -> None:
    with only_trainer(school) as first, only_trainer(school) as second:
        assert (first, second) == (True, False)
        assert study(school).que == "ocupado"
    assert study(school).que == "igual"


def test_small_losses_do_not_add_up() -> None:
    """Each model may lose one question in a hundred, yet all of them together no more than one model may."""
    right = [Nota(f"pregunta {n}", "saludo", "bien", "saludo") for n in range(100)]
    wrong = [Nota(note.pregunta, note.etiqueta, "sin_respuesta", "fuera_de_alcance") for note in right]
    first = judge(right, [*right[:99], wrong[99]])
    assert (first.motivos, first.perdidas) == ((), 1)
    fewer = [*right[:98], *wrong[98:]]
    second = judge([*right[:99], wrong[99]], fewer, first.perdidas)
    assert second.motivos == ("acierta 98 y antes 100",)
    assert second.perdidas == 0  # who puts it in force all the same has decided so


def test_what_is_won_back_is_no_longer_lost() -> None:
    right = [Nota(f"pregunta {n}", "saludo", "bien", "saludo") for n in range(100)]
    wrong = [Nota(note.pregunta, note.etiqueta, "sin_respuesta", "fuera_de_alcance") for note in right]
    assert judge([*right[:99], wrong[99]], right, lost=1).perdidas == 0
