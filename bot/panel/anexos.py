"""Files of a request: what an official sends is judged by its bytes and kept; what the citizen sent is given to be saved."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Response, request, send_file
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from bot.panel.entrada import Staff
from bot.services import Services
from knowledge.expediente import Fichero
from knowledge.tramitar import Archivo
from notifier.files import real_type, without_metadata

MOST_FILES = 5
MAX_BYTES = 10_000_000
ENVELOPE = 1_000_000  # what a form adds to its files
WITH_FILES = frozenset({"panel.actuar", "panel.radicar"})
ROLES = ("gestor", "administrador")
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# What is received, and the ending by which a telephone knows it.
ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    f"{_OPEN}text": ".odt",
    f"{_OPEN}spreadsheet": ".ods",
    f"{_OPEN}presentation": ".odp",
}
# What only citizens send, a voice note first of all: it is given to be heard, and never received from the staff.
HEARD = {
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "video/mp4": ".mp4",
}
GIVEN = ENDINGS | HEARD
_MAIN_PART = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}


class AnexoMalo(ValueError):
    """A file is not received. The message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Anexo:
    """A file that was judged and is good."""

    nombre: str
    content_type: str
    data: bytes


def receive() -> None:
    """Let the forms that carry files be as long as their files, for who may send them. Before anything reads the form."""
    who = current_user
    known = request.endpoint in WITH_FILES and isinstance(who._get_current_object(), Staff)
    if known and not who.needs_code and who.may(*ROLES):
        # One file too many or too big is still read, so that what was typed beside it is not lost.
        request.max_content_length = (MOST_FILES + 1) * MAX_BYTES + ENVELOPE


def judged(uploads: Iterable[FileStorage]) -> list[Anexo]:
    """Return the files of a form as they will be kept: real type, an ending that says it, pictures without their place.

    Raises:
        AnexoMalo: too many, too big, empty, or of a kind that is not received.
    """
    chosen = [upload for upload in uploads if upload.filename]
    if len(chosen) > MOST_FILES:
        raise AnexoMalo(f"Son {len(chosen)} archivos. Escoge máximo {MOST_FILES}, o júntalos en un PDF.")
    return [_judged(_bare(upload.filename or ""), upload.stream.read(MAX_BYTES + 1)) for upload in chosen]


def _judged(name: str, data: bytes) -> Anexo:
    if not data:
        raise AnexoMalo(f"«{name}» está vacío. Escoge otra vez el archivo.")
    if len(data) > MAX_BYTES:
        raise AnexoMalo(f"«{name}» pesa más de {MAX_BYTES // 1_000_000} MB. Redúcelo o divídelo.")
    kind = office_type(data) or real_type(data)
    if kind not in ENDINGS:
        raise AnexoMalo(f"«{name}» no se puede enviar. Sirven PDF, fotos y documentos sin macros (DOCX, XLSX, ODT…).")
    clean = without_metadata(data, kind)
    if not clean:
        raise AnexoMalo(f"«{name}» está dañado. Guárdalo otra vez y súbelo.")
    return Anexo(_with_ending(name, kind), kind, clean)


def office_type(data: bytes) -> str | None:
    """Return the kind of an office document without macros; None for every other file, also other archives."""
    if data[:4] != b"PK\x03\x04":
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())  # only its list is read: nothing is unpacked
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any("vba" in name.lower() or name.lower().endswith((".exe", ".js", ".bat")) for name in names):
        return None
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in _MAIN_PART.items() if part in names), None)
    # ODF writes its type first and without compression, so that it can be seen at this place.
    kind = data[38 : 38 + 60].partition(b"PK")[0].decode("ascii", "replace") if data[30:38] == b"mimetype" else ""
    return kind if kind in ENDINGS and "content.xml" in names else None


def _bare(name: str) -> str:
    """Return the name of a file without folders or marks that turn its reading around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?')[-80:].strip(". ") or "archivo"  # fmt: skip


def _with_ending(name: str, kind: str) -> str:
    ending = GIVEN.get(kind, "")
    same = (".jpg", ".jpeg") if ending == ".jpg" else (ending,)
    return name if name.lower().endswith(same) else name + ending


@contextmanager
def kept(services: Services, anexos: Iterable[Anexo]) -> Iterator[tuple[Archivo, ...]]:
    """Write files under random names for as long as the act that ties them holds: if it fails, they go."""
    folder = services.settings.data_dir / "adjuntos"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        archivos = []
        for anexo in anexos:
            path = folder / services.azar(16).hex()
            written.append(path)
            path.touch(mode=0o600)
            path.write_bytes(anexo.data)
            archivos.append(Archivo(anexo.nombre, anexo.content_type, len(anexo.data), path=path.name))
        yield tuple(archivos)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def given(services: Services, fichero: Fichero) -> Response:
    """Return a file to be saved, never shown: what a citizen sent is nobody's page."""
    folder = (services.settings.data_dir / "adjuntos").resolve()
    path = (folder / (fichero.path or "-")).resolve()
    if path.parent != folder or not path.is_file():
        raise NotFound
    kind = fichero.content_type if fichero.content_type in GIVEN else "application/octet-stream"
    response = send_file(path, mimetype=kind, as_attachment=True, download_name=_with_ending(_bare(fichero.nombre), kind))  # fmt: skip
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
