"""Use: how much is talked, of what, where, when and by how many."""

from collections.abc import Iterator
from dataclasses import replace

from bot.cifras.filas import MIX, Fila, contado, unidad
from bot.cifras.frases import Medida, altibajos, lider
from bot.cifras.libro import (
    FEW,
    HECHOS,
    SHOWN,
    Cabezas,
    Grafica,
    Libro,
    Linea,
    bars,
    celda,
    hechos,
    is_rest,
    junto,
    mezcla,
)
from bot.cifras.svg import Columna, columns
from bot.cifras.textos import corto, en, periodo, y
from notifier.cifras.formulas import SIN_DATOS, number
from notifier.cifras.hiding import OTROS
from notifier.cifras.query import Punto

NINGUNA = "No hubo conversaciones en este periodo."
JOINED = "Los días en que escribieron menos de cinco personas se juntan con los siguientes. Su columna es más ancha y tan alta como el promedio de cada día."
OF_TALKS: Cabezas = (("Cuándo", None), ("Conversaciones", 4))
OF_ALL: Cabezas = (
    *OF_TALKS,
    ("Mensajes en un minuto", 5),
    ("Comprensión", 12),
    ("Satisfacción", 20),
    ("Solicitudes", 24),
)
COMPARED = ((4, ""), (5, ""), (12, ""), (20, "catalina"), (24, ""))


def trend(book: Libro) -> Iterator[Grafica]:
    """Tell how talks went: by months, or by the days of one published month, joined where few wrote."""
    found = book.found
    joined = bool(found.tramos) and len(found.tendencia) == 1
    points = [p for p in (found.tramos if joined else found.tendencia) if contado(found, p.periodo) == p.periodo]
    by_day = joined or all(p.periodo.desde == p.periodo.hasta for p in points)
    rows = [(point, book.de(4, "", point.periodo)) for point in points]
    known = [_measured(point, row.valor) for point, row in rows if row is not None and row.valor is not None]
    yield Grafica(
        "tendencia", "Cómo va", 4, _found(known), OF_TALKS if joined else OF_ALL,
        tuple(_line(book, point, len(OF_TALKS if joined else OF_ALL) - 1) for point in points),
        columnas=columns([_column(point, row, by_day=by_day) for point, row in rows]) if len(rows) > 1 else None,
        nota=_of_hidden(book, points) + (JOINED if joined and any(map(_days, points)) else ""),
    )  # fmt: skip


def _found(known: list[tuple[Punto, Medida]]) -> str:
    if len(known) == 1 and (talks := known[0][1].valor):
        return f"Hubo {number(talks)} {unidad(talks, 'conversaciones')} {known[0][1].nombre}."
    return altibajos([one for _, one in known], "conversaciones", NINGUNA)


def _measured(point: Punto, talks: float) -> tuple[Punto, Medida]:
    """Return a stretch as it is compared: by what each of its days had, where days were joined."""
    days = _days(point)
    said = f"{number(talks)} en {days} días" if days else number(talks)
    return point, Medida(en(point.periodo), talks / (days or 1), said)


def _days(point: Punto) -> int:
    """Return how many days were joined; 0 for a single day and for a month."""
    days = (point.periodo.hasta - point.periodo.desde).days + 1
    return days if 1 < days < 28 else 0


def _column(point: Punto, row: Fila | None, *, by_day: bool) -> Columna:
    name = corto(point.periodo)
    if row is None or row.valor is None:
        return Columna(name, None, "—")
    days = (_days(point) or 1) if by_day else 1
    return Columna(name, row.valor / days, number(row.valor) + (f" en {days} días" if days > 1 else ""), days)


def _of_hidden(book: Libro, points: list[Punto]) -> str:
    hidden = [periodo(point.periodo) for point in points if book.oculto(point)]
    return f"No se cuenta aparte lo de {y(hidden)}: escribieron {FEW}, o ninguna. " if hidden else ""


def _line(book: Libro, point: Punto, count: int) -> Linea:
    sin = FEW if book.oculto(point) else SIN_DATOS
    cells = [celda(book.de(n, dimension, point.periodo), sin=sin if n < 24 else SIN_DATOS) for n, dimension in COMPARED]
    return Linea(periodo(point.periodo), tuple(cells[:count]))


def themes(book: Libro) -> Iterator[Grafica]:
    if "tema" in book.found.por:
        yield mezcla(book, "tema", "De qué se habla", "El tema del que más se habla", "Tema")


def tramites(book: Libro) -> Iterator[Grafica]:
    rows = book.todas(MIX, "tramite")
    if book.cerrado:
        return
    measured = [
        Medida(f"«{book.nombre(r)}»", r.n or 0, f"{number(r.n or 0)} {unidad(r.n or 0, 'consultas')}")
        for r in rows
        if not is_rest(r)
    ]
    yield Grafica(
        "tramite", "Los trámites más consultados", MIX,
        lider(measured, "El trámite que más se consulta", "Nadie preguntó por un trámite que se pueda contar aparte.", junto(rows)),
        (("Trámite", None), ("Consultas", MIX)),
        tuple(Linea(book.nombre(r), (celda(r),)) for r in rows),
        bars([(book.nombre(r), r.n or 0, number(r.n or 0)) for r in rows[:SHOWN]]),
        nota="Cada persona cuenta una vez al día por trámite.",
    )  # fmt: skip


def offices(book: Libro) -> Iterator[Grafica]:
    if "dependencia" in book.found.por:
        found = mezcla(
            book,
            "dependencia",
            "De qué dependencia son los trámites",
            "La dependencia por la que más se pregunta",
            "Dependencia",
        )
        yield replace(found, nota="Las demás conversaciones no eran sobre un trámite de una dependencia.")  # fmt: skip


def channels(book: Libro) -> Iterator[Grafica]:
    if "canal" in book.found.por:
        yield mezcla(book, "canal", "Por dónde escriben", "El canal por el que más se conversa", "Canal")
    if not book.cerrado:
        yield mezcla(book, "idioma", "En qué idioma", "El idioma en que más se conversa", "Idioma")


def hours(book: Libro) -> Iterator[Grafica]:
    if book.cerrado:
        return
    rows = {row.dimension.removeprefix("hora="): row for row in book.todas(MIX, "hora")}
    rest, late = rows.pop(OTROS, None), book.de(8)
    measured = [Medida(book.nombre(r), r.numerador or 0, r.de_que("conversaciones")) for r in rows.values()]
    said = lider(measured, "La hora en que empiezan más conversaciones", NINGUNA, junto([rest] if rest else []))
    if late is not None and late.valor is not None:
        said += f" Fuera del horario de oficina empezaron {late.de} ({late.texto})."
    ordered = [(hour, rows.get(str(hour))) for hour in range(24)]
    lines = [Linea(book.nombre(r), (celda(r, "numerador"), celda(r))) for _, r in ordered if r is not None]
    lines += [Linea(book.nombre(rest), (celda(rest, "numerador"), celda(rest)))] if rest is not None else []
    lines += [Linea("Fuera del horario de oficina", (celda(late, "numerador"), celda(late)), 8)]
    lines += [Linea("En día no hábil", (celda(festive := book.de(8, "dia_no_habil"), "numerador"), celda(festive)), 8)]
    yield Grafica(
        "hora", "A qué hora escriben", 8, said, (("Hora", None), ("Conversaciones", MIX), ("De todas", MIX)), tuple(lines),
        columnas=columns([_hour(hour, row, hidden=rest is not None) for hour, row in ordered]) if measured else None,
        nota="Las horas con menos de cinco conversaciones en un mes no se muestran aparte: van sumadas." if rest else "",
    )  # fmt: skip


def _hour(hour: int, row: Fila | None, *, hidden: bool) -> Columna:
    name = "" if hour % 6 else f"{hour}:00"
    if row is None:
        return Columna(name, None, "" if hidden else "0")
    return Columna(name, row.numerador, number(row.numerador or 0))


def people(book: Libro) -> Iterator[Grafica]:
    whole, new = book.de(6), book.de(6, "nuevas")
    said = "Sin datos de personas en este periodo."
    if whole is not None and whole.valor and new is not None:
        wrote = "Escribió" if whole.valor == 1 else "Escribieron"
        said = f"{wrote} {whole.texto}. Para {_first(whole.valor, new.valor or 0)} fue la primera vez."
    wanted = (
        (6, "", "Personas"),
        (6, "nuevas", "Que escribieron por primera vez"),
        (6, "vuelven", "Que ya habían escrito"),
    )
    note = "Nadie se identifica: se cuenta una huella que cambia cada año. Quien escribe en dos años cuenta dos veces."
    yield Grafica(
        "personas",
        "Cuántas personas",
        6,
        said,
        HECHOS[:2],
        tuple(_cut(line) for line in hechos(book, wanted)),
        nota=note,
    )


def _first(whole: float, new: float) -> str:
    if not new:
        return "ninguna" if whole > 1 else "ella no"
    return number(new) if new < whole else "todas" if whole > 1 else "ella"


def _cut(line: Linea) -> Linea:
    return Linea(line.nombre, line.celdas[:1], line.indicador)
