"""Report corruption. The words go sealed to the officers of transparency; nothing here reads, matches or keeps them.

First what WhatsApp reveals, then the fewest questions, a summary that can be mended, and a receipt shown once.
Where no officer could open a report nothing is filed, and the official channels are given.
"""

from collections.abc import Generator, Mapping

from flows.answers import N_, Choice, Text, YesNo
from flows.canales import channel_lines, emergency_line
from flows.context import Context
from flows.denuncia_textos import CAMPOS, aviso, campo_option, closing, closing_chat, pregunta, resumen
from flows.effects import RegistrarDenuncia
from flows.engine import Ask, Do, Flow, Go
from flows.messages import Json, Option
from flows.paginas import fitted

MIN_HECHOS = 30  # with less there is nothing that could be verified
MAX_CHARS = 3000
CAMBIOS = 12
BASICOS = ("cuando", "donde", "quienes", "dependencia")
DETALLES = ("contrato", "pruebas", "testigos", "otra_autoridad")
TRANSITO = "ctg-catalina-record"
_MODOS = (
    ("anonima", N_("Anónima, sin mis datos"), N_("No pedimos tu nombre ni cómo contactarte")),
    ("reserva", N_("Con reserva"), N_("Das tus datos. Solo los lee la oficina encargada")),
    ("identificada", N_("Con mis datos"), N_("Das tus datos para recibir la respuesta")),
    ("transito", N_("Es falta de tránsito"), N_("Mal parqueo, piques, semáforos")),
)
Datos = dict[str, str | None]


def denuncia(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Take a report from the first warning to the receipt."""
    if inicio.get("accion") == "recibo":
        yield _about_receipt(context)
        return None
    if not context.denuncias_abiertas:
        yield _closed(context)
        return None
    yield aviso(context)
    modo = yield Ask("modo", context.t("¿Cómo quieres denunciar?"), _modos(context))
    if modo == "transito":
        yield context.catalogo.entidad.transito_reportes
        return Go("tramites", {"tramite": TRANSITO}) if TRANSITO in context.catalogo.tramites else None
    datos = yield from _mend(context, modo, (yield from _tell(context, modo)))
    if datos is None:
        yield context.t("No envié nada y borré lo que escribiste. Si cambias de idea, escribe *denuncia*.")
        return None
    recibo = yield Do("recibo", RegistrarDenuncia(modo, datos))
    yield closing(context, modo, str(recibo))
    yield closing_chat(context)
    return None


def _modos(context: Context) -> Choice:
    return fitted([Option(i, context.t(title), context.t(what)) for i, title, what in _MODOS])


def _tell(context: Context, modo: str) -> Generator[str | Ask, Json, Datos]:
    """Ask what happened and what helps to verify it. Everything but the facts can be skipped."""
    t = context.t
    if modo == "anonima":
        yield t(
            "Una denuncia anónima avanza si trae hechos que se puedan comprobar: fechas, lugares, cargos, contratos."
        )
    datos: Datos = {"que_paso": (yield Ask("que_paso", pregunta(context, "que_paso"), Text(MIN_HECHOS, MAX_CHARS)))}
    for campo in BASICOS:
        datos[campo] = yield Ask(campo, pregunta(context, campo), _optional())
    details = Choice((Option("si", t("Sí, agregar")), Option("no", t("No, seguir"))))
    if (yield Ask("detalles", t("¿Tienes pruebas, testigos o un contrato que nombrar?"), details)) == "si":
        for campo in DETALLES:
            datos[campo] = yield Ask(campo, pregunta(context, campo), _optional())
    if modo != "anonima":
        datos["contacto"] = yield Ask("contacto", pregunta(context, "contacto"), Text(5, 300))
    datos["riesgo"] = yield from _danger(context)
    return datos


def _optional() -> Text:
    return Text(max_chars=MAX_CHARS, optional=True)


def _danger(context: Context) -> Generator[str | Ask, Json, str]:
    """Ask whether the person is in danger, and give the lines at once to whoever says yes."""
    if not (yield Ask("riesgo", context.t("¿Corres peligro por contar esto?"), YesNo())):
        return "no"
    yield context.t("⚠️ Si el peligro es ahora, llama ya al *{linea}*.").format(linea=emergency_line(context))
    fiscalia = context.catalogo.dependencias.get("fiscalia")
    if fiscalia is not None and fiscalia.telefono:
        yield context.t("La Fiscalía recibe estos casos en la línea *{linea}* (por confirmar).").format(
            linea=fiscalia.telefono
        )
    return "sí"


def _mend(context: Context, modo: str, datos: Datos) -> Generator[str | Ask, Json, Datos | None]:
    """Read everything back until it is sent or dropped. Ends with None when the person does not send it."""
    for number in range(CAMBIOS):
        yield resumen(context, modo, datos)
        elegido = yield Ask(f"revisar.{number}", _before_sending(context), _revisar(context))
        if elegido != "cambiar":
            return datos if elegido == "enviar" else None
        campo = yield Ask(f"cambiar.{number}", context.t("¿Qué quieres cambiar?"), _campos(context, modo))
        answer = (
            Text(MIN_HECHOS, MAX_CHARS) if campo == "que_paso" else Text(5, 300) if campo == "contacto" else _optional()
        )
        datos = {**datos, campo: (yield Ask(f"nuevo.{number}.{campo}", pregunta(context, campo), answer))}
    yield resumen(context, modo, datos)
    last = Choice(_revisar(context).choices[::2])
    return datos if (yield Ask("revisar.final", _before_sending(context), last)) == "enviar" else None


def _before_sending(context: Context) -> str:
    return context.t("Hoy no hay una ley que proteja de forma especial a quien denuncia. ¿La envío así?")


def _revisar(context: Context) -> Choice:
    t = context.t
    return Choice(
        (Option("enviar", t("Enviar")), Option("cambiar", t("Cambiar algo")), Option("no_enviar", t("No enviar")))
    )


def _campos(context: Context, modo: str) -> Choice:
    shown = [campo for campo in CAMPOS if campo != "contacto" or modo != "anonima"]
    return fitted([campo_option(context, campo) for campo in shown])


def _closed(context: Context) -> str:
    """Say plainly that nothing is taken here, and who takes it."""
    t, entidad = context.t, context.catalogo.entidad
    paragraphs = (
        t("Por aquí todavía no puedo recibir denuncias. No guardé nada de lo que contaste."),
        f"{t('Puedes denunciar la corrupción en estos canales oficiales:')}\n{channel_lines(context, entidad.denuncia_canales)}",
        entidad.transito_reportes,
        t("Si corres peligro, llama ya al *{linea}*.").format(linea=emergency_line(context)),
    )
    return "\n\n".join(paragraphs)


def _about_receipt(context: Context) -> str:
    """Answer a receipt without a word on whether it exists: whoever guesses learns nothing."""
    return context.t(
        "Parece el comprobante de una denuncia. Por seguridad, aquí no muestro nada de ninguna. "
        "Con él puedes preguntar en la oficina que recibe denuncias. No lo compartas con nadie más. "
        "Si era otro número, pregúntame sin escribirlo."
    )
