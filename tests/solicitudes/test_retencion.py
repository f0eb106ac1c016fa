"""Files of a request stay as long as it is open and a year more; forgetting a chat does not take them."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select, update
from sqlmodel import col

from bot.documentos import FOLDER
from bot.retention import purge
from bot.services import Services
from knowledge.conversaciones import MediaRow
from knowledge.mis_datos import erase
from knowledge.solicitudes import AdjuntoRow, SolicitudRow
from knowledge.tramitar import Archivo, Datos, actuar, registrar
from tests.solicitudes.mesa import nueva, person
from tests.worlds import Clock


def file(services: Services, clock: Clock, name: str) -> Archivo:
    """Put a citizen's photo on the disk, as the copier leaves it."""
    folder: Path = services.settings.data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"x")
    with services.db.writing() as db:
        db.execute(
            insert(MediaRow).values(
                ref=f"ref-{name}", provider="twilio", url="u", content_type="image/jpeg", path=name, estado="copiada",
                attempts=1, due_at=clock(), created_at=clock(),
            )
        )  # fmt: skip
    return Archivo(f"{name}.jpg", "image/jpeg", 1, media_ref=f"ref-{name}")


def answered(services: Services, clock: Clock, name: str) -> int:
    """File a request with a photo and answer it with a document."""
    folder = services.settings.data_dir / FOLDER
    photo = file(services, clock, name)
    (folder / f"{name}-acta").write_bytes(b"x")
    with services.db.writing() as db:
        mesa = services.mesa(clock())
        made = registrar(db, mesa, nueva(person(db, f"whatsapp:+57300{name}")))
        db.execute(update(MediaRow).where(col(MediaRow.ref) == photo.media_ref).values(contact_id=made.id))
        actuar(db, mesa, made.id, "asignar", "ana", Datos(responsable="berta", archivos=()))
        db.execute(insert(AdjuntoRow).values(token=f"t-{name}", solicitud_id=made.id, acto_n=1, de="ciudadano", nombre=photo.nombre, content_type=photo.content_type, size=1, media_ref=photo.media_ref))  # fmt: skip
        document = Archivo("acta.pdf", "application/pdf", 1, path=f"{name}-acta")
        actuar(db, mesa, made.id, "responder", "berta", Datos("Ya.", archivos=(document,)))
    return made.id


def kept(services: Services) -> list[str]:
    return sorted(path.name for path in (services.settings.data_dir / FOLDER).iterdir())


def test_files_go_a_year_after_the_end_and_never_while_it_is_open(services: Services, clock: Clock) -> None:
    open_one, closed = answered(services, clock, "1"), answered(services, clock, "2")
    file(services, clock, "chat")
    with services.db.writing() as db:
        db.execute(update(SolicitudRow).where(col(SolicitudRow.id) == open_one).values(estado="asignada"))
    clock.forward(days=29)
    purge(services)
    assert kept(services) == ["1", "1-acta", "2", "2-acta", "chat"]
    clock.forward(days=335)
    purge(services)
    assert kept(services) == ["1", "1-acta", "2", "2-acta"]
    clock.forward(days=3)
    counts = purge(services)
    assert kept(services) == ["1", "1-acta"]
    assert (counts["answers"], counts["media"]) == (2, 1)
    with services.db.reading() as db:
        assert set(db.execute(select(col(AdjuntoRow.solicitud_id))).scalars()) == {open_one}
        assert closed not in set(db.execute(select(col(AdjuntoRow.solicitud_id))).scalars())
    assert purge(services)["answers"] == 0


def test_a_request_that_ended_late_keeps_its_old_files(services: Services, clock: Clock) -> None:
    which = answered(services, clock, "1")
    with services.db.writing() as db:
        late = date(2026, 3, 30) + timedelta(days=300)
        db.execute(update(SolicitudRow).where(col(SolicitudRow.id) == which).values(actualizada_el=late))
    clock.forward(days=600)
    purge(services)
    assert kept(services) == ["1", "1-acta"]


def test_forgetting_a_chat_leaves_the_files_of_a_request(services: Services, clock: Clock) -> None:
    which = answered(services, clock, "1")
    file(services, clock, "chat")
    with services.db.writing() as db:
        db.execute(update(MediaRow).values(contact_id=which))
        erase(db, which, clock())
        states = {row.path: row.estado for row in db.execute(select(col(MediaRow.path), col(MediaRow.estado)))}
        assert states == {"1": "copiada", "chat": "borrada"}
        assert set(db.execute(select(col(MediaRow.contact_id))).scalars()) == {None}
    purge(services)
    assert kept(services) == ["1", "1-acta"]
