"""What a colleague says of a hoja de vida, and what stops it from being published."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.lint import review
from knowledge.lint.legible import inflesz, syllables
from knowledge.values import LecturaFacil, Momento, Norma, Requisito, Tiempo, Tramite, Valor, Vigencia, spoken
from tests.worlds import content

HOY = date(2026, 3, 30)
GOOD = spoken(
    Tramite(
        "ctg-x", "permiso-de-venta", "Permiso de venta", "Permiso de venta", "cartagena", "trámite", "Comercio",
        "Para vender en la calle con permiso.", "Hacienda", "hacienda",
        audiencias=("Vendedores",), momentos=(Momento("Llena el formulario", (Requisito("documento", "Foto del puesto"),)),),
        valores=(Valor("Permiso", 0),), tiempo=Tiempo("habil", 15), normas=(Norma("Ley", "1801", 2016),),
        canales=("presencial",), en_linea="no", resultado="El permiso", seguimiento="En la ventanilla",
    )
)  # fmt: skip


def remarks(**changes: object) -> list[tuple[str, str, bool]]:
    tramite = spoken(replace(GOOD, **changes))  # type: ignore[arg-type]
    return [(a.regla, a.campo, a.impide) for a in review(tramite, (), HOY)]


def test_a_record_that_says_everything_in_plain_words_has_no_remark() -> None:
    assert remarks() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"momentos": (), "requisitos": (), "pasos": ("Ir",)}, "momentos"),
        ({"valores": (), "costo": None, "requiere_pago": None}, "valores"),
        ({"tiempo": None, "termino": None}, "tiempo"),
        ({"canales": ()}, "canales"),
        ({"en_linea": None}, "en_linea"),
        ({"normas": (), "base_legal": ()}, "normas"),
    ],
)
def test_what_the_register_asks_for_is_said_or_is_marked_as_to_be_confirmed(
    change: dict[str, object], field: str
) -> None:
    assert remarks(**change) == [("suit", field, True)]
    marked = ("requisitos", "costo", "tiempo", "donde", "norma", "en_linea")
    assert remarks(**change, por_confirmar=marked) == []


@pytest.mark.parametrize("field", ["resultado", "seguimiento", "dependencia_id"])
def test_what_no_section_confirms_is_asked_for_and_stops_nothing(field: str) -> None:
    assert remarks(**{field: None}) == [("suit", field, False)]


@pytest.mark.parametrize(
    "asked",
    [
        "Certificado de existencia y representación legal", "Certificado de Cámara de Comercio", "Registro mercantil",
        "Certificado de libertad y tradición", "Antecedentes judiciales", "Antecedentes disciplinarios", "Registro único tributario",
        "Fotocopia de la cédula", "Copia ampliada de la cédula al 150 %", "Copia del documento de identidad",
        "Certificado del Sisbén", "Certificado de estratificación", "Paz y salvo de predial", "Declaración extrajuicio",
        "Certificado de supervivencia", "Denuncia por pérdida de documentos",
    ],
)  # fmt: skip
def test_what_the_entity_can_look_up_is_not_asked_for(asked: str) -> None:
    moments = (Momento("Ve", (Requisito("condicion", "Vivir aquí"), Requisito("documento", asked))),)
    assert remarks(momentos=moments) == [("verificable", "momentos-0-requisitos-1-texto", True)]
    plain = {"momentos": (), "pasos": ("Ve",)}
    assert remarks(**plain, requisitos=(asked,)) == [("verificable", "requisitos", True)]
    looked_up = (Momento("Ve", (Requisito("verificacion", asked),)),)
    assert remarks(momentos=looked_up) == []


@pytest.mark.parametrize("asked", ["Documento de identidad original", "Plano del predio", "Recibo de energía", "Poder"])
def test_what_only_the_person_has_may_be_asked_for(asked: str) -> None:
    assert remarks(momentos=(Momento("Ve", (Requisito("documento", asked),)),)) == []


@pytest.mark.parametrize(
    ("normas", "told"),
    [
        ((Norma("Resolución", "1197", 2024),), [("rango", "normas", True)]),
        ((Norma("Resolución", "1197", 2024), Norma("Decreto Ley", "019", 2012)), []),
        ((Norma("Acuerdo Distrital", "107", 2022),), []),
    ],
)
def test_some_norm_is_a_law_a_decree_or_an_agreement(
    normas: tuple[Norma, ...], told: list[tuple[str, str, bool]]
) -> None:
    assert remarks(normas=normas) == told


LONG = "Quien quiera vender tiene que llenar todas las casillas del formulario y entregarlo en la ventanilla con la foto del puesto."


@pytest.mark.parametrize(
    ("change", "rule", "stops"),
    [
        ({"proposito": LONG}, "frase_larga", False),
        ({"nota": "Pregunta en el DADIS."}, "siglas", False),
        ({"nota": "Mira **esto**."}, "marcas", False),
        ({"nota": "Mira [aquí](https://www.gov.co/)."}, "marcas", False),
        ({"nota": "Mira <b>esto</b>."}, "marcas", False),
        ({"nota": "# Título"}, "marcas", False),
        ({"url": "https://pagos.example.com/"}, "enlaces", False),
        ({"url": "https://cartagena.gov.co.malo.example/"}, "enlaces", False),
        ({"nota": "Entra a http://www.cartagena.gov.co/x."}, "enlaces", True),
        ({"valores": (Valor("Permiso", 0, enlace="https://190.60.1.2/pagos"),)}, "enlaces", True),
        ({"valores": (Valor("Permiso", 0, vence_el=date(2026, 3, 29)),)}, "vencido", True),
        ({"vigencias": (Vigencia("costo", vence_el=date(2026, 3, 29)),)}, "vencido", True),
        ({"vigencias": (Vigencia("costo", vence_el=date(2026, 3, 29)),), "por_confirmar": ("costo",)}, "vencido", False),
        ({"revisar_antes_de": date(2026, 3, 29)}, "revision", False),
        ({"lectura_facil": LecturaFacil("Puedes vender.")}, "lectura_facil", False),
    ],
)  # fmt: skip
def test_each_rule_says_what_is_wrong_and_whether_it_stops(change: dict[str, object], rule: str, stops: bool) -> None:
    assert [(r, s) for r, _, s in remarks(**change)] == [(rule, stops)]


@pytest.mark.parametrize(
    "change",
    [
        {"nota": "Pregunta en el Departamento de Salud (DADIS). El DADIS atiende."},
        {"nota": "Es del siglo XX y va en PDF."},
        {"nota": "*Importante*: lleva _todo_."},
        {"url": "https://www.cartagena.gov.co/x"},
        {"valores": (Valor("Permiso", 0, vence_el=HOY),)},
        {"revisar_antes_de": HOY},
        {"lectura_facil": LecturaFacil("Puedes vender.", "Asdopen", HOY)},
        {"proposito": LONG.replace(" y ", ". ")},
    ],
)
def test_what_is_right_is_left_alone(change: dict[str, object]) -> None:
    assert remarks(**change) == []


HARD = "La administración distrital autorizará excepcionalmente aprovechamientos económicos temporales. "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ven con tu foto. " * 30, []),
        (HARD * 5, []),  # under a hundred words the figure means little
        (HARD * 13, [("inflesz", "proposito", True)]),
        (
            (HARD + "Ven con tu foto. Ve a la casa azul. El sol sale. La mesa es tuya. Pide tu turno. ") * 12,
            [("inflesz", "proposito", False)],
        ),
    ],
)
def test_a_long_text_that_is_hard_to_read_is_stopped(text: str, told: list[tuple[str, str, bool]]) -> None:
    assert remarks(proposito=text) == told


def test_a_name_like_another_needs_the_question_that_separates_them() -> None:
    twin = replace(GOOD, id="otro", nombre="Permiso de venta ambulante")
    far = replace(GOOD, id="lejos", nombre="Licencia de conducción")
    (aviso,) = review(GOOD, (GOOD, twin, far), HOY)
    assert (aviso.regla, "Permiso de venta ambulante" in aviso.texto) == ("no_confundir", True)


def test_those_that_stop_come_first() -> None:
    stops = [impide for _, _, impide in remarks(nota="El DADIS.", url="http://www.gov.co/", canales=())]
    assert stops == [True, True, False]


@pytest.mark.parametrize("record", content().tramites.values(), ids=lambda record: record.slug)
def test_every_bundled_record_can_be_read_by_the_colleague(record: Tramite) -> None:
    found = review(record, content().tramites.values(), HOY)
    assert all(aviso.texto.endswith((".", "https://", ").")) and aviso.campo for aviso in found)


@pytest.mark.parametrize(
    ("word", "count"),
    [("sol", 1), ("casa", 2), ("ciudad", 2), ("país", 2), ("aéreo", 4), ("trámite", 3), ("cuidado", 3), ("leer", 2), ("radicación", 4), ("baúl", 2), ("vergüenza", 3), ("hoy", 1)],
)  # fmt: skip
def test_syllables_of_known_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_formula_is_szigriszts() -> None:
    # 206.835 - 62.3 * syllables / words - words / sentences
    assert inflesz("La casa es azul. El sol sale.") == pytest.approx(206.835 - 62.3 * 10 / 7 - 7 / 2)
