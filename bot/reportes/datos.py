"""Everything that a report tells, fixed at one moment as plain JSON: laying it out reads nothing else."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bot.cifras.filas import comparable, contado
from bot.cifras.nombres import nombres
from bot.periodos import nombre
from bot.reportes import cifras as lines
from bot.reportes.palabras import SIRVE, ocultas, resumen, sobre_denuncias, titulo
from bot.services import Services
from flows.context import BOGOTA
from knowledge.definiciones import dia, vigentes
from knowledge.reportes import FILTRO
from knowledge.values import Catalogo, Compromiso
from notifier.cifras.board import Tablero
from notifier.cifras.periods import Periodo
from notifier.cifras.telling import inventado

FORM = 2  # of this record; whoever changes its fields raises it
ASSISTANT = ("catalina", "asistente")  # what a commitment about the assistant names
Json = dict[str, Any]


def datos(services: Services, tipo: str, tablero: Tablero, now: datetime) -> Json:
    """Return what a report of that kind tells of a filter."""
    catalogo = services.current.get().catalogo
    told = {
        **_head(catalogo, tipo, tablero, now),
        **_figures(catalogo, tablero),
        "definiciones": _definitions(services, tablero, now),
        "enlaces": _links(services.settings.public_url, tipo, tablero),
        "compromisos": [_commitment(one) for one in about(catalogo)] if tipo == "trimestral" else [],
        "inventado": _invented(services),
    }
    return {
        **told,
        "resumen": resumen(told),
        "ocultas": ocultas(told),
        "denuncias_dicho": sobre_denuncias(told["denuncias"]) if told["denuncias"] else "",
    }


def _head(catalogo: Catalogo, tipo: str, tablero: Tablero, now: datetime) -> Json:
    entidad, periodo, named = catalogo.entidad, tablero.filtro.periodo, nombres(catalogo).de
    began = tablero.hay is not None and periodo.desde < tablero.hay.desde <= periodo.hasta
    counted = contado(tablero, periodo)
    return {
        "forma": FORM,
        "tipo": tipo,
        "titulo": titulo(tipo, entidad.asistente, counted if counted and tipo == FILTRO else periodo),
        "sirve": SIRVE[tipo],
        "entidad": entidad.nombre,
        "asistente": entidad.asistente,
        **_days(periodo),
        "periodo": nombre(periodo),
        "desde_cuando": str(tablero.hay.desde) if began and tablero.hay else None,
        "contado": _days(counted) if counted else None,  # the part of the period that the figures are of
        "antes": _days(periodo.before()),
        "comparable": bool(comparable(tablero)),
        "publico": tablero.filtro.publico,
        "filtro": [{"lugar": p, "valor": named(p, getattr(tablero.filtro.clave, p))} for p in lines.closed(tablero)],
        "publicado": {str(month): str(day) for month, day in sorted((tablero.publicado or {}).items())},
        "fijado": now.isoformat(timespec="seconds"),
        "fijado_el": str(now.astimezone(BOGOTA).date()),
    }  # fmt: skip


def _figures(catalogo: Catalogo, tablero: Tablero) -> Json:
    named = nombres(catalogo).de
    return {
        "cifras": lines.lineas(tablero, named),
        "mezcla": lines.mezcla(tablero, named),
        "tramites": lines.tramites(tablero, named),
        "meses": lines.meses(tablero),
        "calladas": lines.calladas(tablero),
        "denuncias": lines.denuncias(tablero),
    }


def _definitions(services: Services, tablero: Tablero, now: datetime) -> list[Json]:
    """Return the wording in force of each indicator told; version 0 is the one that comes with the program."""
    with services.db.reading_session() as db:
        in_force = vigentes(db, dia(now))
    return [
        {
            "indicador": number, "nombre": said.nombre, "texto": said.texto, "version": said.version, "formula": cifra.version,
            "desde": str(said.desde) if said.desde else None,
        }
        for number, cifra in sorted({c.indicador: c for c in reversed(tablero.cifras)}.items())
        for said in (in_force[number],)
    ]  # fmt: skip


def _links(base: str, tipo: str, tablero: Tablero) -> Json:
    root, definitions = f"{base}/estadisticas", f"{base}/estadisticas/definiciones"
    if not tablero.filtro.publico:
        return {"informe": "", "pagina": "", "csv": "", "json": "", "definiciones": definitions}
    periodo, clave = tablero.filtro.periodo, tablero.filtro.clave
    asked = {"desde": f"{periodo.desde:%Y-%m}", "hasta": f"{periodo.hasta:%Y-%m}"}
    query = urlencode({**asked, **{place: getattr(clave, place) for place in lines.closed(tablero)}})
    own = f"{root}/informes/{tipo}-{periodo.desde}-{periodo.hasta}" if tipo != FILTRO else ""
    return {
        "informe": own, "pagina": f"{root}?{query}", "csv": f"{root}/datos.csv?{query}", "json": f"{root}/datos.json?{query}", "definiciones": definitions,
    }  # fmt: skip


def about(catalogo: Catalogo) -> list[Compromiso]:
    """Return the commitments that speak of the assistant in their name, what they change or how they are measured."""
    words = (*ASSISTANT, catalogo.entidad.asistente.lower())
    return [
        one for one in catalogo.compromisos
        if any(word in " ".join((one.nombre, *one.que_cambiara, *one.indicadores)).lower() for word in words)
    ]  # fmt: skip


def _commitment(one: Compromiso) -> Json:
    return {
        "nombre": one.nombre, "responsable": one.responsable, "indicadores": list(one.indicadores), "fuente": one.fuente,
        "hitos": [
            {"num": h.num, "nombre": h.nombre, "entregable": h.entregable, "estado": h.estado, "fecha": str(h.fecha) if h.fecha else None,
             "notas": h.notas or "", "fuente": h.fuente}
            for h in sorted(one.hitos, key=lambda h: h.num)
        ],
    }  # fmt: skip


def _invented(services: Services) -> bool:
    with services.db.reading() as db:
        return inventado(db)


def _days(periodo: Periodo) -> Json:
    return {"desde": str(periodo.desde), "hasta": str(periodo.hasta)}
