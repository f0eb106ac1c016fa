"""Wait for a person of an office. Nothing is promised that nobody measured."""

from collections.abc import Mapping

from flows.answers import N_, Choice, Text, YesNo
from flows.context import Context
from flows.effects import ConsultarFila, PedirFuncionario, SalirDeLaFila
from flows.engine import Ask, Do, Flow, Go
from flows.fila import cuando, lugar, promesa
from flows.llevar import traidos
from flows.messages import Json, Option
from flows.oficinas import office_line, offices_named, offices_of, reach
from flows.opciones import short
from flows.understanding import normalise
from flows.understanding.keywords import intent_by_keyword
from knowledge.atencion import MOTIVOS, Motivo
from knowledge.values import Dependencia

NINGUNA = "ninguna"
VER_MENU = "ver_menu"  # not «menu»: that word parks this form, and an option of that id would end it
MAX_OFFICES = 3
_REPORT = YesNo(yes=N_("Sí, con reserva"), no=N_("No, solo hablar"))


def funcionario(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Find the office, say how long it will take, and put the person in its queue when they want it."""
    t = context.t
    mia = yield Do("mia", ConsultarFila())
    if mia["mia"]:
        return (yield from _waiting(context, mia))
    if mia["vetada"]:
        yield t("Por ahora solo puedo atenderte yo. Hubo palabras que hicieron daño a quien te atendía.")
        yield t("Escribe *radicar* para poner una solicitud, o *menú* para ver las opciones.")
        return None
    known = _known(context, inicio)
    tema, reservado = inicio.get("texto", "") if known else "", False
    if known is None:
        tema = yield Ask(
            "tema", t("¿Sobre qué tema quieres hablar? Cuéntamelo en pocas palabras."), Text(min_chars=3, max_chars=500)
        )
        if sounds_like_report(tema) and (
            yield Ask("denuncia", t("Eso parece una denuncia. ¿La hacemos con reserva?"), _REPORT)
        ):
            return Go("denuncia")
        reservado = sounds_like_report(tema)
        offices = offices_named(context, tema, MAX_OFFICES)
        elegida = offices[0].id if len(offices) == 1 else NINGUNA
        if len(offices) > 1:
            elegida = yield Ask("oficina", t("¿Con cuál oficina?"), _which(context, offices))
        if elegida == VER_MENU:
            return Go("menu")
        known = context.catalogo.dependencias.get(elegida)
    fila = yield Do("fila", ConsultarFila(known.id if known else None))
    yield "\n".join(_presentation(context, known))
    yield _wait(context, fila)
    pedir = yield Ask(
        "pedir",
        t("¿Dejo tu solicitud para que te atienda una persona?"),
        YesNo(yes=N_("Sí, déjala"), no=N_("No, gracias")),
    )
    if not pedir:
        yield t("Está bien, no dejé nada. Escribe *menú* para ver las opciones.")
        return None
    asked = PedirFuncionario(
        t("Tema reservado") if reservado else _subject(context, inicio, tema),
        known.id if known else None,
        _why(inicio),
        _file(inicio),
    )
    hecha = yield Do("solicitud", asked)
    yield _result(context, hecha)
    yield t("¿Te ayudo con algo más mientras tanto? Escribe *menú*.")
    return None


def sounds_like_report(texto: str) -> bool:
    """Return whether words tell of corruption: a request to an office is read by many, a denuncia by its officer alone."""
    found = intent_by_keyword(normalise(texto))
    return found is not None and found[0] == "denuncia"


def _known(context: Context, inicio: Mapping[str, str]) -> Dependencia | None:
    """Return the office that is already clear: named in the words, or the only one that attends the record."""
    named = context.catalogo.dependencias.get(inicio.get("dependencia", ""))
    if named is not None:
        return named
    record = context.catalogo.tramites.get(inicio.get("tramite", ""))
    offices = offices_of(context, record) if record else []
    return offices[0] if len(offices) == 1 else None


def _which(context: Context, offices: list[Dependencia]) -> Choice:
    rows = [Option(d.id, short(d.nombre), short(d.nombre, 72)) for d in offices]
    none = Option(NINGUNA, context.t("No sé cuál es"), context.t("La Ventanilla Única te orienta"))
    return Choice((*rows, none, Option(VER_MENU, context.t("Ver el menú"))))


def _presentation(context: Context, office: Dependencia | None) -> list[str]:
    office = office or context.catalogo.dependencias.get("ventanilla-unica")
    if office is None:
        return [context.t("Tu solicitud la recibe la oficina de atención al ciudadano.")]
    said = [f"*{office.nombre}*", *reach(context, office)]
    return said if office.contacto_verificado else [*said, office_line(context)]


def _subject(context: Context, inicio: Mapping[str, str], tema: str) -> str:
    record = context.catalogo.tramites.get(inicio.get("tramite", ""))
    return tema or (record.nombre if record else "") or context.t("Sin tema")


def _file(inicio: Mapping[str, str]) -> str | None:
    return next((one["ref"] for one in traidos(inicio)), None)


def _why(inicio: Mapping[str, str]) -> Motivo:
    said = "archivo" if traidos(inicio) else inicio.get("motivo")
    return next((motivo for motivo in MOTIVOS if motivo == said), "pedida")


def _wait(context: Context, fila: Mapping[str, Json]) -> str:
    """Say before they decide what waiting means; nothing where nobody can know it."""
    if fila["hacia"] is None:
        return ""
    return f"{lugar(context, fila)} {cuando(context, fila)}"


def _result(context: Context, fila: Mapping[str, Json]) -> str:
    said = context.t("Listo. Una persona verá tu mensaje y te responderá por este mismo chat.")
    return " ".join(filter(None, (said, cuando(context, fila), promesa(context, fila))))


def _waiting(context: Context, fila: Mapping[str, Json]) -> Flow:
    """Tell who waits already how it goes, and let them leave."""
    t = context.t
    yield t("Ya estás en la fila para hablar con una persona.")
    yield " ".join(filter(None, (lugar(context, fila), cuando(context, fila))))
    sigue = yield Ask("sigue", t("¿Sigues esperando?"), YesNo(yes=N_("Sí, espero"), no=N_("Salir de la fila")))
    if not sigue:
        yield Do("salir", SalirDeLaFila())
        yield t("Listo, saliste de la fila. Escribe *menú* para ver las opciones.")
        return None
    yield t("Está bien. Te avisan por este mismo chat. Mientras tanto puedes preguntarme lo que quieras.")
    return None
