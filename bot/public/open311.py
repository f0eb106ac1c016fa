"""A request in the shape of Open311 GeoReport v2, so that a program made for any city reads ours."""

from datetime import date, datetime, time
from typing import Any

from bot.services import Services
from flows.context import BOGOTA
from flows.estado import TIPOS
from flows.ficha_solicitud import en_palabras
from knowledge.actos import TERMINADAS
from knowledge.values import Solicitud

Record = dict[str, Any]


def service_request(services: Services, found: Solicitud) -> Record:
    """Return one request. What GeoReport has no place for is under `extended_attributes`."""
    title, explanation = en_palabras(found)
    return {
        "service_request_id": found.radicado or found.codigo,
        "status": "closed" if found.estado in TERMINADAS else "open",
        "status_notes": f"{title}. {explanation}",
        "service_name": TIPOS.get(found.tipo, "Solicitud"),
        "service_code": found.tipo,
        "agency_responsible": found.competente or found.dependencia or None,
        "requested_datetime": _moment(found.recibida_el),
        "updated_datetime": _moment(found.actualizada_el),
        "expected_datetime": _moment(found.vence_el, time(23, 59, 59)),
        "extended_attributes": _ours(services, found),
    }


def error(code: int, description: str) -> list[Record]:
    """Return a refusal as GeoReport words it."""
    return [{"code": code, "description": description}]


def _ours(services: Services, found: Solicitud) -> Record:
    base = services.settings.public_url
    return {
        "estado": found.estado,
        "estado_nombre": en_palabras(found)[0],
        "radicado": found.radicado,
        "dias_habiles_transcurridos": found.dias_habiles_transcurridos,
        "dias_habiles_plazo": found.dias_habiles_plazo,
        "vence_el": _day(found.vence_el),
        "completar_hasta": _day(found.completar_hasta),
        "mensaje": found.mensaje or None,
        "documentos": [
            {"nombre": d.nombre, "tipo": d.content_type, "bytes": d.size, "url": f"{base}/documentos/{d.token}"}
            for d in found.adjuntos
        ],
    }


def _moment(day: date | None, at: time = time()) -> str | None:
    return None if day is None else datetime.combine(day, at, BOGOTA).isoformat()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
