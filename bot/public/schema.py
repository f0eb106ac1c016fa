"""A published trámite as search engines read it (schema.org `GovernmentService`). Only what is confirmed is said."""

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from knowledge.values import Entidad, Punto, Tramite, Valor

Record = dict[str, Any]
# These would end the element, or begin a comment in it, inside a text that a clerk wrote.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
DURATIONS = {"calendario": "P{}D", "mes": "P{}M", "hora": "PT{}H"}  # ISO 8601 has no working days


def as_script(value: Record) -> Markup:
    """Return JSON that may stand inside a script element. Browsers run nothing of type application/ld+json."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(ESCAPES))  # noqa: S704 - escaped in this line


def service(record: Tramite, entidad: Entidad, address: str) -> Record:
    """Return the graph of one trámite at its public address."""
    graph = [_service(record, entidad, address), *_questions(record, address)]
    return {"@context": "https://schema.org", "@graph": graph}


def _service(record: Tramite, entidad: Entidad, address: str) -> Record:
    own = record.alcance == "cartagena"
    provider = record.dependencia if own and record.dependencia_verificada else entidad.nombre
    found: Record = {
        "@type": "GovernmentService",
        "@id": f"{address}#servicio",
        "url": address,
        "name": record.nombre,
        "alternateName": list(record.alias),
        "description": record.proposito,
        "provider": {"@type": "GovernmentOrganization", "name": provider, "url": entidad.sede_electronica},
        "areaServed": {"@type": "AdministrativeArea", "name": _area(entidad)},
    }
    if own:
        found |= {
            "audience": [{"@type": "Audience", "audienceType": group} for group in record.audiencias],
            "serviceOutput": {"@type": "Thing", "name": record.resultado}
            if record.resultado and "pasos" not in record.por_confirmar
            else None,
            "offers": list(_offers(record)),
            "availableChannel": list(_channels(record)),
        }
    return {name: item for name, item in found.items() if item}


def _area(entidad: Entidad) -> str:
    """Return the name of the place that the entity governs: what follows «de» in its name."""
    return entidad.nombre.partition(" de ")[2] or entidad.nombre


def _offers(record: Tramite) -> Iterator[Record]:
    if "costo" in record.por_confirmar:
        return
    free = (Valor("Trámite", 0),) if record.requiere_pago is False else ()
    for valor in record.valores or free:
        if valor.valor is not None:
            until = {"priceValidUntil": valor.vence_el.isoformat()} if valor.vence_el else {}
            yield {
                "@type": "Offer",
                "name": valor.concepto,
                "price": valor.valor,
                "priceCurrency": valor.moneda,
                **until,
            }


def _channels(record: Tramite) -> Iterator[Record]:
    online = record.en_linea in ("parcial", "total") and "en_linea" not in record.por_confirmar
    if online and record.url and record.url.startswith("https://"):
        yield {"@type": "ServiceChannel", "serviceUrl": record.url, **_duration(record)}
    if "donde" not in record.por_confirmar:
        for punto in record.puntos:
            yield {"@type": "ServiceChannel", "serviceLocation": _place(punto), **_duration(record)}


def _duration(record: Tramite) -> Record:
    time = record.tiempo
    if time is None or time.unidad not in DURATIONS or "tiempo" in record.por_confirmar:
        return {}
    return {"processingTime": DURATIONS[time.unidad].format(time.cantidad)}


def _place(punto: Punto) -> Record:
    found: Record = {
        "@type": "Place",
        "name": punto.nombre,
        "address": punto.direccion,
        "telephone": punto.telefono,
        "description": punto.horario,
    }
    if punto.lat is not None and punto.lon is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": punto.lat, "longitude": punto.lon}
    return {name: item for name, item in found.items() if item}


def _questions(record: Tramite, address: str) -> Iterator[Record]:
    if record.preguntas and record.alcance == "cartagena":
        asked = [
            {"@type": "Question", "name": one.pregunta, "acceptedAnswer": {"@type": "Answer", "text": one.respuesta}}
            for one in record.preguntas
        ]
        yield {"@type": "FAQPage", "@id": f"{address}#preguntas", "mainEntity": asked}
