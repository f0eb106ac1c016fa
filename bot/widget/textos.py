"""The words around the conversation, in Spanish, and in English as the translators wrote them."""

from flows.answers import N_
from knowledge.textos import Traducir
from knowledge.values import Idioma

# What a person who reads one language calls the other one; each in its own words, so nobody translates it.
OTRO: dict[Idioma, str] = {"es": "English", "en": "Español"}
# Short names: each is sent to every telephone. {asistente} and {nombre} are the entity's.
TEXTOS = {
    "abrir": N_("Escríbele a {asistente}"),
    "ajustes": N_("Opciones"),
    "cerrar": N_("Cerrar"),
    "conversacion": N_("Conversación"),
    "nuevos": N_("Mensajes nuevos"),
    "titulo": N_("Conversación con {asistente}"),
    "tu": N_("Tú"),
    "persona": N_("{nombre}, de la Alcaldía"),
    "atiende": N_("Te atiende {nombre}, de la Alcaldía."),
    "pendiente": N_("Una persona te va a responder por aquí."),
    "saludo": N_("Soy la asistente de la Alcaldía. Pregúntame por un trámite, una convocatoria o una solicitud."),
    "como": N_("Escribe como hablas. No necesitas cuenta ni contraseña."),
    "empezar": N_("Para empezar"),
    "menu": N_("Ver el menú"),
    "opciones": N_("Opciones para responder"),
    "cuantas": N_("Hay {n} opciones."),
    "mensaje": N_("Tu mensaje"),
    "escribe": N_("Escribe aquí"),
    "enviar": N_("Enviar"),
    "adjuntar": N_("Enviar una foto o un PDF"),
    "foto": N_("Foto"),
    "documento": N_("Documento"),
    "enviando": N_("Enviando…"),
    "espera": N_("Por enviar"),
    "escribiendo": N_("{asistente} está escribiendo…"),
    "sin_red": N_("No hay señal. Guardo tu mensaje y lo envío apenas vuelva."),
    "perdido": N_("Tu foto no alcanzó a salir. Adjúntala otra vez."),
    "ayer": N_("Pasó más de un día. Borré de este dispositivo la conversación anterior."),
    "grande": N_("Tu archivo pesa {mb} MB y recibo hasta 10. Prueba con una foto de la hoja."),
    "sin_leer_1": N_(", un mensaje sin leer"),
    "sin_leer": N_(", {n} mensajes sin leer"),
    "mayor": N_("Letra más grande"),
    "menor": N_("Letra más pequeña"),
    "datos": N_("Gastar menos datos"),
    "guardar": N_("Guardar como texto"),
    "imprimir": N_("Imprimir"),
    "terminar": N_("Terminar y borrar de este dispositivo"),
    "seguro": N_("Se borra la conversación de este dispositivo. ¿Seguimos?"),
    "si": N_("Sí, borrar"),
    "no": N_("No, volver"),
    "borrado": N_("Listo. Borré la conversación de este dispositivo."),
}


def in_both(traducir: Traducir) -> dict[str, dict[str, str]]:
    """Return the texts by language and name."""
    return {
        idioma: {"otro": otro} | {name: traducir(idioma, text) for name, text in TEXTOS.items()}
        for idioma, otro in OTRO.items()
    }
