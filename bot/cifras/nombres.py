"""How people call what a figure is about: a channel, an office, a theme, a trámite, a question, a kind of request. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.ficha_solicitud import TIPOS
from flows.understanding.index import INTENT_TITLES
from knowledge.values import Catalogo
from notifier.cifras.formulas import LANGUAGES, Cifra
from notifier.cifras.hiding import OTROS
from notifier.cifras.talks import SIN_TEMA

CANALES: Mapping[str, str] = {"whatsapp": "WhatsApp", "web": "Chat de la página web", "ventanilla": "Ventanilla"}
TEMAS: Mapping[str, str] = {
    **{name: title for name, (title, _) in INTENT_TITLES.items()},
    "aclarar": "No quedó claro qué buscaba",
    SIN_TEMA: "Sin tema: solo un saludo o palabras sueltas",
}
TIPOS_DE: Mapping[str, str] = {**TIPOS, "tramite": "Trámite"}
IDIOMAS: Mapping[str, str] = {name: said.capitalize() for name, said in LANGUAGES.items()}
# What had under five is told together, and with it what was needed to come to five: not always the rare ones alone.
OTROS_DE: Mapping[str, str] = {
    "canal": "Varios canales, sin separar",
    "dependencia": "Varias dependencias, sin separar",
    "tema": "Varios temas, sin separar",
    "tramite": "Varios trámites, sin separar",
    "hora": "Varias horas, sin separar",
    "tipo": "Varias clases, sin separar",
    "idioma": "Varios idiomas, sin separar",
    "pregunta": "Varias preguntas, sin separar",
    "enviados": "Varios mensajes, sin separar",
}
# What a form asks for, under the name of its question without the number of the round.
PREGUNTAS: Mapping[str, str] = {
    "acompanamiento.tema": "sobre qué necesita ayuda",
    "acompanamiento.confirmar": "confirmar el pedido de ayuda",
    "ayuda.idioma": "qué idioma prefiere",
    "completar.accion": "qué hacer con la solicitud",
    "completar.texto": "lo que pidió la oficina",
    "completar.archivo": "un archivo",
    "completar.enviar": "confirmar el envío",
    "completar.seguro": "confirmar que retira la solicitud",
    "encuesta.resuelto": "si quedó resuelta",
    "encuesta.puntaje": "la calificación",
    "encuesta.comentario": "un comentario",
    "encuesta.atendio": "cómo lo atendió la persona",
    "error_dato.detalle": "qué dato está mal",
    "error_dato.foto": "una foto",
    "funcionario.tema": "de qué quiere hablar",
    "funcionario.denuncia": "si prefiere denunciar",
    "funcionario.oficina": "con cuál oficina",
    "funcionario.pedir": "si espera a una persona",
    "funcionario.sigue": "si sigue esperando",
    "idioma.idioma": "qué idioma prefiere",
    "mis_datos.accion": "qué hacer con sus datos",
    "mis_datos.confirmar": "confirmar el borrado",
    "notificaciones.accion": "qué hacer con los avisos",
    "notificaciones.tema": "de qué quiere avisos",
    "notificaciones.acepto": "la autorización de los avisos",
    "notificaciones.confirmar_baja": "confirmar que no quiere avisos",
    "radicar.ofrecer": "si quiere poner la solicitud",
    "radicar.tipo": "la clase de solicitud",
    "radicar.objeto": "qué pide",
    "radicar.denuncia": "si prefiere denunciar",
    "radicar.razones": "las razones",
    "radicar.lugar": "el lugar",
    "radicar.punto": "confirmar el lugar",
    "radicar.direccion_lugar": "la dirección del lugar",
    "radicar.archivo": "un archivo",
    "radicar.quien": "si da su nombre",
    "radicar.nombre": "el nombre",
    "radicar.documento": "la clase de documento",
    "radicar.numero": "el número de documento",
    "radicar.respuesta": "por dónde quiere la respuesta",
    "radicar.correo": "el correo",
    "radicar.direccion": "la dirección",
    "radicar.revisar": "revisar antes de enviar",
    "radicar.avisos": "si quiere avisos",
}
FORMAS: Mapping[str, str] = {
    "acompanamiento": "Ayuda para postularse",
    "completar": "Completar una solicitud",
    **{name: TEMAS[name] for name in ("encuesta", "error_dato", "funcionario", "idioma", "mis_datos", "notificaciones", "radicar")},
}  # fmt: skip
MEZCLA: Mapping[str, str] = {
    "canal": "Conversaciones por canal",
    "dependencia": "Conversaciones por dependencia",
    "tema": "Conversaciones por tema",
    "idioma": "Conversaciones por idioma",
    "hora": "Conversaciones por hora en que empiezan",
    "tramite": "Personas que preguntaron por un trámite, una vez al día",
}
ENVIOS: Mapping[str, str] = {
    "reply": "Respuestas",
    "notice": "Avisos de servicio",
    "aviso": "Avisos de una solicitud",
    "aviso_ya": "Avisos de una solicitud",
}
_ROUND = re.compile(r"(\.(\d+|final))+$")


@dataclass(frozen=True, slots=True)
class Nombres:
    """The names of today. What is not published any more is told by its identifier."""

    dependencias: Mapping[str, str] = field(default_factory=dict)
    tramites: Mapping[str, str] = field(default_factory=dict)

    def de(self, clase: str, value: str) -> str:
        """Return how a value of a kind is called: `de("canal", "web")` → «Chat de la página web»."""
        if value == OTROS:
            return OTROS_DE.get(clase, "Varios, sin separar")
        known = {"canal": CANALES, "dependencia": self.dependencias, "tema": TEMAS, "tipo": TIPOS_DE, "idioma": IDIOMAS}
        if clase in known:
            return known[clase].get(value) or (value if clase == "dependencia" else _plain(value))
        match clase:
            case "tramite":
                return self.tramites.get(value, f"Trámite que ya no está publicado ({value})")
            case "hora":
                return f"{value}:00 a {value}:59"
            case "pregunta":
                return pregunta(value)
            case "enviados":
                return _sent(value)
        return value

    def cifra(self, cifra: Cifra) -> str:
        """Return the name of a figure with its dimension in words."""
        clase, _, value = cifra.dimension.partition("=")
        if cifra.indicador == 18 and cifra.dimension:
            return f"Abandono en: {self.de('pregunta', cifra.dimension)}"
        if cifra.indicador == 7:
            return f"{MEZCLA.get(clase, clase)}: {self.de(clase, value)}"
        if clase == "radicadas":
            return f"{cifra.nombre}: {self.de('tipo', value)}"
        if clase == "enviados":
            return f"{cifra.nombre}: {self.de(clase, value)}"
        if clase == "tipo":
            return f"Respondidas en término: {self.de(clase, value)}"
        return cifra.nombre


def nombres(catalogo: Catalogo) -> Nombres:
    """Return the names of a catalogue."""
    return Nombres(
        {office.id: office.nombre for office in catalogo.dependencias.values()},
        {record.id: record.nombre for record in catalogo.tramites.values()},
    )


def pregunta(value: str) -> str:
    """Return a question of a form in words: «radicar.objeto.0» → «Petición o queja: qué pide»."""
    name = _ROUND.sub("", value)
    flow, _, rest = name.partition(".")
    return f"{FORMAS.get(flow, _plain(flow))}: {PREGUNTAS.get(name, rest.replace('_', ' '))}"


def _sent(value: str) -> str:
    canal, _, kind = value.partition("/")
    return f"{ENVIOS.get(kind, kind)} por {CANALES.get(canal, canal)}"


def _plain(value: str) -> str:
    return value.replace("_", " ").capitalize()
