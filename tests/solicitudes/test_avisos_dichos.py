"""What a held notice says when it is told at last: from the request as it then is, not as it was."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.avisos import hechos_de
from bot.public.open311 import service_request
from bot.services import Services
from flows import avisos as textos
from knowledge.avisos import AvisoRow
from knowledge.espejo import aplicar, cambio
from knowledge.tramitar import Archivo, Datos, Mesa, actuar, registrar
from notifier.avisos_filas import COLUMNAS, Fila
from tests.solicitudes.mesa import nueva, person
from tests.worlds import Clock

ACTA = Archivo("acta.pdf", "application/pdf", 1, path="acta")


class Caso:
    """One request of one person, worked on."""

    def __init__(self, services: Services, mesa: Mesa) -> None:
        self.services, self.mesa = services, mesa
        with services.db.writing() as db:
            self.made = registrar(db, mesa, nueva(person(db)))

    def act(self, acto: str, **datos: object) -> str:
        with self.services.db.writing() as db:
            return actuar(db, self.mesa, self.made.id, acto, "gestora", Datos(**datos)).estado  # type: ignore[arg-type]

    def told(self) -> str:
        with self.services.db.reading() as db:
            filas = [Fila(*row) for row in db.execute(select(*COLUMNAS).order_by(col(AvisoRow.id)))]
            return textos.cuerpo(lambda text: text, hechos_de(db, filas, self.services.sello))


@pytest.fixture
def caso(services: Services, clock: Clock) -> Caso:
    return Caso(services, services.mesa(clock()))


def test_what_was_brought_meanwhile_is_not_asked_for(caso: Caso) -> None:
    caso.act("asignar", responsable="gestora")
    caso.act("requerir", texto="Falta la cédula.")
    caso.act("completar", texto="La trajo.")
    assert "ya tiene quien la estudie" in caso.told()
    assert "alta" not in caso.told()


def test_the_answer_is_told_and_the_road_to_it_is_not(caso: Caso) -> None:
    caso.act("asignar", responsable="gestora")
    caso.act("firmar")
    caso.act("responder", texto="Ya.", archivos=(ACTA,))
    assert caso.told() == f"Tu solicitud *{caso.made.codigo}* ya tiene respuesta.\nDice: Ya.\nTrae archivos: 1."


def test_an_office_gets_it_and_nobody_studies_it_yet(caso: Caso) -> None:
    assert caso.act("asignar", dependencia_id="hacienda", dependencia="Hacienda") == "recibida"
    assert caso.told() == f"Tu solicitud *{caso.made.codigo}* la tiene ahora: Hacienda."
    assert caso.act("asignar", responsable="gestora") == "asignada"
    assert caso.told() == f"Tu solicitud *{caso.made.codigo}* ya tiene quien la estudie, en: Hacienda."
    assert caso.act("asignar", dependencia_id="obras", dependencia="Obras") == "recibida"
    assert caso.told() == f"Tu solicitud *{caso.made.codigo}* la tiene ahora: Obras."


def test_an_answer_that_lies_elsewhere_promises_no_download(caso: Caso) -> None:
    row = {"radicado": "EXT-1", "codigo": caso.made.codigo, "tipo": "peticion_general", "estado": "respondida"}
    with caso.services.db.writing() as db:
        aplicar(db, caso.mesa, cambio(db, caso.mesa, {**row, "recibida_el": date(2026, 3, 30)}), {})
    assert caso.told() == f"Tu solicitud *{caso.made.codigo}* cambió. Ahora está así: Respondida.".replace(
        caso.made.codigo, "EXT-1"
    )
    with caso.services.db.reading_session() as db:
        found = caso.services.solicitud(db, caso.made.codigo, caso.services.clock())
    assert found is not None
    assert service_request(caso.services, found)["status_notes"] == "Respondida. La respuesta ya salió."
