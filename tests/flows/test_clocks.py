"""The two clocks, 30 minutes and 24 hours, and how long a draft lives."""

import pytest

from tests.flows.toys import Talk


def enrolling(*said: str) -> Talk:
    talk = Talk()
    talk.all("menú", "2", *said)
    return talk


def reporting(*said: str) -> Talk:
    """Return a person in the middle of a confidential form."""
    talk = Talk()
    talk.all("quiero denunciar un caso de corrupción", *said)
    return talk


def test_within_thirty_minutes_nothing_is_said_of_the_silence() -> None:
    talk = enrolling("Ana")
    talk.wait(minutes=29)
    assert "donde quedamos" not in talk("martes").text


def test_after_thirty_minutes_an_answer_is_taken_and_the_pause_is_named() -> None:
    talk = enrolling("Ana", "martes", "mañana")
    talk.wait(minutes=31)
    assert "Seguimos donde quedamos." in talk("traigo a mi hijo").text
    frame = talk.session.frame
    assert frame is not None
    assert frame.answers["nota"] == "traigo a mi hijo"


def test_after_thirty_minutes_a_greeting_is_asked_whether_to_go_on() -> None:
    talk = enrolling("Ana")
    talk.wait(minutes=31)
    assert "¿Seguimos con curso?" in talk("hola").text
    assert "¿Qué día puedes, Ana?" in talk("sí").text
    assert talk.answers == {"nombre": "Ana"}


def test_a_greeting_is_no_name_after_a_pause() -> None:
    talk = enrolling()
    assert talk.asked == "nombre"
    talk.wait(minutes=45)
    assert "¿Seguimos con curso?" in talk("hola").text
    assert "¿Cómo te llamas?" in talk("sí").text


def test_after_thirty_minutes_no_means_no() -> None:
    talk = enrolling("Ana")
    talk.wait(minutes=31)
    talk.all("hola", "no")
    assert talk.session.frame is None
    assert talk.session.parked == ()
    assert "Ana" not in talk.stored


def test_after_a_day_the_conversation_is_archived_and_its_draft_offered() -> None:
    talk = enrolling("Ana")
    talk.wait(hours=24)
    bubble = talk("hola")
    assert "Guardé tu inscripción sin terminar. Escribe *seguir* para retomarlo." in bubble.text
    assert talk.session.frame is None
    assert "¿Seguimos con curso?" in talk("seguir").text
    assert "¿Qué día puedes, Ana?" in talk("sí").text


def test_after_a_day_a_digit_is_no_answer_to_yesterdays_question() -> None:
    talk = enrolling("Ana")
    talk.wait(hours=25)
    talk("2")
    draft = talk.session.draft("curso")
    assert draft is not None
    assert draft.frame.answers == {"nombre": "Ana"}


@pytest.mark.parametrize(("days", "kept"), [(29, True), (30, False), (90, False)])
def test_a_draft_lives_thirty_days_from_the_last_message(days: int, kept: bool) -> None:
    talk = enrolling("Ana")
    talk.wait(days=days)
    talk("hola")
    assert (talk.session.draft("curso") is not None) is kept
    assert ("Ana" in talk.stored) is kept


def test_a_confidential_draft_is_gone_with_the_conversation() -> None:
    talk = reporting("me pidieron plata por un permiso")
    assert "plata" in talk.stored
    talk.wait(hours=24)
    talk("hola")
    assert "plata" not in talk.stored


def test_a_confidential_form_left_by_word_lives_a_day() -> None:
    talk = reporting("me pidieron plata por un permiso")
    talk("salir")
    assert "plata" in talk.stored
    talk.wait(hours=23)
    talk("hola")
    assert "plata" in talk.stored
    talk.wait(hours=2)
    talk("hola")
    assert "plata" not in talk.stored


def test_a_form_without_any_answer_leaves_no_draft() -> None:
    talk = enrolling()
    talk.wait(hours=24)
    bubble = talk("hola")
    assert talk.session.drafts == ()
    assert "Guardé" not in bubble.text


def test_a_parked_form_becomes_a_draft_after_a_day() -> None:
    talk = enrolling("Ana")
    talk("menú")
    talk.wait(hours=24)
    talk("hola")
    assert [d.frame.flow for d in talk.session.drafts] == ["curso"]
    assert talk.session.parked == ()


def test_a_draft_is_used_up_when_its_form_ends() -> None:
    talk = enrolling("Ana")
    talk.all("salir", "seguir", "sí", "martes", "mañana", "saltar", "sí")
    assert talk.session.drafts == ()
    assert talk.session.frame is None


def test_a_new_start_of_a_form_with_a_draft_asks_first() -> None:
    talk = enrolling("Ana")
    talk.all("salir", "menú")
    assert "¿Seguimos con curso?" in talk("2").text
    assert "¿Qué día puedes, Ana?" in talk("sí").text


def test_what_only_shows_is_not_resumed() -> None:
    talk = Talk()
    talk("paz y salvo del predial")
    talk.wait(hours=25)
    assert "Guardé" not in talk("hola").text
    assert talk.session.drafts == ()
