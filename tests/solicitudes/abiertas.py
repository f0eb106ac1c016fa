"""A request in the database of the test, in several states; and our own OpenAPI document as the judge of what is answered."""

from typing import Any

from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from sqlalchemy import update
from sqlmodel import col
from werkzeug.test import TestResponse

from bot.documentos import FOLDER
from bot.public.api import description
from bot.services import Services
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import Archivo, Constancia, Datos, actuar, registrar
from tests.solicitudes.mesa import nueva

RADICADO = "EXT-AMC-26-0001234"
HOST = "https://catalina.example"


def filed(
    services: Services, tipo: str = "peticion_general", radicado: str | None = RADICADO, *, aqui: bool = True
) -> Constancia:
    """File a request now, to which the entity has given a radicado. `aqui` False: it only mirrors the entity's system."""
    with services.db.writing() as db:
        made = registrar(db, services.mesa(services.clock()), nueva(tipo=tipo))
        db.execute(update(SolicitudRow).where(col(SolicitudRow.id) == made.id).values(radicado=radicado, aqui=aqui))
    return made


def mirrored(services: Services) -> None:
    """Let every request there is be worked on in the entity's own system."""
    with services.db.writing() as db:
        db.execute(update(SolicitudRow).values(aqui=False))


def act(services: Services, which: int, acto: str, **datos: Any) -> None:
    """Do one act now."""
    with services.db.writing() as db:
        actuar(db, services.mesa(services.clock()), which, acto, "ana", Datos(**datos))  # type: ignore[arg-type]


def answer(services: Services, which: int) -> None:
    """Answer it with words and a document."""
    folder = services.settings.data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "f00").write_bytes(b"%PDF-1.7 acta")
    document = Archivo("Acta de arreglo.pdf", "application/pdf", 13, path="f00")
    act(services, which, "responder", texto="Ya la arreglamos.", archivos=(document,))


def fits(response: TestResponse) -> Any:
    """Let the document judge what was asked and answered, and return the answer's JSON."""
    asked = response.request
    openapi = OpenAPI.from_dict({**description(), "servers": [{"url": HOST}]})
    request = MockRequest(
        HOST, asked.method, asked.path, args=dict(asked.args), headers=dict(asked.headers), content_type=asked.mimetype
    )
    openapi.validate_response(
        request,
        MockResponse(
            response.data, response.status_code, headers=dict(response.headers), content_type=response.mimetype
        ),
    )
    return response.get_json()
