"""Decisions: what is routed, what is asked back, what is refused, and why."""

import pytest

from flows.understanding import Understanding, decide, explain


@pytest.mark.parametrize(
    ("text", "tramite", "seccion"),
    [
        ("que papeles piden pal certificao de residencia", "ctg-residencia", "requisitos"),
        ("cuanto vale el paz y salvo predial", "suit-66181", "costo"),
        ("dónde queda la comisaría", "ctg-comisaria-familia", "donde"),
        ("k papeles pa el sisven", "ctg-sisben", "requisitos"),
    ],
)
def test_a_record_is_named_with_the_section_asked_for_even_without_a_model(
    by_rules: Understanding, text: str, tramite: str, seccion: str
) -> None:
    decision = decide(text, by_rules)
    assert (decision.intencion, decision.tramite, decision.seccion) == ("tramite", tramite, seccion)


@pytest.mark.parametrize(
    ("text", "intencion", "tramite"),
    [
        ("que papeles piden pal certificao de residencia", "tramite", "ctg-residencia"),
        ("cuanto vale el paz y salvo predial", "tramite", "suit-66181"),
        ("quiero darme de baja del impuesto de industria y comercio", "tramite", "suit-6079"),
        ("STOP", "notificaciones", None),
        ("hola", "saludo", None),
        ("denunciar una moto mal parqueada", "tramite", "ctg-catalina-record"),
        ("un funcionario me pidió plata para agilizar", "denuncia", None),
        ("quiero poner una queja", "radicar", None),
        ("qué becas hay para estudiar afuera", "convocatorias", None),
        ("certificado de residencia en bogotá", "fuera_de_alcance", None),
        ("como pago el predial de bogota", "fuera_de_alcance", None),
        ("cuánta cooperación recibió bogotá", "dato_publico", None),
        ("necesito sacar el pasaporte", "fuera_de_alcance", None),
        ("no quiero que me lleguen más avisos", "notificaciones", None),
    ],
)
def test_the_trained_router_answers(context: Understanding, text: str, intencion: str, tramite: str | None) -> None:
    decision = decide(text, context)
    assert (decision.intencion, decision.tramite) == (intencion, tramite), decision.razones


@pytest.mark.parametrize("text", ["pase", "vacuna", "multa", "certificado", "predial", "subsidio"])
def test_a_word_of_several_topics_is_asked_back_with_options(context: Understanding, text: str) -> None:
    decision = decide(text, context)
    assert decision.intencion == "aclarar"
    assert 2 <= len(decision.alternativas) <= 3


def test_who_says_what_they_do_not_want_is_offered_something_else(context: Understanding) -> None:
    decision = decide("no quiero denunciar nada", context)
    assert decision.intencion == "aclarar"
    assert "denuncia" not in {option.intencion for option in decision.alternativas}


def test_two_requests_in_one_message_are_both_offered(context: Understanding) -> None:
    decision = decide("quiero pagar el predial y también quiero renovar el pase", context)
    assert {"ctg-predial-pago", "ctg-lic-conduccion-ref"} <= {option.tramite for option in decision.alternativas}


def test_cancelling_an_appointment_is_not_the_word_cancelar(context: Understanding) -> None:
    assert decide("quiero cancelar mi cita", context).intencion != "cancelar"


def test_a_record_that_is_a_flow_yields_to_its_intent(context: Understanding) -> None:
    decision = decide("Denuncia de actos de corrupción", context)
    assert (decision.intencion, decision.tramite) == ("denuncia", None)


def test_options_speak_the_language_of_the_message(context: Understanding) -> None:
    decision = decide("driver's license", context)
    assert decision.idioma == "en"
    assert all("icencia" not in option.titulo for option in decision.alternativas)


def test_another_entitys_matter_is_named(context: Understanding) -> None:
    reasons = {reason.regla: reason.detalle for reason in decide("se me venció el pasaporte", context).razones}
    assert reasons["otra-entidad"] == "pasaporte"


def test_every_decision_says_why(context: Understanding) -> None:
    for text in ("hola", "STOP", "3", "me roban", "certificado de residencia", "asdf qwer", ""):
        assert decide(text, context).razones


def test_an_explanation_adds_up_to_the_score(context: Understanding) -> None:
    told = explain("cuánto debo de predial", context)
    assert context.modelo is not None
    best = told.puntajes[0]
    bias = float(context.modelo.bias[context.modelo.labels.index(best.etiqueta)])
    assert sum(share for _, share in best.palabras) + bias == pytest.approx(best.puntaje, abs=0.02)
    assert told.umbral == context.modelo.threshold


def test_an_explanation_without_a_model_says_so(by_rules: Understanding) -> None:
    told = explain("quiero el certificado de uso del suelo de mi local", by_rules)
    assert told.modelo is None
    assert told.puntajes[0].etiqueta == "tramite/ctg-uso-suelo"


def test_a_procedure_for_which_money_is_asked_may_be_a_denuncia(context: Understanding) -> None:
    decision = decide("el que inscribe en colombia mayor pide 50 mil", context)
    assert decision.intencion == "aclarar"
    assert {"denuncia", "tramite"} <= {option.intencion for option in decision.alternativas}


def test_who_comes_from_another_city_asks_about_this_one(context: Understanding) -> None:
    assert decide("nos pasamos de bogotá para acá y el sisben quedó allá", context).intencion != "fuera_de_alcance"
