"""One of anything is told in the singular, on the page and in a report; what is joined is no emptiness."""

import re
from datetime import date

import pytest

from bot.cifras.filas import Fila
from bot.cifras.frases import POCAS, cambio, lider
from bot.cifras.libro import Grafica, libro
from bot.cifras.nombres import Nombres
from bot.cifras.pagina import tarjeta
from bot.cifras.secciones import secciones
from bot.reportes.cifras import lineas
from knowledge.cifras import Clave
from notifier.cifras.board import Tablero
from notifier.cifras.hiding import OTROS
from notifier.cifras.periods import Periodo
from notifier.cifras.query import Filtro, Punto, Totales

MARZO = Periodo(date(2026, 3, 1), date(2026, 3, 31))
FEBRERO = MARZO.before()
NAMES = [
    "conversaciones",
    "mensajes",
    "en_un_minuto",
    "entendidos",
    "contenidas",
    "con_escalamiento",
    "formularios_iniciados",
    "formularios_abandonados",
    "radicadas",
    "respondidas",
    "en_termino",
    "avisos_debidos",
    "avisos_entregados",
    "enviados",
    "tramites_publicados",
    "preguntas_sin_responder",
    "nota_catalina|5",
    "tramite|x",
    "hora|9",
    "idioma|es",
    "ms|400",
    "dias_habiles|1",
    "radicadas|queja",
    "respondidas|queja",
    "en_termino|queja",
    "abandono|radicar.tipo.0",
    "tramites_nivel|3",
    "espera_s|60",
    "aviso_min|1",
]
ONE = Totales(dict.fromkeys(NAMES, 1), 1, 1)
LONE = re.compile(r"(?<![\d.,])1 (?:\w+ones|\w+[aeo]s|grupos|días hábiles|puntos)\b")


def board(totals: Totales = ONE, por: dict[str, dict[str, Totales]] | None = None, *, tema: str = "*", publico: bool = False) -> Tablero:  # fmt: skip
    inside = por if por is not None else {"tema": {"tramite": totals}, "canal": {"web": totals}}
    return Tablero(
        Filtro(MARZO, Clave(tema=tema), publico), Periodo(FEBRERO.desde, MARZO.hasta), totals, ONE, inside, (Punto(MARZO, totals),)
    )  # fmt: skip


def parts(found: Tablero) -> dict[str, Grafica]:
    book = libro(found, Nombres())
    assert book is not None
    return {part.id: part for part in secciones(book)}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("tendencia", "Hubo 1 conversación en marzo de 2026."),
        ("tema", "1 de 1 conversación (100,0 %)."),
        ("canal", "1 de 1 conversación (100,0 %)."),
        ("tramite", "1 consulta."),
        ("hora", "1 de 1 conversación."),
        ("personas", "Escribió 1 persona. Para ella fue la primera vez."),
        ("bien", "De los mensajes que pedían una respuesta, Catalina entendió 1 de 1 (100,0 %)."),
        ("satisfaccion", "Dieron 4 o 5 a Catalina en 1 de 1 calificación (100,0 %)."),
        ("abandono", "De los formularios que se empezaron, quedaron a medias 1 de 1 (100,0 %)."),
        ("persona", "Se pidió una persona en 1 de 1 conversación (100,0 %)."),
        ("solicitudes", "Se radicó 1 solicitud. Respondidas en término: 1 de 1 (100,0 %). La mitad tardó 1 día hábil o menos."),
        ("avisos", "Llegó 1 de 1 aviso (100,0 %)."),
        ("costo", "Fueron 1 en total, para 1 solicitud."),
        ("contenido", "Catalina informa de 1 trámite. Hay 1 grupo de preguntas"),
    ],
)  # fmt: skip
def test_a_sentence_of_one_is_in_the_singular(part: str, said: str) -> None:
    sentence = parts(board())[part].frase.replace("\u00a0", " ")
    assert said in sentence
    assert not LONE.search(sentence)


@pytest.mark.parametrize("number", [4, 5, 9, 12, 20, 24])
def test_a_card_of_one_is_in_the_singular(number: int) -> None:
    book = libro(board(), Nombres())
    assert book is not None
    card = tarjeta(book, number)
    said = "".join(part if isinstance(part, str) else part.texto for part in (card.grande, *card.detalle))
    assert "1" in said
    assert not LONE.search(said.replace("\u00a0", " "))


def test_one_and_several_first_times_are_told_apart() -> None:
    told = {
        (whole, new): parts(board(Totales(ONE.medidas, whole, new)))["personas"].frase
        for whole, new in ((1, 0), (3, 0), (3, 1), (3, 3))
    }
    assert told == {
        (1, 0): "Escribió 1 persona. Para ella no fue la primera vez.",
        (3, 0): "Escribieron 3 personas. Para ninguna fue la primera vez.",
        (3, 1): "Escribieron 3 personas. Para 1 fue la primera vez.",
        (3, 3): "Escribieron 3 personas. Para todas fue la primera vez.",
    }


def test_a_report_of_one_is_in_the_singular() -> None:
    told = {(line["indicador"], line["dimension"]): line for line in lineas(board(), Nombres().de)}
    assert [told[n, ""]["texto"] for n in (4, 5, 6, 24, 25)] == [
        "1 conversación", "1 mensaje", "1 persona", "1 solicitud", "1 aviso",
    ]  # fmt: skip
    assert not [line["texto"] for line in told.values() if LONE.search(line["texto"])]


@pytest.mark.parametrize(("now", "said"), [(51.0, "Subió 1 punto: "), (49.0, "Bajó 1 punto: "), (51.5, "Subió 1,5 puntos: ")])  # fmt: skip
def test_one_point_of_change_is_in_the_singular(now: float, said: str) -> None:
    def fila(value: float) -> Fila:
        return Fila("2026-03", 12, "x", "", value, "%", 1, 2, 2, 1)

    assert cambio(fila(now), fila(50.0), "antes").startswith(said)


def test_one_point_of_change_is_in_the_singular_in_a_report_too() -> None:
    many = Totales({"entendidos": 51, "no_entendidos": 49})
    found = board(Totales({"entendidos": 50, "no_entendidos": 50}))
    before = Tablero(found.filtro, found.hay, found.totales, many, found.por, found.tendencia)
    assert next(line["cambio"] for line in lineas(before, Nombres().de) if line["indicador"] == 12) == "−1 punto"


def test_almost_one_is_read_as_one() -> None:
    assert Fila("2026-03", 26, "x", "", 0.98, "mensajes", None, None, None, 1).texto == "1 mensaje"


EIGHT = Totales({"conversaciones": 8, "hora|otros": 8, "tramite|otros": 8, "idioma|otros": 8}, 8, 8)


@pytest.mark.parametrize("part", ["tema", "canal", "dependencia", "tramite", "hora", "idioma"])
def test_where_all_is_joined_nothing_is_told_as_if_nobody_had_written(part: str) -> None:
    places = ("tema", "canal", "dependencia")
    found = parts(board(EIGHT, {place: {OTROS: EIGHT} for place in places}, publico=True))
    assert found[part].frase.startswith(POCAS)
    assert found[part].lineas[0].celdas[0].cifra == 8


def test_what_is_told_apart_is_named_with_what_it_is_of() -> None:
    told = parts(board(por={"tema": {"tramite": ONE, OTROS: EIGHT}}))["tema"].frase
    assert told.startswith("De lo que se cuenta aparte, el tema del que más se habla: «")
    assert lider([], "x", "Nada.", 3) == POCAS
    assert lider([], "x", "Nada.") == "Nada."


def test_requests_have_no_theme_and_under_one_they_are_no_zero() -> None:
    book = libro(board(Totales({"conversaciones": 8}), tema="tramite"), Nombres())
    assert book is not None
    assert {row.valor for row in book.filas if row.indicador == 24} == {None}
    assert next(p for p in secciones(book) if p.id == "solicitudes").frase == "Las solicitudes no se cuentan por tema."
