"""What the register, the law and the calendar ask of a hoja de vida. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from rapidfuzz import fuzz

from knowledge.folding import fold
from knowledge.lint.aviso import Aviso
from knowledge.lint.verificables import VERIFICABLES
from knowledge.values import Seccion, Tramite

TWIN = 92.0  # of 100: two names within 8 points are mistaken for each other
_RANGO = re.compile(r"\b(?:ley|decreto|acuerdo|dur|constitucion)\b")
# Each section that waits for a confirmation: the field where it is written, and what it is called in the form.
_ASKED: Mapping[Seccion, tuple[str, str]] = {
    "requisitos": ("momentos", "Qué se pide"),
    "pasos": ("momentos", "Pasos"),
    "costo": ("valores", "Cuánto cuesta"),
    "tiempo": ("tiempo", "Cuánto demora"),
    "donde": ("canales", "Por dónde se hace"),
    "norma": ("normas", "Normas"),
    "en_linea": ("en_linea", "¿Se hace por internet?"),
}


def register(tramite: Tramite) -> Iterator[Aviso]:
    """Yield what the national register asks for and is not said."""
    if tramite.alcance == "nacional":
        return  # of these only name, purpose and law are ours to say
    for seccion, (campo, label) in _ASKED.items():
        if not _says(tramite, seccion) and seccion not in tramite.por_confirmar:
            why = f"Falta «{label}». Escríbelo, o márcalo en «Falta confirmar»."
            yield Aviso("suit", campo, why, impide=True)
    for campo, label, held in (
        ("audiencias", "Quiénes lo pueden pedir", tramite.audiencias or tramite.dirigido_a),
        ("resultado", "Qué se entrega al final", tramite.resultado),
        ("seguimiento", "Cómo saber cómo va", tramite.seguimiento),
        ("tipo", "Qué es", tramite.tipo != "por confirmar"),
        ("dependencia_id", "Dependencia que lo atiende", tramite.dependencia_id or tramite.dependencias_posibles),
    ):
        if not held:
            yield Aviso("suit", campo, f"El SUIT pide «{label}». Complétalo cuando la dependencia lo confirme.")


def _says(tramite: Tramite, seccion: Seccion) -> bool:
    said: Mapping[Seccion, object] = {
        "requisitos": tramite.requisitos,
        "pasos": tramite.pasos,
        "costo": tramite.costo or tramite.requiere_pago is not None,
        "tiempo": tramite.termino,
        "donde": tramite.canales or tramite.puntos,
        "norma": tramite.base_legal,
        "en_linea": tramite.en_linea,
    }
    return bool(said[seccion])


def law(tramite: Tramite) -> Iterator[Aviso]:
    """Yield what the law does not let an entity ask for, and a trámite that no norm allows."""
    for campo, text in _demanded(tramite):
        folded = fold(text)
        found = next((row for row in VERIFICABLES if row.pide.search(folded)), None)
        if found is not None:
            why = f"No pidas «{text[:80]}». La entidad lo busca en {found.donde}. Ponlo como «La entidad lo verifica» ({found.norma})."
            yield Aviso("verificable", campo, why, impide=True)
    if tramite.base_legal and not any(_RANGO.search(fold(norm)) for norm in tramite.base_legal):
        why = "Ninguna norma es ley, decreto o acuerdo. Sin una de esas no se puede exigir."
        yield Aviso("rango", "normas", why, impide="norma" not in tramite.por_confirmar)


def _demanded(tramite: Tramite) -> Iterator[tuple[str, str]]:
    if not tramite.momentos:
        yield from (("requisitos", line) for line in tramite.requisitos if not line.endswith("la entidad lo verifica"))
    for n, momento in enumerate(tramite.momentos):
        for m, requisito in enumerate(momento.requisitos):
            if requisito.tipo in ("documento", "condicion"):
                yield f"momentos-{n}-requisitos-{m}-texto", requisito.texto


def calendar(tramite: Tramite, hoy: date) -> Iterator[Aviso]:
    """Yield what is no longer so."""
    for n, valor in enumerate(tramite.valores):
        if valor.vence_el and valor.vence_el < hoy:
            why = f"El valor de «{valor.concepto}» venció el {valor.vence_el:%d/%m/%Y}. Escribe el nuevo."
            yield Aviso("vencido", f"valores-{n}-vence_el", why, impide=True)
    for n, vigencia in enumerate(tramite.vigencias):
        if vigencia.vence_el and vigencia.vence_el < hoy:
            marked = vigencia.seccion in tramite.por_confirmar
            why = f"Lo que dice esa parte venció el {vigencia.vence_el:%d/%m/%Y}. Actualízalo, o márcalo en «Falta confirmar»."
            yield Aviso("vencido", f"vigencias-{n}-vence_el", why, impide=not marked)
    if tramite.revisar_antes_de and tramite.revisar_antes_de < hoy:
        why = f"Había que revisarla antes del {tramite.revisar_antes_de:%d/%m/%Y}. Revísala y pon la fecha siguiente."
        yield Aviso("revision", "revisar_antes_de", why)


def neighbours(tramite: Tramite, published: Iterable[Tramite]) -> Iterator[Aviso]:
    """Yield the published records whose name is mistaken for this one's, where nothing tells them apart."""
    if tramite.no_confundir_con:
        return
    name = fold(tramite.nombre)
    for other in published:
        if other.id != tramite.id and fuzz.token_set_ratio(name, fold(other.nombre)) >= TWIN:
            why = f"Se parece a «{other.nombre}». Escribe en «No confundir con» la pregunta que los separa."
            yield Aviso("no_confundir", "no_confundir_con", why)
