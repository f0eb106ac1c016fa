"""The sentences of a report, made of its numbers and true also where one is 0 or nobody knows it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.periodos import en, mes, nombre, periodo_de
from bot.reportes.cifras import SOLICITUDES, USO, percent
from knowledge.reportes import FILTRO
from notifier.cifras.formulas import number
from notifier.cifras.periods import Periodo

Json = Mapping[str, Any]
Lineas = Mapping[tuple[int, str], Json]
TITULOS: Mapping[str, str] = {
    "mensual": "Informe mensual de {asistente}",
    "trimestral": "Informe trimestral de {asistente} para el Comité de Gobierno Abierto (OGP)",
    "semestral": "Informe semestral de {asistente} para Control Interno",
    "anual": "Informe anual de {asistente}",
    FILTRO: "Cifras de {asistente}",
}
SIRVE: Mapping[str, str] = {
    "mensual": "Cuenta un mes completo con las cifras publicadas.",
    "trimestral": "Da cuenta al comité del avance del compromiso, con enlaces a las evidencias.",
    "semestral": "Sirve de insumo al informe semestral que pide el artículo 76 de la Ley 1474 de 2011.",
    "anual": "Cuenta un año completo con las cifras publicadas.",
    FILTRO: "Alguien pidió estas cifras con un filtro.",
}


def titulo(tipo: str, asistente: str, periodo: Periodo) -> str:
    """Return the title of a report."""
    return f"{TITULOS[tipo].format(asistente=asistente)}: {nombre(periodo)}"


def cuantas(n: float, one: str, many: str) -> str:
    """Return a count with its word: «1 persona», «1.200 personas»."""
    return f"{number(n)} {one if n == 1 else many}"


def resumen(datos: Json) -> str:
    """Return the paragraph with which a report begins."""
    of = {(line["indicador"], line["dimension"]): line for line in datos["cifras"]}
    return " ".join((*_use(datos, of), *_tramites(of), *_times(of), *_liked(of), *_requests(datos, of)))


def _use(datos: Json, of: Lineas) -> Iterator[str]:
    when, who = en(periodo_de(datos["contado"] or datos)), datos["asistente"]
    talks, persons = of[4, ""], of[6, ""]
    if talks["valor"] is None:
        yield f"{when} escribieron menos de cinco personas, o ninguna: por eso el uso no se publica."
    elif not talks["valor"]:
        yield f"{when} nadie conversó con {who}."
    else:
        n, people = (
            cuantas(talks["valor"], "conversación", "conversaciones"),
            cuantas(persons["valor"], "persona", "personas"),
        )
        yield f"{when}, {who} atendió {n} de {people}{_without(datos['calladas'][USO])}."
    yield from _compared(datos, talks)


def _without(quiet: Sequence[str]) -> str:
    return (
        f", sin contar {listed([mes(one) for one in quiet])}: entonces escribieron menos de cinco, o nadie"
        if quiet
        else ""
    )


def _compared(datos: Json, talks: Json) -> Iterator[str]:
    before = talks["antes"]
    if before is None or None in (before["valor"], talks["valor"]):
        yield "No hay un periodo anterior completo con el cual comparar."
        return
    then, now, which = before["valor"], talks["valor"], nombre(periodo_de(datos["antes"]))
    if then == now:
        yield f"Son las mismas que en el periodo anterior ({which})."
        return
    more = "más" if now > then else "menos"
    said = cuantas(abs(now - then), "conversación", "conversaciones")
    rate = f", {number(abs(percent(now, then)))} %" if then else ""
    yield f"Son {said} {more} que en el periodo anterior ({which}{rate})."


def _tramites(of: Lineas) -> Iterator[str]:
    can, told = of.get((1, "")), of.get((2, ""))
    if can is None or told is None:
        return
    if can["valor"] is None:
        yield "No se contó cuántos trámites se podían realizar."
        return
    done = "no se puede realizar ningún trámite todavía" if not can["valor"] else (
        f"{'se puede' if can['valor'] == 1 else 'se pueden'} realizar {cuantas(can['valor'], 'trámite', 'trámites')}"
    )  # fmt: skip
    yield f"Por el chat {done}, y hay información de {cuantas(told['valor'], 'trámite', 'trámites')}."


def _times(of: Lineas) -> Iterator[str]:
    quick, median = of[5, "de_los_recibidos"], of[9, "mediana"]
    if quick["valor"] is None:
        return
    slow = f" La mitad de las respuestas tardó {median['texto']} o menos." if median["valor"] is not None else ""
    yield f"Respondió en un minuto el {quick['texto']} de los mensajes ({quick['de']}).{slow}"


def _liked(of: Lineas) -> Iterator[str]:
    good = of[20, "catalina"]
    if good["valor"] is None:
        yield "No hubo calificaciones."
    else:
        yield f"De las calificaciones, el {good['texto']} es de 4 o 5 ({good['de']})."


def _requests(datos: Json, of: Lineas) -> Iterator[str]:
    filed, on_time = of.get((24, "")), of.get((24, "en_termino"))
    if filed is None or on_time is None:
        return
    if filed["valor"] is None:
        yield "Se radicaron menos de cinco solicitudes al mes, o ninguna."
        return
    n = filed["valor"]
    said = (
        f"Se {'radicó' if n == 1 else 'radicaron'} {cuantas(n, 'solicitud', 'solicitudes')}"
        if n
        else "No se radicaron solicitudes"
    )
    late = f"; de las respondidas, el {on_time['texto']} salió en el término de ley ({on_time['de']})"
    yield f"{said}{late if on_time['valor'] is not None else ''}."


def ocultas(datos: Json) -> list[str]:
    """Return what is not told, and why."""
    if not datos["publico"]:
        return [
            "Estas cifras son para uso interno: muestran también grupos de menos de cinco personas. No las publiques.",
            "Las denuncias solo se cuentan en las cifras publicadas.",
        ]
    quiet = datos["calladas"]
    return [
        "Donde hubo menos de cinco personas, sus cifras se suman con otras y dicen «sin separar», para que nadie pueda saber quién escribió. Los totales no cambian.",
        "Cuántas personas fueron se dice de cinco en cinco: 30 quiere decir entre 28 y 32.",
        *_silent(quiet[USO], "publica el uso", "escribieron menos de cinco personas, o ninguna"),
        *_silent(quiet[SOLICITUDES], "publican las solicitudes", "hubo menos de cinco, o ninguna"),
        *(f"En «{name}» hay {cuantas(n, 'conversación', 'conversaciones')}." for name, n in _others(datos)),
    ]  # fmt: skip


def _others(datos: Json) -> Iterator[tuple[str, int]]:
    for one in datos["mezcla"]:
        if one["junto"]:
            yield one["nombre"], one["valor"]


def _silent(quiet: Sequence[str], part: str, why: str) -> Iterator[str]:
    if quiet:
        yield f"De {listed([mes(one) for one in quiet])} no se {part}: {why}."


def listed(words: Sequence[str]) -> str:
    """Return words joined as people join them: «a, b y c»."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} y {words[-1]}"


def sobre_denuncias(found: Json) -> str:
    """Return what is said of reports: how many, and of which months."""
    if found["valor"] is None:
        return (
            "Todavía no suman cinco: se contarán juntas cuando lleguen a cinco. Así nadie puede saber quién denunció."
        )
    first, last = found["desde"], found["hasta"]
    when = f"en {mes(first)}" if first == last else f"de {mes(first)} a {mes(last)}"
    return f"{cuantas(found['valor'], 'denuncia recibida', 'denuncias recibidas')} {when}. Solo se publica el total, en grupos de cinco o más."
