"""What the public page and the panel share of a request for figures: its filter, its file, its refusal."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Response, request

from bot.cifras.archivos import escrito, exporte
from bot.cifras.filtro import FiltroInvalido
from bot.downloads import attached
from bot.services import Services

MARKS = frozenset({"fbclid", "gclid", "igshid"})  # what other sites write into a link that is shared there


def asked() -> dict[str, str]:
    """Return the filter as the address of this request writes it; what is left empty is not asked for, nor what others add."""
    return {name: value.strip() for name, value in request.args.items() if value.strip() and not _is_mark(name)}


def _is_mark(name: str) -> bool:
    return name in MARKS or name.startswith("utm_")


def files_of(page: str) -> Callable[[str], str]:
    """Return what gives the address of each file with this filter, beside the address of its page."""
    query = urlencode(asked())
    return lambda form: f"{page}/datos.{form}{'?' if query else ''}{query}"


def file_of(services: Services, form: str, *, publico: bool) -> Response:
    """Return the file of this filter, or in plain words why it cannot be."""
    try:
        made = exporte(services, asked(), publico=publico)
    except FiltroInvalido as refused:
        # In the panel 400 is for what is no form of ours, and is written down as that.
        return Response(f"{refused}\n", 400 if publico else 422, content_type="text/plain; charset=utf-8")
    return attached(made.nombre(form), escrito(made, form))
