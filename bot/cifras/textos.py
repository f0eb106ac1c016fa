"""What each indicator counts in one plain line, and periods in words. Pure; the whole definitions have their own page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from notifier.cifras.periods import Periodo, last_day, whole_months

DEFINICIONES = "/estadisticas/definiciones"
MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


class Corta(NamedTuple):
    """An indicator as a card names it, and what it counts."""

    nombre: str
    linea: str


CORTAS: Mapping[int, Corta] = {
    1: Corta("Trámites que se hacen por Catalina", "Trámites que se pueden pedir en el chat, con radicado."),
    2: Corta("Trámites con información", "Trámites publicados de los que Catalina dice qué piden, cuánto cuestan y dónde se hacen."),
    3: Corta("Cobertura", "De todos los trámites de la entidad, cuántos están en Catalina."),
    4: Corta("Conversaciones atendidas", "Charlas en que alguien escribió y Catalina respondió. Media hora de silencio termina una charla."),
    5: Corta("Mensajes respondidos en un minuto", "Mensajes de las personas que Catalina respondió en un minuto o menos."),
    6: Corta("Personas atendidas", "Personas distintas que escribieron. No se guarda quiénes son."),
    7: Corta("De qué y por dónde se habla", "Cómo se reparten las conversaciones por tema, canal, dependencia, idioma y hora."),
    8: Corta("Fuera del horario de oficina", "Conversaciones que empezaron de noche, en fin de semana o en festivo."),
    9: Corta("Tiempo de respuesta", "Lo que tarda Catalina en responder. La mitad de los mensajes tarda esto o menos."),
    10: Corta("Disponibilidad", "Minutos en que Catalina respondió bien a una prueba automática, de todos los minutos."),
    11: Corta("Primera respuesta de una persona", "Lo que espera quien pide hablar con una persona, en horas de oficina."),
    12: Corta("Comprensión", "Mensajes que Catalina entendió, de los que pedían una respuesta."),
    13: Corta("Sin respuesta", "Mensajes que Catalina no entendió, de los que pedían una respuesta."),
    14: Corta("Contención", "Conversaciones que terminaron sin pedir una persona y sin dejar un formulario a medias."),
    15: Corta("Contención verificada", "Las anteriores, sin mala calificación y sin volver a preguntar lo mismo en un día."),
    16: Corta("Pidieron una persona", "Conversaciones en que se pidió hablar con una persona."),
    17: Corta("Solución en el primer contacto", "Temas resueltos por los que la persona no volvió a preguntar en siete días."),
    18: Corta("Formularios abandonados", "Formularios que alguien empezó y dejó a medias."),
    19: Corta("Formularios terminados", "Formularios que alguien empezó y llevó hasta el final."),
    20: Corta("Satisfacción", "Calificaciones de 4 o 5, de todas las que dieron las personas. La escala va de 1 a 5."),
    21: Corta("Utilidad de las respuestas", "Veces que alguien dijo «me sirvió», de las que dijo si sirvió o no."),
    22: Corta("Preguntas sin responder", "Grupos de preguntas parecidas, de tres personas o más, que Catalina todavía no sabe responder."),
    23: Corta("Vigencia", "Trámites publicados que se revisaron en los últimos 180 días."),
    24: Corta("Solicitudes", "Peticiones, quejas y demás solicitudes que se radicaron."),
    25: Corta("Avisos", "Mensajes que Catalina manda sin que le escriban: cómo va una solicitud, por ejemplo."),
    26: Corta("Mensajes por solicitud", "Mensajes que Catalina envió por cada solicitud respondida. De ahí sale lo que cuesta."),
    27: Corta("Denuncias", "Denuncias de corrupción recibidas. Solo se dice cuántas, y en grupos de cinco o más."),
}  # fmt: skip


def definicion(indicador: int) -> str:
    """Return the address of the definition of an indicator."""
    return f"{DEFINICIONES}#indicador-{indicador}"


def mes(day: date) -> str:
    """Return a month in words: «marzo de 2026»."""
    return f"{MESES[day.month - 1]} de {day.year}"


def dia(day: date) -> str:
    """Return a day in words: «30 de marzo de 2026»."""
    return f"{day.day} de {mes(day)}"


def periodo(period: Periodo) -> str:
    """Return a period in words, as short as it can be told: «enero a marzo de 2026», «1 al 15 de marzo de 2026»."""
    desde, hasta = period
    if whole_months(period):
        if last_day(desde) == hasta:
            return mes(desde)
        first = MESES[desde.month - 1] if desde.year == hasta.year else mes(desde)
        return f"{first} a {mes(hasta)}"
    if desde == hasta:
        return dia(desde)
    if (desde.year, desde.month) == (hasta.year, hasta.month):
        return f"{desde.day} al {dia(hasta)}"
    first = f"{desde.day} de {MESES[desde.month - 1]}" if desde.year == hasta.year else dia(desde)
    return f"{first} al {dia(hasta)}"


def en(period: Periodo) -> str:
    """Return a period after its preposition: «en marzo de 2026», «el 30 de marzo de 2026», «del 1 al 15 de marzo de 2026»."""
    if whole_months(period):
        return f"{'en' if last_day(period.desde) == period.hasta else 'de'} {periodo(period)}"
    return f"{'el' if period.desde == period.hasta else 'del'} {periodo(period)}"


def de(period: Periodo) -> str:
    """Return a period that something is of: «de marzo de 2026», «del 1 al 15 de marzo de 2026»."""
    return f"{'de' if whole_months(period) else 'del'} {periodo(period)}"


def sin_contar(period: Periodo, hay: Periodo | None) -> str:
    """Return why there are no figures of a period; `hay` is of which there are."""
    if hay is None:
        return "Todavía no hay cifras."
    if period.desde > hay.hasta:
        return f"No hay cifras {de(period)}: se ha contado hasta el {dia(hay.hasta)}."
    return f"No hay cifras {de(period)}: se cuentan desde el {dia(hay.desde)}."


def corto(period: Periodo) -> str:
    """Return a period as it fits under a column: «mar 2026», «30 mar», «1–7 dic»."""
    month = MESES[period.desde.month - 1][:3]
    if period.desde == period.hasta:
        return f"{period.desde.day} {month}"
    if period.desde.day == 1 and period.hasta == last_day(period.desde):
        return f"{month} {period.desde.year}"
    if period.desde.month == period.hasta.month:
        return f"{period.desde.day}–{period.hasta.day} {month}"
    return f"{period.desde.day} {month}–{period.hasta.day} {MESES[period.hasta.month - 1][:3]}"


def y(words: Sequence[str]) -> str:
    """Return words as a list is said: «a, b y c»."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'e' if words[-1][:1].lower() == 'i' else 'y'} {words[-1]}"
