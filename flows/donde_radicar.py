"""Where petitions are filed, while nothing is filed in this chat: which kind it is, what the law gives, which channel."""

import re
from collections.abc import Mapping

from flows.answers import N_, Choice
from flows.canales import ventanilla
from flows.context import Context
from flows.engine import Ask, Flow, Go
from flows.messages import Option
from flows.paginas import fitted
from knowledge.folding import fold

ROUNDS = 8
# id of the term in the catalogue, short title, what it is for
CLASES: tuple[tuple[str, str, str], ...] = (
    ("peticion_general", N_("Pedir algo"), N_("Que la Alcaldía haga o responda algo")),
    ("informacion_o_documentos", N_("Pedir información"), N_("Datos o copias de documentos")),
    ("consulta", N_("Pedir un concepto"), N_("Una opinión sobre temas de la oficina")),
    ("queja", N_("Queja"), N_("Por el trato o la conducta de un funcionario")),
    ("reclamo", N_("Reclamo"), N_("Por un servicio que no dieron o salió mal")),
    ("sugerencia", N_("Sugerencia"), N_("Una idea para mejorar")),
    ("felicitacion", N_("Felicitación"), N_("Para quien te atendió bien")),
)


_NAMED = (
    ("queja", r"quejas?|quejarme|complaint"),
    ("reclamo", r"reclamos?|reclamar"),
    ("sugerencia", r"sugerencias?|sugerir|suggestion"),
    ("felicitacion", r"felicitacion|felicitaciones|felicitar|agradecer"),
    ("informacion_o_documentos", r"(?:pedir|solicitar|peticion de) (?:informacion|documentos|copias?)"),
)


def donde_radicar(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Guide to the formal channels, one kind at a time."""
    yield context.t(
        "Te digo cómo radicar. Radicar es entregar tu solicitud y recibir un número. Por este chat aún no se radica."
    )
    clase = named(inicio.get("texto", ""))
    for number in range(ROUNDS):
        if clase is None:
            clase = yield Ask(f"clase.{number}", context.t("¿Qué quieres hacer?"), clases(context))
        if clase in ("denuncia", "funcionario"):
            return Go(clase)
        yield guia(context, clase)
        otra = yield Ask(f"otra.{number}", context.t("¿Necesitas algo más?"), _salidas(context))
        if otra != "otra":
            return Go(otra)
        clase = None
    return Go("menu")


def named(texto: str) -> str | None:
    """Return the one kind that a sentence names; two or none are asked for."""
    words = fold(texto[:300])
    found = [clase for clase, pattern in _NAMED if re.search(rf"\b(?:{pattern})\b", words)]
    return found[0] if len(found) == 1 else None


def clases(context: Context) -> Choice:
    """Return the seven kinds, and the two ways that are none of them."""
    options = [Option(i, context.t(title), context.t(what)) for i, title, what in CLASES]
    report = Option("denuncia", context.t("Denunciar corrupción"), context.t("Va por un camino reservado"))
    person = Option("funcionario", context.t("Hablar con una persona"), context.t("Dejo tu mensaje en la oficina"))
    return fitted([*options, report, person])


def _salidas(context: Context) -> Choice:
    t = context.t
    return Choice(
        (
            Option("otra", t("Ver otra clase")),
            Option("funcionario", t("Hablar con alguien")),
            Option("menu", t("Ir al menú")),
        )
    )


def guia(context: Context, clase: str) -> str:
    """Return what a kind is, its legal term, what to write and where to hand it in."""
    t = context.t
    _, titulo, para = next(row for row in CLASES if row[0] == clase)
    return "\n\n".join(
        (
            f"*{t(titulo)}*\n{t(para)}. {plazo(context, clase)}",
            t(
                "Escribe: a quién va, tu nombre y el documento que tengas, cómo responderte, qué pides y por qué. Adjunta lo que tengas."
            ),
            f"{t('Dónde se entrega:')}\n{ventanilla(context)}",
            t(
                "También puedes hacerla de palabra. Pide siempre el *número de radicado*: es tu prueba. Aquí no quedó radicado nada."
            ),
        )
    )


def plazo(context: Context, clase: str) -> str:
    """Return the legal term of a kind, and what silence means where the law gives it a meaning."""
    t = context.t
    termino = context.catalogo.terminos.get(clase)
    if termino is None:
        return t("El plazo está por confirmar con la dependencia.")
    said = t("La ley da {dias} días hábiles para responder: {norma}.").format(dias=termino.dias, norma=termino.norma)
    if not termino.verificado:
        said = f"{said} {t('Este plazo está por confirmar.')}"
    return f"{said} {termino.silencio}" if termino.silencio else said
