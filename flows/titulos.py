"""How each form is called when Catalina offers to go on with it: «¿Seguimos con …?»."""

from collections.abc import Mapping

from flows.answers import N_

OTRO = N_("lo que estábamos haciendo")
TITULOS: Mapping[str, str] = {
    "denuncia": N_("tu denuncia"),
    "encuesta": N_("la encuesta"),
    "error_dato": N_("el aviso del dato errado"),
    "estado": N_("la consulta de tu solicitud"),
    "funcionario": N_("tu mensaje para una persona"),
    "mis_datos": N_("tus datos personales"),
    "notificaciones": N_("tus avisos"),
    "radicar": N_("tu solicitud"),
    "completar": N_("lo que falta de tu solicitud"),
}


def titulo_of(flow: str) -> str:
    """Return the Spanish source text that names a form."""
    return TITULOS.get(flow, OTRO)
