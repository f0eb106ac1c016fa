"""HTML to a tagged PDF (PDF/UA-1), by WeasyPrint in a process of its own: `python -m bot.pdf < page.html > page.pdf`.

Laying out a report takes seconds of pure processor and a hundred megabytes; the process that serves must feel neither.
"""

import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from importlib import import_module

from bot.refusals import Refused

CHILD = (sys.executable, "-m", "bot.pdf")
LONGEST_S = 180.0
NO_PANGO = 4
INSTALL = "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
MISSING = f"Para hacer el PDF falta Pango en esta máquina. Instálalo con: {INSTALL}"
Render = Callable[[str], bytes]


def render(html: str, child: tuple[str, ...] = CHILD) -> bytes:
    """Return the PDF of a page.

    Raises:
        Refused: Pango is missing, or the page could not be laid out; the message says what to do.
    """
    try:
        done = subprocess.run(child, input=html.encode(), capture_output=True, timeout=LONGEST_S, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        raise Refused("El PDF tardó demasiado. Prueba con un periodo más corto, o más tarde.") from None
    if done.returncode == NO_PANGO:
        raise Refused(MISSING)
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise Refused("No se pudo hacer el PDF. Descarga el XLSX y avisa a la oficina de sistemas.")
    return done.stdout


def has_pango() -> bool:
    """Return whether this machine has the library that lays text out."""
    return find_library("pangoft2-1.0") is not None


def _refuse(url: str) -> None:
    raise ValueError(f"a report loads nothing: {url}")


def main() -> int:
    """Turn the page on the standard input into a PDF on the standard output. Returns the exit code."""
    try:
        weasyprint = import_module("weasyprint")
    except OSError:
        return NO_PANGO
    page = weasyprint.HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=_refuse)
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
