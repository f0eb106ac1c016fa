"""Which record a short message is about, and when it is about none."""

import json

from flows.engine import Frame, Go
from flows.memoria import AskAgain, remembered
from flows.messages import Option
from flows.session import Session, dump, load
from tests.worlds import make_context

CONTEXT = make_context()
A, B, C = "ctg-predial-pago", "ctg-residencia", "ctg-sisben"
READING = Frame("tramites", inicio={"tramite": B}, run=1)


def _offering(*ids: str, **inicio: str) -> Session:
    shown = tuple(Option(f"tramite:{i}", i) for i in ids)
    return Session(frame=Frame("aclarar", run=1, inicio=inicio), asked="cual", shown=shown, ofrecidos=ids)


def test_the_last_record_and_the_one_before_it_are_kept() -> None:
    session = Session().about(A).about(B)
    assert (session.tramite, session.anterior) == (B, A)
    assert session.about(None) == session.about(B) == session


def test_what_was_offered_is_forgotten_with_a_topic_that_was_not_among_it() -> None:
    offered = Session(ofrecidos=(A, B))
    assert offered.about(A).ofrecidos == (A, B)
    assert offered.about(A).about(C).ofrecidos == ()


def test_a_session_of_an_older_release_has_no_such_memory() -> None:
    session = Session(tramite=A, anterior=B, ofrecidos=(A, B))
    stored = json.loads(json.dumps(dump(session)))
    assert load(stored) == session
    for key in ("anterior", "ofrecidos"):
        del stored[key]
    assert load(stored) == Session(tramite=A)


def test_the_other_is_the_one_talked_about_before() -> None:
    assert remembered(CONTEXT, Session(tramite=B, anterior=A, frame=READING), "el otro") == Go(
        "tramites", {"tramite": A}
    )


def test_the_other_of_two_offered_is_the_one_not_chosen() -> None:
    session = Session(tramite=B, anterior=C, ofrecidos=(A, B), frame=READING)
    assert remembered(CONTEXT, session, "no, el otro") == Go("tramites", {"tramite": A})


def test_a_record_withdrawn_meanwhile_is_not_offered_again() -> None:
    session = Session(tramite=B, anterior="ya-no-existe", ofrecidos=(B, "tampoco"), frame=READING)
    assert remembered(CONTEXT, session, "el otro") == Go("tramites")
    assert remembered(CONTEXT, Session(tramite="ya-no-existe"), "¿y cuánto vale?") is None


def test_this_chooses_the_only_one_offered_and_asks_again_among_several() -> None:
    assert remembered(CONTEXT, _offering(A), "sí, ese") == Go("tramites", {"tramite": A})
    assert remembered(CONTEXT, _offering(A, B), "sí, ese") == AskAgain()


def test_a_question_before_choosing_is_kept_until_one_is_chosen() -> None:
    session = _offering(A, B, opciones="[]")
    assert remembered(CONTEXT, session, "¿y cuánto vale?") == Go("aclarar", {"opciones": "[]", "seccion": "costo"})
    asked = _offering(A, B, opciones="[]", seccion="costo")
    assert remembered(CONTEXT, asked, "el segundo que dijiste") == Go("tramites", {"tramite": B, "seccion": "costo"})


def test_another_topic_since_then_is_asked_about_and_not_guessed() -> None:
    session = Session(tramite=B, frame=Frame("convocatorias", run=1))
    go = remembered(CONTEXT, session, "¿y cuánto vale?")
    assert isinstance(go, Go)
    assert (go.flow, go.inicio["seccion"]) == ("aclarar", "costo")
    assert remembered(CONTEXT, session, "el otro") is None


def test_without_anything_said_before_nothing_is_remembered() -> None:
    for text in (
        "el otro",
        "ese",
        "quién lo paga",
        "y en inglés",
        "el primero que dijiste",
        "otra vez",
        "y para mi esposa",
    ):
        assert remembered(CONTEXT, Session(), text) is None
