"""Requests for tests of the panel: one filed by a citizen, an act done by a colleague, files that mean well and badly."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import insert

from bot.services import Services
from knowledge.conversaciones import MediaRow
from knowledge.tramitar import Archivo, Constancia, Datos, Hecho, actuar, registrar
from tests.solicitudes.mesa import nueva, person

PDF = b"%PDF-1.7\nhola"
HTML = b"<html><script>alert(1)</script></html>"
OTHER = "hacienda"
OFFICE = "infraestructura"


def filed(services: Services, *, known: bool = True, office: str = OFFICE, archivos: tuple[Archivo, ...] = (), tipo: str = "peticion_general") -> Constancia:  # fmt: skip
    """File a petition about a street lamp, of somebody who can be told or of nobody known."""
    with services.db.writing() as db:
        contact = person(db, f"whatsapp:+57300{services.azar(4).hex()}", services.clock()) if known else None
        made = replace(nueva(contact, tipo), dependencia_id=office, archivos=archivos)
        return registrar(db, services.mesa(services.clock()), made)


def done(services: Services, which: int, acto: str, by: str = "gestora", **datos: object) -> Hecho:
    """Do an act as a colleague does it, now."""
    with services.db.writing() as db:
        return actuar(db, services.mesa(services.clock()), which, acto, by, Datos(**datos))  # type: ignore[arg-type]


def noon(day: date) -> datetime:
    """Return noon in Cartagena."""
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


def media(services: Services, ref: str, *, data: bytes | None = None, kind: str = "application/pdf") -> Archivo:
    """Return a citizen's file: copied already where there are bytes, still on its way otherwise."""
    path = None
    if data is not None:
        path = services.azar(16).hex()
        folder = services.settings.data_dir / "adjuntos"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    row = {
        "ref": ref, "provider": "web", "url": "", "content_type": kind, "size": len(data or b""), "path": path,
        "estado": "copiada" if path else "pendiente", "attempts": 0, "due_at": services.clock(), "created_at": services.clock(),
    }  # fmt: skip
    with services.db.writing() as db:
        db.execute(insert(MediaRow).values(**row))
    return Archivo(f"{ref}.pdf", kind, media_ref=ref)


def docx(*more: str) -> bytes:
    """Return the smallest thing that is a DOCX, with these other parts in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def odt() -> bytes:
    """Return the smallest thing that is an ODT."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()
