"""What the denuncia flow says: warnings, questions, the summary and the closing."""

from collections.abc import Mapping

from flows.answers import N_
from flows.context import Context
from flows.messages import Option
from flows.opciones import short

SUMMARY_CHARS = 60  # a value in the summary: enough to recognise it, short enough for one screen
PREGUNTAS: Mapping[str, str] = {
    "que_paso": N_("Cuéntame qué pasó, con tus palabras. Solo lo lee la oficina encargada."),
    "cuando": N_("¿Cuándo pasó? Vale una fecha, un mes o «desde enero»."),
    "donde": N_("¿Dónde pasó? Un barrio, una oficina o una dirección."),
    "quienes": N_("¿Quiénes fueron? Vale un nombre, un cargo o cómo eran."),
    "dependencia": N_("¿De qué oficina o entidad son?"),
    "contrato": N_("¿Hay un contrato, un trámite o una plata de por medio? Escribe número o valor, si lo sabes."),
    "pruebas": N_("¿Qué pruebas hay? Descríbelas. No te arriesgues por conseguirlas."),
    "testigos": N_("¿Alguien más lo vio? Cuenta quién, si no lo pones en peligro."),
    "otra_autoridad": N_("¿Ya lo contaste en otra entidad? ¿En cuál?"),
    "contacto": N_("¿Cómo te contactamos? Escribe tu nombre y un teléfono o correo."),
}
CAMPOS: Mapping[str, str] = {
    "que_paso": N_("Qué pasó"),
    "cuando": N_("Cuándo"),
    "donde": N_("Dónde"),
    "quienes": N_("Quiénes"),
    "dependencia": N_("Oficina o entidad"),
    "contrato": N_("Contrato o valor"),
    "pruebas": N_("Pruebas"),
    "testigos": N_("Testigos"),
    "otra_autoridad": N_("Otra entidad"),
    "contacto": N_("Tus datos"),
}
_MODOS = {
    "anonima": N_("Denuncia anónima"),
    "reserva": N_("Denuncia con reserva de tus datos"),
    "identificada": N_("Denuncia con tus datos"),
}


def aviso(context: Context) -> str:
    """Return what a person must know before the first word: who sees what, by this channel."""
    t = context.t
    sealed = t(
        "Aquí puedes denunciar la corrupción. Lo que cuentes se guarda bajo llave. Solo lo abre la oficina encargada."
    )
    if context.canal != "whatsapp":
        return f"{sealed}\n\n{t('Por la web no te pido tu número. Usa un equipo y una red de confianza.')}"
    seen = t(
        "⚠️ Antes de escribir: WhatsApp y la empresa que trae los mensajes ven tu número y el texto. La Alcaldía ve tu número."
    )
    if not context.url_publica:
        return f"{sealed}\n\n{seen}"
    more_private = t("Por la web no se ve tu número: {url}/chat").format(url=context.url_publica.rstrip("/"))
    return f"{sealed}\n\n{seen}\n\n{more_private}"


def pregunta(context: Context, campo: str) -> str:
    """Return the question of a field."""
    return context.t(PREGUNTAS[campo])


def campo_option(context: Context, campo: str) -> Option:
    """Return the row by which a field is chosen to be changed."""
    return Option(campo, context.t(CAMPOS[campo]))


def resumen(context: Context, modo: str, datos: Mapping[str, str | None]) -> str:
    """Return what was told, each field cut short: the person recognises it, a glance over the shoulder reads little."""
    told = [(campo, " ".join((datos.get(campo) or "").split())) for campo in CAMPOS]
    lines = [f"• {context.t(CAMPOS[campo])}: {short(words, SUMMARY_CHARS)}" for campo, words in told if words]
    return "\n".join((f"*{context.t(_MODOS[modo])}*", *lines))


def closing(context: Context, modo: str, recibo: str) -> str:
    """Return the receipt, shown once, and what happens next with the terms as published."""
    t = context.t
    contact = (
        t("Nadie te escribirá por aquí sobre esto.")
        if modo == "anonima"
        else t("La oficina puede usar tus datos para responderte.")
    )
    return "\n\n".join(
        (
            t("✅ Tu denuncia quedó guardada. Este es tu comprobante:\n*{recibo}*").format(recibo=recibo),
            t("Anótalo ahora: se muestra una sola vez y no se puede recuperar. Es tu prueba y sirve para preguntar."),
            f"{t('Qué sigue: la oficina la lee, la verifica y decide quién la atiende. {plazo}').format(plazo=_terms(context))} {contact}",
        )
    )


def _terms(context: Context) -> str:
    termino = context.catalogo.terminos.get("denuncia")
    if termino is None:
        return context.t("El plazo está por confirmar con la dependencia.")
    said = context.t("El plazo legal es de {dias} días hábiles: {norma}.").format(
        dias=termino.dias, norma=termino.norma
    )
    return said if termino.verificado else f"{said[:-1]}, {context.t('por confirmar')}."


def closing_chat(context: Context) -> str:
    """Return how to leave no trace on the phone or the screen."""
    if context.canal == "whatsapp":
        return context.t("Si otra persona usa tu teléfono, vacía este chat: abre sus opciones y toca *Vaciar chat*.")
    return context.t("Si otra persona usa este equipo, cierra esta página y borra el historial.")
