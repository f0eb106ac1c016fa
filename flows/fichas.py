"""How a hoja de vida is said: a short answer, or one section by pages. Pure text: the flow offers it, the panel previews it."""

from collections.abc import Iterable

from flows.context import Context
from flows.firmas import signature
from flows.partes import expired_price
from flows.secciones import TITLES, attends, expired, lines, sections, what
from flows.vigencia import ended, lapsed, warning
from knowledge.values import Seccion, Tramite

# A whole page. With the question, the way out and the privacy notice of a first message a bubble stays under 1,024.
PAGE_CHARS = 680


def name(context: Context, record: Tramite) -> str:
    """Return the full name, in English where there is one."""
    return (record.nombre_en if context.idioma == "en" else None) or record.nombre


def pages(context: Context, record: Tramite, seccion: Seccion) -> list[str]:
    """Return one section as bubbles to be read one after the other: heading, content, signature on each."""
    heading = f"*{name(context, record)}* · {context.t(TITLES[seccion])}"
    return _bubbles(context, record, heading, lines(context, record, seccion))


def overview(context: Context, record: Tramite) -> str:
    """Return the short answer: what it is, who attends it, what is known at a glance; signed."""
    said = [*what(context, record), *_glance(context, record), attends(context, record)]
    return _bubbles(context, record, f"*{name(context, record)}*", said)[0]


def _bubbles(context: Context, record: Tramite, heading: str, said: Iterable[str]) -> list[str]:
    signed = signature(context, record)
    room = PAGE_CHARS - len(heading) - len(signed) - 4
    return [f"{heading}\n\n{body}\n\n{signed}" for body in paginate(said, room)]


def preview(context: Context, record: Tramite) -> list[str]:
    """Return everything a citizen can read of a record, as the panel shows it before publishing."""
    return [overview(context, record), *(p for s in sections(record) for p in pages(context, record, s))]


def paginate(lines: Iterable[str], limit: int) -> list[str]:
    """Return the lines joined in pages under the limit. A line longer than a page is cut at a word."""
    done: list[str] = []
    for line in _fitting(lines, limit):
        if done and len(done[-1]) + len(line) + 1 <= limit:
            done[-1] = f"{done[-1]}\n{line}"
        else:
            done.append(line)
    return done


def _fitting(lines: Iterable[str], limit: int) -> Iterable[str]:
    for line in lines:
        rest = line
        while len(rest) > limit:
            cut = rest.rfind(" ", 0, limit)
            cut = cut if cut > 0 else limit
            yield rest[:cut].rstrip()
            rest = rest[cut:].strip()
        yield rest


def _glance(context: Context, record: Tramite) -> list[str]:
    if record.alcance == "nacional":
        return [context.t("Los requisitos, el costo y el tiempo en Cartagena están por confirmar con la dependencia.")]
    if lapsed(context, record):
        return [*warning(context, record), context.t("Los datos están por confirmar con la dependencia.")]
    lines = warning(context, record)
    if record.costo and not (
        expired(context, record) or expired_price(context, record) or ended(context, record, "costo")
    ):
        lines.append(context.t("Costo: {valor}").format(valor=record.costo))
    if record.termino and not ended(context, record, "tiempo"):
        lines.append(context.t("Tiempo: {valor}").format(valor=record.termino))
    if record.en_linea == "total" and not ended(context, record, "en_linea"):
        lines.append(context.t("Se hace por internet."))
    return lines
