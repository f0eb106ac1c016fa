"""Templates to fill and what is published, as files for the staff."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.downloads import download, spool
from bot.services import Services
from knowledge import exporters

TABLES = {
    "tramites": "Trámites (hojas de vida)",
    "dependencias": "Dependencias",
    "convocatorias": "Convocatorias",
    "proyectos": "Proyectos de cooperación",
    "organizaciones": "Organizaciones",
    "compromisos": "Compromisos de gobierno abierto",
    "hitos": "Hitos de gobierno abierto",
    "encuentros": "Encuentros barriales",
}


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get(f"/importar/plantilla/<any({','.join(TABLES)}):kind>.xlsx")
    @audience("staff:revisor,administrador")
    def plantilla(kind: str) -> ResponseReturnValue:
        out = spool()
        with services.db.reading_session() as db:
            exporters.template(db, kind, out)
        return download(f"plantilla-{kind}.xlsx", out)

    @room.get(f"/exportar/<any({','.join(TABLES)}):kind>.<any(csv,json,xlsx):form>")
    @audience("staff:revisor,administrador")
    def exportar(kind: str, form: exporters.Format) -> ResponseReturnValue:
        out = spool()
        with services.db.reading_session() as db:
            exporters.write(db, kind, form, out)
        return download(f"{kind}.{form}", out)
