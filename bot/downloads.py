"""Files that a route makes and gives: on disk once they are long, so that a large one costs no memory."""

from tempfile import SpooledTemporaryFile
from typing import Any

from flask import Response, send_file

from knowledge.importers.table import extension

IN_MEMORY = 2_000_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def spool() -> Any:
    """Return a file to write on. The answer that carries it closes it."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)


def download(name: str, out: Any) -> Response:
    """Return a file to be saved under that name."""
    out.seek(0)
    kind = TYPES.get(extension(name), "application/octet-stream")
    return send_file(out, mimetype=kind, as_attachment=True, download_name=name)


def attached(name: str, data: bytes) -> Response:
    """Return bytes to be saved under that name."""
    kind = TYPES.get(extension(name), "application/octet-stream")
    return Response(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
