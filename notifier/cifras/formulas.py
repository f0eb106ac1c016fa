"""The catalogue's formulas: from totals to indicators. Pure; what each one counts is in `knowledge/content/indicadores.json`.

A percentage is made of two sums and never averaged, n stands beside it, and «sin datos» is said where nothing was counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from notifier.cifras import VERSION
from notifier.cifras.cells import details
from notifier.cifras.measures import CALLADA
from notifier.cifras.query import Totales
from notifier.cifras.scale import percentile

SIN_DATOS = "sin datos"
QUIEN = {"_catalina": "Catalina", "_persona": "las personas que atienden", "_solicitud": "la respuesta a solicitudes"}
GOOD = 4  # a rating this high or higher is a good one


@dataclass(frozen=True, slots=True)
class Cifra:
    """One figure of an indicator. A share has numerator and denominator, a count or a time only its value."""

    indicador: int
    nombre: str
    valor: float | None
    unidad: str = ""
    numerador: int | None = None
    denominador: int | None = None
    dimension: str = ""
    version: int = VERSION

    @property
    def texto(self) -> str:
        """Return the figure as people here read it."""
        if self.valor is None:
            return SIN_DATOS
        if self.unidad == "%":
            return f"{_decimal(self.valor)} %"
        return f"{number(self.valor)} {self.unidad}".strip()

    @property
    def de(self) -> str:
        """Return the two counts of a share in words; "" of anything else."""
        if self.denominador is None or self.numerador is None:
            return ""
        return f"{number(self.numerador)} de {number(self.denominador)}"


def number(value: float) -> str:
    """Return a number with the thousands and decimals of here: 12.345,6."""
    if value == int(value):
        return f"{int(value):,}".replace(",", ".")
    return _decimal(value)


def _decimal(value: float) -> str:
    return f"{value:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def share(indicador: int, nombre: str, part: int, whole: int, dimension: str = "") -> Cifra:
    """Return a percentage; without a value when there is nothing to divide by."""
    return Cifra(indicador, nombre, 100 * part / whole if whole else None, "%", part, whole, dimension)


def cases(cifra: Cifra, t: Totales) -> int | None:
    """Return of how many cases a figure is made: what it divides by, how many times a median orders. None of a plain count."""
    if cifra.denominador is not None:
        return cifra.denominador
    key = (cifra.indicador, cifra.dimension)
    if key in TIMED:
        return sum(details(t.medidas, TIMED[key]).values())
    return t[PER[key]] if key in PER else None


def counted_of(cifra: Cifra, t: Totales) -> int | None:
    """Return of how many a figure is told: its cases, or the count itself."""
    made_of = cases(cifra, t)
    return round(cifra.valor) if made_of is None and cifra.valor is not None else made_of


TIMED: Mapping[tuple[int, str], str] = {
    (9, "mediana"): "ms", (9, "p95"): "ms", (11, "mediana"): "espera_s", (11, "p90"): "espera_s",
    (24, "dias"): "dias_habiles", (25, "minutos"): "aviso_min",
}  # fmt: skip
PER: Mapping[tuple[int, str], str] = {(26, "costo"): "respondidas"}  # an amount, told of each


def figures(t: Totales) -> tuple[Cifra, ...]:
    """Return every indicator of some totals, in the order of the catalogue."""
    return tuple(replace(cifra, version=t.version) for of in CATALOGUE for cifra in of(t))


def _content(t: Totales) -> Iterator[Cifra]:
    levels = {int(level): n for level, n in details(t.medidas, "tramites_nivel").items()}
    published = t["tramites_publicados"]
    done_here = sum(n for level, n in levels.items() if level >= 3)
    told = published or None
    yield Cifra(1, "Trámites que pueden realizarse por Catalina", done_here if published else None, "trámites")
    yield Cifra(2, "Trámites con información", told, "trámites")
    for level, n in sorted(levels.items()):
        yield Cifra(2, f"Trámites de nivel {level}", n, "trámites", dimension=f"nivel={level}")
    yield share(3, "Cobertura del inventario", published, t["inventario"])
    yield share(3, "Cobertura del inventario, realizables", done_here, t["inventario"], "realizables")


def _use(t: Totales) -> Iterator[Cifra]:
    talks, messages = t["conversaciones"], t["mensajes"]
    yield Cifra(4, "Conversaciones atendidas", talks, "conversaciones")
    yield Cifra(5, "Mensajes respondidos en un minuto", t["en_un_minuto"], "mensajes")
    yield share(5, "Mensajes respondidos, de los recibidos", t["en_un_minuto"], messages, "de_los_recibidos")
    yield Cifra(6, "Personas atendidas", t.personas, "personas")
    yield Cifra(6, "Personas nuevas", t.nuevas, "personas", dimension="nuevas")
    yield Cifra(6, "Personas que volvieron", t.personas - t.nuevas, "personas", dimension="vuelven")
    for idioma, n in sorted(details(t.medidas, "idioma").items()):
        yield share(7, f"Conversaciones en {LANGUAGES.get(idioma, idioma)}", n, talks, f"idioma={idioma}")
    yield share(8, "Fuera del horario de atención", t["fuera_de_horario"], talks)
    yield share(8, "En día no hábil", t["en_dia_no_habil"], talks, "dia_no_habil")


def _times(t: Totales) -> Iterator[Cifra]:
    took = _steps(t, "ms")
    yield Cifra(9, "Tiempo de respuesta, mediana", _over(percentile(took, 50), 1000), "s", dimension="mediana")
    yield Cifra(9, "Tiempo de respuesta, p95", _over(percentile(took, 95), 1000), "s", dimension="p95")
    yield share(10, "Disponibilidad", t["sonda_bien"], t["sonda_minutos"])
    waited = _steps(t, "espera_s")
    yield Cifra(11, "Primera respuesta de una persona, mediana", _over(percentile(waited, 50), 60), "min", dimension="mediana")  # fmt: skip
    yield Cifra(11, "Primera respuesta de una persona, p90", _over(percentile(waited, 90), 60), "min", dimension="p90")
    yield share(11, "Primera respuesta en 5 minutos", t["atencion_en_5_min"], t["atencion_pedidas"], "en_5_min")


def _understanding(t: Totales) -> Iterator[Cifra]:
    good, bad = t["entendidos"], t["no_entendidos"]
    yield share(12, "Comprensión", good, good + bad)
    yield share(13, "Sin respuesta", bad, good + bad)


def _solving(t: Totales) -> Iterator[Cifra]:
    talks = t["conversaciones"]
    yield share(14, "Contención", t["contenidas"], talks)
    yield share(15, "Contención verificada", t["contenidas_verificadas"], talks)
    yield share(16, "Escalamiento", t["con_escalamiento"], talks)
    yield share(16, "Escalamientos atendidos", t["atencion_atendidas"], t["atencion_pedidas"], "atendidos")
    yield share(17, "Solución en el primer contacto", t["resueltas_primer_contacto"], t["resueltas"])


def _forms(t: Totales) -> Iterator[Cifra]:
    begun, left = t["formularios_iniciados"], t["formularios_abandonados"]
    yield share(18, "Abandono de formularios", left, begun)
    for question, n in _by_count(details(t.medidas, "abandono")):
        yield share(18, f"Abandono en {question}", n, left, question)
    yield share(19, "Finalización de formularios", t["formularios_terminados"], begun)


def _satisfaction(t: Totales) -> Iterator[Cifra]:
    for who, said in QUIEN.items():
        given = {int(score): n for score, n in details(t.medidas, f"nota{who}").items()}
        good = sum(n for score, n in given.items() if score >= GOOD)
        yield share(20, f"Satisfacción con {said}", good, sum(given.values()), who.removeprefix("_"))
        if who == "_catalina":
            talks = 0 if t[CALLADA] else t["conversaciones"]
            yield share(20, "Satisfacción, cuántos califican", sum(given.values()), talks, "respuesta")
    yield share(21, "Utilidad de las fichas", t["util_si"], t["util_si"] + t["util_no"])


def _content_care(t: Totales) -> Iterator[Cifra]:
    groups = t.medidas.get("preguntas_sin_responder")
    yield Cifra(22, "Preguntas sin responder", groups, "grupos")
    yield share(23, "Vigencia", t["tramites_revisados"], t["tramites_publicados"])


def _requests(t: Totales) -> Iterator[Cifra]:
    yield Cifra(24, "Solicitudes radicadas", t["radicadas"], "solicitudes")
    yield share(24, "Solicitudes respondidas en término", t["en_termino"], t["respondidas"], "en_termino")
    on_time = details(t.medidas, "en_termino")
    for tipo, n in sorted(details(t.medidas, "respondidas").items()):
        yield share(24, f"Respondidas en término: {tipo}", on_time.get(tipo, 0), n, f"tipo={tipo}")
    days = _steps(t, "dias_habiles")
    yield Cifra(24, "Días hábiles hasta la respuesta, mediana", percentile(days, 50), "días hábiles", dimension="dias")
    yield share(24, "Solicitudes por canales digitales", t["digitales"], t["radicadas"], "digitales")


def _notices(t: Totales) -> Iterator[Cifra]:
    due = t["avisos_debidos"]
    yield Cifra(25, "Avisos por dar", due, "avisos")
    yield share(25, "Avisos entregados", t["avisos_entregados"], due, "entregados")
    yield share(25, "Personas no enteradas", t["avisos_no_enterado"], due, "no_enterado")
    minutes = percentile(_steps(t, "aviso_min"), 50)
    yield Cifra(25, "Minutos hasta la entrega, mediana", minutes, "min", dimension="minutos")
    solved = t["respondidas"]
    each = t["enviados"] / solved if solved else None
    yield Cifra(26, "Mensajes enviados por solicitud resuelta", each, "mensajes", t["enviados"], solved)
    # Half of the messages at a price and half at none would be no cost.
    cost = t["costo_centavos"] / 100 / solved if solved and 0 < t["enviados"] == t["con_precio"] else None
    yield Cifra(26, "Costo de los mensajes por solicitud resuelta", cost, "pesos", dimension="costo")


def _reports(t: Totales) -> Iterator[Cifra]:
    yield Cifra(27, "Denuncias recibidas", t.medidas.get("denuncias"), "denuncias")
    yield share(27, "Denuncias con actuación", t["denuncias_atendidas"], t["denuncias"], "con_actuacion")


LANGUAGES: Mapping[str, str] = {"es": "español", "en": "inglés"}
CATALOGUE: tuple[Callable[[Totales], Iterable[Cifra]], ...] = (
    _content, _use, _times, _understanding, _solving, _forms, _satisfaction, _content_care, _requests, _notices, _reports,
)  # fmt: skip


def _steps(t: Totales, family: str) -> dict[int, int]:
    return {int(value): n for value, n in details(t.medidas, family).items()}


def _over(value: int | None, unit: int) -> float | None:
    return None if value is None else value / unit


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
