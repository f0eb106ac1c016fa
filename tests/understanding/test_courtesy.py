"""What is said around a request, or instead of one: affection, thanks, a bare question, a bare yes."""

import pytest

from flows.derivar import ENTIDADES
from flows.understanding import Understanding, decide, entities
from flows.understanding.keywords import OTHER_ENTITIES
from knowledge.frases import Frase

_NO_ENTITY = frozenset({"sin-documento", "molestia"})  # matters with words of their own in `flows.derivar`


@pytest.mark.parametrize(
    ("text", "intencion"),
    [
        ("buenas mi amor", "saludo"),
        ("hola veci, cómo me le va", "saludo"),
        ("gracias mi amor", "gracias"),
        ("muchas gracias niña, Dios te bendiga", "gracias"),
        ("listo mija, hasta mañana", "despedida"),
        ("ok", "gracias"),
        ("no", "gracias"),
        ("sí", "menu"),
    ],
)
def test_courtesy_is_heard_whatever_one_is_called(text: str, intencion: str, by_rules: Understanding) -> None:
    assert decide(text, by_rules).intencion == intencion


def test_a_term_of_address_is_no_evidence(context: Understanding) -> None:
    for text in ("mi amor cuánto vale el certificado de residencia", "el certificado de residencia mi reina"):
        assert decide(text, context).tramite == "ctg-residencia"


@pytest.mark.parametrize("text", ["dónde", "cuánto vale", "qué papeles piden", "y por internet se puede", "how much"])
def test_a_question_that_names_nothing_is_about_no_record_of_its_own(text: str, context: Understanding) -> None:
    decision = decide(text, context)
    assert (decision.intencion, decision.tramite) == ("tramite", None)
    assert decision.seccion is not None


def test_tomorrow_is_not_goodbye(context: Understanding) -> None:
    assert decide("y mañana", context).intencion != "despedida"


def test_every_other_entity_has_its_referral(phrases: tuple[Frase, ...]) -> None:
    taught = {label for phrase in phrases for label in phrase.etiquetas if label.startswith("otra/")}
    slugs = {label.removeprefix("otra/") for label in taught} | {slug for slug, _ in OTHER_ENTITIES}
    assert slugs - _NO_ENTITY == set(ENTIDADES)


def test_a_code_of_letters_alone_is_found_in_a_sentence() -> None:
    def codes(text: str) -> list[str]:
        return [entity.valor for entity in entities(text) if entity.tipo == "codigo"]

    assert codes("mi código es smef twlh dfyy en qué va") == ["SMEF-TWLH-DFYY"]
    assert codes("SMEFTWLHDFYY") == ["SMEF-TWLH-DFYY"]
    assert codes("mi código es smef twlh dfyx") == []  # one letter off: the check says it is none of ours
    assert codes("smef twlh dfyy") == []  # three short words may pass the check by chance
