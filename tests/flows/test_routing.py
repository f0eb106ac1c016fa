"""From a decision to a flow: what goes along, and what must not."""

import json

from flows.engine import Go
from flows.messages import Message
from flows.routing import route
from flows.session import Session
from flows.understanding import Candidate, Decision, Entity, Reason
from tests.worlds import make_context

CONTEXT = make_context()


def _decision(intencion: str, **fields: object) -> Decision:
    known: dict[str, object] = {
        "tramite": None, "confianza": 0.95, "alternativas": (), "seccion": None, "entidades": (), "idioma": "es",
        "normalizado": "", "razones": (), "emergencia": None,
    }  # fmt: skip
    return Decision(intencion=intencion, **{**known, **fields})  # type: ignore[arg-type]


def _route(decision: Decision, text: str = "unas palabras cualesquiera", tramite: str | None = None) -> Go:
    return route(CONTEXT, Session(tramite=tramite), Message(text=text), decision)


def test_words_that_may_be_a_denuncia_are_not_kept_in_the_clear() -> None:
    shady = Candidate("denuncia", None, "Denunciar corrupción", 0.4)
    other = Candidate("tramite", "ctg-sisben", "Encuesta del Sisbén", 0.4)
    assert "texto" not in _route(_decision("aclarar", alternativas=(other, shady))).inicio
    assert "texto" in _route(_decision("aclarar", alternativas=(other,))).inicio
    assert "texto" not in _route(_decision("denuncia")).inicio


def test_the_candidates_travel_as_json() -> None:
    go = _route(_decision("aclarar", alternativas=(Candidate("tramite", "ctg-sisben", "Sisbén", 0.4),)))
    assert json.loads(go.inicio["opciones"]) == [{"intencion": "tramite", "tramite": "ctg-sisben", "titulo": "Sisbén"}]


def test_another_entity_or_city_is_told_along() -> None:
    passport = _route(_decision("fuera_de_alcance", razones=(Reason("otra-entidad", "pasaporte"),)))
    assert (passport.flow, passport.inicio["otra_entidad"]) == ("no_se", "pasaporte")
    city = _route(_decision("fuera_de_alcance", razones=(Reason("otra-ciudad", "barranquilla"),)))
    assert city.inicio["otra_ciudad"] == "barranquilla"


def test_a_record_named_without_certainty_says_so() -> None:
    assert _route(_decision("tramite", tramite="ctg-sisben", confianza=0.7)).inicio["duda"] == "si"
    assert "duda" not in _route(_decision("tramite", tramite="ctg-sisben")).inicio


def test_a_short_question_is_about_the_record_last_talked_about() -> None:
    decision = _decision("aclarar", seccion="costo", alternativas=(Candidate("tramite", "ctg-ica", "ICA", 0.4),))
    assert _route(decision, "y cuánto vale", "ctg-sisben") == Go(
        "tramites", {"tramite": "ctg-sisben", "seccion": "costo"}
    )
    assert _route(decision, "y cuánto vale").flow == "aclarar"
    assert _route(decision, "y cuánto vale registrar la marca de mi negocio de pescado", "ctg-sisben").flow == "aclarar"


def test_without_any_record_the_section_is_kept_while_it_is_looked_for() -> None:
    assert _route(_decision("tramite", seccion="costo"), "cuánto vale") == Go("tramites", {"seccion": "costo"})
    assert _route(_decision("fuera_de_alcance", seccion="costo"), "cuánto vale el ferry").flow == "no_se"
    elsewhere = _decision("fuera_de_alcance", seccion="costo", razones=(Reason("otra-entidad", "pasaporte"),))
    assert _route(elsewhere, "cuánto vale el pasaporte", "ctg-sisben").flow == "no_se"


def test_an_error_or_a_person_is_about_the_record_last_talked_about() -> None:
    for intencion in ("error_dato", "funcionario"):
        assert _route(_decision(intencion), tramite="ctg-sisben").inicio["tramite"] == "ctg-sisben"
        assert _route(_decision(intencion, tramite="ctg-ica"), tramite="ctg-sisben").inicio["tramite"] == "ctg-ica"
        assert "tramite" not in _route(_decision(intencion)).inicio


def test_a_personal_number_never_travels() -> None:
    entities = (Entity("cedula", "1047", "1047", 0, 4), Entity("barrio", "manga", "Manga", 5, 10))
    inicio = _route(_decision("radicar", entidades=entities)).inicio
    assert "cedula" not in inicio
    assert inicio["barrio"] == "manga"
