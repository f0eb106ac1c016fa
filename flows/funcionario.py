"""Leave a request for a person of an office. Nothing is promised that nobody measured."""

from collections.abc import Mapping

from flows.answers import N_, Choice, Text, YesNo
from flows.context import Context
from flows.effects import PedirFuncionario
from flows.engine import Ask, Do, Flow, Go
from flows.firmas import spoken_date
from flows.messages import Option
from flows.oficinas import office_line, offices_named, offices_of, reach
from flows.opciones import short
from flows.understanding import normalise
from flows.understanding.keywords import intent_by_keyword
from knowledge.plazos import habiles
from knowledge.values import Dependencia

NINGUNA = "ninguna"
VER_MENU = "ver_menu"  # not «menu»: that word parks this form, and an option of that id would end it
MAX_OFFICES = 3
_REPORT = YesNo(yes=N_("Sí, con reserva"), no=N_("No, solo hablar"))


def funcionario(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Find the office, say what is known of it, and leave the request when the person wants it."""
    t = context.t
    known = _known(context, inicio)
    tema = inicio.get("texto", "") if known else ""
    if known is None:
        tema = yield Ask(
            "tema", t("¿Sobre qué tema quieres hablar? Cuéntamelo en pocas palabras."), Text(min_chars=3, max_chars=500)
        )
        if sounds_like_report(tema) and (
            yield Ask("denuncia", t("Eso parece una denuncia. ¿La hacemos con reserva?"), _REPORT)
        ):
            return Go("denuncia")
        offices = offices_named(context, tema, MAX_OFFICES)
        elegida = offices[0].id if len(offices) == 1 else NINGUNA
        if len(offices) > 1:
            elegida = yield Ask("oficina", t("¿Con cuál oficina?"), _which(context, offices))
        if elegida == VER_MENU:
            return Go("menu")
        known = context.catalogo.dependencias.get(elegida)
    yield "\n".join(_presentation(context, known))
    pedir = yield Ask(
        "pedir",
        t("¿Dejo tu solicitud para que te atienda una persona?"),
        YesNo(yes=N_("Sí, déjala"), no=N_("No, gracias")),
    )
    if not pedir:
        yield t("Está bien, no dejé nada. Escribe *menú* para ver las opciones.")
        return None
    nueva = yield Do("solicitud", PedirFuncionario(_subject(context, inicio, tema), known.id if known else None))
    yield _result(context, known, nueva=bool(nueva))
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


def _result(context: Context, office: Dependencia | None, *, nueva: bool) -> str:
    t = context.t
    if not nueva:
        return t("Ya tenías una solicitud abierta con esa oficina. Sigue en pie y te responderán por este chat.")
    said = t("Listo. Una persona verá tu mensaje y te responderá por este mismo chat.")
    return f"{said} {_when(context)}"


def _when(context: Context) -> str:
    """Return when people work, by the calendar alone: no waiting time is promised, none has been measured."""
    t = context.t
    calendario = context.catalogo.calendario
    if calendario is None or calendario.motivo(context.hoy) is None:
        return t("No puedo decirte a qué hora: depende de su turno.")
    siguiente = spoken_date(context, habiles(context.hoy, 1, calendario).isoformat())
    return t("Hoy no es día hábil. Lo verán desde el {fecha}.").format(fecha=siguiente)
