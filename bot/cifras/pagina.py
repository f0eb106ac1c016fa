"""The page of figures, whole, for citizens and for staff: its cards, its parts, its filter, how fresh it is, what it hides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from bot.cifras.filas import Fila, comparable, oculto, unidad
from bot.cifras.filtro import FiltroInvalido, tablero
from bot.cifras.formulario import Campo, campos, rapidos
from bot.cifras.frases import cambio
from bot.cifras.libro import Celda, Grafica, Libro, celda, libro
from bot.cifras.nombres import nombres
from bot.cifras.secciones import secciones
from bot.cifras.textos import CORTAS, de, dia, en, mes, periodo, sin_contar
from bot.services import Services
from flows.context import BOGOTA
from knowledge.cifras import CUALQUIERA, DIA, PUBLICADO
from notifier.cifras.board import CARDS, Tablero
from notifier.cifras.periods import UN_DIA, Periodo, last_day
from notifier.cifras.publish import WAIT
from notifier.cifras.query import PLACES, counted, values
from notifier.cifras.telling import inventado

Asked = Mapping[str, str]
BIG: Mapping[int, str] = {
    9: "mediana",
    20: "catalina",
}  # the figure of a card; of the others, the one without a dimension
HIDDEN = (
    "Lo que en un mes tuvo menos de cinco personas no se muestra aparte: se suma con otras cosas y dice «sin separar». Así nadie puede saber quién escribió.",
    "Nada se pierde: los totales cuentan todo.",
    "Los trámites, las horas, los idiomas y las preguntas que se dejan a medias se publican solo para toda la ciudad.",
    "Cuántas personas fueron se dice de cinco en cinco: 30 quiere decir entre 28 y 32.",
    "Las calificaciones son pocas: donde no se pueden contar sin señalar a nadie, dice «sin datos».",
    "Cada mes se publica una sola vez y no cambia. Lo que llegue tarde no se suma: la resta diría de quién es.",
)


@dataclass(frozen=True, slots=True)
class Tarjeta:
    """One of the six: a big figure, what it counts, of how many, and how it changed. `detalle`: words and figures in turn."""

    indicador: int
    nombre: str
    linea: str
    grande: Celda
    detalle: tuple[str | Celda, ...]
    cambio: str


@dataclass(frozen=True, slots=True)
class Pagina:
    """What the page shows. `libro` is None where nothing was counted; `fallo` where the filter cannot be."""

    publico: bool
    campos: tuple[Campo, ...]
    consulta: str  # the filter as an address writes it
    rapidos: tuple[tuple[str, str], ...] = ()
    inventado: bool = False
    fallo: FiltroInvalido | None = None
    titulo: str = ""
    libro: Libro | None = None
    tarjetas: tuple[Tarjeta, ...] = ()
    graficas: tuple[Grafica, ...] = ()
    frescura: str = ""
    avisos: tuple[str, ...] = ()
    ocultos: tuple[str, ...] = ()


def pagina(services: Services, asked: Asked, *, publico: bool) -> Pagina:
    """Return the page of a filter; one that cannot be is said, and the form keeps it."""
    names = nombres(services.current.get().catalogo)
    with services.db.reading() as db:
        hay = counted(db, PUBLICADO if publico else DIA)
        days = counted(db, DIA) if publico and hay is None else hay
        open_values = {place: values(db, place, publico=publico) for place in PLACES}
        invented = inventado(db)
    today = services.clock().astimezone(BOGOTA).date()
    links = rapidos(asked, hay, publico=publico)
    try:
        found = tablero(services, asked, publico=publico)
    except FiltroInvalido as fallo:
        form = campos(names, hay, open_values, asked, publico=publico, mal=fallo.campo)
        return Pagina(publico, form, urlencode(asked), links, invented, fallo)
    shown = {**asked, **_period_of(found)}
    form = campos(names, hay, open_values, shown, publico=publico)
    book = libro(found, names)
    empty = Pagina(publico, form, urlencode(asked), links, invented, titulo=_title(found, book))
    if book is None:
        return replace(empty, frescura=_nothing(found, days, today))
    return replace(
        empty, libro=book, tarjetas=tuple(tarjeta(book, number) for number in CARDS), graficas=secciones(book),
        frescura=f"{_fresh(found, today)} {_beside(found)}", avisos=tuple(_notes(found, book)), ocultos=HIDDEN if publico else (),
    )  # fmt: skip


def _period_of(found: Tablero) -> dict[str, str]:
    pattern = "%Y-%m" if found.filtro.publico else "%Y-%m-%d"
    return {name: day.strftime(pattern) for name, day in found.filtro.periodo._asdict().items()}


def _title(found: Tablero, book: Libro | None) -> str:
    """Return what is told, in words: the period and the part of the city."""
    named = book.nombres if book is not None else None
    parts = [
        f"{place}: {named.de(place, value) if named else value}"
        for place, value in found.filtro.clave._asdict().items()
        if value != CUALQUIERA
    ]
    return ". ".join([_upper(periodo(book.periodo if book else found.filtro.periodo)), *map(_upper, parts)])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def tarjeta(book: Libro, number: int) -> Tarjeta:
    """Return the card of an indicator."""
    dimension = BIG.get(number, "")
    row = book.de(number, dimension)
    before = next((book.de(number, dimension, point.periodo) for point in comparable(book.found)), None)
    return Tarjeta(number, *CORTAS[number], celda(row), _detail(book, number, row), _change(book, row, before))


def _change(book: Libro, row: Fila | None, before: Fila | None) -> str:
    if row is None or before is None:
        return ""
    return cambio(row, before, en(comparable(book.found)[0].periodo))


def _detail(book: Libro, number: int, row: Fila | None) -> tuple[str | Celda, ...]:
    """Return the line below a big figure: of how many, and what belongs beside it."""
    of: tuple[str | Celda, ...] = (celda(row, "numerador"), " de ", celda(row, "denominador"))
    match number:
        case 4:
            return (celda(persons := book.de(6)), _word(persons, "valor", "personas"))
        case 5:
            share = book.de(5, "de_los_recibidos")
            return (
                "El ",
                celda(share),
                " de ",
                celda(share, "denominador"),
                _word(share, "denominador", "mensajes recibidos"),
            )
        case 9:
            return (
                "95 de cada 100 tardan ",
                celda(book.de(9, "p95")),
                " o menos. Mensajes medidos: ",
                celda(row, "n"),
                ".",
            )
        case 12:
            return (*of, _word(row, "denominador", "mensajes"))
        case 20:
            return (
                *of,
                _word(row, "denominador", "calificaciones"),
                " Se califica el ",
                celda(book.de(20, "respuesta")),
                " de las conversaciones.",
            )
    done = book.de(24, "en_termino")
    return (
        "Respondidas en término: ",
        celda(done, "numerador"),
        " de ",
        celda(done, "denominador"),
        ", el ",
        celda(done),
        ".",
    )


def _word(row: Fila | None, que: str, many: str) -> str:
    """Return what a figure counts, in one or many, to stand after it."""
    return f" {unidad(getattr(row, que, None) or 0, many)}."


def _fresh(found: Tablero, today: date) -> str:
    """Return until when the figures reach and when the next ones come."""
    if found.hay is None:
        return ""
    if not found.filtro.publico:
        return f"Días contados hasta el {dia(found.hay.hasta)}. Cada noche se cuenta el día que terminó."
    published = found.publicado or {}
    last = max(published, default=None)
    told = f"Cifras {de(found.filtro.periodo)}"
    if last is not None and len(published) == 1:
        told += f", publicadas el {dia(published[last])}"
    elif last is not None:
        told += f". Las últimas, de {mes(last)}, se publicaron el {dia(published[last])}"
    return f"{told}. {_next(found.hay, today)}"


def _beside(found: Tablero) -> str:
    """Return what the cards are compared with, or that there is nothing."""
    if (point := next(iter(comparable(found)), None)) is not None:
        return f"Se comparan con las {de(point.periodo)}."
    return f"No hay cifras completas {de(found.filtro.periodo.before())} para comparar."


def _next(hay: Periodo, today: date) -> str:
    first = hay.hasta + UN_DIA
    due = last_day(first) + WAIT * UN_DIA
    if due >= today:
        return f"Las de {mes(first)} salen el {dia(due)}."
    return f"Las de {mes(first)} debían salir el {dia(due)} y todavía no han salido."


def _nothing(found: Tablero, days: Periodo | None, today: date) -> str:
    """Return why there is nothing to show, and from when there will be."""
    if found.hay is not None:
        return sin_contar(found.filtro.periodo, found.hay)
    if days is None:
        return (
            "Todavía no hay conversaciones contadas. Cada día se cuenta la noche siguiente, y cada mes se publica "
            f"completo el día {WAIT} del mes que sigue."
        )
    due = max(last_day(days.desde) + WAIT * UN_DIA, today)
    return f"Todavía no hay cifras publicadas. Se cuentan desde el {dia(days.desde)}; las de {mes(days.desde)} salen el {dia(due)}."


def _notes(found: Tablero, book: Libro) -> list[str]:
    """Return what must be known to read this filter right."""
    notes = []
    if book.periodo != found.filtro.periodo:
        notes.append(f"Pediste cifras {de(found.filtro.periodo)}. Se contó solo lo {de(book.periodo)}: es lo que ves.")
    if oculto(found, found.totales):
        notes.append(f"Aquí escribieron {en(book.periodo)} menos de cinco personas, o ninguna: no se cuenta aparte.")
    if book.cerrado:
        notes.append(
            "Con un filtro no se publican trámites, horas, idiomas ni clases de solicitud: solo para toda la ciudad."
        )
    return notes
