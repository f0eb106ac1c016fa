"""How Catalina is doing, for anybody: the published figures as a page and as files, each with the address of what it counts."""

from hashlib import blake2b

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlmodel import col

from bot.audience import audience
from bot.cifras.pagina import pagina
from bot.cifras.pedido import asked, file_of, files_of
from bot.cifras.textos import definicion
from bot.look import look
from bot.services import Services
from flows.context import BOGOTA
from knowledge.cifras import DefinicionRow, HechoRow

FOR_MINUTES = 5


def add_routes(routes: Blueprint, services: Services) -> None:
    """Add the page and its files."""

    @routes.get("/estadisticas")
    @audience("citizen")
    def estadisticas() -> ResponseReturnValue:
        tag = _stamp(services)
        return Response(status=304, headers=_kept(tag)) if request.if_none_match.contains(tag) else _page(services, tag)

    @routes.get("/estadisticas/datos.<any(csv,json,xlsx):form>")
    @audience("citizen")
    def estadisticas_datos(form: str) -> ResponseReturnValue:
        tag = _stamp(services, form)
        if request.if_none_match.contains(tag):
            return Response(status=304, headers={**_kept(tag), **_OPEN})
        return _file(services, form, tag)


# Open data: any page may read it.
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def _page(services: Services, tag: str) -> ResponseReturnValue:
    page = pagina(services, asked(), publico=True)
    files = files_of(url_for("public.estadisticas"))
    body = render_template(
        "public/estadisticas.html", look=look(services), pagina=page, definicion=definicion, archivo=files
    )
    return (body, 400) if page.fallo else (body, 200, _kept(tag))


def _file(services: Services, form: str, tag: str) -> Response:
    answer = file_of(services, form, publico=True)
    answer.headers.update(_OPEN if answer.status_code == 400 else {**_kept(tag), **_OPEN})
    return answer


def _kept(tag: str) -> dict[str, str]:
    return {"Cache-Control": f"public, max-age={FOR_MINUTES * 60}", "ETag": f'"{tag}"'}


def _stamp(services: Services, form: str = "") -> str:
    """Return a name for what this address would give now: it changes with the figures, the names, the words and the day.

    The filter is part of the address, but a cache may be told to leave queries out.
    """
    with services.db.reading() as db:
        counted = db.execute(select(func.max(col(HechoRow.at)), func.count()).select_from(HechoRow)).one()
        worded = db.execute(
            select(func.sum(col(DefinicionRow.id))).where(col(DefinicionRow.estado) == "vigente")
        ).scalar()
    today = services.clock().astimezone(BOGOTA).date()
    parts = (
        *counted,
        worded,
        services.current.get().stamp,
        look(services).css_version,
        today,
        form,
        sorted(asked().items()),
    )
    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()
