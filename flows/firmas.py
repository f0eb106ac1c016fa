"""How an answer is signed: which version, who reviewed it, or on whose word it stands. Never a raw address."""

import re
from collections.abc import Mapping
from functools import lru_cache

from flows.context import Context
from knowledge.values import Tramite

# What an address of the sources is called in the street. The first piece found in it names the publisher.
_PUBLISHERS: Mapping[str, str] = {
    "caracol.com.co": "Caracol Radio",
    "eluniversal": "El Universal",
    "el universal": "El Universal",
    "infobae.com": "Infobae",
    "alertacaribe.com": "Alerta Caribe",
    "alerta.com.co": "Alerta",
    "mundonoticias.com.co": "Mundo Noticias",
    "eltiempo.com": "El Tiempo",
    "diariolalibertad.com": "Diario La Libertad",
    "cartagenaenlinea.com": "Cartagena en Línea",
    "funcicar.org": "Funcicar",
    "noticiasrcn.com": "Noticias RCN",
    "radionacional.co": "Radio Nacional de Colombia",
    "digitaldecolombia": "Digital de Colombia",
    "epacartagena.gov.co": "EPA Cartagena",
    "midas.cartagena.gov.co": "MIDAS Cartagena",
    "curaduria1cartagena": "Curaduría Urbana 1",
    "curaduria2cartagena": "Curaduría Urbana 2",
    "cartagena.gov.co": "Alcaldía de Cartagena",
    "suit": "SUIT (registro nacional de trámites)",
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


@lru_cache(maxsize=1024)  # sources are few, and every answer is signed with one
def publisher(fuente: str) -> str | None:
    """Return who published a source, or None when it names nobody (a file of ours, an unverified copy)."""
    folded = fuente.lower()
    known = next((name for piece, name in _PUBLISHERS.items() if piece in folded), None)
    host = re.match(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?=/|$)", folded)
    return known or (host[1] if host else None)


def spoken_date(context: Context, text: str) -> str:
    """Return a text with each «2025-09» or «2025-09-03» in it as people say it."""
    spelled = text.replace(" a ", " to ") if context.idioma == "en" else text
    return re.sub(r"\b(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?\b", lambda found: _said(context, found), spelled)


def _said(context: Context, found: re.Match[str]) -> str:
    year, month, day = found[1], _MONTHS[context.idioma][int(found[2]) - 1], int(found[3] or 0)
    if context.idioma == "en":
        return f"{month} {day}, {year}" if day else f"{month} {year}"
    return f"{day} de {month} de {year}" if day else f"{month} de {year}"


def origin(context: Context, record: Tramite) -> str | None:
    """Return «según Caracol Radio, febrero de 2026», or what is known of it; None when nothing is."""
    who = next((name for name in map(publisher, record.fuentes) if name), None)
    when = spoken_date(context, record.vigencia_de_los_datos) if record.vigencia_de_los_datos else None
    if who is None:
        return context.t("datos de {fecha}").format(fecha=when) if when else None
    return context.t("según {fuente}").format(fuente=who) + (f", {when}" if when else "")


def signature(context: Context, record: Tramite) -> str:
    """Return the lines that sign every answer, and how to object to it."""
    t = context.t
    said = [t("Versión {n}").format(n=record.version), *_review(context, record)]
    return f"_{' · '.join(said)}_\n{t('¿Dato errado? Escribe *error*.')}"


def _review(context: Context, record: Tramite) -> list[str]:
    t = context.t
    if record.revisado_el is None:
        return [t("sin revisar por la dependencia"), *filter(None, [origin(context, record)])]
    day = spoken_date(context, record.revisado_el.isoformat())
    said = t("revisada el {fecha} por {quien}").format(fecha=day, quien=record.revisado_por or record.dependencia)
    return [said, *record.base_legal[:1]]
