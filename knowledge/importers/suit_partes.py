"""The parts of the register from one record of a SUIT export, and what of it somebody has to look at. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.importers import suit_limpio as limpio
from knowledge.importers.suit_limpio import clean, said
from knowledge.values import EnLinea, Momento, Norma, Pregunta, Punto, Requisito, Territorio, Valor

Record = dict[str, Any]

EN_LINEA: Mapping[str, EnLinea] = {
    "NO_DISPONIBLE": "no",
    "PARCIALMENTE": "parcial",
    "TOTALMENTE": "total",
    "NO": "no",
    "PARCIAL": "parcial",
    "SI": "total",
    "SÍ": "total",
}
LINK_FAULTS = {
    "ip": "apunta a una máquina sin nombre",
    "http": "no es seguro (http)",
    "no_es_enlace": "no es una dirección web",
}


def ordered(items: list[Record] | None) -> list[Record]:
    """Return steps or requirements in the order that they say."""
    return sorted(items or [], key=lambda item: item.get("orden") or 0)


def momentos(item: Record) -> tuple[Momento, ...]:
    """Return the steps with what each takes. A requirement without words is only a way to file."""
    found = []
    for moment in ordered(item.get("momentos")):
        demands = tuple(filter(None, map(_requisito, ordered(moment.get("requisitos")))))
        text = said(moment.get("descripcion"))
        if text or demands:
            found.append(Momento(text or "Reunir lo que se pide", demands))
    return tuple(found)


def _requisito(demand: Record) -> Requisito | None:
    kind = limpio.TIPOS.get(str(demand.get("tipo") or "").upper(), "condicion")
    names = (said(demand.get(name)) for name in ("documento", "formulario_nombre", "descripcion"))
    texts = list(dict.fromkeys(filter(None, names)))
    if not texts:
        return None
    amount = demand.get("cantidad")
    return Requisito(
        kind,
        texts[0],
        cantidad=amount if isinstance(amount, int) and not isinstance(amount, bool) and amount > 0 else 1,
        obligatorio=demand.get("obligatorio") is not False,
        nota=". ".join(texts[1:]) or None,
        enlace=limpio.link(demand.get("formulario_url")) or limpio.link(demand.get("url_pago")),
    )


def wordless(demand: Record) -> bool:
    """Say whether a requirement says nothing but how to file."""
    return _requisito(demand) is None


def valores(item: Record) -> tuple[Valor, ...]:
    """Return the prices: what each payment says, with the accounts. A free trámite has none."""
    if not paid(item):
        return ()
    demands = [demand for moment in ordered(item.get("momentos")) for demand in ordered(moment.get("requisitos"))]
    dues = [demand for demand in demands if str(demand.get("tipo") or "").upper() == "PAGO"]
    where = accounts(item) or None
    found = [
        Valor(
            said(due.get("descripcion")) or said(due.get("documento")) or "Pago",
            due["valor"] if isinstance(due.get("valor"), int) and not isinstance(due["valor"], bool) else None,
            cuenta=where,
            enlace=limpio.link(due.get("url_pago")),
        )
        for due in dues
    ]
    return tuple(found) or ((Valor("Pago", nota="El valor está por confirmar", cuenta=where),) if where else ())


def paid(item: Record) -> bool | None:
    """Return whether it is paid, or None where the register does not say."""
    return {"SI": True, "SÍ": True, "NO": False}.get((said(item.get("costo")) or "").upper())


def online(item: Record) -> EnLinea | None:
    """Return how much of it is done by internet, or None where the register does not say."""
    return EN_LINEA.get((said(item.get("modalidad_visor")) or "").upper())


def accounts(item: Record) -> str:
    """Return the accounts in words."""
    told = (
        ", ".join(clean(str(value)) for value in account.values() if value)
        if isinstance(account, dict)
        else str(account)
        for account in item.get("cuentas") or []
    )
    return "; ".join(filter(None, told))


def normas(item: Record) -> tuple[Norma, ...]:
    """Return the norms that have a number and a year."""
    return tuple(
        Norma(
            limpio.norm_type(norm),
            clean(str(norm["numero"])),
            limpio.year(norm) or 0,
            said(norm.get("articulos")),
            limpio.link(norm.get("url")),
        )
        for norm in item.get("normativa") or []
        if complete(norm)
    )


def complete(norm: Record) -> bool:
    """Say whether a norm can be cited."""
    return bool(limpio.norm_type(norm) and said(norm.get("numero")) and limpio.year(norm))


def puntos(item: Record, territory: Territorio | None) -> tuple[Punto, ...]:
    """Return each place once; coordinates only where they lie in the district."""
    places = item.get("puntosAtencion") or []
    repeated = limpio.same_office(places)
    return tuple(_punto(point, territory) for index, point in enumerate(places) if index not in repeated)


def _punto(point: Record, territory: Territorio | None) -> Punto:
    lat, lon = limpio.place(point, territory) or (None, None)
    address, phone, hours = (said(point.get(name)) for name in ("direccion", "telefono", "horario"))
    return Punto(said(point.get("nombre")) or "Punto de atención", address, phone, hours, lat, lon)


def preguntas(item: Record) -> tuple[Pregunta, ...]:
    """Return the questions that have an answer."""
    pairs = [
        (said(one.get("pregunta")), said(one.get("respuesta")))
        for one in item.get("preguntasFrecuentes") or []
        if isinstance(one, dict)
    ]
    return tuple(Pregunta(asked, answered) for asked, answered in pairs if asked and answered)


def doubts(item: Record, territory: Territorio | None) -> Iterator[str]:
    """Return what somebody has to look at before this is published, in the words of a colleague."""
    yield from _doubted_norms(item)
    yield from _doubted_places(item, territory)
    yield from _doubted_links(item)
    if limpio.two_times(item):
        yield "Tiempo: el registro dice dos tiempos distintos"
    if paid(item) is False and accounts(item):
        yield f"Costo: el registro dice que es gratis y trae una cuenta: {accounts(item)}"
    if paid(item) and accounts(item):
        yield "Costo: confirma la cuenta con Tesorería"
    manual = said(item.get("urlManualTramiteEnLinea"))
    if manual:
        yield f"Manual en línea: {manual}. Enlázalo si sirve"


def _doubted_norms(item: Record) -> Iterator[str]:
    for norm in item.get("normativa") or []:
        told, kind = said(norm.get("tipo")) or "", limpio.norm_type(norm)
        name = " ".join(str(norm[field]) for field in ("tipo", "numero", "anio") if norm.get(field))
        if kind != told:
            yield f"Norma {name}: el registro dice «{told}» y su archivo o enlace dice «{kind}»"
        if not complete(norm):
            yield f"Norma {name or 'sin nombre'}: le falta el número o el año"


def _doubted_places(item: Record, territory: Territorio | None) -> Iterator[str]:
    places = item.get("puntosAtencion") or []
    for index, first in limpio.same_office(places).items():
        names = [said(places[at].get("nombre")) for at in (first, index)]
        yield f"Punto «{names[0]}»: está repetido como «{names[1]}»"
    for point in places:
        given = (point.get("latitud"), point.get("longitud"))
        if given != (None, None) and limpio.place(point, territory) is None:
            yield f"Punto «{said(point.get('nombre'))}»: las coordenadas {given[0]}, {given[1]} no están en el distrito"


def _doubted_links(item: Record) -> Iterator[str]:
    for url in dict.fromkeys(_links(item)):
        fault = limpio.link_fault(url)
        if fault:
            yield f"Enlace {clean(url)}: {LINK_FAULTS[fault]}"


def _links(item: Record) -> Iterator[str]:
    yield from filter(None, (item.get("urlTramiteEnLinea"), item.get("urlManualTramiteEnLinea")))
    yield from (norm["url"] for norm in item.get("normativa") or [] if norm.get("url"))
    for moment in item.get("momentos") or []:
        for demand in moment.get("requisitos") or []:
            yield from filter(None, (demand.get("formulario_url"), demand.get("url_pago")))
