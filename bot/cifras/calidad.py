"""How well Catalina and the staff serve: how quickly, how well understood, how satisfied people are, what is left half-way."""

from collections.abc import Iterator

from bot.cifras.frases import Medida, lider
from bot.cifras.libro import HECHOS, SHOWN, Grafica, Libro, Linea, bars, celda, de_cada_100, hechos, is_rest, junto
from notifier.cifras.formulas import number

BIEN = (
    (12, "", "Mensajes entendidos"), (14, "", "Conversaciones que terminan sin pedir una persona"),
    (15, "", "Las mismas, sin mala nota y sin volver a preguntar en un día"), (17, "", "Temas resueltos a la primera"),
    (19, "", "Formularios terminados"),
)  # fmt: skip
QUIENES = (
    (20, "catalina", "Con Catalina"), (20, "persona", "Con las personas que atienden"), (20, "solicitud", "Con la respuesta a solicitudes"),
)  # fmt: skip


def times(book: Libro) -> Iterator[Grafica]:
    half, most = book.de(9, "mediana"), book.de(9, "p95")
    said = "Sin datos de tiempos en este periodo."
    if half is not None and most is not None and half.valor is not None:
        said = (
            f"La mitad de los mensajes se respondió en {half.texto} o menos, y 95 de cada 100 en {most.texto} o menos."
        )
    wanted = (
        (9, "mediana", "La mitad de los mensajes, en"), (9, "p95", "95 de cada 100 mensajes, en"),
        (5, "de_los_recibidos", "Respondidos en un minuto"), (10, "", "Disponibilidad"),
    )  # fmt: skip
    yield Grafica("tiempos", "Qué tan rápido responde Catalina", 9, said, HECHOS, hechos(book, wanted))


def well(book: Libro) -> Iterator[Grafica]:
    good, bad = book.de(12), book.de(13)
    said = "Sin datos de comprensión en este periodo."
    if good is not None and bad is not None and good.valor is not None:
        said = f"De los mensajes que pedían una respuesta, Catalina entendió {good.de} ({good.texto}). No entendió {number(bad.numerador or 0)}."
    wanted = (*BIEN, (13, "", "Mensajes que no entendió"), (21, "", ""))
    yield Grafica(
        "bien", "Qué tan bien entiende y resuelve", 12, said, HECHOS, hechos(book, wanted), de_cada_100(book, BIEN)
    )


def satisfaction(book: Libro) -> Iterator[Grafica]:
    hers, share = book.de(20, "catalina"), book.de(20, "respuesta")
    said = "Nadie calificó en este periodo."
    if hers is not None and hers.valor is not None:
        said = f"Dieron 4 o 5 a Catalina en {hers.de_que('calificaciones')} ({hers.texto})."
        said += (
            f" Calificó el {share.texto} de las conversaciones."
            if share is not None and share.valor is not None
            else ""
        )
    wanted = (*QUIENES, (20, "respuesta", "Cuántas conversaciones se califican"))
    yield Grafica(
        "satisfaccion",
        "Qué tan contentas quedan las personas",
        20,
        said,
        HECHOS,
        hechos(book, wanted),
        de_cada_100(book, QUIENES),
    )


def drop_off(book: Libro) -> Iterator[Grafica]:
    whole = book.de(18)
    rows = sorted(
        (r for r in book.filas if r.indicador == 18 and r.dimension and r.periodo == (whole.periodo if whole else "")),
        key=lambda r: (is_rest(r), -(r.numerador or 0), r.dimension),
    )
    said = "Nadie empezó un formulario en este periodo."
    if whole is not None and whole.denominador:
        said = f"De los formularios que se empezaron, quedaron a medias {whole.de} ({whole.texto})."
        top = [
            Medida(f"«{book.nombres.de('pregunta', r.dimension)}»", r.numerador or 0, r.de)
            for r in rows
            if not is_rest(r)
        ]
        said += f" {lider(top, 'La pregunta donde más se dejan', '', junto(rows))}" if top else ""
    lines = [Linea("Todos los formularios", (celda(whole, "numerador"), celda(whole, "denominador"), celda(whole)))]
    lines += [Linea(book.nombres.de("pregunta", r.dimension), (celda(r, "numerador"), celda(r, "denominador"), celda(r))) for r in rows]  # fmt: skip
    yield Grafica(
        "abandono", "Dónde se dejan a medias los formularios", 18, said,
        (("Pregunta", None), ("A medias", 18), ("De", 18), ("Parte", 18)), tuple(lines),
        bars([(book.nombres.de("pregunta", r.dimension), r.numerador or 0, number(r.numerador or 0)) for r in rows[:SHOWN]]),
    )  # fmt: skip


def handed(book: Libro) -> Iterator[Grafica]:
    asked, waited = book.de(16), book.de(11, "mediana")
    said = "Sin datos de conversaciones con personas en este periodo."
    if asked is not None and asked.valor is not None:
        said = f"Se pidió una persona en {asked.de_que('conversaciones')} ({asked.texto})."
        if waited is not None and waited.valor is not None:
            said += f" En horas de oficina, la mitad esperó {waited.texto} o menos."
    wanted = (
        (16, "", "Pidieron una persona"), (16, "atendidos", "De los pedidos, atendidos"), (11, "mediana", "La mitad esperó"),
        (11, "p90", "90 de cada 100 esperaron"), (11, "en_5_min", "Atendidos en cinco minutos"),
    )  # fmt: skip
    yield Grafica("persona", "Cuando hace falta una persona", 16, said, HECHOS, hechos(book, wanted))
