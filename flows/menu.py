"""The menu: what Catalina can do, in ten rows, and a second page for the rest."""

from collections.abc import Mapping

from flows.answers import N_, Choice
from flows.context import Context
from flows.engine import Ask, Flow, Go, Resume
from flows.messages import Option

SEGUIR = "seguir"
MAS = "mas"

FIRST: tuple[tuple[str, str, str], ...] = (
    ("tramites", N_("Trámites y requisitos"), N_("Papeles, pasos, costos y dónde se hacen")),
    ("estado", N_("Cómo va mi solicitud"), N_("Con tu código de seguimiento o radicado")),
    ("radicar", N_("Petición o queja"), N_("También reclamos, sugerencias y felicitaciones")),
    ("denuncia", N_("Denunciar corrupción"), N_("En confianza, con o sin tus datos")),
    ("convocatorias", N_("Becas y convocatorias"), N_("Lo que la ciudad difunde y cómo aplicar")),
    ("participacion", N_("Gobierno abierto"), N_("Compromisos de la ciudad y cómo van")),
    ("cooperacion", N_("Proyectos cooperación"), N_("Proyectos, aliados y cifras de la ciudad")),
    ("funcionario", N_("Hablar con una persona"), N_("Dejo tu mensaje en la oficina que atiende")),
    (MAS, N_("Más opciones"), N_("Avisos, tus datos, idioma y ayuda")),
)
SECOND: tuple[tuple[str, str, str], ...] = (
    ("notificaciones", N_("Recibir avisos"), N_("Activa o quita los avisos que te mando")),
    ("datos_publicos", N_("Datos de la ciudad"), N_("Cifras publicadas, con su fuente")),
    ("mis_datos", N_("Mis datos personales"), N_("Mira, corrige o borra lo que guardo de ti")),
    ("error_dato", N_("Avisar de un error"), N_("Si algo de lo que digo está mal")),
    ("encuesta", N_("Opinar del servicio"), N_("Dos preguntas cortas")),
    ("idioma", N_("Idioma / Language"), N_("Español o inglés · Spanish or English")),
    ("ayuda", N_("Ayuda"), N_("Cómo hablar conmigo, con ejemplos")),
)


def menu(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Offer everything; a form that waits comes first."""
    t = context.t
    if inicio.get("pagina") == "2":
        return (yield from _second_page(context))
    elegido = yield Ask(
        "opcion",
        t("¿Qué necesitas hoy? Elige una opción o escríbelo con tus palabras. Con *menú* vuelves aquí."),
        first_page(context, inicio),
    )
    if elegido == SEGUIR:
        return Resume(inicio["seguir"])
    return Go(elegido) if elegido != MAS else (yield from _second_page(context))


def _second_page(context: Context) -> Flow:
    elegido = yield Ask("mas", context.t("Esto también lo hago. Con *menú* vuelves al inicio."), _rows(context, SECOND))
    return Go(elegido)


def first_page(context: Context, inicio: Mapping[str, str]) -> Choice:
    """Return the rows of the first page. `inicio.seguir` names a form left half-way, `inicio.titulo` what it is."""
    if "seguir" not in inicio:
        return _rows(context, FIRST)
    titulo = context.t(inicio.get("titulo", ""))
    going_on = Option(SEGUIR, context.t("Seguir donde iba"), titulo[:1].upper() + titulo[1:72])
    return Choice((going_on, *_rows(context, FIRST).choices))


def _rows(context: Context, rows: tuple[tuple[str, str, str], ...]) -> Choice:
    return Choice(tuple(Option(flow, context.t(title), context.t(what)) for flow, title, what in rows))
