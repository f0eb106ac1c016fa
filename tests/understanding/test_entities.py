"""Pieces of text with a shape of their own."""

import pytest

from flows.understanding import Understanding, decide, entities


def found(text: str) -> list[tuple[str, str]]:
    return [(entity.tipo, entity.valor) for entity in entities(text)]


@pytest.mark.parametrize(
    ("text", "tipo", "valor"),
    [
        ("mi cédula es 1.047.123.456", "cedula", "1047123456"),
        ("cc 73123456", "cedula", "73123456"),
        ("llámame al 300 123 4567", "telefono", "3001234567"),
        ("+57 3001234567", "telefono", "573001234567"),
        ("el fijo (605) 6501095", "telefono", "6056501095"),
        ("comparendo 13001000000012345678", "comparendo", "13001000000012345678"),
        ("referencia 01-02-0345-0012-000", "ref_catastral", "010203450012000"),
        ("matrícula 060-123456", "matricula", "060-123456"),
        ("nit 890480184-4", "nit", "8904801844"),
        ("placa ABC 123", "placa", "ABC123"),
        ("mi moto es xyz12d", "placa", "XYZ12D"),
        ("escribe a alguien@cartagena.gov.co", "correo", "alguien@cartagena.gov.co"),
        ("me pidió $200.000", "dinero", "$200.000"),
        ("me cobró 50 mil pesos", "dinero", "50 mil pesos"),
        ("según la Ley 1755 de 2015", "norma", "ley 1755 de 2015"),
        ("lo radiqué el 12 de agosto", "fecha", "12 de agosto"),
        ("fue antier", "fecha", "antier"),
        ("código K7QM-3RT9-XWPA", "codigo", "K7QM-3RT9-XWPA"),
        ("recibo 1234 5678 9012 3456", "codigo", "1234567890123456"),
        ("EXT-AMC-25-0012345", "radicado", "EXTAMC250012345"),
    ],
)
def test_a_shape_is_read_with_its_canonical_value(text: str, tipo: str, valor: str) -> None:
    assert (tipo, valor) in found(text)


def test_a_comparendo_is_never_read_as_an_id_nor_a_cadastral_reference_as_a_request() -> None:
    assert found("13001000000012345678") == [("comparendo", "13001000000012345678")]
    assert found("01-02-0345-0012-000") == [("ref_catastral", "010203450012000")]


def test_words_before_a_number_are_no_number_plate() -> None:
    assert not [tipo for tipo, _ in found("son 200 y que 123 personas") if tipo == "placa"]


def test_a_position_points_into_the_text_as_shown() -> None:
    text = "hola, mi placa es ABC 123 gracias"
    entity = next(entity for entity in entities(text) if entity.tipo == "placa")
    assert text[entity.inicio : entity.fin] == entity.texto == "ABC 123"


def test_a_barrio_is_known_by_its_name_and_accents_do_not_matter(by_rules: Understanding) -> None:
    decision = decide("hay un hueco en el barrio Manga", by_rules)
    assert [entity.valor for entity in decision.entidades if entity.tipo == "barrio"] == ["manga"]


@pytest.mark.parametrize("text", ["mi radicado es EXT-AMC-25-0012345", "K7QM-3RT9-XWPA", "como va mi K7QM 3RT9 XWPA"])
def test_a_number_of_a_request_asks_for_its_state(by_rules: Understanding, text: str) -> None:
    assert decide(text, by_rules).intencion == "estado"
