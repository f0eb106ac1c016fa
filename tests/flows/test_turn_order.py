"""The order in which a message is read: emergency, shown option, opt-out, global word, answer, topic, another try."""

import pytest

from flows.answers import Choice, Text, YesNo
from flows.engine import Ask, Flow
from flows.messages import Attachment, Location, Message
from tests.flows.toys import Talk, registry, spec, titles


def enrolling(*said: str) -> Talk:
    """Return a person who fills the form of the course and has said these things."""
    talk = Talk()
    talk.all("menú", "2", *said)
    return talk


def asking(body: object, name: str = "curso") -> Talk:
    """Return a person to whom a form of this body has put its first question."""
    talk = Talk(flows=registry(spec(name, body, form=True, titulo="tu forma")))
    talk.all("menú", "2")
    return talk


def kind(talk: Talk) -> str:
    assert talk.last is not None
    return talk.last.facts.kind


# emergency first


def test_an_emergency_comes_before_an_accepted_answer() -> None:
    talk = enrolling("Ana", "martes", "mañana")
    assert talk.asked == "nota"
    bubble = talk("auxilio hay un incendio en mi casa")
    assert bubble.text.startswith("Llama al 123")
    assert kind(talk) == "emergency"
    assert "nota" not in talk.answers


def test_the_form_goes_on_after_an_emergency() -> None:
    talk = enrolling("Ana")
    talk("auxilio hay un incendio en mi casa")
    talk("martes")
    assert talk.answers == {"nombre": "Ana", "dia": "martes"}


# a shown option before everything but an emergency


def _words(world: object, inicio: object) -> Flow:
    que = yield Ask("que", "¿Qué hacemos?", Choice.of(cancelar="Cancelar", baja="Baja", menu="Menú", ayuda="Ayuda"))
    yield f"Elegiste {que}."


@pytest.mark.parametrize("said", ["Cancelar", "cancelar", "Baja", "BAJA", "menú", "ayuda"])
def test_a_shown_option_whose_title_is_a_global_word_is_still_an_option(said: str) -> None:
    talk = asking(_words)
    assert "Elegiste" in talk(said).text


def test_a_button_is_read_by_its_id_whatever_its_words_say() -> None:
    talk = enrolling("Ana")
    talk(Message(text="STOP", option="martes"))
    assert talk.answers["dia"] == "martes"


# opt-out: whole message only


@pytest.mark.parametrize("said", ["STOP", "Baja", "ALTO.", "stop", "baja"])
def test_an_opt_out_word_alone_ends_notices_even_while_free_text_is_asked(said: str) -> None:
    talk = Talk()
    talk.all("menú", "2")
    assert talk.asked == "nombre"
    assert "Avisos: baja." in talk(said).text
    assert talk.answers == {}


def test_words_that_only_mention_baja_are_no_opt_out() -> None:
    talk = enrolling("Ana", "martes", "mañana")
    talk("me dieron de baja en la EPS")
    assert "nota" not in (talk.asked or "")
    frame = talk.session.frame
    assert frame is not None
    assert frame.answers["nota"] == "me dieron de baja en la EPS"


# global words: whole message only


def test_menu_parks_the_form_and_the_form_can_be_taken_up() -> None:
    talk = enrolling("Ana")
    assert "Trámites" in titles(talk("menú"))
    assert [f.flow for f in talk.session.parked] == ["curso"]
    assert talk.session.parked[0].answers == {"nombre": "Ana"}


def test_a_cancelled_form_is_gone_with_its_draft() -> None:
    talk = enrolling("Ana")
    assert "Cancelado: tu inscripción." in talk("cancelar").text
    assert talk.session.frame is None
    assert talk.session.drafts == ()
    assert "Ana" not in talk.stored


def test_wanting_to_cancel_an_appointment_is_not_cancelling() -> None:
    talk = enrolling("Ana", "martes", "mañana")
    talk("quiero cancelar mi cita")
    frame = talk.session.frame
    assert frame is not None
    assert frame.answers["nota"] == "quiero cancelar mi cita"


def test_leaving_keeps_the_form_as_a_draft() -> None:
    talk = enrolling("Ana")
    assert "Hasta luego." in talk("salir").text
    assert [d.frame.flow for d in talk.session.drafts] == ["curso"]
    assert "¿Seguimos con curso?" in talk("seguir").text
    assert "¿Qué día puedes, Ana?" in talk("sí").text


def test_help_is_given_in_place_and_the_question_put_again() -> None:
    talk = enrolling("Ana")
    bubble = talk("ayuda")
    assert "Esto es la ayuda." in bubble.text
    assert "¿Qué día puedes, Ana?" in bubble.text
    assert titles(bubble) == ["Lunes", "Martes", "Jueves"]
    talk("martes")
    assert talk.answers["dia"] == "martes"


def test_back_takes_the_last_answer_away_and_asks_it_again() -> None:
    talk = enrolling("Ana", "martes")
    bubble = talk("atrás")
    assert "¿Qué día puedes, Ana?" in bubble.text
    assert talk.answers == {"nombre": "Ana"}
    talk("lunes")
    assert talk.answers["dia"] == "lunes"


def test_back_at_the_first_question_of_a_form_says_so_and_asks_again() -> None:
    talk = enrolling()
    bubble = talk("atrás")
    assert "Ya estamos en la primera pregunta." in bubble.text
    assert talk.asked == "nombre"


def test_back_goes_no_further_than_the_last_effect() -> None:
    talk = enrolling("Ana", "martes", "mañana", "saltar")
    assert len(talk.done) == 1
    talk("atrás")
    assert talk.asked == "aviso"
    frame = talk.session.frame
    assert frame is not None
    assert set(frame.answers) == {"nombre", "dia", "desde", "nota"}
    assert len(talk.done) == 1


def test_back_where_nothing_runs_is_the_menu() -> None:
    assert "Trámites" in titles(Talk()("atrás"))


# an accepted answer before another topic


def test_a_sentence_that_answers_an_open_question_is_an_answer() -> None:
    talk = enrolling("Ana", "martes", "mañana")
    talk("necesito silla de ruedas")
    frame = talk.session.frame
    assert frame is not None
    assert frame.answers["nota"] == "necesito silla de ruedas"


# a clear, different topic: in place, state untouched


def test_another_topic_is_answered_in_place_and_the_state_is_untouched() -> None:
    talk = enrolling("Ana")
    before = talk.session.frame
    bubble = talk("paz y salvo del predial")
    assert "*Paz y salvo predial*" in bubble.text
    assert "Seguimos con tu inscripción." in bubble.text
    assert "¿Qué día puedes, Ana?" in bubble.text
    assert talk.session.frame == before
    assert talk.session.parked == ()
    assert kind(talk) == "aside"


def test_a_question_to_us_is_an_aside_even_where_free_text_is_asked() -> None:
    talk = enrolling("Ana", "martes", "mañana")
    bubble = talk("¿paz y salvo del predial?")
    assert "*Paz y salvo predial*" in bubble.text
    assert talk.asked == "nota"


def test_another_topic_replaces_what_only_shows() -> None:
    talk = Talk()
    talk("paz y salvo del predial")
    assert talk.asked == "seccion"
    bubble = talk("carta de residencia")
    assert "*Certificado de residencia*" in bubble.text
    assert "Seguimos" not in bubble.text
    assert talk.session.parked == ()


# misses


def test_each_miss_gives_a_hint_and_the_third_a_person_and_the_menu() -> None:
    talk = enrolling("Ana")
    first = talk("xyzzy plugh")
    assert "Elige una de las opciones" in first.text
    assert "¿Qué día puedes, Ana?" in first.text
    talk("xyzzy otra vez")
    third = talk("xyzzy y otra")
    assert "No logro entenderte." in third.text
    assert titles(third) == ["Ver el menú", "Una persona", "Seguir"]
    assert "¿Qué día puedes, Ana?" in talk("3").text
    talk("martes")
    assert talk.answers == {"nombre": "Ana", "dia": "martes"}


def test_misses_are_forgiven_by_a_good_answer() -> None:
    talk = enrolling("Ana")
    talk.all("xyzzy plugh", "xyzzy otra", "martes")
    assert talk.session.tries == 0


def test_three_misses_where_nothing_runs_lead_to_a_person_too() -> None:
    talk = Talk()
    assert "No sé de eso." in talk("xyzzy plugh").text
    assert "No sé de eso." in talk("xyzzy plugh uno").text
    assert "No logro entenderte." in talk("xyzzy plugh dos").text


def test_courtesy_is_no_miss() -> None:
    talk = enrolling("Ana")
    talk.all("gracias", "hola", "muchas gracias", "buenos días")
    assert talk.session.tries == 0
    assert talk.asked == "dia"


def test_aja_is_no_yes() -> None:
    def body(world: object, inicio: object) -> Flow:
        yes = yield Ask("si", "¿Aceptas?", YesNo())
        yield f"Dijiste {yes}."

    talk = asking(body)
    assert "Responde *sí* o *no*." in talk("ajá").text
    assert "Dijiste True." in talk("dale").text


# what is no words


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (Message(attachments=(Attachment("r", "image/jpeg"),)), "Recibí tu image."),
        (Message(attachments=(Attachment("r", "audio/ogg"),)), "Recibí tu audio."),
        (Message(attachments=(Attachment("r", "image/webp"),)), "Recibí tu sticker."),
        (Message(attachments=(Attachment("r", "text/vcard"),)), "Recibí tu text."),
        (Message(location=Location(10.4, -75.5)), "Recibí tu ubicacion."),
        (Message(), "Recibí tu vacio."),
        (Message(text=" \n "), "Recibí tu vacio."),
    ],
)
def test_what_is_no_words_is_answered_and_never_lost_in_the_form(message: Message, said: str) -> None:
    assert said in Talk()(message).text
    talk = enrolling("Ana")
    bubble = talk(message)
    assert said in bubble.text
    assert "¿Qué día puedes, Ana?" in bubble.text
    assert talk.answers == {"nombre": "Ana"}


@pytest.mark.parametrize("said", ["a" * 100_000, "1" * 5_000, "🙂" * 3_000, "\u202e\u0000abc", "¿" * 50, "0", "99"])
def test_hostile_words_are_answered(said: str) -> None:
    talk = enrolling("Ana")
    assert talk(said).text
    assert talk.answers == {"nombre": "Ana"}


def test_a_text_too_long_for_the_question_is_asked_again_shorter() -> None:
    def body(world: object, inicio: object) -> Flow:
        yield Ask("que", "¿Qué pasó?", Text(max_chars=50))

    talk = asking(body)
    assert "menos de 50 letras" in talk("palabra " * 20).text


# language


def test_who_writes_in_english_is_answered_in_english_() -> None:
    talk = Talk()
    talk("good morning, I need help with my residence certificate please")
    assert talk.session.idioma == "en"
