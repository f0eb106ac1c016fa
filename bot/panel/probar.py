"""Before it is published: every message as it would be sent, and a conversation as if it were."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.panel.versiones import found_version
from bot.previewing import sent
from bot.public import reading
from bot.public.hoja import hoja as as_page
from bot.services import Services
from bot.trying import Prueba, opened, sealed, talk
from flows.messages import Message
from flows.understanding.text import MAX_CHARS
from knowledge import tramites
from knowledge.tramites import HojaVersionRow


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/hojas/<slug>/versiones/<int(max=2147483647):numero>/mensajes")
    @audience("staff:editor,revisor,administrador")
    def mensajes_de(slug: str, numero: int) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            _, row = found_version(db, slug, numero)
            tramite = tramites.as_published(row, services.clock())
            return render_template(
                "panel/mensajes.html",
                slug=slug,
                row=row,
                envios=sent(services, tramite),
                pagina=as_page(reading(services), tramite),
            )

    @room.get("/hojas/<slug>/versiones/<int(max=2147483647):numero>/probar")
    @audience("staff:editor,revisor,administrador")
    def probar(slug: str, numero: int) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            _, row = found_version(db, slug, numero)
            return _page(services, slug, row, Prueba())

    # A form that is posted, also to read: what was said does not belong in an address.
    @room.post("/hojas/<slug>/versiones/<int(max=2147483647):numero>/probar")
    @audience("staff:editor,revisor,administrador")
    def responder(slug: str, numero: int) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            _, row = found_version(db, slug, numero)
            db.expunge(row)
        prueba = opened(services, request.form.get("charla", ""), _about(row))
        said = Message(text=request.form.get("texto", "").strip()[:MAX_CHARS], option=request.form.get("opcion"))
        if said.text or said.option:
            prueba = talk(services, tramites.as_published(row, services.clock()), prueba, said)
        return _page(services, slug, row, prueba)


def _about(row: HojaVersionRow) -> str:
    return f"{row.hoja_id}/{row.numero}"


def _page(services: Services, slug: str, row: HojaVersionRow, prueba: Prueba) -> str:
    return render_template(
        "panel/probar.html", slug=slug, row=row, prueba=prueba, limite=MAX_CHARS,
        charla=sealed(services, prueba, _about(row)),
    )  # fmt: skip
