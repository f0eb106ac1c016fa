"""What each indicator means, for anybody: the words in force, the exact formula, who agreed them, and their history.

Offices sign here, never persons: no name of an account leaves this module.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from bot.audience import audience
from bot.definiciones import MEJOR, SIN_META, SITUACIONES, described, office_names, that_agree
from bot.look import look
from bot.services import Services
from knowledge import definiciones
from knowledge.definiciones import dia
from knowledge.redaccion import Historia, Redaccion, Respuesta

Record = dict[str, Any]


def add_routes(routes: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @routes.get("/estadisticas/definiciones", endpoint="definiciones")
    @audience("citizen")
    def pagina() -> str:
        with services.db.reading_session() as db:
            found = definiciones.historias(db)
        hoy = dia(services.clock())
        return render_template(
            "public/definiciones.html", look=look(services), historias=[(one, one.vigente(hoy)) for one in found.values()], hoy=hoy,
            oficinas=that_agree(services), nombres=office_names(services), describir=described, dia=dia,
            situaciones=SITUACIONES, mejor=MEJOR, sin_meta=SIN_META,
        )  # fmt: skip

    @routes.get("/estadisticas/definiciones.json")
    @audience("citizen")
    def definiciones_json() -> Response:
        with services.db.reading_session() as db:
            found = definiciones.historias(db)
        answer = jsonify(_told(services, found.values()))
        answer.headers["Cache-Control"] = "public, max-age=300"
        answer.headers["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer


def _told(services: Services, historias: Iterable[Historia]) -> Record:
    hoy, names = dia(services.clock()), office_names(services)
    page = f"{services.settings.public_url}/estadisticas/definiciones"
    return {
        "fecha": hoy.isoformat(),
        "pagina": page,
        "oficinas": [{"id": office, "nombre": names[office]} for office in that_agree(services)],
        "indicadores": [_indicator(one, hoy, names, page) for one in historias],
    }


def _indicator(historia: Historia, hoy: date, names: Mapping[str, str], page: str) -> Record:
    known, current = historia.indicador, historia.vigente(hoy)
    return {
        "id": known.id,
        "pagina": f"{page}#indicador-{known.id}",
        **_wording(historia, current, hoy, names),
        "formula": known.formula,
        "formula_v": known.formula_v,
        "unidad": known.unidad,
        "fuente": known.fuente,
        "compromiso": known.compromiso,
        "mejor": known.mejor or None,
        "historia": [_wording(historia, one, hoy, names) for one in (*historia.versiones, historia.inicial)],
    }


def _wording(historia: Historia, one: Redaccion, hoy: date, names: Mapping[str, str]) -> Record:
    """Return one wording. `formula_v` is the formula for which it was written; `desde` of a proposal, the day it asks for."""
    return {
        "version": one.version,
        "nombre": one.nombre,
        "texto": one.texto,
        "meta": one.meta or None,
        "formula_v": one.formula_v,
        "estado": historia.situacion(one, hoy),
        "desde": one.desde.isoformat() if one.desde else None,
        "propuesta_por": _office(one.oficina, names) if one.oficina else None,
        "propuesta_el": dia(one.propuesta_at).isoformat() if one.propuesta_at else None,
        "respuestas": [_answer(answer, names) for answer in one.respuestas],
    }


def _answer(answer: Respuesta, names: Mapping[str, str]) -> Record:
    said = {"acepta": answer.acepta, "nota": answer.nota or None, "fecha": dia(answer.at).isoformat()}
    return {"oficina": _office(answer.oficina, names), **said}


def _office(office: str, names: Mapping[str, str]) -> Record:
    return {"id": office, "nombre": names.get(office, office)}
