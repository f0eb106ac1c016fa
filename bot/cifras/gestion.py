"""What the city does with it: requests and their terms, notices, messages sent, reports, what Catalina knows."""

from collections.abc import Iterator
from datetime import date

from bot.cifras.filas import DENUNCIAS, ENVIADOS, SOLICITUDES, Fila, sin_solicitudes, unidad
from bot.cifras.libro import HECHOS, Celda, Grafica, Libro, Linea, celda, de_cada_100, hechos
from bot.cifras.textos import mes, y
from notifier.cifras.formulas import number

KINDS = "Las clases de solicitud se publican solo para toda la ciudad."
PRICE = "El precio de cada mensaje depende del contrato y todavía no está cargado: por eso no se dice en pesos."
FIVE = "Se dicen cuando suman cinco o más: los meses con menos esperan a los siguientes. Nunca se publica nada más de ellas."


def requests(book: Libro) -> Iterator[Grafica]:
    filed, in_time, took = book.de(24), book.de(24, "en_termino"), book.de(24, "dias")
    said = "Sin solicitudes que se puedan contar en este periodo."
    if sin_solicitudes(book.found):
        said = "Las solicitudes no se cuentan por tema."
    if filed is not None and filed.valor is not None:
        said = f"{'Se radicó' if filed.valor == 1 else 'Se radicaron'} {filed.texto}."
        if in_time is not None and in_time.valor is not None:
            said += f" Respondidas en término: {in_time.de} ({in_time.texto})."
        if took is not None and took.valor is not None:
            said += f" La mitad tardó {took.texto} o menos."
    kinds = {r.dimension.partition("=")[2]: r for r in (*book.todas(24, "tipo"), *book.todas(24, "radicadas"))}
    rows = [(kind, book.de(24, f"radicadas={kind}"), book.de(24, f"tipo={kind}")) for kind in kinds]
    lines = [Linea("Todas", (celda(filed), celda(in_time, "denominador"), celda(in_time)))]
    lines += [
        Linea(book.nombres.de("tipo", kind), (celda(a), celda(b, "denominador"), celda(b))) for kind, a, b in rows
    ]
    yield Grafica(
        "solicitudes", "Solicitudes y términos", SOLICITUDES, said,
        (("Clase", None), ("Radicadas", 24), ("Respondidas", 24), ("En término", 24)), tuple(lines),
        de_cada_100(book, [(24, f"tipo={kind}", f"{book.nombres.de('tipo', kind)}, en término") for kind, _, b in rows if b]),
        nota=KINDS if book.cerrado else "",
    )  # fmt: skip


def notices(book: Libro) -> Iterator[Grafica]:
    due, given = book.de(25), book.de(25, "entregados")
    said = (
        "Los avisos se cuentan para toda la ciudad, sin filtros."
        if due is None or due.valor is None
        else "No hubo avisos por dar."
    )
    if given is not None and given.valor is not None:
        said = f"{'Llegó' if given.denominador == 1 else 'Llegaron'} {given.de_que('avisos')} ({given.texto})."
    wanted = (
        (25, "", "Avisos por dar"), (25, "entregados", "Entregados"), (25, "no_enterado", "Personas que no se enteraron"),
        (25, "minutos", "La mitad llegó en"),
    )  # fmt: skip
    yield Grafica("avisos", "Avisos", 25, said, HECHOS, hechos(book, wanted))


def cost(book: Libro) -> Iterator[Grafica]:
    each, rows = book.de(26), book.todas(ENVIADOS, "enviados")
    said = "Sin solicitudes respondidas no se puede decir cuántos mensajes toma cada una."
    if each is not None and each.valor is not None:
        sent, solved = each.numerador or 0, each.denominador or 0
        said = (
            f"Mensajes enviados por cada solicitud respondida: {each.numero}. Fueron {number(sent)} en total, para "
            f"{number(solved)} {unidad(solved, 'solicitudes')}."
        )
    cost = book.de(26, "costo")
    priced = cost is not None and cost.valor is not None
    asked = (
        (26, "", "Mensajes por solicitud respondida"),
        *(((26, "costo", "Costo por solicitud respondida"),) if priced else ()),
    )
    lines = hechos(book, asked)
    lines += tuple(Linea(book.nombre(r), (celda(r), Celda(None, "n", "")), 26) for r in rows)
    yield Grafica("costo", "Cuántos mensajes toma una solicitud", 26, said, HECHOS, lines, nota="" if priced else PRICE)


def reports(book: Libro) -> Iterator[Grafica]:
    if not book.found.filtro.publico:
        said = "Las denuncias no se cuentan aquí: solo su total, en la página pública."
        yield Grafica("denuncias", "Denuncias", DENUNCIAS, said)
        return
    rows = sorted((r for r in book.filas if r.indicador == DENUNCIAS and r.dimension), key=lambda r: r.dimension)
    spans = [f"{number(r.valor or 0)} de {_span(r)}" for r in rows]
    said = f"Denuncias recibidas: {y(spans)}." if rows else "De este periodo no se dice cuántas denuncias hubo."
    lines = tuple(Linea(_span(r).capitalize(), (celda(r),)) for r in rows)
    yield Grafica("denuncias", "Denuncias", DENUNCIAS, said, (("Meses", None), ("Denuncias", 27)), lines, nota=FIVE)


def _span(fila: Fila) -> str:
    first, _, last = fila.dimension.removeprefix("meses=").partition("/")
    months = [mes(date.fromisoformat(f"{part}-01")) for part in dict.fromkeys((first, last))]
    return " a ".join(months)


def content(book: Libro) -> Iterator[Grafica]:
    told, asked = book.de(2), book.de(22)
    said = "Sin datos del contenido en este periodo."
    if told is not None and told.valor is not None:
        said = f"Catalina informa de {told.texto}."
    if asked is not None and asked.valor is not None:
        said += f" Hay {asked.texto} de preguntas que todavía no sabe responder."
    wanted = ((2, "", ""), (1, "", ""), (3, "", ""), (23, "", ""), (22, "", ""))
    note = "La cobertura dirá «sin datos» hasta que se cargue el inventario de trámites de la entidad."
    yield Grafica("contenido", "Lo que Catalina sabe, y lo que no", 2, said, HECHOS, hechos(book, wanted), nota=note)
